// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins once more, over pages that whoever links them supplies instead of the services that
// the image binds: heap_supplied_cpp_NAME and heap_supplied_rust_NAME. So the conformance suite and
// the workloads run in a kernel whose own pages are left alone.
#pragma once

#include "components/heap/bindings/generated/heap.hpp"
#include "components/heap/bindings/generated/twin.hpp"

HEAP_BINDING(SuppliedCpp, supplied_cpp)
HEAP_BINDING(SuppliedRust, supplied_rust)

HEAP_SERVICES(SuppliedPages, heap_supply)
