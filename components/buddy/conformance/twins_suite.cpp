// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for both twins as they ship, on the host and in a kernel.
#include "components/buddy/conformance/differential.hpp"
#include "components/buddy/conformance/suite.hpp"

BUDDY_CONFORMANCE("cpp", Cpp)
BUDDY_CONFORMANCE("rust", Rust)
BUDDY_DIFFERENTIAL("cpp-then-rust", Cpp, Rust)
BUDDY_DIFFERENTIAL("rust-then-cpp", Rust, Cpp)
