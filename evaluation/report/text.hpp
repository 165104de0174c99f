// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Figures and names as people read them.
#pragma once

#include "evaluation/report/evidence.hpp"

#include <string>
#include <string_view>

namespace bimetal::evaluation::report {

/// At most four digits that mean something: 0.42, 17.3, 1,234.
std::string number(double value);

/// A ratio as a change: "7.3 % more", "4.1 % less", "the same".
std::string change(double ratio);

/// A ratio as a signed per cent: "+7.3 %".
std::string signed_percent(double ratio);

std::string bytes(double count);
std::string seconds(double count);

/// "1 row", "2 rows".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& parts);

/// `cpp` as "C++", `rust` as "Rust"; anything else as it is.
std::string language(std::string_view name);

/// What one row is called within its component.
std::string row_title(const PairRow& row);

/// Text as it stands in HTML and SVG, in attributes too.
std::string escape(std::string_view text);

} // namespace bimetal::evaluation::report
