// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for both twins as they ship, on the host.
#include "components/heap/conformance/differential.hpp"
#include "components/heap/conformance/suite.hpp"

HEAP_CONFORMANCE("cpp", Cpp)
HEAP_CONFORMANCE("rust", Rust)
HEAP_DIFFERENTIAL("cpp-then-rust", Cpp, Rust)
HEAP_DIFFERENTIAL("rust-then-cpp", Rust, Cpp)
