// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins once more, over simulated devices instead of the services that the image binds:
// serial_simulated_cpp_NAME and serial_simulated_rust_NAME. So the conformance suite runs in a
// kernel whose own services, and whose serial port, are left alone.
#pragma once

#include "components/serial/bindings/serial.hpp"

#include <cstdint>

SERIAL_BINDING(SimulatedCpp, simulated_cpp)
SERIAL_BINDING(SimulatedRust, simulated_rust)

// The services of these exports, from the suite, which also says what a device handle is.
extern "C" {
std::uint8_t serial_simulator_read(std::uint64_t device, std::uint32_t offset) noexcept;
void serial_simulator_write(std::uint64_t device, std::uint32_t offset,
                            std::uint8_t value) noexcept;
}
