// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where libFuzzer, which has main(), hands over each input.
#include "seam/harness/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    seam::harness::fuzz_one({data, size});
    return 0;
}
