// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for the C twin, and the twins that ship against it.
#include "components/serial/bindings/c.hpp"
#include "components/serial/conformance/differential.hpp"

SERIAL_CONFORMANCE("c", C)
SERIAL_DIFFERENTIAL("c-and-cpp", C, Cpp)
SERIAL_DIFFERENTIAL("c-and-rust", C, Rust)
