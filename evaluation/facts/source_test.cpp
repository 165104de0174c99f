// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/migration.hpp"
#include "evaluation/facts/source.hpp"

#include <gtest/gtest.h>

namespace {

using namespace bimetal::evaluation;
namespace house = bimetal::house;

TEST(SourcePlaces, TellWhatAFileIs) {
    EXPECT_EQ(source_place_of("components/frames/cpp/two_level.hpp").kind, "twin");
    EXPECT_EQ(source_place_of("components/frames/rust/src/lib.rs").language, "rust");
    EXPECT_EQ(source_place_of("components/frames/frames.seam.h").kind, "contract");
    EXPECT_EQ(source_place_of("components/frames/bindings/generated/frames.rs").kind, "generated");
    EXPECT_EQ(source_place_of("components/frames/bindings/cpp.cpp").kind, "glue");
    EXPECT_EQ(source_place_of("components/frames/conformance/suite.hpp").kind, "suite");
    EXPECT_EQ(source_place_of("components/frames/bench/workloads.cpp").kind, "bench");
    EXPECT_EQ(source_place_of("components/frames/bench/workloads.cpp").component, "frames");
    EXPECT_EQ(source_place_of("kernel/sched/scheduler.cpp").part, "kernel/sched");
    EXPECT_EQ(source_place_of("kernel/text/format_test.cpp").kind, "suite");
    EXPECT_EQ(source_place_of("seam/rust/src/lib.rs").kind, "bridge");
    EXPECT_EQ(source_place_of("docs/README.md").kind, "");
    EXPECT_EQ(source_place_of("bimetal").kind, "");
}

TEST(CodeLines, LeaveOutBlanksAndComments) {
    EXPECT_EQ(code_lines("// a\n\nint b; // c\n/* d\n e */\n", house::Language::c_family), 1U);
    EXPECT_EQ(code_lines("/* /* nested */ */\nlet s = \"// no comment\";\n", house::Language::rust),
              1U);
    EXPECT_EQ(code_lines("", house::Language::rust), 0U);
}

UnsafeCount counted(const std::string& source) {
    UnsafeCount count;
    count_unsafe(count, "a.rs", source);
    return count;
}

TEST(UnsafeCode, IsCountedByKind) {
    const UnsafeCount count = counted("unsafe fn a() {}\n"
                                      "pub unsafe extern \"C\" fn b() {}\n"
                                      "unsafe impl Send for C {}\n"
                                      "#[unsafe(no_mangle)]\n"
                                      "// unsafe { in a comment }\n"
                                      "fn d() {\n"
                                      "    // SAFETY: it is so.\n"
                                      "    unsafe { e() }\n"
                                      "}\n");
    EXPECT_EQ(count.functions, 2U);
    EXPECT_EQ(count.implementations, 1U);
    EXPECT_EQ(count.blocks, 1U);
    EXPECT_EQ(count.with_reason, 1U);
}

TEST(UnsafeCode, HasItsReasonAboveTheStatement) {
    EXPECT_EQ(counted("// SAFETY: long\n// and longer\nlet a =\n    unsafe { b() };\n").with_reason,
              1U);
    EXPECT_EQ(counted("// SAFETY: of another\nlet a = 1;\nlet b = unsafe { c() };\n").with_reason,
              0U);
    EXPECT_EQ(counted("// not a reason\nunsafe { c() };\n").without_reason,
              std::vector<std::string>{"a.rs:2"});
}

class UnsafeList : public testing::Test {
  protected:
    void SetUp() override {
        tree.plant("a/Cargo.toml", "");
        tree.plant("a/src/lib.rs", "// SAFETY: it is so.\nunsafe { b() }\nunsafe fn c() {}\n");
        tree.plant("a/generated/d.rs", "unsafe { e() }\n");
    }

    house::Tree tree;
};

TEST_F(UnsafeList, HoldsTheTreeAsItIs) {
    EXPECT_EQ(unsafe_list(tree), "a 1 1 0\n");
    EXPECT_TRUE(check_unsafe(tree, "# crate blocks functions implementations\na 1 1 0\n").empty());
}

TEST_F(UnsafeList, RefusesGrowth) {
    const auto findings = check_unsafe(tree, "a 0 1 0\n");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_TRUE(findings[0].starts_with("a: unsafe code grew from 0 blocks, 1 functions"));
    EXPECT_EQ(check_unsafe(tree, "").size(), 1U);
}

TEST_F(UnsafeList, RefusesToForgetThatItShrank) {
    const auto findings = check_unsafe(tree, "a 2 1 0\nb 1 0 0\n");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_TRUE(findings[0].starts_with("a: unsafe code shrank from 2 blocks"));
    EXPECT_EQ(findings[1], "b: is on the list, and there is no such crate");
}

TEST_F(UnsafeList, RefusesABlockWithoutReason) {
    tree.plant("a/src/lib.rs", "unsafe { b() }\nunsafe fn c() {}\n");
    const auto findings = check_unsafe(tree, "a 1 1 0\n");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_TRUE(findings[0].starts_with("a/src/lib.rs:1: an unsafe block without"));
}

TEST(MigrationFacts, CountLinesAndUnsafeCode) {
    house::Tree tree;
    tree.plant("components/x/rust/src/lib.rs", "fn a() {}\n\n// b\n");
    tree.plant("kernel/sched/scheduler.cpp", "int a;\nint b;\n");
    const json facts = migration_facts(tree);
    ASSERT_EQ(facts.at("lines").size(), 2U);
    EXPECT_EQ(facts.at("lines")[1].at("lines"), 1U);
    EXPECT_EQ(facts.at("lines")[1].at("component"), "x");
    ASSERT_EQ(facts.at("only_cpp").size(), 1U);
    EXPECT_EQ(facts.at("only_cpp")[0].at("part"), "kernel/sched");
    EXPECT_EQ(facts.at("only_cpp")[0].at("lines"), 2U);
    EXPECT_NE(text_of_migration(facts).find("kernel/sched"), std::string::npos);
}

} // namespace
