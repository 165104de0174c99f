// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace bimetal::acpi {

// Little-endian fields of untrusted bytes at any alignment. What lies outside reads as zero:
// callers compare lengths first and never rely on it.
class Bytes {
  public:
    constexpr explicit Bytes(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return bytes_.size(); }

    [[nodiscard]] std::uint8_t u8(std::size_t offset) const noexcept {
        return load<std::uint8_t>(offset);
    }

    [[nodiscard]] std::uint16_t u16(std::size_t offset) const noexcept {
        return load<std::uint16_t>(offset);
    }

    [[nodiscard]] std::uint32_t u32(std::size_t offset) const noexcept {
        return load<std::uint32_t>(offset);
    }

    [[nodiscard]] std::uint64_t u64(std::size_t offset) const noexcept {
        return load<std::uint64_t>(offset);
    }

    [[nodiscard]] bool has_text(std::size_t offset, std::string_view text) const noexcept {
        return offset <= size() && text.size() <= size() - offset &&
               std::memcmp(bytes_.data() + offset, text.data(), text.size()) == 0;
    }

    // At most `length` bytes from `offset` on.
    [[nodiscard]] Bytes part(std::size_t offset, std::size_t length) const noexcept {
        const std::size_t start = std::min(offset, size());
        return Bytes(bytes_.subspan(start, std::min(length, size() - start)));
    }

    // ACPI's checksum: all bytes add up to zero.
    [[nodiscard]] bool adds_up() const noexcept {
        std::uint8_t sum = 0;
        for (const std::byte byte : bytes_) {
            sum = static_cast<std::uint8_t>(sum + std::to_integer<std::uint8_t>(byte));
        }
        return sum == 0;
    }

  private:
    template <typename T>
    [[nodiscard]] T load(std::size_t offset) const noexcept {
        T value = 0;
        if (offset <= size() && sizeof(T) <= size() - offset) {
            std::memcpy(&value, bytes_.data() + offset, sizeof(T));
        }
        return value;
    }

    std::span<const std::byte> bytes_;
};

} // namespace bimetal::acpi
