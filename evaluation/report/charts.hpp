// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The charts of a report as Vega-Lite and Vega specifications with their data in them. Colours are
// variables of the page's style sheet, so that one drawing serves light and dark.
#pragma once

#include "evaluation/report/evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bimetal::evaluation::report {

struct Chart {
    std::string name;        ///< unique in the page; lower case, digits and hyphens
    std::string title;       ///< what it shows, for who does not see it
    std::string description; ///< what it says, in words
    std::string library;     ///< "vega-lite" or "vega"
    json spec;
};

/// The ratios of a component's rows in one place, with intervals, the margin, and in words.
std::optional<Chart> ratio_chart(const Evidence& evidence, const std::string& component,
                                 const std::string& place);

/// What a call costs, by caller, callee and way.
std::optional<Chart> border_chart(const Evidence& evidence);

/// What each safety step changes, by language.
std::optional<Chart> safety_chart(const Evidence& evidence);

/// An image as a treemap of its parts by language.
std::optional<Chart> size_chart(const json& image);

std::optional<Chart> stack_chart(const Evidence& evidence);
std::optional<Chart> build_time_chart(const Evidence& evidence);

/// All that the evidence allows.
std::vector<Chart> charts_of(const Evidence& evidence);

/// The places that rows are measured in, in the order in which the page shows them.
const std::vector<std::string>& places();

/// The place that the border's costs are shown from; empty without any.
std::string border_place(const Evidence& evidence);

/// Lower case, with a hyphen for everything that is neither letter nor digit.
std::string identifier(std::string_view text);

} // namespace bimetal::evaluation::report
