// SPDX-License-Identifier: MIT OR Apache-2.0
//
// From what a measuring program or the kernel says, one JSON object a line, to rows.
#pragma once

#include "evaluation/results.hpp"

#include <functional>
#include <string>

namespace bimetal::evaluation {

/// What measuring costs by itself, in the unit of a place.
struct Overhead {
    std::string place, unit;
    std::size_t n = 0;
    double least = 0, median = 0, greatest = 0;
};

/// The rows of one run of a measuring program.
struct Samples {
    std::vector<Row> rows{};
    Overhead overhead{};
    std::size_t failed = 0; ///< repetitions in which a call did not end as it must
};

/// How a run of a measuring program is read.
struct SamplesSource {
    std::string place;         ///< what the rows are said to be of
    std::string program;       ///< for sentences
    bool is_plain = false;     ///< no link-time optimisation: `fixed` is called `plain`
    bool only_by_name = false; ///< other rows are left out
    /// The count of a numbered part, where the program says parts.
    std::function<Result<std::uint64_t>(std::uint64_t part)> count_of_part{};
};

/// Reads all of `lines`; lines that are no such object are passed over. The median overhead is
/// subtracted from rows of one thread. Fails when not all `runs` in it came to their end.
Result<Samples> read_samples(const std::string& lines, const SamplesSource& source,
                             std::size_t runs);

} // namespace bimetal::evaluation
