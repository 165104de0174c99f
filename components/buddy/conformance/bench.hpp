// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Instances for the suite, and the memory that they are given. No memory stands behind the frames.
#pragma once

#include "components/buddy/bindings/generated/buddy.hpp"
#include "components/buddy/conformance/ownership.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::buddy::conformance {

using seam::harness::Random;
using seam::harness::Test;

inline constexpr std::uint32_t greatest_order = BUDDY_MAX_ORDER;
inline constexpr std::uint32_t order_count = BUDDY_ORDER_COUNT;
inline constexpr std::uint64_t first_above_4g = BUDDY_FIRST_ABOVE_4G;

/// An instance and what must stay as it is behind it. There are few, since kernel stacks are small.
struct Bench {
    State state;
    std::array<Frame, capacity> table;
    std::array<std::uint64_t, 4> guard;

    /// Memory without an instance; the table holds anything.
    void reset() {
        std::memset(static_cast<void*>(&state), 0, sizeof state);
        std::memset(table.data(), 0xa5, sizeof table);
        guard.fill(guard_word);
    }

    [[nodiscard]] bool is_guard_intact() const {
        bool intact = true;
        for (const std::uint64_t word : guard) {
            intact = intact && word == guard_word;
        }
        return intact;
    }

    /// All words of 32 bits that a fault could damage: the state but for what belongs to the
    /// bindings, and the entries in use.
    [[nodiscard]] std::span<std::uint32_t> words() {
        constexpr std::size_t first = offsetof(State, total_frames);
        auto* const begin =
            reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::byte*>(&state) + first);
        const std::size_t bytes =
            sizeof state - first + static_cast<std::size_t>(state.total_frames) * sizeof(Frame);
        return {begin, bytes / sizeof(std::uint32_t)};
    }

    static constexpr std::uint64_t guard_word = 0x5afe5afe5afe5afe;
};

static_assert(offsetof(Bench, table) == sizeof(State), "the table follows the state");

inline constinit std::array<Bench, 2> benches{};
inline constinit Ownership ownership{};

/// Odd ends, two extents that touch, and one across 4 GiB.
inline constexpr std::array<Extent, 5> odd_memory{{{0, 0x9f},
                                                   {0x103, 0x1efe},
                                                   {0x2001, 0x802},
                                                   {first_above_4g - 0x800, 0x1000},
                                                   {first_above_4g + 0x40'005, 0xffa}}};
static_assert(frames_in(odd_memory) <= capacity);

/// What firmware reports of machines, in whole frames, as the kernel's boot map leaves it. Their
/// tables do not fit into the suite's instances: of each extent at most `longest` frames are used.
struct RecordedMemory {
    const char* name;
    std::array<Extent, 6> extents;
    std::size_t count;
};

inline constexpr std::array<RecordedMemory, 3> recorded_memory{
    {{"QEMU q35, 64 MiB", {{{0x100, 0x3edf}}}, 1},
     {"QEMU q35, 8 GiB", {{{0x100, 0x7ff00 - 0x21}, {0x100000, 0x180000}}}, 2},
     {"a laptop with 4 GiB",
      {{{0x100, 0x1ff00},
        {0x20200, 0x1fe05},
        {0x4020f, 0x95db3},
        {0xd6fff, 0x2d2e},
        {0xdafff, 0x1},
        {0x100000, 0x1e600}}},
      6}}};

/// Puts an instance of `extents` into a bench.
template <class Binding>
[[nodiscard]] Client<Binding> make(Test& test, std::span<const Extent> extents,
                                   Bench& bench = benches[0]) {
    bench.reset();
    Client<Binding> client(bench.state);
    EXPECT(client.initialize(capacity).has_value());
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

} // namespace bimetal::buddy::conformance
