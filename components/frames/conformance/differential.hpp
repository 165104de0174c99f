// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The same calls to two bindings on two instances: every answer must be the same, and at the end
// every word of the shared layout. And one instance under two bindings in turn: what comes out is
// what either makes alone.
#pragma once

#include "components/frames/conformance/bench.hpp"

#include <array>
#include <cstdint>

/// How many operations a trace has. Whoever links the suite says it.
std::uint64_t frames_trace_operations();

namespace bimetal::frames::conformance {

/// A run of calls that a seed repeats, legal and not. What was allocated is remembered, so that
/// most frees are right.
class Trace {
  public:
    /// Begins again with that seed.
    void restart(std::uint64_t seed) {
        random_ = Random(seed);
        held_.fill({});
    }

    /// Makes one call to the instance in `bench` and answers what came of it, as one number.
    template <class Binding>
    std::uint64_t step(Bench& bench) {
        Client<Binding> client(bench.state);
        const auto cpu = static_cast<std::uint32_t>(random_.below(suite_cpus));
        switch (random_.below(96)) {
        case 0:
            return hash_of(client.statistics(random_.once_in(2) ? Count::fast : Count::exact));
        case 1:
            return number_of(client.drain(cpu));
        case 2:
            return free_anything<Binding>(bench, cpu);
        case 3:
            return batch(client, cpu);
        case 4:
            return take_at(client, cpu);
        default:
            return use_slot<Binding>(bench, cpu);
        }
    }

  private:
    struct Held {
        std::uint64_t block = 0;
        std::uint32_t order = 0;
        bool is_held = false;
    };

    static std::uint64_t number_of(Status status) { return static_cast<std::uint64_t>(status); }

    template <class Value>
    static std::uint64_t number_of(const std::expected<Value, Status>& result) {
        return number_of(result ? Status::ok : result.error());
    }

    static std::uint64_t hash_of(const std::expected<Statistics, Status>& result) {
        const Statistics statistics = result.value_or(Statistics{});
        std::uint64_t hash = statistics.total_frames * 31 + statistics.free_frames;
        hash = (hash * 31 + statistics.magazine_frames) * 31 + statistics.free_frames_below_4g;
        for (const std::uint64_t blocks : statistics.free_blocks) {
            hash = hash * 31 + blocks;
        }
        return hash;
    }

    Held& any_slot() { return held_[static_cast<std::size_t>(random_.below(held_.size()))]; }

    std::uint32_t any_order() {
        return static_cast<std::uint32_t>(random_.below(random_.below(order_count) + 1));
    }

    Zone any_zone() { return random_.once_in(6) ? Zone::below_4g : Zone::any; }

    /// What nobody has, where that is found at once: pairs of areas, orders that there are not, and
    /// frames behind all.
    template <class Binding>
    std::uint64_t free_anything(Bench& bench, std::uint32_t cpu) {
        const std::uint32_t order = greatest_order + static_cast<std::uint32_t>(random_.below(2));
        const std::uint64_t frame = base + random_.below(suite_frames + 0x1000);
        for (const Held& slot : held_) {
            if (slot.is_held && slot.block == frame && slot.order == order) {
                return 0;
            }
        }
        const bool is_behind = frame >= base + suite_frames;
        return number_of(Binding::free(&bench.state, cpu, frame, is_behind ? order % 3 : order));
    }

    template <class Binding>
    std::uint64_t batch(Client<Binding>& client, std::uint32_t cpu) {
        const std::uint32_t order = any_order();
        const Zone zone = any_zone();
        const std::uint64_t count = random_.below(FRAMES_BATCH_CAPACITY + 2);
        auto blocks = client.allocate_batch(cpu, order, zone, count);
        if (!blocks) {
            return number_of(blocks.error());
        }
        std::uint64_t hash = blocks->count;
        for (std::uint64_t index = 0; index < blocks->count; ++index) {
            hash = hash * 31 + blocks->frames[index];
            std::swap(blocks->frames[index], blocks->frames[random_.below(blocks->count)]);
        }
        return hash * 31 + number_of(client.free_batch(cpu, order, *blocks));
    }

