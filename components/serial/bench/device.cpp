// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The services of the measured exports. Apart from the C++ twin, so that without link-time
// optimisation both twins call them.
#include "components/serial/bench/device.hpp"

using bimetal::serial::bench::device_of;

std::uint8_t serial_measured_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return device_of(device).read(offset);
}

void serial_measured_write(std::uint64_t device, std::uint32_t offset,
                           std::uint8_t value) noexcept {
    device_of(device).write(offset, value);
}
