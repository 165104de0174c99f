// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What visits the whole instance: statistics, the check and the digests.
#pragma once

#include "components/frames/cpp/areas.hpp"
#include "components/frames/cpp/layout.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bimetal::frames {

template <class Atomics>
class Survey {
  public:
    explicit Survey(Shared shared) : layout_(shared) {}

    [[nodiscard]] FramesStatistics count(FramesCount kind) const {
        FramesStatistics statistics{};
        statistics.total_frames = layout_.state().total_frames;
        for (FramesCpu& cpu : layout_.cpus()) {
            statistics.magazine_frames +=
                load(cpu.frame_count) + load(cpu.large_count) * FRAMES_AREA_FRAMES;
        }
        if (kind == FramesCount::fast) {
            count_promises(statistics);
        } else {
            count_bits(statistics);
        }
        statistics.free_frames += statistics.magazine_frames;
        return statistics;
    }

    [[nodiscard]] bool is_consistent() const {
        const FramesState& state = layout_.state();
        return state.cpu_count <= FRAMES_CPU_CAPACITY &&
               state.range_count <= FRAMES_RANGE_CAPACITY && has_consistent_ranges() &&
               has_consistent_areas() && has_consistent_trees() && has_consistent_cpus();
    }

    [[nodiscard]] std::uint64_t logical_digest() const {
        std::uint64_t sum = 0;
        for (std::uint64_t index = 0; index < layout_.areas(); ++index) {
            FramesArea* const area = layout_.area(index);
            if (area == nullptr || AreaOf<Atomics>(*area).is_whole()) {
                continue;
            }
            for (std::uint32_t row = 0; row < FRAMES_AREA_ROWS; ++row) {
                for (std::uint64_t bits = ~load(area->rows[row]); bits != 0; bits &= bits - 1) {
                    sum += hash_of(frame_of(index, row) +
                                   static_cast<std::uint64_t>(std::countr_zero(bits)));
                }
            }
        }
        for (FramesCpu& cpu : layout_.cpus()) {
            for (std::uint64_t& frame : frames_kept(cpu)) {
                sum += hash_of(load(frame));
            }
            for (std::uint64_t& block : large_kept(cpu)) {
                for (std::uint64_t frame = 0; frame < FRAMES_AREA_FRAMES; ++frame) {
                    sum += hash_of(load(block) + frame);
                }
            }
        }
        return sum;
    }

    [[nodiscard]] std::uint64_t exact_digest() const {
        FramesState& state = layout_.state();
        std::uint64_t hash = FRAMES_HASH_START;
        for (const std::uint64_t word :
             {state.area_capacity, state.first_frame, state.cpu_count, state.total_frames,
              state.range_count, state.widest, state.ranges_digest}) {
            hash = step(hash, word);
        }
        for (FramesCpu& cpu : state.cpus) {
            for (std::uint64_t* const word :
                 {&cpu.local, &cpu.area, &cpu.frame_count, &cpu.large_count}) {
                hash = step(hash, load(*word));
            }
            for (std::uint64_t& word : cpu.large) {
                hash = step(hash, load(word));
            }
            for (std::uint64_t& word : cpu.frames) {
                hash = step(hash, load(word));
            }
        }
        for (const FramesRange& range : state.ranges) {
            hash = step(step(hash, range.frame), range.count);
        }
        for (std::uint64_t index = 0; index < layout_.areas(); ++index) {
            FramesArea* const area = layout_.area(index);
            if (area == nullptr) {
                break;
            }
            for (std::uint64_t& word : area->rows) {
                hash = step(hash, load(word));
            }
            hash = step(step(hash, load(area->free)), load(area->tree));
            for (std::uint64_t& word : area->reserved) {
                hash = step(hash, load(word));
            }
        }
        return hash;
    }

  private:
    static std::uint64_t load(std::uint64_t& word) {
        return Atomics::load(word, std::memory_order_relaxed);
    }

