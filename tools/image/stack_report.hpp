// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"
#include "tools/image/function_map.hpp"
#include "tools/image/panic_reach.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// How much stack a function takes.
struct StackDepth {
    std::string component; // empty for a function of none
    std::string function;
    Twin twin = Twin::none;
    Language language = Language::unknown;
    /// Its own frame, in bytes, as the compiler reported it.
    std::uint64_t frame = 0;
    /// With all that it calls and their return addresses; along `path` alone if that has no bound.
    std::uint64_t deepest = 0;
    bool bounded = true;
    /// From the function to the deepest place, or to what has no bound, which is the last word.
    std::vector<std::string> path;
};

struct StackReport {
    std::vector<StackDepth> entries;
    std::vector<StackDepth> largest_frames; // their depth is left out
    std::size_t functions = 0;              // of C++ and Rust, in pieces
    std::size_t reported = 0;               // of these, with a report
};

/// The stack that functions take: those that `request` names, as in `disasm`, or each seam function
/// of each twin if it is empty. What `lists` call a panic is not followed, and their indirect calls
/// go where they say.
Result<StackReport> measure_stack(const ElfImage& image, const PanicLists& lists,
                                  std::string_view request);

} // namespace bimetal::image
