// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/trap/panic.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"
#include "kernel/arch/x86_64/paging.hpp"
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/console/emergency.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"

#include <atomic>
#include <stdexcept>

namespace bimetal {
namespace {

constexpr std::uint32_t nobody = 0xffffffff;
constinit std::atomic<std::uint32_t> panicking_cpu = nobody;

// The direct jump back into catch_fault, for a panic.
[[noreturn]] void resume(const sched::Recovery& recovery) {
    asm volatile("movq %0, %%rsp\n"
                 "movl $1, %%eax\n"
                 "jmp *%1\n"
                 :
                 : "r"(recovery.stack_pointer), "r"(recovery.rip)
                 : "memory");
    __builtin_unreachable();
}

void try_to_recover(std::uint64_t rip) {
    if (const auto recovery = sched::recover({.rip = rip, .panicked = true})) {
        resume(*recovery);
    }
}

void stop_everybody() {
    arch::disable_interrupts();
    std::uint32_t expected = nobody;
    const std::uint32_t self = arch::this_cpu().index;
    if (!panicking_cpu.compare_exchange_strong(expected, self)) {
        if (expected == self) {
            // The panic itself failed: what matters is out, or cannot be had.
            console::EmergencySink().write("\nfault inside the panic; stopping\n");
            arch::leave(arch::ExitCode::panic);
        }
        arch::halt_forever();
    }
    if (arch::local_apic::available()) {
        arch::local_apic::send_non_maskable_to_others();
    }
}

[[noreturn]] void report_and_leave(std::string_view message, const arch::TrapFrame* frame,
                                   std::uint64_t rip, std::uint64_t frame_pointer) {
    stop_everybody();
    {
        results::Event event("panic");
        event.text("message", message).number("cpu", arch::this_cpu().index);
    }
    console::EmergencySink sink;
    text::print(sink, "\npanic: {} rip {:#x} rbp {:#x} frame {}\n", message, rip, frame_pointer,
                static_cast<const void*>(frame));
    arch::leave(arch::ExitCode::panic);
}

} // namespace

bool panicking() {
    return panicking_cpu.load(std::memory_order_relaxed) != nobody;
}

void panic_with_message(std::string_view message) {
    const auto rip = reinterpret_cast<std::uint64_t>(__builtin_return_address(0));
    try_to_recover(rip);
    report_and_leave(message, nullptr, rip,
                     *static_cast<const std::uint64_t*>(__builtin_frame_address(0)));
}

void panic_with_frame(std::string_view message, const arch::TrapFrame& frame) {
    report_and_leave(message, &frame, frame.rip, frame.rbp);
}

void handle_non_maskable(const arch::TrapFrame& frame) {
    static_cast<void>(frame);
    if (panicking()) {
        arch::halt_forever();
    }
}

} // namespace bimetal

extern "C" {
[[noreturn]] void seam_hardening_trap(const char* message) noexcept;
[[noreturn]] void bimetal_rust_panic(const std::uint8_t* message, std::size_t message_length,
                                     const std::uint8_t* file, std::size_t file_length,
                                     std::uint32_t line, std::uint32_t column);
[[noreturn]] void __cxa_pure_virtual();
}

// A hardened library check failed in C++.
void seam_hardening_trap(const char* message) noexcept {
    bimetal::panic("hardening check failed: {}", std::string_view(message));
}

// A Rust panic: the handler in the Rust library formatted the message.
void bimetal_rust_panic(const std::uint8_t* message, std::size_t message_length,
                        const std::uint8_t* file, std::size_t file_length, std::uint32_t line,
                        std::uint32_t column) {
    const std::string_view text(reinterpret_cast<const char*>(message), message_length);
    const std::string_view where(reinterpret_cast<const char*>(file), file_length);
    bimetal::panic("Rust panic at {}:{}:{}: {}", where, line, column, text);
}

void __cxa_pure_virtual() {
    bimetal::panic("a pure virtual function was called");
}

// Where libc++ would throw if it could: at() and substr() out of range.
[[noreturn]] void std::__libcpp_verbose_abort(const char* format, ...) noexcept {
    seam_hardening_trap(format);
}
