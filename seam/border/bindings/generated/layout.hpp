// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// What border.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "seam/border/border.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<BorderStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(BorderStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(BorderStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(BorderStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(BorderStatus::length_overflow) == 3u);
static_assert(static_cast<std::uint32_t>(BorderStatus::overlap) == 4u);
static_assert(static_cast<std::uint32_t>(BorderStatus::not_initialised) == 5u);
static_assert(static_cast<std::uint32_t>(BorderStatus::odd) == 6u);

static_assert(std::is_trivially_copyable_v<BorderState> && std::is_standard_layout_v<BorderState>);
static_assert(sizeof(BorderState) == 32 && alignof(BorderState) == 8);
static_assert(offsetof(BorderState, words) == 0 && sizeof(BorderState::words) == 32);

static_assert(std::is_trivially_copyable_v<BorderNumberResult> &&
              std::is_standard_layout_v<BorderNumberResult>);
static_assert(sizeof(BorderNumberResult) == 16 && alignof(BorderNumberResult) == 8);
static_assert(offsetof(BorderNumberResult, status) == 0 && sizeof(BorderNumberResult::status) == 4);
static_assert(offsetof(BorderNumberResult, reserved) == 4 &&
              sizeof(BorderNumberResult::reserved) == 4);
static_assert(offsetof(BorderNumberResult, value) == 8 && sizeof(BorderNumberResult::value) == 8);

static_assert(BORDER_STATE_SIZE == 32);
static_assert(BORDER_STATE_ALIGNMENT == 8);
