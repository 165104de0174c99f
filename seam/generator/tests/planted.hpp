// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace seam::generator::tests {

/// A contract inside the subset, with one of everything.
extern const std::string_view accepted_header;

/// A change of that header which takes it outside the subset.
struct Violation {
    std::string_view name;
    std::string_view find;     ///< In the header, once.
    std::string_view replace;  ///< The violation; `$` marks the line that must be named.
    std::string_view sentence; ///< A part of what must be said.
};

extern const std::vector<Violation> violations;

} // namespace seam::generator::tests
