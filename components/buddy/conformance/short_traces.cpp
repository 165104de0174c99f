// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where a trace runs many times, or in an emulated kernel, it is shorter.
#include "components/buddy/conformance/differential.hpp"

std::uint64_t buddy_trace_operations() {
    return 20'000;
}
