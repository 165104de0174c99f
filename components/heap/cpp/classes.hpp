// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The classes of sizes, as tables that are made when compiling. A class is found in a table of
// bytes: computing it with shifts has cost twice the time of a call, for a register that is written
// by halves.
#pragma once

#include "components/heap/heap.seam.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace bimetal::heap {

/// What is the same for all blocks of a class.
struct SizeClass {
    std::uint32_t size;        ///< Of a block.
    std::uint32_t reciprocal;  ///< 2^32 / size, rounded up.
    std::uint32_t slab_order;  ///< Of its slabs, where memory is not in pieces.
    std::uint32_t least_order; ///< Of a slab that has room for one block.
    std::uint32_t kept;        ///< How many blocks a magazine keeps at most.
    std::uint32_t batch;       ///< How many come and go at once.
    std::uint32_t empty_slabs; ///< How many of them stay for the next time.
};

namespace detail {

constexpr std::uint32_t size_of_class(std::uint32_t number) {
    if (number < 4) {
        return (number + 1) * HEAP_GRANULE;
    }
    const std::uint32_t doubling = 6 + (number - 4) / 4;
    return (std::uint32_t{1} << doubling) +
           ((number - 4) % 4 + 1) * (std::uint32_t{1} << (doubling - 2));
}

constexpr std::uint32_t order_for(std::uint32_t bytes) {
    std::uint32_t order = 0;
    while ((std::uint32_t{HEAP_PAGE_SIZE} << order) < bytes) {
        ++order;
    }
    return order;
}

constexpr std::array<SizeClass, HEAP_CLASS_COUNT> make_classes() {
    std::array<SizeClass, HEAP_CLASS_COUNT> classes{};
    for (std::uint32_t number = 0; number < HEAP_CLASS_COUNT; ++number) {
        const std::uint32_t size = size_of_class(number);
        // Sixteen blocks and more leave at most a sixteenth of a slab over, and mostly less.
        const std::uint32_t order =
            std::min<std::uint32_t>(order_for(size * 16), HEAP_MAX_SLAB_ORDER);
        const std::uint32_t kept =
            std::clamp<std::uint32_t>(131072 / size, 7, HEAP_MAGAZINE_CAPACITY);
        classes[number] = {
            .size = size,
            .reciprocal = static_cast<std::uint32_t>(((std::uint64_t{1} << 32) + size - 1) / size),
            .slab_order = order,
            .least_order = order_for(size),
            .kept = kept,
            .batch = (kept + 1) / 2,
            .empty_slabs = std::max<std::uint32_t>(HEAP_EMPTY_PAGES >> order, HEAP_EMPTY_KEPT)};
    }
    return classes;
}

constexpr std::size_t granule_count = HEAP_LARGEST_CLASS / HEAP_GRANULE + 1;

} // namespace detail

inline constexpr auto classes = detail::make_classes();

/// By its number; one that is none is another's, as nothing here may stop the kernel.
[[nodiscard]] constexpr const SizeClass& class_at(std::uint32_t number) {
    return classes[number % HEAP_CLASS_COUNT];
}

/// By the size in units of HEAP_GRANULE, rounded up.
inline constexpr auto class_of_granules = [] {
    std::array<std::uint8_t, detail::granule_count> numbers{};
    std::uint8_t number = 0;
    for (std::uint32_t granules = 0; granules < numbers.size(); ++granules) {
        while (classes[number].size < granules * HEAP_GRANULE) {
            ++number;
        }
        numbers[granules] = number;
    }
    return numbers;
}();

static_assert(classes.back().size == HEAP_LARGEST_CLASS);

/// What a request takes: a class, or a large block.
struct Request {
    static constexpr std::uint32_t large = HEAP_CLASS_COUNT;

    std::uint32_t size_class; ///< `large` if none.
    std::uint32_t order;      ///< Of the large block.

    /// For a size and an alignment in their ranges. A class is a multiple of each power of two that
    /// the size is a multiple of, up to a quarter of the power of two below it, and beyond that the
    /// only multiples there are classes themselves: rounding the size up to the alignment is
    /// enough.
    static constexpr Request of(std::uint64_t size, std::uint64_t alignment) {
        const std::uint64_t needed =
            (std::max<std::uint64_t>(size, 1) + alignment - 1) & ~(alignment - 1);
        if (needed <= HEAP_LARGEST_CLASS) {
            return {.size_class = class_of_granules[(needed + HEAP_GRANULE - 1) / HEAP_GRANULE],
                    .order = 0};
        }
        const std::uint64_t pages = (needed + HEAP_PAGE_SIZE - 1) / HEAP_PAGE_SIZE;
        return {.size_class = large,
                .order = static_cast<std::uint32_t>(std::bit_width(pages - 1))};
    }

    /// Whether they are in their ranges.
    static constexpr bool is_possible(std::uint64_t size, std::uint64_t alignment) {
        return size <= HEAP_LARGEST_BLOCK && std::has_single_bit(alignment) &&
               alignment <= HEAP_LARGEST_BLOCK;
    }

    /// Whether a block of so many bytes will do, and is not more than twice too large.
    [[nodiscard]] constexpr bool fits(std::uint64_t block) const {
        return bytes() <= block && bytes() > block / 2;
    }

    /// How many bytes the block has.
    [[nodiscard]] constexpr std::uint64_t bytes() const {
        return size_class < HEAP_CLASS_COUNT ? class_at(size_class).size
                                             : std::uint64_t{HEAP_PAGE_SIZE} << order;
    }
};

} // namespace bimetal::heap
