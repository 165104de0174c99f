// SPDX-License-Identifier: MIT OR Apache-2.0
//
// From the repetitions of bench.json to the rows of a report.
#pragma once

#include "evaluation/report/evidence.hpp"

namespace bimetal::evaluation::report {

/// Fills `context`, `rows` and `calls`.
Result<void> read_rows(const json& bench, Evidence& evidence);

} // namespace bimetal::evaluation::report
