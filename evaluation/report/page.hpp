// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The report as one HTML page that needs nothing else: no script, no network, no font.
#pragma once

#include "evaluation/report/html.hpp"
#include "evaluation/report/render.hpp"
#include "evaluation/report/verdicts.hpp"

#include <string>
#include <vector>

namespace bimetal::evaluation::report {

/// What a page is made of.
struct PageParts {
    const Evidence& evidence;
    const std::vector<Card>& cards;
    const Drawings& drawings;
    std::string style; ///< the content of style.css
};

/// The whole document.
std::string page(const PageParts& parts);

/// A drawing with its caption; a sentence where it is missing.
Html figure(const PageParts& parts, const std::string& name, std::string_view caption);

/// What stands where a fact is absent.
Html missing(const std::string& why);

/// How a fact is repeated, if its file says so.
Html repeat(const json& fact);

Html cards_section(const PageParts& parts);
Html losing_section(const PageParts& parts);
Html speed_section(const PageParts& parts);
Html border_section(const PageParts& parts);
Html size_section(const PageParts& parts);
Html stack_section(const PageParts& parts);
Html build_time_section(const PageParts& parts);
Html safety_section(const PageParts& parts);
Html migration_section(const PageParts& parts);

} // namespace bimetal::evaluation::report
