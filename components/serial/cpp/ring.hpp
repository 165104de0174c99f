// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace bimetal::serial {

/// A queue of bytes in place. Positions run freely and wrap; their difference is the length.
template <std::uint32_t capacity>
class Ring {
    static_assert(std::has_single_bit(capacity), "positions wrap with the integer");

  public:
    [[nodiscard]] constexpr std::uint32_t length() const { return written_ - read_; }

    [[nodiscard]] constexpr std::uint32_t room() const { return capacity - length(); }

    [[nodiscard]] constexpr bool empty() const { return written_ == read_; }

    [[nodiscard]] constexpr bool full() const { return length() == capacity; }

    /// Whether the positions are possible.
    [[nodiscard]] constexpr bool consistent() const { return length() <= capacity; }

    /// Appends one byte, or does nothing when full.
    constexpr void push(std::uint8_t byte) {
        if (!full()) [[likely]] {
            bytes_[written_ % capacity] = byte;
            ++written_;
        }
    }

    /// Takes the oldest byte.
    constexpr std::optional<std::uint8_t> pop() {
        if (empty()) {
            return std::nullopt;
        }
        return bytes_[read_++ % capacity];
    }

    /// Appends from the front of `source` what fits, and says how many bytes that was.
    std::uint32_t push(std::span<const std::uint8_t> source) {
        const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(source.size(), room()));
        const std::uint32_t start = written_ % capacity;
        const std::uint32_t first = std::min(count, capacity - start);
        const std::span ring{bytes_};
        copy(ring.subspan(start, first), source.first(first));
        copy(ring.first(count - first), source.subspan(first, count - first));
        written_ += count;
        return count;
    }

    /// Moves the oldest bytes into the front of `target`, and says how many there were.
    std::uint32_t pop(std::span<std::uint8_t> target) {
        const auto count =
            static_cast<std::uint32_t>(std::min<std::size_t>(target.size(), length()));
        const std::uint32_t start = read_ % capacity;
        const std::uint32_t first = std::min(count, capacity - start);
        const std::span ring{bytes_};
        copy(target.first(first), ring.subspan(start, first));
        copy(target.subspan(first, count - first), ring.first(count - first));
        read_ += count;
        return count;
    }

  private:
    /// Spans of one length, apart from each other.
    static void copy(std::span<std::uint8_t> target, std::span<const std::uint8_t> source) {
        if (!source.empty()) {
            std::memcpy(target.data(), source.data(), source.size());
        }
    }

    std::uint32_t written_ = 0;
    std::uint32_t read_ = 0;
    std::array<std::uint8_t, capacity> bytes_{};
};

} // namespace bimetal::serial
