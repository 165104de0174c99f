// SPDX-License-Identifier: MIT OR Apache-2.0
// The shell's commands. They run in thread context and may block.
#pragma once

#include "kernel/text/sink.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace bimetal::shell {

/// How a command ended; everything but `ok` makes `exec` fail.
enum class Status : std::uint8_t { ok = 0, failed = 1, usage = 2, unknown = 127 };

constexpr std::string_view describe(Status status) {
    switch (status) {
    case Status::ok:
        return "ok";
    case Status::failed:
        return "failed";
    case Status::usage:
        return "wrong usage";
    case Status::unknown:
        return "unknown command";
    }
    return "unknown status";
}

using Arguments = std::span<const std::string_view>;

struct Command {
    std::string_view name;
    std::string_view arguments; ///< as `help` shows them
    std::string_view summary;
    Status (*run)(Arguments arguments, text::Sink& out);
};

/// All commands, sorted by name.
std::span<const Command> commands();

/// Runs one line: a command and its arguments, separated by blanks. An empty line is ok.
Status run_line(std::string_view line, text::Sink& out);

/// Runs the commands between semicolons one after the other, whatever becomes of each; reports each
/// to the tools. True when all succeeded.
bool run_script(std::string_view script, text::Sink& out);

// One function a file group; see each for what it prints.
Status command_components(Arguments arguments, text::Sink& out);
Status command_cpu(Arguments arguments, text::Sink& out);
Status command_fault(Arguments arguments, text::Sink& out);
Status command_frames(Arguments arguments, text::Sink& out);
Status command_heap(Arguments arguments, text::Sink& out);
Status command_log(Arguments arguments, text::Sink& out);
Status command_memory(Arguments arguments, text::Sink& out);
Status command_panic(Arguments arguments, text::Sink& out);
Status command_poweroff(Arguments arguments, text::Sink& out);
Status command_reboot(Arguments arguments, text::Sink& out);
Status command_threads(Arguments arguments, text::Sink& out);
Status command_time(Arguments arguments, text::Sink& out);
Status command_version(Arguments arguments, text::Sink& out);

/// Defined by what an image is linked with: who measures its workloads, or the sentence that it has
/// none.
Status command_bench(Arguments arguments, text::Sink& out);
/// The same of its tests.
Status command_test(Arguments arguments, text::Sink& out);
/// Stops all processors with interrupts off, for the test of the time limit. Absent from an image
/// without tests.
Status command_hang(Arguments arguments, text::Sink& out);
extern const bool image_has_tests;

} // namespace bimetal::shell
