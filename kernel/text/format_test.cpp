// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/text/format.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace sample {

enum class Colour : std::uint8_t { red, green };

std::string_view describe(Colour colour) {
    return colour == Colour::red ? "red" : "green";
}

struct Range {
    std::uint64_t first;
    std::uint64_t last;
};

void format_value(bimetal::text::Sink& sink, const Range& range) {
    print(sink, "[{:#x}, {:#x}]", range.first, range.last);
}

} // namespace sample

namespace bimetal::text {
namespace {

template <typename... Arguments>
std::string formatted(FormatString<Arguments...> format, const Arguments&... arguments) {
    std::array<char, 512> buffer;
    return std::string(print_to(buffer, format, arguments...));
}

TEST(Format, PlainTextAndBraces) {
    EXPECT_EQ(formatted(""), "");
    EXPECT_EQ(formatted("plain"), "plain");
    EXPECT_EQ(formatted("{{}}"), "{}");
    EXPECT_EQ(formatted("a{{{}}}b", 5), "a{5}b");
}

TEST(Format, Integers) {
    EXPECT_EQ(formatted("{}", 0), "0");
    EXPECT_EQ(formatted("{}", -1), "-1");
    EXPECT_EQ(formatted("{}", std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(formatted("{}", std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(formatted("{}", std::uint8_t{65}), "65");
    EXPECT_EQ(formatted("{}", static_cast<signed char>(-3)), "-3");
    EXPECT_EQ(formatted("{:d}", 7U), "7");
    EXPECT_EQ(formatted("{:x} {:X} {:#x} {:#X}", 0xabc, 0xabc, 0xabc, 0xabc),
              "abc ABC 0xabc 0XABC");
    EXPECT_EQ(formatted("{:b} {:#b}", 5, 5), "101 0b101");
    EXPECT_EQ(formatted("{:#b}", std::numeric_limits<std::int64_t>::min()),
              "-0b1" + std::string(63, '0'));
    EXPECT_EQ(formatted("{:08x}", 0xbeefU), "0000beef");
    EXPECT_EQ(formatted("{:#010x}", 0xbeefU), "0x0000beef");
    EXPECT_EQ(formatted("{:05}", -42), "-0042");
    EXPECT_EQ(formatted("{:#x}", -255), "-0xff");
    EXPECT_EQ(formatted("{:2}", 12345), "12345");
}

TEST(Format, Alignment) {
    EXPECT_EQ(formatted("|{:6}|{:<6}|{:^6}|{:>6}|", 42, 42, 42, 42),
              "|    42|42    |  42  |    42|");
    EXPECT_EQ(formatted("|{:6}|{:<6}|{:^7}|{:>6}|", "ab", "ab", "ab", "ab"),
              "|ab    |ab    |  ab   |    ab|");
    EXPECT_EQ(formatted("{:*<5}{:->5}", "x", 7), "x****----7");
    EXPECT_EQ(formatted("{:<06}|", 42), "42    |");
    EXPECT_EQ(formatted("{:#<6x}|", 10), "a#####|");
    EXPECT_EQ(formatted("{:40}|", "wide"), "wide" + std::string(36, ' ') + "|");
    EXPECT_EQ(formatted("{:255}", 1).size(), 255U);
}

TEST(Format, StringsAndCharacters) {
    const char* null_text = nullptr;
    char writable[] = "writable";
    char* pointer = writable;
    const char unterminated[3] = {'a', 'b', 'c'};
    EXPECT_EQ(formatted("{} {} {}", "literal", std::string_view("view"), std::string("string")),
              "literal view string");
    EXPECT_EQ(formatted("{}", null_text), "(null)");
    EXPECT_EQ(formatted("{} {} {}", writable, pointer, unterminated), "writable writable abc");
    EXPECT_EQ(formatted("{}{:c}{:3}|", 'a', 'b', 'c'), "abc  |");
    EXPECT_EQ(formatted("{} {:>6}", true, false), "true  false");
    EXPECT_EQ(formatted("[{}]", std::string_view()), "[]");
}

TEST(Format, Pointers) {
    const auto* pointer = reinterpret_cast<const int*>(std::uintptr_t{0xffffffff80001234});
    EXPECT_EQ(formatted("{}", pointer), "0xffffffff80001234");
    EXPECT_EQ(formatted("{:p} {}", nullptr, static_cast<void*>(nullptr)),
              "0x0000000000000000 0x0000000000000000");
    volatile int* device = nullptr;
    EXPECT_EQ(formatted("{}", device), "0x0000000000000000");
}

TEST(Format, UserTypes) {
    EXPECT_EQ(formatted("{} {:>6}", sample::Colour::red, sample::Colour::green), "red  green");
    EXPECT_EQ(formatted("{}", sample::Range{16, 255}), "[0x10, 0xff]");
    EXPECT_EQ(formatted("|{:14}|{:>14}|", sample::Range{16, 255}, sample::Range{0, 1}),
              "|[0x10, 0xff]  |    [0x0, 0x1]|");
}

TEST(BufferSink, MarksTruncation) {
    std::array<char, 8> buffer;
    BufferSink sink(buffer);
    sink.write("12345678");
    EXPECT_FALSE(sink.truncated());
    EXPECT_EQ(sink.view(), "12345678");
    sink.write("");
    EXPECT_FALSE(sink.truncated());
    sink.write("9");
    EXPECT_TRUE(sink.truncated());
    EXPECT_EQ(sink.view(), "12345...");
    sink.write("more");
    EXPECT_EQ(sink.view(), "12345...");
    sink.clear();
    sink.write("ab");
    EXPECT_EQ(sink.view(), "ab");
}

TEST(BufferSink, TooSmallForTheMark) {
    std::array<char, 2> buffer;
    EXPECT_EQ(print_to(buffer, "{}", 12345), "12");
    EXPECT_EQ(print_to({}, "{}", 12345), "");
}

} // namespace
} // namespace bimetal::text
