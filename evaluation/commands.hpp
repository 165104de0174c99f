// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The subcommands, from options to an exit status.
#pragma once

#include "evaluation/bench.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace bimetal::evaluation {

struct BenchOptions {
    BenchPlan plan;
    bool quick = false;
    std::filesystem::path output;  ///< of the results as JSON; empty for none
    std::filesystem::path history; ///< empty for none
};

/// Measures, prints the tables, keeps the results.
Result<int> run_bench(const Setup& setup, BenchOptions options);

/// What others offer in place of frames and heap, beside both twins.
struct PeersOptions {
    std::string component; ///< frames or heap; both if empty
    int rounds = 30;
};

/// Builds what measures them, runs it, and lets it print its tables.
Result<int> run_peers(const Setup& setup, const PeersOptions& options);

struct CompareOptions {
    std::string before, after; ///< files of results, or commits in the history
    std::filesystem::path history;
    double limit_percent = 3;
    bool all = false;
};

/// 0: nothing got worse beyond the limit; 1: something did.
Result<int> run_compare(const CompareOptions& options);

struct FactsOptions {
    bool as_json = false;
    std::filesystem::path unsafe_list; ///< the list of unsafe code, of `unsafe`
    bool write = false;                ///< write it anew instead of comparing
};

/// Prints what the sources say of a migration.
Result<int> run_facts(const Setup& setup, const FactsOptions& options);

/// 0: the unsafe code is as the list says; 1: it is not.
Result<int> run_unsafe(const Setup& setup, const FactsOptions& options);

struct GateOptions {
    std::filesystem::path baseline; ///< file of results that are compared with
    std::string image = "bench";    ///< that is measured
    bool write = false;             ///< record instead of compare
};

/// The exit status that says: nothing could be compared.
inline constexpr int status_skipped = 77;

/// Measures a few rows in the kernel and compares them with the baseline: 0, 1 if one grew beyond
/// the limit, status_skipped if other compilers made the baseline.
Result<int> run_gate(const Setup& setup, const GateOptions& options);

} // namespace bimetal::evaluation
