// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/components.hpp"

#include "kernel/services/serial.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"

#include <array>

namespace bimetal::services {
namespace {
constexpr std::array<std::string_view, 2> twins{"cpp", "rust"};
}

std::span<const std::string_view> serial_twins() {
    return twins;
}

void select_components(const boot::BootOptions&) {}

std::string_view serving_serial() {
    return "cpp";
}
} // namespace bimetal::services

namespace bimetal::shell {
Status command_components(Arguments, text::Sink&) {
    return Status::ok;
}

Status command_test(Arguments, text::Sink&) {
    return Status::ok;
}

Status command_hang(Arguments, text::Sink&) {
    return Status::ok;
}

Status command_version(Arguments, text::Sink&) {
    return Status::ok;
}

Status command_log(Arguments, text::Sink&) {
    return Status::ok;
}
} // namespace bimetal::shell
