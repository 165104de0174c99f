// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// What frames.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "components/frames/frames.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<FramesStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(FramesStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(FramesStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(FramesStatus::out_of_range) == 3u);
static_assert(static_cast<std::uint32_t>(FramesStatus::length_overflow) == 4u);
static_assert(static_cast<std::uint32_t>(FramesStatus::invalid_enum) == 5u);
static_assert(static_cast<std::uint32_t>(FramesStatus::overlap) == 6u);
static_assert(static_cast<std::uint32_t>(FramesStatus::not_initialised) == 7u);
static_assert(static_cast<std::uint32_t>(FramesStatus::exhausted) == 8u);
static_assert(static_cast<std::uint32_t>(FramesStatus::out_of_order) == 9u);
static_assert(static_cast<std::uint32_t>(FramesStatus::unmanaged) == 10u);
static_assert(static_cast<std::uint32_t>(FramesStatus::misaligned_block) == 11u);
static_assert(static_cast<std::uint32_t>(FramesStatus::double_free) == 12u);
static_assert(static_cast<std::uint32_t>(FramesStatus::wrong_order) == 13u);
static_assert(static_cast<std::uint32_t>(FramesStatus::corrupt) == 14u);

static_assert(std::is_same_v<std::underlying_type_t<FramesZone>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesZone::any) == 0u);
static_assert(static_cast<std::uint32_t>(FramesZone::below_4g) == 1u);

static_assert(std::is_same_v<std::underlying_type_t<FramesDigest>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesDigest::logical) == 0u);
static_assert(static_cast<std::uint32_t>(FramesDigest::exact) == 1u);

static_assert(std::is_trivially_copyable_v<FramesFrame> && std::is_standard_layout_v<FramesFrame>);
static_assert(sizeof(FramesFrame) == 12 && alignof(FramesFrame) == 4);
static_assert(offsetof(FramesFrame, next) == 0 && sizeof(FramesFrame::next) == 4);
static_assert(offsetof(FramesFrame, previous) == 4 && sizeof(FramesFrame::previous) == 4);
static_assert(offsetof(FramesFrame, state) == 8 && sizeof(FramesFrame::state) == 4);

static_assert(std::is_trivially_copyable_v<FramesRange> && std::is_standard_layout_v<FramesRange>);
static_assert(sizeof(FramesRange) == 16 && alignof(FramesRange) == 8);
static_assert(offsetof(FramesRange, frame) == 0 && sizeof(FramesRange::frame) == 8);
static_assert(offsetof(FramesRange, first) == 8 && sizeof(FramesRange::first) == 4);
static_assert(offsetof(FramesRange, count) == 12 && sizeof(FramesRange::count) == 4);

static_assert(std::is_trivially_copyable_v<FramesList> && std::is_standard_layout_v<FramesList>);
static_assert(sizeof(FramesList) == 8 && alignof(FramesList) == 4);
static_assert(offsetof(FramesList, head) == 0 && sizeof(FramesList::head) == 4);
static_assert(offsetof(FramesList, blocks) == 4 && sizeof(FramesList::blocks) == 4);

static_assert(std::is_trivially_copyable_v<FramesState> && std::is_standard_layout_v<FramesState>);
static_assert(sizeof(FramesState) == 8416 && alignof(FramesState) == 8);
static_assert(offsetof(FramesState, mark) == 0 && sizeof(FramesState::mark) == 8);
static_assert(offsetof(FramesState, frame_capacity) == 8 &&
              sizeof(FramesState::frame_capacity) == 8);
static_assert(offsetof(FramesState, total_frames) == 16 && sizeof(FramesState::total_frames) == 8);
static_assert(offsetof(FramesState, free_frames) == 24 && sizeof(FramesState::free_frames) == 8);
static_assert(offsetof(FramesState, range_count) == 32 && sizeof(FramesState::range_count) == 8);
static_assert(offsetof(FramesState, ranges_digest) == 40 &&
              sizeof(FramesState::ranges_digest) == 8);
static_assert(offsetof(FramesState, lists) == 48 && sizeof(FramesState::lists) == 176);
static_assert(offsetof(FramesState, ranges) == 224 && sizeof(FramesState::ranges) == 8192);

static_assert(std::is_trivially_copyable_v<FramesStatistics> &&
              std::is_standard_layout_v<FramesStatistics>);
static_assert(sizeof(FramesStatistics) == 192 && alignof(FramesStatistics) == 8);
static_assert(offsetof(FramesStatistics, total_frames) == 0 &&
              sizeof(FramesStatistics::total_frames) == 8);
static_assert(offsetof(FramesStatistics, free_frames) == 8 &&
              sizeof(FramesStatistics::free_frames) == 8);
static_assert(offsetof(FramesStatistics, free_blocks) == 16 &&
              sizeof(FramesStatistics::free_blocks) == 88);
static_assert(offsetof(FramesStatistics, free_blocks_below_4g) == 104 &&
              sizeof(FramesStatistics::free_blocks_below_4g) == 88);

static_assert(std::is_trivially_copyable_v<FramesFrameResult> &&
              std::is_standard_layout_v<FramesFrameResult>);
static_assert(sizeof(FramesFrameResult) == 16 && alignof(FramesFrameResult) == 8);
static_assert(offsetof(FramesFrameResult, status) == 0 && sizeof(FramesFrameResult::status) == 4);
static_assert(offsetof(FramesFrameResult, reserved) == 4 &&
              sizeof(FramesFrameResult::reserved) == 4);
static_assert(offsetof(FramesFrameResult, value) == 8 && sizeof(FramesFrameResult::value) == 8);

static_assert(std::is_trivially_copyable_v<FramesDigestResult> &&
              std::is_standard_layout_v<FramesDigestResult>);
static_assert(sizeof(FramesDigestResult) == 16 && alignof(FramesDigestResult) == 8);
static_assert(offsetof(FramesDigestResult, status) == 0 && sizeof(FramesDigestResult::status) == 4);
static_assert(offsetof(FramesDigestResult, reserved) == 4 &&
              sizeof(FramesDigestResult::reserved) == 4);
static_assert(offsetof(FramesDigestResult, value) == 8 && sizeof(FramesDigestResult::value) == 8);

static_assert(FRAMES_MAX_ORDER == 10);
static_assert(FRAMES_ORDER_COUNT == 11);
static_assert(FRAMES_LIST_COUNT == 22);
static_assert(FRAMES_RANGE_CAPACITY == 512);
static_assert(FRAMES_FIRST_ABOVE_4G == 1048576);
static_assert(FRAMES_FRAME_LIMIT == 4503599627370496);
static_assert(FRAMES_NONE == 4294967295);
static_assert(FRAMES_FREE == 256);
static_assert(FRAMES_ALLOCATED == 512);
static_assert(FRAMES_HASH_START == 7382069861695029249);
static_assert(FRAMES_HASH_FACTOR == 6364136223846793005);
