// SPDX-License-Identifier: MIT OR Apache-2.0
// Who may know whom, checked on what the build really reads: include directives, Cargo manifests
// and Rust paths, CMake source and link lists.
#pragma once

#include "tests/house/tree.hpp"

#include <vector>

namespace bimetal::house {

std::vector<Finding> check_layers(const Tree& tree);

// What a source file includes that is in the tree, as paths from the root.
std::vector<std::string> included_files(const Tree& tree, const std::string& file);

} // namespace bimetal::house
