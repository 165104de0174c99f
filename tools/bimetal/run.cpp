// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/guest.hpp"
#include "tools/bimetal/session.hpp"
#include "tools/bimetal/subcommands.hpp"
#include "tools/bimetal/symbols.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstring>

namespace bimetal::tool {
namespace {

// What the kernel writes to the debug-exit device, as QEMU's exit status (2 * value + 1).
constexpr int guest_success = 2 * 0x10 + 1;
constexpr int guest_failure = 2 * 0x11 + 1;
constexpr int guest_panic = 2 * 0x12 + 1;

// A run without a person at the terminal ends some time, even when the guest hangs.
constexpr double unattended_limit_seconds = 300;

void say(const std::string& sentence) {
    fmt::print(stderr, "bimetal: {}\n", sentence);
}

/// The exit status for an end that the kernel announced as a success.
int success_status(const SessionEnd& end, bool commands_given) {
    const Results& results = end.results;
    if (commands_given && results.commands() == 0) {
        say("the kernel powered off without reporting on any command of --exec");
        return 1;
    }
    if (!results.failed_commands().empty() || !results.failed_tests().empty()) {
        say("the kernel powered off with success, but reported failures");
        return 1;
    }
    return 0;
}

void say_failures(const Results& results) {
    if (results.tests() != 0) {
        say(fmt::format("{} in-kernel tests, {} failed", results.tests(),
                        results.failed_tests().size()));
    }
    if (!results.failed_tests().empty()) {
        say(fmt::format("failed tests: {}", fmt::join(results.failed_tests(), ", ")));
    }
    if (!results.failed_commands().empty()) {
        say(fmt::format("failed commands: {}", fmt::join(results.failed_commands(), "; ")));
    }
}

int exit_status(const SessionEnd& end, bool commands_given) {
    if (end.time_limit_reached) {
        return status_time_limit;
    }
    if (end.user_quit) {
        return 0;
    }
    if (end.output_failed) {
        say("nobody reads the output any more, so the machine was ended");
        return 1;
    }
    say_failures(end.results);
    if (end.results.violation()) {
        say(*end.results.violation());
        return 1;
    }
    if (end.emulator.by_signal) {
        say(fmt::format("QEMU was ended by a signal: {}", ::strsignal(end.emulator.value)));
        return status_emulator;
    }
    switch (end.emulator.value) {
    case guest_success:
        return success_status(end, commands_given);
    case guest_failure:
        return 1;
    case guest_panic:
        return status_panic;
    case 0:
        if (end.guest_was_reset && !end.results.reboot_was_asked()) {
            say("the machine reset itself without being asked to, as after a triple fault");
            return status_panic;
        }
        return success_status(end, false);
    default:
        say(fmt::format("QEMU failed with status {}; what it says is above", end.emulator.value));
        return status_emulator;
    }
}

Keyboard keyboard_for(const RunOptions& options) {
    if (!options.guest.commands.empty()) {
        return Keyboard::none;
    }
    return ::isatty(STDIN_FILENO) == 1 ? Keyboard::terminal : Keyboard::lines;
}

} // namespace

Result<int> run(const Project& project, const RunOptions& options) {
    Result<Machine> machine = make_machine(project, options.guest);
    if (!machine) {
        return std::unexpected(machine.error());
    }
    const Result<TemporaryDirectory> temporary = TemporaryDirectory::make();
    if (!temporary) {
        return std::unexpected(temporary.error());
    }
    const std::filesystem::path kernel = machine->image;
    if (options.guest.iso) {
        // Printed commands must outlive us, so their disc image goes to the build directory.
        const std::filesystem::path disc =
            (options.print_command ? project.build : temporary->path()) / "bimetal.iso";
        if (Result<void> made = make_disc(machine->image, kernel_words(options.guest), disc);
            !made) {
            return std::unexpected(made.error());
        }
        machine->image = disc;
        machine->is_disc = true;
        machine->kernel_options.clear();
    }
    if (options.print_command) {
        const Channels by_hand{.console = "stdio,mux=on,signal=off",
                               .results = "file,path=/dev/null"};
        fmt::print("{}\n", shell_line(qemu_command(*machine, by_hand)));
        return 0;
    }

    SessionSetup setup{.machine = *machine,
                       .keyboard = keyboard_for(options),
                       .time_limit = std::nullopt,
                       .results_file = options.results_file,
                       .console_output = STDOUT_FILENO};
    double seconds = options.time_limit_seconds;
    if (seconds < 0) {
        seconds = setup.keyboard == Keyboard::terminal ? 0 : unattended_limit_seconds;
    }
    if (seconds > 0) {
        setup.time_limit = std::chrono::milliseconds(std::llround(seconds * 1000));
    }
    if (setup.keyboard == Keyboard::terminal) {
        say("the terminal is the kernel's console; Ctrl-A X ends the machine");
    }
    for (;;) {
        Result<Symbolizer> symbolizer = Symbolizer::start(project, kernel, STDOUT_FILENO);
        if (!symbolizer) {
            return std::unexpected(symbolizer.error());
        }
        setup.console_output = symbolizer->input();
        const Result<SessionEnd> end = run_session(setup);
        symbolizer->finish();
        if (!end) {
            return std::unexpected(end.error());
        }
        // A person who asks for a reboot gets one; QEMU itself ends at each reset, so that a triple
        // fault does not boot for ever.
        const bool again = setup.keyboard == Keyboard::terminal && end->guest_was_reset &&
                           end->results.reboot_was_asked();
        if (!again) {
            return exit_status(*end, !options.guest.commands.empty());
        }
    }
}

} // namespace bimetal::tool
