// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/model.hpp"
#include "seam/generator/output.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace seam::generator {

/// Where a contract and its bindings lie, as includes name them.
struct Places {
    std::string header;     ///< The contract, as C++ includes it.
    std::string folder;     ///< The bindings, as C++ includes them; empty if beside each other.
    std::string name_space; ///< Of the C++ bindings, such as `bimetal::serial`.
    std::filesystem::path output;
    std::filesystem::path page;    ///< The contract page; empty for none.
    std::filesystem::path hostile; ///< The folder of the hostile callers; empty for none.
};

/// Everything that is generated from a contract.
[[nodiscard]] std::vector<Output> write_bindings(const Contract& contract, const Places& places);

} // namespace seam::generator
