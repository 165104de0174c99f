// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/sink.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

// Formatted text without allocation, locale or floating point. The grammar is a part of
// std::format's (N4950 [format.string.std]):
//
//   {}  {:[[fill]align][#][0][width][type]}  {{  }}
//
// align is < > or ^, width at most 255, type one of d x X b (integers), c (char), s (strings, bool,
// enums), p (pointers). Arguments are taken in order. The string is checked while compiling; a
// wrong count or type does not build.
//
// What can be printed: bool, char, integers to 64 bits, strings, object and function pointers (as
// 0x and 16 digits), enums with an ADL function `std::string_view describe(E)`, and any type with
// an ADL function `void format_value(text::Sink&, const T&)`.
//
// One function that is no template does the work, so a call costs an array of arguments and a call.
namespace bimetal::text {

template <typename T>
concept HasDescription = std::is_enum_v<T> && requires(T value) {
    { describe(value) } -> std::convertible_to<std::string_view>;
};

template <typename T>
concept HasFormatValue = requires(Sink& sink, const T& value) { format_value(sink, value); };

namespace detail {

enum class Kind : std::uint8_t {
    boolean,
    character,
    signed_integer,
    unsigned_integer,
    string,
    pointer,
    custom,
    unprintable,
};

struct Argument {
    struct Text {
        const char* data;
        std::size_t size;
    };

    struct Custom {
        const void* object;
        void (*format)(Sink&, const void*);
    };

    union {
        std::uint64_t number;
        Text text;
        Custom custom;
    };

