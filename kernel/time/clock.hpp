// SPDX-License-Identifier: MIT OR Apache-2.0
// Time since boot, from the time-stamp counter. Callable in any context once calibrated.
#pragma once

#include <cstdint>
#include <string_view>

namespace bimetal::time {

inline constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;
inline constexpr std::uint64_t nanoseconds_per_millisecond = 1'000'000;

/// What the calibration compares against.
enum class Reference : std::uint8_t { none, hpet, acpi_timer, interval_timer };

constexpr std::string_view describe(Reference reference) {
    switch (reference) {
    case Reference::none:
        return "none";
    case Reference::hpet:
        return "HPET";
    case Reference::acpi_timer:
        return "ACPI timer";
    case Reference::interval_timer:
        return "interval timer";
    }
    return "unknown";
}

struct ReferenceTimers {
    std::uint64_t hpet_registers = 0; ///< mapped virtual address, 0 when there is none
    std::uint16_t acpi_timer_port = 0;
};

struct Calibration {
    Reference reference = Reference::none;
    std::uint64_t time_stamp_hertz = 0;
    std::uint64_t local_timer_hertz = 0; ///< of the local APIC timer as start_timer counts
    std::uint64_t spent_nanoseconds = 0;
};

/// The wait that calibration may take at most with a reference that counts, stated so that a boot
/// budget can count on it. One that stands still costs a bounded time more, and the next is tried.
inline constexpr std::uint64_t calibration_budget_nanoseconds = 2 * nanoseconds_per_millisecond;

/// Measures the time-stamp counter and the local APIC timer against the best reference there is.
/// Boot, interrupts off; without any reference it assumes 1 GHz for both and says so by
/// Reference::none.
Calibration calibrate(const ReferenceTimers& timers);

const Calibration& calibration();

/// Nanoseconds since the counter's zero, which is the processor's reset.
std::uint64_t now();

/// Takes this moment as the boot.
void start();

/// Nanoseconds since start(), for people; 0 until the counter is calibrated.
std::uint64_t since_boot();

/// Local APIC timer ticks for a span, at least 1, at most what the register holds.
std::uint32_t timer_ticks(std::uint64_t nanoseconds);

/// Waits by looping. For boot and for devices, microseconds only.
void spin_for(std::uint64_t nanoseconds);

} // namespace bimetal::time
