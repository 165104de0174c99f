// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bimetal::evaluation {

/// How long image bimetal takes to build: clean, and after a change in a twin, a contract or the
/// core. In a copy of the checkout below the build directory, without a compiler cache.
Result<json> measure_build_time(const Setup& setup);

/// A change of one file that a compiler sees.
struct SourceChange {
    std::string what;     ///< for people
    std::string kind;     ///< `twin`, `seam` or `core`
    std::string language; ///< of what was changed: `cpp`, `rust` or `c`
    std::string file;     ///< in the checkout
    std::string behind;   ///< the line that the text goes behind; empty: the end of the file
    std::string text;     ///< with `{}` for a number that no two builds share
    std::string target;   ///< built before the image; empty: nothing
};

/// The changes that are measured.
std::vector<SourceChange> measured_changes();

/// The file's text with the change made; fails where its line is not there.
Result<std::string> changed(const SourceChange& change, std::string_view original, int number);

} // namespace bimetal::evaluation
