// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/bindings.hpp"
#include "seam/generator/model.hpp"
#include "seam/generator/output.hpp"

namespace seam::generator {

/// NAME.rs: the root file of a crate that depends on crate `seam` alone.
[[nodiscard]] Output write_rust(const Contract& contract, const Places& places);

} // namespace seam::generator
