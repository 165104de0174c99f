// SPDX-License-Identifier: MIT OR Apache-2.0
// What each processor owns. GS points to it from the start of kernel_main on.
#pragma once

#include "kernel/arch/x86_64/descriptors.hpp"
#include "kernel/sync/held_locks.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace bimetal::sched {
class Thread;
} // namespace bimetal::sched

namespace bimetal::arch {

inline constexpr std::size_t maximum_cpus = 64;

struct Cpu {
    Cpu* self = nullptr;
    sched::Thread* current = nullptr;
    std::uint32_t index = 0;
    std::uint32_t apic_id = 0;
    /// Above zero: the current thread stays on this processor.
    std::uint32_t preemption_depth = 0;
    /// Above zero: inside a handler of an external interrupt.
    std::uint32_t interrupt_depth = 0;
    /// Another thread should run as soon as preemption is on again.
    bool reschedule_wanted = false;
    /// A log record waits for the console, written where waking a thread was not possible.
    bool log_pending = false;
    sync::HeldLocks held_locks;
    std::atomic<bool> online = false;
    /// Inside the handler of a non-maskable interrupt, which takes no lock.
    bool in_non_maskable = false;
    /// External interrupts taken: written here, read by other processors.
    std::atomic<std::uint64_t> interrupts = 0;
    GlobalDescriptors descriptors;
    TaskState task_state;
};

/// This processor. The answer is stale as soon as preemption is on and the thread moves.
inline Cpu& this_cpu() {
    Cpu* cpu;
    asm volatile("movq %%gs:%c1, %0" : "=r"(cpu) : "i"(offsetof(Cpu, self)));
    return *cpu;
}

/// The running thread: one load, so the answer holds however often the thread moves.
inline sched::Thread* current_thread() {
    sched::Thread* thread;
    asm volatile("movq %%gs:%c1, %0" : "=r"(thread) : "i"(offsetof(Cpu, current)));
    return thread;
}

/// Points GS at `cpu` and loads its descriptor tables. Interrupts off; once a processor.
void adopt_cpu(Cpu& cpu, std::uint32_t index, std::uint32_t apic_id);

/// Turns on what the processor has of SMEP, SMAP and UMIP, and write protection. Once a processor.
void enable_protections();

struct Protections {
    bool supervisor_execution = false; ///< SMEP
    bool supervisor_access = false;    ///< SMAP
    bool user_instructions = false;    ///< UMIP
};

/// What enable_protections found.
Protections protections();

/// Vendor and brand strings of this processor, nul-terminated.
struct ProcessorName {
    char vendor[13];
    char brand[49];
};

ProcessorName processor_name();

/// Processors by index; the first `cpu_count()` of them were brought up.
Cpu& cpu_at(std::size_t index);
std::size_t cpu_count();
void set_cpu_count(std::size_t count);

} // namespace bimetal::arch
