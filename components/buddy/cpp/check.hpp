// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Whether the shared layout is consistent, however it came about.
#pragma once

#include "components/buddy/cpp/layout.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace bimetal::buddy {

/// The ranges are in order, numbered without holes, within the table, and as they were added.
[[nodiscard]] inline bool has_consistent_ranges(Shared shared) {
    const BuddyState& state = shared.state;
    const Layout layout(shared);
    const auto ranges = layout.ranges();
    if (!ranges || layout.digest_of(*ranges) != state.ranges_digest) {
        return false;
    }
    std::uint64_t end = 0;
    std::uint64_t total = 0;
    for (const BuddyRange& range : *ranges) {
        if (range.count == 0 || range.first != total || range.frame < end ||
            range.frame > BUDDY_FRAME_LIMIT - range.count) {
            return false;
        }
        end = range.frame + range.count;
        total += range.count;
    }
    for (const BuddyRange& unused : std::span(state.ranges).subspan(ranges->size())) {
        if (unused.frame != 0 || unused.first != 0 || unused.count != 0) {
            return false;
        }
    }
    return total == state.total_frames && total <= shared.table.size() &&
           shared.table.size() <= BUDDY_NONE;
}

/// A list leads through as many blocks as it says, each marked free with its order, in its half of
/// memory, and linked back.
[[nodiscard]] inline bool is_consistent_list(const Layout& layout, Half half, std::uint32_t order) {
    const BuddyList* const list = layout.list(half, order);
    if (list == nullptr || list->blocks > layout.state().total_frames) {
        return false;
    }
    std::uint32_t previous = BUDDY_NONE;
    std::uint32_t index = list->head;
    for (std::uint32_t block = 0; block < list->blocks; ++block) {
        const BuddyFrame* const entry = layout.frame(index);
        const auto frame = layout.frame_of(index);
        if (entry == nullptr || !frame || entry->state != (BUDDY_FREE | order) ||
            entry->previous != previous || half_of(*frame) != half) {
            return false;
        }
        previous = index;
        index = entry->next;
    }
    return index == BUDDY_NONE;
}

/// What the blocks of all ranges come to.
struct Census {
    std::uint64_t free_blocks = 0;
    std::uint64_t free_frames = 0;
};

/// The blocks of a range follow each other from end to end, each aligned, with nothing but a first
/// frame that means something; no two free buddies stand side by side.
[[nodiscard]] inline bool is_consistent_range(const Layout& layout, const BuddyRange& range,
                                              Census& census) {
    for (std::uint64_t offset = 0; offset < range.count;) {
        const std::uint64_t frame = range.frame + offset;
        const auto index = index_in(range, frame);
        const BuddyFrame* const head = index ? layout.frame(*index) : nullptr;
        const auto block = head == nullptr ? std::nullopt : block_of(*head);
        if (!block) {
            return false;
        }
        const std::uint64_t size = frames_of(block->order);
        if ((frame & (size - 1)) != 0 || size > range.count - offset) {
            return false;
        }
        for (std::uint64_t inner = 1; inner < size; ++inner) {
            const auto inner_index = index_in(range, frame + inner);
            const BuddyFrame* const entry = inner_index ? layout.frame(*inner_index) : nullptr;
            if (entry == nullptr || entry->state != 0 || is_linked(*entry)) {
                return false;
            }
        }
        if (block->is_free) {
            ++census.free_blocks;
            census.free_frames += size;
            const auto buddy_index = index_in(range, frame ^ size);
            const BuddyFrame* const buddy = buddy_index ? layout.frame(*buddy_index) : nullptr;
            if (block->order < max_order && buddy != nullptr && buddy->state == head->state) {
                return false;
            }
        } else if (is_linked(*head)) {
            return false;
        }
        offset += size;
    }
    return true;
}

[[nodiscard]] inline bool is_consistent(Shared shared) {
    const Layout layout(shared);
    const auto ranges = layout.ranges();
    if (!ranges || !has_consistent_ranges(shared)) {
        return false;
    }
    std::uint64_t listed_blocks = 0;
    for (const Half half : {Half::below_4g, Half::above_4g}) {
        for (std::uint32_t order = 0; order < BUDDY_ORDER_COUNT; ++order) {
            if (!is_consistent_list(layout, half, order)) {
                return false;
            }
            const BuddyList* const list = layout.list(half, order);
            listed_blocks += list == nullptr ? 0 : list->blocks;
        }
    }
    Census census;
    for (const BuddyRange& range : *ranges) {
        if (!is_consistent_range(layout, range, census)) {
            return false;
        }
    }
    // Every listed block is marked free, so equal counts mean that every free block is listed.
    return census.free_blocks == listed_blocks && census.free_frames == layout.state().free_frames;
}

} // namespace bimetal::buddy
