// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/command.hpp"

#include "kernel/console/results.hpp"
#include "kernel/text/format.hpp"
#include "kernel/text/parse.hpp"

#include <algorithm>
#include <array>

namespace bimetal::shell {
namespace {

Status command_help(Arguments arguments, text::Sink& out) {
    if (arguments.size() > 1) {
        text::print(out, "help: give one command at most\n");
        return Status::usage;
    }
    bool found = arguments.empty();
    for (const Command& command : commands()) {
        if (!arguments.empty() && command.name != arguments[0]) {
            continue;
        }
        found = true;
        std::array<char, 48> storage;
        const auto usage = text::print_to(storage, "{} {}", command.name, command.arguments);
        text::print(out, "  {:<24} {}\n", usage, command.summary);
    }
    if (!found) {
        text::print(out, "help: no command '{}'; 'help' lists them\n", arguments[0]);
        return Status::failed;
    }
    return Status::ok;
}

constexpr std::array all_commands{
    Command{"bench", "[WORKLOAD] [N] [SEED]", "measure the workloads linked into this image",
            command_bench},
    Command{"components", "", "seams, their twins, and which of them serve", command_components},
    Command{"cpu", "", "processors, their protections and interrupt counts", command_cpu},
    Command{"fault", "KIND", "make the processor fault, and end the kernel", command_fault},
    Command{"frames", "", "the frame allocator: whether it is consistent, its digests",
            command_frames},
    Command{"hang", "", "stop all processors with interrupts off", command_hang},
    Command{"heap", "", "the heap: blocks by owner and size, whether it is consistent, its digests",
            command_heap},
    Command{"help", "[COMMAND]", "this list", command_help},
    Command{"log", "[LEVEL]", "the log, from LEVEL (debug, info, warning, error) up", command_log},
    Command{"memory", "", "the memory map, free frames by order, the heap", command_memory},
    Command{"panic", "[MESSAGE]", "end the kernel with its record", command_panic},
    Command{"poweroff", "", "switch the machine off", command_poweroff},
    Command{"reboot", "", "start the machine again", command_reboot},
    Command{"test", "[NAME] [SEED]", "run the tests linked into this image", command_test},
    Command{"threads", "", "all threads", command_threads},
    Command{"time", "", "time since boot, and the clock behind it", command_time},
    Command{"version", "", "what this kernel is and how it was built", command_version},
};
static_assert(std::ranges::is_sorted(all_commands, {}, &Command::name));

} // namespace

std::span<const Command> commands() {
    return all_commands;
}

Status run_line(std::string_view line, text::Sink& out) {
    std::array<std::string_view, 16> words;
    std::size_t count = 0;
    text::Words rest(line);
    while (const auto word = rest.next()) {
        if (count == words.size()) {
            text::print(out, "more than {} words; nothing was run\n", words.size());
            return Status::usage;
        }
        words[count++] = *word;
    }
    if (count == 0) {
        return Status::ok;
    }
    const auto command = std::ranges::find(all_commands, words[0], &Command::name);
    if (command == all_commands.end()) {
        text::print(out, "no command '{}'; 'help' lists them\n", words[0]);
        return Status::unknown;
    }
    return command->run(std::span(words).subspan(1, count - 1), out);
}

bool run_script(std::string_view script, text::Sink& out) {
    bool all_ok = true;
    text::Split lines(script, ';');
    while (const auto part = lines.next()) {
        const std::string_view line = text::trim(*part);
        if (line.empty()) {
            continue;
        }
        text::print(out, "> {}\n", line);
        const Status status = run_line(line, out);
        if (status != Status::ok) {
            text::print(out, "{}: {}\n", line, status);
            all_ok = false;
        }
        results::Event("exec")
            .text("command", line)
            .number("status", static_cast<std::uint64_t>(status));
    }
    return all_ok;
}

} // namespace bimetal::shell
