// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/local_apic.hpp"

#include "kernel/arch/x86_64/instructions.hpp"

namespace bimetal::arch::local_apic {
namespace {

enum class Register : std::uint32_t {
    id = 0x20,
    task_priority = 0x80,
    end_of_interrupt = 0xb0,
    spurious = 0xf0,
    error_status = 0x280,
    command_low = 0x300,
    command_high = 0x310,
    timer = 0x320,
    thermal = 0x330,
    performance = 0x340,
    local0 = 0x350,
    local1 = 0x360,
    error = 0x370,
    initial_count = 0x380,
    current_count = 0x390,
    divide = 0x3e0,
};

constexpr std::uint32_t masked = 1U << 16;
constexpr std::uint32_t delivery_non_maskable = 4U << 8;
constexpr std::uint32_t delivery_init = 5U << 8;
constexpr std::uint32_t delivery_startup = 6U << 8;
constexpr std::uint32_t delivery_pending = 1U << 12;
constexpr std::uint32_t level_assert = 1U << 14;
constexpr std::uint32_t all_but_self = 3U << 18;
constexpr std::uint32_t divide_by_16 = 3;

constinit std::uint64_t base = 0;

std::uint32_t read(Register which) {
    return *reinterpret_cast<volatile std::uint32_t*>(base + static_cast<std::uint32_t>(which));
}

void write(Register which, std::uint32_t value) {
    *reinterpret_cast<volatile std::uint32_t*>(base + static_cast<std::uint32_t>(which)) = value;
}

void command(std::uint32_t apic_id, std::uint32_t low) {
    const InterruptsDisabled masked_here; // the two halves belong together
    // Bounded: a controller that never becomes idle must not hang a panic.
    for (int spin = 0; spin < 100'000 && (read(Register::command_low) & delivery_pending) != 0;
         ++spin) {
        pause();
    }
    write(Register::command_high, apic_id << 24);
    write(Register::command_low, low);
}

} // namespace

void set_registers(std::uint64_t virtual_address) {
    base = virtual_address;
}

bool available() {
    return base != 0;
}

void enable() {
    // First: while it is off by software, as after INIT, all local sources stay masked whatever is
    // written to them (Intel SDM volume 3, "Local APIC State After It Has Been Software Disabled").
    constexpr std::uint32_t software_enable = 1U << 8;
    write(Register::spurious, software_enable | static_cast<std::uint32_t>(Vector::apic_spurious));
    write(Register::task_priority, 0);
    write(Register::timer, masked);
    write(Register::thermal, masked);
    write(Register::performance, masked);
    write(Register::local0, masked);
    write(Register::local1, delivery_non_maskable);
    write(Register::error, static_cast<std::uint32_t>(Vector::apic_error));
    write(Register::divide, divide_by_16);
    write(Register::error_status, 0);
    end_of_interrupt();
}

std::uint32_t id() {
    return read(Register::id) >> 24;
}

void end_of_interrupt() {
    write(Register::end_of_interrupt, 0);
}

void send(std::uint32_t apic_id, Vector vector) {
    command(apic_id, level_assert | static_cast<std::uint32_t>(vector));
}

void send_non_maskable_to_others() {
    command(0, all_but_self | level_assert | delivery_non_maskable);
}

void send_init(std::uint32_t apic_id) {
    command(apic_id, level_assert | delivery_init);
}

void send_startup(std::uint32_t apic_id, std::uint8_t page) {
    command(apic_id, level_assert | delivery_startup | page);
}

void start_timer(std::uint32_t count) {
    write(Register::timer, static_cast<std::uint32_t>(Vector::timer));
    write(Register::initial_count, count);
}

std::uint32_t timer_count() {
    return read(Register::current_count);
}

} // namespace bimetal::arch::local_apic
