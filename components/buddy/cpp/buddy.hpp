// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin. The algorithm is described in components/buddy/README.md.
#pragma once

#include "components/buddy/cpp/check.hpp"
#include "components/buddy/cpp/digest.hpp"
#include "components/buddy/cpp/layout.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace bimetal::buddy {

/// A buddy allocator in the shared layout. The contract of the functions is in buddy.seam.h.
class Buddy {
  public:
    static Result<void> initialize(Shared shared) {
        if (shared.table.empty() || shared.table.size() > BUDDY_NONE) {
            return failure(BuddyStatus::out_of_range);
        }
        std::ranges::fill(shared.state.lists, BuddyList{.head = BUDDY_NONE, .blocks = 0});
        shared.state.ranges_digest = Layout(shared).digest_of({});
        return {};
    }

    static void shutdown(Shared /*shared*/) {}

    static Result<void> add(Shared shared, std::uint64_t first_frame, std::uint64_t frame_count) {
        if (frame_count == 0 || first_frame > BUDDY_FRAME_LIMIT ||
            frame_count > BUDDY_FRAME_LIMIT - first_frame) {
            return failure(BuddyStatus::out_of_range);
        }
        BuddyState& state = shared.state;
        const Layout layout(shared);
        const auto before = layout.ranges();
        const std::uint64_t capacity = shared.table.size();
        if (!before || capacity > BUDDY_NONE || state.total_frames > capacity) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        if (!before->empty() && first_frame < before->back().frame + before->back().count) {
            return failure(BuddyStatus::out_of_order);
        }
        if (before->size() == BUDDY_RANGE_CAPACITY || frame_count > capacity - state.total_frames) {
            return failure(BuddyStatus::exhausted);
        }
        const BuddyRange range{.frame = first_frame,
                               .first = static_cast<std::uint32_t>(state.total_frames),
                               .count = static_cast<std::uint32_t>(frame_count)};
        state.ranges[before->size()] = range;
        ++state.range_count;
        state.total_frames += frame_count;
        state.ranges_digest = layout.digest_of(std::span(state.ranges).first(before->size() + 1));
        return cut(layout, range);
    }

    // Inlined into the entry: an instance handed on in memory is stored by halves and loaded whole,
    // and the processor waits for that.
    [[gnu::always_inline]] static Result<std::uint64_t> allocate(Shared shared, std::uint32_t order,
                                                                 BuddyZone zone) {
        if (order > max_order) {
            return failure(BuddyStatus::out_of_range);
        }
        const Layout layout(shared);
        if (zone == BuddyZone::any) {
            const auto above = take(layout, Half::above_4g, order);
            if (above || above.error() != BuddyStatus::exhausted) {
                return above;
            }
        }
        return take(layout, Half::below_4g, order);
    }

    [[gnu::always_inline]] static Result<void> free(Shared shared, std::uint64_t frame,
                                                    std::uint32_t order) {
        if (order > max_order) {
            return failure(BuddyStatus::out_of_range);
        }
        if ((frame & (frames_of(order) - 1)) != 0) {
            return failure(BuddyStatus::misaligned_block);
        }
        const Layout layout(shared);
        const auto ranges = layout.ranges();
        if (!ranges) [[unlikely]] {
            return failure(ranges.error());
        }
        const BuddyRange* const range = Layout::range_of(*ranges, frame);
        if (range == nullptr) {
            return failure(BuddyStatus::unmanaged);
        }
        BuddyFrame* const block = entry_of(layout, *range, frame);
        if (block == nullptr) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        if (block->state != (BUDDY_ALLOCATED | order)) {
            return failure(explain(layout, *range, frame, order));
        }
        block->state = 0;
        return merge(layout, *range, frame, order);
    }

    static BuddyStatistics statistics(Shared shared) {
        const BuddyState& state = shared.state;
        BuddyStatistics statistics{};
        statistics.total_frames = state.total_frames;
        statistics.free_frames = state.free_frames;
        for (std::uint32_t order = 0; order < BUDDY_ORDER_COUNT; ++order) {
            const std::uint64_t below = state.lists[order].blocks;
            const std::uint64_t above = state.lists[BUDDY_ORDER_COUNT + order].blocks;
            statistics.free_blocks[order] = below + above;
            statistics.free_blocks_below_4g[order] = below;
        }
        return statistics;
    }

    static Result<void> check(Shared shared) {
        return is_consistent(shared) ? Result<void>() : failure(BuddyStatus::corrupt);
    }

    static Result<std::uint64_t> digest(Shared shared, BuddyDigest kind) {
        return kind == BuddyDigest::logical ? logical_digest(shared) : exact_digest(shared);
    }

