// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/time/clock.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"

#include <algorithm>
#include <limits>

namespace bimetal::time {
namespace {

__extension__ using Wide = unsigned __int128;

// a * b / divisor through 128 bits; the quotient must fit 64, as it does for frequencies here. The
// compiler would call a library function that the core does not have.
std::uint64_t multiply_divide(std::uint64_t a, std::uint64_t b, std::uint64_t divisor) {
    std::uint64_t low;
    std::uint64_t high;
    asm("mulq %3" : "=a"(low), "=d"(high) : "a"(a), "r"(b) : "cc");
    if (high >= divisor) {
        return std::numeric_limits<std::uint64_t>::max();
    }
    asm("divq %2" : "+a"(low), "+d"(high) : "r"(divisor) : "cc");
    return low;
}

// Multiples of 2^-32, so that no reading of the clock divides: nanoseconds a counter tick, and
// local timer ticks a nanosecond.
constinit std::uint64_t scale = std::uint64_t{1} << 32;
constinit std::uint64_t timer_scale = std::uint64_t{1} << 32;
constinit std::uint64_t boot_counter = 0;
constinit Calibration result{};

/// A free-running counter of known frequency.
struct Counter {
    Reference reference = Reference::none;
    std::uint64_t hertz = 0;
    std::uint64_t mask = 0;
    std::uint64_t hpet_registers = 0;
    std::uint16_t acpi_timer_port = 0;

