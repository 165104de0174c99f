// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/stack_report.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace bimetal::image {
namespace {

class StackOfSample : public testing::Test {
  protected:
    void SetUp() override {
        auto opened = ElfImage::open(DEEP_IMAGE);
        ASSERT_TRUE(opened) << opened.error();
        image = std::make_unique<ElfImage>(std::move(*opened));
        ASSERT_TRUE(lists.add("never planted_panic: a panic\n", "list"));
    }

    StackDepth depth(const std::string& function) const {
        const auto report = measure_stack(*image, lists, function);
        EXPECT_TRUE(report) << report.error();
        EXPECT_EQ(report ? report->entries.size() : 0, 1U);
        return report && !report->entries.empty() ? report->entries[0] : StackDepth{};
    }

    std::unique_ptr<ElfImage> image;
    PanicLists lists;
};

using Names = std::vector<std::string>;
constexpr std::uint64_t return_address = 8;

TEST_F(StackOfSample, AFrameIsWhatTheCompilerReports) {
    const StackDepth leaf = depth("planted_leaf");
    EXPECT_GE(leaf.frame, 64 * sizeof(int));
    EXPECT_LE(leaf.frame, 64 * sizeof(int) + 32);
    EXPECT_EQ(leaf.deepest, leaf.frame);
    EXPECT_TRUE(leaf.bounded);
    EXPECT_EQ(leaf.path, Names{"planted_leaf"});
}

TEST_F(StackOfSample, ACallAddsFrameAndReturnAddress) {
    const StackDepth leaf = depth("planted_leaf");
    const StackDepth chain = depth("planted_chain");
    EXPECT_GE(chain.frame, 128 * sizeof(int));
    EXPECT_EQ(chain.deepest, chain.frame + return_address + leaf.deepest);
    EXPECT_EQ(chain.path, (Names{"planted_chain", "planted_leaf"}));
}

TEST_F(StackOfSample, AJumpGivesTheFrameBackFirst) {
    const StackDepth tail = depth("planted_tail");
    EXPECT_EQ(tail.deepest, depth("planted_leaf").deepest);
    EXPECT_EQ(tail.path, (Names{"planted_tail", "planted_leaf"}));
}

TEST_F(StackOfSample, RecursionHasNoBound) {
    const StackDepth direct = depth("planted_recursion");
    EXPECT_FALSE(direct.bounded);
    // The optimiser may have turned some rounds into a loop, not all.
    EXPECT_EQ(direct.path, (Names{"planted_recursion", "calls planted_recursion again"}));
    const StackDepth mutual = depth("planted_above_recursion");
    EXPECT_FALSE(mutual.bounded);
    EXPECT_EQ(mutual.path, (Names{"planted_above_recursion", "planted_mutual",
                                  "calls planted_above_recursion again"}));
}

TEST_F(StackOfSample, APointerHasNoBoundUnlessAListSaysWhereItLeads) {
    const StackDepth open = depth("planted_pointer");
    EXPECT_FALSE(open.bounded);
    EXPECT_TRUE(open.path.back().starts_with("a call through a pointer at 0x")) << open.path.back();
    ASSERT_TRUE(lists.add("indirect planted_pointer -> planted_leaf: the only one\n", "list"));
    const StackDepth listed = depth("planted_pointer");
    EXPECT_TRUE(listed.bounded);
    EXPECT_EQ(listed.path, (Names{"planted_pointer", "planted_leaf"}));
}

TEST_F(StackOfSample, AFrameOfVaryingSizeHasNoBound) {
    EXPECT_FALSE(depth("planted_variable").bounded);
}

TEST_F(StackOfSample, APanicIsNotFollowed) {
    const StackDepth failing = depth("planted_failing");
    EXPECT_EQ(failing.path, (Names{"planted_failing", "planted_leaf"}));
    lists = {};
    EXPECT_EQ(depth("planted_failing").path, (Names{"planted_failing", "planted_panic"}));
}

TEST_F(StackOfSample, AssemblyCountsWhatItPushesAndTakes) {
    const StackDepth assembly = depth("planted_assembly");
    EXPECT_EQ(assembly.deepest, 8 + 24 + return_address + depth("planted_leaf").deepest);
}

TEST_F(StackOfSample, TheWholeProgramIsAsDeepAsItsWorstPart) {
    EXPECT_FALSE(depth("_start").bounded);
    const auto report = measure_stack(*image, lists, "_start");
    ASSERT_TRUE(report);
    ASSERT_FALSE(report->largest_frames.empty());
    EXPECT_EQ(report->largest_frames[0].function, "planted_panic");
    EXPECT_EQ(report->functions, report->reported + 1); // but for the one whose size varies
}

TEST(StackOfOthers, AnImageWithoutReportsIsRefused) {
    const auto image = ElfImage::open(SAMPLE_IMAGE);
    ASSERT_TRUE(image) << image.error();
    const auto report = measure_stack(*image, {}, "");
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().find("holds no section .stack_sizes"), std::string::npos);
}

} // namespace
} // namespace bimetal::image
