// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/evidence.hpp"
#include "evaluation/report/verdicts.hpp"
#include "tools/bimetal/project.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

namespace {

using namespace bimetal::evaluation;
using namespace bimetal::evaluation::report;

PairRow row(const std::string& workload, const std::string& place, Outcome outcome) {
    const double ratio = outcome == Outcome::cpp_ahead    ? 1.12
                         : outcome == Outcome::rust_ahead ? 0.88
                                                          : 1.01;
    return {
        .component = "frames",
        .workload = workload,
        .caller = "cpp",
        .way = "fixed",
        .place = place,
        .unit = place == "clock" ? "ns" : "instructions",
        .cpp = {.n = 30, .least = 99, .lower = 100, .median = 100, .upper = 100, .greatest = 101},
        .rust = {.n = 30,
                 .least = 99,
                 .lower = 100,
                 .median = 100 * ratio,
                 .upper = 100,
                 .greatest = 101},
        .comparison = {.n = 30,
                       .ratio = ratio,
                       .low = ratio - 0.01,
                       .high = ratio + 0.01,
                       .p_not_below = 0,
                       .p_not_above = 0,
                       .outcome = outcome,
                       .needed = 0}};
}

/// A component that nothing speaks against.
ComponentEvidence flawless() {
    ComponentEvidence evidence{.component = "frames"};
    for (const char* const workload : {"allocate", "free", "trace"}) {
        for (const char* const place : {"kernel", "callgrind", "clock"}) {
            evidence.rows.push_back(row(workload, place, Outcome::equal));
        }
    }
    evidence.boot = {row("prompt", "kernel", Outcome::equal)};
    evidence.cpp_bytes = 6000;
    evidence.rust_bytes = 6500;
    evidence.cpp_stack = 400;
    evidence.rust_stack = 420;
    evidence.unsafe_by_hand = 0;
    evidence.unsafe_generated = 40;
    evidence.cpp_lines = 580;
    evidence.rust_lines = 590;
    evidence.glue_lines = 5;
    evidence.has_suite = true;
    evidence.panic_free = 8;
    evidence.shared_layout = true;
    return evidence;
}

bool has_rule(const Card& card, int rule, Verdict allows) {
    return std::ranges::any_of(card.findings, [&](const Finding& finding) {
        return finding.rule == rule && finding.allows == allows;
    });
}

bool has_limit(const Card& card, int rule, Confidence to) {
    return std::ranges::any_of(
        card.limits, [&](const Limit& limit) { return limit.rule == rule && limit.to == to; });
}

using Change = std::function<void(ComponentEvidence&)>;

void set_outcome(ComponentEvidence& evidence, const std::string& workload, Outcome outcome,
                 const std::string& place = "") {
    for (PairRow& each : evidence.rows) {
        if (each.workload == workload && (place.empty() || each.place == place)) {
            each = row(workload, each.place, outcome);
        }
    }
}

struct VerdictCase {
    std::string name;
    Change change;
    int rule;
    Verdict verdict;
};

class VerdictRules : public testing::TestWithParam<VerdictCase> {};

TEST_P(VerdictRules, FlipTheVerdict) {
    ASSERT_EQ(judge(flawless()).verdict, Verdict::convert);
    ComponentEvidence evidence = flawless();
    GetParam().change(evidence);
    const Card card = judge(evidence);
    EXPECT_EQ(card.verdict, GetParam().verdict);
    EXPECT_TRUE(has_rule(card, GetParam().rule, GetParam().verdict));
    EXPECT_EQ(card.findings.front().allows, card.verdict) << "what decided stands first";
}

const std::vector<VerdictCase> verdict_cases = {
    {"NothingMeasured", [](auto& of) { of.rows.clear(); }, 1, Verdict::either},
    {"NoSuite", [](auto& of) { of.has_suite = false; }, 2, Verdict::keep},
    {"SuiteUnknown", [](auto& of) { of.has_suite.reset(); }, 2, Verdict::either},
    {"Unsafe", [](auto& of) { of.unsafe_by_hand = 1; }, 3, Verdict::either},
    {"UnsafeUnknown", [](auto& of) { of.unsafe_by_hand.reset(); }, 3, Verdict::either},
    {"OneLost", [](auto& of) { set_outcome(of, "free", Outcome::cpp_ahead, "clock"); }, 4,
     Verdict::keep},
    {"LostAndWon",
     [](auto& of) {
         set_outcome(of, "free", Outcome::cpp_ahead);
         set_outcome(of, "trace", Outcome::rust_ahead);
     },
     4, Verdict::either},
    {"MoreLostThanWon",
     [](auto& of) {
         set_outcome(of, "free", Outcome::cpp_ahead);
         set_outcome(of, "allocate", Outcome::cpp_ahead);
         set_outcome(of, "trace", Outcome::rust_ahead);
     },
     4, Verdict::keep},
    {"HalfUndecided",
     [](auto& of) {
         set_outcome(of, "free", Outcome::undecided);
         set_outcome(of, "trace", Outcome::undecided);
     },
     5, Verdict::either},
    {"BootLost", [](auto& of) { of.boot = {row("prompt", "kernel", Outcome::cpp_ahead)}; }, 6,
     Verdict::either},
    {"Larger", [](auto& of) { of.rust_bytes = 7100; }, 7, Verdict::either},
    {"DeeperStack", [](auto& of) { of.rust_stack = 913; }, 8, Verdict::either},
};

std::string name_of_case(const testing::TestParamInfo<VerdictCase>& info) {
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Each, VerdictRules, testing::ValuesIn(verdict_cases), name_of_case);

TEST(Verdicts, ConvertWhenNothingSpeaksAgainst) {
    const Card card = judge(flawless());
    EXPECT_EQ(card.verdict, Verdict::convert);
    EXPECT_TRUE(has_rule(card, 9, Verdict::convert));
    EXPECT_EQ(card.confidence, Confidence::medium);
    EXPECT_TRUE(has_limit(card, 12, Confidence::medium));
}

TEST(Verdicts, StayWhereACostIsJustAllowed) {
    ComponentEvidence evidence = flawless();
    evidence.rust_bytes = 7024;
    evidence.rust_stack = 912;
    EXPECT_EQ(judge(evidence).verdict, Verdict::convert);
    evidence.cpp_bytes = 20000;
    evidence.rust_bytes = 22000;
    EXPECT_EQ(judge(evidence).verdict, Verdict::convert);
    evidence.rust_bytes = 22001;
    EXPECT_EQ(judge(evidence).verdict, Verdict::either);
}

TEST(Verdicts, AreMadeStrongerByARowWon) {
    ComponentEvidence evidence = flawless();
    set_outcome(evidence, "free", Outcome::rust_ahead);
    const Card card = judge(evidence);
    EXPECT_EQ(card.verdict, Verdict::convert);
    EXPECT_TRUE(has_rule(card, 4, Verdict::convert));
}

TEST(Verdicts, KeepWithHighConfidenceWhenALossIsMeasured) {
    ComponentEvidence evidence = flawless();
    set_outcome(evidence, "free", Outcome::cpp_ahead);
    const Card card = judge(evidence);
    EXPECT_EQ(card.verdict, Verdict::keep);
    EXPECT_EQ(card.confidence, Confidence::high);
    EXPECT_TRUE(card.limits.empty());
}

TEST(Verdicts, NeverClaimASafetyThatWasNotMeasured) {
    for (const Card& card : {judge(flawless()), judge({.component = "serial"})}) {
        EXPECT_TRUE(std::ranges::any_of(card.also, [](const std::string& sentence) {
            return sentence.contains("not known yet");
        }));
    }
}

TEST(Verdicts, OfNothingAreEitherWithLowConfidence) {
    const Card card = judge({.component = "serial"});
    EXPECT_EQ(card.verdict, Verdict::either);
    EXPECT_EQ(card.confidence, Confidence::low);
}

struct ConfidenceCase {
    std::string name;
    Change change;
    int rule;
    Confidence confidence;
};

class ConfidenceRules : public testing::TestWithParam<ConfidenceCase> {};

/// From a set with high confidence.
TEST_P(ConfidenceRules, FlipTheConfidence) {
    ComponentEvidence evidence = flawless();
    set_outcome(evidence, "free", Outcome::cpp_ahead);
    ASSERT_EQ(judge(evidence).confidence, Confidence::high);
    GetParam().change(evidence);
    const Card card = judge(evidence);
    EXPECT_EQ(card.confidence, GetParam().confidence);
    EXPECT_TRUE(has_limit(card, GetParam().rule, GetParam().confidence));
}

void drop_place(ComponentEvidence& evidence, const std::string& place) {
    std::erase_if(evidence.rows, [&](const PairRow& each) { return each.place == place; });
}

const std::vector<ConfidenceCase> confidence_cases = {
    {"NothingMeasured", [](auto& of) { of.rows.clear(); }, 10, Confidence::low},
    {"HalfUndecided",
     [](auto& of) {
         set_outcome(of, "trace", Outcome::undecided);
         set_outcome(of, "allocate", Outcome::undecided);
     },
     10, Confidence::low},
    {"NotInTheKernel", [](auto& of) { drop_place(of, "kernel"); }, 10, Confidence::low},
    {"UnsafeUnknown", [](auto& of) { of.unsafe_by_hand.reset(); }, 10, Confidence::low},
    {"OneUndecided", [](auto& of) { set_outcome(of, "trace", Outcome::undecided); }, 11,
     Confidence::medium},
    {"NotOnTheClock", [](auto& of) { drop_place(of, "clock"); }, 11, Confidence::medium},
    {"StringInstructions", [](auto& of) { of.rows.front().string_instructions = true; }, 11,
     Confidence::medium},
    {"SizeUnknown", [](auto& of) { of.rust_bytes.reset(); }, 11, Confidence::medium},
    {"StackUnknown", [](auto& of) { of.cpp_stack.reset(); }, 11, Confidence::medium},
    {"StackUnbounded", [](auto& of) { of.stack_bounded = false; }, 11, Confidence::medium},
    {"BootUnknown", [](auto& of) { of.boot.clear(); }, 11, Confidence::medium},
    {"PanicsUntested", [](auto& of) { of.panic_free = 0; }, 11, Confidence::medium},
    {"Modified", [](auto& of) { of.modified = true; }, 11, Confidence::medium},
};

INSTANTIATE_TEST_SUITE_P(Each, ConfidenceRules, testing::ValuesIn(confidence_cases),
                         [](const auto& info) { return info.param.name; });

TEST(Verdicts, DoNotDependOnBuildsWithoutLinkTimeOptimisation) {
    Evidence evidence;
    evidence.rows = flawless().rows;
    evidence.rows.push_back(row("free", "kernel", Outcome::cpp_ahead));
    EXPECT_EQ(judge(evidence_of(evidence, "frames")).verdict, Verdict::keep);
    evidence.rows.back().way = "plain";
    const Card card = judge(evidence_of(evidence, "frames"));
    EXPECT_EQ(card.verdict, Verdict::either);
    EXPECT_TRUE(card.also.front().contains("Rust is behind in 1 of 1 workload"));
}

TEST(Verdicts, CountAWorkloadOnce) {
    std::vector<PairRow> rows = {
        row("a", "kernel", Outcome::equal),      row("a", "clock", Outcome::cpp_ahead),
        row("b", "kernel", Outcome::undecided),  row("b", "clock", Outcome::equal),
        row("c", "kernel", Outcome::rust_ahead), row("d", "kernel", Outcome::undecided)};
    rows.push_back(row("a", "clock", Outcome::equal));
    rows.back().threads = 4;
    const Tally tally = tally_of(rows);
    EXPECT_EQ(tally.lost, std::vector<std::string>{"a"});
    EXPECT_EQ(tally.equal, (std::vector<std::string>{"a on 4 threads", "b"}));
    EXPECT_EQ(tally.won, std::vector<std::string>{"c"});
    EXPECT_EQ(tally.undecided, std::vector<std::string>{"d"});
}

TEST(Verdicts, AContractSaysWhetherALayoutIsShared) {
    std::map<std::string, bool> shared;
    for (const Declared& declared : read_declared(bimetal::tool::this_project().source)) {
        shared[declared.component] = declared.shared_layout;
    }
    EXPECT_EQ(shared, (std::map<std::string, bool>{
                          {"buddy", true}, {"frames", true}, {"heap", true}, {"serial", false}}));
}

} // namespace
