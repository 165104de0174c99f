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
        if (source.data() == nullptr) {
            return 0; // empty then, which the compiler cannot see from the length
        }
        source = source.first(std::min<std::size_t>(source.size(), room()));
        const std::span ring{bytes_};
        const std::uint32_t start = written_ % capacity;
        const auto back = ring.subspan(start);
        const auto first = source.first(std::min(source.size(), back.size()));
        copy(back, first);
        copy(ring.first(start), source.subspan(first.size()));
        written_ += static_cast<std::uint32_t>(source.size());
        return static_cast<std::uint32_t>(source.size());
    }

    /// Moves the oldest bytes into the front of `target`, and says how many there were.
    std::uint32_t pop(std::span<std::uint8_t> target) {
        if (target.data() == nullptr) {
            return 0; // as above
        }
        target = target.first(std::min<std::size_t>(target.size(), length()));
        const std::span ring{bytes_};
        const std::uint32_t start = read_ % capacity;
        const auto back = ring.subspan(start);
        const auto first = target.first(std::min(target.size(), back.size()));
        copy(first, back);
        copy(target.subspan(first.size()), ring.first(start));
        read_ += static_cast<std::uint32_t>(target.size());
        return static_cast<std::uint32_t>(target.size());
    }

  private:
    /// Copies as many bytes as both have. They lie apart from each other.
    static void copy(std::span<std::uint8_t> target, std::span<const std::uint8_t> source) {
        if (const std::size_t size = std::min(target.size(), source.size()); size != 0) {
            std::memcpy(target.data(), source.data(), size);
        }
    }

    std::uint32_t written_ = 0;
    std::uint32_t read_ = 0;
    std::array<std::uint8_t, capacity> bytes_{};
};

} // namespace bimetal::serial
