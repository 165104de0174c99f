// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/model.hpp"

#include <string>

namespace seam::generator {

/// The contract as a page of the book, in Markdown.
[[nodiscard]] std::string write_page(const Contract& contract);

} // namespace seam::generator
