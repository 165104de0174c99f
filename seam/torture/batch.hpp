// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/torture/contract.hpp"

#include <string>
#include <vector>

namespace seam::torture {

/// A contract whose bindings were generated into a folder of its name.
struct Generated {
    Contract contract;
    std::string manifest; ///< As the generator wrote it.
};

struct Source {
    std::string file;
    std::string text;
};

/// The program of a batch, in four objects: twins and callers, in C++ and in Rust. What calls and
/// what is called stand apart, so that no compiler sees both and leaves a crossing out. Services
/// are with the callers.
[[nodiscard]] std::vector<Source> write_batch(const std::vector<Generated>& batch,
                                              const std::string& rust_support);

} // namespace seam::torture
