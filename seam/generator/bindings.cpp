// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/bindings.hpp"

#include "seam/generator/cpp_writer.hpp"
#include "seam/generator/hostile_writer.hpp"
#include "seam/generator/manifest.hpp"
#include "seam/generator/page_writer.hpp"
#include "seam/generator/rust_writer.hpp"

#include <algorithm>
#include <iterator>

namespace seam::generator {

std::vector<Output> write_bindings(const Contract& contract, const Places& places) {
    std::vector<Output> outputs = {
        {places.output / (contract.component + ".manifest.json"), write_manifest(contract)},
    };
    std::ranges::move(write_cpp(contract, places), std::back_inserter(outputs));
    outputs.push_back(write_rust(contract, places));
    if (!places.hostile.empty()) {
        std::ranges::move(write_hostile(contract, places), std::back_inserter(outputs));
    }
    if (!places.page.empty()) {
        outputs.push_back({places.page, write_page(contract)});
    }
    return outputs;
}

} // namespace seam::generator
