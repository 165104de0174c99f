// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What changed between two result sets, and whether it matters.
#pragma once

#include "evaluation/results.hpp"

#include <string>
#include <vector>

namespace bimetal::evaluation {

enum class Change : std::uint8_t {
    same,   ///< inside the limit, and shown to be
    better, ///< beyond the limit, and not by chance
    worse,
    unclear, ///< the interval crosses the limit
};

struct RowChange {
    std::string name;
    double before = 0, after = 0;        ///< medians
    double ratio = 0, low = 0, high = 0; ///< after by before, with its interval
    Change change = Change::unclear;
};

struct ChangeReport {
    std::vector<RowChange> rows{};
    std::vector<std::string> only_before{}, only_after{};
    /// What was measured differently: compilers, flags, machine. One sentence each.
    std::vector<std::string> configuration{};
    /// Of these, what makes counts incomparable.
    bool moot = false;

    std::size_t count(Change change) const;
};

/// Compares what both sets have. `limit` is a share: 0.03 for 3 %.
ChangeReport compare_sets(const ResultSet& before, const ResultSet& after, double limit);

/// For a terminal; rows that are the same only if `all`.
std::string text_of(const ChangeReport& report, bool all);

} // namespace bimetal::evaluation
