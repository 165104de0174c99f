// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/model.hpp"

#include <vector>

namespace seam::generator {

/// What the boundary asks of a contract beyond its types: a state and a status, names, annotations,
/// which function takes and answers what. `file` is the name of the header.
[[nodiscard]] std::vector<Refusal> check_rules(const Contract& contract);

} // namespace seam::generator