    std::uint64_t read() const {
        if (reference == Reference::hpet) {
            return *reinterpret_cast<volatile std::uint32_t*>(hpet_registers + 0xf0);
        }
        return arch::port_read32(acpi_timer_port);
    }
};

struct Sample {
    std::uint64_t counter = 0;
    std::uint64_t reference = 0;
    std::uint32_t local_timer = 0;
    /// How long the readings took together, in counter ticks: how far apart they may be.
    std::uint64_t width = std::numeric_limits<std::uint64_t>::max();
};

// Of a few readings the one that took least: a host that took the processor away in between shows
// as one that took long.
Sample take_sample(const Counter& counter) {
    Sample best;
    for (int attempt = 0; attempt < 4; ++attempt) {
        Sample sample;
        const std::uint64_t before = arch::read_time_stamp();
        sample.reference = counter.read();
        sample.local_timer = arch::local_apic::timer_count();
        sample.width = arch::read_time_stamp() - before;
        sample.counter = before + sample.width / 2;
        if (sample.width < best.width) {
            best = sample;
        }
    }
    return best;
}

bool hpet_usable(std::uint64_t registers, std::uint64_t& hertz) {
    const std::uint64_t period =
        *reinterpret_cast<volatile std::uint32_t*>(registers + 4); // femtoseconds
    constexpr std::uint64_t longest_period = 100'000'000;          // the specification's
    constexpr std::uint64_t shortest_period = 100'000;             // 10 GHz: no counter is faster
    if (period < shortest_period || period > longest_period) {
        return false;
    }
    hertz = 1'000'000'000'000'000 / period;
    auto* const configuration = reinterpret_cast<volatile std::uint32_t*>(registers + 0x10);
    *configuration = *configuration | 1U; // count
    return true;
}

Counter choose_counter(const ReferenceTimers& timers) {
    std::uint64_t hertz = 0;
    if (timers.hpet_registers != 0 && hpet_usable(timers.hpet_registers, hertz)) {
        return {.reference = Reference::hpet,
                .hertz = hertz,
                .mask = 0xffffffff,
                .hpet_registers = timers.hpet_registers};
    }
    if (timers.acpi_timer_port != 0) {
        return {.reference = Reference::acpi_timer,
                .hertz = 3'579'545,
                .mask = 0xffffff,
                .acpi_timer_port = timers.acpi_timer_port};
    }
    return {};
}

constexpr std::uint64_t window_nanoseconds = nanoseconds_per_millisecond;
constexpr std::uint32_t timer_start = 0xffffffff;
// In counter ticks, a fraction of a second: a reference that stands still must not hang the boot.
constexpr std::uint64_t longest_wait = 1'000'000'000;

// One window of waiting. False when the reference or the local timer stands still.
bool measure_window(const Counter& counter, std::uint64_t& uncertainty) {
    const std::uint64_t wanted = counter.hertz * window_nanoseconds / nanoseconds_per_second;
    arch::local_apic::start_timer(timer_start);
    const Sample start = take_sample(counter);
    while (((counter.read() - start.reference) & counter.mask) < wanted) {
        if (arch::read_time_stamp() - start.counter > longest_wait) {
            return false;
        }
    }
    const Sample end = take_sample(counter);
    const std::uint64_t elapsed = (end.reference - start.reference) & counter.mask;
    if (elapsed == 0 || end.counter <= start.counter || end.local_timer >= start.local_timer) {
        return false;
    }
    const std::uint64_t ticks = end.counter - start.counter;
    const std::uint64_t parts_per_million =
        multiply_divide(start.width + end.width, 1'000'000, ticks);
    if (parts_per_million < uncertainty) {
        uncertainty = parts_per_million;
        result.reference = counter.reference;
        result.time_stamp_hertz = multiply_divide(ticks, counter.hertz, elapsed);
        result.local_timer_hertz =
            multiply_divide(start.local_timer - end.local_timer, counter.hertz, elapsed);
    }
    return true;
}

// A second window only where the first was disturbed, so that a quiet machine waits half the
// budget.
bool calibrate_against(const Counter& counter) {
    constexpr std::uint64_t good_parts_per_million = 20'000;
    std::uint64_t uncertainty = std::numeric_limits<std::uint64_t>::max();
    for (std::uint64_t spent = 0; spent < calibration_budget_nanoseconds;
         spent += window_nanoseconds) {
        if (!measure_window(counter, uncertainty)) {
            return false;
        }
        if (uncertainty < good_parts_per_million) {
            break;
        }
    }
    return true;
}

// Channel 2 of the 8254, gated by port 0x61: counts down once without raising an interrupt.
bool calibrate_against_interval_timer() {
    constexpr std::uint64_t hertz = 1'193'182;
    constexpr std::uint64_t ticks = hertz * window_nanoseconds / nanoseconds_per_second;
    const std::uint8_t gate = arch::port_read8(0x61);
    arch::port_write8(0x61, static_cast<std::uint8_t>((gate & ~2U) | 1U));
    arch::port_write8(0x43, 0xb0);
    arch::port_write8(0x42, ticks & 0xff);
    arch::port_write8(0x42, ticks >> 8);
    arch::local_apic::start_timer(timer_start);
    const std::uint64_t start = arch::read_time_stamp();
    while ((arch::port_read8(0x61) & 0x20) == 0) {
        if (arch::read_time_stamp() - start > longest_wait) {
            arch::port_write8(0x61, gate);
            return false;
        }
    }
    const std::uint64_t end = arch::read_time_stamp();
    const std::uint32_t timer = arch::local_apic::timer_count();
    arch::port_write8(0x61, gate);
    result.reference = Reference::interval_timer;
    result.time_stamp_hertz = multiply_divide(end - start, hertz, ticks);
    result.local_timer_hertz = multiply_divide(timer_start - timer, hertz, ticks);
    return result.time_stamp_hertz != 0 && result.local_timer_hertz != 0;
}

} // namespace

Calibration calibrate(const ReferenceTimers& timers) {
    const std::uint64_t started = arch::read_time_stamp();
    const Counter counter = choose_counter(timers);
    const bool measured = (counter.reference != Reference::none && calibrate_against(counter)) ||
                          calibrate_against_interval_timer();
    arch::local_apic::start_timer(0);
    if (!measured) {
        result = {.reference = Reference::none,
                  .time_stamp_hertz = nanoseconds_per_second,
                  .local_timer_hertz = nanoseconds_per_second};
    }
    constexpr std::uint64_t one = std::uint64_t{1} << 32;
    scale = multiply_divide(nanoseconds_per_second, one, result.time_stamp_hertz);
    timer_scale = multiply_divide(result.local_timer_hertz, one, nanoseconds_per_second);
    result.spent_nanoseconds = multiply_divide(arch::read_time_stamp() - started,
                                               nanoseconds_per_second, result.time_stamp_hertz);
    return result;
}

const Calibration& calibration() {
    return result;
}

std::uint64_t now() {
    return static_cast<std::uint64_t>(Wide{arch::read_time_stamp()} * scale >> 32);
}

void start() {
    boot_counter = arch::read_time_stamp();
}

std::uint64_t since_boot() {
    if (result.time_stamp_hertz == 0) {
        return 0;
    }
    return static_cast<std::uint64_t>(Wide{arch::read_time_stamp() - boot_counter} * scale >> 32);
}

std::uint32_t timer_ticks(std::uint64_t nanoseconds) {
    const Wide ticks = Wide{nanoseconds} * timer_scale >> 32;
    return static_cast<std::uint32_t>(
        std::clamp<Wide>(ticks, 1, std::numeric_limits<std::uint32_t>::max()));
}

void spin_for(std::uint64_t nanoseconds) {
    const std::uint64_t end = now() + nanoseconds;
    while (now() < end) {
        arch::pause();
    }
}

} // namespace bimetal::time
