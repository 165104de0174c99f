// SPDX-License-Identifier: MIT OR Apache-2.0
// Preemptible kernel threads on a run queue for each processor, round robin with a time slice.
#pragma once

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/sched/thread.hpp"
#include "kernel/sync/spinlock.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace bimetal::sched {

enum class ThreadError : std::uint8_t { out_of_memory, no_such_cpu };

constexpr std::string_view describe(ThreadError error) {
    switch (error) {
    case ThreadError::out_of_memory:
        return "no memory for a thread";
    case ThreadError::no_such_cpu:
        return "no such processor, or it is not online";
    }
    return "unknown error";
}

inline constexpr std::uint64_t slice_nanoseconds = 10'000'000;

/// Makes the code that runs now the idle thread of this processor, so that current_thread() has an
/// answer. Interrupts off; once a processor, before anything that takes a lock and may be
/// preempted.
void adopt_boot_thread(const arch::KernelStack& stack);

/// Threads can be created and the processor switches between them from here on.
void start();
bool started();

/// Never returns: runs this processor's idle loop.
[[noreturn]] void idle();

/// A thread that its creator must join.
class [[nodiscard]] JoinHandle {
  public:
    explicit JoinHandle(Thread* thread) : thread_(thread) {}

    JoinHandle(JoinHandle&& other) noexcept : thread_(other.thread_) { other.thread_ = nullptr; }

    JoinHandle(const JoinHandle&) = delete;
    JoinHandle& operator=(const JoinHandle&) = delete;
    JoinHandle& operator=(JoinHandle&&) = delete;

    /// Joins if nobody has.
    ~JoinHandle() { join(); }

    /// Waits until the thread has ended and frees it. May block.
    void join();

    const Thread& thread() const { return *thread_; }

  private:
    Thread* thread_;
};

/// Starts a thread on the processor with the least to do, or on `cpu`. Thread context.
std::expected<JoinHandle, ThreadError> spawn(std::string_view name, Entry entry, void* argument,
                                             std::optional<std::uint32_t> cpu = std::nullopt);

/// The same for a thread that nobody waits for.
std::expected<void, ThreadError> spawn_detached(std::string_view name, Entry entry, void* argument,
                                                std::optional<std::uint32_t> cpu = std::nullopt);

[[noreturn]] void exit();

/// Gives the processor to the next ready thread, if there is one. Preemption must be on.
void yield();

/// Blocks for at least that long. Thread context, nothing locked.
void sleep_for(std::uint64_t nanoseconds);

/// Panics with both sites when a lock is held, preemption is off or an interrupt is being handled:
/// to be called by everything that may block.
void assert_may_block();

/// From the timer interrupt and from another processor's request.
void on_timer();
void on_reschedule_request();
/// At the end of every external interrupt: switches if that is wanted and allowed.
void on_interrupt_exit();

/// Threads that wait for a condition; the condition is decided by atomics.
class WaitQueue {
  public:
    constexpr WaitQueue() = default;

    /// Blocks until `condition()` is true. It is called with the queue locked, so it takes no lock.
    template <typename Condition>
    void wait_until(Condition&& condition) {
        assert_may_block();
        while (!wait_once(&condition, [](void* context) -> bool {
            return (*static_cast<std::remove_reference_t<Condition>*>(context))();
        })) {
        }
    }

    /// Wakes all; each checks its condition again. Any context.
    void wake_all();

  private:
    struct Waiters {
        Thread* head = nullptr;
    };

    bool wait_once(void* context, bool (*condition)(void*));

    sync::Guarded<Waiters, sync::Spinlock<sync::Rank::wait_queue, sync::Interrupts::disabled>>
        waiters_;
};

/// Calls `visit(thread, context)` for every thread, with the list locked.
void for_each_thread(void (*visit)(const Thread& thread, void* context), void* context);

/// Runs `function(argument)` so that a processor exception or a panic inside it comes back as a
/// value instead of ending the kernel: how tests attack it. The function's frames are abandoned, so
/// it must hold nothing that matters.
std::optional<Fault> catch_fault(Entry function, void* argument);

/// For the trap handler and panic: true when the fault was taken by catch_fault, and then where to
/// go on.
struct Recovery {
    std::uint64_t stack_pointer;
    std::uint64_t rip;
};

std::optional<Recovery> recover(const Fault& fault);

} // namespace bimetal::sched
