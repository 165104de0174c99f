// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Services for callers that know the contract alone: device 0 is a simulator whose line echoes what
// is sent, every other device is absent.
#include "components/serial/conformance/uart_simulator.hpp"
#include "components/serial/serial.seam.h"

namespace {

class EchoingLine {
  public:
    std::uint8_t read(std::uint32_t offset) {
        const std::uint8_t value = simulator_.read(offset);
        while (echoed_ < simulator_.sent_count()) {
            simulator_.receive(simulator_.sent(echoed_));
            ++echoed_;
        }
        return value;
    }

    void write(std::uint32_t offset, std::uint8_t value) { simulator_.write(offset, value); }

  private:
    bimetal::serial::conformance::UartSimulator simulator_;
    std::size_t echoed_ = 0;
};

constinit EchoingLine line{};

} // namespace

std::uint8_t serial_service_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return device == 0 ? line.read(offset) : std::uint8_t{0xff};
}

void serial_service_write(std::uint64_t device, std::uint32_t offset, std::uint8_t value) noexcept {
    if (device == 0) {
        line.write(offset, value);
    }
}
