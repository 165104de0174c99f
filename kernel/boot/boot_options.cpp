// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/boot/boot_options.hpp"

#include "kernel/options/options.hpp"
#include "kernel/services/components.hpp"
#include "kernel/services/log.hpp"

#include <array>

namespace bimetal::boot {
namespace {

using options::Kind;

constexpr std::array<std::string_view, 2> allocator_names{"frames", "buddy"};
constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

constinit std::array<char, BootInformation::command_line_capacity> exec_storage{};

} // namespace

BootOptions read_options(const BootInformation& information) {
    const std::array descriptions{
        options::Description{.key = "allocator",
                             .kind = Kind::choice,
                             .help = "component that hands out frames",
                             .choices = allocator_names},
        options::Description{.key = "buddy",
                             .kind = Kind::choice,
                             .help = "twin of the buddy allocator",
                             .choices = services::twins_of("buddy")},
        options::Description{
            .key = "exec", .kind = Kind::text, .help = "commands to run, then end"},
        options::Description{.key = "frames",
                             .kind = Kind::choice,
                             .help = "twin of the frame allocator",
                             .choices = services::twins_of("frames")},
        options::Description{.key = "heap",
                             .kind = Kind::choice,
                             .help = "twin of the heap",
                             .choices = services::twins_of("heap")},
        options::Description{.key = "log",
                             .kind = Kind::choice,
                             .help = "lowest level shown on the console",
                             .choices = level_names},
        options::Description{.key = "serial",
                             .kind = Kind::choice,
                             .help = "twin of the serial port",
                             .choices = services::twins_of("serial")},
    };
    const options::Options given(information.command_line(), descriptions);
    if (information.command_line_cut()) {
        log::print(log::Level::warning,
                   "options: the command line exceeds {} bytes; the rest is lost",
                   BootInformation::command_line_capacity);
    }
    options::Complaints complaints(given);
    while (const auto complaint = complaints.next()) {
        log::print(log::Level::warning, "options: {}", *complaint);
    }
    BootOptions result;
    result.exec = given.text("exec", exec_storage);
    if (const auto level = given.choice("log")) {
        result.console_level = log::level_of(level_names[*level]).value_or(result.console_level);
    }
    if (const auto allocator = given.choice("allocator")) {
        result.allocator = allocator_names[*allocator];
    }
    if (const auto twin = given.choice("buddy")) {
        result.buddy = services::twins_of("buddy")[*twin];
    }
    if (const auto twin = given.choice("frames")) {
        result.frames = services::twins_of("frames")[*twin];
    }
    if (const auto twin = given.choice("heap")) {
        result.heap = services::twins_of("heap")[*twin];
    }
    if (const auto twin = given.choice("serial")) {
        result.serial = services::twins_of("serial")[*twin];
    }
    return result;
}

} // namespace bimetal::boot
