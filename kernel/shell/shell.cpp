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
#include "kernel/shell/line_editor.hpp"
#include "kernel/text/parse.hpp"
#include "kernel/trap/panic.hpp"

#include <array>

namespace bimetal::shell {
namespace {

// The first word is a command; what `help` takes is one, too.
class CommandCompleter final : public Completer {
  public:
    void complete(std::string_view before, std::string_view,
                  Candidates& candidates) noexcept override {
        const std::string_view command = text::trim(before);
        if (command.empty() || command == "help") {
            for (const Command& known : commands()) {
                candidates.add(known.name);
            }
        }
    }
};

constinit CommandCompleter completer;
constinit LineEditor editor(console::the_sink, &completer);

// Each time: a tool that types from a file sends the next line then.
void announce_prompt() {
    results::Event("prompt").number("tsc", arch::read_time_stamp());
}

[[noreturn]] void run_and_leave(std::string_view script) {
    announce_prompt();
    const bool all_ok = run_script(script, console::the_sink);
    log::flush();
    services::serial_drain();
    arch::leave(all_ok ? arch::ExitCode::success : arch::ExitCode::failure);
}

void finish_line(LineEditor::Event event) {
    switch (event) {
    case LineEditor::Event::line: {
        const Status status = run_line(editor.line(), console::the_sink);
        if (status != Status::ok) {
            console::print("({})\n", status);
        }
        break;
    }
    case LineEditor::Event::end_of_input:
        console::print("type 'poweroff' to leave\n");
        break;
    case LineEditor::Event::interrupted:
    case LineEditor::Event::none:
        break;
    }
}

void prompt() {
    editor.begin("bimetal> ");
    announce_prompt();
}

[[noreturn]] void interact() {
    console::print("Bimetal. Type 'help' for the commands.\n");
    std::array<std::uint8_t, 64> input;
    prompt();
    for (;;) {
        const std::size_t count = services::serial_read(input);
        for (std::size_t index = 0; index < count; ++index) {
            const LineEditor::Event event = editor.feed(input[index]);
            if (event != LineEditor::Event::none) {
                finish_line(event);
                prompt();
            }
        }
    }
}

void run(void* argument) {
    const auto& options = *static_cast<const boot::BootOptions*>(argument);
    log::flush();
    if (options.exec) {
        run_and_leave(*options.exec);
    }
    interact();
}

} // namespace

void start(boot::BootOptions& options) {
    if (!sched::spawn_detached("shell", run, &options)) {
        panic("no memory for the shell's thread");
    }
}

} // namespace bimetal::shell
