// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/format.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

// What the core means by physical memory, whoever provides it. kernel/services/frames.hpp is where
// it comes from.
namespace bimetal::memory {

inline constexpr unsigned frame_shift = 12;
inline constexpr std::uint64_t frame_size = std::uint64_t{1} << frame_shift;

// A block of order n is 2^n frames, aligned to its own size.
inline constexpr unsigned max_order = 10;
inline constexpr unsigned order_count = max_order + 1;

// An address on the memory bus. Not a pointer, so that it cannot be followed by mistake.
struct PhysicalAddress {
    std::uint64_t value;

    friend constexpr auto operator<=>(PhysicalAddress, PhysicalAddress) = default;
};

inline void format_value(text::Sink& sink, const PhysicalAddress& address) {
    text::print(sink, "{:#x}", address.value);
}

// Which addresses will do. `below_4g` is for devices and start-up code that take 32 bits.
enum class Zone : std::uint8_t {
    any,
    below_4g,
};

enum class MemoryError : std::uint8_t {
    exhausted,       // no free block of that order in that zone
    invalid_order,   // above max_order
    misaligned,      // the address is not a multiple of the block's size
    unmanaged,       // not memory that was usable at boot
    double_free,     // the block is free
    wrong_order,     // the block was allocated with another order, or this is not where it starts
    not_initialised, // before there are frames
    corrupt          // the allocator's own state contradicts itself
};

[[nodiscard]] std::string_view describe(MemoryError error) noexcept;

struct MemoryStatistics {
    std::uint64_t total_frames = 0;
    std::uint64_t free_frames = 0;
    // Usable frames of the boot map that the allocator could not take in.
    std::uint64_t unmanaged_frames = 0;
    std::array<std::uint64_t, order_count> free_blocks{};
};

} // namespace bimetal::memory
