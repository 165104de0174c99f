// SPDX-License-Identifier: MIT OR Apache-2.0
//
// BIMETAL_OPERATIONS sets the length of the traces.
#include "components/heap/conformance/differential.hpp"

#include <cstdlib>

std::uint64_t heap_trace_operations() {
    constexpr std::uint64_t operations = 100'000;
    const char* const given = std::getenv("BIMETAL_OPERATIONS");
    return given == nullptr ? operations : std::strtoull(given, nullptr, 0);
}
