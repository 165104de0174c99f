// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Who owns which frame, kept apart from any allocator and safe for any number of threads: what an
// allocator hands out is judged here.
#pragma once

#include "components/buddy/bindings/generated/buddy.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace bimetal::buddy::conformance {

/// Frames that an allocator is given.
struct Extent {
    std::uint64_t first;
    std::uint64_t count;

    [[nodiscard]] constexpr std::uint64_t end() const { return first + count; }
};

/// How many frames the suite's instances have room for.
inline constexpr std::uint64_t capacity = 20'480;

[[nodiscard]] constexpr std::uint64_t frames_in(std::span<const Extent> extents) {
    std::uint64_t frames = 0;
    for (const Extent& extent : extents) {
        frames += extent.count;
    }
    return frames;
}

/// How many blocks of an order fit into the extents, none across an end.
[[nodiscard]] constexpr std::uint64_t blocks_in(std::span<const Extent> extents,
                                                std::uint32_t order) {
    const std::uint64_t size = std::uint64_t{1} << order;
    std::uint64_t blocks = 0;
    for (const Extent& extent : extents) {
        const std::uint64_t first = (extent.first + size - 1) / size;
        const std::uint64_t end = extent.end() / size;
        blocks += end > first ? end - first : 0;
    }
    return blocks;
}

class Ownership {
  public:
    /// Nobody owns anything of `extents`, which stay the caller's.
    void reset(std::span<const Extent> extents) {
        extents_ = extents;
        owned_.store(0, std::memory_order_relaxed);
        for (auto& owner : owners_) {
            owner.store(0, std::memory_order_relaxed);
        }
    }

    /// Whether a block is one that may be handed out: aligned, in one extent, nobody's. From now on
    /// it is `owner`'s, a number but 0.
    [[nodiscard]] bool take(std::uint64_t frame, std::uint32_t order, std::uint32_t owner) {
        const std::uint64_t size = std::uint64_t{1} << order;
        const auto index = index_of(frame, size);
        if (frame % size != 0 || !index) {
            return false;
        }
        bool alone = true;
        for (std::uint64_t offset = 0; offset < size; ++offset) {
            alone = change(*index + offset, 0, owner) && alone;
        }
        owned_.fetch_add(size, std::memory_order_relaxed);
        return alone;
    }

    /// Whether all of a block was still `owner`'s. From now on it is nobody's.
    [[nodiscard]] bool give(std::uint64_t frame, std::uint32_t order, std::uint32_t owner) {
        const std::uint64_t size = std::uint64_t{1} << order;
        const auto index = index_of(frame, size);
        if (!index) {
            return false;
        }
        bool kept = true;
        for (std::uint64_t offset = 0; offset < size; ++offset) {
            kept = change(*index + offset, owner, 0) && kept;
        }
        owned_.fetch_sub(size, std::memory_order_relaxed);
        return kept;
    }

    /// Whether a block is aligned, in one extent, and nobody's.
    [[nodiscard]] bool is_free(std::uint64_t frame, std::uint32_t order) const {
        const std::uint64_t size = std::uint64_t{1} << order;
        const auto index = index_of(frame, size);
        if (frame % size != 0 || !index) {
            return false;
        }
        bool is_free = true;
        for (std::size_t offset = 0; offset < size; ++offset) {
            is_free = is_free && owners_[*index + offset].load(std::memory_order_relaxed) == 0;
        }
        return is_free;
    }

    [[nodiscard]] std::uint64_t owned() const { return owned_.load(std::memory_order_relaxed); }

    /// The logical digest that an allocator of these extents must have: the hash over the maximal
    /// runs of frames that nobody owns, as the contract states it.
    [[nodiscard]] std::uint64_t logical_digest() const {
        std::uint64_t hash = BUDDY_HASH_START;
        const auto word = [&hash](std::uint64_t value) {
            hash = (hash ^ value) * BUDDY_HASH_FACTOR;
            hash ^= hash >> 32;
        };
        std::uint64_t run = 0;
        std::uint64_t before = 0;
        std::size_t index = 0;
        for (const Extent& extent : extents_) {
            for (std::uint64_t frame = extent.first; frame < extent.end(); ++frame, ++index) {
                const bool is_free = owners_[index].load(std::memory_order_relaxed) == 0;
                if (run != 0 && (!is_free || frame != before + 1)) {
                    word(before + 1 - run);
                    word(run);
                    run = 0;
                }
                run += is_free ? 1 : 0;
                before = frame;
            }
        }
        if (run != 0) {
            word(before + 1 - run);
            word(run);
        }
        return hash;
    }

  private:
    /// Where a block of the extents stands in `owners_`.
    [[nodiscard]] std::optional<std::size_t> index_of(std::uint64_t frame,
                                                      std::uint64_t size) const {
        std::uint64_t before = 0;
        for (const Extent& extent : extents_) {
            if (frame >= extent.first && frame < extent.end()) {
                const std::uint64_t index = before + (frame - extent.first);
                const bool is_inside = size <= extent.end() - frame;
                return is_inside ? std::optional(static_cast<std::size_t>(index)) : std::nullopt;
            }
            before += extent.count;
        }
        return std::nullopt;
    }

    bool change(std::uint64_t index, std::uint32_t from, std::uint32_t to) {
        return owners_[static_cast<std::size_t>(index)].exchange(to, std::memory_order_relaxed) ==
               from;
    }

    std::span<const Extent> extents_;
    std::atomic<std::uint64_t> owned_ = 0;
    std::array<std::atomic<std::uint32_t>, capacity> owners_{};
};

} // namespace bimetal::buddy::conformance