    template <class Binding>
    std::uint64_t take_at(Client<Binding>& client, std::uint32_t cpu) {
        Held& slot = any_slot();
        const std::uint32_t order = any_order();
        const std::uint64_t frame =
            (base + random_.below(suite_frames)) & ~((std::uint64_t{1} << order) - 1);
        const bool adopts = random_.once_in(2);
        if (slot.is_held) {
            return 0;
        }
        const auto taken =
            adopts ? client.adopt(cpu, frame, order) : client.allocate_at(cpu, frame, order);
        if (taken) {
            slot = {.block = frame, .order = order, .is_held = true};
        }
        return number_of(taken);
    }

    template <class Binding>
    std::uint64_t use_slot(Bench& bench, std::uint32_t cpu) {
        Held& slot = any_slot();
        if (slot.is_held) {
            slot.is_held = false;
            return number_of(Binding::free(&bench.state, cpu, slot.block, slot.order));
        }
        slot.order = any_order();
        const auto result = Binding::allocate(&bench.state, cpu, slot.order, any_zone());
        slot.is_held = result.status == Status::ok;
        slot.block = result.value;
        return result.value << 8 | number_of(result.status);
    }

    Random random_{0};
    std::array<Held, 1'024> held_{};
};

/// Traces are too large for kernel stacks.
inline constinit std::array<Trace, 2> traces{};

template <class First, class Second>
class Differential {
  public:
    static void agree_under_random_use(Test& test) {
        begin(test, test.seed());
        const std::uint64_t operations = frames_trace_operations();
        note(test, operations);
        for (std::uint64_t step = 0; step < operations && !test.failed(); ++step) {
            EXPECT_EQUAL(traces[0].step<First>(benches[0]), traces[1].step<Second>(benches[1]));
            if (step % 4'096 == 0) {
                expect_same_layout(test);
            }
        }
        expect_same_layout(test);
        EXPECT(Client<First>(benches[0].state).check().has_value());
        EXPECT(Client<Second>(benches[1].state).check().has_value());
    }

    /// Half a trace by the first twin and the rest by the second on the same memory is the same as
    /// all of it by the second.
    static void goes_on_in_place(Test& test) {
        begin(test, test.seed());
        const std::uint64_t operations = frames_trace_operations();
        note(test, operations);
        for (std::uint64_t step = 0; step < operations && !test.failed(); ++step) {
            const std::uint64_t mixed = step < operations / 2 ? traces[0].step<First>(benches[0])
                                                              : traces[0].step<Second>(benches[0]);
            EXPECT_EQUAL(mixed, traces[1].step<Second>(benches[1]));
        }
        expect_same_layout(test);
        EXPECT(Client<First>(benches[0].state).check().has_value());
    }

  private:
    static void begin(Test& test, std::uint64_t seed) {
        (void)make<First>(test, odd_memory, benches[0]);
        (void)make<Second>(test, odd_memory, benches[1]);
        for (Trace& trace : traces) {
            trace.restart(seed);
        }
    }

    static void note(Test& test, std::uint64_t operations) {
        seam::harness::Line line;
        line << operations << " operations";
        test.note(line.text());
    }

    static void expect_same_layout(Test& test) {
        EXPECT_EQUAL(exact(Client<First>(benches[0].state)),
                     exact(Client<Second>(benches[1].state)));
        const auto& [first, second] = benches;
        EXPECT(std::memcmp(static_cast<const void*>(&first), static_cast<const void*>(&second),
                           sizeof(Bench)) == 0);
    }
};

} // namespace bimetal::frames::conformance

/// Registers the comparison of two bindings as `frames.LABEL`.
#define FRAMES_DIFFERENTIAL_TEST_(label, First, Second, name)                                      \
    SEAM_REGISTER_TEST(First##_##Second##_##name, "frames." label, #name,                          \
                       bimetal::frames::conformance::Differential<bimetal::frames::First,          \
                                                                  bimetal::frames::Second>::name);
#define FRAMES_DIFFERENTIAL(label, First, Second)                                                  \
    FRAMES_DIFFERENTIAL_TEST_(label, First, Second, agree_under_random_use)                        \
    FRAMES_DIFFERENTIAL_TEST_(label, First, Second, goes_on_in_place)
