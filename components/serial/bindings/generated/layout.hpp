// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// What serial.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "components/serial/serial.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<SerialStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(SerialStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(SerialStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(SerialStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(SerialStatus::out_of_range) == 3u);
static_assert(static_cast<std::uint32_t>(SerialStatus::length_overflow) == 4u);
static_assert(static_cast<std::uint32_t>(SerialStatus::invalid_enum) == 5u);
static_assert(static_cast<std::uint32_t>(SerialStatus::overlap) == 6u);
static_assert(static_cast<std::uint32_t>(SerialStatus::not_initialised) == 7u);
static_assert(static_cast<std::uint32_t>(SerialStatus::device_absent) == 8u);
static_assert(static_cast<std::uint32_t>(SerialStatus::device_stuck) == 9u);
static_assert(static_cast<std::uint32_t>(SerialStatus::baud_unreachable) == 10u);
static_assert(static_cast<std::uint32_t>(SerialStatus::self_test_failed) == 11u);
static_assert(static_cast<std::uint32_t>(SerialStatus::corrupt) == 12u);

static_assert(std::is_same_v<std::underlying_type_t<SerialParity>, std::uint8_t>);
static_assert(static_cast<std::uint8_t>(SerialParity::none) == 0u);
static_assert(static_cast<std::uint8_t>(SerialParity::odd) == 1u);
static_assert(static_cast<std::uint8_t>(SerialParity::even) == 2u);
static_assert(static_cast<std::uint8_t>(SerialParity::mark) == 3u);
static_assert(static_cast<std::uint8_t>(SerialParity::space) == 4u);

static_assert(std::is_same_v<std::underlying_type_t<SerialStopBits>, std::uint8_t>);
static_assert(static_cast<std::uint8_t>(SerialStopBits::one) == 1u);
static_assert(static_cast<std::uint8_t>(SerialStopBits::two) == 2u);

static_assert(std::is_same_v<std::underlying_type_t<SerialTrigger>, std::uint8_t>);
static_assert(static_cast<std::uint8_t>(SerialTrigger::one) == 1u);
static_assert(static_cast<std::uint8_t>(SerialTrigger::four) == 4u);
static_assert(static_cast<std::uint8_t>(SerialTrigger::eight) == 8u);
static_assert(static_cast<std::uint8_t>(SerialTrigger::fourteen) == 14u);

static_assert(std::is_same_v<std::underlying_type_t<SerialEvent>, std::uint64_t>);
static_assert(static_cast<std::uint64_t>(SerialEvent::received) == 1u);
static_assert(static_cast<std::uint64_t>(SerialEvent::transmitted) == 2u);
static_assert(static_cast<std::uint64_t>(SerialEvent::line_error) == 4u);
static_assert(static_cast<std::uint64_t>(SerialEvent::line_break) == 8u);
static_assert(static_cast<std::uint64_t>(SerialEvent::throttled) == 16u);
static_assert(static_cast<std::uint64_t>(SerialEvent::modem) == 32u);
static_assert(static_cast<std::uint64_t>(SerialEvent::spurious) == 64u);

static_assert(std::is_trivially_copyable_v<SerialSettings> &&
              std::is_standard_layout_v<SerialSettings>);
static_assert(sizeof(SerialSettings) == 12 && alignof(SerialSettings) == 4);
static_assert(offsetof(SerialSettings, clock) == 0 && sizeof(SerialSettings::clock) == 4);
static_assert(offsetof(SerialSettings, baud) == 4 && sizeof(SerialSettings::baud) == 4);
static_assert(offsetof(SerialSettings, data_bits) == 8 && sizeof(SerialSettings::data_bits) == 1);
static_assert(offsetof(SerialSettings, parity) == 9 && sizeof(SerialSettings::parity) == 1);
static_assert(offsetof(SerialSettings, stop_bits) == 10 && sizeof(SerialSettings::stop_bits) == 1);
static_assert(offsetof(SerialSettings, trigger) == 11 && sizeof(SerialSettings::trigger) == 1);

static_assert(std::is_trivially_copyable_v<SerialStatistics> &&
              std::is_standard_layout_v<SerialStatistics>);
static_assert(sizeof(SerialStatistics) == 88 && alignof(SerialStatistics) == 8);
static_assert(offsetof(SerialStatistics, calls) == 0 && sizeof(SerialStatistics::calls) == 8);
static_assert(offsetof(SerialStatistics, bytes_transmitted) == 8 &&
              sizeof(SerialStatistics::bytes_transmitted) == 8);
static_assert(offsetof(SerialStatistics, bytes_received) == 16 &&
              sizeof(SerialStatistics::bytes_received) == 8);
static_assert(offsetof(SerialStatistics, interrupts) == 24 &&
              sizeof(SerialStatistics::interrupts) == 8);
static_assert(offsetof(SerialStatistics, spurious_interrupts) == 32 &&
              sizeof(SerialStatistics::spurious_interrupts) == 8);
static_assert(offsetof(SerialStatistics, overruns) == 40 &&
              sizeof(SerialStatistics::overruns) == 8);
static_assert(offsetof(SerialStatistics, parity_errors) == 48 &&
              sizeof(SerialStatistics::parity_errors) == 8);
static_assert(offsetof(SerialStatistics, framing_errors) == 56 &&
              sizeof(SerialStatistics::framing_errors) == 8);
static_assert(offsetof(SerialStatistics, breaks) == 64 && sizeof(SerialStatistics::breaks) == 8);
static_assert(offsetof(SerialStatistics, throttles) == 72 &&
              sizeof(SerialStatistics::throttles) == 8);
static_assert(offsetof(SerialStatistics, timeouts) == 80 &&
              sizeof(SerialStatistics::timeouts) == 8);

static_assert(std::is_trivially_copyable_v<SerialState> && std::is_standard_layout_v<SerialState>);
static_assert(sizeof(SerialState) == 4096 && alignof(SerialState) == 8);
static_assert(offsetof(SerialState, words) == 0 && sizeof(SerialState::words) == 4096);

static_assert(std::is_trivially_copyable_v<SerialCountResult> &&
              std::is_standard_layout_v<SerialCountResult>);
static_assert(sizeof(SerialCountResult) == 16 && alignof(SerialCountResult) == 8);
static_assert(offsetof(SerialCountResult, status) == 0 && sizeof(SerialCountResult::status) == 4);
static_assert(offsetof(SerialCountResult, reserved) == 4 &&
              sizeof(SerialCountResult::reserved) == 4);
static_assert(offsetof(SerialCountResult, value) == 8 && sizeof(SerialCountResult::value) == 8);

static_assert(std::is_trivially_copyable_v<SerialEventsResult> &&
              std::is_standard_layout_v<SerialEventsResult>);
static_assert(sizeof(SerialEventsResult) == 16 && alignof(SerialEventsResult) == 8);
static_assert(offsetof(SerialEventsResult, status) == 0 && sizeof(SerialEventsResult::status) == 4);
static_assert(offsetof(SerialEventsResult, reserved) == 4 &&
              sizeof(SerialEventsResult::reserved) == 4);
static_assert(offsetof(SerialEventsResult, value) == 8 && sizeof(SerialEventsResult::value) == 8);

static_assert(SERIAL_STATE_SIZE == 4096);
static_assert(SERIAL_STATE_ALIGNMENT == 8);
static_assert(SERIAL_TRANSMIT_CAPACITY == 2048);
static_assert(SERIAL_RECEIVE_CAPACITY == 1024);
