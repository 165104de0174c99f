// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/debug/backtrace_table.hpp"
#include "tools/image/elf_image.hpp"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bimetal::image {

using debug::Language;
using debug::Twin;

/// Where code comes from.
struct Origin {
    Language language = Language::unknown;
    Twin twin = Twin::none;
    /// Empty for code of no component.
    std::string component;
    /// The compiler's own library: "core", "alloc", "compiler_builtins", "libc++"; else empty.
    std::string library;

    bool operator==(const Origin&) const = default;
    auto operator<=>(const Origin&) const = default;
};

/// One call that the compiler inlined.
struct InlinedCall {
    std::string linkage_name;
    Origin origin;
    /// 1 + index of the call it was inlined into; 0 when that is the function itself. Always less
    /// than its own.
    std::uint32_t parent = 0;
};

/// A part of a function's range in which the same inlined call is the innermost.
struct Run {
    std::uint64_t end = 0;
    /// 1 + index into the function's calls; 0 for the function itself.
    std::uint32_t call = 0;
};

/// One contiguous range of a function.
struct Function {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string linkage_name;
    Origin origin;
    std::vector<InlinedCall> calls;
    /// Ascending, ends at `end`.
    std::vector<Run> runs;
};

/// What the image's debug information and symbols say about its code, ascending and without
/// overlap.
struct FunctionMap {
    std::vector<Function> functions;
    /// Where each variable's declaration comes from, by address.
    std::map<std::uint64_t, Origin> variables;

    const Function* at(std::uint64_t address) const;
};

Result<FunctionMap> read_functions(const ElfImage& image);

/// The origin that a source path tells: components/NAME/cpp or rust, or a compiler's library.
/// `language` is kept as it is.
Origin origin_of_path(std::string_view path, Language language);

} // namespace bimetal::image
