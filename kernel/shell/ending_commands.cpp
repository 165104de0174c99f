// SPDX-License-Identifier: MIT OR Apache-2.0
// Commands that end the kernel, one way or another.
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/shell/fault_kinds.hpp"
#include "kernel/text/format.hpp"
#include "kernel/trap/panic.hpp"

#include <array>

namespace bimetal::shell {
namespace {

void report_end(std::string_view command) {
    results::Event("exec").text("command", command).number("status", 0);
}

} // namespace

Status command_fault(Arguments arguments, text::Sink& out) {
    if (arguments.size() == 1) {
        for (const FaultKind& kind : fault_kinds()) {
            if (kind.name == arguments[0]) {
                kind.make(nullptr);
                text::print(out, "fault: {} did not fault\n", kind.name);
                return Status::failed;
            }
        }
        text::print(out, "fault: no kind '{}'\n", arguments[0]);
    }
    text::print(out, "usage: fault KIND, where KIND is one of\n");
    for (const FaultKind& kind : fault_kinds()) {
        text::print(out, "  {:<20} {}\n", kind.name, kind.summary);
    }
    return Status::usage;
}

Status command_panic(Arguments arguments, text::Sink&) {
    if (arguments.empty()) {
        panic("asked for at the shell");
    }
    std::array<char, 160> storage;
    text::BufferSink message(storage);
    for (const std::string_view word : arguments) {
        text::print(message, "{}{}", message.view().empty() ? "" : " ", word);
    }
    panic_with_message(message.view());
}

Status command_poweroff(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "poweroff: takes no arguments\n");
        return Status::usage;
    }
    report_end("poweroff");
    services::serial_drain();
    arch::power_off();
}

Status command_reboot(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "reboot: takes no arguments\n");
        return Status::usage;
    }
    report_end("reboot");
    results::Event("reboot"); // or a tool takes the reset for a triple fault
    services::serial_drain();
    arch::reset();
}

} // namespace bimetal::shell
