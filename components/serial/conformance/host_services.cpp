// SPDX-License-Identifier: MIT OR Apache-2.0
//
// On the host the services themselves lead to the simulator, so that the suite runs on the exports
// that ship.
#include "components/serial/bindings/simulated.hpp"

std::uint8_t serial_service_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return serial_simulator_read(device, offset);
}

void serial_service_write(std::uint64_t device, std::uint32_t offset, std::uint8_t value) noexcept {
    serial_simulator_write(device, offset, value);
}
