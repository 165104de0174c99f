// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/shell.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/console/console.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/log.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/trap/panic.hpp"

#include <array>

namespace bimetal::shell {
namespace {

void announce_prompt() {
    results::Event("prompt").number("tsc", arch::read_time_stamp());
}

[[noreturn]] void run_and_leave(std::string_view script) {
    announce_prompt();
    const bool all_ok = run_script(script, console::sink());
    log::flush();
    services::serial_drain();
    arch::leave(all_ok ? arch::ExitCode::success : arch::ExitCode::failure);
}

void main(void* argument) {
    const auto& options = *static_cast<const boot::BootOptions*>(argument);
    if (options.exec) {
        run_and_leave(*options.exec);
    }
}

} // namespace

void start(const boot::BootOptions& options) {
    if (!sched::spawn_detached("shell", main, const_cast<boot::BootOptions*>(&options))) {
        panic("no memory for the shell's thread");
    }
}

} // namespace bimetal::shell
