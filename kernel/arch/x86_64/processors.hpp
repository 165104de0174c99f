// SPDX-License-Identifier: MIT OR Apache-2.0
// Bringing up the other processors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bimetal::arch {

/// Gives this processor stacks of its own for double fault, non-maskable interrupt and machine
/// check. False when memory is exhausted.
bool allocate_interrupt_stacks();

struct StartReport {
    std::size_t started = 0;
    std::size_t silent = 0;    ///< did not come up in time; left alone
    std::size_t no_memory = 0; ///< no memory for stacks
    std::size_t no_room = 0;   ///< more than maximum_cpus
};

/// Starts every processor of `apic_ids` but this one, one after the other. They wait until the
/// scheduler starts. Boot, interrupts off, clock calibrated, before any mapping below 4 GiB exists.
StartReport start_processors(std::span<const std::uint32_t> apic_ids);

} // namespace bimetal::arch