    static std::uint64_t hash_of(std::uint64_t frame) { return step(FRAMES_HASH_START, frame); }

    // What a CPU keeps: frames, and blocks of order 9.

    static std::span<std::uint64_t> frames_kept(FramesCpu& cpu) {
        return {cpu.frames, static_cast<std::size_t>(std::min<std::uint64_t>(
                                load(cpu.frame_count), FRAMES_MAGAZINE_CAPACITY))};
    }

    static std::span<std::uint64_t> large_kept(FramesCpu& cpu) {
        return {cpu.large, static_cast<std::size_t>(std::min<std::uint64_t>(
                               load(cpu.large_count), FRAMES_LARGE_CAPACITY))};
    }

    [[nodiscard]] std::uint64_t frame_of(std::uint64_t area, std::uint32_t row) const {
        return layout_.state().first_frame + area * FRAMES_AREA_FRAMES +
               std::uint64_t{row} * FRAMES_ROW_FRAMES;
    }

    void count_promises(FramesStatistics& statistics) const {
        const std::uint64_t above = layout_.first_tree_above_4g();
        const auto add = [&](std::uint64_t tree, std::uint64_t frames) {
            statistics.free_frames += frames;
            statistics.free_frames_below_4g += tree < above ? frames : 0;
        };
        for (std::uint64_t index = 0; index < layout_.trees(); ++index) {
            if (std::uint64_t* const tree = layout_.tree(index)) {
                add(index, load(*tree) & tree_count);
            }
        }
        for (FramesCpu& cpu : layout_.cpus()) {
            const Local local{load(cpu.local)};
            add(local.tree(), local.free());
        }
    }

    /// Whether all of an area is free, and no part of a block.
    [[nodiscard]] bool is_free(std::uint64_t index) const {
        FramesArea* const area = layout_.area(index);
        return area != nullptr && load(area->free) == FRAMES_AREA_FRAMES &&
               std::ranges::all_of(area->rows, [](std::uint64_t& row) { return load(row) == 0; });
    }

    void count_bits(FramesStatistics& statistics) const {
        const std::uint64_t above = layout_.first_tree_above_4g() * FRAMES_TREE_AREAS;
        for (std::uint64_t index = 0; index < layout_.areas(); ++index) {
            const std::uint64_t before = statistics.free_frames;
            if (is_free(index)) {
                // The second half of a pair was counted with the first.
                const bool is_second = index % 2 != 0 && is_free(index - 1);
                const bool is_first = index % 2 == 0 && is_free(index + 1);
                statistics.free_blocks[max_order] += is_first ? 1 : 0;
                statistics.free_blocks[large_order] += is_first || is_second ? 0 : 1;
                statistics.free_frames += FRAMES_AREA_FRAMES;
            } else if (FramesArea* const area = layout_.area(index);
                       area != nullptr && !AreaOf<Atomics>(*area).is_whole()) {
                count_rows(*area, statistics);
            }
            statistics.free_frames_below_4g += index < above ? statistics.free_frames - before : 0;
        }
    }

    static void count_rows(FramesArea& area, FramesStatistics& statistics) {
        for (std::uint32_t row = 0; row < FRAMES_AREA_ROWS;) {
            // The longest run of clear rows that is aligned: 4, 2, 1 or none.
            std::uint32_t rows = 4;
            while (rows != 0 && (row % rows != 0 || !are_clear(area, row, rows))) {
                rows /= 2;
            }
            if (rows != 0) {
                ++statistics.free_blocks[6 + std::countr_zero(rows)];
                statistics.free_frames += std::uint64_t{rows} * FRAMES_ROW_FRAMES;
                row += rows;
                continue;
            }
            std::uint64_t clear = ~load(area.rows[row]);
            statistics.free_frames += static_cast<std::uint64_t>(std::popcount(clear));
            for (std::uint32_t order = 6; order-- > 0;) {
                while (const auto bit = clear_run(~clear, order)) {
                    ++statistics.free_blocks[order];
                    clear &= ~(ones(frames_of(order)) << *bit);
                }
            }
            ++row;
        }
    }

