// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

// Reading numbers and words out of text that others wrote. Pure functions, any context.
namespace bimetal::text {

enum class ParseError : std::uint8_t {
    empty,
    invalid_character,
    out_of_range,
};

// A sentence part for messages: "SIZE is " + describe(error).
[[nodiscard]] std::string_view describe(ParseError error) noexcept;

// The whole of `text` as an unsigned number: decimal, or hexadecimal after 0x. No sign, no spaces.
// Fails with out_of_range above `limit`.
[[nodiscard]] std::expected<std::uint64_t, ParseError>
parse_unsigned(std::string_view text, std::uint64_t limit = UINT64_MAX) noexcept;

// A number of bytes: as parse_unsigned, with an optional unit K, M, G or T (powers of 1024; either
// case, an "iB" or "B" after it is accepted). Decimal only when a unit follows.
[[nodiscard]] std::expected<std::uint64_t, ParseError> parse_size(std::string_view text) noexcept;

// Blank: space, tab, carriage return, line feed.
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// `text` without blanks at either end.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

// The pieces of a text between separators; "a,,b" has three, "" has one, which is empty.
class Split {
  public:
    constexpr Split(std::string_view text, char separator) noexcept
        : rest_(text), separator_(separator) {}

    // The next piece, or nothing after the last.
    [[nodiscard]] std::optional<std::string_view> next() noexcept;

  private:
    std::optional<std::string_view> rest_;
    char separator_;
};

// The words of a text, parted by any number of blanks; never an empty one.
class Words {
  public:
    constexpr explicit Words(std::string_view text) noexcept : rest_(text) {}

    // The next word, or nothing after the last.
    [[nodiscard]] std::optional<std::string_view> next() noexcept;

    // Everything not yet taken, trimmed.
    [[nodiscard]] std::string_view rest() const noexcept { return trim(rest_); }

  private:
    std::string_view rest_;
};

} // namespace bimetal::text
