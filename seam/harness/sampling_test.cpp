// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The sampling, with workloads and a counter that are planted.
#include "seam/harness/harness.hpp"
#include "seam/harness/sampling.hpp"

#include <array>

namespace {

using namespace seam::harness;

std::uint64_t counter = 0;
std::uint64_t last_seed = 0;
std::uint32_t prepared = 0;

bool prepare(std::uint64_t seed) {
    last_seed = seed;
    ++prepared;
    return true;
}

bool refuse(std::uint64_t) {
    return false;
}

bool run_cheap(std::uint32_t) {
    counter += 100;
    return true;
}

bool run_dear(std::uint32_t) {
    counter += 300;
    return true;
}

bool run_badly(std::uint32_t) {
    return false;
}

constexpr Workload row(const char* component, const char* twin, bool (*prepare_it)(std::uint64_t),
                       bool (*run)(std::uint32_t), std::uint32_t threads = 1) {
    return {component, "work", "cpp", twin, "fixed", 10, threads, false, prepare_it, run};
}

constexpr std::array planted{
    row("planted", "cpp", prepare, run_cheap), row("planted", "rust", prepare, run_dear),
    row("failing", "cpp", prepare, run_badly), row("failing", "rust", refuse, run_cheap),
    row("shared", "cpp", prepare, run_cheap, 2)};
SEAM_REGISTER_WORKLOADS(planted);

/// What it costs to measure is 7.
class PlantedMeter final : public Meter {
  public:
    std::optional<std::uint64_t> count(bool (*run)(std::uint32_t), std::uint32_t) override {
        const std::uint64_t begin = counter;
        counter += 7;
        const bool succeeded = run(0);
        return succeeded ? std::optional(counter - begin) : std::nullopt;
    }
};

class PlantedReport final : public SampleReport {
  public:
    void sample(const Workload& workload, std::uint32_t repetition, std::uint64_t seed,
                std::optional<std::uint64_t> count) override {
        ++samples;
        failed += count ? 0 : 1;
        const bool is_cpp = std::string_view(workload.twin) == "cpp";
        (is_cpp ? cpp : rust) = count.value_or(0);
        // Both of a pair in a row, from one seed, which workloads got.
        if (repetition == last_repetition) {
            same_seed = same_seed && seed == seed_of_pair;
        } else {
            first_is_cpp += is_cpp ? 1 : 0;
        }
        seed_as_prepared = seed_as_prepared && seed == last_seed;
        last_repetition = repetition;
        seed_of_pair = seed;
    }

    void overhead(std::uint32_t, std::uint64_t count) override {
        ++overheads;
        overhead_count = count;
    }

    std::uint32_t samples = 0, failed = 0, overheads = 0, first_is_cpp = 0;
    std::uint32_t last_repetition = 0xffffffff;
    std::uint64_t cpp = 0, rust = 0, overhead_count = 0, seed_of_pair = 0;
    bool same_seed = true, seed_as_prepared = true;
};

} // namespace

SEAM_TEST(sampling, measures_pairs_from_one_seed_in_changing_order) {
    PlantedMeter meter;
    PlantedReport report;
    const SamplingTotals totals =
        take_samples({.pattern = "planted", .repetitions = 40, .seed = test.seed()}, meter, report);
    EXPECT_EQUAL(totals.rows, 2U);
    EXPECT_EQUAL(totals.failed, 0U);
    EXPECT_EQUAL(report.samples, 80U);
    EXPECT_EQUAL(report.cpp, std::uint64_t{107});
    EXPECT_EQUAL(report.rust, std::uint64_t{307});
    EXPECT_EQUAL(report.overheads, 40U);
    EXPECT_EQUAL(report.overhead_count, std::uint64_t{7});
    EXPECT(report.same_seed);
    EXPECT(report.seed_as_prepared);
    // Neither twin goes first always.
    EXPECT(report.first_is_cpp > 5 && report.first_is_cpp < 35);
}

SEAM_TEST(sampling, repeats_with_its_seed) {
    std::array<std::uint64_t, 2> seeds{};
    for (std::uint64_t& seed : seeds) {
        PlantedMeter meter;
        PlantedReport report;
        (void)take_samples({.pattern = "planted", .repetitions = 3, .seed = 5}, meter, report);
        seed = report.seed_of_pair;
    }
    EXPECT_EQUAL(seeds[0], seeds[1]);
}

SEAM_TEST(sampling, says_what_failed) {
    PlantedMeter meter;
    PlantedReport report;
    const SamplingTotals totals =
        take_samples({.pattern = "failing", .repetitions = 4, .seed = 1}, meter, report);
    EXPECT_EQUAL(totals.failed, 8U);
    EXPECT_EQUAL(report.failed, 8U);
}

SEAM_TEST(sampling, leaves_out_what_needs_more_threads_and_what_is_not_meant) {
    PlantedMeter meter;
    PlantedReport report;
    EXPECT_EQUAL(take_samples({.pattern = "shared", .repetitions = 1}, meter, report).rows, 0U);
    EXPECT_EQUAL(
        take_samples({.pattern = "shared", .repetitions = 1, .most_threads = 2}, meter, report)
            .rows,
        1U);
    EXPECT_EQUAL(take_samples({.pattern = "none", .repetitions = 1}, meter, report).rows, 0U);
}

SEAM_TEST(sampling, matches_whole_parts) {
    const Workload& workload = planted[0];
    EXPECT(row_matches("", workload));
    EXPECT(row_matches("planted", workload));
    EXPECT(row_matches("planted/work", workload));
    EXPECT(row_matches("planted/work/cpp-calls-cpp/fixed", workload));
    EXPECT(!row_matches("plan", workload));
    EXPECT(!row_matches("planted/wor", workload));
    EXPECT(!row_matches("planted/work/cpp-calls-rust", workload));
    EXPECT(!row_matches("planted/work/cpp-calls-cpp/fixed/more", workload));
}
