// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

#include <span>
#include <string>
#include <vector>

namespace bimetal::evaluation {

/// The hot functions of both twins and the calls across the border, from image bimetal-bench.
Result<json> measure_disassembly(const Setup& setup);

/// Symbols that are shown side by side.
struct SymbolPair {
    std::string title;
    std::string component;
    std::string cpp;
    std::string rust;

    bool operator==(const SymbolPair&) const = default;
};

/// The pairs among the symbols of an image: the hot seam functions, and each function of
/// `border_.._calls_TWIN..` that there is for both twins.
std::vector<SymbolPair> pairs_among(std::span<const std::string> symbols);

/// One side from what `bimetal-image disasm --json` prints of one function.
json side_of(const std::string& twin, const json& function);

/// Takes pairs off the end until all of them fit into `limit` bytes of JSON; says which are left
/// out.
json pairs_within(json pairs, std::size_t limit);

} // namespace bimetal::evaluation
