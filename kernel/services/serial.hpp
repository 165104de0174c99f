// SPDX-License-Identifier: MIT OR Apache-2.0
// The core's wrapper around component `serial`: the lock, the blocking and the interrupt. The twin
// behind it is chosen by the image (fixed) or at boot (live).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace bimetal::services {

/// Sets up the first serial port. Boot, after the twin was selected; interrupts off. Answers what
/// the device answered; the kernel then runs without a console.
std::expected<void, std::string_view> initialise_serial();

/// Says that the port's interrupt is routed to on_serial_interrupt. Until then, and without one,
/// the port is polled.
void use_serial_interrupt();

/// The interrupt handler's part. Interrupts off.
void on_serial_interrupt();

/// Writes all of `text`, waiting for room. Blocks in thread context; polls before threads run.
void serial_write(std::string_view text);

/// Waits until at least one byte was received and moves what there is. Thread context.
std::size_t serial_read(std::span<std::uint8_t> bytes);

/// Sends what is still in the ring, without interrupts: before the power goes.
void serial_drain();

/// The same without the lock, where nobody holds it: in a panic, when the other processors stand.
void serial_drain_in_panic();

struct SerialState {
    std::string_view selection; ///< "live" or "fixed"
    std::uint64_t state_bytes;
    std::uint64_t calls;
    std::uint64_t bytes_transmitted;
    std::uint64_t bytes_received;
    std::uint64_t interrupts;
    bool present;
};

SerialState serial_state();

} // namespace bimetal::services
