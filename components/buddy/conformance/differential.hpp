// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The same calls to two bindings on two instances: every answer must be the same, and at the end
// every byte of the shared layout. And one instance under two bindings in turn: what comes out is
// what either makes alone.
#pragma once

#include "components/buddy/conformance/bench.hpp"

#include <array>
#include <cstdint>

/// How many operations a trace has. Whoever links the suite says it.
std::uint64_t buddy_trace_operations();

namespace bimetal::buddy::conformance {

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
        const std::uint64_t choice = random_.below(64);
        if (choice == 0) {
            return hash_of(client.statistics().value_or(Statistics{}));
        }
        if (choice < 4) {
            const auto order = static_cast<std::uint32_t>(random_.below(order_count + 1));
            const std::uint64_t frame = random_.below(first_above_4g + 0x41'000);
            return number_of(Binding::free(&bench.state, frame, order));
        }
        Held& slot = held_[static_cast<std::size_t>(random_.below(held_.size()))];
        if (slot.is_held) {
            // Now and then with the order of another, which is refused.
            const std::uint32_t wrong = random_.once_in(50) ? 1 : 0;
            const Status status = Binding::free(&bench.state, slot.block, slot.order + wrong);
            slot.is_held = status != Status::ok;
            return number_of(status);
        }
        slot.order = static_cast<std::uint32_t>(random_.below(random_.below(order_count) + 1));
        const Zone zone = random_.once_in(4) ? Zone::below_4g : Zone::any;
        const auto result = Binding::allocate(&bench.state, slot.order, zone);
        slot.is_held = result.status == Status::ok;
        slot.block = result.value;
        return result.value << 8 | number_of(result.status);
    }

  private:
    struct Held {
        std::uint64_t block = 0;
        std::uint32_t order = 0;
        bool is_held = false;
    };

    static std::uint64_t number_of(Status status) { return static_cast<std::uint64_t>(status); }

    static std::uint64_t hash_of(const Statistics& statistics) {
        std::uint64_t hash = statistics.total_frames * 31 + statistics.free_frames;
        for (std::uint32_t order = 0; order < order_count; ++order) {
            hash = hash * 31 + statistics.free_blocks[order];
            hash = hash * 31 + statistics.free_blocks_below_4g[order];
        }
        return hash;
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
        const std::uint64_t operations = buddy_trace_operations();
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
        const std::uint64_t operations = buddy_trace_operations();
        note(test, operations);
        for (std::uint64_t step = 0; step < operations && !test.failed(); ++step) {
            const std::uint64_t mixed = step < operations / 2 ? traces[0].step<First>(benches[0])
                                                              : traces[0].step<Second>(benches[0]);
            EXPECT_EQUAL(mixed, traces[1].step<Second>(benches[1]));
        }
        expect_same_layout(test);
        EXPECT(Client<First>(benches[0].state).check().has_value());
        EXPECT(Client<Second>(benches[0].state).check().has_value());
    }

    /// One judges what the other made; each sees each damage.
    static void judge_each_others_layouts(Test& test) {
        begin(test, test.seed());
        Random random = test.random();
        for (int step = 0; step < 2'000; ++step) {
            (void)traces[0].step<First>(benches[0]);
            (void)traces[1].step<Second>(benches[1]);
        }
        Client<First> first(benches[1].state);
        Client<Second> second(benches[0].state);
        EXPECT(first.check().has_value());
        EXPECT(second.check().has_value());
        for (int round = 0; round < 200; ++round) {
            const auto words = benches[0].words();
            const std::size_t index = static_cast<std::size_t>(random.below(words.size()));
            const std::uint32_t flipped = std::uint32_t{1} << random.below(32);
            for (Bench& bench : benches) {
                bench.words()[index] ^= flipped;
            }
            // Found by both, and digests agree, on what is broken too.
            EXPECT(first.check().error() == Status::corrupt);
            EXPECT(second.check().error() == Status::corrupt);
            EXPECT(same(first.digest(Digest::logical), second.digest(Digest::logical)));
            EXPECT(same(first.digest(Digest::exact), second.digest(Digest::exact)));
            words[index] ^= flipped;
            benches[1].words()[index] ^= flipped;
        }
    }

  private:
    template <class Result>
    static bool same(const Result& left, const Result& right) {
        return left ? right && *left == *right : !right && left.error() == right.error();
    }

    static void begin(Test& test, std::uint64_t seed) {
        (void)make<First>(test, odd_memory, benches[0]);
        (void)make<Second>(test, odd_memory, benches[1]);
        for (Trace& trace : traces) {
            trace.restart(seed);
        }
    }

    static void note(Test& test, std::uint64_t operations) {
        seam::harness::Line line;
        line << operations << " operations, seed " << test.seed();
        test.note(line.text());
    }

    /// Byte for byte, and by the digests of both.
    static void expect_same_layout(Test& test) {
        const auto first = benches[0].words();
        const auto second = benches[1].words();
        REQUIRE(first.size() == second.size());
        EXPECT(std::memcmp(first.data(), second.data(), first.size_bytes()) == 0);
        const std::uint64_t digest = exact(Client<First>(benches[0].state));
        EXPECT(digest != 0);
        EXPECT_EQUAL(digest, exact(Client<Second>(benches[1].state)));
        EXPECT_EQUAL(logical(Client<First>(benches[0].state)),
                     logical(Client<Second>(benches[1].state)));
    }
};

} // namespace bimetal::buddy::conformance

#define BUDDY_DIFFERENTIAL_TEST_(label, First, Second, name)                                       \
    SEAM_REGISTER_TEST(First##_##Second##_##name, "buddy." label, #name,                           \
                       bimetal::buddy::conformance::Differential<bimetal::buddy::First,            \
                                                                 bimetal::buddy::Second>::name);

/// Registers the comparison of two bindings as `frames.LABEL`.
#define BUDDY_DIFFERENTIAL(label, First, Second)                                                   \
    BUDDY_DIFFERENTIAL_TEST_(label, First, Second, agree_under_random_use)                         \
    BUDDY_DIFFERENTIAL_TEST_(label, First, Second, goes_on_in_place)                               \
    BUDDY_DIFFERENTIAL_TEST_(label, First, Second, judge_each_others_layouts)
