// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The magazines of one CPU, which nobody else uses meanwhile: frames that were freed and go out
// again without a word to the trees.
#pragma once

#include "components/frames/cpp/layout.hpp"
#include "components/frames/cpp/trees.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace bimetal::frames {

using Singles = std::array<std::uint64_t, FRAMES_BATCH_CAPACITY>;

/// Shell's sort, with Ciura's gaps: short, in place, and quick for what is nearly sorted.
inline void sort(std::span<std::uint64_t> numbers) {
    if (std::ranges::is_sorted(numbers)) {
        return;
    }
    // Nothing here can pass the end, which a hardened operator would ask each time.
    std::uint64_t* const number_at = numbers.data();
    for (const std::size_t gap : {23UL, 10UL, 4UL, 1UL}) {
        for (std::size_t from = gap; from < numbers.size(); ++from) {
            const std::uint64_t number = number_at[from];
            std::size_t at = from;
            for (; at >= gap && number_at[at - gap] > number; at -= gap) {
                number_at[at] = number_at[at - gap];
            }
            number_at[at] = number;
        }
    }
}

/// Gives back single frames, which are sorted first, so that each row, each area and each tree is
/// told once. False if some were free already; those are left out.
template <class Atomics>
[[nodiscard]] bool give_frames(const Trees<Atomics>& trees, std::span<std::uint64_t> frames) {
    sort(frames);
    const std::uint64_t first_frame = trees.layout().state().first_frame;
    const std::uint64_t* const frame_at = frames.data();
    bool all = true;
    std::uint64_t area = 0;
    std::uint64_t of_area = 0;
    std::uint64_t of_tree = 0;
    for (std::size_t next = 0; next < frames.size();) {
        const std::uint64_t row = (frame_at[next] - first_frame) / FRAMES_ROW_FRAMES;
        std::uint64_t mask = 0;
        for (; next < frames.size(); ++next) {
            const std::uint64_t offset = frame_at[next] - first_frame;
            if (offset / FRAMES_ROW_FRAMES != row) {
                break;
            }
            const std::uint64_t bit = std::uint64_t{1} << offset % FRAMES_ROW_FRAMES;
            all = all && (mask & bit) == 0;
            mask |= bit;
        }
        const std::uint64_t index = row / FRAMES_AREA_ROWS;
        if (index != area) {
            trees.count_area(area, of_area);
            of_area = 0;
            if (index / FRAMES_TREE_AREAS != area / FRAMES_TREE_AREAS) {
                trees.give_promise_to_own(area / FRAMES_TREE_AREAS, of_tree);
                of_tree = 0;
            }
            area = index;
        }
        const std::uint64_t given = trees.give_row(row, mask);
        all = all && given == mask;
        const auto count = static_cast<std::uint64_t>(std::popcount(given));
        of_area += count;
        of_tree += count;
    }
    trees.count_area(area, of_area);
    trees.give_promise_to_own(area / FRAMES_TREE_AREAS, of_tree);
    return all;
}

template <class Atomics>
class Magazines {
  public:
    [[gnu::always_inline]] Magazines(Layout<Atomics> layout, FramesCpu& cpu)
        : layout_(layout), cpu_(&cpu) {}

    // What is called most is inlined into the twin, whose state then stays in registers.

