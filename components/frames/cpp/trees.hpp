// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The upper level: trees of areas, which CPUs reserve so that they rarely meet. Frames are promised
// by the tree's counter, or by the CPU's that reserved it, before an area is asked.
#pragma once

#include "components/frames/cpp/areas.hpp"
#include "components/frames/cpp/layout.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace bimetal::frames {

/// The operations on all trees, for one CPU.
template <class Atomics>
class Trees {
  public:
    using Area = AreaOf<Atomics>;

    Trees(Layout<Atomics> layout, FramesCpu& cpu) : layout_(layout), cpu_(&cpu) {}

    [[nodiscard]] const Layout<Atomics>& layout() const { return layout_; }

    /// Takes a block, from the CPU's own tree if that will do: its first frame.
    [[nodiscard]] std::optional<std::uint64_t> take(std::uint32_t order, FramesZone zone) const {
        const auto halves = this->halves();
        if (zone == FramesZone::below_4g) {
            return take_anywhere(halves.back(), order);
        }
        if (const auto frame = take_from_own(order)) {
            return frame;
        }
        for (const Interval half : halves) {
            for (const bool whole : {false, true}) {
                if (const auto frame = take_by_reserving(half, order, whole)) {
                    return frame;
                }
            }
        }
        for (const Interval half : halves) {
            if (const auto frame = take_anywhere(half, order)) {
                return frame;
            }
        }
        return std::nullopt;
    }

    /// Takes up to `wanted` single frames of any zone, out of one tree. Calls `found` with each,
    /// and answers how many.
    template <class Found>
    std::uint64_t take_some(std::uint64_t wanted, Found found) const {
        // A tree whose promised frames others hold for a moment is left for the next.
        for (std::uint32_t attempt = 0; attempt < 2; ++attempt) {
            const Local own = promise_from_own(1, wanted);
            if (const std::uint64_t promised = own.free(); promised != 0) {
                const std::uint64_t taken = take_some_of(own.tree(), promised, found);
                if (taken != promised) {
                    give_promise(own.tree(), promised - taken);
                }
                if (taken != 0) {
                    return taken;
                }
            }
            if (!reserve_any()) {
                break;
            }
        }
        if (const auto frame = take(0, FramesZone::any)) {
            found(*frame);
            return 1;
        }
        return 0;
    }

    /// Takes the block that begins there, in a range that was added.
    [[nodiscard]] FramesStatus take_at(std::uint64_t frame, std::uint32_t order) const {
        const std::uint64_t offset = frame - layout_.state().first_frame;
        const std::uint64_t tree = offset / FRAMES_TREE_FRAMES;
        if (!promise_from(tree, frames_of(order))) {
            return FramesStatus::taken;
        }
        if (!take_in_area(offset, order)) {
            give_promise(tree, frames_of(order));
            return FramesStatus::taken;
        }
        return FramesStatus::ok;
    }

    /// Gives back a block that lies in a range.
    [[nodiscard]] FramesStatus give(std::uint64_t frame, std::uint32_t order) const {
        const std::uint64_t offset = frame - layout_.state().first_frame;
        const std::uint64_t index = offset / FRAMES_AREA_FRAMES;
        FramesArea* const area = layout_.area(index);
        if (area == nullptr) [[unlikely]] {
            return FramesStatus::corrupt;
        }
        const FramesStatus status =
            order < large_order
                ? Area(*area).give(static_cast<std::uint32_t>(offset % FRAMES_AREA_FRAMES), order)
                : give_whole(index, order);
        if (status == FramesStatus::ok) {
            give_promise_to_own(index / FRAMES_TREE_AREAS, frames_of(order));
        }
        return status;
    }

    /// Gives back frames of one row, the set bits of `mask`. Answers those that were not free.
    [[nodiscard]] std::uint64_t give_row(std::uint64_t row, std::uint64_t mask) const {
        FramesArea* const area = layout_.area(row / FRAMES_AREA_ROWS);
        return area == nullptr ? 0 : Area(*area).give_row(row % FRAMES_AREA_ROWS, mask);
    }

    /// Counts frames of an area as free, after give_row().
    void count_area(std::uint64_t index, std::uint64_t amount) const {
        if (FramesArea* const area = layout_.area(index)) {
            Area(*area).add(amount);
        }
    }

