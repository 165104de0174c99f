// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the sources say of a migration: lines by language and part, unsafe code and its reasons.
#pragma once

#include "tests/house/tree.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::evaluation {

/// What a file is to a migration.
struct SourcePlace {
    std::string part;      ///< `frames`, `kernel/sched`, `seam/generator`
    std::string component; ///< empty for what belongs to none
    std::string kind;      ///< contract, twin, glue, generated, suite, bench, core, bridge, tools
    std::string language;  ///< cpp, rust, c, assembly
};

/// Where a file belongs; an empty kind if it is no source of the project.
SourcePlace source_place_of(std::string_view path);

/// Lines that are neither blank nor a comment alone.
std::size_t code_lines(std::string_view source, house::Language language);

/// Unsafe code of one crate.
struct UnsafeCount {
    std::size_t blocks = 0;
    std::size_t with_reason = 0;     ///< blocks with a `SAFETY:` comment above their statement
    std::size_t functions = 0;       ///< `unsafe fn`
    std::size_t implementations = 0; ///< `unsafe impl`
    std::vector<std::string> without_reason{}; ///< as `file:line`

    std::size_t total() const { return blocks + functions + implementations; }
};

/// Adds what `source` holds.
void count_unsafe(UnsafeCount& count, const std::string& file, const std::string& source);

/// By crate: the folder of the nearest Cargo.toml, or of the file where there is none; generated
/// files apart, under their own folder.
std::map<std::string, UnsafeCount> unsafe_by_crate(const house::Tree& tree);

/// Compares the hand-written unsafe code with a list of `CRATE BLOCKS FUNCTIONS IMPLEMENTATIONS`
/// lines, `#` for comments. A sentence for each crate that has more, that has less without the list
/// saying so, and for each block without a reason.
std::vector<std::string> check_unsafe(const house::Tree& tree, const std::string& list);

/// The list of the tree as it is.
std::string unsafe_list(const house::Tree& tree);

} // namespace bimetal::evaluation
