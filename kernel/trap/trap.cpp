// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/trap/trap.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/kernel_stack.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/log.hpp"
#include "kernel/trap/panic.hpp"

#include <array>
#include <atomic>

namespace bimetal::trap {
namespace {

using arch::TrapFrame;
using arch::Vector;

constexpr std::size_t device_vectors = static_cast<std::size_t>(Vector::device_last) -
                                       static_cast<std::size_t>(Vector::device_first) + 1;
constinit std::array<std::atomic<InterruptHandler>, device_vectors> handlers{};
constinit std::atomic<std::uint64_t> unexpected = 0;

constexpr std::array<std::string_view, 32> names{"divide error",
                                                 "debug exception",
                                                 "non-maskable interrupt",
                                                 "breakpoint",
                                                 "overflow",
                                                 "bound range exceeded",
                                                 "invalid opcode",
                                                 "device not available",
                                                 "double fault",
                                                 "coprocessor segment overrun",
                                                 "invalid TSS",
                                                 "segment not present",
                                                 "stack-segment fault",
                                                 "general protection fault",
                                                 "page fault",
                                                 "reserved exception 15",
                                                 "floating-point error",
                                                 "alignment check",
                                                 "machine check",
                                                 "SIMD floating-point error",
                                                 "virtualization exception",
                                                 "control protection exception",
                                                 "reserved exception 22",
                                                 "reserved exception 23",
                                                 "reserved exception 24",
                                                 "reserved exception 25",
                                                 "reserved exception 26",
                                                 "reserved exception 27",
                                                 "hypervisor injection",
                                                 "VMM communication",
                                                 "security exception",
                                                 "reserved exception 31"};

// What a page fault was about, from its error code (Intel SDM volume 3, 4.7).
void describe_page_fault(text::Sink& sink, const TrapFrame& frame, std::uint64_t address) {
    const bool was_present = (frame.error_code & 1) != 0;
    const char* action = (frame.error_code & 16) != 0  ? "execute"
                         : (frame.error_code & 2) != 0 ? "write"
                                                       : "read";
    text::print(sink, "page fault: cannot {} {:#x}, which is {}", action, address,
                was_present ? "mapped with other permissions" : "not mapped");
    if (address < arch::page_size) {
        text::print(sink, " (null pointer?)");
    }
}

void describe_exception(text::Sink& sink, const TrapFrame& frame) {
    const auto vector = static_cast<Vector>(frame.vector);
    if (vector == Vector::page_fault) {
        describe_page_fault(sink, frame, arch::read_cr2());
    } else if (vector == Vector::double_fault && arch::is_stack_guard(arch::read_cr2())) {
        text::print(sink, "stack overflow: the guard page at {:#x} was hit", arch::read_cr2());
    } else {
        text::print(sink, "{}", exception_name(frame.vector));
        if (frame.error_code != 0) {
            text::print(sink, ", error code {:#x}", frame.error_code);
        }
    }
}

void handle_exception(TrapFrame& frame) {
    const sched::Fault fault{.vector = frame.vector,
                             .error_code = frame.error_code,
                             .address = arch::read_cr2(),
                             .rip = frame.rip,
                             .panicked = false};
    if (const auto recovery = sched::recover(fault)) {
        frame.rip = recovery->rip;
        frame.rsp = recovery->stack_pointer;
        frame.cs = arch::kernel_code_selector;
        frame.ss = 0;
        frame.rax = 1;
        return;
    }
    std::array<char, 160> storage;
    text::BufferSink message(storage);
    describe_exception(message, frame);
    panic_with_frame(message.view(), frame);
}

void handle_external(std::uint64_t vector) {
    switch (static_cast<Vector>(vector)) {
    case Vector::timer:
        arch::local_apic::end_of_interrupt();
        sched::on_timer();
        return;
    case Vector::reschedule:
        arch::local_apic::end_of_interrupt();
        sched::on_reschedule_request();
        return;
    case Vector::apic_spurious:
        return; // not in service: no end of interrupt (Intel SDM volume 3, 11.9)
    default:
        break;
    }
    if (vector >= static_cast<std::uint64_t>(Vector::legacy_first) &&
        vector <= static_cast<std::uint64_t>(Vector::legacy_last)) {
        return; // a masked 8259 controller's spurious interrupt
    }
    if (vector >= static_cast<std::uint64_t>(Vector::device_first) &&
        vector <= static_cast<std::uint64_t>(Vector::device_last)) {
        const InterruptHandler handler =
            handlers[vector - static_cast<std::uint64_t>(Vector::device_first)].load(
                std::memory_order_acquire);
        if (handler != nullptr) {
            handler();
            arch::local_apic::end_of_interrupt();
            return;
        }
    }
    unexpected.fetch_add(1, std::memory_order_relaxed);
    arch::local_apic::end_of_interrupt();
}

} // namespace

std::optional<std::uint8_t> register_handler(InterruptHandler handler) {
    for (std::size_t index = 0; index < handlers.size(); ++index) {
        InterruptHandler expected = nullptr;
        if (handlers[index].compare_exchange_strong(expected, handler, std::memory_order_acq_rel)) {
            return static_cast<std::uint8_t>(static_cast<std::size_t>(Vector::device_first) +
                                             index);
        }
    }
    return std::nullopt;
}

std::string_view exception_name(std::uint64_t vector) {
    return vector < names.size() ? names[vector] : std::string_view("interrupt");
}

std::uint64_t unexpected_interrupts() {
    return unexpected.load(std::memory_order_relaxed);
}

} // namespace bimetal::trap

extern "C" void trap_dispatch(bimetal::arch::TrapFrame* frame);

void trap_dispatch(bimetal::arch::TrapFrame* frame) {
    using namespace bimetal;
    if (frame->vector == static_cast<std::uint64_t>(arch::Vector::non_maskable)) {
        handle_non_maskable(*frame);
        return;
    }
    if (frame->vector < static_cast<std::uint64_t>(arch::Vector::first_external)) {
        trap::handle_exception(*frame);
        return;
    }
    arch::Cpu& cpu = arch::this_cpu();
    cpu.interrupts.store(cpu.interrupts.load(std::memory_order_relaxed) + 1,
                         std::memory_order_relaxed);
    ++cpu.interrupt_depth;
    const std::size_t floor = cpu.held_locks.enter_interrupt();
    trap::handle_external(frame->vector);
    cpu.held_locks.leave_interrupt(floor);
    --cpu.interrupt_depth;
    if (cpu.log_pending) {
        log::wake_if_pending();
    }
    sched::on_interrupt_exit();
}
