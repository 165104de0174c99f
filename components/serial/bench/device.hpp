// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A 16550 that costs next to nothing: it sends at once, receives what it is given, and says so.
#pragma once

#include "components/serial/bindings/generated/twin.hpp"
#include "components/serial/bindings/serial.hpp"
#include "components/serial/cpp/registers.hpp"

#include <cstdint>

SERIAL_SERVICES(MeasuredServices, serial_measured)

namespace bimetal::serial::bench {

struct QuickDevice {
    std::uint32_t to_receive = 0; ///< bytes that wait to be fetched
    std::uint32_t sent = 0;       ///< bytes that it was given
    bool has_sent = false;        ///< since the reason was last read
    std::uint8_t enabled = 0;
    std::uint8_t line = 0;
    std::uint8_t modem = 0;
    std::uint8_t kept = 0;
    std::uint8_t divisor_low = 0;
    std::uint8_t divisor_high = 0;

    [[nodiscard]] std::uint8_t read(std::uint32_t register_offset) {
        switch (register_offset) {
        case offset::data:
            return shows_divisor() ? divisor_low : received();
        case offset::interrupt_enable:
            return shows_divisor() ? divisor_high : enabled;
        case offset::interrupt_identification:
            return reason();
        case offset::line_control:
            return line;
        case offset::modem_control:
            return modem;
        case offset::line_status:
            return static_cast<std::uint8_t>(line_status::transmitter_empty |
                                             line_status::transmitter_idle |
                                             (to_receive != 0 ? line_status::data_ready : 0));
        case offset::scratch:
            return kept;
        default:
            return 0;
        }
    }

    void write(std::uint32_t register_offset, std::uint8_t value) {
        switch (register_offset) {
        case offset::data:
            if (shows_divisor()) {
                divisor_low = value;
            } else {
                ++sent;
                has_sent = true;
            }
            break;
        case offset::interrupt_enable:
            if (shows_divisor()) {
                divisor_high = value;
            } else {
                enabled = value & interrupt_enable::all;
                has_sent = true;
            }
            break;
        case offset::line_control:
            line = value;
            break;
        case offset::modem_control:
            modem = value;
            break;
        case offset::scratch:
            kept = value;
            break;
        default:
            break;
        }
    }

  private:
    [[nodiscard]] bool shows_divisor() const { return (line & line_control::divisor_access) != 0; }

    std::uint8_t received() {
        if (to_receive == 0) {
            return 0;
        }
        --to_receive;
        return static_cast<std::uint8_t>(to_receive);
    }

    std::uint8_t reason() {
        if (to_receive != 0 && (enabled & interrupt_enable::received) != 0) {
            return interrupt_identification::fifos_work | interrupt_identification::received;
        }
        if (has_sent && (enabled & interrupt_enable::transmitter_empty) != 0) {
            has_sent = false;
            return interrupt_identification::fifos_work |
                   interrupt_identification::transmitter_empty;
        }
        return interrupt_identification::fifos_work | interrupt_identification::none;
    }
};

/// The device that a handle leads to: its address.
[[nodiscard]] inline QuickDevice& device_of(std::uint64_t handle) {
    return *reinterpret_cast<QuickDevice*>(static_cast<std::uintptr_t>(handle));
}

} // namespace bimetal::serial::bench
