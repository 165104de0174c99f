// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The lower level: bits and counter of an area. A counter is a promise: who has taken from it finds
// as many clear bits, but for those that a call for several rows holds for a moment.
#pragma once

#include "components/frames/cpp/layout.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace bimetal::frames {

/// The lowest bit of the first clear run of 2^order bits that is aligned, order 0 to 6.
[[nodiscard]] constexpr std::optional<std::uint32_t> clear_run(std::uint64_t row,
                                                               std::uint32_t order) {
    // Bit i stays if 1, 2, 4, ... bits from i on are clear.
    std::uint64_t starts = ~row;
    for (std::uint32_t half = 0; half < order; ++half) {
        starts &= starts >> frames_of(half);
    }
    // A bit for each multiple of 2^order.
    constexpr std::array<std::uint64_t, 7> aligned{
        0xffffffffffffffff, 0x5555555555555555, 0x1111111111111111, 0x0101010101010101,
        0x0001000100010001, 0x0000000100000001, 0x0000000000000001};
    starts &= order < aligned.size() ? aligned[order] : 0;
    return starts == 0 ? std::nullopt
                       : std::optional(static_cast<std::uint32_t>(std::countr_zero(starts)));
}

/// The lowest `count` set bits of a word, or all.
[[nodiscard]] constexpr std::uint64_t lowest(std::uint64_t word, std::uint64_t count) {
    if (static_cast<std::uint64_t>(std::popcount(word)) <= count) {
        return word;
    }
    std::uint64_t rest = word;
    for (; count != 0 && rest != 0; --count) {
        rest &= rest - 1;
    }
    return word ^ rest;
}

/// The operations on one area.
template <class Atomics>
class AreaOf {
  public:
    explicit AreaOf(FramesArea& area) : area_(&area) {}

    /// Takes a block of order 0 to 9 out of the area: its first frame within.
    [[nodiscard]] std::optional<std::uint32_t> take(std::uint32_t order) const {
        if (order == large_order) {
            return change(FRAMES_AREA_FRAMES, FRAMES_LARGE) ? std::optional(0U) : std::nullopt;
        }
        if (!take_from<Atomics>(area_->free, area_count, frames_of(order))) {
            return std::nullopt;
        }
        const auto found = order <= 6 ? take_run(order) : take_rows(order);
        if (!found) {
            Atomics::add(area_->free, frames_of(order));
        }
        return found;
    }

    /// Takes the block of order 0 to 8 that begins there.
    [[nodiscard]] bool take_at(std::uint32_t within, std::uint32_t order) const {
        if (!take_from<Atomics>(area_->free, area_count, frames_of(order))) {
            return false;
        }
        const bool succeeded = order <= 6
                                   ? set_bits(within / FRAMES_ROW_FRAMES, mask_of(within, order))
                                   : set_rows(within / FRAMES_ROW_FRAMES, rows_of(order));
        if (!succeeded) {
            Atomics::add(area_->free, frames_of(order));
        }
        return succeeded;
    }

    /// Takes up to `wanted` frames, and calls `found` with the place of each. Answers how many.
    template <class Found>
    std::uint64_t take_some(std::uint64_t wanted, Found found) const {
        const std::uint64_t promised = take_up_to(wanted);
        std::uint64_t left = promised;
        for (std::uint32_t index = 0; index < FRAMES_AREA_ROWS && left != 0; ++index) {
            std::uint64_t taken = take_bits(area_->rows[index], left);
            left -= static_cast<std::uint64_t>(std::popcount(taken));
            for (; taken != 0; taken &= taken - 1) {
                found(index * FRAMES_ROW_FRAMES +
                      static_cast<std::uint32_t>(std::countr_zero(taken)));
            }
        }
        if (left != 0) {
            Atomics::add(area_->free, left);
        }
        return promised - left;
    }

    /// Gives a block of order 0 to 8 back.
    [[nodiscard]] FramesStatus give(std::uint32_t within, std::uint32_t order) const {
        if (is_whole()) {
            return FramesStatus::wrong_order;
        }
        const FramesStatus status =
            order <= 6 ? clear_bits(within / FRAMES_ROW_FRAMES, mask_of(within, order))
                       : clear_rows(within / FRAMES_ROW_FRAMES, rows_of(order));
        if (status == FramesStatus::ok) {
            Atomics::add(area_->free, frames_of(order));
        }
        return status;
    }

    /// Gives the frames of a row back that are in the mask; those that are free already are left
    /// out. Answers the others. The counter is the caller's.
    [[nodiscard]] std::uint64_t give_row(std::uint64_t row, std::uint64_t mask) const {
        if (is_whole() || row >= FRAMES_AREA_ROWS) {
            return 0;
        }
        std::uint64_t& word = area_->rows[row];
        std::uint64_t value = Atomics::load(word, std::memory_order_relaxed);
        while (!Atomics::compare_exchange(word, value, value & ~mask, std::memory_order_release)) {
        }
        return value & mask;
    }

    void add(std::uint64_t amount) const { Atomics::add(area_->free, amount); }

    /// Whether the area is, or is half of, one block.
    [[nodiscard]] bool is_whole() const { return (counter() & ~area_count) != 0; }

