// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/results.hpp"

#include <string>

namespace bimetal::evaluation {

/// The rows of both twins side by side, for a terminal: n, medians and quartiles, the ratio with
/// its interval, what that says. Rows that are lost stand among the others, marked.
std::string table_of(const ResultSet& set);

/// What a call across the languages costs: the rows of `border`, by caller and callee.
std::string border_table_of(const ResultSet& set);

/// What measuring costs, and what could not be measured.
std::string notes_of(const ResultSet& set);

} // namespace bimetal::evaluation
