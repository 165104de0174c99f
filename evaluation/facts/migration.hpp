// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"
#include "tests/house/tree.hpp"

namespace bimetal::evaluation {

/// Lines by part, kind and language; unsafe code by crate; what is only C++.
Result<json> measure_migration(const Setup& setup);

/// The same of a tree that is read already.
json migration_facts(const house::Tree& tree);

/// For a terminal.
std::string text_of_migration(const json& facts);

} // namespace bimetal::evaluation