    /// Changes the counter from one value to another.
    [[nodiscard]] bool change(std::uint64_t from, std::uint64_t to) const {
        std::uint64_t expected = from;
        while (!Atomics::compare_exchange(area_->free, expected, to, std::memory_order_acq_rel)) {
            if (expected != from) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::uint64_t counter() const {
        return Atomics::load(area_->free, std::memory_order_relaxed);
    }

  private:
    static constexpr std::uint64_t mask_of(std::uint32_t within, std::uint32_t order) {
        return ones(frames_of(order)) << (within % FRAMES_ROW_FRAMES);
    }

    static constexpr std::uint32_t rows_of(std::uint32_t order) {
        return static_cast<std::uint32_t>(frames_of(order) / FRAMES_ROW_FRAMES);
    }

    /// Takes up to `wanted` from the counter.
    [[nodiscard]] std::uint64_t take_up_to(std::uint64_t wanted) const {
        std::uint64_t word = counter();
        while (true) {
            const std::uint64_t amount = std::min(word & area_count, wanted);
            if (amount == 0 || Atomics::compare_exchange(area_->free, word, word - amount,
                                                         std::memory_order_acquire)) {
                return amount;
            }
        }
    }

    /// Sets up to `wanted` clear bits of a row, the lowest; answers which.
    [[nodiscard]] static std::uint64_t take_bits(std::uint64_t& row, std::uint64_t wanted) {
        std::uint64_t value = Atomics::load(row, std::memory_order_relaxed);
        while (true) {
            const std::uint64_t bits = lowest(~value, wanted);
            if (bits == 0 ||
                Atomics::compare_exchange(row, value, value | bits, std::memory_order_acquire)) {
                return bits;
            }
        }
    }

    [[nodiscard]] std::optional<std::uint32_t> take_run(std::uint32_t order) const {
        for (std::uint32_t index = 0; index < FRAMES_AREA_ROWS; ++index) {
            std::uint64_t& row = area_->rows[index];
            std::uint64_t value = Atomics::load(row, std::memory_order_relaxed);
            while (const auto bit = clear_run(value, order)) {
                const std::uint64_t mask = ones(frames_of(order)) << *bit;
                if (Atomics::compare_exchange(row, value, value | mask,
                                              std::memory_order_acquire)) {
                    return index * FRAMES_ROW_FRAMES + *bit;
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::uint32_t> take_rows(std::uint32_t order) const {
        const std::uint32_t count = rows_of(order);
        for (std::uint32_t first = 0; first < FRAMES_AREA_ROWS; first += count) {
            if (set_rows(first, count)) {
                return first * FRAMES_ROW_FRAMES;
            }
        }
        return std::nullopt;
    }

    /// Sets bits that are all clear.
    [[nodiscard]] bool set_bits(std::uint32_t row, std::uint64_t mask) const {
        if (row >= FRAMES_AREA_ROWS) {
            return false;
        }
        std::uint64_t& word = area_->rows[row];
        std::uint64_t value = Atomics::load(word, std::memory_order_relaxed);
        while ((value & mask) == 0) {
            if (Atomics::compare_exchange(word, value, value | mask, std::memory_order_acquire)) {
                return true;
            }
        }
        return false;
    }

    /// Sets rows that are all clear; what was set when one is not is cleared again.
    [[nodiscard]] bool set_rows(std::uint32_t first, std::uint32_t count) const {
        for (std::uint32_t done = 0; done < count; ++done) {
            if (!set_bits(first + done, ~std::uint64_t{0})) {
                while (done != 0) {
                    --done;
                    clear_own(first + done);
                }
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] FramesStatus clear_bits(std::uint32_t row, std::uint64_t mask) const {
        if (row >= FRAMES_AREA_ROWS) {
            return FramesStatus::corrupt;
        }
        std::uint64_t& word = area_->rows[row];
        std::uint64_t value = Atomics::load(word, std::memory_order_relaxed);
        while ((value & mask) == mask) {
            // What the caller wrote into the frames comes before their next owner.
            if (Atomics::compare_exchange(word, value, value & ~mask, std::memory_order_release)) {
                return FramesStatus::ok;
            }
        }
        return FramesStatus::double_free;
    }

    /// Clears rows that are all set. None is touched unless all are, so that nobody takes frames
    /// that would have to be had back.
    [[nodiscard]] FramesStatus clear_rows(std::uint32_t first, std::uint32_t count) const {
        for (std::uint32_t index = first; index < first + count; ++index) {
            if (index >= FRAMES_AREA_ROWS ||
                Atomics::load(area_->rows[index], std::memory_order_relaxed) != ~std::uint64_t{0}) {
                return FramesStatus::double_free;
            }
        }
        for (std::uint32_t index = first; index < first + count; ++index) {
            // Only a second free at the same time comes in between.
            if (clear_bits(index, ~std::uint64_t{0}) != FramesStatus::ok) [[unlikely]] {
                return FramesStatus::corrupt;
            }
        }
        return FramesStatus::ok;
    }

    /// Clears a row that belongs to this call.
    void clear_own(std::uint32_t row) const {
        if (row < FRAMES_AREA_ROWS) {
            static_cast<void>(Atomics::exchange(area_->rows[row], 0));
        }
    }

    FramesArea* area_;
};

} // namespace bimetal::frames
