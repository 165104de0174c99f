// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"
#include "tools/image/function_map.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// What a request for a function found.
struct FunctionChoice {
    /// One function, or the C++ and the Rust twin of a seam function.
    std::vector<const Function*> functions;
    /// When the request fits several: their names, for the person to choose from.
    std::vector<std::string> candidates;
};

/// Finds what a person calls a function: a symbol, a demangled name, its last part, or a part of it
/// (each tried only when the one before fits nothing). A seam function (`serial transmit` or
/// `serial_transmit`) stands for its twins.
FunctionChoice choose_function(const FunctionMap& map, std::string_view request);

/// One function's disassembly.
struct FunctionListing {
    const Function* function = nullptr;
    std::size_t instructions = 0;
    std::vector<std::string> lines; // the name, the origin and size, then an instruction each
};

/// The function and, behind it, what of the same component and twin it calls and so on: its other
/// halves, where the optimiser did not put all into one. The bindings between them are among it.
Result<std::vector<FunctionListing>>
listings_with_calls(const ElfImage& image, const FunctionMap& map, const Function& function);

/// The function's disassembly, with the names of what it calls; two functions stand side by side in
/// columns of `width` characters.
Result<std::string> listing(const ElfImage& image, const FunctionMap& map,
                            const std::vector<const Function*>& functions, std::size_t width);

} // namespace bimetal::image
