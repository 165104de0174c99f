// SPDX-License-Identifier: MIT OR Apache-2.0
// One violation of each rule, and what the check must say about it.
#pragma once

#include "tests/house/tree.hpp"

#include <string_view>

namespace bimetal::house {

// Puts violation `name` into `tree`, runs both checks and compares. True when the violation is
// reported with its file, line and reason. Prints what was found, or what was missed.
bool is_caught(Tree tree, std::string_view name);

} // namespace bimetal::house
