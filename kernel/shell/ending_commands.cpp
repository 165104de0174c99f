// SPDX-License-Identifier: MIT OR Apache-2.0
// Commands that end the kernel, one way or another.
#include "kernel/arch/x86_64/kernel_stack.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"
#include "kernel/trap/panic.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace bimetal::shell {
namespace {

struct FaultKind {
    std::string_view name;
    std::string_view summary;
    void (*make)();
};

// Volatile, so that the compiler cannot see what is wrong with it.
template <typename T>
T hide(T value) {
    volatile T hidden = value;
    return hidden;
}

[[gnu::noinline]] std::uint64_t recurse(std::uint64_t depth) {
    const std::uint64_t here = hide(depth);
    if (here == ~std::uint64_t{0}) {
        return 0; // never, but the compiler cannot know
    }
    const std::uint64_t below = recurse(hide(depth + 1));
    return below + here; // not a tail call
}

void read_null() {
    static_cast<void>(*hide(reinterpret_cast<volatile int*>(0)));
}

void write_text() {
    *hide(reinterpret_cast<volatile char*>(reinterpret_cast<std::uint64_t>(text_start))) = 0;
}

void write_constants() {
    *hide(reinterpret_cast<volatile char*>(reinterpret_cast<std::uint64_t>(constants_start))) = 0;
}

void execute_data() {
    hide(reinterpret_cast<void (*)()>(reinterpret_cast<std::uint64_t>(data_start)))();
}

void overflow_stack() {
    static_cast<void>(recurse(0));
}

void divide() {
    asm volatile("divl %0" : : "r"(0), "a"(1), "d"(0));
}

void invalid_opcode() {
    asm volatile("ud2");
}

void general_protection() {
    static_cast<void>(*hide(reinterpret_cast<volatile int*>(0x8000000000000000))); // not canonical
}

void double_fault() {
    // Without a usable stack the first fault cannot be delivered.
    asm volatile("xorl %%esp, %%esp; pushq $0" : : : "memory");
}

void hardening() {
    const std::array<int, 1> values{1};
    const std::span<const int> view(values);
    static_cast<void>(*hide(&view[hide(std::size_t{1})]));
}

constexpr std::array fault_kinds{
    FaultKind{"divide", "divide by zero", divide},
    FaultKind{"double-fault", "fault with no usable stack", double_fault},
    FaultKind{"execute-data", "jump into writable memory", execute_data},
    FaultKind{"general-protection", "read through an address that is not canonical",
              general_protection},
    FaultKind{"hardening", "index past the end of a span", hardening},
    FaultKind{"invalid-opcode", "an instruction that is none", invalid_opcode},
    FaultKind{"read-null", "read through a null pointer", read_null},
    FaultKind{"stack-overflow", "recurse without end", overflow_stack},
    FaultKind{"write-constants", "write to read-only data", write_constants},
    FaultKind{"write-text", "write to the kernel's text", write_text},
};

void report_end(std::string_view command) {
    results::Event("exec").text("command", command).number("status", 0);
}

} // namespace

Status command_fault(Arguments arguments, text::Sink& out) {
    if (arguments.size() == 1) {
        for (const FaultKind& kind : fault_kinds) {
            if (kind.name == arguments[0]) {
                kind.make();
                text::print(out, "fault: {} did not fault\n", kind.name);
                return Status::failed;
            }
        }
        text::print(out, "fault: no kind '{}'\n", arguments[0]);
    }
    text::print(out, "usage: fault KIND, where KIND is one of\n");
    for (const FaultKind& kind : fault_kinds) {
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
    services::serial_drain();
    arch::reset();
}

} // namespace bimetal::shell
