// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/function_name.hpp"
#include "tools/image/size_report.hpp"

#include <gtest/gtest.h>

namespace bimetal::image {
namespace {

Function function(std::string linkage_name, std::uint64_t begin, std::uint64_t size,
                  Language language) {
    Function made;
    made.begin = begin;
    made.end = begin + size;
    made.linkage_name = std::move(linkage_name);
    made.origin.language = language;
    return made;
}

TEST(GenericNames, AreWithoutArguments) {
    EXPECT_EQ(generic_function_name("_ZNK5wheel5WheelImE4turnEv"), "wheel::Wheel::turn");
    EXPECT_EQ(generic_function_name("_Z5firstIiET_S0_"), generic_function_name("_Z5firstIlET_S0_"));
    EXPECT_EQ(generic_function_name("_RINvCs1234_7mycrate3foohE"),
              generic_function_name("_RINvCs1234_7mycrate3footE"));
    // No arguments, no generic code.
    EXPECT_EQ(generic_function_name("_Z5firsti"), "");
    EXPECT_EQ(generic_function_name("_RNvCs1234_7mycrate3foo"), "");
    EXPECT_EQ(generic_function_name("memcpy"), "");
}

TEST(GenericCopies, AreInstancesOfOneName) {
    FunctionMap map;
    map.functions = {
        function("_Z5firstIiET_S0_", 0, 10, Language::cpp),
        function("_Z5firstIlET_S0_", 16, 20, Language::cpp),
        function("_Z5firstIlET_S0_.llvm.123", 40, 5, Language::cpp), // a piece of the same
        function("_Z4onlyIlET_S0_", 48, 50, Language::cpp),
        function("_Z6secondi", 100, 10, Language::cpp),
        function("_Z6secondl", 116, 10, Language::cpp),
        function("_RINvCs1234_7mycrate3foohE", 132, 100, Language::rust),
        function("_RINvCs1234_7mycrate3footE", 232, 100, Language::rust),
    };
    const auto copies = generic_copies(map);
    ASSERT_EQ(copies.size(), 2U);
    EXPECT_EQ(copies[0].name, "mycrate::foo");
    EXPECT_EQ(copies[0].language, "Rust");
    EXPECT_EQ(copies[0].copies, 2U);
    EXPECT_EQ(copies[0].bytes, 200U);
    EXPECT_EQ(copies[1].name, "first");
    EXPECT_EQ(copies[1].copies, 2U);
    EXPECT_EQ(copies[1].bytes, 35U);
}

PanicText text_of(const char* path) {
    const auto image = ElfImage::open(path);
    EXPECT_TRUE(image) << image.error();
    const auto map = read_functions(*image);
    EXPECT_TRUE(map) << map.error();
    const auto text = measure_panic_text(*image, *map);
    EXPECT_TRUE(text) << text.error();
    return *text;
}

TEST(PanicTextOfSample, IsFoundInBothLanguages) {
    const PanicText text = text_of(PANICS_IMAGE);
    // One index out of bounds in Rust: its place, the file, and the message with two numbers in it.
    EXPECT_EQ(text.locations, 24U);
    EXPECT_GE(text.file_names, sizeof("panics.rs"));
    EXPECT_GE(text.messages,
              std::string_view("index out of bounds: the len is but the index is").size());
    EXPECT_LE(text.messages, 80U);
    // One in C++: file, line, condition and words.
    EXPECT_GT(text.hardening, 100U);
    EXPECT_LT(text.hardening, 400U);
}

TEST(PanicTextOfSample, IsNotSeenWhereNothingCanFail) {
    const PanicText text = text_of(DEEP_IMAGE);
    EXPECT_EQ(text.messages + text.file_names + text.locations + text.hardening, 0U);
}

} // namespace
} // namespace bimetal::image
