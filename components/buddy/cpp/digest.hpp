// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The two digests of the contract.
#pragma once

#include "components/buddy/cpp/layout.hpp"

#include <cstdint>

namespace bimetal::buddy {

/// The hash over the runs of free frames.
class FreeRuns {
  public:
    /// The free frames from `frame` on; they come in ascending order.
    void add(std::uint64_t frame, std::uint64_t count) {
        if (count_ != 0 && first_ + count_ == frame) {
            count_ += count;
            return;
        }
        end_run();
        first_ = frame;
        count_ = count;
    }

    [[nodiscard]] std::uint64_t finish() {
        end_run();
        return hash_.value();
    }

  private:
    void end_run() {
        if (count_ != 0) {
            hash_.word(first_);
            hash_.word(count_);
        }
    }

    Hash hash_;
    std::uint64_t first_ = 0;
    std::uint64_t count_ = 0;
};

[[nodiscard]] inline Result<std::uint64_t> logical_digest(Shared shared) {
    const Layout layout(shared);
    const auto ranges = layout.ranges();
    if (!ranges) [[unlikely]] {
        return failure(ranges.error());
    }
    FreeRuns runs;
    for (const BuddyRange& range : *ranges) {
        for (std::uint64_t offset = 0; offset < range.count;) {
            const std::uint64_t frame = range.frame + offset;
            const auto index = index_in(range, frame);
            const BuddyFrame* const head = index ? layout.frame(*index) : nullptr;
            const auto block = head == nullptr ? std::nullopt : block_of(*head);
            if (!block) [[unlikely]] {
                return failure(BuddyStatus::corrupt);
            }
            if (block->is_free) {
                runs.add(frame, frames_of(block->order));
            }
            offset += frames_of(block->order);
        }
    }
    return runs.finish();
}

[[nodiscard]] inline Result<std::uint64_t> exact_digest(Shared shared) {
    const BuddyState& state = shared.state;
    const Layout layout(shared);
    Hash hash;
    hash.word(shared.table.size());
    hash.word(state.total_frames);
    hash.word(state.free_frames);
    hash.word(state.range_count);
    hash.word(state.ranges_digest);
    for (const BuddyList& list : state.lists) {
        hash.halves(list.head, list.blocks);
    }
    for (const BuddyRange& range : state.ranges) {
        hash.word(range.frame);
        hash.halves(range.first, range.count);
    }
    if (state.total_frames > shared.table.size()) [[unlikely]] {
        return failure(BuddyStatus::corrupt);
    }
    for (const BuddyFrame& frame :
         shared.table.first(static_cast<std::size_t>(state.total_frames))) {
        hash.halves(frame.next, frame.previous);
        hash.word(frame.state);
    }
    return hash.value();
}

} // namespace bimetal::buddy
