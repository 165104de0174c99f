// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/build_time.hpp"
#include "evaluation/facts/disassembly.hpp"
#include "evaluation/facts/panic_text.hpp"
#include "evaluation/facts/size.hpp"

#include <gtest/gtest.h>

namespace {

using namespace bimetal::evaluation;

json printed_sizes(std::uint64_t text) {
    return json::parse(R"([{"image": "some/folder/bimetal.elf", "loadable": 900,
        "backtrace_table": 7,
        "total": {"text": 0, "read_only": 200, "data": 3, "bss": 4},
        "parts": [{"part": "serial/rust", "language": "Rust", "text": 10, "read_only": 1, "data": 0,
                   "bss": 0},
                  {"part": "-", "language": "", "text": 5, "read_only": 0, "data": 0, "bss": 0}],
        "panic_text": {"messages": 1, "file_names": 2, "locations": 24, "hardening": 4},
        "generic_copies": [{"name": "f", "language": "C++", "copies": 2, "bytes": 9}]}])")
        .patch(json::array({{{"op", "replace"}, {"path", "/0/total/text"}, {"value", text}}}));
}

TEST(SizeFact, NamesPartAndTwinApart) {
    const json images = size_images(printed_sizes(100));
    ASSERT_EQ(images.size(), 1U);
    const json& image = images[0];
    EXPECT_EQ(image.at("name"), "bimetal");
    EXPECT_EQ(image.at("loadable"), 900);
    EXPECT_EQ(image.at("rows")[0].at("part"), "serial");
    EXPECT_EQ(image.at("rows")[0].at("twin"), "rust");
    EXPECT_EQ(image.at("rows")[1].at("part"), "-");
    EXPECT_EQ(image.at("rows")[1].at("twin"), "");
    EXPECT_EQ(image.at("panic_text").at("strings"), 1 + 2 + 4);
    EXPECT_EQ(image.at("panic_text").at("locations"), 24);
    EXPECT_EQ(image.at("generic_copies").size(), 1U);
}

TEST(PanicTextFact, ComparesImagesOfOneName) {
    json with = size_images(printed_sizes(100));
    const json without = size_images(printed_sizes(90));
    const json fact = compare_panic_text(without, with);
    ASSERT_EQ(fact.at("images").size(), 1U);
    EXPECT_EQ(fact.at("state"), "measured");
    EXPECT_EQ(fact.at("images")[0].at("text"), 90);
    EXPECT_EQ(fact.at("images")[0].at("with").at("text"), 100);
    with[0]["name"] = "another";
    EXPECT_TRUE(compare_panic_text(without, with).at("images").empty());
}

TEST(PanicTextFact, IsLeftOutWhereNothingMayBeBuilt) {
    bimetal::evaluation::Setup setup;
    setup.quick = true;
    EXPECT_EQ(measure_without_panic_text(setup, json::array()).at("state"), "absent");
}

TEST(DisassemblyFact, PairsWhatBothTwinsHave) {
    const std::vector<std::string> symbols = {"frames_cpp_allocate",   "frames_rust_allocate",
                                              "serial_cpp_receive",    "border_rust_calls_rust",
                                              "border_rust_calls_cpp", "border_cpp_calls_cpp_slice",
                                              "border_cpp_calls_cpp",  "border_cpp_calls_rust",
                                              "other_calls_cpp",       "other_calls_rust"};
    const std::vector<SymbolPair> expected = {
        {"frames allocate", "frames", "frames_cpp_allocate", "frames_rust_allocate"},
        {"border cpp calls", "border", "border_cpp_calls_cpp", "border_cpp_calls_rust"},
        {"border rust calls", "border", "border_rust_calls_cpp", "border_rust_calls_rust"}};
    EXPECT_EQ(pairs_among(symbols), expected);
}

TEST(DisassemblyFact, AFunctionStandsWithItsOtherHalves) {
    const json side = side_of("cpp", json::parse(R"({"symbol": "f", "parts": [
        {"instructions": 2, "lines": ["f", "a", "b"]}, {"instructions": 1, "lines": ["g", "c"]}]})"));
    EXPECT_EQ(side.at("instructions"), 3);
    EXPECT_EQ(side.at("lines"), json::array({"f", "a", "b", "", "g", "c"}));
    EXPECT_EQ(side.at("twin"), "cpp");
}

TEST(DisassemblyFact, SaysWhatDidNotFit) {
    json pairs = json::array();
    for (const char* title : {"one", "two", "three"}) {
        pairs.push_back({{"title", title}, {"lines", std::string(1'000, 'x')}});
    }
    EXPECT_TRUE(pairs_within(pairs, 10'000).at("left_out").empty());
    const json fact = pairs_within(pairs, 2'500);
    EXPECT_EQ(fact.at("pairs").size(), 2U);
    EXPECT_EQ(fact.at("left_out"), json::array({"three"}));
}

TEST(BuildTimeFact, ChangesAreOtherTextEachTime) {
    for (const SourceChange& change : measured_changes()) {
        const std::string original = "first\n" + change.behind + "\nlast\n";
        const auto one = changed(change, original, 1);
        const auto two = changed(change, original, 2);
        ASSERT_TRUE(one && two) << change.what;
        EXPECT_NE(*one, *two) << change.what;
        EXPECT_NE(one->find("first\n" + change.behind + "\n"), std::string::npos) << *one;
        EXPECT_NE(one->find("last\n"), std::string::npos) << *one;
        EXPECT_EQ(one->find("{}"), std::string::npos) << *one;
    }
}

TEST(BuildTimeFact, AChangeWithoutItsPlaceIsRefused) {
    SourceChange change = measured_changes().front();
    change.behind = "SEAM_COMPONENT(frames, 2);";
    EXPECT_FALSE(changed(change, "no such line\n", 1));
}

} // namespace
