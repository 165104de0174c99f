// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/results.hpp"
#include "evaluation/setup.hpp"

#include <string>
#include <vector>

namespace bimetal::evaluation {

/// Builds the programs of evaluation/safety_steps.cmake and measures what each step costs, as
/// instructions of the host, paired with the common base by seed. Builds; minutes.
Result<json> measure_safety_steps(const Setup& setup);

/// Rows of one program, each with the row of the base that has the same name; `step` is an entry of
/// the table. Rows that the base lacks are left out.
json safety_step_rows(const json& step, const std::vector<Row>& rows,
                      const std::vector<Row>& base_rows);

} // namespace bimetal::evaluation
