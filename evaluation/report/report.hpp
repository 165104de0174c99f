// SPDX-License-Identifier: MIT OR Apache-2.0
//
// From a folder of results to what people read.
#pragma once

#include "evaluation/report/verdicts.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace bimetal::evaluation::report {

/// Writes verdicts.json, report.html and answers.md beside the results in `folder`, and prints the
/// summary. Results that are absent are said to be.
Result<void> write_report(const Setup& setup, const std::filesystem::path& folder);

/// The verdicts and the counts in a few lines, for a terminal.
std::string summary(const Evidence& evidence, const std::vector<Card>& cards);

} // namespace bimetal::evaluation::report
