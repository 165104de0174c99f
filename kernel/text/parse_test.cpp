// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/text/parse.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bimetal::text {
namespace {

TEST(Parse, Unsigned) {
    EXPECT_EQ(parse_unsigned("0"), 0U);
    EXPECT_EQ(parse_unsigned("123"), 123U);
    EXPECT_EQ(parse_unsigned("0x10"), 16U);
    EXPECT_EQ(parse_unsigned("0XfF"), 255U);
    EXPECT_EQ(parse_unsigned("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(parse_unsigned("0xffffffffffffffff"), UINT64_MAX);
    EXPECT_EQ(parse_unsigned("0000000000000000000000001"), 1U);
    EXPECT_EQ(parse_unsigned("255", 255), 255U);
}

TEST(Parse, UnsignedErrors) {
    EXPECT_EQ(parse_unsigned("").error(), ParseError::empty);
    for (const char* wrong : {"0x", "x1", "-1", "+1", " 1", "1 ", "12a", "0xg", "1.5"}) {
        EXPECT_EQ(parse_unsigned(wrong).error(), ParseError::invalid_character) << wrong;
    }
    for (const char* large :
         {"18446744073709551616", "0x10000000000000000", "99999999999999999999"}) {
        EXPECT_EQ(parse_unsigned(large).error(), ParseError::out_of_range) << large;
    }
    EXPECT_EQ(parse_unsigned("99999999999999999999x").error(), ParseError::invalid_character);
    EXPECT_EQ(parse_unsigned("256", 255).error(), ParseError::out_of_range);
}

TEST(Parse, Size) {
    EXPECT_EQ(parse_size("512"), 512U);
    EXPECT_EQ(parse_size("512B"), 512U);
    EXPECT_EQ(parse_size("4K"), 4096U);
    EXPECT_EQ(parse_size("64M"), 64U << 20);
    EXPECT_EQ(parse_size("64m"), 64U << 20);
    EXPECT_EQ(parse_size("8GiB"), std::uint64_t{8} << 30);
    EXPECT_EQ(parse_size("8GB"), std::uint64_t{8} << 30);
    EXPECT_EQ(parse_size("1T"), std::uint64_t{1} << 40);
    EXPECT_EQ(parse_size("0x1B"), 27U);
    EXPECT_EQ(parse_size("16777216T").error(), ParseError::out_of_range);
    EXPECT_EQ(parse_size("16777215T"), std::uint64_t{16777215} << 40);
    for (const char* wrong : {"iB", "K5", "5KK", "5 M", "five", "5iB", "0x10M"}) {
        EXPECT_EQ(parse_size(wrong).error(), ParseError::invalid_character) << wrong;
    }
    for (const char* nothing : {"", "M", "MB", "MiB"}) {
        EXPECT_EQ(parse_size(nothing).error(), ParseError::empty) << nothing;
    }
}

TEST(Parse, Trim) {
    EXPECT_EQ(trim(" \t a b\r\n"), "a b");
    EXPECT_EQ(trim("  "), "");
    EXPECT_EQ(trim(""), "");
}

template <typename Pieces>
std::vector<std::string> all(Pieces pieces) {
    std::vector<std::string> result;
    while (const auto piece = pieces.next()) {
        result.emplace_back(*piece);
    }
    return result;
}

TEST(Parse, Split) {
    using List = std::vector<std::string>;
    EXPECT_EQ(all(Split("a;b;c", ';')), (List{"a", "b", "c"}));
    EXPECT_EQ(all(Split("a,,b,", ',')), (List{"a", "", "b", ""}));
    EXPECT_EQ(all(Split("", ',')), (List{""}));
}

TEST(Parse, Words) {
    using List = std::vector<std::string>;
    EXPECT_EQ(all(Words("  fault  stack\t7 ")), (List{"fault", "stack", "7"}));
    EXPECT_EQ(all(Words("   ")), List{});
    Words words(" test  buddy random ");
    EXPECT_EQ(words.next(), "test");
    EXPECT_EQ(words.rest(), "buddy random");
}

} // namespace
} // namespace bimetal::text
