// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
// fault: each number is checked before it leads anywhere, and none reaches a hardened operator that
// would stop the kernel.
#pragma once

#include "components/buddy/bindings/generated/twin.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>

namespace bimetal::buddy {

template <class Value>
using Result = std::expected<Value, BuddyStatus>;

[[nodiscard]] constexpr std::unexpected<BuddyStatus> failure(BuddyStatus status) {
    return std::unexpected(status);
}

inline constexpr std::uint32_t max_order = BUDDY_MAX_ORDER;

/// How many frames a block has.
[[nodiscard]] constexpr std::uint64_t frames_of(std::uint32_t order) {
    return std::uint64_t{1} << order;
}

/// The two halves of the lists. A block lies in one of them.
enum class Half : std::uint32_t { below_4g = 0, above_4g = 1 };

[[nodiscard]] constexpr Half half_of(std::uint64_t frame) {
    return frame < BUDDY_FIRST_ABOVE_4G ? Half::below_4g : Half::above_4g;
}

/// What the first frame of a block says of it.
struct Block {
    std::uint32_t order;
    bool is_free;
};

/// The block that begins with an entry, if one does.
[[nodiscard]] constexpr std::optional<Block> block_of(const BuddyFrame& entry) {
    const std::uint32_t kind = entry.state & (BUDDY_FREE | BUDDY_ALLOCATED);
    const std::uint32_t order = entry.state ^ kind;
    if ((kind != BUDDY_FREE && kind != BUDDY_ALLOCATED) || order > max_order) {
        return std::nullopt;
    }
    return Block{.order = order, .is_free = kind == BUDDY_FREE};
}

/// Whether an entry leads to others.
[[nodiscard]] constexpr bool is_linked(const BuddyFrame& entry) {
    return entry.next != BUDDY_NONE || entry.previous != BUDDY_NONE;
}

/// The hash of the contract, over 64-bit words.
class Hash {
  public:
    constexpr void word(std::uint64_t word) {
        value_ = (value_ ^ word) * BUDDY_HASH_FACTOR;
        value_ ^= value_ >> 32;
    }

    /// Two fields of 32 bits, as they stand in memory.
    constexpr void halves(std::uint32_t low, std::uint32_t high) {
        word(low | static_cast<std::uint64_t>(high) << 32);
    }

    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = BUDDY_HASH_START;
};

/// The index of a frame, if it is in that range.
[[nodiscard]] constexpr std::optional<std::uint32_t> index_in(const BuddyRange& range,
                                                              std::uint64_t frame) {
    const std::uint64_t offset = frame - range.frame;
    const std::uint64_t index = range.first + offset;
    if (frame < range.frame || offset >= range.count || index >= BUDDY_NONE) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(index);
}

class Layout {
  public:
    explicit Layout(Shared shared) : state_(&shared.state), table_(shared.table) {}

    [[nodiscard]] BuddyState& state() const { return *state_; }

    /// The entry of an index; null if there is none.
    [[nodiscard]] BuddyFrame* frame(std::uint32_t index) const {
        return index < table_.size() ? &table_[index] : nullptr;
    }

    /// The list of an order; null if there is none.
    [[nodiscard]] BuddyList* list(Half half, std::uint32_t order) const {
        const std::size_t index =
            static_cast<std::size_t>(half) * BUDDY_ORDER_COUNT + std::size_t{order};
        return index < BUDDY_LIST_COUNT ? &state_->lists[index] : nullptr;
    }

    /// The ranges in use.
    [[nodiscard]] Result<std::span<const BuddyRange>> ranges() const {
        if (state_->range_count > BUDDY_RANGE_CAPACITY) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        return std::span<const BuddyRange>(state_->ranges,
                                           static_cast<std::size_t>(state_->range_count));
    }

    /// The range that a frame is in; null if there is none.
    [[nodiscard]] static const BuddyRange* range_of(std::span<const BuddyRange> ranges,
                                                    std::uint64_t frame) {
        const auto after = std::ranges::upper_bound(ranges, frame, {}, &BuddyRange::frame);
        return range_before(ranges, after, [frame](const BuddyRange& range) {
            return frame - range.frame < range.count;
        });
    }

    /// The frame that an index stands for.
    [[nodiscard]] Result<std::uint64_t> frame_of(std::uint32_t index) const {
        const auto ranges = this->ranges();
        if (!ranges) [[unlikely]] {
            return failure(ranges.error());
        }
        const auto after = std::ranges::upper_bound(*ranges, index, {}, &BuddyRange::first);
        const BuddyRange* const range =
            range_before(*ranges, after, [index](const BuddyRange& candidate) {
                return index - candidate.first < candidate.count;
            });
        if (range == nullptr) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        return range->frame + (index - range->first);
    }

    /// Puts a block at the head of its list.
    [[nodiscard]] Result<void> push(Half half, std::uint32_t order, std::uint32_t index) const {
        BuddyList* const list = this->list(half, order);
        BuddyFrame* const block = frame(index);
        if (list == nullptr || block == nullptr) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        if (list->head != BUDDY_NONE) {
            BuddyFrame* const head = frame(list->head);
            if (head == nullptr || head->previous != BUDDY_NONE) [[unlikely]] {
                return failure(BuddyStatus::corrupt);
            }
            head->previous = index;
        }
        *block = {.next = list->head, .previous = BUDDY_NONE, .state = BUDDY_FREE | order};
        list->head = index;
        ++list->blocks;
        state_->free_frames += frames_of(order);
        return {};
    }

    /// Takes a free block out of its list. Its neighbours must agree that they are, before anything
    /// changes.
    [[nodiscard]] Result<void> unlink(Half half, std::uint32_t order, std::uint32_t index) const {
        BuddyList* const list = this->list(half, order);
        BuddyFrame* const block = frame(index);
        if (list == nullptr || block == nullptr || block->state != (BUDDY_FREE | order))
            [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        BuddyFrame* const next = frame(block->next);
        BuddyFrame* const previous = frame(block->previous);
        const bool next_agrees =
            block->next == BUDDY_NONE || (next != nullptr && next->previous == index);
        const bool previous_agrees = block->previous == BUDDY_NONE
                                         ? list->head == index
                                         : previous != nullptr && previous->next == index;
        if (!next_agrees || !previous_agrees) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        if (next != nullptr) {
            next->previous = block->previous;
        }
        if (previous != nullptr) {
            previous->next = block->next;
        } else {
            list->head = block->next;
        }
        *block = inside;
        --list->blocks;
        state_->free_frames -= frames_of(order);
        return {};
    }

    /// The hash over the words that say which frames there are.
    [[nodiscard]] std::uint64_t digest_of(std::span<const BuddyRange> ranges) const {
        Hash hash;
        hash.word(table_.size());
        hash.word(ranges.size());
        for (const BuddyRange& range : ranges) {
            hash.word(range.frame);
            hash.halves(range.first, range.count);
        }
        return hash.value();
    }

    /// The entry of a frame that no list knows, inside a block or not in any.
    static constexpr BuddyFrame inside{.next = BUDDY_NONE, .previous = BUDDY_NONE, .state = 0};

  private:
    /// The range before `after`, if it is one that `holds`.
    template <class Position, class Holds>
    [[nodiscard]] static const BuddyRange* range_before(std::span<const BuddyRange> ranges,
                                                        Position after, Holds holds) {
        if (after == ranges.begin()) {
            return nullptr;
        }
        const BuddyRange& range = *(after - 1);
        return holds(range) ? &range : nullptr;
    }

    BuddyState* state_;
    std::span<BuddyFrame> table_;
};

} // namespace bimetal::buddy
