// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/bindings.hpp"

namespace seam::generator {

/// Calls of every function with one wrong argument each, for the tests of a component.
[[nodiscard]] std::vector<Output> write_hostile(const Contract& contract, const Places& places);

} // namespace seam::generator
