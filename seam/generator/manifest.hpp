// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/generator/model.hpp"

#include <cstdint>
#include <string>

namespace seam::generator {

/// The hash of a contract: FNV-1a, 64 bits, over the canonical form of the manifest. Everything
/// that crosses counts, documentation, formatting and the order of declarations do not.
[[nodiscard]] std::uint64_t hash_of(const Contract& contract);

/// The hash as 16 digits, as it stands in the name of a symbol.
[[nodiscard]] std::string digits_of(const Contract& contract);

/// NAME.manifest.json: the contract for other programs, its hash included.
[[nodiscard]] std::string write_manifest(const Contract& contract);

} // namespace seam::generator
