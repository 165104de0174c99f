// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

#include <filesystem>

namespace bimetal::evaluation {

struct EvaluateOptions {
    bool quick = false;
    bool again = false;            ///< forget what earlier runs measured
    std::filesystem::path output;  ///< the folder of results and report
    std::filesystem::path answers; ///< where the answers are written besides; empty for nowhere
    std::filesystem::path history; ///< that the measurements are added to; empty for none
    std::uint64_t seed = 1;
};

/// Measures all that has no result yet, writes the report, prints its summary. 0, or 1 if something
/// could not be measured that should have been.
Result<int> run_evaluate(Setup setup, const EvaluateOptions& options);

} // namespace bimetal::evaluation
