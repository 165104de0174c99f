// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/bindings.hpp"

#include "seam/generator/manifest.hpp"

namespace seam::generator {

std::vector<Output> write_bindings(const Contract& contract, const Places& places) {
    return {
        {places.output / (contract.component + ".manifest.json"), write_manifest(contract)},
    };
}

} // namespace seam::generator
