// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/power.hpp"

#include "kernel/arch/x86_64/instructions.hpp"

namespace bimetal::arch {
namespace {

constinit PowerPorts known{};

void try_acpi_power_off() {
    if (known.control != 0 && known.sleep_type_known) {
        constexpr std::uint16_t sleep_enable = 1U << 13;
        port_write16(known.control,
                     static_cast<std::uint16_t>(sleep_enable | ((known.sleep_type & 7U) << 10)));
    }
}

} // namespace

void set_power_ports(const PowerPorts& ports) {
    known = ports;
}

void leave(ExitCode code) {
    constexpr std::uint16_t exit_device = 0xf4;
    port_write32(exit_device, static_cast<std::uint32_t>(code));
    // Still here: no such device. A machine that panicked stays as it is, for people to read.
    if (code != ExitCode::panic) {
        try_acpi_power_off();
    }
    halt_forever();
}

void power_off() {
    try_acpi_power_off();
    for (int spin = 0; spin < 1'000'000; ++spin) {
        pause(); // the power goes a moment later
    }
    leave(ExitCode::success);
}

void reset() {
    disable_interrupts();
    if (known.reset_port != 0) {
        port_write8(known.reset_port, known.reset_value);
    }
    constexpr std::uint16_t keyboard_command = 0x64;
    port_write8(keyboard_command, 0xfe);
    for (int spin = 0; spin < 1'000'000; ++spin) {
        pause();
    }

    struct [[gnu::packed]] {
        std::uint16_t limit;
        std::uint64_t base;
    } const no_interrupts{.limit = 0, .base = 0};

    asm volatile("lidt %0; int3" : : "m"(no_interrupts));
    halt_forever();
}

} // namespace bimetal::arch
