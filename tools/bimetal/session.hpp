// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/machine.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/results.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace bimetal::tool {

/// Who types at the guest's console.
enum class Keyboard {
    none,     ///< nobody: the kernel runs the commands it was given
    terminal, ///< a person, key by key
    lines,    ///< a pipe or file: one line whenever the shell waits for one, then `poweroff`
};

struct SessionSetup {
    Machine machine;
    Keyboard keyboard = Keyboard::none;
    std::optional<std::chrono::milliseconds> time_limit;
    std::string results_file; ///< copy of the results channel; empty for none
    int console_output = 1;   ///< descriptor that the guest's console is written to
};

/// How a session with a guest ended.
struct SessionEnd {
    ExitState emulator;
    bool time_limit_reached = false;
    bool user_quit = false;
    bool output_failed = false; ///< nobody reads the console any more
    bool guest_was_reset = false;
    Results results;
};

/// Starts QEMU, carries bytes between guest and user until it ends, and returns how. At the time
/// limit all CPUs are asked for registers and backtraces first.
Result<SessionEnd> run_session(const SessionSetup& setup);

} // namespace bimetal::tool