  private:
    /// The entry of a frame of that range.
    [[nodiscard]] static BuddyFrame* entry_of(const Layout& layout, const BuddyRange& range,
                                              std::uint64_t frame) {
        const auto index = index_in(range, frame);
        return index ? layout.frame(*index) : nullptr;
    }

    /// Cuts a new range into the largest aligned blocks.
    static Result<void> cut(const Layout& layout, const BuddyRange& range) {
        for (std::uint32_t offset = 0; offset < range.count; ++offset) {
            if (BuddyFrame* const entry = layout.frame(range.first + offset)) {
                *entry = Layout::inside;
            }
        }
        std::uint32_t offset = 0;
        while (offset < range.count) {
            const std::uint64_t frame = range.frame + offset;
            const auto aligned = static_cast<std::uint32_t>(std::countr_zero(frame));
            const auto fitting =
                static_cast<std::uint32_t>(std::bit_width(range.count - offset)) - 1;
            const std::uint32_t order = std::min({aligned, fitting, max_order});
            const auto pushed = layout.push(half_of(frame), order, range.first + offset);
            if (!pushed) [[unlikely]] {
                return pushed;
            }
            offset += static_cast<std::uint32_t>(frames_of(order));
        }
        return {};
    }

    /// Takes a block out of one half of memory: the smallest that is large enough.
    static Result<std::uint64_t> take(const Layout& layout, Half half, std::uint32_t order) {
        for (std::uint32_t found = order; found < BUDDY_ORDER_COUNT; ++found) {
            const BuddyList* const list = layout.list(half, found);
            if (list == nullptr) [[unlikely]] {
                return failure(BuddyStatus::corrupt);
            }
            if (list->head != BUDDY_NONE) {
                return split(layout, half, list->head, found, order);
            }
        }
        return failure(BuddyStatus::exhausted);
    }

    /// Takes a free block and splits it until it has the order that is wanted. The upper half of
    /// each split stays free. On its own, so that a search that finds nothing needs no frame for
    /// it.
    [[gnu::noinline]] static Result<std::uint64_t> split(const Layout& layout, Half half,
                                                         std::uint32_t index, std::uint32_t found,
                                                         std::uint32_t order) {
        const auto frame = layout.frame_of(index);
        BuddyFrame* const block = layout.frame(index);
        if (!frame || block == nullptr) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        if (const auto unlinked = layout.unlink(half, found, index); !unlinked) [[unlikely]] {
            return failure(unlinked.error());
        }
        while (found > order) {
            --found;
            const auto upper = index + static_cast<std::uint32_t>(frames_of(found));
            if (const auto pushed = layout.push(half, found, upper); !pushed) [[unlikely]] {
                return failure(pushed.error());
            }
        }
        block->state = BUDDY_ALLOCATED | order;
        return frame;
    }

    /// Lets a block become free, joined with its buddy as long as that is free too.
    static Result<void> merge(const Layout& layout, const BuddyRange& range, std::uint64_t frame,
                              std::uint32_t order) {
        const Half half = half_of(frame);
        while (order < max_order) {
            const std::uint64_t buddy = frame ^ frames_of(order);
            const auto index = index_in(range, buddy);
            if (!index) {
                break;
            }
            const BuddyFrame* const entry = layout.frame(*index);
            if (entry == nullptr) [[unlikely]] {
                return failure(BuddyStatus::corrupt);
            }
            if (entry->state != (BUDDY_FREE | order)) {
                break;
            }
            if (const auto unlinked = layout.unlink(half, order, *index); !unlinked) [[unlikely]] {
                return unlinked;
            }
            frame = std::min(frame, buddy);
            ++order;
        }
        const auto index = index_in(range, frame);
        if (!index) [[unlikely]] {
            return failure(BuddyStatus::corrupt);
        }
        return layout.push(half, order, *index);
    }

    /// Why a frame is not the first of an allocated block of that order.
    static BuddyStatus explain(const Layout& layout, const BuddyRange& range, std::uint64_t frame,
                               std::uint32_t order) {
        for (std::uint32_t above = 0; above < BUDDY_ORDER_COUNT; ++above) {
            const std::uint64_t head = frame & ~(frames_of(above) - 1);
            if (head < range.frame) {
                break;
            }
            const BuddyFrame* const entry = entry_of(layout, range, head);
            if (entry == nullptr) [[unlikely]] {
                return BuddyStatus::corrupt;
            }
            if (entry->state == 0) {
                continue;
            }
            const auto block = block_of(*entry);
            if (!block) [[unlikely]] {
                return BuddyStatus::corrupt;
            }
            // Freeing the whole of a block that was merged into a larger one is a double free too.
            return block->is_free && block->order >= order ? BuddyStatus::double_free
                                                           : BuddyStatus::wrong_order;
        }
        return BuddyStatus::corrupt;
    }
};

} // namespace bimetal::buddy
