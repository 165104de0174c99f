// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What was measured when: a file with one result set a line, as JSON.
#pragma once

#include "evaluation/results.hpp"

#include <filesystem>
#include <string>

namespace bimetal::evaluation {

/// Adds the set to the history.
Result<void> append_history(const std::filesystem::path& file, const ResultSet& set);

/// The latest set of the commit whose name begins with `commit`, of at least 4 digits; rows that
/// later runs did not measure come from earlier ones.
Result<ResultSet> find_in_history(const std::filesystem::path& file, const std::string& commit);

} // namespace bimetal::evaluation
