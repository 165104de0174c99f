// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for both twins in a kernel, whose own pages are left alone.
#include "components/heap/bindings/supplied.hpp"
#include "components/heap/conformance/differential.hpp"
#include "components/heap/conformance/suite.hpp"

HEAP_CONFORMANCE("cpp", SuppliedCpp)
HEAP_CONFORMANCE("rust", SuppliedRust)
HEAP_DIFFERENTIAL("cpp-then-rust", SuppliedCpp, SuppliedRust)
HEAP_DIFFERENTIAL("rust-then-cpp", SuppliedRust, SuppliedCpp)
