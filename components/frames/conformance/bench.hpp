// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Instances for the suite, and the memory that they are given. No memory stands behind the frames.
#pragma once

#include "components/frames/bindings/generated/frames.hpp"
#include "components/frames/conformance/ownership.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::frames::conformance {

using seam::harness::Random;
using seam::harness::Test;

inline constexpr std::uint32_t greatest_order = FRAMES_MAX_ORDER;
inline constexpr std::uint32_t order_count = FRAMES_ORDER_COUNT;
inline constexpr std::uint64_t first_above_4g = FRAMES_FIRST_ABOVE_4G;
inline constexpr std::uint32_t suite_cpus = 4;

/// Half of the suite's areas lie below 4 GiB.
inline constexpr std::uint64_t base = first_above_4g - suite_frames / 2;

/// An instance and what must stay as it is behind it. There are few, since kernel stacks are small.
struct Bench {
    alignas(64) State state;
    std::array<Area, suite_areas> table;
    std::array<std::uint64_t, 4> guard;

    /// Memory without an instance; the table holds anything.
    void reset() {
        std::memset(static_cast<void*>(&state), 0, sizeof state);
        std::memset(static_cast<void*>(table.data()), 0xa5, sizeof table);
        guard.fill(guard_word);
    }

    [[nodiscard]] bool is_guard_intact() const {
        bool intact = true;
        for (const std::uint64_t word : guard) {
            intact = intact && word == guard_word;
        }
        return intact;
    }

    /// The words of the layout behind those that belong to the bindings.
    [[nodiscard]] std::span<std::uint64_t> words() {
        constexpr std::size_t first = offsetof(State, first_frame);
        auto* const begin =
            reinterpret_cast<std::uint64_t*>(reinterpret_cast<std::byte*>(&state) + first);
        return {begin, (sizeof state - first + sizeof table) / sizeof(std::uint64_t)};
    }

    static constexpr std::uint64_t guard_word = 0x5afe5afe5afe5afe;
};

static_assert(offsetof(Bench, table) == sizeof(State), "the table follows the state");

inline constinit std::array<Bench, 2> benches{};
inline constinit Ownership ownership{};

/// Odd ends, two extents that touch, and one across 4 GiB.
inline constexpr std::array<Extent, 5> odd_memory{{{base + 3, 0x9f},
                                                   {base + 0x103, 0x1efe},
                                                   {base + 0x2001, 0x802},
                                                   {first_above_4g - 0x800, 0x1000},
                                                   {first_above_4g + 0x1005, 0x1ffa}}};

/// The same without what touches, as ranges come out of it.
inline constexpr std::array<Extent, 4> odd_ranges{{{base + 3, 0x9f},
                                                   {base + 0x103, 0x2700},
                                                   {first_above_4g - 0x800, 0x1000},
                                                   {first_above_4g + 0x1005, 0x1ffa}}};
static_assert(frames_in(odd_memory) == frames_in(odd_ranges));

/// All that the table can hold.
inline constexpr std::array<Extent, 1> whole_memory{{{base, suite_frames}}};

/// Puts an instance of `extents` into a bench.
template <class Binding>
[[nodiscard]] Client<Binding> make(Test& test, std::span<const Extent> extents,
                                   Bench& bench = benches[0]) {
    bench.reset();
    Client<Binding> client(bench.state);
    EXPECT(client.initialize(suite_areas, base, suite_cpus).has_value());
    for (const Extent& extent : extents) {
        EXPECT(client.add(extent.first, extent.count).has_value());
    }
    return client;
}

/// A digest; 0, which is none in practice, when there is none.
template <class Binding>
[[nodiscard]] std::uint64_t logical(const Client<Binding>& client) {
    return client.digest(Digest::logical).value_or(0);
}

template <class Binding>
[[nodiscard]] std::uint64_t exact(const Client<Binding>& client) {
    return client.digest(Digest::exact).value_or(0);
}

/// Empties all magazines.
template <class Binding>
void drain_all(Test& test, Client<Binding>& client) {
    for (std::uint32_t cpu = 0; cpu < suite_cpus; ++cpu) {
        EXPECT(client.drain(cpu).has_value());
    }
}

/// After everything came back: the counts are exact, the set of frames is as it was, and it can be
/// had in the largest blocks.
template <class Binding>
void expect_all_returned(Test& test, Client<Binding>& client, std::span<const Extent> ranges,
                         std::uint64_t whole) {
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(logical(client), whole);
    drain_all(test, client);
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(logical(client), whole);
    for (const Count kind : {Count::fast, Count::exact}) {
        const auto statistics = client.statistics(kind).value_or(Statistics{});
        EXPECT_EQUAL(statistics.free_frames, frames_in(ranges));
        EXPECT_EQUAL(statistics.magazine_frames, std::uint64_t{0});
    }
    std::uint64_t largest = 0;
    while (client.allocate(0, greatest_order, Zone::any)) {
        ++largest;
    }
    EXPECT_EQUAL(largest, blocks_in(ranges, greatest_order));
}

} // namespace bimetal::frames::conformance
