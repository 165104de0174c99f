// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The services of the simulated exports: a device handle is the address of a simulator.
#include "components/serial/bindings/simulated.hpp"
#include "components/serial/conformance/suite.hpp"

using bimetal::serial::conformance::simulator_of;

std::uint8_t serial_simulator_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return simulator_of(device).read(offset);
}

void serial_simulator_write(std::uint64_t device, std::uint32_t offset,
                            std::uint8_t value) noexcept {
    simulator_of(device).write(offset, value);
}
