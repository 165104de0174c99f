// SPDX-License-Identifier: MIT OR Apache-2.0
//
// From the specification of a chart to its drawing, by Vega in a Python environment of its own
// below the build directory, which is made when it is first needed.
#pragma once

#include "evaluation/report/charts.hpp"

#include <map>
#include <span>
#include <string>

namespace bimetal::evaluation::report {

/// The drawings that there are, and why there are not all of them.
struct Drawings {
    std::map<std::string, std::string> by_name; ///< SVG to be put into a page
    std::string why;                            ///< empty when all charts are there
};

/// Draws all charts. What cannot be drawn is missing, for the reason in `why`.
Drawings draw(const Setup& setup, std::span<const Chart> charts);

/// What Vega wrote, as a part of a page: named for who does not see it, as wide as there is room,
/// and with names inside that no other drawing has.
std::string for_page(const Chart& chart, const std::string& svg);

} // namespace bimetal::evaluation::report
