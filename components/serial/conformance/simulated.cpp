// SPDX-License-Identifier: MIT OR Apache-2.0
#include "components/serial/conformance/simulated.hpp"

#include "components/serial/bindings/export.hpp"

std::uint8_t serial_simulator_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return bimetal::serial::conformance::simulator_of(device).read(offset);
}

void serial_simulator_write(std::uint64_t device, std::uint32_t offset,
                            std::uint8_t value) noexcept {
    bimetal::serial::conformance::simulator_of(device).write(offset, value);
}

namespace {

class SimulatedDevice {
  public:
    constexpr explicit SimulatedDevice(std::uint64_t handle) : handle_(handle) {}

    std::uint8_t read(std::uint32_t offset) { return serial_simulator_read(handle_, offset); }

    void write(std::uint32_t offset, std::uint8_t value) {
        serial_simulator_write(handle_, offset, value);
    }

  private:
    std::uint64_t handle_;
};

} // namespace

SERIAL_EXPORT(simulated_cpp, SimulatedDevice)
