// SPDX-License-Identifier: MIT OR Apache-2.0
// Threads: every processor runs them, they are preempted, sleep, join, and give everything back.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/time/clock.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <atomic>
#include <optional>

namespace bimetal::tests {
namespace {

struct Visit {
    std::atomic<std::uint32_t> cpu = 0xffffffff;
};

void note_cpu(void* argument) {
    static_cast<Visit*>(argument)->cpu = arch::this_cpu().index;
}

std::atomic<bool> stop_spinning = false;
std::atomic<std::uint64_t> spins = 0;

void spin_until_told(void*) {
    while (!stop_spinning.load(std::memory_order_relaxed)) {
        spins.fetch_add(1, std::memory_order_relaxed);
    }
}

void sleep_a_little(void* argument) {
    const std::uint64_t before = time::now();
    sched::sleep_for(*static_cast<std::uint64_t*>(argument));
    *static_cast<std::uint64_t*>(argument) = time::now() - before;
}

void do_nothing(void*) {}

struct PingPong {
    sched::WaitQueue queue;
    std::atomic<std::uint32_t> turn = 0;
};

constexpr std::uint32_t exchanges = 500;

void play(void* argument) {
    auto& game = *static_cast<PingPong*>(argument);
    for (std::uint32_t round = 0; round < exchanges; ++round) {
        game.queue.wait_until([&] { return game.turn.load() == round * 2 + 1; });
        game.turn.fetch_add(1);
        game.queue.wake_all();
    }
}

} // namespace

SEAM_TEST(sched, a_thread_runs_on_every_processor) {
    for (std::uint32_t index = 0; index < arch::cpu_count(); ++index) {
        Visit visit;
        auto thread = sched::spawn("visitor", note_cpu, &visit, index);
        REQUIRE(thread.has_value());
        thread->join();
        EXPECT_EQUAL(visit.cpu.load(), index);
    }
}

SEAM_TEST(sched, a_processor_that_does_not_exist_is_refused) {
    const auto thread =
        sched::spawn("nowhere", do_nothing, nullptr, static_cast<std::uint32_t>(arch::cpu_count()));
    REQUIRE(!thread.has_value());
    EXPECT(thread.error() == sched::ThreadError::no_such_cpu);
}

// A thread that never yields shares its processor all the same.
SEAM_TEST(sched, threads_are_preempted) {
    stop_spinning = false;
    spins = 0;
    const std::uint32_t here = arch::current_thread()->cpu;
    auto first = sched::spawn("spinner", spin_until_told, nullptr, here);
    auto second = sched::spawn("spinner", spin_until_told, nullptr, here);
    REQUIRE(first.has_value() && second.has_value());
    const std::uint64_t end = time::now() + 3 * sched::slice_nanoseconds;
    while (time::now() < end) {
        arch::pause(); // no yield: only the timer can give the others the processor
    }
    EXPECT(spins.load() > 0);
    stop_spinning = true;
    first->join();
    second->join();
}

SEAM_TEST(sched, sleep_lasts_at_least_as_long_as_asked) {
    std::array<std::uint64_t, 4> spans{1'000'000, 3'000'000, 2'000'000, 500'000};
    const auto asked = spans;
    std::array<std::optional<sched::JoinHandle>, spans.size()> threads;
    for (std::size_t index = 0; index < spans.size(); ++index) {
        auto thread = sched::spawn("sleeper", sleep_a_little, &spans[index]);
        REQUIRE(thread.has_value());
        threads[index].emplace(std::move(*thread));
    }
    for (std::size_t index = 0; index < spans.size(); ++index) {
        threads[index]->join();
        EXPECT(spans[index] >= asked[index]);
    }
}

SEAM_TEST(sched, wait_queues_lose_no_wake_up) {
    PingPong game;
    auto thread = sched::spawn("player", play, &game);
    REQUIRE(thread.has_value());
    for (std::uint32_t round = 0; round < exchanges; ++round) {
        game.turn.fetch_add(1);
        game.queue.wake_all();
        game.queue.wait_until([&] { return game.turn.load() == round * 2 + 2; });
    }
    thread->join();
    EXPECT_EQUAL(game.turn.load(), exchanges * 2);
}

SEAM_TEST(sched, many_threads_come_and_go_without_a_leak) {
    // The first round may map new stacks, which are kept; later ones must not take anything.
    std::uint64_t free_after_first = 0;
    for (int round = 0; round < 4; ++round) {
        std::array<std::optional<sched::JoinHandle>, 16> threads;
        for (auto& slot : threads) {
            auto thread = sched::spawn("brief", do_nothing, nullptr);
            REQUIRE(thread.has_value());
            slot.emplace(std::move(*thread));
        }
        for (auto& slot : threads) {
            slot.reset();
        }
        const std::uint64_t free_now = services::frame_statistics().free_frames;
        if (round == 0) {
            free_after_first = free_now;
        }
        EXPECT(free_now >= free_after_first);
    }
}

SEAM_TEST(sched, detached_threads_free_themselves) {
    const std::uint64_t blocks = services::heap_statistics().live.blocks;
    for (int count = 0; count < 32; ++count) {
        REQUIRE(sched::spawn_detached("leaf", do_nothing, nullptr).has_value());
    }
    for (int wait = 0; wait < 200 && services::heap_statistics().live.blocks > blocks; ++wait) {
        sched::sleep_for(time::nanoseconds_per_millisecond);
    }
    EXPECT_EQUAL(services::heap_statistics().live.blocks, blocks);
}

} // namespace bimetal::tests
