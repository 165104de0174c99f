// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"
#include "tools/image/function_map.hpp"
#include "tools/image/panic_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bimetal::image {

struct Sizes {
    std::uint64_t text = 0;
    std::uint64_t read_only = 0;
    std::uint64_t data = 0;
    std::uint64_t bss = 0;

    std::uint64_t total() const { return text + read_only + data + bss; }
};

/// One row: what an image holds of one origin.
struct SizeRow {
    /// A component with its twin ("serial/rust"), a compiler's library ("core"), "kernel" for what
    /// belongs to neither, or "-" for bytes that nothing describes: literals, padding.
    std::string part;
    /// As the debug information says; empty where it says nothing.
    std::string language;
    Sizes sizes;
};

/// Functions that differ only in their template or generic arguments.
struct GenericCopies {
    std::string name; // without arguments
    std::string language;
    std::size_t copies = 0;
    std::uint64_t bytes = 0; // of all copies
};

struct SizeReport {
    std::vector<SizeRow> rows; // the largest first, "-" last
    Sizes total;
    /// What a boot loader reads: the sum of the segments' sizes in the file.
    std::uint64_t loadable = 0;
    std::uint64_t backtrace_table = 0;
    PanicText panic_text;
    std::vector<GenericCopies> generic_copies; // the largest first; only those with several copies
};

/// The copies of generic code among `functions`.
std::vector<GenericCopies> generic_copies(const FunctionMap& functions);

Result<SizeReport> measure(const ElfImage& image);

} // namespace bimetal::image