    /// Promises frames of a tree to whoever comes, or to this CPU if the tree is its own.
    void give_promise_to_own(std::uint64_t tree, std::uint64_t amount) const {
        std::uint64_t word = Atomics::load(cpu_->local, std::memory_order_relaxed);
        while (Local{word}.has(tree)) {
            if (Atomics::compare_exchange(cpu_->local, word, word + amount,
                                          std::memory_order_release)) {
                return;
            }
        }
        give_promise(tree, amount);
    }

    /// Gives up the CPU's tree.
    void release_own() const { release({Atomics::exchange(cpu_->local, 0)}); }

  private:
    /// The trees above 4 GiB, and those below.
    [[nodiscard]] std::array<Interval, 2> halves() const {
        const std::uint64_t above = layout_.first_tree_above_4g();
        return {Interval{above, layout_.trees()}, Interval{0, above}};
    }

    /// Promises frames of a tree to whoever comes.
    void give_promise(std::uint64_t tree, std::uint64_t amount) const {
        if (std::uint64_t* const word = layout_.tree(tree)) {
            Atomics::add(*word, amount);
        }
    }

    /// Lets others have a tree that was reserved.
    void release(Local local) const {
        std::uint64_t* const word = local.is_there() ? layout_.tree(local.tree()) : nullptr;
        if (word == nullptr) {
            return;
        }
        std::uint64_t value = Atomics::load(*word, std::memory_order_relaxed);
        while (!Atomics::compare_exchange(*word, value, (value + local.free()) & ~FRAMES_RESERVED,
                                          std::memory_order_release)) {
        }
    }

    /// Takes the promise of `least` to `most` frames from the CPU's own tree, after fetching what
    /// others gave back to it if that is needed. Answers the tree and how many.
    [[nodiscard]] Local promise_from_own(std::uint64_t least, std::uint64_t most) const {
        std::uint64_t word = Atomics::load(cpu_->local, std::memory_order_relaxed);
        while (true) {
            const Local own{word};
            const std::uint64_t amount = std::min(own.free(), most);
            if (!own.is_there() || (amount < least && !fetch_own(own, least))) {
                return {0};
            }
            if (amount < least) {
                word = Atomics::load(cpu_->local, std::memory_order_relaxed);
            } else if (Atomics::compare_exchange(cpu_->local, word, word - amount,
                                                 std::memory_order_acquire)) {
                return Local::of(own.tree(), amount);
            }
        }
    }

