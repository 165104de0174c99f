// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Instances for the suite, and the pages that they are given.
#pragma once

#include "components/heap/bindings/generated/heap.hpp"
#include "components/heap/conformance/pages.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::heap::conformance {

using seam::harness::Random;
using seam::harness::Test;

inline constexpr std::uint32_t suite_cpus = 4;
inline constexpr std::uint64_t largest_class = HEAP_LARGEST_CLASS;
inline constexpr std::uint64_t largest_block = HEAP_LARGEST_BLOCK;

/// The sizes of the classes, as the contract states them.
inline constexpr auto class_sizes = [] {
    std::array<std::uint64_t, HEAP_CLASS_COUNT> sizes{16, 32, 48, 64};
    for (std::size_t number = 4; number < sizes.size(); ++number) {
        const std::uint64_t doubling = std::uint64_t{64} << (number - 4) / 4;
        sizes[number] = doubling + doubling / 4 * ((number - 4) % 4 + 1);
    }
    return sizes;
}();
static_assert(class_sizes.back() == HEAP_LARGEST_CLASS);

/// How many bytes a block for that size and alignment has: the smallest class, or power of two of
/// pages, that is as large and lies at such multiples.
[[nodiscard]] constexpr std::uint64_t block_size(std::uint64_t size, std::uint64_t alignment) {
    for (const std::uint64_t of_class : class_sizes) {
        if (of_class >= size && of_class % alignment == 0) {
            return of_class;
        }
    }
    std::uint64_t bytes = HEAP_PAGE_SIZE;
    while (bytes < size || bytes < alignment) {
        bytes *= 2;
    }
    return bytes;
}

/// An instance and what must stay as it is behind it. There are few, since kernel stacks are small.
struct Bench {
    alignas(64) State state;
    std::array<Page, suite_pages> table;
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

    static constexpr std::uint64_t guard_word = 0x5afe5afe5afe5afe;
};

static_assert(offsetof(Bench, table) == sizeof(State), "the table follows the state");

inline constinit std::array<Bench, 2> benches{};

/// Puts an instance into a bench, with so many pages to be had.
template <class Binding>
[[nodiscard]] Client<Binding> make(Test& test, std::uint64_t pages = suite_pages,
                                   std::size_t bench = 0) {
    benches[bench].reset();
    supplies[bench].reset(pages);
    Client<Binding> client(benches[bench].state);
    EXPECT(client.initialize(suite_pages, suite_first_page, suite_cpus, bench).has_value());
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

/// A step of the contract's hash.
[[nodiscard]] constexpr std::uint64_t hash_step(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * HEAP_HASH_FACTOR;
    return hash ^ hash >> 32;
}

/// What a block in use adds to the logical digest.
[[nodiscard]] constexpr std::uint64_t hash_of(std::uint64_t address, std::uint64_t size) {
    return hash_step(hash_step(HEAP_HASH_START, address), size);
}

/// After everything came back: nothing is left in use, and no page out once the magazines are
/// empty; then all of them can be had in the largest blocks.
template <class Binding>
void expect_all_returned(Test& test, Client<Binding>& client, std::uint64_t pages = suite_pages) {
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(logical(client), std::uint64_t{0});
    for (std::uint32_t cpu = 0; cpu < suite_cpus; ++cpu) {
        EXPECT(client.drain(cpu).has_value());
    }
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
    EXPECT_EQUAL(supplies[0].wrongs(), std::uint64_t{0});
    const Statistics statistics = client.statistics().value_or(Statistics{});
    EXPECT_EQUAL(statistics.live_blocks, std::uint64_t{0});
    EXPECT_EQUAL(statistics.live_bytes, std::uint64_t{0});
    EXPECT_EQUAL(statistics.magazine_blocks, std::uint64_t{0});
    EXPECT_EQUAL(statistics.slab_pages, std::uint64_t{0});
    EXPECT_EQUAL(statistics.large_pages, std::uint64_t{0});
    std::uint64_t largest = 0;
    while (client.allocate(0, largest_block, 1, 0)) {
        ++largest;
    }
    constexpr std::uint64_t pages_each = largest_block / HEAP_PAGE_SIZE;
    EXPECT_EQUAL(largest, pages / pages_each);
}

} // namespace bimetal::heap::conformance
