// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace bimetal::evaluation {
namespace {

constexpr std::size_t resamples = 10'000;
constexpr std::size_t most_needed = 100'000;

/// `share` of the way through sorted values.
double quantile(std::span<const double> sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The medians of samples drawn from `values` with replacement, sorted. The seed is fixed: the same
/// values give the same interval.
std::vector<double> bootstrap_medians(std::span<const double> values) {
    std::mt19937_64 random(0x62696d6574616c);
    std::uniform_int_distribution<std::size_t> pick(0, values.size() - 1);
    std::vector<double> medians;
    medians.reserve(resamples);
    std::vector<double> sample(values.size());
    for (std::size_t round = 0; round < resamples; ++round) {
        for (double& value : sample) {
            value = values[pick(random)];
        }
        std::ranges::sort(sample);
        medians.push_back(quantile(sample, 0.5));
    }
    std::ranges::sort(medians);
    return medians;
}

/// The share of sorted values for which `holds`, a property of all up to some place.
template <typename Predicate>
double share_of(const std::vector<double>& sorted, Predicate holds) {
    const auto count = std::ranges::count_if(sorted, holds);
    return static_cast<double>(count) / static_cast<double>(sorted.size());
}

Outcome outcome_of(const Comparison& comparison) {
    constexpr double above = 1 + margin;
    constexpr double below = 1 / above;
    if (comparison.low > below && comparison.high < above) {
        return Outcome::equal;
    }
    if (comparison.low > above) {
        return Outcome::cpp_ahead;
    }
    if (comparison.high < below) {
        return Outcome::rust_ahead;
    }
    return Outcome::undecided;
}

/// About how many pairs make the interval so narrow that it no longer crosses an end of the margin:
/// its width shrinks with the square root of their number.
std::size_t needed_pairs(const Comparison& comparison) {
    const double centre = std::log(comparison.ratio);
    const double end = std::log(1 + margin);
    const double half_width = std::log(comparison.high / comparison.low) / 2;
    const double distance = std::abs(std::abs(centre) - end);
    const double factor = half_width / std::max(distance, 1e-9);
    const double needed = static_cast<double>(comparison.n) * factor * factor;
    return std::max(least_pairs,
                    static_cast<std::size_t>(std::min(std::ceil(needed), double{most_needed})));
}

} // namespace

Spread spread_of(std::vector<double> values) {
    std::ranges::sort(values);
    return {.n = values.size(),
            .least = values.front(),
            .lower = quantile(values, 0.25),
            .median = quantile(values, 0.5),
            .upper = quantile(values, 0.75),
            .greatest = values.back()};
}

Comparison compare_pairs(std::span<const double> first, std::span<const double> second,
                         bool repeats_exactly) {
    std::vector<double> ratios;
    ratios.reserve(first.size());
    for (std::size_t index = 0; index < first.size(); ++index) {
        ratios.push_back(second[index] / first[index]);
    }
    std::ranges::sort(ratios);
    Comparison comparison{.n = ratios.size(), .ratio = quantile(ratios, 0.5)};
    const std::vector<double> medians = bootstrap_medians(ratios);
    comparison.low = quantile(medians, significance);
    comparison.high = quantile(medians, 1 - significance);
    comparison.p_not_below = share_of(medians, [](double value) { return value >= 1 + margin; });
    comparison.p_not_above =
        share_of(medians, [](double value) { return value <= 1 / (1 + margin); });
    const bool agree = repeats_exactly && ratios.size() > 1 && ratios.front() == ratios.back();
    if (agree || ratios.size() >= least_pairs) {
        comparison.outcome = outcome_of(comparison);
    }
    if (comparison.outcome == Outcome::undecided) {
        comparison.needed = needed_pairs(comparison);
    }
    return comparison;
}

std::string describe(const Comparison& comparison) {
    switch (comparison.outcome) {
    case Outcome::equal:
        return "equal";
    case Outcome::cpp_ahead:
        return fmt::format("C++ ahead by {:.1f} %", 100 * (comparison.ratio - 1));
    case Outcome::rust_ahead:
        return fmt::format("Rust ahead by {:.1f} %", 100 * (1 / comparison.ratio - 1));
    case Outcome::undecided:
        return fmt::format("not decided, n too small (about {})", comparison.needed);
    }
    return {};
}

} // namespace bimetal::evaluation