    static bool are_clear(FramesArea& area, std::uint32_t first, std::uint32_t count) {
        for (std::uint32_t row = first; row < first + count; ++row) {
            if (row >= FRAMES_AREA_ROWS || load(area.rows[row]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Ascending, apart from each other, within the areas; the sums and the hash are theirs.
    [[nodiscard]] bool has_consistent_ranges() const {
        const FramesState& state = layout_.state();
        const std::uint64_t end = state.first_frame + layout_.areas() * FRAMES_AREA_FRAMES;
        std::uint64_t total = 0;
        std::uint64_t last = state.first_frame;
        bool is_first = true;
        for (const FramesRange& range : layout_.ranges()) {
            const bool touches = !is_first && range.frame == last;
            if (range.count == 0 || range.frame < last || touches || range.frame > end ||
                range.count > end - range.frame) {
                return false;
            }
            last = range.frame + range.count;
            total += range.count;
            is_first = false;
        }
        return total == state.total_frames && layout_.widest() == state.widest &&
               state.ranges_digest == layout_.digest_of_ranges();
    }

    /// Which frames of a row are in a range; rows come in ascending order, and `range` goes with
    /// them.
    [[nodiscard]] std::uint64_t managed(std::uint64_t row, std::size_t& range) const {
        const auto ranges = layout_.ranges();
        std::uint64_t mask = 0;
        while (range < ranges.size()) {
            const FramesRange& candidate = ranges.data()[range];
            const std::uint64_t first = std::max(candidate.frame, row);
            const std::uint64_t last =
                std::min(candidate.frame + candidate.count, row + FRAMES_ROW_FRAMES);
            if (first < last) {
                mask |= ones(last - first) << (first - row);
            }
            if (candidate.frame + candidate.count > row + FRAMES_ROW_FRAMES) {
                break;
            }
            ++range;
        }
        return mask;
    }

    [[nodiscard]] bool has_consistent_areas() const {
        std::size_t range = 0;
        for (std::uint64_t index = 0; index < layout_.areas(); ++index) {
            FramesArea* const area = layout_.area(index);
            if (area == nullptr) {
                return false;
            }
            std::uint64_t clear = 0;
            std::uint64_t in_ranges = 0;
            for (std::uint32_t row = 0; row < FRAMES_AREA_ROWS; ++row) {
                const std::uint64_t bits = load(area->rows[row]);
                const std::uint64_t mask = managed(frame_of(index, row), range);
                if ((~bits & ~mask) != 0) {
                    return false;
                }
                clear += static_cast<std::uint64_t>(std::popcount(~bits));
                in_ranges += static_cast<std::uint64_t>(std::popcount(mask));
            }
            const std::uint64_t counter = load(area->free);
            const bool whole = clear == FRAMES_AREA_FRAMES && in_ranges == FRAMES_AREA_FRAMES;
            const bool consistent = counter == FRAMES_LARGE         ? whole
                                    : counter == FRAMES_PAIR_FIRST  ? whole && has_second(index)
                                    : counter == FRAMES_PAIR_SECOND ? whole && has_first(index)
                                                                    : counter == clear;
            if (!consistent || (index % FRAMES_TREE_AREAS != 0 && load(area->tree) != 0) ||
                !std::ranges::all_of(area->reserved,
                                     [](std::uint64_t& word) { return load(word) == 0; })) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool has_second(std::uint64_t index) const {
        FramesArea* const second = layout_.area(index + 1);
        return index % 2 == 0 && second != nullptr && load(second->free) == FRAMES_PAIR_SECOND;
    }

    [[nodiscard]] bool has_first(std::uint64_t index) const {
        FramesArea* const first = index % 2 == 0 ? nullptr : layout_.area(index - 1);
        return first != nullptr && load(first->free) == FRAMES_PAIR_FIRST;
    }

    /// A tree's frames are promised by its counter and by its CPU's, and a reserved one has one
    /// CPU.
    [[nodiscard]] bool has_consistent_trees() const {
        for (std::uint64_t index = 0; index < layout_.trees(); ++index) {
            std::uint64_t* const tree = layout_.tree(index);
            if (tree == nullptr) {
                return false;
            }
            const Interval areas = layout_.areas_of(index);
            std::uint64_t free = 0;
            for (std::uint64_t each = areas.first; each < areas.last; ++each) {
                FramesArea* const area = layout_.area(each);
                free += area == nullptr ? 0 : load(area->free) & area_count;
            }
            const std::uint64_t word = load(*tree);
            std::uint64_t promised = word & tree_count;
            std::uint64_t owners = 0;
            for (FramesCpu& cpu : layout_.cpus()) {
                const Local local{load(cpu.local)};
                if (local.has(index)) {
                    promised += local.free();
                    ++owners;
                }
            }
            const bool is_reserved = (word & FRAMES_RESERVED) != 0;
            if (promised != free || owners != (is_reserved ? 1U : 0U) ||
                (word & ~(FRAMES_RESERVED | tree_count)) != 0) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool has_consistent_cpus() const {
        std::uint64_t number = 0;
        for (FramesCpu& cpu : layout_.state().cpus) {
            const bool in_use = number < layout_.state().cpu_count;
            const Local local{load(cpu.local)};
            if (load(cpu.frame_count) > FRAMES_MAGAZINE_CAPACITY ||
                load(cpu.large_count) > FRAMES_LARGE_CAPACITY ||
                (!in_use && (load(cpu.frame_count) != 0 || load(cpu.large_count) != 0)) ||
                (local.word != 0 &&
                 (!in_use || !local.is_there() || local.tree() >= layout_.trees())) ||
                load(cpu.area) >= layout_.areas()) {
                return false;
            }
            ++number;
        }
        return keeps_each_once(frames_kept,
                               [this](std::uint64_t frame) { return can_keep(frame); }) &&
               keeps_each_once(large_kept,
                               [this](std::uint64_t frame) { return can_keep_large(frame); });
    }

    /// Whether everything in the magazines may be there, and is there once.
    template <class Kept, class MayBe>
    [[nodiscard]] bool keeps_each_once(Kept kept, MayBe may_be) const {
        const auto cpus = layout_.cpus();
        for (auto cpu = cpus.begin(); cpu != cpus.end(); ++cpu) {
            const auto own = kept(*cpu);
            for (auto place = own.begin(); place != own.end(); ++place) {
                const std::uint64_t frame = load(*place);
                const auto is_same = [frame](std::uint64_t& other) { return load(other) == frame; };
                if (!may_be(frame) || std::any_of(place + 1, own.end(), is_same) ||
                    std::any_of(cpu + 1, cpus.end(), [&](FramesCpu& other) {
                        return std::ranges::any_of(kept(other), is_same);
                    })) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether a frame can be in a magazine: in a range, and not free for the trees.
    [[nodiscard]] bool can_keep(std::uint64_t frame) const {
        const std::uint64_t offset = frame - layout_.state().first_frame;
        FramesArea* const area = layout_.area(offset / FRAMES_AREA_FRAMES);
        return layout_.is_managed(frame, 1) && area != nullptr &&
               !AreaOf<Atomics>(*area).is_whole() &&
               (load(area->rows[offset / FRAMES_ROW_FRAMES % FRAMES_AREA_ROWS]) >>
                    offset % FRAMES_ROW_FRAMES &
                1) != 0;
    }

    [[nodiscard]] bool can_keep_large(std::uint64_t frame) const {
        const std::uint64_t offset = frame - layout_.state().first_frame;
        FramesArea* const area = layout_.area(offset / FRAMES_AREA_FRAMES);
        return offset % FRAMES_AREA_FRAMES == 0 && area != nullptr &&
               load(area->free) == FRAMES_LARGE;
    }

    Layout<Atomics> layout_;
};

} // namespace bimetal::frames
