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
#include "kernel/debug/record.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/text/parse.hpp"
#include "seam/panic.h"
#include "seam/trap.hpp"

#include <atomic>
#include <stdexcept>

extern "C" const char trap_dispatch_returns[];

namespace bimetal {
namespace {

// Behind this call in a chain of frames stands an interrupted function.
std::uint64_t address_behind_dispatch() {
    return reinterpret_cast<std::uint64_t>(trap_dispatch_returns);
}

constexpr std::uint32_t nobody = 0xffffffff;
constinit std::atomic<std::uint32_t> panicking_cpu = nobody;

// The direct jump back into catch_fault, for a panic.
[[noreturn]] void resume(const sched::Recovery& recovery) {
    asm volatile("movq %0, %%rsp\n"
                 "movl $1, %%eax\n"
                 "jmp *%1\n"
                 :
                 : "c"(recovery.stack_pointer), "d"(recovery.rip)
                 : "memory");
    __builtin_unreachable();
}

void try_to_recover(std::uint64_t rip) {
    if (const auto recovery = sched::recover({.rip = rip, .panicked = true})) {
        resume(*recovery);
    }
}

// A panic while the first one is being reported. Its record comes out all the same if all that
// failed was sending what the serial port still held.
struct Report {
    std::string_view kind;
    std::string_view message;
    const arch::TrapFrame* frame;
    debug::UnwindStart start;
};

constinit const Report* report_after_drain = nullptr;

[[noreturn]] void print_and_leave(const Report& report);

void stop_everybody() {
    arch::disable_interrupts();
    std::uint32_t expected = nobody;
    const std::uint32_t self = arch::this_cpu().index;
    if (!panicking_cpu.compare_exchange_strong(expected, self)) {
        if (expected != self) {
            arch::halt_forever();
        }
        if (report_after_drain != nullptr) {
            print_and_leave(*report_after_drain);
        }
        console::EmergencySink().write("\nfault inside the panic; stopping\n");
        arch::leave(arch::ExitCode::panic);
    }
    if (arch::local_apic::available()) {
        arch::local_apic::send_non_maskable_to_others();
    }
}

// A stack: mapped, writable, in the kernel's half. Reads the tables without their lock, as nobody
// else runs any more, or the answer is only for a person.
bool is_stack_memory(std::uint64_t address) {
    constexpr std::uint64_t needed = 16;
    for (const std::uint64_t at : {address, address + needed - 1}) {
        const auto page = at >= arch::direct_map_base ? arch::translate(at) : std::nullopt;
        if (!page || !page->permissions.writable || page->permissions.uncached) {
            return false;
        }
    }
    return true;
}

void print(std::string_view kind, std::string_view message, const arch::TrapFrame* frame,
           const debug::UnwindStart& start) {
    const arch::Cpu& cpu = arch::this_cpu();
    const sched::Thread* const thread = cpu.current;
    std::array<debug::Register, 24> registers;
    std::size_t count = 0;
    if (frame != nullptr) {
        registers = {
            {{"rax", frame->rax},         {"rbx", frame->rbx},       {"rcx", frame->rcx},
             {"rdx", frame->rdx},         {"rsi", frame->rsi},       {"rdi", frame->rdi},
             {"rbp", frame->rbp},         {"rsp", frame->rsp},       {"r8", frame->r8},
             {"r9", frame->r9},           {"r10", frame->r10},       {"r11", frame->r11},
             {"r12", frame->r12},         {"r13", frame->r13},       {"r14", frame->r14},
             {"r15", frame->r15},         {"rip", frame->rip},       {"cs", frame->cs},
             {"flags", frame->flags},     {"cr2", arch::read_cr2()}, {"cr3", arch::read_cr3()},
             {"error", frame->error_code}}};
        count = 22;
    }
    console::EmergencySink sink;
    sink.write("\n");
    debug::print_record(sink,
                        {.kind = kind,
                         .message = message,
                         .cpu = cpu.index,
                         .thread = thread != nullptr ? thread->id : 0,
                         .thread_name = thread != nullptr ? thread->name() : std::string_view(),
                         .registers = std::span(registers).first(count),
                         .start = start},
                        bimetal_image_information, is_stack_memory);
}

void print_and_leave(const Report& report) {
    report_after_drain = nullptr;
    {
        const console::EmergencyTurn turn;
        print(report.kind, report.message, report.frame, report.start);
    }
    arch::leave(arch::ExitCode::panic);
}

[[noreturn]] void report_and_leave(const Report& report) {
    stop_everybody();
    const debug::Place place =
        debug::find_place(bimetal_image_information, report.start, is_stack_memory);
    {
        results::Event event("panic");
        event.text("kind", report.kind)
            .text("message", report.message)
            .number("cpu", arch::this_cpu().index);
        if (!place.component.empty()) {
            event.text("component", place.component).text("twin", describe(place.twin));
        }
    }
    // What was written before the panic comes out before it, unless the port's own twin panicked.
    if (place.component != "serial") {
        report_after_drain = &report;
        services::serial_drain_in_panic();
    }
    print_and_leave(report);
}

debug::UnwindStart start_of(const arch::TrapFrame& frame) {
    return {.instruction_pointer = frame.rip,
            .frame_pointer = frame.rbp,
            .is_fault = true,
            .trap_return_address = address_behind_dispatch()};
}

} // namespace

bool panicking() {
    return panicking_cpu.load(std::memory_order_relaxed) != nobody;
}

void panic_with_message(std::string_view message) {
    const auto rip = reinterpret_cast<std::uint64_t>(__builtin_return_address(0));
    try_to_recover(rip);
    const auto frame_pointer = *static_cast<const std::uint64_t*>(__builtin_frame_address(0));
    report_and_leave({.kind = "panic",
                      .message = message,
                      .frame = nullptr,
                      .start = {.instruction_pointer = rip,
                                .frame_pointer = frame_pointer,
                                .is_fault = false,
                                .trap_return_address = address_behind_dispatch()}});
}

void panic_with_frame(std::string_view message, const arch::TrapFrame& frame) {
    report_and_leave(
        {.kind = "fault", .message = message, .frame = &frame, .start = start_of(frame)});
}

void handle_non_maskable(const arch::TrapFrame& frame) {
    arch::Cpu& cpu = arch::this_cpu();
    if (panicking()) {
        if (panicking_cpu.load(std::memory_order_relaxed) == cpu.index) {
            return; // from the host, while the record is being written: it goes on
        }
        arch::halt_forever();
    }
    cpu.in_non_maskable = true;
    {
        const console::EmergencyTurn turn;
        print("state", "non-maskable interrupt", &frame, start_of(frame));
        results::Event("nmi").number("cpu", cpu.index);
    }
    cpu.in_non_maskable = false;
}

} // namespace bimetal

extern "C" {
[[noreturn]] void __cxa_pure_virtual();
}

// A hardened library check failed in C++.
void seam_hardening_trap(const char* message) noexcept {
    bimetal::panic("hardening check failed: {}", bimetal::text::trim(message));
}

// A Rust panic: the handler in the Rust library formatted the message.
void seam_service_panic(SeamBytes message, SeamBytes file, std::uint32_t line,
                        std::uint32_t column) noexcept {
    const auto text_of = [](const SeamBytes& bytes) {
        return std::string_view(reinterpret_cast<const char*>(bytes.data),
                                static_cast<std::size_t>(bytes.length));
    };
    bimetal::panic("Rust panic at {}:{}:{}: {}", text_of(file), line, column, text_of(message));
}

void __cxa_pure_virtual() {
    bimetal::panic("a pure virtual function was called");
}

// Where libc++ would throw if it could: at() and substr() out of range.
[[noreturn]] void std::__libcpp_verbose_abort(const char* format, ...) noexcept {
    seam_hardening_trap(format);
}
