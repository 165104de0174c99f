// SPDX-License-Identifier: MIT OR Apache-2.0
// Ways out: the emulator's exit device, ACPI, the keyboard controller's reset line.
#pragma once

#include <cstdint>

namespace bimetal::arch {

/// What the emulator's status says to the host: the process ends with 2 * code + 1.
enum class ExitCode : std::uint32_t { success = 0x10, failure = 0x11, panic = 0x12 };

struct PowerPorts {
    std::uint16_t control = 0;   ///< PM1a control, 0 when unknown
    std::uint8_t sleep_type = 0; ///< of state S5
    bool sleep_type_known = false;
    std::uint16_t reset_port = 0; ///< FADT reset register in I/O space, 0 when there is none
    std::uint8_t reset_value = 0;
};

/// What ACPI said; the functions below work, less well, without it.
void set_power_ports(const PowerPorts& ports);

/// Ends the emulator with the code where it has the exit device, else powers off, else halts.
[[noreturn]] void leave(ExitCode code);

/// Powers off by ACPI, else leaves with success.
[[noreturn]] void power_off();

/// Resets the machine: ACPI, keyboard controller, then a triple fault.
[[noreturn]] void reset();

} // namespace bimetal::arch
