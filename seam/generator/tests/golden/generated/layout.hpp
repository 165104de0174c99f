// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// What weather.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "seam/generator/tests/golden/weather.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<WeatherStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(WeatherStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::out_of_range) == 3u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::length_overflow) == 4u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::overlap) == 5u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::not_initialised) == 6u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::invalid_enum) == 7u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::stale_handle) == 8u);
static_assert(static_cast<std::uint32_t>(WeatherStatus::clouded) == 2000000000u);

static_assert(std::is_same_v<std::underlying_type_t<WeatherWind>, std::uint8_t>);
static_assert(static_cast<std::uint8_t>(WeatherWind::north) == 0u);
static_assert(static_cast<std::uint8_t>(WeatherWind::east) == 127u);
static_assert(static_cast<std::uint8_t>(WeatherWind::south) == 128u);
static_assert(static_cast<std::uint8_t>(WeatherWind::west) == 255u);

static_assert(std::is_same_v<std::underlying_type_t<WeatherCloud>, std::uint16_t>);
static_assert(static_cast<std::uint16_t>(WeatherCloud::cirrus) == 1u);
static_assert(static_cast<std::uint16_t>(WeatherCloud::cumulus) == 65535u);

static_assert(std::is_same_v<std::underlying_type_t<WeatherSeason>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(WeatherSeason::dry) == 3u);
static_assert(static_cast<std::uint32_t>(WeatherSeason::wet) == 2147483647u);

static_assert(std::is_same_v<std::underlying_type_t<WeatherReport>, std::uint64_t>);
static_assert(static_cast<std::uint64_t>(WeatherReport::rain) == 1u);
static_assert(static_cast<std::uint64_t>(WeatherReport::snow) == 2u);
static_assert(static_cast<std::uint64_t>(WeatherReport::hail) == 1073741824u);

static_assert(std::is_same_v<std::underlying_type_t<WeatherTrend>, std::int8_t>);
static_assert(static_cast<std::int8_t>(WeatherTrend::falling) == -128);
static_assert(static_cast<std::int8_t>(WeatherTrend::steady) == 0);
static_assert(static_cast<std::int8_t>(WeatherTrend::rising) == 127);

static_assert(std::is_same_v<std::underlying_type_t<WeatherHeight>, std::int16_t>);
static_assert(static_cast<std::int16_t>(WeatherHeight::below_sea) == -32768);
static_assert(static_cast<std::int16_t>(WeatherHeight::above_sea) == 32767);

static_assert(std::is_same_v<std::underlying_type_t<WeatherEpoch>, std::int32_t>);
static_assert(static_cast<std::int32_t>(WeatherEpoch::past) == -2147483647);
static_assert(static_cast<std::int32_t>(WeatherEpoch::present) == 5);

static_assert(std::is_same_v<std::underlying_type_t<WeatherMood>, std::int64_t>);
static_assert(static_cast<std::int64_t>(WeatherMood::gloomy) == -1);
static_assert(static_cast<std::int64_t>(WeatherMood::sunny) == 1);

static_assert(std::is_trivially_copyable_v<WeatherGust> && std::is_standard_layout_v<WeatherGust>);
static_assert(sizeof(WeatherGust) == 8 && alignof(WeatherGust) == 4);
static_assert(offsetof(WeatherGust, speed) == 0 && sizeof(WeatherGust::speed) == 4);
static_assert(offsetof(WeatherGust, angle) == 4 && sizeof(WeatherGust::angle) == 2);
static_assert(offsetof(WeatherGust, wind) == 6 && sizeof(WeatherGust::wind) == 1);
static_assert(offsetof(WeatherGust, trend) == 7 && sizeof(WeatherGust::trend) == 1);

static_assert(std::is_trivially_copyable_v<WeatherPair> && std::is_standard_layout_v<WeatherPair>);
static_assert(sizeof(WeatherPair) == 16 && alignof(WeatherPair) == 8);
static_assert(offsetof(WeatherPair, first) == 0 && sizeof(WeatherPair::first) == 8);
static_assert(offsetof(WeatherPair, mood) == 8 && sizeof(WeatherPair::mood) == 8);

