// SPDX-License-Identifier: MIT OR Apache-2.0
// I/O interrupt controllers (Intel 82093AA): route a device's line to a vector of a processor.
#pragma once

#include <cstdint>

namespace bimetal::arch::io_apic {

/// Adds a controller whose inputs start at global interrupt `first`; all its inputs are masked.
/// False when there is no room for another.
bool add(std::uint64_t virtual_address, std::uint32_t first);

struct Line {
    std::uint32_t global_interrupt;
    bool active_low;
    bool level_triggered;
};

/// Delivers the line as `vector` to one processor. False when no controller has that input.
bool route(const Line& line, std::uint8_t vector, std::uint32_t apic_id);

/// Masks both legacy 8259 controllers, after moving their vectors away from the exceptions.
void mask_legacy_controllers();

} // namespace bimetal::arch::io_apic