    /// A single frame, after more were fetched if there is none here.
    [[nodiscard, gnu::always_inline]] Result<std::uint64_t> allocate_frame() const {
        std::uint64_t count = load(cpu_->frame_count);
        if (count == 0) [[unlikely]] {
            const auto fetched = refill_or_drain(layout_, *cpu_);
            if (!fetched) {
                return fetched;
            }
            count = *fetched;
        }
        if (count > FRAMES_MAGAZINE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        const std::uint64_t frame = load(cpu_->frames[count - 1]);
        Atomics::store(cpu_->frame_count, count - 1);
        return frame;
    }

    /// A block of order 9.
    [[nodiscard, gnu::always_inline]] Result<std::uint64_t> allocate_large() const {
        const std::uint64_t count = load(cpu_->large_count);
        if (count > FRAMES_LARGE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        if (count != 0) {
            const std::uint64_t frame = load(cpu_->large[count - 1]);
            Atomics::store(cpu_->large_count, count - 1);
            return frame;
        }
        return fetch_large(layout_, *cpu_);
    }

    /// Keeps a frame, after half of the magazine was given back if it is full.
    [[nodiscard, gnu::always_inline]] Result<void> free_frame(std::uint64_t frame) const {
        std::uint64_t count = load(cpu_->frame_count);
        if (count > FRAMES_MAGAZINE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        bool all = true;
        if (count == FRAMES_MAGAZINE_CAPACITY) [[unlikely]] {
            all = spill(layout_, *cpu_);
            count -= FRAMES_BATCH_CAPACITY;
        }
        Atomics::store(cpu_->frames[count], frame);
        Atomics::store(cpu_->frame_count, count + 1);
        return all ? Result<void>() : failure(FramesStatus::earlier_double_free);
    }

    /// Keeps a block of order 9, after the oldest was given back if there is no room.
    [[nodiscard, gnu::always_inline]] Result<void> free_large(std::uint64_t frame) const {
        std::uint64_t count = load(cpu_->large_count);
        if (count > FRAMES_LARGE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        bool all = true;
        if (count == FRAMES_LARGE_CAPACITY) [[unlikely]] {
            all = spill_large(layout_, *cpu_);
            --count;
        }
        Atomics::store(cpu_->large[count], frame);
        Atomics::store(cpu_->large_count, count + 1);
        return all ? Result<void>() : failure(FramesStatus::earlier_double_free);
    }

    /// Gives back all that is here.
    [[nodiscard]] Result<void> drain() const {
        const std::uint64_t count = load(cpu_->frame_count);
        const std::uint64_t large = load(cpu_->large_count);
        if (count > FRAMES_MAGAZINE_CAPACITY || large > FRAMES_LARGE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        bool all = true;
        for (std::uint64_t first = 0; first < count; first += FRAMES_BATCH_CAPACITY) {
            all = give_some(first, std::min<std::uint64_t>(count - first, FRAMES_BATCH_CAPACITY)) &&
                  all;
        }
        for (std::uint64_t index = 0; index < large; ++index) {
            all = give_large(load(cpu_->large[index])) && all;
        }
        // Nothing is left of what was here, so that instances with the same frames look the same.
        for (std::uint64_t& frame : cpu_->frames) {
            Atomics::store(frame, 0);
        }
        for (std::uint64_t& frame : cpu_->large) {
            Atomics::store(frame, 0);
        }
        Atomics::store(cpu_->frame_count, 0);
        Atomics::store(cpu_->large_count, 0);
        return all ? Result<void>() : failure(FramesStatus::earlier_double_free);
    }

    /// Takes a frame, or a block of order 9, that is here. False if it is not.
    [[nodiscard]] bool take_at(std::uint64_t frame, std::uint32_t order) const {
        return order == large_order ? remove(cpu_->large_count, cpu_->large, frame)
                                    : remove(cpu_->frame_count, cpu_->frames, frame);
    }

  private:
    static std::uint64_t load(std::uint64_t& word) {
        return Atomics::load(word, std::memory_order_relaxed);
    }

    [[nodiscard]] bool is_empty() const {
        return load(cpu_->frame_count) == 0 && load(cpu_->large_count) == 0;
    }

    /// Fills an empty magazine, with what this CPU keeps in large blocks if there is nothing else;
    /// answers how many frames came.
    [[gnu::cold, gnu::noinline]] static Result<std::uint64_t>
    refill_or_drain(Layout<Atomics> layout, FramesCpu& cpu) {
        const Magazines own(layout, cpu);
        std::uint64_t count = own.refill();
        if (count == 0 && !own.is_empty()) {
            if (const auto drained = own.drain(); !drained) {
                return failure(drained.error());
            }
            count = own.refill();
        }
        return count != 0 ? Result<std::uint64_t>(count) : failure(FramesStatus::exhausted);
    }

    /// A block of order 9 of the trees, once this CPU keeps nothing back if there is nothing else.
    [[gnu::noinline]] static Result<std::uint64_t> fetch_large(Layout<Atomics> layout,
                                                               FramesCpu& cpu) {
        const Magazines own(layout, cpu);
        auto frame = own.trees().take(large_order, FramesZone::any);
        if (!frame && !own.is_empty()) {
            if (const auto drained = own.drain(); !drained) {
                return failure(drained.error());
            }
            frame = own.trees().take(large_order, FramesZone::any);
        }
        return frame ? Result<std::uint64_t>(*frame) : failure(FramesStatus::exhausted);
    }

    [[nodiscard]] Trees<Atomics> trees() const { return Trees<Atomics>(layout_, *cpu_); }

    /// Fills an empty magazine up to a half; answers how many frames came.
    std::uint64_t refill() const {
        std::uint64_t count = 0;
        static_cast<void>(trees().take_some(FRAMES_BATCH_CAPACITY, [&](std::uint64_t frame) {
            if (count < FRAMES_MAGAZINE_CAPACITY) {
                Atomics::store(cpu_->frames[count], frame);
                ++count;
            }
        }));
        Atomics::store(cpu_->frame_count, count);
        return count;
    }

    /// Gives back the older half of a full magazine.
    [[nodiscard, gnu::cold, gnu::noinline]] static bool spill(Layout<Atomics> layout,
                                                              FramesCpu& cpu) {
        const bool all = Magazines(layout, cpu).give_some(0, FRAMES_BATCH_CAPACITY);
        for (std::uint64_t index = FRAMES_BATCH_CAPACITY; index < FRAMES_MAGAZINE_CAPACITY;
             ++index) {
            Atomics::store(cpu.frames[index - FRAMES_BATCH_CAPACITY], load(cpu.frames[index]));
        }
        return all;
    }

    /// Gives back the oldest of the large blocks.
    [[nodiscard, gnu::cold, gnu::noinline]] static bool spill_large(Layout<Atomics> layout,
                                                                    FramesCpu& cpu) {
        const bool all = Magazines(layout, cpu).give_large(load(cpu.large[0]));
        for (std::uint64_t index = 1; index < FRAMES_LARGE_CAPACITY; ++index) {
            Atomics::store(cpu.large[index - 1], load(cpu.large[index]));
        }
        return all;
    }

    /// Gives back some frames of the magazine, where they stay.
    [[nodiscard]] bool give_some(std::uint64_t first, std::uint64_t count) const {
        Singles batch{};
        std::uint64_t* place = batch.data();
        for (std::uint64_t index = 0; index < count; ++index) {
            *place++ = load(cpu_->frames[first + index]);
        }
        return give_frames(trees(), std::span(batch.data(), static_cast<std::size_t>(count)));
    }

    [[nodiscard]] bool give_large(std::uint64_t frame) const {
        return trees().give(frame, large_order) == FramesStatus::ok;
    }

    template <std::size_t capacity>
    static bool remove(std::uint64_t& count, std::uint64_t (&frames)[capacity],
                       std::uint64_t frame) {
        const std::uint64_t number = std::min<std::uint64_t>(load(count), capacity);
        for (std::uint64_t index = 0; index < number; ++index) {
            if (load(frames[index]) != frame) {
                continue;
            }
            for (std::uint64_t after = index + 1; after < number; ++after) {
                Atomics::store(frames[after - 1], load(frames[after]));
            }
            Atomics::store(count, number - 1);
            return true;
        }
        return false;
    }

    Layout<Atomics> layout_;
    FramesCpu* cpu_;
};

} // namespace bimetal::frames
