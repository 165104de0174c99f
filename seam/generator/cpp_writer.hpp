// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/bindings.hpp"
#include "seam/generator/model.hpp"
#include "seam/generator/output.hpp"

#include <vector>

namespace seam::generator {

/// The C++ bindings: contract.h, layout.hpp, NAME.hpp, twin.hpp, export.hpp, component.cpp,
/// stubs.S.
[[nodiscard]] std::vector<Output> write_cpp(const Contract& contract, const Places& places);

} // namespace seam::generator
