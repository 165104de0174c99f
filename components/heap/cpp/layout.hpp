// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
// fault: each number is checked before it leads anywhere, and none reaches a hardened operator that
// would stop the kernel.
#pragma once

#include "components/heap/bindings/generated/twin.hpp"
#include "components/heap/cpp/classes.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace bimetal::heap {

template <class Value>
using Result = std::expected<Value, HeapStatus>;

[[nodiscard]] constexpr std::unexpected<HeapStatus> failure(HeapStatus status) {
    return std::unexpected(status);
}

/// A step of the contract's hash.
[[nodiscard]] constexpr std::uint64_t step(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * HEAP_HASH_FACTOR;
    return hash ^ hash >> 32;
}

inline constexpr std::uint64_t low_half = 0xffffffff;

/// What the table says of a page.
struct Head {
    std::uint64_t word;

    static constexpr Head slab(std::uint32_t size_class, std::uint32_t order, std::uint64_t free) {
        return {free | HEAP_HELD | std::uint64_t{size_class} << HEAP_CLASS_SHIFT |
                std::uint64_t{order} << HEAP_ORDER_SHIFT |
                std::uint64_t{HEAP_KIND_SLAB} << HEAP_KIND_SHIFT};
    }

    static constexpr Head inside(std::uint32_t size_class, std::uint64_t distance) {
        return {std::uint64_t{size_class} << HEAP_CLASS_SHIFT | distance << HEAP_ORDER_SHIFT |
                std::uint64_t{HEAP_KIND_INSIDE} << HEAP_KIND_SHIFT};
    }

    static constexpr Head large(std::uint32_t order) {
        return {std::uint64_t{order} << HEAP_ORDER_SHIFT | std::uint64_t{HEAP_KIND_LARGE}
                                                               << HEAP_KIND_SHIFT};
    }

    [[nodiscard]] constexpr std::uint64_t count() const { return word & HEAP_COUNT_MASK; }

    [[nodiscard]] constexpr bool is_held() const { return (word & HEAP_HELD) != 0; }

    [[nodiscard]] constexpr std::uint32_t size_class() const {
        return static_cast<std::uint32_t>(word >> HEAP_CLASS_SHIFT) % HEAP_CLASS_COUNT;
    }

    /// The order, or the distance of an inner page.
    [[nodiscard]] constexpr std::uint32_t order() const {
        return static_cast<std::uint32_t>(word >> HEAP_ORDER_SHIFT) & 0xf;
    }

    [[nodiscard]] constexpr std::uint32_t kind() const {
        return static_cast<std::uint32_t>(word >> HEAP_KIND_SHIFT) & 0xf;
    }

    [[nodiscard]] constexpr std::uint64_t link() const { return word >> HEAP_LINK_SHIFT; }

    [[nodiscard]] constexpr Head with_link(std::uint64_t link) const {
        return {(word & low_half) | link << HEAP_LINK_SHIFT};
    }

    [[nodiscard]] constexpr bool is_slab_of(std::uint32_t number) const {
        return kind() == HEAP_KIND_SLAB && size_class() == number;
    }

    [[nodiscard]] constexpr bool is_of_slab() const {
        return kind() == HEAP_KIND_SLAB || kind() == HEAP_KIND_INSIDE;
    }

    /// How many blocks the slab has.
    [[nodiscard]] constexpr std::uint64_t capacity() const {
        const std::uint64_t bytes = std::uint64_t{HEAP_PAGE_SIZE} << order();
        return std::min<std::uint64_t>(bytes * class_at(size_class()).reciprocal >> 32,
                                       HEAP_SLAB_CAPACITY);
    }
};

/// The bits of a word of `taken` that stand for no block of a slab with so many.
[[nodiscard]] constexpr std::uint64_t beyond(std::uint64_t capacity, std::uint64_t word) {
    const std::uint64_t first = word * 64;
    if (capacity <= first) {
        return ~std::uint64_t{0};
    }
    return capacity - first >= 64 ? 0 : ~std::uint64_t{0} << (capacity - first);
}

/// The shared layout, reached through `Atomics`.
template <class Atomics>
class Layout {
  public:
    constexpr Layout(HeapState& state, HeapPage* pages, std::uint64_t page_count)
        : state_(&state), pages_(pages), page_count_(page_count) {}

    [[gnu::always_inline]] explicit Layout(const Shared& shared)
        : Layout(shared.state, shared.table.data(), shared.table.size()) {}

    [[nodiscard]] HeapState& state() const { return *state_; }

    [[nodiscard]] HeapPage* pages() const { return pages_; }

    [[nodiscard]] std::uint64_t page_count() const { return page_count_; }

    /// Null if there is no such page.
    [[nodiscard]] HeapPage* page(std::uint64_t index) const {
        return index < page_count_ ? pages_ + index : nullptr;
    }

    [[nodiscard]] std::uint64_t first_page() const { return load(state_->first_page); }

    /// Where the page with that index begins.
    [[nodiscard]] std::uint64_t address_of(std::uint64_t index) const {
        return (first_page() + index) * HEAP_PAGE_SIZE;
    }

    /// Where the page with that address is in the table; no index of it if it is not.
    [[nodiscard]] std::uint64_t index_of(std::uint64_t address) const {
        return address / HEAP_PAGE_SIZE - first_page();
    }

    [[nodiscard]] std::uint64_t cpu_count() const {
        return std::min<std::uint64_t>(load(state_->cpu_count), HEAP_CPU_CAPACITY);
    }

    static std::uint64_t load(std::uint64_t& word) {
        return Atomics::load(word, std::memory_order_relaxed);
    }

    static Head head_of(HeapPage& page) { return {load(page.head)}; }

    static void add(std::uint64_t& word, std::uint64_t value) {
        static_cast<void>(Atomics::add(word, value, std::memory_order_relaxed));
    }

  private:
    HeapState* state_;
    HeapPage* pages_;
    std::uint64_t page_count_;
};

/// A block of a slab.
struct Place {
    HeapPage* page;      ///< The slab's first.
    std::uint64_t index; ///< Of that page.
    std::uint64_t block; ///< Its number in the slab.
    std::uint32_t size_class;

    [[nodiscard]] constexpr std::uint64_t word() const { return block / 64; }

    [[nodiscard]] constexpr std::uint64_t bit() const { return std::uint64_t{1} << block % 64; }
};

/// Finds the block that begins at an address in a page, whose head is given, of a slab.
template <class Atomics>
[[nodiscard, gnu::always_inline]] inline Result<Place>
place_of(const Layout<Atomics>& layout, std::uint64_t address, std::uint64_t index, Head head) {
    if (head.kind() == HEAP_KIND_INSIDE) {
        index -= head.order();
        HeapPage* const first = layout.page(index);
        if (first == nullptr || !layout.head_of(*first).is_slab_of(head.size_class()))
            [[unlikely]] {
            return failure(HeapStatus::corrupt);
        }
        head = layout.head_of(*first);
    }
    const SizeClass& of_class = class_at(head.size_class());
    const std::uint64_t offset = address - layout.address_of(index);
    const std::uint64_t block = offset * of_class.reciprocal >> 32;
    if (block * of_class.size != offset || block >= HEAP_SLAB_CAPACITY ||
        offset + of_class.size > std::uint64_t{HEAP_PAGE_SIZE} << head.order()) [[unlikely]] {
        return failure(HeapStatus::not_a_block);
    }
    return Place{.page = layout.page(index),
                 .index = index,
                 .block = block,
                 .size_class = head.size_class()};
}

} // namespace bimetal::heap
