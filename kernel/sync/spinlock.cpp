// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/sync/spinlock.hpp"

#include "kernel/sched/scheduler.hpp"
#include "kernel/text/format.hpp"
#include "kernel/trap/panic.hpp"

namespace bimetal::sync::detail {

// One instruction each, so that neither an interrupt nor a move to another processor comes between.
void disable_preemption() {
    asm volatile("incl %%gs:%c0" : : "i"(offsetof(arch::Cpu, preemption_depth)) : "memory", "cc");
}

void enable_preemption() {
    bool zero;
    asm volatile("decl %%gs:%c1"
                 : "=@ccz"(zero)
                 : "i"(offsetof(arch::Cpu, preemption_depth))
                 : "memory");
    if (zero && arch::interrupts_enabled() && arch::this_cpu().reschedule_wanted) {
        sched::yield();
    }
}

void before_spin(const void* lock, Rank rank, Interrupts interrupts, std::uint64_t site) {
    arch::Cpu& cpu = arch::this_cpu();
    if (const HeldLock* held = cpu.held_locks.conflict(rank)) {
        panic("lock order: '{}' (rank {}) taken at {:#x} while '{}' (rank {}) is held since {:#x}",
              rank, static_cast<unsigned>(rank), site, held->rank,
              static_cast<unsigned>(held->rank), held->site);
    }
    if (interrupts == Interrupts::enabled && cpu.interrupt_depth != 0) {
        panic("lock '{}' leaves interrupts on and was taken at {:#x} inside an interrupt", rank,
              site);
    }
    if (!cpu.held_locks.push({.lock = lock, .site = site, .rank = rank})) {
        panic("more than {} locks held at {:#x}", HeldLocks::capacity, site);
    }
}

void after_release(const void* lock) {
    if (!arch::this_cpu().held_locks.remove(lock)) {
        panic("a spinlock was released that this processor does not hold");
    }
}

} // namespace bimetal::sync::detail
