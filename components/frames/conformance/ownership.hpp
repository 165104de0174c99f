// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Who owns which frame, kept apart from any allocator and safe for any number of threads: what an
// allocator hands out is judged here.
#pragma once

#include "components/frames/bindings/generated/frames.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bimetal::frames::conformance {

/// Frames that an allocator is given.
struct Extent {
    std::uint64_t first;
    std::uint64_t count;

    [[nodiscard]] constexpr std::uint64_t end() const { return first + count; }
};

/// How many areas the suite's instances have, and how many frames.
inline constexpr std::uint64_t suite_areas = 64;
inline constexpr std::uint64_t suite_frames = suite_areas * FRAMES_AREA_FRAMES;

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
    /// Nobody owns anything of `extents`, which lie within suite_frames from `base` on.
    void reset(std::uint64_t base, std::span<const Extent> extents) {
        base_ = base;
        owned_.store(0, std::memory_order_relaxed);
        for (auto& owner : owners_) {
            owner.store(foreign, std::memory_order_relaxed);
        }
        for (const Extent& extent : extents) {
            for (std::uint64_t frame = extent.first; frame < extent.end(); ++frame) {
                owners_[index_of(frame)].store(nobody, std::memory_order_relaxed);
            }
        }
    }

    /// Whether a block is one that may be handed out: aligned, of the extents, nobody's. From now
    /// on it is `owner`'s, 1 to 254.
    [[nodiscard]] bool take(std::uint64_t frame, std::uint32_t order, std::uint32_t owner) {
        return change(frame, order, nobody, static_cast<std::uint8_t>(owner));
    }

    /// Whether all of a block was still `owner`'s. From now on it is nobody's.
    [[nodiscard]] bool give(std::uint64_t frame, std::uint32_t order, std::uint32_t owner) {
        return change(frame, order, static_cast<std::uint8_t>(owner), nobody);
    }

    [[nodiscard]] bool is_free(std::uint64_t frame) const {
        return frame - base_ < suite_frames &&
               owners_[index_of(frame)].load(std::memory_order_relaxed) == nobody;
    }

    [[nodiscard]] std::uint64_t owned() const { return owned_.load(std::memory_order_relaxed); }

    /// The logical digest that an allocator must have, as the contract states it.
    [[nodiscard]] std::uint64_t logical_digest() const {
        std::uint64_t sum = 0;
        for (std::uint64_t index = 0; index < suite_frames; ++index) {
            if (owners_[index].load(std::memory_order_relaxed) == nobody) {
                const std::uint64_t hash =
                    (FRAMES_HASH_START ^ (base_ + index)) * FRAMES_HASH_FACTOR;
                sum += hash ^ hash >> 32;
            }
        }
        return sum;
    }

  private:
    static constexpr std::uint8_t nobody = 0;
    static constexpr std::uint8_t foreign = 255;

    [[nodiscard]] std::size_t index_of(std::uint64_t frame) const {
        return static_cast<std::size_t>(frame - base_);
    }

    bool change(std::uint64_t frame, std::uint32_t order, std::uint8_t from, std::uint8_t to) {
        const std::uint64_t size = std::uint64_t{1} << order;
        if (frame % size != 0 || frame - base_ >= suite_frames ||
            size > suite_frames - (frame - base_)) {
            return false;
        }
        bool held = true;
        for (std::uint64_t offset = 0; offset < size; ++offset) {
            held =
                owners_[index_of(frame + offset)].exchange(to, std::memory_order_relaxed) == from &&
                held;
        }
        if (to == nobody) {
            owned_.fetch_sub(size, std::memory_order_relaxed);
        } else {
            owned_.fetch_add(size, std::memory_order_relaxed);
        }
        return held;
    }

    std::uint64_t base_ = 0;
    std::atomic<std::uint64_t> owned_ = 0;
    std::array<std::atomic<std::uint8_t>, suite_frames> owners_{};
};

} // namespace bimetal::frames::conformance
