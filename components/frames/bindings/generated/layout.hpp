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
static_assert(static_cast<std::uint32_t>(FramesStatus::taken) == 15u);
static_assert(static_cast<std::uint32_t>(FramesStatus::earlier_double_free) == 16u);

static_assert(std::is_same_v<std::underlying_type_t<FramesZone>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesZone::any) == 0u);
static_assert(static_cast<std::uint32_t>(FramesZone::below_4g) == 1u);

static_assert(std::is_same_v<std::underlying_type_t<FramesCount>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesCount::fast) == 0u);
static_assert(static_cast<std::uint32_t>(FramesCount::exact) == 1u);

static_assert(std::is_same_v<std::underlying_type_t<FramesDigest>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(FramesDigest::logical) == 0u);
static_assert(static_cast<std::uint32_t>(FramesDigest::exact) == 1u);

static_assert(std::is_trivially_copyable_v<FramesArea> && std::is_standard_layout_v<FramesArea>);
static_assert(sizeof(FramesArea) == 128 && alignof(FramesArea) == 8);
static_assert(offsetof(FramesArea, rows) == 0 && sizeof(FramesArea::rows) == 64);
static_assert(offsetof(FramesArea, free) == 64 && sizeof(FramesArea::free) == 8);
static_assert(offsetof(FramesArea, tree) == 72 && sizeof(FramesArea::tree) == 8);
static_assert(offsetof(FramesArea, reserved) == 80 && sizeof(FramesArea::reserved) == 48);

static_assert(std::is_trivially_copyable_v<FramesCpu> && std::is_standard_layout_v<FramesCpu>);
static_assert(sizeof(FramesCpu) == 1088 && alignof(FramesCpu) == 8);
static_assert(offsetof(FramesCpu, local) == 0 && sizeof(FramesCpu::local) == 8);
static_assert(offsetof(FramesCpu, area) == 8 && sizeof(FramesCpu::area) == 8);
static_assert(offsetof(FramesCpu, frame_count) == 16 && sizeof(FramesCpu::frame_count) == 8);
static_assert(offsetof(FramesCpu, large_count) == 24 && sizeof(FramesCpu::large_count) == 8);
static_assert(offsetof(FramesCpu, large) == 32 && sizeof(FramesCpu::large) == 32);
static_assert(offsetof(FramesCpu, frames) == 64 && sizeof(FramesCpu::frames) == 1024);

static_assert(std::is_trivially_copyable_v<FramesRange> && std::is_standard_layout_v<FramesRange>);
static_assert(sizeof(FramesRange) == 16 && alignof(FramesRange) == 8);
static_assert(offsetof(FramesRange, frame) == 0 && sizeof(FramesRange::frame) == 8);
static_assert(offsetof(FramesRange, count) == 8 && sizeof(FramesRange::count) == 8);

static_assert(std::is_trivially_copyable_v<FramesState> && std::is_standard_layout_v<FramesState>);
static_assert(sizeof(FramesState) == 77888 && alignof(FramesState) == 8);
static_assert(offsetof(FramesState, mark) == 0 && sizeof(FramesState::mark) == 8);
static_assert(offsetof(FramesState, area_capacity) == 8 && sizeof(FramesState::area_capacity) == 8);
static_assert(offsetof(FramesState, first_frame) == 16 && sizeof(FramesState::first_frame) == 8);
static_assert(offsetof(FramesState, cpu_count) == 24 && sizeof(FramesState::cpu_count) == 8);
static_assert(offsetof(FramesState, total_frames) == 32 && sizeof(FramesState::total_frames) == 8);
static_assert(offsetof(FramesState, range_count) == 40 && sizeof(FramesState::range_count) == 8);
static_assert(offsetof(FramesState, widest) == 48 && sizeof(FramesState::widest) == 8);
static_assert(offsetof(FramesState, ranges_digest) == 56 &&
              sizeof(FramesState::ranges_digest) == 8);
static_assert(offsetof(FramesState, cpus) == 64 && sizeof(FramesState::cpus) == 69632);
static_assert(offsetof(FramesState, ranges) == 69696 && sizeof(FramesState::ranges) == 8192);

static_assert(std::is_trivially_copyable_v<FramesStatistics> &&
              std::is_standard_layout_v<FramesStatistics>);
static_assert(sizeof(FramesStatistics) == 120 && alignof(FramesStatistics) == 8);
static_assert(offsetof(FramesStatistics, total_frames) == 0 &&
              sizeof(FramesStatistics::total_frames) == 8);
static_assert(offsetof(FramesStatistics, free_frames) == 8 &&
              sizeof(FramesStatistics::free_frames) == 8);
static_assert(offsetof(FramesStatistics, free_frames_below_4g) == 16 &&
              sizeof(FramesStatistics::free_frames_below_4g) == 8);
static_assert(offsetof(FramesStatistics, magazine_frames) == 24 &&
              sizeof(FramesStatistics::magazine_frames) == 8);
static_assert(offsetof(FramesStatistics, free_blocks) == 32 &&
              sizeof(FramesStatistics::free_blocks) == 88);

static_assert(std::is_trivially_copyable_v<FramesBatch> && std::is_standard_layout_v<FramesBatch>);
static_assert(sizeof(FramesBatch) == 520 && alignof(FramesBatch) == 8);
static_assert(offsetof(FramesBatch, count) == 0 && sizeof(FramesBatch::count) == 8);
static_assert(offsetof(FramesBatch, frames) == 8 && sizeof(FramesBatch::frames) == 512);

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
static_assert(FRAMES_LARGE_ORDER == 9);
static_assert(FRAMES_ROW_FRAMES == 64);
static_assert(FRAMES_AREA_ROWS == 8);
static_assert(FRAMES_AREA_FRAMES == 512);
static_assert(FRAMES_TREE_AREAS == 8);
static_assert(FRAMES_TREE_FRAMES == 4096);
static_assert(FRAMES_CPU_CAPACITY == 64);
static_assert(FRAMES_MAGAZINE_CAPACITY == 128);
static_assert(FRAMES_LARGE_CAPACITY == 4);
static_assert(FRAMES_BATCH_CAPACITY == 64);
static_assert(FRAMES_RANGE_CAPACITY == 512);
static_assert(FRAMES_AREA_LIMIT == 2147483647);
static_assert(FRAMES_FIRST_ABOVE_4G == 1048576);
static_assert(FRAMES_FRAME_LIMIT == 4503599627370496);
static_assert(FRAMES_LARGE == 65536);
static_assert(FRAMES_PAIR_FIRST == 131072);
static_assert(FRAMES_PAIR_SECOND == 262144);
static_assert(FRAMES_RESERVED == 9223372036854775808u);
static_assert(FRAMES_HASH_START == 7382069861695029250);
static_assert(FRAMES_HASH_FACTOR == 6364136223846793005);
