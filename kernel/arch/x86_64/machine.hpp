// SPDX-License-Identifier: MIT OR Apache-2.0
// The machine as firmware describes it, and its interrupt controllers, clock and processors set up
// from that.
#pragma once

#include "kernel/acpi/tables.hpp"
#include "kernel/boot/boot_information.hpp"

#include <cstdint>

namespace bimetal::arch {

/// Reads the ACPI tables and sets up local and I/O interrupt controllers, clock and power. Says in
/// the log what it found and what was wrong. Boot, memory ready, interrupts off.
void discover_machine(const boot::BootInformation& information);

/// Starts the processors that ACPI lists.
void start_all_processors();

/// What firmware said.
const acpi::Tables& firmware_tables();

/// Routes a legacy interrupt (0 to 15) to `vector` on this processor, as the overrides say. False
/// when no I/O interrupt controller has it.
bool route_legacy_interrupt(std::uint8_t source, std::uint8_t vector);

} // namespace bimetal::arch
