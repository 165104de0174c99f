// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins once more, over simulated devices instead of the services that the image binds:
// serial_simulated_cpp_NAME and serial_simulated_rust_NAME. So the conformance suite runs in a
// kernel whose own services, and whose serial port, are left alone.
#pragma once

#include "components/serial/bindings/generated/twin.hpp"
#include "components/serial/bindings/serial.hpp"

SERIAL_BINDING(SimulatedCpp, simulated_cpp)
SERIAL_BINDING(SimulatedRust, simulated_rust)

// serial_simulator_read and serial_simulator_write come from the suite, which also says what a
// device handle is.
SERIAL_SERVICES(SimulatedServices, serial_simulator)
