// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/sched/scheduler.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/log.hpp"
#include "kernel/time/clock.hpp"
#include "kernel/trap/panic.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

extern "C" {
void switch_context(std::uint64_t* save_stack_pointer, std::uint64_t next_stack_pointer);
void thread_start();
[[noreturn]] void thread_main(bimetal::sched::Entry entry, void* argument);
std::uint64_t call_recoverable(std::uint64_t* saved_stack_pointer, bimetal::sched::Entry function,
                               void* argument);
extern const char recover_from_fault[];
}

namespace bimetal::sched {
namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

struct RunQueue {
    Thread* head = nullptr;
    Thread* tail = nullptr;
    std::size_t length = 0;
    Thread* sleepers = nullptr; ///< by wake time
    Thread* idle = nullptr;
    Thread* left = nullptr; ///< switched away from; handled on the next stack
    std::uint64_t slice_end = never;
    std::uint64_t switched_at = 0;

    void push(Thread& thread) {
        thread.queue_next = nullptr;
        (tail != nullptr ? tail->queue_next : head) = &thread;
        tail = &thread;
        ++length;
    }

    Thread* pop() {
        Thread* const thread = head;
        if (thread != nullptr) {
            head = thread->queue_next;
            if (head == nullptr) {
                tail = nullptr;
            }
            thread->queue_next = nullptr;
            --length;
        }
        return thread;
    }
};

using RunQueueLock = sync::Spinlock<sync::Rank::run_queue, sync::Interrupts::disabled>;

// Not Guarded: the lock is taken on one stack and released on another.
struct LockedRunQueue {
    RunQueueLock lock;
    RunQueue queue;
};

constinit std::array<LockedRunQueue, arch::maximum_cpus> run_queues{};
constinit std::array<Thread, arch::maximum_cpus> idle_threads{};

// The run queue of a processor. Its number is below the maximum, which the compiler sees here: an
// interrupt ends in no failed check.
LockedRunQueue& run_queue_of(std::uint32_t index) {
    return run_queues[index % arch::maximum_cpus];
}

constinit std::atomic<bool> scheduler_started = false;
constinit std::atomic<std::uint32_t> next_id = 1;

struct ThreadList {
    Thread* head = nullptr;
};

constinit sync::Guarded<ThreadList,
                        sync::Spinlock<sync::Rank::thread_list, sync::Interrupts::disabled>>
    all_threads;

// One queue for all joins: they are rare, and a thread's own queue would die with it.
constinit WaitQueue joiners;

void arm_timer(RunQueue& queue) {
    std::uint64_t at = queue.sleepers != nullptr ? queue.sleepers->wake_time : never;
    at = std::min(at, queue.slice_end);
    if (at == never) {
        arch::local_apic::start_timer(0);
        return;
    }
    const std::uint64_t now = time::now();
    arch::local_apic::start_timer(time::timer_ticks(at > now ? at - now : 1));
}

// A slice runs only while somebody else is waiting: a lone thread is not interrupted.
void start_slice_if_needed(RunQueue& queue, const Thread& running) {
    const bool wanted = queue.length != 0 && &running != queue.idle;
    if (wanted && queue.slice_end == never) {
        queue.slice_end = time::now() + slice_nanoseconds;
    } else if (!wanted) {
        queue.slice_end = never;
    }
    arm_timer(queue);
}

// With the queue of `thread` locked.
void enqueue(std::uint32_t index, Thread& thread) {
    RunQueue& queue = run_queue_of(index).queue;
    thread.state.store(State::ready, std::memory_order_relaxed);
    queue.push(thread);
    arch::Cpu& cpu = arch::cpu_at(index);
    if (&cpu != &arch::this_cpu()) {
        arch::local_apic::send(cpu.apic_id, arch::Vector::reschedule);
    } else if (cpu.current == queue.idle) {
        cpu.reschedule_wanted = true;
    } else {
        start_slice_if_needed(queue, *cpu.current);
    }
}

void make_ready(Thread& thread) {
    const std::uint32_t index = thread.cpu;
    sync::LockGuard guard(run_queue_of(index).lock);
    if (thread.state.load(std::memory_order_relaxed) != State::blocked) {
        return;
    }
    if (arch::cpu_at(index).current == &thread) {
        // It has decided to block but has not left its stack yet: it goes on.
        thread.state.store(State::running, std::memory_order_relaxed);
        return;
    }
    enqueue(index, thread);
}

void remove_from_list(Thread& thread) {
    all_threads.with([&](ThreadList& list) {
        for (Thread** link = &list.head; *link != nullptr; link = &(*link)->list_next) {
            if (*link == &thread) {
                *link = thread.list_next;
                return;
            }
        }
    });
}

void destroy(Thread& thread) {
    remove_from_list(thread);
    arch::free_kernel_stack(thread.stack);
    thread.~Thread();
    services::kernel_free(&thread, services::HeapOwner::threads);
}

// First thing on the new stack: the run queue is still locked by the thread that was left.
void finish_switch() BIMETAL_NO_THREAD_SAFETY_ANALYSIS {
    LockedRunQueue& locked = run_queue_of(arch::this_cpu().index);
    Thread* const left = locked.queue.left;
    locked.queue.left = nullptr;
    const bool ended =
        left != nullptr && left->state.load(std::memory_order_relaxed) == State::exited;
    locked.lock.unlock();
    if (!ended) {
        return;
    }
    if (left->detached) {
        destroy(*left);
        return;
    }
    left->left.store(true, std::memory_order_release);
    joiners.wake_all();
}

// One processor writes the count, others only read it: no locked instruction is needed.
void add_alone(std::atomic<std::uint64_t>& count, std::uint64_t more) {
    count.store(count.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

// Passes the run queue's lock from one stack to the next, which the analysis cannot follow.
void schedule() BIMETAL_NO_THREAD_SAFETY_ANALYSIS {
    const bool enabled = arch::save_and_disable_interrupts();
    arch::Cpu& cpu = arch::this_cpu();
    cpu.reschedule_wanted = false;
    LockedRunQueue& locked = run_queue_of(cpu.index);
    locked.lock.lock();
    RunQueue& queue = locked.queue;
    Thread& previous = *cpu.current;
    if (previous.state.load(std::memory_order_relaxed) == State::running) {
        previous.state.store(State::ready, std::memory_order_relaxed);
        if (&previous != queue.idle) {
            queue.push(previous);
        }
    }
    Thread* next = queue.pop();
    if (next == nullptr) {
        next = queue.idle;
    }
    next->state.store(State::running, std::memory_order_relaxed);
    const std::uint64_t now = time::now();
    if (queue.switched_at != 0) { // else nobody measured the boot
        add_alone(previous.run_nanoseconds, now - queue.switched_at);
    }
    queue.switched_at = now;
    queue.slice_end = never;
    start_slice_if_needed(queue, *next);
    if (next == &previous) {
        locked.lock.unlock();
        arch::restore_interrupts(enabled);
        return;
    }
    add_alone(next->switches, 1);
    queue.left = &previous;
    cpu.current = next;
    switch_context(&previous.stack_pointer, next->stack_pointer);
    finish_switch();
    arch::restore_interrupts(enabled);
}

void insert_sleeper(RunQueue& queue, Thread& thread) {
    Thread** link = &queue.sleepers;
    while (*link != nullptr && (*link)->wake_time <= thread.wake_time) {
        link = &(*link)->queue_next;
    }
    thread.queue_next = *link;
    *link = &thread;
}

std::uint32_t least_busy_cpu() {
    std::uint32_t best = arch::this_cpu().index;
    std::size_t best_load = std::numeric_limits<std::size_t>::max();
    for (std::uint32_t index = 0; index < arch::cpu_count(); ++index) {
        arch::Cpu& cpu = arch::cpu_at(index);
        if (!cpu.online.load(std::memory_order_acquire)) {
            continue;
        }
        sync::LockGuard guard(run_queue_of(index).lock);
        const RunQueue& queue = run_queue_of(index).queue;
        const std::size_t load = queue.length + (cpu.current != queue.idle ? 1 : 0);
        if (load < best_load) {
            best_load = load;
            best = index;
        }
    }
    return best;
}

std::expected<Thread*, ThreadError> create(std::string_view name, Entry entry, void* argument,
                                           std::optional<std::uint32_t> cpu, bool detached) {
    if (cpu &&
        (*cpu >= arch::cpu_count() || !arch::cpu_at(*cpu).online.load(std::memory_order_acquire))) {
        return std::unexpected(ThreadError::no_such_cpu);
    }
    void* const memory =
        services::kernel_allocate(sizeof(Thread), alignof(Thread), services::HeapOwner::threads);
    if (memory == nullptr) {
        return std::unexpected(ThreadError::out_of_memory);
    }
    const auto stack = arch::allocate_kernel_stack();
    if (!stack) {
        services::kernel_free(memory, services::HeapOwner::threads);
        return std::unexpected(ThreadError::out_of_memory);
    }
    auto* const thread = new (memory) Thread;
    thread->set_name(name);
    thread->id = next_id.fetch_add(1, std::memory_order_relaxed);
    thread->stack = *stack;
    thread->entry = entry;
    thread->argument = argument;
    thread->detached = detached;
    thread->cpu = cpu.value_or(least_busy_cpu());
    // What switch_context pops: r15 r14 r13 r12 rbx rbp, then the address to return to.
    auto* const frame = reinterpret_cast<std::uint64_t*>(stack->top) - 7;
    frame[0] = 0;
    frame[1] = 0;
    frame[2] = reinterpret_cast<std::uint64_t>(argument);
    frame[3] = reinterpret_cast<std::uint64_t>(entry);
    frame[4] = 0;
    frame[5] = 0;
    frame[6] = reinterpret_cast<std::uint64_t>(&thread_start);
    thread->stack_pointer = reinterpret_cast<std::uint64_t>(frame);
    all_threads.with([&](ThreadList& list) {
        thread->list_next = list.head;
        list.head = thread;
    });
    {
        sync::LockGuard guard(run_queue_of(thread->cpu).lock);
        enqueue(thread->cpu, *thread);
    }
    return thread;
}

} // namespace

void Thread::set_name(std::string_view name) {
    name_length_ = std::min(name.size(), name_.size());
    std::copy_n(name.data(), name_length_, name_.data());
}

void adopt_boot_thread(const arch::KernelStack& stack) {
    arch::Cpu& cpu = arch::this_cpu();
    Thread& thread = idle_threads[cpu.index];
    thread.set_name("idle");
    thread.cpu = cpu.index;
    thread.stack = stack;
    thread.state.store(State::running, std::memory_order_relaxed);
    run_queue_of(cpu.index).queue.idle = &thread;
    cpu.current = &thread;
}

void start() {
    scheduler_started.store(true, std::memory_order_release);
}

bool started() {
    return scheduler_started.load(std::memory_order_acquire);
}

void idle() {
    arch::Cpu& cpu = arch::this_cpu();
    for (;;) {
        log::wake_if_pending();
        arch::disable_interrupts();
        if (cpu.reschedule_wanted || run_queue_of(cpu.index).queue.head != nullptr) {
            arch::enable_interrupts();
            schedule();
        } else {
            arch::enable_interrupts_and_halt();
        }
    }
}

void JoinHandle::join() {
    if (thread_ == nullptr) {
        return;
    }
    joiners.wait_until([this] { return thread_->left.load(std::memory_order_acquire); });
    destroy(*thread_);
    thread_ = nullptr;
}

std::expected<JoinHandle, ThreadError> spawn(std::string_view name, Entry entry, void* argument,
                                             std::optional<std::uint32_t> cpu) {
    return create(name, entry, argument, cpu, false).transform([](Thread* thread) {
        return JoinHandle(thread);
    });
}

std::expected<void, ThreadError> spawn_detached(std::string_view name, Entry entry, void* argument,
                                                std::optional<std::uint32_t> cpu) {
    return create(name, entry, argument, cpu, true).transform([](Thread*) {});
}

void exit() {
    arch::disable_interrupts();
    arch::current_thread()->state.store(State::exited, std::memory_order_relaxed);
    schedule();
    panic("a thread ran on after its end");
}

void yield() {
    schedule();
}

void sleep_for(std::uint64_t nanoseconds) {
    assert_may_block();
    const std::uint64_t now = time::now();
    const arch::InterruptsDisabled guard;
    Thread& thread = *arch::current_thread();
    thread.wake_time = nanoseconds > never - 1 - now ? never - 1 : now + nanoseconds;
    {
        LockedRunQueue& locked = run_queue_of(thread.cpu);
        sync::LockGuard queue_guard(locked.lock);
        thread.state.store(State::sleeping, std::memory_order_relaxed);
        insert_sleeper(locked.queue, thread);
    }
    schedule();
}

void assert_may_block() {
    const arch::InterruptsDisabled guard;
    const arch::Cpu& cpu = arch::this_cpu();
    if (cpu.held_locks.count() != 0) {
        const sync::HeldLock& held = cpu.held_locks.at(cpu.held_locks.count() - 1);
        panic("blocking with spinlock '{}' held since {:#x}", held.rank, held.site);
    }
    if (cpu.preemption_depth != 0 || cpu.interrupt_depth != 0) {
        panic("blocking with preemption off (depth {}) or in an interrupt (depth {})",
              cpu.preemption_depth, cpu.interrupt_depth);
    }
}

void on_timer() {
    arch::Cpu& cpu = arch::this_cpu();
    LockedRunQueue& locked = run_queue_of(cpu.index);
    sync::LockGuard guard(locked.lock);
    RunQueue& queue = locked.queue;
    const std::uint64_t now = time::now();
    while (queue.sleepers != nullptr && queue.sleepers->wake_time <= now) {
        Thread& thread = *queue.sleepers;
        queue.sleepers = thread.queue_next;
        thread.state.store(State::ready, std::memory_order_relaxed);
        queue.push(thread);
    }
    if (queue.length != 0 && (cpu.current == queue.idle || queue.slice_end <= now)) {
        cpu.reschedule_wanted = true;
        queue.slice_end = never; // the switch starts a new one
    }
    start_slice_if_needed(queue, *cpu.current);
}

void on_reschedule_request() {
    arch::Cpu& cpu = arch::this_cpu();
    LockedRunQueue& locked = run_queue_of(cpu.index);
    sync::LockGuard guard(locked.lock);
    if (cpu.current == locked.queue.idle) {
        cpu.reschedule_wanted = true;
    } else {
        start_slice_if_needed(locked.queue, *cpu.current);
    }
}

void on_interrupt_exit() {
    const arch::Cpu& cpu = arch::this_cpu();
    if (cpu.reschedule_wanted && cpu.preemption_depth == 0 && cpu.interrupt_depth == 0 &&
        started()) {
        schedule();
    }
}

bool WaitQueue::wait_once(void* context, bool (*condition)(void*)) {
    const arch::InterruptsDisabled guard;
    const bool done = waiters_.with([&](Waiters& waiters) {
        if (condition(context)) {
            return true;
        }
        Thread& thread = *arch::current_thread();
        thread.state.store(State::blocked, std::memory_order_relaxed);
        thread.queue_next = waiters.head;
        waiters.head = &thread;
        return false;
    });
    if (!done) {
        schedule();
    }
    return done;
}

void WaitQueue::wake_all() {
    waiters_.with([](Waiters& waiters) {
        while (waiters.head != nullptr) {
            Thread& thread = *waiters.head;
            waiters.head = thread.queue_next;
            thread.queue_next = nullptr;
            make_ready(thread);
        }
    });
}

void for_each_thread(void (*visit)(const Thread& thread, void* context), void* context) {
    all_threads.with([&](ThreadList& list) {
        for (std::size_t index = 0; index < arch::cpu_count(); ++index) {
            if (arch::cpu_at(index).online.load(std::memory_order_acquire)) {
                visit(idle_threads[index], context);
            }
        }
        for (const Thread* thread = list.head; thread != nullptr; thread = thread->list_next) {
            visit(*thread, context);
        }
    });
}

std::optional<Fault> catch_fault(Entry function, void* argument) {
    // Kept on this processor, so that what the abandoned code changed there can be put back.
    Thread& thread = *arch::current_thread();
    sync::detail::disable_preemption();
    arch::Cpu& cpu = arch::this_cpu();
    const bool enabled = arch::interrupts_enabled();
    const std::uint32_t depth = cpu.preemption_depth;
    const std::size_t held = cpu.held_locks.count();
    const std::size_t held_mutexes = thread.held_mutexes.count();
    const bool faulted = call_recoverable(&thread.recovery_stack, function, argument) != 0;
    thread.recovery_stack = 0;
    if (faulted) {
        arch::disable_interrupts();
        cpu.preemption_depth = depth;
        cpu.held_locks.truncate(held);
        thread.held_mutexes.truncate(held_mutexes);
        arch::restore_interrupts(enabled);
    }
    sync::detail::enable_preemption();
    return faulted ? std::optional(thread.fault) : std::nullopt;
}

std::optional<Recovery> recover(const Fault& fault) {
    Thread* const thread = arch::current_thread();
    if (thread == nullptr || thread->recovery_stack == 0) {
        return std::nullopt;
    }
    thread->fault = fault;
    const std::uint64_t stack_pointer = thread->recovery_stack;
    thread->recovery_stack = 0; // a second fault is a real one
    return Recovery{.stack_pointer = stack_pointer,
                    .rip = reinterpret_cast<std::uint64_t>(recover_from_fault)};
}

} // namespace bimetal::sched

void thread_main(bimetal::sched::Entry entry, void* argument) {
    bimetal::sched::finish_switch();
    bimetal::arch::enable_interrupts();
    entry(argument);
    bimetal::sched::exit();
}
