// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Runs what measures, in the kernel and on the host, and makes one result set of it.
#pragma once

#include "evaluation/results.hpp"
#include "evaluation/samples.hpp"

#include <functional>
#include <string>
#include <vector>

namespace bimetal::evaluation {

/// What is measured, and how often.
struct BenchPlan {
    /// Those that there are, if empty; `boot` is one. `frames/check` is one workload.
    std::vector<std::string> components{};
    std::vector<std::string> places{};    ///< `kernel`, `callgrind`, `clock`; all, if empty
    std::uint32_t repetitions = 20;       ///< of rows that count instructions
    std::uint32_t clock_repetitions = 60; ///< of rows that take time, which are noisy
    std::uint64_t seed = 1;
    std::string image = "bench";                 ///< the kernel's
    std::function<void(const std::string&)> say; ///< gets each sentence of progress
};

/// The fewer repetitions of a quick evaluation.
BenchPlan quick_plan();

/// The components that have workloads, and `boot`.
std::vector<std::string> measured_components();

/// Measures. What cannot be measured on this machine is said in the set's context under `absent`.
Result<ResultSet> measure_bench(const Setup& setup, const BenchPlan& plan);

/// Runs one host program that measures, by `clock` or under `callgrind`, with its files in
/// `folder`. `is_plain`: it was linked without link-time optimisation.
Result<Samples> measure_program(const std::filesystem::path& program, const BenchPlan& plan,
                                const std::string& place, bool is_plain,
                                const std::filesystem::path& folder);

/// What the checkout is: commit, whether it was modified, compilers and flags. Part of the context.
json configuration_of(const Setup& setup);

} // namespace bimetal::evaluation
