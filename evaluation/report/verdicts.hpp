// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One card a component: convert it to Rust, keep it in C++, or either. The rules are those of
// docs/verdicts.md, under the numbers they have there.
#pragma once

#include "evaluation/report/evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bimetal::evaluation::report {

/// In the order of what speaks for Rust: the least favourable rule decides.
enum class Verdict : std::uint8_t { keep, either, convert };

enum class Confidence : std::uint8_t { low, medium, high };

/// What is known of one component. What is not set is not known.
struct ComponentEvidence {
    std::string component;
    std::vector<PairRow> rows{};  ///< but for those of `plain`
    std::vector<PairRow> plain{}; ///< without link-time optimisation, as no image is meant to be
    std::vector<PairRow> boot{};  ///< the whole kernel, all twins of one language
    std::optional<double> cpp_bytes{}, rust_bytes{}; ///< text and read-only data of the twins
    std::optional<double> cpp_stack{}, rust_stack{}; ///< deepest path into each twin
    bool stack_bounded = true;
    std::optional<std::size_t> unsafe_by_hand{}; ///< blocks in the Rust twin and its written glue
    std::optional<std::size_t> unsafe_generated{};
    std::optional<std::size_t> cpp_lines{}, rust_lines{}, glue_lines{};
    std::optional<bool> has_suite{};
    std::optional<std::size_t>
        panic_free{}; ///< functions from which the gate found no way to a panic
    std::optional<bool> shared_layout{};
    bool modified = false; ///< measured on a tree that no commit has
};

/// What one rule found: the most that it allows, in one sentence.
struct Finding {
    int rule = 0;
    Verdict allows = Verdict::convert;
    std::string sentence;
};

/// What limits the confidence.
struct Limit {
    int rule = 0;
    Confidence to = Confidence::high;
    std::string sentence;
};

struct Card {
    std::string component;
    Verdict verdict = Verdict::either;
    Confidence confidence = Confidence::low;
    std::vector<Finding> findings{}; ///< those that decided first
    std::vector<Limit> limits{};
    std::vector<std::string> also{}; ///< said, and weighed by no rule
};

/// All that a rule counts: workloads, by what their rows say together.
struct Tally {
    std::vector<std::string> equal, lost, won, undecided;

    std::size_t decided() const { return equal.size() + lost.size() + won.size(); }

    std::size_t all() const { return decided() + undecided.size(); }
};

Tally tally_of(const std::vector<PairRow>& rows);

/// Picks what belongs to one component out of all results.
ComponentEvidence evidence_of(const Evidence& evidence, const std::string& component);

Card judge(const ComponentEvidence& evidence);

/// One card for each component with two twins, those to convert first.
std::vector<Card> judge_all(const Evidence& evidence);

std::string name_of(Verdict verdict);
std::string name_of(Confidence confidence);

/// The content of verdicts.json.
json to_json(const std::vector<Card>& cards);

} // namespace bimetal::evaluation::report
