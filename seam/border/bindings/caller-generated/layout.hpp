// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// What caller.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "seam/border/caller.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<CallerStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(CallerStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(CallerStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(CallerStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(CallerStatus::not_initialised) == 3u);
static_assert(static_cast<std::uint32_t>(CallerStatus::refused) == 4u);

static_assert(std::is_trivially_copyable_v<CallerState> && std::is_standard_layout_v<CallerState>);
static_assert(sizeof(CallerState) == 128 && alignof(CallerState) == 8);
static_assert(offsetof(CallerState, words) == 0 && sizeof(CallerState::words) == 128);

static_assert(std::is_trivially_copyable_v<CallerSumResult> &&
              std::is_standard_layout_v<CallerSumResult>);
static_assert(sizeof(CallerSumResult) == 16 && alignof(CallerSumResult) == 8);
static_assert(offsetof(CallerSumResult, status) == 0 && sizeof(CallerSumResult::status) == 4);
static_assert(offsetof(CallerSumResult, reserved) == 4 && sizeof(CallerSumResult::reserved) == 4);
static_assert(offsetof(CallerSumResult, value) == 8 && sizeof(CallerSumResult::value) == 8);

static_assert(CALLER_STATE_SIZE == 128);
static_assert(CALLER_STATE_ALIGNMENT == 8);
