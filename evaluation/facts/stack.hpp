// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

namespace bimetal::evaluation {

/// The stack that each seam function of each twin takes, in image bimetal.
Result<json> measure_stack(const Setup& setup);

} // namespace bimetal::evaluation
