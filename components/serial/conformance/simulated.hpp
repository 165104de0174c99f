// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins once more, over the simulator instead of the services that the image binds:
// serial_simulated_cpp_NAME and serial_simulated_rust_NAME. A device handle is the address of a
// simulator. So the same suite runs on the host and in a kernel whose own services, and whose
// serial port, are left alone.
#pragma once

#include "components/serial/bindings/serial.hpp"
#include "components/serial/conformance/uart_simulator.hpp"

SERIAL_BINDING(SimulatedCpp, simulated_cpp)
SERIAL_BINDING(SimulatedRust, simulated_rust)

extern "C" {
std::uint8_t serial_simulator_read(std::uint64_t device, std::uint32_t offset) noexcept;
void serial_simulator_write(std::uint64_t device, std::uint32_t offset,
                            std::uint8_t value) noexcept;
}

namespace bimetal::serial::conformance {

[[nodiscard]] inline std::uint64_t handle_of(UartSimulator& simulator) {
    return reinterpret_cast<std::uintptr_t>(&simulator);
}

[[nodiscard]] inline UartSimulator& simulator_of(std::uint64_t handle) {
    return *reinterpret_cast<UartSimulator*>(static_cast<std::uintptr_t>(handle));
}

} // namespace bimetal::serial::conformance
