// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/text/format.hpp"

#include <algorithm>

namespace bimetal::text {

void BufferSink::write(std::string_view text) noexcept {
    if (truncated_) {
        return;
    }
    const std::size_t room = buffer_.size() - used_;
    const std::size_t taken = std::min(room, text.size());
    std::ranges::copy(text.substr(0, taken), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ += taken;
    if (taken < text.size()) {
        truncated_ = true;
        if (buffer_.size() >= mark.size()) {
            std::ranges::copy(mark, buffer_.end() - static_cast<std::ptrdiff_t>(mark.size()));
        }
    }
}

namespace detail {
namespace {

void write_fill(Sink& sink, char fill, std::size_t count) noexcept {
    std::array<char, 16> chunk;
    chunk.fill(fill);
    while (count != 0) {
        const std::size_t now = std::min(count, chunk.size());
        sink.write({chunk.data(), now});
        count -= now;
    }
}

struct Padding {
    std::size_t before;
    std::size_t after;
};

Padding padding_for(const Specification& specification, std::size_t size,
                    char default_align) noexcept {
    if (size >= specification.width) {
        return {0, 0};
    }
    const std::size_t missing = specification.width - size;
    switch (specification.align == 0 ? default_align : specification.align) {
    case '<':
        return {0, missing};
    case '^':
        return {missing / 2, missing - missing / 2};
    default:
        return {missing, 0};
    }
}

void write_padded(Sink& sink, const Specification& specification, std::string_view text,
                  char default_align) noexcept {
    const Padding padding = padding_for(specification, text.size(), default_align);
    write_fill(sink, specification.fill, padding.before);
    sink.write(text);
    write_fill(sink, specification.fill, padding.after);
}

void write_integer(Sink& sink, const Specification& specification, std::uint64_t magnitude,
                   bool negative) noexcept {
    // Sign, two characters of prefix and the 64 digits of a binary number.
    std::array<char, 67> digits;
    std::size_t start = digits.size();
    const bool upper = specification.type == 'X';
    const unsigned base = upper || specification.type == 'x' ? 16
                          : specification.type == 'b'        ? 2
                                                             : 10;
    const std::string_view alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    do {
        digits[--start] = alphabet[static_cast<std::size_t>(magnitude % base)];
        magnitude /= base;
    } while (magnitude != 0);

    std::array<char, 3> prefix;
    std::size_t prefix_size = 0;
    if (negative) {
        prefix[prefix_size++] = '-';
    }
    if (specification.alternate) {
        prefix[prefix_size++] = '0';
        prefix[prefix_size++] = specification.type;
    }
    const std::string_view prefix_text(prefix.data(), prefix_size);
    const std::string_view digit_text(digits.data() + start, digits.size() - start);

    // As in std::format, zeros stand between prefix and digits, and an alignment overrules them.
    if (specification.zero && specification.align == 0) {
        sink.write(prefix_text);
        const std::size_t size = prefix_size + digit_text.size();
        if (size < specification.width) {
            write_fill(sink, '0', specification.width - size);
        }
        sink.write(digit_text);
        return;
    }
    start -= prefix_size;
    std::ranges::copy(prefix_text, digits.begin() + static_cast<std::ptrdiff_t>(start));
    write_padded(sink, specification, {digits.data() + start, digits.size() - start}, '>');
}

void write_custom(Sink& sink, const Specification& specification,
                  const Argument::Custom& custom) noexcept {
    if (specification.width == 0) {
        custom.format(sink, custom.object);
        return;
    }
    // Formatting twice instead of buffering keeps the text unbounded and the stack small.
    CountingSink counting;
    custom.format(counting, custom.object);
    const Padding padding = padding_for(specification, counting.count(), '<');
    write_fill(sink, specification.fill, padding.before);
    custom.format(sink, custom.object);
    write_fill(sink, specification.fill, padding.after);
}

void write_argument(Sink& sink, const Specification& specification,
                    const Argument& argument) noexcept {
    switch (argument.kind) {
    case Kind::boolean:
        write_padded(sink, specification, argument.number != 0 ? "true" : "false", '<');
        break;
    case Kind::character: {
        const char c = static_cast<char>(argument.number);
        write_padded(sink, specification, {&c, 1}, '<');
        break;
    }
    case Kind::signed_integer: {
        const bool negative = (argument.number >> 63) != 0;
        write_integer(sink, specification, negative ? 0 - argument.number : argument.number,
                      negative);
        break;
    }
    case Kind::unsigned_integer:
        write_integer(sink, specification, argument.number, false);
        break;
    case Kind::string:
        write_padded(sink, specification, {argument.text.data, argument.text.size}, '<');
        break;
    case Kind::pointer: {
        std::array<char, 18> digits{'0', 'x'};
        for (std::size_t i = 0; i < 16; ++i) {
            digits[17 - i] = "0123456789abcdef"[(argument.number >> (4 * i)) & 0xf];
        }
        write_padded(sink, specification, {digits.data(), digits.size()}, '>');
        break;
    }
    case Kind::custom:
        write_custom(sink, specification, argument.custom);
        break;
    case Kind::unprintable:
        break;
    }
}

} // namespace

void print_arguments(Sink& sink, std::string_view format,
                     std::span<const Argument> arguments) noexcept {
    // The string was checked while compiling, so every brace here is known to be well formed.
    std::size_t next = 0;
    while (!format.empty()) {
        const std::size_t brace = std::min(format.find_first_of("{}"), format.size());
        if (brace != 0) {
            sink.write(format.substr(0, brace));
            format.remove_prefix(brace);
            continue;
        }
        if (format.size() > 1 && format[1] == format[0]) {
            sink.write(format.substr(0, 1));
            format.remove_prefix(2);
            continue;
        }
        const ParsedSpecification parsed = parse_specification(format.substr(1));
        if (parsed.length == 0 || next >= arguments.size()) {
            return;
        }
        write_argument(sink, parsed.specification, arguments[next++]);
        format.remove_prefix(1 + parsed.length);
    }
}

} // namespace detail
} // namespace bimetal::text
