// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
// fault: each number is checked before it leads anywhere, and none reaches a hardened operator that
// would stop the kernel.
#pragma once

#include "components/frames/bindings/generated/twin.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

namespace bimetal::frames {

template <class Value>
using Result = std::expected<Value, FramesStatus>;

[[nodiscard]] constexpr std::unexpected<FramesStatus> failure(FramesStatus status) {
    return std::unexpected(status);
}

inline constexpr std::uint32_t max_order = FRAMES_MAX_ORDER;
inline constexpr std::uint32_t large_order = FRAMES_LARGE_ORDER;
/// The part of a counter's word that counts.
inline constexpr std::uint64_t area_count = 0xffff;
inline constexpr std::uint64_t tree_count = 0xffffffff;
inline constexpr std::uint32_t tree_shift = 32;

/// How many frames a block has.
[[nodiscard]] constexpr std::uint64_t frames_of(std::uint32_t order) {
    return std::uint64_t{1} << order;
}

/// As many bits, from the lowest on; 1 to 64.
[[nodiscard]] constexpr std::uint64_t ones(std::uint64_t count) {
    return ~std::uint64_t{0} >> (64 - count);
}

/// A step of the contract's hash.
[[nodiscard]] constexpr std::uint64_t step(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * FRAMES_HASH_FACTOR;
    return hash ^ hash >> 32;
}

/// A CPU's reservation, as its word says it.
struct Local {
    std::uint64_t word;

    static constexpr Local of(std::uint64_t tree, std::uint64_t free) {
        return {FRAMES_RESERVED | tree << tree_shift | free};
    }

    [[nodiscard]] constexpr bool is_there() const { return (word & FRAMES_RESERVED) != 0; }

    [[nodiscard]] constexpr std::uint64_t tree() const {
        return (word & ~FRAMES_RESERVED) >> tree_shift;
    }

    [[nodiscard]] constexpr std::uint64_t free() const { return word & tree_count; }

    [[nodiscard]] constexpr bool has(std::uint64_t index) const {
        return is_there() && tree() == index;
    }
};

/// Indices from the first up to the last.
struct Interval {
    std::uint64_t first;
    std::uint64_t last;

    [[nodiscard]] constexpr std::uint64_t size() const { return last - first; }
};

/// Takes `amount` from a counter, the bits of `mask` in its word, if it has as much.
template <class Atomics>
[[nodiscard]] bool take_from(std::uint64_t& counter, std::uint64_t mask, std::uint64_t amount) {
    std::uint64_t expected = Atomics::load(counter, std::memory_order_relaxed);
    while ((expected & mask) >= amount) {
        // Whoever added released what it had cleared.
        if (Atomics::compare_exchange(counter, expected, expected - amount,
                                      std::memory_order_acquire)) {
            return true;
        }
    }
    return false;
}

/// The state and its table. Words that change are reached through Atomics.
template <class Atomics>
class Layout {
  public:
    explicit Layout(Shared shared) : state_(&shared.state), table_(shared.table) {}

    [[nodiscard]] FramesState& state() const { return *state_; }

    [[nodiscard]] std::uint64_t areas() const { return table_.size(); }

    [[nodiscard]] std::uint64_t trees() const {
        return (table_.size() + FRAMES_TREE_AREAS - 1) / FRAMES_TREE_AREAS;
    }

    /// Null if there is none.
    [[nodiscard]] FramesArea* area(std::uint64_t index) const {
        return index < table_.size() ? table_.data() + index : nullptr;
    }

    [[nodiscard]] std::uint64_t* tree(std::uint64_t index) const {
        FramesArea* const first = area(index * FRAMES_TREE_AREAS);
        return first == nullptr ? nullptr : &first->tree;
    }

    [[nodiscard]] FramesCpu* cpu(std::uint64_t index) const {
        return index < state_->cpu_count && index < FRAMES_CPU_CAPACITY ? &state_->cpus[index]
                                                                        : nullptr;
    }

    /// The CPUs in use.
    [[nodiscard]] std::span<FramesCpu> cpus() const {
        return {state_->cpus, static_cast<std::size_t>(
                                  std::min<std::uint64_t>(state_->cpu_count, FRAMES_CPU_CAPACITY))};
    }

    /// The ranges in use.
    [[nodiscard]] std::span<const FramesRange> ranges() const {
        return {state_->ranges, static_cast<std::size_t>(std::min<std::uint64_t>(
                                    state_->range_count, FRAMES_RANGE_CAPACITY))};
    }

    /// The areas of a tree; none of one that there is not.
    [[nodiscard]] Interval areas_of(std::uint64_t tree) const {
        const std::uint64_t first = std::min(tree * FRAMES_TREE_AREAS, areas());
        return {first, std::min<std::uint64_t>(first + FRAMES_TREE_AREAS, areas())};
    }

    /// The first tree that lies above 4 GiB, or how many trees there are.
    [[nodiscard]] std::uint64_t first_tree_above_4g() const {
        if (state_->first_frame >= FRAMES_FIRST_ABOVE_4G) {
            return 0;
        }
        return std::min((FRAMES_FIRST_ABOVE_4G - state_->first_frame) / FRAMES_TREE_FRAMES,
                        trees());
    }

    /// The range with most frames, the first of them.
    [[nodiscard]] std::uint64_t widest() const {
        const auto all = ranges();
        return static_cast<std::uint64_t>(std::ranges::max_element(all, {}, &FramesRange::count) -
                                          all.begin());
    }

    /// Whether a block lies in one range.
    [[nodiscard]] bool is_managed(std::uint64_t frame, std::uint64_t count) const {
        const auto holds = [frame, count](const FramesRange& range) {
            const std::uint64_t offset = frame - range.frame;
            return offset < range.count && count <= range.count - offset;
        };
        const auto all = ranges();
        if (state_->widest < all.size() && holds(all.data()[state_->widest])) [[likely]] {
            return true;
        }
        return std::ranges::any_of(all, holds);
    }

    /// The hash over the words that say which frames there are.
    [[nodiscard]] std::uint64_t digest_of_ranges() const {
        std::uint64_t hash = FRAMES_HASH_START;
        for (const std::uint64_t word :
             {state_->area_capacity, state_->first_frame, state_->cpu_count, state_->total_frames,
              state_->range_count, state_->widest}) {
            hash = step(hash, word);
        }
        for (const FramesRange& range : state_->ranges) {
            hash = step(step(hash, range.frame), range.count);
        }
        return hash;
    }

  private:
    FramesState* state_;
    std::span<FramesArea> table_;
};

} // namespace bimetal::frames
