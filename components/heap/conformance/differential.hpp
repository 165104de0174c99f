// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The same calls to two bindings on two instances: every answer must be the same, and at the end
// every word of the shared layout. And one instance under two bindings in turn: what comes out is
// what either makes alone.
#pragma once

#include "components/heap/conformance/bench.hpp"

#include <array>
#include <cstdint>
#include <expected>

/// How many operations a trace has. Whoever links the suite says it.
std::uint64_t heap_trace_operations();

namespace bimetal::heap::conformance {

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
        Slot& slot = held_[random_.below(held_.size())];
        switch (random_.below(128)) {
        case 0:
            return hash_of(client.statistics());
        case 1:
            return hash_of(client.class_statistics(static_cast<std::uint32_t>(random_.below(33))));
        case 2:
            return random_.once_in(4) ? number_of(client.drain(cpu)) : 0;
        case 3:
            return free_anything(client, cpu);
        case 4:
        case 5:
            return number_of(client.resize(slot.address, any_size())) * 31 +
                   number_of(client.size_of(slot.address));
        default:
            return use(client, cpu, slot);
        }
    }

  private:
    struct Slot {
        std::uint64_t address = 0;
        std::uint64_t size = 0;
        std::uint64_t alignment = 0;
        bool is_held = false;
    };

    static std::uint64_t number_of(Status status) { return static_cast<std::uint64_t>(status); }

    template <class Value>
    static std::uint64_t number_of(const std::expected<Value, Status>& result) {
        return number_of(result ? Status::ok : result.error());
    }

    static std::uint64_t number_of(const std::expected<std::uint64_t, Status>& result) {
        return result ? *result << 8 : number_of(result.error());
    }

    static std::uint64_t hash_of(const std::expected<Statistics, Status>& result) {
        const Statistics statistics = result.value_or(Statistics{});
        std::uint64_t hash = statistics.live_blocks * 31 + statistics.live_bytes;
        hash = (hash * 31 + statistics.magazine_blocks) * 31 + statistics.slab_pages;
        hash = (hash * 31 + statistics.large_blocks) * 31 + statistics.large_pages;
        for (const Owned& owner : statistics.owners) {
            hash = (hash * 31 + owner.blocks) * 31 + owner.bytes;
        }
        return hash;
    }

    static std::uint64_t hash_of(const std::expected<ClassStatistics, Status>& result) {
        if (!result) {
            return number_of(result.error());
        }
        std::uint64_t hash = result->size * 31 + result->slabs;
        hash = (hash * 31 + result->empty_slabs) * 31 + result->live_blocks;
        return hash * 31 + result->magazine_blocks;
    }

    std::uint64_t any_size() {
        switch (random_.below(32)) {
        case 0:
            return random_.below(200'000);
        case 1:
            return random_.next();
        case 2:
        case 3:
        case 4:
            return random_.below(largest_class + 1);
        default:
            return random_.below(700);
        }
    }

    /// What nobody has, where that is found at once: a block may lie anywhere but in a magazine, so
    /// only what begins no block is tried.
    template <class Binding>
    std::uint64_t free_anything(Client<Binding>& client, std::uint32_t cpu) {
        const std::uint64_t address =
            suite_address + 16 * random_.below(suite_bytes / 16) + 1 + random_.below(15);
        return number_of(client.free(cpu, address, 0)) * 31 +
               number_of(client.free_sized(cpu, address, any_size(), 8, 0));
    }

    template <class Binding>
    std::uint64_t use(Client<Binding>& client, std::uint32_t cpu, Slot& slot) {
        const auto owner = static_cast<std::uint32_t>(slot.size % HEAP_OWNER_COUNT);
        if (slot.is_held) {
            slot.is_held = false;
            return number_of(random_.once_in(2) ? client.free(cpu, slot.address, owner)
                                                : client.free_sized(cpu, slot.address, slot.size,
                                                                    slot.alignment, owner));
        }
        slot.size = any_size();
        slot.alignment = std::uint64_t{1} << random_.below(random_.once_in(8) ? 24 : 5);
        const auto block =
            client.allocate(cpu, slot.size, slot.alignment,
                            static_cast<std::uint32_t>(slot.size % HEAP_OWNER_COUNT));
        slot.is_held = block.has_value();
        slot.address = block.value_or(0);
        return number_of(block);
    }

    Random random_{0};
    std::array<Slot, 2'048> held_{};
};

/// Traces are too large for kernel stacks.
inline constinit std::array<Trace, 2> traces{};

template <class First, class Second>
class Differential {
  public:
    static void agree_under_random_use(Test& test) {
        begin(test, test.seed());
        const std::uint64_t operations = heap_trace_operations();
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
        const std::uint64_t operations = heap_trace_operations();
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
        (void)make<First>(test, suite_pages, 0);
        (void)make<Second>(test, suite_pages, 1);
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
        // Each instance has pages of its own, which is all in which they differ.
        const std::uint64_t source = std::exchange(benches[1].state.source, 0);
        EXPECT_EQUAL(exact(Client<First>(benches[0].state)),
                     exact(Client<Second>(benches[1].state)));
        const auto& [first, second] = benches;
        EXPECT(std::memcmp(static_cast<const void*>(&first), static_cast<const void*>(&second),
                           sizeof(Bench)) == 0);
        benches[1].state.source = source;
        EXPECT_EQUAL(supplies[0].wrongs() + supplies[1].wrongs(), std::uint64_t{0});
        EXPECT_EQUAL(supplies[0].used(), supplies[1].used());
    }
};

} // namespace bimetal::heap::conformance

/// Registers the comparison of two bindings as `heap.LABEL`.
#define HEAP_DIFFERENTIAL_TEST_(label, First, Second, name)                                        \
    SEAM_REGISTER_TEST(First##_##Second##_##name, "heap." label, #name,                            \
                       bimetal::heap::conformance::Differential<bimetal::heap::First,              \
                                                                bimetal::heap::Second>::name);
#define HEAP_DIFFERENTIAL(label, First, Second)                                                    \
    HEAP_DIFFERENTIAL_TEST_(label, First, Second, agree_under_random_use)                          \
    HEAP_DIFFERENTIAL_TEST_(label, First, Second, goes_on_in_place)
