// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The steps of an evaluation, one after the other. What a step measured is kept in a file, so that
// an evaluation that was interrupted goes on where it stopped.
#pragma once

#include "evaluation/setup.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace bimetal::evaluation {

/// One measurement.
struct Step {
    std::string name;            ///< its result is NAME.json
    std::string title;           ///< what is measured, for people
    double expected_seconds = 0; ///< on two cores; for the time left
    bool builds = false;         ///< builds something, which a quick evaluation does not
    std::function<Result<json>()> measure;
};

enum class StepEnd : std::uint8_t {
    measured,
    taken,  ///< from an earlier run on the same state of the tree
    absent, ///< not measured, and said so
    failed, ///< not measured, and should have been
};

struct StepOutcome {
    std::string name;
    StepEnd end = StepEnd::measured;
    std::string why; ///< of `absent` and `failed`: one sentence
    double seconds = 0;
};

/// How the steps are run.
struct StepPlan {
    std::filesystem::path folder; ///< of the results and of state.json; made if it is missing
    std::string tree;             ///< the state of the tree; empty if unknown: nothing is taken
    bool quick = false;
    std::function<void(const std::string&)> say; ///< gets each sentence of progress
};

/// Runs the steps that have no result yet for this state of the tree and writes each result when it
/// is there, as a whole or not at all. A quick plan takes what a full one measured, not the other
/// way round. A step that fails leaves a file that says so and does not stop the others. Fails only
/// when the folder cannot be written.
Result<std::vector<StepOutcome>> run_steps(std::span<const Step> steps, const StepPlan& plan);

/// What a step without a result leaves for the report.
json absent(const std::string& why);

/// A hash of everything in the checkout that a measurement depends on: all tracked files as they
/// are now, and untracked ones, but for documents. Empty where git does not answer.
std::string state_of_tree(const tool::Project& project);

} // namespace bimetal::evaluation
