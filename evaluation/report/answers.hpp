// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The questions of docs/answers.md, answered by the figures of one run. The prose around the
// figures stands here and nowhere else; every figure comes from the results, and where there is
// none the answer is "not known yet".
#pragma once

#include "evaluation/report/evidence.hpp"

#include <string>

namespace bimetal::evaluation::report {

/// The page, in Markdown.
std::string answers(const Evidence& evidence);

/// The page from a folder of results, for `evaluate --answers`.
Result<std::string> answers(const Setup& setup, const std::filesystem::path& folder);

} // namespace bimetal::evaluation::report
