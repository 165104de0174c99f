// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Traces for a kernel under emulation.
#include "components/heap/conformance/differential.hpp"

std::uint64_t heap_trace_operations() {
    return 3'000;
}
