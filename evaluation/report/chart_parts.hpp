// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the specifications of all charts share.
#pragma once

#include "evaluation/report/charts.hpp"

#include <vector>

namespace bimetal::evaluation::report {

/// A Vega-Lite specification without marks: theme, data and width.
json plot(const json& values, int width);

/// The reader's font may be wider than the one that Vega measures with: leaves room for that beside
/// the texts of the fields `left`, at the left edge, and `right`, at the right one.
void make_room(json& spec, const char* left, const char* right);

/// Fonts, lines and texts, for either library.
json theme();

/// The median of what is in an array of numbers; nothing when there is no number.
std::optional<double> median_of(const json& numbers);

} // namespace bimetal::evaluation::report
