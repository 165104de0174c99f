// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between slices as they cross the boundary and std::span.
#pragma once

#include "seam/slice.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace seam {

/// Bytes or text to hand over, whichever a caller has.
class ByteView {
  public:
    constexpr ByteView() = default;

    constexpr ByteView(const std::uint8_t* data, std::size_t length)
        : data_(data), length_(length) {}

    ByteView(const char* data, std::size_t length) : ByteView(std::string_view(data, length)) {}

    template <class Range>
        requires std::is_convertible_v<const Range&, std::span<const std::uint8_t>>
    constexpr ByteView(const Range& range) {
        const std::span<const std::uint8_t> bytes = range;
        data_ = bytes.data();
        length_ = bytes.size();
    }

    template <class Range>
        requires std::is_convertible_v<const Range&, std::string_view>
    ByteView(const Range& range) {
        const std::string_view text = range;
        data_ = reinterpret_cast<const std::uint8_t*>(text.data());
        length_ = text.size();
    }

    [[nodiscard]] constexpr const std::uint8_t* data() const { return data_; }

    [[nodiscard]] constexpr std::size_t size() const { return length_; }

    [[nodiscard]] constexpr bool empty() const { return length_ == 0; }

  private:
    const std::uint8_t* data_ = nullptr;
    std::size_t length_ = 0;
};

/// A slice to hand over. An empty one leaves as null and zero.
[[nodiscard]] inline SeamBytes to_slice(ByteView bytes) noexcept {
    return bytes.empty() ? SeamBytes{nullptr, 0} : SeamBytes{bytes.data(), bytes.size()};
}

/// A writable slice to hand over. An empty one leaves as null and zero.
[[nodiscard]] inline SeamMutableBytes to_mutable_slice(std::span<std::uint8_t> bytes) noexcept {
    return bytes.empty() ? SeamMutableBytes{nullptr, 0}
                         : SeamMutableBytes{bytes.data(), bytes.size()};
}

/// What is wrong with a slice that was received.
enum class SliceFault : std::uint8_t { none, null, overflow };

/// Judges a received slice: null with a length, or a length that passes the end of memory or no
/// object can have.
template <class Slice>
[[nodiscard]] inline SliceFault fault_of(const Slice& slice) noexcept {
    if (slice.length == 0) {
        return SliceFault::none;
    }
    if (slice.data == nullptr) [[unlikely]] {
        return SliceFault::null;
    }
    const auto start = reinterpret_cast<std::uintptr_t>(slice.data);
    if (slice.length > PTRDIFF_MAX || slice.length > UINTPTR_MAX - start) [[unlikely]] {
        return SliceFault::overflow;
    }
    return SliceFault::none;
}

/// A received slice on which fault_of found none, as a span; an empty one has a null pointer.
[[nodiscard]] inline std::span<const std::uint8_t> to_span(SeamBytes slice) noexcept {
    return slice.length == 0 ? std::span<const std::uint8_t>{}
                             : std::span{slice.data, static_cast<std::size_t>(slice.length)};
}

/// A received slice on which fault_of found none, as a span; an empty one has a null pointer.
[[nodiscard]] inline std::span<std::uint8_t> to_span(SeamMutableBytes slice) noexcept {
    return slice.length == 0 ? std::span<std::uint8_t>{}
                             : std::span{slice.data, static_cast<std::size_t>(slice.length)};
}

/// Whether two ranges of bytes share one; a range of length 0 shares none.
[[nodiscard]] inline bool overlaps(const void* first, std::uint64_t first_length,
                                   const void* second, std::uint64_t second_length) noexcept {
    const auto first_start = reinterpret_cast<std::uintptr_t>(first);
    const auto second_start = reinterpret_cast<std::uintptr_t>(second);
    return second_start - first_start < first_length || first_start - second_start < second_length;
}

} // namespace seam
