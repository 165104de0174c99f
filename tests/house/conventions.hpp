// SPDX-License-Identifier: MIT OR Apache-2.0
// What every folder and file of the project has, and where foreign functions may be written.
#pragma once

#include "tests/house/tree.hpp"

#include <vector>

namespace bimetal::house {

std::vector<Finding> check_conventions(const Tree& tree);

} // namespace bimetal::house
