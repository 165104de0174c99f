// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What is said of repetitions: how they spread, and whether two rows are equal. The procedure is
// described in docs/measuring.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bimetal::evaluation {

/// How values spread. Quartiles are interpolated between neighbours (type 7 of Hyndman and Fan,
/// The American Statistician 50, 1996).
struct Spread {
    std::size_t n = 0;
    double least = 0, lower = 0, median = 0, upper = 0, greatest = 0;
};

/// The spread of `values`, of which there is at least one.
Spread spread_of(std::vector<double> values);

/// What a pair of rows says of its two sides.
enum class Outcome : std::uint8_t { equal, cpp_ahead, rust_ahead, undecided };

/// Differences of less than this share, in either direction, do not matter.
inline constexpr double margin = 0.05;
/// What each one-sided test may be wrong in.
inline constexpr double significance = 0.05;
/// Fewer pairs decide nothing, unless all of their ratios are the same.
inline constexpr std::size_t least_pairs = 8;

/// Ratios of paired repetitions, the second by the first: above 1 the second is slower.
struct Comparison {
    std::size_t n = 0;
    double ratio = 0;         ///< median of the ratios
    double low = 0, high = 0; ///< bootstrap interval of it, 90 %
    double p_not_below = 0;   ///< that the ratio is at or above 1 + margin, by the bootstrap
    double p_not_above = 0;   ///< that it is at or below 1 / (1 + margin)
    Outcome outcome = Outcome::undecided; ///< the first side taken for C++, the second for Rust
    std::size_t needed = 0;               ///< about how many pairs would decide; 0 if it is decided
};

/// Compares two sides, repetition by repetition; both have the same length, 1 at least, and hold
/// numbers above 0. `repeats_exactly`: the counter gives the same for the same seed, so that pairs
/// whose ratios all agree leave no doubt, however few (but not for one alone).
Comparison compare_pairs(std::span<const double> first, std::span<const double> second,
                         bool repeats_exactly);

/// "equal", "C++ ahead by 7 %", "Rust ahead by 7 %" or "not decided, n too small (about 40)".
std::string describe(const Comparison& comparison);

} // namespace bimetal::evaluation
