// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/listing.hpp"
#include "tools/image/size_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>

namespace bimetal::image {
namespace {

class Sample : public testing::Test {
  protected:
    void SetUp() override {
        auto opened = ElfImage::open(SAMPLE_IMAGE);
        ASSERT_TRUE(opened) << opened.error();
        image = std::make_unique<ElfImage>(std::move(*opened));
        auto read = read_functions(*image);
        ASSERT_TRUE(read) << read.error();
        map = std::move(*read);
    }

    std::vector<std::string> chosen(std::string_view request) const {
        std::vector<std::string> names;
        for (const Function* function : choose_function(map, request).functions) {
            names.push_back(function->linkage_name);
        }
        return names;
    }

    std::unique_ptr<ElfImage> image;
    FunctionMap map;
};

using Listing = Sample;
using SizeReportOfSample = Sample;
using Names = std::vector<std::string>;

TEST_F(Listing, ASeamFunctionStandsForItsTwins) {
    // The C++ entry was inlined away; the body has its name.
    const Names twins{"_ZNK5wheel5WheelImE4turnEv", "wheel_rust_turn"};
    EXPECT_EQ(chosen("wheel turn"), twins);
    EXPECT_EQ(chosen("wheel_turn"), twins);
}

TEST_F(Listing, FindsByAnyNameAndAsksWhenSeveralFit) {
    EXPECT_EQ(chosen("_start"), Names{"_start"});
    EXPECT_EQ(chosen("sample::sum"), chosen("sum"));
    EXPECT_EQ(chosen("sum").size(), 1U);
    EXPECT_EQ(chosen("largest").size(), 1U);
    EXPECT_TRUE(chosen("no such function").empty());
    const FunctionChoice several = choose_function(map, "s");
    EXPECT_TRUE(several.functions.empty());
    EXPECT_GT(several.candidates.size(), 1U);
}

TEST_F(Listing, NamesCallsAndStandsSideBySide) {
    const auto start = listing(*image, map, choose_function(map, "_start").functions, 60);
    ASSERT_TRUE(start);
    EXPECT_NE(start->find("+0x0  call sample_main\n"), std::string::npos) << *start;
    EXPECT_NE(start->find("jmp +0x5\n"), std::string::npos) << *start;

    const auto twins = listing(*image, map, choose_function(map, "wheel turn").functions, 60);
    ASSERT_TRUE(twins);
    std::istringstream lines(*twins);
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line.find("wheel::Wheel<unsigned long>::turn"), 0U) << line;
    EXPECT_EQ(line.find("wheel_rust_turn"), 63U) << line;
    std::getline(lines, line);
    EXPECT_NE(line.find("[C++, wheel/cpp]"), std::string::npos) << line;
    EXPECT_NE(line.find("[Rust, wheel/rust]"), std::string::npos) << line;
}

TEST_F(SizeReportOfSample, AccountsForEveryByte) {
    const auto report = measure(*image);
    ASSERT_TRUE(report) << report.error();
    Sizes sum;
    for (const SizeRow& row : report->rows) {
        sum.text += row.sizes.text;
        sum.read_only += row.sizes.read_only;
        sum.data += row.sizes.data;
        sum.bss += row.sizes.bss;
    }
    EXPECT_EQ(sum.text, image->section(".text")->size);
    EXPECT_EQ(sum.text, report->total.text);
    EXPECT_EQ(sum.read_only, report->total.read_only);
    EXPECT_EQ(sum.data, report->total.data);
    EXPECT_EQ(sum.bss, report->total.bss);
    EXPECT_EQ(report->backtrace_table, image->section(".backtrace")->size);
    EXPECT_GT(report->loadable, report->total.text + report->backtrace_table);
}

TEST_F(SizeReportOfSample, KnowsWhoseBytesTheyAre) {
    const auto report = measure(*image);
    ASSERT_TRUE(report) << report.error();
    const auto row = [&](std::string_view part, std::string_view language) -> Sizes {
        const auto found = std::ranges::find_if(report->rows, [&](const SizeRow& each) {
            return each.part == part && each.language == language;
        });
        return found == report->rows.end() ? Sizes{} : found->sizes;
    };
    EXPECT_EQ(row("wheel/cpp", "C++").text, image->symbol("_ZNK5wheel5WheelImE4turnEv")->size);
    EXPECT_GT(row("wheel/rust", "Rust").text, image->symbol("wheel_rust_turn")->size);
    EXPECT_GT(row("libc++", "C++").text, 1000U);
    EXPECT_GT(row("kernel", "assembly").text, 0U);
    // One ring of sixteen numbers; the other is never written and optimised away.
    EXPECT_EQ(row("kernel", "C++").bss, 18 * sizeof(std::uint64_t));
}

} // namespace
} // namespace bimetal::image