static_assert(std::is_trivially_copyable_v<WeatherDay> && std::is_standard_layout_v<WeatherDay>);
static_assert(sizeof(WeatherDay) == 112 && alignof(WeatherDay) == 8);
static_assert(offsetof(WeatherDay, report) == 0 && sizeof(WeatherDay::report) == 8);
static_assert(offsetof(WeatherDay, strongest) == 8 && sizeof(WeatherDay::strongest) == 8);
static_assert(offsetof(WeatherDay, pair) == 16 && sizeof(WeatherDay::pair) == 16);
static_assert(offsetof(WeatherDay, hours) == 32 && sizeof(WeatherDay::hours) == 48);
static_assert(offsetof(WeatherDay, grid) == 80 && sizeof(WeatherDay::grid) == 12);
static_assert(offsetof(WeatherDay, season) == 92 && sizeof(WeatherDay::season) == 4);
static_assert(offsetof(WeatherDay, cloud) == 96 && sizeof(WeatherDay::cloud) == 2);
static_assert(offsetof(WeatherDay, height) == 98 && sizeof(WeatherDay::height) == 2);
static_assert(offsetof(WeatherDay, epoch) == 100 && sizeof(WeatherDay::epoch) == 4);
static_assert(offsetof(WeatherDay, small) == 104 && sizeof(WeatherDay::small) == 1);
static_assert(offsetof(WeatherDay, reserved) == 105 && sizeof(WeatherDay::reserved) == 7);

static_assert(std::is_trivially_copyable_v<WeatherTotals> &&
              std::is_standard_layout_v<WeatherTotals>);
static_assert(sizeof(WeatherTotals) == 272 && alignof(WeatherTotals) == 8);
static_assert(offsetof(WeatherTotals, days) == 0 && sizeof(WeatherTotals::days) == 8);
static_assert(offsetof(WeatherTotals, lowest) == 8 && sizeof(WeatherTotals::lowest) == 4);
static_assert(offsetof(WeatherTotals, highest) == 12 && sizeof(WeatherTotals::highest) == 4);
static_assert(offsetof(WeatherTotals, monthly) == 16 && sizeof(WeatherTotals::monthly) == 96);
static_assert(offsetof(WeatherTotals, large) == 112 && sizeof(WeatherTotals::large) == 160);

static_assert(std::is_trivially_copyable_v<WeatherArchive> &&
              std::is_standard_layout_v<WeatherArchive>);
static_assert(sizeof(WeatherArchive) == 544 && alignof(WeatherArchive) == 8);
static_assert(offsetof(WeatherArchive, years) == 0 && sizeof(WeatherArchive::years) == 544);

static_assert(std::is_trivially_copyable_v<WeatherState> &&
              std::is_standard_layout_v<WeatherState>);
static_assert(sizeof(WeatherState) == 512 && alignof(WeatherState) == 8);
static_assert(offsetof(WeatherState, words) == 0 && sizeof(WeatherState::words) == 512);

static_assert(std::is_trivially_copyable_v<WeatherNumber> &&
              std::is_standard_layout_v<WeatherNumber>);
static_assert(sizeof(WeatherNumber) == 16 && alignof(WeatherNumber) == 8);
static_assert(offsetof(WeatherNumber, status) == 0 && sizeof(WeatherNumber::status) == 4);
static_assert(offsetof(WeatherNumber, reserved) == 4 && sizeof(WeatherNumber::reserved) == 4);
static_assert(offsetof(WeatherNumber, value) == 8 && sizeof(WeatherNumber::value) == 8);

static_assert(std::is_trivially_copyable_v<WeatherBits> && std::is_standard_layout_v<WeatherBits>);
static_assert(sizeof(WeatherBits) == 16 && alignof(WeatherBits) == 8);
static_assert(offsetof(WeatherBits, status) == 0 && sizeof(WeatherBits::status) == 4);
static_assert(offsetof(WeatherBits, reserved) == 4 && sizeof(WeatherBits::reserved) == 4);
static_assert(offsetof(WeatherBits, value) == 8 && sizeof(WeatherBits::value) == 8);

static_assert(WEATHER_STATIONS == 7);
static_assert(WEATHER_MASK == 18364758544493064720u);
