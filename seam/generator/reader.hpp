// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/model.hpp"

#include <expected>
#include <string>
#include <vector>

namespace seam::generator {

/// Reads NAME.seam.h as C++23 and as C17 through libclang. `arguments` go to both, as -I. What the
/// language allows and the boundary does not is refused, with all reasons that were found; so is
/// every header on which libclang reports an error, since it would still answer with wrong layouts.
[[nodiscard]] std::expected<Contract, std::vector<Refusal>>
read_contract(const std::string& header, const std::vector<std::string>& arguments);

} // namespace seam::generator
