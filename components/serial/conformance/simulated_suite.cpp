// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite for both twins over the simulator, on the host and in a kernel.
#include "components/serial/conformance/differential.hpp"

SERIAL_CONFORMANCE("cpp", SimulatedCpp)
SERIAL_CONFORMANCE("rust", SimulatedRust)
SERIAL_DIFFERENTIAL("twins", SimulatedCpp, SimulatedRust)