    /// Moves what others gave back to the CPU's tree into its own counter, if both together come to
    /// `needed`. False if nothing was moved.
    [[nodiscard]] bool fetch_own(Local own, std::uint64_t needed) const {
        std::uint64_t* const tree = layout_.tree(own.tree());
        if (tree == nullptr) {
            return false;
        }
        std::uint64_t word = Atomics::load(*tree, std::memory_order_relaxed);
        while ((word & tree_count) != 0 && (word & tree_count) + own.free() >= needed) {
            if (Atomics::compare_exchange(*tree, word, word & ~tree_count,
                                          std::memory_order_acquire)) {
                give_promise_to_own(own.tree(), word & tree_count);
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] std::optional<std::uint64_t> take_from_own(std::uint32_t order) const {
        const Local own = promise_from_own(frames_of(order), frames_of(order));
        return own.is_there() ? take_of(own.tree(), order) : std::nullopt;
    }

    /// Reserves a tree, of which all or not all areas are free, and takes a block out of it.
    [[nodiscard]] std::optional<std::uint64_t> take_by_reserving(Interval half, std::uint32_t order,
                                                                 bool whole) const {
        const std::uint64_t start = start_in(half);
        for (std::uint64_t step = 0; step < half.size(); ++step) {
            const std::uint64_t index = wrapped(half, start, step);
            const std::uint64_t free = reserve(index, frames_of(order), whole);
            if (free == 0) {
                continue;
            }
            if (const auto frame = find_in(index, order)) {
                hold(Local::of(index, free - frames_of(order)));
                return frame;
            }
            release(Local::of(index, free));
        }
        return std::nullopt;
    }

    /// Reserves a tree that has frames, and makes it the CPU's own.
    [[nodiscard]] bool reserve_any() const {
        for (const Interval half : halves()) {
            const std::uint64_t start = start_in(half);
            for (const bool whole : {false, true}) {
                for (std::uint64_t step = 0; step < half.size(); ++step) {
                    const std::uint64_t index = wrapped(half, start, step);
                    if (const std::uint64_t free = reserve(index, 1, whole); free != 0) {
                        hold(Local::of(index, free));
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// Reserves a tree that has `amount` frames free, and is or is not wholly free. Answers how
    /// many it has, all of them promised now; 0 if it is not so.
    [[nodiscard]] std::uint64_t reserve(std::uint64_t index, std::uint64_t amount,
                                        bool whole) const {
        std::uint64_t* const tree = layout_.tree(index);
        if (tree == nullptr) {
            return 0;
        }
        std::uint64_t word = Atomics::load(*tree, std::memory_order_relaxed);
        while ((word & FRAMES_RESERVED) == 0) {
            const std::uint64_t free = word & tree_count;
            const bool is_whole = free == layout_.areas_of(index).size() * FRAMES_AREA_FRAMES;
            if (free < amount || is_whole != whole) {
                return 0;
            }
            if (Atomics::compare_exchange(*tree, word, FRAMES_RESERVED,
                                          std::memory_order_acquire)) {
                return free;
            }
        }
        return 0;
    }

    /// Makes a tree that this call reserved the CPU's own, in place of the one it had.
    void hold(Local local) const { release({Atomics::exchange(cpu_->local, local.word)}); }

    /// Takes a block out of any tree of these, whoever has reserved it.
    [[nodiscard]] std::optional<std::uint64_t> take_anywhere(Interval trees,
                                                             std::uint32_t order) const {
        for (std::uint64_t index = trees.first; index < trees.last; ++index) {
            if (promise_from(index, frames_of(order))) {
                if (const auto frame = take_of(index, order)) {
                    return frame;
                }
            }
        }
        return std::nullopt;
    }

    /// Takes the promise of so many frames from a tree, from its CPU's counter, too.
    [[nodiscard]] bool promise_from(std::uint64_t index, std::uint64_t amount) const {
        std::uint64_t* const tree = layout_.tree(index);
        if (tree == nullptr) {
            return false;
        }
        if (take_from<Atomics>(*tree, tree_count, amount)) {
            return true;
        }
        if ((Atomics::load(*tree, std::memory_order_relaxed) & FRAMES_RESERVED) == 0) {
            return false;
        }
        for (FramesCpu& cpu : layout_.cpus()) {
            std::uint64_t word = Atomics::load(cpu.local, std::memory_order_relaxed);
            while (Local{word}.has(index) && Local{word}.free() != 0) {
                const std::uint64_t free = Local{word}.free();
                if (Atomics::compare_exchange(cpu.local, word, word - free,
                                              std::memory_order_acquire)) {
                    Atomics::add(*tree, free);
                    break;
                }
            }
        }
        return take_from<Atomics>(*tree, tree_count, amount);
    }

    /// Takes a block out of a tree that has promised it, or gives the promise back.
    [[nodiscard]] std::optional<std::uint64_t> take_of(std::uint64_t tree,
                                                       std::uint32_t order) const {
        const auto frame = find_in(tree, order);
        if (!frame) {
            give_promise(tree, frames_of(order));
        }
        return frame;
    }

    /// Takes a block out of the areas of a tree, beginning where this CPU found frames last.
    [[nodiscard]] std::optional<std::uint64_t> find_in(std::uint64_t tree,
                                                       std::uint32_t order) const {
        const Interval areas = layout_.areas_of(tree);
        const std::uint64_t start = start_area(areas);
        for (std::uint64_t step = 0; step < areas.size(); ++step) {
            const std::uint64_t index = wrapped(areas, start, step);
            const auto within = order <= large_order ? take_in(index, order) : take_pair(index);
            if (within) {
                Atomics::store(cpu_->area, index);
                return frame_of(index, *within);
            }
        }
        return std::nullopt;
    }

    template <class Found>
    std::uint64_t take_some_of(std::uint64_t tree, std::uint64_t promised, Found found) const {
        const Interval areas = layout_.areas_of(tree);
        const std::uint64_t start = start_area(areas);
        std::uint64_t left = promised;
        for (std::uint64_t step = 0; step < areas.size() && left != 0; ++step) {
            const std::uint64_t index = wrapped(areas, start, step);
            FramesArea* const area = layout_.area(index);
            if (area == nullptr) {
                break;
            }
            const std::uint64_t taken = Area(*area).take_some(
                left, [&](std::uint32_t within) { found(frame_of(index, within)); });
            if (taken != 0) {
                Atomics::store(cpu_->area, index);
            }
            left -= taken;
        }
        return promised - left;
    }

    [[nodiscard]] std::optional<std::uint32_t> take_in(std::uint64_t index,
                                                       std::uint32_t order) const {
        FramesArea* const area = layout_.area(index);
        return area == nullptr ? std::nullopt : Area(*area).take(order);
    }

    /// Takes two areas as one block, if the index is the first of a pair.
    [[nodiscard]] std::optional<std::uint32_t> take_pair(std::uint64_t index) const {
        FramesArea* const first = layout_.area(index);
        FramesArea* const second = layout_.area(index + 1);
        if (index % 2 != 0 || first == nullptr || second == nullptr ||
            !Area(*first).change(FRAMES_AREA_FRAMES, FRAMES_PAIR_FIRST)) {
            return std::nullopt;
        }
        if (!Area(*second).change(FRAMES_AREA_FRAMES, FRAMES_PAIR_SECOND)) {
            static_cast<void>(Area(*first).change(FRAMES_PAIR_FIRST, FRAMES_AREA_FRAMES));
            return std::nullopt;
        }
        return 0;
    }

    [[nodiscard]] bool take_in_area(std::uint64_t offset, std::uint32_t order) const {
        const std::uint64_t index = offset / FRAMES_AREA_FRAMES;
        FramesArea* const area = layout_.area(index);
        if (area == nullptr) {
            return false;
        }
        if (order < large_order) {
            return Area(*area).take_at(static_cast<std::uint32_t>(offset % FRAMES_AREA_FRAMES),
                                       order);
        }
        return (order == large_order ? Area(*area).take(order) : take_pair(index)).has_value();
    }

    /// Gives back one area, or two.
    [[nodiscard]] FramesStatus give_whole(std::uint64_t index, std::uint32_t order) const {
        FramesArea* const first = layout_.area(index);
        FramesArea* const second = order == large_order ? first : layout_.area(index + 1);
        if (first == nullptr || second == nullptr) [[unlikely]] {
            return FramesStatus::corrupt;
        }
        if (order == large_order) {
            return Area(*first).change(FRAMES_LARGE, FRAMES_AREA_FRAMES)
                       ? FramesStatus::ok
                       : not_given(Area(*first).counter());
        }
        // The second half is free last, so that nobody finds a pair that is half one.
        if (!Area(*first).change(FRAMES_PAIR_FIRST, FRAMES_AREA_FRAMES)) {
            return not_given(Area(*first).counter());
        }
        return Area(*second).change(FRAMES_PAIR_SECOND, FRAMES_AREA_FRAMES) ? FramesStatus::ok
                                                                            : FramesStatus::corrupt;
    }

    static FramesStatus not_given(std::uint64_t counter) {
        return counter == FRAMES_AREA_FRAMES ? FramesStatus::double_free
                                             : FramesStatus::wrong_order;
    }

    [[nodiscard]] std::uint64_t frame_of(std::uint64_t area, std::uint32_t within) const {
        return layout_.state().first_frame + area * FRAMES_AREA_FRAMES + within;
    }

    /// Where to look first: behind the CPU's own tree, or, without one, where no other CPU begins.
    [[nodiscard]] std::uint64_t start_in(Interval half) const {
        const Local own{Atomics::load(cpu_->local, std::memory_order_relaxed)};
        if (own.is_there() && own.tree() + 1 >= half.first && own.tree() + 1 < half.last) {
            return own.tree() + 1;
        }
        const std::uint64_t cpus = std::max<std::uint64_t>(layout_.cpus().size(), 1);
        const auto index = static_cast<std::uint64_t>(cpu_ - layout_.state().cpus);
        return half.first + half.size() / cpus * index;
    }

    [[nodiscard]] std::uint64_t start_area(Interval areas) const {
        const std::uint64_t last = Atomics::load(cpu_->area, std::memory_order_relaxed);
        return last >= areas.first && last < areas.last ? last : areas.first;
    }

    /// The index so many steps from the start, round the interval.
    static constexpr std::uint64_t wrapped(Interval interval, std::uint64_t start,
                                           std::uint64_t step) {
        const std::uint64_t index = start + step;
        return index < interval.last ? index : index - interval.size();
    }

    Layout<Atomics> layout_;
    FramesCpu* cpu_;
};

} // namespace bimetal::frames
