// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/io_apic.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/trap_frame.hpp"

#include <array>
#include <cstddef>

namespace bimetal::arch::io_apic {
namespace {

struct Controller {
    std::uint64_t base;
    std::uint32_t first;
    std::uint32_t inputs;
};

constinit std::array<Controller, 16> controllers{};
constinit std::size_t controller_count = 0;

constexpr std::uint32_t register_version = 1;
constexpr std::uint32_t register_redirection = 0x10;
constexpr std::uint32_t masked = 1U << 16;

std::uint32_t read(const Controller& controller, std::uint32_t index) {
    *reinterpret_cast<volatile std::uint32_t*>(controller.base) = index;
    return *reinterpret_cast<volatile std::uint32_t*>(controller.base + 0x10);
}

void write(const Controller& controller, std::uint32_t index, std::uint32_t value) {
    *reinterpret_cast<volatile std::uint32_t*>(controller.base) = index;
    *reinterpret_cast<volatile std::uint32_t*>(controller.base + 0x10) = value;
}

} // namespace

bool add(std::uint64_t virtual_address, std::uint32_t first) {
    if (controller_count == controllers.size()) {
        return false;
    }
    Controller controller{.base = virtual_address, .first = first, .inputs = 0};
    controller.inputs = (read(controller, register_version) >> 16 & 0xff) + 1;
    for (std::uint32_t input = 0; input < controller.inputs; ++input) {
        write(controller, register_redirection + input * 2, masked);
    }
    controllers[controller_count++] = controller;
    return true;
}

bool route(const Line& line, std::uint8_t vector, std::uint32_t apic_id) {
    for (std::size_t index = 0; index < controller_count; ++index) {
        const Controller& controller = controllers[index];
        if (line.global_interrupt < controller.first ||
            line.global_interrupt - controller.first >= controller.inputs) {
            continue;
        }
        const std::uint32_t entry =
            register_redirection + (line.global_interrupt - controller.first) * 2;
        std::uint32_t low = vector;
        if (line.active_low) {
            low |= 1U << 13;
        }
        if (line.level_triggered) {
            low |= 1U << 15;
        }
        write(controller, entry + 1, apic_id << 24);
        write(controller, entry, low);
        return true;
    }
    return false;
}

void mask_legacy_controllers() {
    constexpr std::uint16_t first_command = 0x20;
    constexpr std::uint16_t first_data = 0x21;
    constexpr std::uint16_t second_command = 0xa0;
    constexpr std::uint16_t second_data = 0xa1;
    constexpr auto vectors = static_cast<std::uint8_t>(Vector::legacy_first);
    port_write8(first_command, 0x11);
    port_write8(second_command, 0x11);
    port_write8(first_data, vectors);
    port_write8(second_data, vectors + 8);
    port_write8(first_data, 4);
    port_write8(second_data, 2);
    port_write8(first_data, 1);
    port_write8(second_data, 1);
    port_write8(first_data, 0xff);
    port_write8(second_data, 0xff);
}

} // namespace bimetal::arch::io_apic
