// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where libFuzzer, which has main(), hands over each input.
#include "seam/harness/fuzz.hpp"

// The library gives the name.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// NOLINTNEXTLINE(readability-identifier-naming)
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    seam::harness::fuzz_one({data, size});
    return 0;
}
