// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// What journal.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "journal/journal.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<JournalStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(JournalStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(JournalStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(JournalStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(JournalStatus::length_overflow) == 3u);
static_assert(static_cast<std::uint32_t>(JournalStatus::invalid_enum) == 4u);
static_assert(static_cast<std::uint32_t>(JournalStatus::overlap) == 5u);
static_assert(static_cast<std::uint32_t>(JournalStatus::not_initialised) == 6u);
static_assert(static_cast<std::uint32_t>(JournalStatus::too_long) == 7u);
static_assert(static_cast<std::uint32_t>(JournalStatus::too_small) == 8u);
static_assert(static_cast<std::uint32_t>(JournalStatus::empty) == 9u);

static_assert(std::is_same_v<std::underlying_type_t<JournalLevel>, std::uint8_t>);
static_assert(static_cast<std::uint8_t>(JournalLevel::note) == 1u);
static_assert(static_cast<std::uint8_t>(JournalLevel::warning) == 2u);
static_assert(static_cast<std::uint8_t>(JournalLevel::failure) == 3u);

static_assert(std::is_trivially_copyable_v<JournalRecord> &&
              std::is_standard_layout_v<JournalRecord>);
static_assert(sizeof(JournalRecord) == 16 && alignof(JournalRecord) == 8);
static_assert(offsetof(JournalRecord, number) == 0 && sizeof(JournalRecord::number) == 8);
static_assert(offsetof(JournalRecord, length) == 8 && sizeof(JournalRecord::length) == 4);
static_assert(offsetof(JournalRecord, level) == 12 && sizeof(JournalRecord::level) == 1);
static_assert(offsetof(JournalRecord, reserved) == 13 && sizeof(JournalRecord::reserved) == 3);

static_assert(std::is_trivially_copyable_v<JournalStatistics> &&
              std::is_standard_layout_v<JournalStatistics>);
static_assert(sizeof(JournalStatistics) == 24 && alignof(JournalStatistics) == 8);
static_assert(offsetof(JournalStatistics, appended) == 0 &&
              sizeof(JournalStatistics::appended) == 8);
static_assert(offsetof(JournalStatistics, dropped) == 8 && sizeof(JournalStatistics::dropped) == 8);
static_assert(offsetof(JournalStatistics, held) == 16 && sizeof(JournalStatistics::held) == 8);

static_assert(std::is_trivially_copyable_v<JournalState> &&
              std::is_standard_layout_v<JournalState>);
static_assert(sizeof(JournalState) == 1088 && alignof(JournalState) == 8);
static_assert(offsetof(JournalState, words) == 0 && sizeof(JournalState::words) == 1088);

static_assert(std::is_trivially_copyable_v<JournalCountResult> &&
              std::is_standard_layout_v<JournalCountResult>);
static_assert(sizeof(JournalCountResult) == 16 && alignof(JournalCountResult) == 8);
static_assert(offsetof(JournalCountResult, status) == 0 && sizeof(JournalCountResult::status) == 4);
static_assert(offsetof(JournalCountResult, reserved) == 4 &&
              sizeof(JournalCountResult::reserved) == 4);
static_assert(offsetof(JournalCountResult, value) == 8 && sizeof(JournalCountResult::value) == 8);

static_assert(JOURNAL_STATE_SIZE == 1088);
static_assert(JOURNAL_CAPACITY == 1024);
static_assert(JOURNAL_MESSAGE_SIZE == 200);
