// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/processors.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/kernel_stack.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"
#include "kernel/arch/x86_64/paging.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/time/clock.hpp"

#include <cstring>

extern "C" {
extern const char ap_trampoline[];
extern const char ap_trampoline_end[];
extern const char ap_slot_tables[];
extern const char ap_slot_stack[];
extern const char ap_slot_entry[];
[[noreturn]] void processor_main();
}

namespace bimetal::arch {
namespace {

constexpr std::uint64_t trampoline_page = 0x8000;
constexpr std::uint64_t after_init = 20'000;      // nanoseconds
constexpr std::uint64_t first_answer = 2'000'000; // then the second STARTUP
constexpr std::uint64_t last_answer = 2 * time::nanoseconds_per_second;

constinit Cpu* starting = nullptr;
constinit KernelStack starting_stack{};

void set_slot(const char* slot, std::uint64_t value) {
    const auto offset = static_cast<std::uint64_t>(slot - ap_trampoline);
    std::memcpy(direct_map<char>(trampoline_page + offset), &value, sizeof(value));
}

bool comes_online(const Cpu& cpu, std::uint64_t nanoseconds) {
    const std::uint64_t end = time::now() + nanoseconds;
    while (!cpu.online.load(std::memory_order_acquire)) {
        if (time::now() >= end) {
            return false;
        }
        pause();
    }
    return true;
}

bool give_interrupt_stacks(Cpu& cpu) {
    for (std::size_t index = 0; index < interrupt_stack_count; ++index) {
        const auto stack = allocate_kernel_stack();
        if (!stack) {
            return false;
        }
        cpu.task_state.interrupt_stack[index] = stack->top;
    }
    return true;
}

} // namespace

bool allocate_interrupt_stacks() {
    return give_interrupt_stacks(this_cpu());
}

StartReport start_processors(std::span<const std::uint32_t> apic_ids) {
    StartReport report;
    if (!map_trampoline(trampoline_page, services::table_source())) {
        report.no_memory = apic_ids.size();
        return report;
    }
    std::memcpy(direct_map<char>(trampoline_page), ap_trampoline,
                static_cast<std::size_t>(ap_trampoline_end - ap_trampoline));
    set_slot(ap_slot_tables, kernel_top_table());
    set_slot(ap_slot_entry, reinterpret_cast<std::uint64_t>(&processor_main));
    const std::uint32_t self = local_apic::id();
    for (const std::uint32_t apic_id : apic_ids) {
        if (apic_id == self) {
            continue;
        }
        const std::size_t index = cpu_count();
        if (index == maximum_cpus) {
            ++report.no_room;
            continue;
        }
        Cpu& cpu = cpu_at(index);
        const auto stack = allocate_kernel_stack();
        if (!stack || !give_interrupt_stacks(cpu)) {
            ++report.no_memory;
            continue;
        }
        cpu.index = static_cast<std::uint32_t>(index);
        cpu.apic_id = apic_id;
        // One that was given up may have come online in its last moment, in this very place.
        cpu.online.store(false, std::memory_order_relaxed);
        starting = &cpu;
        starting_stack = *stack;
        set_slot(ap_slot_stack, stack->top);
        std::atomic_thread_fence(std::memory_order_seq_cst);
        local_apic::send_init(apic_id);
        time::spin_for(after_init);
        local_apic::send_startup(apic_id, trampoline_page / page_size);
        bool online = comes_online(cpu, first_answer);
        if (!online) {
            local_apic::send_startup(apic_id, trampoline_page / page_size);
            online = comes_online(cpu, last_answer);
        }
        if (!online) {
            // Held in reset, so that it cannot come late onto a stack that is another's.
            local_apic::send_init(apic_id);
            ++report.silent;
            continue;
        }
        set_cpu_count(index + 1);
        ++report.started;
    }
    unmap_lower_half();
    return report;
}

} // namespace bimetal::arch

void processor_main() {
    using namespace bimetal;
    arch::Cpu& cpu = *arch::starting;
    const arch::KernelStack stack = arch::starting_stack;
    arch::adopt_cpu(cpu, cpu.index, cpu.apic_id);
    arch::enable_protections();
    arch::local_apic::enable();
    sched::adopt_boot_thread(stack);
    cpu.online.store(true, std::memory_order_release);
    while (!sched::started()) {
        arch::pause();
    }
    arch::write_cr3(arch::read_cr3()); // the trampoline's mapping is gone
    arch::enable_interrupts();
    sched::idle();
}
