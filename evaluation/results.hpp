// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Results of measurements: rows of repetitions, kept in Google Benchmark's JSON format with fields
// of our own beside its (docs/measuring.md lists them).
#pragma once

#include "evaluation/setup.hpp"
#include "evaluation/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::evaluation {

/// One repetition of a row.
struct Repetition {
    std::uint32_t index = 0;
    std::uint64_t seed = 0; ///< the same for all rows that compare
    double value = 0;       ///< for one call, in the row's unit; the overhead is subtracted
};

/// One workload, called in one way, measured in one place.
struct Row {
    std::string component, workload;
    std::string caller, twin; ///< `cpp` or `rust`
    std::string way;          ///< `fixed`, `plain`, `stub` or `same`
    std::string place;        ///< `kernel`, `callgrind` or `clock`
    std::string unit;         ///< `instructions` or `ns`
    std::uint32_t threads = 1;
    bool string_instructions = false;
    std::uint64_t operations = 1; ///< calls in one repetition
    std::vector<Repetition> repetitions{};

    /// `COMPONENT/WORKLOAD/CALLER-calls-TWIN/WAY/PLACE`, with `/threads:N` for several.
    std::string name() const;
    /// The name without the twin: what rows share that are compared.
    std::string pair_name() const;
    std::vector<double> values() const;
};

/// What was measured, and how.
struct ResultSet {
    json context = json::object();
    std::vector<Row> rows{};

    const Row* find(std::string_view name) const;
};

/// A row of each twin on the same work, and what they say.
struct Pair {
    const Row* cpp = nullptr;
    const Row* rust = nullptr;
    Comparison comparison{};
};

/// Whether a counter gives the same for the same seed.
bool repeats_exactly(const Row& row);

/// Compares two rows over the repetitions that both have; nothing if there are none, or one of them
/// is 0.
std::optional<Comparison> compare_rows(const Row& first, const Row& second);

/// Every pair of twins in the set, in its order.
std::vector<Pair> pairs_of(const ResultSet& set);

/// Google Benchmark's JSON.
json to_json(const ResultSet& set);
/// Reads it; the sentence of a failure begins with `source`.
Result<ResultSet> from_json(const json& value, const std::string& source);

Result<ResultSet> read_results(const std::filesystem::path& file);
Result<void> write_results(const std::filesystem::path& file, const ResultSet& set);

} // namespace bimetal::evaluation
