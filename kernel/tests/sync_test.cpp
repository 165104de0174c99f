// SPDX-License-Identifier: MIT OR Apache-2.0
// Locks: exclusion between processors, and every broken rule seen to be reported.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/sync/mutex.hpp"
#include "kernel/sync/spinlock.hpp"
#include "kernel/time/clock.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <optional>

namespace bimetal::tests {
namespace {

using sync::Interrupts;
using sync::Rank;

using Outer = sync::Spinlock<Rank::test_outer, Interrupts::disabled>;
using Inner = sync::Spinlock<Rank::test_inner, Interrupts::disabled>;
using Open = sync::Spinlock<Rank::test_inner, Interrupts::enabled>;

// Few, because a ticket lock goes to the next virtual CPU in turn, and a host with fewer processors
// may take a time slice to run that one.
constexpr std::uint64_t rounds = 2'000;
constexpr std::size_t most_threads = 8;

// Not atomic: only exclusion makes the sum right.
struct Counter {
    std::uint64_t value = 0;
};

sync::Guarded<Counter, Inner> spin_counter;
sync::Guarded<Counter, Open> open_counter;
sync::Mutex<Rank::test_outer> mutex;
Counter mutex_counter;

void count_under_spinlock(void*) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
        spin_counter.with([](Counter& counter) { counter.value = counter.value + 1; });
        open_counter.with([](Counter& counter) { counter.value = counter.value + 1; });
    }
}

void count_under_mutex(void*) {
    for (std::uint64_t round = 0; round < rounds / 20; ++round) {
        mutex.lock();
        const std::uint64_t value = mutex_counter.value;
        if (round % 16 == 0) {
            sched::yield(); // the holder may lose the processor
        }
        mutex_counter.value = value + 1;
        mutex.unlock();
    }
}

// Runs `entry` in `count` threads spread over the processors and waits for all of them.
bool run_threads(sched::Entry entry, std::size_t count) {
    std::array<std::optional<sched::JoinHandle>, most_threads> handles;
    bool all = true;
    for (std::size_t index = 0; index < count; ++index) {
        auto thread = sched::spawn("counter", entry, nullptr,
                                   static_cast<std::uint32_t>(index % arch::cpu_count()));
        if (thread) {
            handles[index].emplace(std::move(*thread));
        } else {
            all = false;
        }
    }
    return all;
}

void take_in_wrong_order(void*) {
    Outer outer;
    Inner inner;
    inner.lock();
    outer.lock();
    outer.unlock();
    inner.unlock();
}

// The analysis refuses these two at compile time; here the check at run time is wanted.
void take_twice(void*) BIMETAL_NO_THREAD_SAFETY_ANALYSIS {
    Inner inner;
    inner.lock();
    inner.lock();
    inner.unlock();
    inner.unlock();
}

void release_without_holding(void*) BIMETAL_NO_THREAD_SAFETY_ANALYSIS {
    Inner inner;
    inner.unlock();
}

void sleep_with_a_spinlock(void*) {
    Inner inner;
    inner.lock();
    sched::sleep_for(1);
    inner.unlock();
}

void take_mutex_with_a_spinlock(void*) {
    Inner inner;
    sync::Mutex<Rank::test_outer> sleeping;
    inner.lock();
    sleeping.lock();
    sleeping.unlock();
    inner.unlock();
}

void take_open_lock_in_interrupt(void*) {
    Open open;
    ++arch::this_cpu().interrupt_depth;
    open.lock();
    open.unlock();
    --arch::this_cpu().interrupt_depth;
}

void expect_panic(seam::harness::Test& test, sched::Entry entry) {
    const arch::Cpu& cpu = arch::this_cpu();
    const std::size_t held = cpu.held_locks.count();
    const auto fault = sched::catch_fault(entry, nullptr);
    arch::this_cpu().interrupt_depth = 0;
    REQUIRE(fault.has_value());
    EXPECT(fault->panicked);
    EXPECT_EQUAL(cpu.held_locks.count(), held);
    EXPECT(arch::interrupts_enabled());
}

} // namespace

SEAM_TEST(sync, spinlocks_exclude) {
    const std::size_t threads =
        arch::cpu_count() * 2 > most_threads ? most_threads : arch::cpu_count() * 2;
    spin_counter.with([](Counter& counter) { counter.value = 0; });
    open_counter.with([](Counter& counter) { counter.value = 0; });
    REQUIRE(run_threads(count_under_spinlock, threads));
    EXPECT_EQUAL(spin_counter.with([](Counter& counter) { return counter.value; }),
                 rounds * threads);
    EXPECT_EQUAL(open_counter.with([](Counter& counter) { return counter.value; }),
                 rounds * threads);
}

SEAM_TEST(sync, mutex_excludes_although_holders_yield) {
    const std::size_t threads =
        arch::cpu_count() * 2 > most_threads ? most_threads : arch::cpu_count() * 2;
    mutex_counter.value = 0;
    REQUIRE(run_threads(count_under_mutex, threads));
    EXPECT_EQUAL(mutex_counter.value, rounds / 20 * threads);
}

SEAM_TEST(sync, wrong_order_is_reported) {
    expect_panic(test, take_in_wrong_order);
}

SEAM_TEST(sync, taking_a_held_lock_is_reported) {
    expect_panic(test, take_twice);
}

SEAM_TEST(sync, releasing_a_free_lock_is_reported) {
    expect_panic(test, release_without_holding);
}

SEAM_TEST(sync, sleeping_with_a_spinlock_is_reported) {
    expect_panic(test, sleep_with_a_spinlock);
}

SEAM_TEST(sync, mutex_under_a_spinlock_is_reported) {
    expect_panic(test, take_mutex_with_a_spinlock);
}

SEAM_TEST(sync, open_lock_in_an_interrupt_is_reported) {
    expect_panic(test, take_open_lock_in_interrupt);
}

SEAM_TEST(sync, interrupts_come_back_as_they_were) {
    Inner lock;
    {
        const arch::InterruptsDisabled guard;
        lock.lock();
        lock.unlock();
        EXPECT(!arch::interrupts_enabled());
    }
    EXPECT(arch::interrupts_enabled());
    lock.lock();
    EXPECT(!arch::interrupts_enabled());
    lock.unlock();
    EXPECT(arch::interrupts_enabled());
}

SEAM_TEST(sync, locks_release_in_any_order) {
    Outer outer;
    Inner inner;
    outer.lock();
    inner.lock();
    outer.unlock();
    EXPECT_EQUAL(arch::this_cpu().held_locks.count(), std::size_t{1});
    inner.unlock();
    EXPECT_EQUAL(arch::this_cpu().held_locks.count(), std::size_t{0});
}

} // namespace bimetal::tests
