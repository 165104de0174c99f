// SPDX-License-Identifier: MIT OR Apache-2.0
// Where exceptions and interrupts arrive in C++.
#pragma once

#include "kernel/arch/x86_64/trap_frame.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace bimetal::trap {

using InterruptHandler = void (*)();

/// Hands out a vector for a device's interrupt, or nothing when all are taken. The handler runs
/// with interrupts off on the processor that the line is routed to.
std::optional<std::uint8_t> register_handler(InterruptHandler handler);

/// The processor's name of an exception.
std::string_view exception_name(std::uint64_t vector);

/// External interrupts that came without a handler, errors that a local APIC reports among them.
std::uint64_t unexpected_interrupts();

} // namespace bimetal::trap
