// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for both twins as they ship, on the host and in a kernel.
#include "components/frames/conformance/differential.hpp"
#include "components/frames/conformance/suite.hpp"

FRAMES_CONFORMANCE("cpp", Cpp)
FRAMES_CONFORMANCE("rust", Rust)
FRAMES_DIFFERENTIAL("cpp-then-rust", Cpp, Rust)
FRAMES_DIFFERENTIAL("rust-then-cpp", Rust, Cpp)
