// SPDX-License-Identifier: MIT OR Apache-2.0
// The local interrupt controller of each processor, through memory (xAPIC; Intel SDM volume 3,
// chapter 11). x2APIC is left out: the emulator at hand lacks it.
#pragma once

#include "kernel/arch/x86_64/trap_frame.hpp"

#include <cstdint>

namespace bimetal::arch::local_apic {

/// Says where the registers are mapped. Before anything else here.
void set_registers(std::uint64_t virtual_address);

/// True once set_registers was called: before, there is nobody to send an interrupt to.
bool available();

/// Enables this processor's controller: all local sources masked but LINT1, which carries the
/// non-maskable interrupt.
void enable();

std::uint32_t id();
void end_of_interrupt();

/// Sends an interrupt to one processor, or a non-maskable one to all others. Any context.
void send(std::uint32_t apic_id, Vector vector);
void send_non_maskable_to_others();

/// The INIT and STARTUP sequence of the SDM (volume 3, 9.4.4.1), in parts; page is the code's
/// physical address / 4096, below 256.
void send_init(std::uint32_t apic_id);
void send_startup(std::uint32_t apic_id, std::uint8_t page);

/// Counts down from `count` at the bus frequency / 16, then raises Vector::timer once; 0 stops it.
void start_timer(std::uint32_t count);
std::uint32_t timer_count();

} // namespace bimetal::arch::local_apic
