// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// What buddy.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "components/buddy/buddy.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<BuddyStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(BuddyStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::out_of_range) == 3u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::length_overflow) == 4u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::invalid_enum) == 5u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::overlap) == 6u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::not_initialised) == 7u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::exhausted) == 8u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::out_of_order) == 9u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::unmanaged) == 10u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::misaligned_block) == 11u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::double_free) == 12u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::wrong_order) == 13u);
static_assert(static_cast<std::uint32_t>(BuddyStatus::corrupt) == 14u);

static_assert(std::is_same_v<std::underlying_type_t<BuddyZone>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(BuddyZone::any) == 0u);
static_assert(static_cast<std::uint32_t>(BuddyZone::below_4g) == 1u);

static_assert(std::is_same_v<std::underlying_type_t<BuddyDigest>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(BuddyDigest::logical) == 0u);
static_assert(static_cast<std::uint32_t>(BuddyDigest::exact) == 1u);

static_assert(std::is_trivially_copyable_v<BuddyFrame> && std::is_standard_layout_v<BuddyFrame>);
static_assert(sizeof(BuddyFrame) == 12 && alignof(BuddyFrame) == 4);
static_assert(offsetof(BuddyFrame, next) == 0 && sizeof(BuddyFrame::next) == 4);
static_assert(offsetof(BuddyFrame, previous) == 4 && sizeof(BuddyFrame::previous) == 4);
static_assert(offsetof(BuddyFrame, state) == 8 && sizeof(BuddyFrame::state) == 4);

static_assert(std::is_trivially_copyable_v<BuddyRange> && std::is_standard_layout_v<BuddyRange>);
static_assert(sizeof(BuddyRange) == 16 && alignof(BuddyRange) == 8);
static_assert(offsetof(BuddyRange, frame) == 0 && sizeof(BuddyRange::frame) == 8);
static_assert(offsetof(BuddyRange, first) == 8 && sizeof(BuddyRange::first) == 4);
static_assert(offsetof(BuddyRange, count) == 12 && sizeof(BuddyRange::count) == 4);

static_assert(std::is_trivially_copyable_v<BuddyList> && std::is_standard_layout_v<BuddyList>);
static_assert(sizeof(BuddyList) == 8 && alignof(BuddyList) == 4);
static_assert(offsetof(BuddyList, head) == 0 && sizeof(BuddyList::head) == 4);
static_assert(offsetof(BuddyList, blocks) == 4 && sizeof(BuddyList::blocks) == 4);

static_assert(std::is_trivially_copyable_v<BuddyState> && std::is_standard_layout_v<BuddyState>);
static_assert(sizeof(BuddyState) == 8416 && alignof(BuddyState) == 8);
static_assert(offsetof(BuddyState, mark) == 0 && sizeof(BuddyState::mark) == 8);
static_assert(offsetof(BuddyState, frame_capacity) == 8 && sizeof(BuddyState::frame_capacity) == 8);
static_assert(offsetof(BuddyState, total_frames) == 16 && sizeof(BuddyState::total_frames) == 8);
static_assert(offsetof(BuddyState, free_frames) == 24 && sizeof(BuddyState::free_frames) == 8);
static_assert(offsetof(BuddyState, range_count) == 32 && sizeof(BuddyState::range_count) == 8);
static_assert(offsetof(BuddyState, ranges_digest) == 40 && sizeof(BuddyState::ranges_digest) == 8);
static_assert(offsetof(BuddyState, lists) == 48 && sizeof(BuddyState::lists) == 176);
static_assert(offsetof(BuddyState, ranges) == 224 && sizeof(BuddyState::ranges) == 8192);

static_assert(std::is_trivially_copyable_v<BuddyStatistics> &&
              std::is_standard_layout_v<BuddyStatistics>);
static_assert(sizeof(BuddyStatistics) == 192 && alignof(BuddyStatistics) == 8);
static_assert(offsetof(BuddyStatistics, total_frames) == 0 &&
              sizeof(BuddyStatistics::total_frames) == 8);
static_assert(offsetof(BuddyStatistics, free_frames) == 8 &&
              sizeof(BuddyStatistics::free_frames) == 8);
static_assert(offsetof(BuddyStatistics, free_blocks) == 16 &&
              sizeof(BuddyStatistics::free_blocks) == 88);
static_assert(offsetof(BuddyStatistics, free_blocks_below_4g) == 104 &&
              sizeof(BuddyStatistics::free_blocks_below_4g) == 88);

static_assert(std::is_trivially_copyable_v<BuddyFrameResult> &&
              std::is_standard_layout_v<BuddyFrameResult>);
static_assert(sizeof(BuddyFrameResult) == 16 && alignof(BuddyFrameResult) == 8);
static_assert(offsetof(BuddyFrameResult, status) == 0 && sizeof(BuddyFrameResult::status) == 4);
static_assert(offsetof(BuddyFrameResult, reserved) == 4 && sizeof(BuddyFrameResult::reserved) == 4);
static_assert(offsetof(BuddyFrameResult, value) == 8 && sizeof(BuddyFrameResult::value) == 8);

static_assert(std::is_trivially_copyable_v<BuddyDigestResult> &&
              std::is_standard_layout_v<BuddyDigestResult>);
static_assert(sizeof(BuddyDigestResult) == 16 && alignof(BuddyDigestResult) == 8);
static_assert(offsetof(BuddyDigestResult, status) == 0 && sizeof(BuddyDigestResult::status) == 4);
static_assert(offsetof(BuddyDigestResult, reserved) == 4 &&
              sizeof(BuddyDigestResult::reserved) == 4);
static_assert(offsetof(BuddyDigestResult, value) == 8 && sizeof(BuddyDigestResult::value) == 8);

static_assert(BUDDY_MAX_ORDER == 10);
static_assert(BUDDY_ORDER_COUNT == 11);
static_assert(BUDDY_LIST_COUNT == 22);
static_assert(BUDDY_RANGE_CAPACITY == 512);
static_assert(BUDDY_FIRST_ABOVE_4G == 1048576);
static_assert(BUDDY_FRAME_LIMIT == 4503599627370496);
static_assert(BUDDY_NONE == 4294967295);
static_assert(BUDDY_FREE == 256);
static_assert(BUDDY_ALLOCATED == 512);
static_assert(BUDDY_HASH_START == 7382069861695029249);
static_assert(BUDDY_HASH_FACTOR == 6364136223846793005);
