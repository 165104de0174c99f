// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace {

using namespace bimetal::evaluation;

TEST(Spreads, AreThoseOfPython) {
    // statistics.quantiles(…, n=4, method='inclusive') of Python 3.11.
    const Spread spread = spread_of({3, 1, 4, 1, 5, 9, 2, 6});
    EXPECT_EQ(spread.n, 8U);
    EXPECT_DOUBLE_EQ(spread.least, 1);
    EXPECT_DOUBLE_EQ(spread.lower, 1.75);
    EXPECT_DOUBLE_EQ(spread.median, 3.5);
    EXPECT_DOUBLE_EQ(spread.upper, 5.25);
    EXPECT_DOUBLE_EQ(spread.greatest, 9);
    EXPECT_DOUBLE_EQ(spread_of({7}).median, 7);
}

/// Pairs whose ratio is `ratio`, with noise of that standard deviation on its logarithm.
Comparison compared(double ratio, double noise, std::size_t n, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0, noise);
    std::vector<double> first;
    std::vector<double> second;
    for (std::size_t index = 0; index < n; ++index) {
        const double work = 100 + static_cast<double>(random() % 50);
        first.push_back(work);
        second.push_back(work * ratio * std::exp(normal(random)));
    }
    return compare_pairs(first, second, false);
}

TEST(Comparisons, TellTheFourOutcomes) {
    EXPECT_EQ(compared(1.00, 0.01, 30, 1).outcome, Outcome::equal);
    EXPECT_EQ(compared(1.20, 0.01, 30, 1).outcome, Outcome::cpp_ahead);
    EXPECT_EQ(compared(0.80, 0.01, 30, 1).outcome, Outcome::rust_ahead);
    const Comparison noisy = compared(1.05, 0.30, 10, 1);
    EXPECT_EQ(noisy.outcome, Outcome::undecided);
    EXPECT_GT(noisy.needed, 10U);
    EXPECT_TRUE(describe(noisy).starts_with("not decided, n too small (about "));
    EXPECT_EQ(describe(compared(1.20, 1e-9, 30, 1)), "C++ ahead by 20.0 %");
    EXPECT_EQ(describe(compared(0.80, 1e-9, 30, 1)), "Rust ahead by 25.0 %");
}

TEST(Comparisons, PairWhatVariesTogether) {
    // The work varies by 50 %; the ratio does not.
    const Comparison comparison = compared(1.01, 1e-6, 20, 7);
    EXPECT_EQ(comparison.outcome, Outcome::equal);
    EXPECT_NEAR(comparison.high - comparison.low, 0, 1e-5);
}

TEST(Comparisons, DecideNothingFromAFew) {
    EXPECT_EQ(compared(1.00, 0.001, least_pairs - 1, 1).outcome, Outcome::undecided);
    EXPECT_EQ(compared(1.00, 0.001, least_pairs, 1).outcome, Outcome::equal);
    // But two counts that repeat exactly and agree are enough, one is not.
    const double first[] = {100, 200};
    const double second[] = {120, 240};
    EXPECT_EQ(compare_pairs(first, second, true).outcome, Outcome::cpp_ahead);
    EXPECT_EQ(compare_pairs(first, second, false).outcome, Outcome::undecided);
    EXPECT_EQ(compare_pairs(std::span(first, 1), std::span(second, 1), true).outcome,
              Outcome::undecided);
}

TEST(Comparisons, AreSymmetric) {
    const Comparison there = compared(1.10, 0.02, 40, 3);
    EXPECT_GT(there.p_not_below, 0.99);
    EXPECT_LT(there.p_not_above, 0.01);
    const double first[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const double second[] = {2, 4, 6, 8, 10, 12, 14, 16};
    EXPECT_DOUBLE_EQ(compare_pairs(first, second, true).ratio, 2);
    EXPECT_DOUBLE_EQ(compare_pairs(second, first, true).ratio, 0.5);
}

/// The share of simulated comparisons for which `holds`.
template <typename Predicate>
double share(double ratio, Predicate holds) {
    constexpr std::uint64_t rounds = 200;
    std::size_t count = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        count += holds(compared(ratio, 0.03, 20, 1'000 + round)) ? 1 : 0;
    }
    return static_cast<double>(count) / static_cast<double>(rounds);
}

TEST(Comparisons, AreSeldomWrong) {
    // At the end of the margin, equal may be said in 5 % of the cases, and as often that one is
    // ahead; the bounds leave room for 200 rounds (and for the bootstrap, which is approximate).
    const double at_margin = 1 + margin;
    EXPECT_LT(
        share(at_margin, [](const Comparison& each) { return each.outcome == Outcome::equal; }),
        0.10);
    EXPECT_LT(
        share(at_margin, [](const Comparison& each) { return each.outcome == Outcome::cpp_ahead; }),
        0.10);
    const double covered =
        share(1.02, [](const Comparison& each) { return each.low <= 1.02 && 1.02 <= each.high; });
    EXPECT_GT(covered, 0.83);
    EXPECT_LT(covered, 0.97);
}

} // namespace
