// SPDX-License-Identifier: MIT OR Apache-2.0
#include "components/serial/bindings/simulated.hpp"

#include "components/serial/bindings/export.hpp"

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
