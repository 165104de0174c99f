// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The registers of a 16550: offsets and bits, after the PC16550D data sheet.
#pragma once

#include "components/serial/bindings/generated/twin.hpp"

#include <cstdint>

namespace bimetal::serial {

/// The device that the services reach under a handle.
template <Services Access>
class Device {
  public:
    constexpr Device() = default;

    constexpr explicit Device(std::uint64_t handle) : handle_(handle) {}

    std::uint8_t read(std::uint32_t offset) { return services_.read(handle_, offset); }

    void write(std::uint32_t offset, std::uint8_t value) {
        services_.write(handle_, offset, value);
    }

  private:
    std::uint64_t handle_ = 0;
    [[no_unique_address]] Access services_;
};

namespace offset {
inline constexpr std::uint32_t data = 0;
inline constexpr std::uint32_t interrupt_enable = 1;
inline constexpr std::uint32_t interrupt_identification = 2; // when read
inline constexpr std::uint32_t fifo_control = 2;             // when written
inline constexpr std::uint32_t line_control = 3;
inline constexpr std::uint32_t modem_control = 4;
inline constexpr std::uint32_t line_status = 5;
inline constexpr std::uint32_t modem_status = 6;
inline constexpr std::uint32_t scratch = 7;
inline constexpr std::uint32_t divisor_low = 0;  // while line_control::divisor_access is set
inline constexpr std::uint32_t divisor_high = 1; // while line_control::divisor_access is set
} // namespace offset

namespace interrupt_enable {
inline constexpr std::uint8_t received = 0x01;
inline constexpr std::uint8_t transmitter_empty = 0x02;
inline constexpr std::uint8_t line_status = 0x04;
inline constexpr std::uint8_t all = 0x0f;
} // namespace interrupt_enable

namespace interrupt_identification {
inline constexpr std::uint8_t none = 0x01;
inline constexpr std::uint8_t reason = 0x0e;
inline constexpr std::uint8_t modem = 0x00;
inline constexpr std::uint8_t transmitter_empty = 0x02;
inline constexpr std::uint8_t received = 0x04;
inline constexpr std::uint8_t line_status = 0x06;
inline constexpr std::uint8_t receive_timeout = 0x0c;
inline constexpr std::uint8_t fifos_work = 0xc0;
} // namespace interrupt_identification

namespace fifo_control {
inline constexpr std::uint8_t disable = 0x00;
inline constexpr std::uint8_t enable_and_clear = 0x07;
inline constexpr std::uint8_t trigger_one = 0x00;
inline constexpr std::uint8_t trigger_four = 0x40;
inline constexpr std::uint8_t trigger_eight = 0x80;
inline constexpr std::uint8_t trigger_fourteen = 0xc0;
} // namespace fifo_control

namespace line_control {
inline constexpr std::uint8_t two_stop_bits = 0x04;
inline constexpr std::uint8_t parity_odd = 0x08;
inline constexpr std::uint8_t parity_even = 0x18;
inline constexpr std::uint8_t parity_mark = 0x28;
inline constexpr std::uint8_t parity_space = 0x38;
inline constexpr std::uint8_t divisor_access = 0x80;
} // namespace line_control

namespace modem_control {
inline constexpr std::uint8_t terminal_ready = 0x01;
inline constexpr std::uint8_t request_to_send = 0x02;
inline constexpr std::uint8_t output_1 = 0x04;
inline constexpr std::uint8_t interrupt_gate = 0x08; // output 2, which gates the interrupt on a PC
inline constexpr std::uint8_t loopback = 0x10;
} // namespace modem_control

namespace line_status {
inline constexpr std::uint8_t data_ready = 0x01;
inline constexpr std::uint8_t overrun = 0x02;
inline constexpr std::uint8_t parity = 0x04;
inline constexpr std::uint8_t framing = 0x08;
inline constexpr std::uint8_t line_break = 0x10;
inline constexpr std::uint8_t transmitter_empty = 0x20; // the FIFO is
inline constexpr std::uint8_t transmitter_idle = 0x40;  // the shift register is, too
inline constexpr std::uint8_t errors = overrun | parity | framing | line_break;
} // namespace line_status

namespace modem_status {
inline constexpr std::uint8_t clear_to_send = 0x10;
inline constexpr std::uint8_t data_set_ready = 0x20;
inline constexpr std::uint8_t ring_indicator = 0x40;
inline constexpr std::uint8_t carrier_detect = 0x80;
inline constexpr std::uint8_t lines = 0xf0;
} // namespace modem_status

/// What every register of a device that is not there reads as.
inline constexpr std::uint8_t floating_bus = 0xff;

} // namespace bimetal::serial
