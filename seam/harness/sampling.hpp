// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Measures linked workloads, interleaved: in each repetition each row once, rows that compare one
// after the other, from one seed and in an order that the seed decides; and between them a run that
// does nothing, measured in the same frame, which is what measuring costs. No allocation.
#pragma once

#include "seam/harness/workload.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace seam::harness {

/// Runs something on as many threads as it wants, at once, and says what that counted.
class Meter {
  public:
    /// The counter's advance over run(0) to run(threads - 1), the frame of the measurement
    /// included. Nothing where one of them answered false, or so many threads cannot be had.
    virtual std::optional<std::uint64_t> count(bool (*run)(std::uint32_t),
                                               std::uint32_t threads) = 0;

  protected:
    ~Meter() = default;
};

/// Where samples go, as they are taken.
class SampleReport {
  public:
    /// `count` is nothing if the row failed.
    virtual void sample(const Workload& workload, std::uint32_t repetition, std::uint64_t seed,
                        std::optional<std::uint64_t> count) = 0;
    /// What a run that does nothing counted.
    virtual void overhead(std::uint32_t repetition, std::uint64_t count) = 0;

  protected:
    ~SampleReport() = default;
};

struct SamplingPlan {
    std::string_view pattern;       ///< as row_matches() takes it
    std::uint32_t repetitions = 1;  ///< 1 at least
    std::uint64_t seed = 0;         ///< decides every seed and every order
    std::uint32_t most_threads = 1; ///< rows with more are left out
};

struct SamplingTotals {
    std::uint32_t rows = 0;
    std::uint32_t failed = 0; ///< Samples that counted nothing, and rows beyond a group's capacity.
};

/// The most rows that may compare with each other.
inline constexpr std::size_t group_capacity = 24;

/// Whether `pattern` means the row: an empty one means all; `frames`, `frames/check` or more of
/// `component/workload/caller-calls-twin/way`, whole parts from the front.
[[nodiscard]] bool row_matches(std::string_view pattern, const Workload& workload);

/// Whether two rows are compared.
[[nodiscard]] bool rows_compare(const Workload& left, const Workload& right);

/// Measures what the plan says; each row runs once before, unmeasured.
SamplingTotals take_samples(const SamplingPlan& plan, Meter& meter, SampleReport& report);

} // namespace seam::harness
