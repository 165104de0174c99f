// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/text/parse.hpp"

#include <cstddef>

namespace bimetal::text {
namespace {

constexpr int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return 16;
}

constexpr unsigned unit_shift(char c) noexcept {
    switch (c) {
    case 'K':
    case 'k':
        return 10;
    case 'M':
    case 'm':
        return 20;
    case 'G':
    case 'g':
        return 30;
    case 'T':
    case 't':
        return 40;
    default:
        return 0;
    }
}

} // namespace

std::string_view describe(ParseError error) noexcept {
    switch (error) {
    case ParseError::empty:
        return "empty";
    case ParseError::invalid_character:
        return "not a number";
    case ParseError::out_of_range:
        return "too large";
    }
    return "unknown error";
}

std::expected<std::uint64_t, ParseError> parse_unsigned(std::string_view text,
                                                        std::uint64_t limit) noexcept {
    if (text.empty()) {
        return std::unexpected(ParseError::empty);
    }
    unsigned base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
        if (text.empty()) {
            return std::unexpected(ParseError::invalid_character);
        }
    }
    std::uint64_t value = 0;
    bool overflow = false;
    for (const char c : text) {
        const auto digit = static_cast<unsigned>(digit_value(c));
        if (digit >= base) {
            return std::unexpected(ParseError::invalid_character);
        }
        overflow |= __builtin_mul_overflow(value, std::uint64_t{base}, &value);
        overflow |= __builtin_add_overflow(value, std::uint64_t{digit}, &value);
    }
    if (overflow || value > limit) {
        return std::unexpected(ParseError::out_of_range);
    }
    return value;
}

std::expected<std::uint64_t, ParseError> parse_size(std::string_view text) noexcept {
    // In a hexadecimal number B is a digit, so it takes no unit.
    if (text.starts_with("0x") || text.starts_with("0X")) {
        return parse_unsigned(text);
    }
    if (text.ends_with("iB") && text.size() > 2 && unit_shift(text[text.size() - 3]) != 0) {
        text.remove_suffix(2);
    } else if (text.ends_with('B') && text.size() > 1) {
        text.remove_suffix(1);
    }
    const unsigned shift = text.empty() ? 0 : unit_shift(text.back());
    if (shift != 0) {
        text.remove_suffix(1);
    }
    const auto number = parse_unsigned(text);
    if (!number) {
        return number;
    }
    if (*number > (UINT64_MAX >> shift)) {
        return std::unexpected(ParseError::out_of_range);
    }
    return *number << shift;
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<std::string_view> Split::next() noexcept {
    if (!rest_) {
        return std::nullopt;
    }
    const std::string_view rest = *rest_;
    const std::size_t at = rest.find(separator_);
    if (at == std::string_view::npos) {
        rest_.reset();
        return rest;
    }
    rest_ = rest.substr(at + 1);
    return rest.substr(0, at);
}

std::optional<std::string_view> Words::next() noexcept {
    rest_ = trim(rest_);
    if (rest_.empty()) {
        return std::nullopt;
    }
    std::size_t end = 0;
    while (end < rest_.size() && !is_blank(rest_[end])) {
        ++end;
    }
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
}

} // namespace bimetal::text