    Kind kind;
};

struct Specification {
    char fill = ' ';
    char align = 0;
    bool alternate = false;
    bool zero = false;
    std::uint8_t width = 0;
    char type = 0;
};

// What follows an opening brace, up to and with the closing one. length 0: not well formed.
struct ParsedSpecification {
    Specification specification;
    std::size_t length = 0;
};

constexpr bool is_align(char c) noexcept {
    return c == '<' || c == '>' || c == '^';
}

constexpr ParsedSpecification parse_specification(std::string_view text) noexcept {
    Specification result;
    std::size_t at = 0;
    const auto peek = [&](std::size_t ahead = 0) {
        return at + ahead < text.size() ? text[at + ahead] : '\0';
    };
    if (peek() == ':') {
        ++at;
        if (is_align(peek(1)) && peek() != '{' && peek() != '}') {
            result.fill = peek();
            result.align = peek(1);
            at += 2;
        } else if (is_align(peek())) {
            result.align = peek();
            ++at;
        }
        if (peek() == '#') {
            result.alternate = true;
            ++at;
        }
        if (peek() == '0') {
            result.zero = true;
            ++at;
        }
        unsigned width = 0;
        while (peek() >= '0' && peek() <= '9') {
            width = width * 10 + static_cast<unsigned>(peek() - '0');
            if (width > 255) {
                return {};
            }
            ++at;
        }
        result.width = static_cast<std::uint8_t>(width);
        if (peek() != '}') {
            result.type = peek();
            ++at;
        }
    }
    if (peek() != '}') {
        return {};
    }
    return {result, at + 1};
}

constexpr bool specification_fits(const Specification& specification, Kind kind) noexcept {
    const char type = specification.type;
    switch (kind) {
    case Kind::signed_integer:
    case Kind::unsigned_integer:
        if (type == 0 || type == 'd') {
            return !specification.alternate;
        }
        return type == 'x' || type == 'X' || type == 'b';
    case Kind::character:
        return (type == 0 || type == 'c') && !specification.alternate && !specification.zero;
    case Kind::boolean:
    case Kind::string:
        return (type == 0 || type == 's') && !specification.alternate && !specification.zero;
    case Kind::pointer:
        return (type == 0 || type == 'p') && !specification.alternate && !specification.zero;
    case Kind::custom:
        return type == 0 && !specification.alternate && !specification.zero;
    case Kind::unprintable:
        break;
    }
    return false;
}

template <typename T>
constexpr Kind kind_of() noexcept {
    using Value = std::remove_cvref_t<T>;
    if constexpr (HasFormatValue<Value>) {
        return Kind::custom;
    } else if constexpr (std::same_as<Value, bool>) {
        return Kind::boolean;
    } else if constexpr (std::same_as<Value, char>) {
        return Kind::character;
    } else if constexpr (HasDescription<Value>) {
        return Kind::string;
    } else if constexpr (std::integral<Value> && sizeof(Value) <= 8 &&
                         !std::same_as<Value, wchar_t> && !std::same_as<Value, char8_t> &&
                         !std::same_as<Value, char16_t> && !std::same_as<Value, char32_t>) {
        return std::is_signed_v<Value> ? Kind::signed_integer : Kind::unsigned_integer;
    } else if constexpr (std::convertible_to<const Value&, std::string_view> ||
                         std::same_as<Value, char*>) {
        return Kind::string;
    } else if constexpr (std::is_pointer_v<Value> || std::same_as<Value, std::nullptr_t>) {
        return Kind::pointer;
    } else {
        return Kind::unprintable;
    }
}

template <typename T>
Argument make_argument(const T& value) noexcept {
    constexpr Kind kind = kind_of<T>();
    Argument result;
    result.kind = kind;
    if constexpr (kind == Kind::custom) {
        result.custom = {&value, [](Sink& sink, const void* object) {
                             format_value(sink, *static_cast<const T*>(object));
                         }};
    } else if constexpr (kind == Kind::boolean || kind == Kind::unsigned_integer) {
        result.number = static_cast<std::uint64_t>(value);
    } else if constexpr (kind == Kind::character) {
        result.number = static_cast<unsigned char>(value);
    } else if constexpr (kind == Kind::signed_integer) {
        result.number = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
    } else if constexpr (kind == Kind::pointer) {
        if constexpr (std::same_as<T, std::nullptr_t>) {
            result.number = 0;
        } else {
            result.number = reinterpret_cast<std::uintptr_t>(value);
        }
    } else {
        std::string_view text;
        if constexpr (HasDescription<T>) {
            text = describe(value);
        } else if constexpr (std::is_array_v<T>) {
            // The array's own size bounds the search: it need not hold a zero.
            const std::string_view all(value, std::extent_v<T>);
            text = all.substr(0, all.find('\0'));
        } else if constexpr (std::is_pointer_v<T>) {
            text = value == nullptr ? std::string_view("(null)") : std::string_view(value);
        } else {
            text = value;
        }
        result.text = {text.data(), text.size()};
    }
    return result;
}

// Never defined: their names are what the compiler says about a wrong format string.
void format_string_has_an_unmatched_brace();
void format_string_has_a_malformed_specification();
void format_string_wants_more_arguments_than_given();
void format_string_leaves_arguments_unused();
void format_specification_does_not_fit_the_argument();

consteval void check_format(std::string_view format, std::span<const Kind> kinds) {
    std::size_t used = 0;
    for (std::size_t at = 0; at < format.size();) {
        const char c = format[at++];
        if (c != '{' && c != '}') {
            continue;
        }
        if (at < format.size() && format[at] == c) {
            ++at;
            continue;
        }
        if (c == '}' || at == format.size()) {
            format_string_has_an_unmatched_brace();
        }
        const ParsedSpecification parsed = parse_specification(format.substr(at));
        if (parsed.length == 0) {
            format_string_has_a_malformed_specification();
        }
        if (used == kinds.size()) {
            format_string_wants_more_arguments_than_given();
        }
        if (!specification_fits(parsed.specification, kinds[used])) {
            format_specification_does_not_fit_the_argument();
        }
        ++used;
        at += parsed.length;
    }
    if (used != kinds.size()) {
        format_string_leaves_arguments_unused();
    }
}

void print_arguments(Sink& sink, std::string_view format,
                     std::span<const Argument> arguments) noexcept;

template <typename... Arguments>
class CheckedFormat {
  public:
    template <typename T>
        requires std::convertible_to<const T&, std::string_view>
    consteval CheckedFormat(const T& format) : text_(format) {
        static_assert(((kind_of<Arguments>() != Kind::unprintable) && ...),
                      "an argument has no format: give its type an ADL describe (enums) or "
                      "format_value");
        constexpr std::array<Kind, sizeof...(Arguments)> kinds{kind_of<Arguments>()...};
        check_format(text_, kinds);
    }

    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

  private:
    std::string_view text_;
};

} // namespace detail

// A format string already checked against the types of its arguments; for functions that forward to
// print.
template <typename... Arguments>
using FormatString = detail::CheckedFormat<std::type_identity_t<Arguments>...>;

// Writes formatted text to `sink`, in several pieces. Context: that of the sink. Bounded stack
// (below 512 bytes besides the arguments and what format_value functions take), cannot fail.
template <typename... Arguments>
void print(Sink& sink, FormatString<Arguments...> format, const Arguments&... arguments) noexcept {
    if constexpr (sizeof...(Arguments) == 0) {
        detail::print_arguments(sink, format.text(), {});
    } else {
        const std::array<detail::Argument, sizeof...(Arguments)> list{
            detail::make_argument(arguments)...};
        detail::print_arguments(sink, format.text(), list);
    }
}

// Formats into `buffer` and returns what was written; a text that does not fit ends with "...".
template <typename... Arguments>
[[nodiscard]] std::string_view print_to(std::span<char> buffer, FormatString<Arguments...> format,
                                        const Arguments&... arguments) noexcept {
    BufferSink sink(buffer);
    print(sink, format, arguments...);
    return sink.view();
}

} // namespace bimetal::text
