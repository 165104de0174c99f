// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/console/emergency.hpp"

#include "kernel/arch/x86_64/instructions.hpp"

#include <atomic>
#include <cstdint>

namespace bimetal::console {
namespace {

constexpr std::uint16_t data_port = 0x3f8;
constexpr std::uint16_t line_status_port = 0x3fd;
constexpr std::uint8_t transmitter_empty = 0x20;
constexpr int longest_wait = 1'000'000;
constexpr int longest_turn = 10'000'000;

constinit std::atomic<bool> turn_taken = false;

void put(char character) {
    for (int spin = 0; spin < longest_wait; ++spin) {
        if ((arch::port_read8(line_status_port) & transmitter_empty) != 0) {
            arch::port_write8(data_port, static_cast<std::uint8_t>(character));
            return;
        }
        arch::pause();
    }
}

} // namespace

void EmergencySink::write(std::string_view text) noexcept {
    for (const char character : text) {
        if (character == '\n') {
            put('\r');
        }
        put(character);
    }
}

EmergencyTurn::EmergencyTurn() {
    for (int spin = 0; spin < longest_turn && !taken_; ++spin) {
        taken_ = !turn_taken.exchange(true, std::memory_order_acquire);
        arch::pause();
    }
}

EmergencyTurn::~EmergencyTurn() {
    if (taken_) {
        turn_taken.store(false, std::memory_order_release);
    }
}

} // namespace bimetal::console
