// SPDX-License-Identifier: MIT OR Apache-2.0
// Calls for the CPU that makes them, each under that CPU's own lock: nobody else wants it but who
// empties what a CPU keeps, or looks at the whole. For components that several CPUs use at once.
#pragma once

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sync/spinlock.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

namespace bimetal::services {

/// `rank` is that of the CPUs' locks, `survey_rank` that of who looks at the whole.
template <sync::Rank rank, sync::Rank survey_rank>
class PerCpu {
  public:
    /// Calls `call` with the number of a CPU, which is this one's if the thread does not move
    /// meanwhile. Interrupts are off during it. Any context.
    template <class Call>
    std::invoke_result_t<Call, std::uint32_t> with_cpu(Call call) {
        while (true) {
            // A thread that moves meanwhile works for the CPU where it was: the lock is that CPU's.
            const std::uint32_t index = arch::this_cpu().index;
            OfCpu& cpu = cpus_[index];
            {
                const sync::LockGuard guard(cpu.lock);
                if (!stopped_.load(std::memory_order_relaxed)) {
                    cpu.calls.fetch_add(1, std::memory_order_relaxed);
                    return call(index);
                }
            }
            arch::pause();
        }
    }

    /// Calls `call` with the number of each CPU, one after the other, under its lock; but not while
    /// somebody looks at the whole.
    template <class Call>
    void for_each_cpu(Call call) {
        std::uint32_t index = 0;
        for (OfCpu& cpu : cpus_) {
            const sync::LockGuard guard(cpu.lock);
            if (!stopped_.load(std::memory_order_relaxed)) {
                call(index);
            }
            ++index;
        }
    }

    /// Calls `use` while nobody is served.
    template <class Use>
    std::invoke_result_t<Use> with_nobody(Use use) {
        return quiet_.with([&](Quiet&) {
            stop_others();
            const auto answer = use();
            stopped_.store(false, std::memory_order_release);
            return answer;
        });
    }

    /// How many calls there were.
    std::uint64_t calls() {
        std::uint64_t sum = 0;
        for (OfCpu& cpu : cpus_) {
            sum += cpu.calls.load(std::memory_order_relaxed);
        }
        return sum;
    }

  private:
    struct Quiet {};

    struct alignas(64) OfCpu {
        sync::Spinlock<rank, sync::Interrupts::disabled> lock;
        std::atomic<std::uint64_t> calls = 0;
    };

    /// From now on no call begins, and none is under way: whoever holds a CPU's lock is waited for,
    /// and who takes it next sees the flag. Interrupts off, so that no handler waits on this CPU.
    void stop_others() {
        stopped_.store(true, std::memory_order_relaxed);
        for (OfCpu& cpu : cpus_) {
            const sync::LockGuard guard(cpu.lock);
        }
    }

    std::array<OfCpu, arch::maximum_cpus> cpus_{};
    sync::Guarded<Quiet, sync::Spinlock<survey_rank, sync::Interrupts::disabled>> quiet_;
    std::atomic<bool> stopped_ = false;
};

} // namespace bimetal::services
