// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// What heap.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "components/heap/heap.seam.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

static_assert(std::is_same_v<std::underlying_type_t<HeapStatus>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(HeapStatus::ok) == 0u);
static_assert(static_cast<std::uint32_t>(HeapStatus::null_argument) == 1u);
static_assert(static_cast<std::uint32_t>(HeapStatus::misaligned) == 2u);
static_assert(static_cast<std::uint32_t>(HeapStatus::out_of_range) == 3u);
static_assert(static_cast<std::uint32_t>(HeapStatus::length_overflow) == 4u);
static_assert(static_cast<std::uint32_t>(HeapStatus::invalid_enum) == 5u);
static_assert(static_cast<std::uint32_t>(HeapStatus::overlap) == 6u);
static_assert(static_cast<std::uint32_t>(HeapStatus::not_initialised) == 7u);
static_assert(static_cast<std::uint32_t>(HeapStatus::exhausted) == 8u);
static_assert(static_cast<std::uint32_t>(HeapStatus::foreign) == 9u);
static_assert(static_cast<std::uint32_t>(HeapStatus::not_a_block) == 10u);
static_assert(static_cast<std::uint32_t>(HeapStatus::double_free) == 11u);
static_assert(static_cast<std::uint32_t>(HeapStatus::wrong_size) == 12u);
static_assert(static_cast<std::uint32_t>(HeapStatus::must_move) == 13u);
static_assert(static_cast<std::uint32_t>(HeapStatus::corrupt) == 14u);
static_assert(static_cast<std::uint32_t>(HeapStatus::earlier_double_free) == 15u);

static_assert(std::is_same_v<std::underlying_type_t<HeapDigest>, std::uint32_t>);
static_assert(static_cast<std::uint32_t>(HeapDigest::logical) == 0u);
static_assert(static_cast<std::uint32_t>(HeapDigest::exact) == 1u);

static_assert(std::is_trivially_copyable_v<HeapPage> && std::is_standard_layout_v<HeapPage>);
static_assert(sizeof(HeapPage) == 32 && alignof(HeapPage) == 8);
static_assert(offsetof(HeapPage, head) == 0 && sizeof(HeapPage::head) == 8);
static_assert(offsetof(HeapPage, taken) == 8 && sizeof(HeapPage::taken) == 24);

static_assert(std::is_trivially_copyable_v<HeapClass> && std::is_standard_layout_v<HeapClass>);
static_assert(sizeof(HeapClass) == 64 && alignof(HeapClass) == 8);
static_assert(offsetof(HeapClass, partial) == 0 && sizeof(HeapClass::partial) == 8);
static_assert(offsetof(HeapClass, slabs) == 8 && sizeof(HeapClass::slabs) == 8);
static_assert(offsetof(HeapClass, empty) == 16 && sizeof(HeapClass::empty) == 8);
static_assert(offsetof(HeapClass, taken) == 24 && sizeof(HeapClass::taken) == 8);
static_assert(offsetof(HeapClass, reserved) == 32 && sizeof(HeapClass::reserved) == 32);

static_assert(std::is_trivially_copyable_v<HeapMagazine> &&
              std::is_standard_layout_v<HeapMagazine>);
static_assert(sizeof(HeapMagazine) == 256 && alignof(HeapMagazine) == 8);
static_assert(offsetof(HeapMagazine, count) == 0 && sizeof(HeapMagazine::count) == 8);
static_assert(offsetof(HeapMagazine, blocks) == 8 && sizeof(HeapMagazine::blocks) == 248);

static_assert(std::is_trivially_copyable_v<HeapOwner> && std::is_standard_layout_v<HeapOwner>);
static_assert(sizeof(HeapOwner) == 16 && alignof(HeapOwner) == 8);
static_assert(offsetof(HeapOwner, blocks) == 0 && sizeof(HeapOwner::blocks) == 8);
static_assert(offsetof(HeapOwner, bytes) == 8 && sizeof(HeapOwner::bytes) == 8);

static_assert(std::is_trivially_copyable_v<HeapCpu> && std::is_standard_layout_v<HeapCpu>);
static_assert(sizeof(HeapCpu) == 8448 && alignof(HeapCpu) == 8);
static_assert(offsetof(HeapCpu, magazines) == 0 && sizeof(HeapCpu::magazines) == 8192);
static_assert(offsetof(HeapCpu, owners) == 8192 && sizeof(HeapCpu::owners) == 256);

static_assert(std::is_trivially_copyable_v<HeapState> && std::is_standard_layout_v<HeapState>);
static_assert(sizeof(HeapState) == 542848 && alignof(HeapState) == 8);
static_assert(offsetof(HeapState, mark) == 0 && sizeof(HeapState::mark) == 8);
static_assert(offsetof(HeapState, page_capacity) == 8 && sizeof(HeapState::page_capacity) == 8);
static_assert(offsetof(HeapState, first_page) == 16 && sizeof(HeapState::first_page) == 8);
static_assert(offsetof(HeapState, cpu_count) == 24 && sizeof(HeapState::cpu_count) == 8);
static_assert(offsetof(HeapState, source) == 32 && sizeof(HeapState::source) == 8);
static_assert(offsetof(HeapState, reserved) == 40 && sizeof(HeapState::reserved) == 24);
static_assert(offsetof(HeapState, large_blocks) == 64 && sizeof(HeapState::large_blocks) == 8);
static_assert(offsetof(HeapState, large_pages) == 72 && sizeof(HeapState::large_pages) == 8);
static_assert(offsetof(HeapState, slab_pages) == 80 && sizeof(HeapState::slab_pages) == 8);
static_assert(offsetof(HeapState, dropped_blocks) == 88 && sizeof(HeapState::dropped_blocks) == 8);
static_assert(offsetof(HeapState, dropped_bytes) == 96 && sizeof(HeapState::dropped_bytes) == 8);
static_assert(offsetof(HeapState, unused) == 104 && sizeof(HeapState::unused) == 24);
static_assert(offsetof(HeapState, classes) == 128 && sizeof(HeapState::classes) == 2048);
static_assert(offsetof(HeapState, cpus) == 2176 && sizeof(HeapState::cpus) == 540672);

static_assert(std::is_trivially_copyable_v<HeapOwned> && std::is_standard_layout_v<HeapOwned>);
static_assert(sizeof(HeapOwned) == 16 && alignof(HeapOwned) == 8);
static_assert(offsetof(HeapOwned, blocks) == 0 && sizeof(HeapOwned::blocks) == 8);
static_assert(offsetof(HeapOwned, bytes) == 8 && sizeof(HeapOwned::bytes) == 8);

static_assert(std::is_trivially_copyable_v<HeapStatistics> &&
              std::is_standard_layout_v<HeapStatistics>);
static_assert(sizeof(HeapStatistics) == 304 && alignof(HeapStatistics) == 8);
static_assert(offsetof(HeapStatistics, live_blocks) == 0 &&
              sizeof(HeapStatistics::live_blocks) == 8);
static_assert(offsetof(HeapStatistics, live_bytes) == 8 && sizeof(HeapStatistics::live_bytes) == 8);
static_assert(offsetof(HeapStatistics, magazine_blocks) == 16 &&
              sizeof(HeapStatistics::magazine_blocks) == 8);
static_assert(offsetof(HeapStatistics, slab_pages) == 24 &&
              sizeof(HeapStatistics::slab_pages) == 8);
static_assert(offsetof(HeapStatistics, large_blocks) == 32 &&
              sizeof(HeapStatistics::large_blocks) == 8);
static_assert(offsetof(HeapStatistics, large_pages) == 40 &&
              sizeof(HeapStatistics::large_pages) == 8);
static_assert(offsetof(HeapStatistics, owners) == 48 && sizeof(HeapStatistics::owners) == 256);

static_assert(std::is_trivially_copyable_v<HeapClassStatistics> &&
              std::is_standard_layout_v<HeapClassStatistics>);
static_assert(sizeof(HeapClassStatistics) == 40 && alignof(HeapClassStatistics) == 8);
static_assert(offsetof(HeapClassStatistics, size) == 0 && sizeof(HeapClassStatistics::size) == 8);
static_assert(offsetof(HeapClassStatistics, slabs) == 8 && sizeof(HeapClassStatistics::slabs) == 8);
static_assert(offsetof(HeapClassStatistics, empty_slabs) == 16 &&
              sizeof(HeapClassStatistics::empty_slabs) == 8);
static_assert(offsetof(HeapClassStatistics, live_blocks) == 24 &&
              sizeof(HeapClassStatistics::live_blocks) == 8);
static_assert(offsetof(HeapClassStatistics, magazine_blocks) == 32 &&
              sizeof(HeapClassStatistics::magazine_blocks) == 8);

static_assert(std::is_trivially_copyable_v<HeapBlockResult> &&
              std::is_standard_layout_v<HeapBlockResult>);
static_assert(sizeof(HeapBlockResult) == 16 && alignof(HeapBlockResult) == 8);
static_assert(offsetof(HeapBlockResult, status) == 0 && sizeof(HeapBlockResult::status) == 4);
static_assert(offsetof(HeapBlockResult, reserved) == 4 && sizeof(HeapBlockResult::reserved) == 4);
static_assert(offsetof(HeapBlockResult, value) == 8 && sizeof(HeapBlockResult::value) == 8);

static_assert(std::is_trivially_copyable_v<HeapSizeResult> &&
              std::is_standard_layout_v<HeapSizeResult>);
static_assert(sizeof(HeapSizeResult) == 16 && alignof(HeapSizeResult) == 8);
static_assert(offsetof(HeapSizeResult, status) == 0 && sizeof(HeapSizeResult::status) == 4);
static_assert(offsetof(HeapSizeResult, reserved) == 4 && sizeof(HeapSizeResult::reserved) == 4);
static_assert(offsetof(HeapSizeResult, value) == 8 && sizeof(HeapSizeResult::value) == 8);

static_assert(std::is_trivially_copyable_v<HeapDigestResult> &&
              std::is_standard_layout_v<HeapDigestResult>);
static_assert(sizeof(HeapDigestResult) == 16 && alignof(HeapDigestResult) == 8);
static_assert(offsetof(HeapDigestResult, status) == 0 && sizeof(HeapDigestResult::status) == 4);
static_assert(offsetof(HeapDigestResult, reserved) == 4 && sizeof(HeapDigestResult::reserved) == 4);
static_assert(offsetof(HeapDigestResult, value) == 8 && sizeof(HeapDigestResult::value) == 8);

static_assert(HEAP_PAGE_SIZE == 4096);
static_assert(HEAP_GRANULE == 16);
static_assert(HEAP_CLASS_COUNT == 32);
static_assert(HEAP_LARGEST_CLASS == 8192);
static_assert(HEAP_MAX_ORDER == 10);
static_assert(HEAP_MAX_SLAB_ORDER == 4);
static_assert(HEAP_LARGEST_BLOCK == 4194304);
static_assert(HEAP_PAGE_WORDS == 3);
static_assert(HEAP_SLAB_CAPACITY == 192);
static_assert(HEAP_CPU_CAPACITY == 64);
static_assert(HEAP_MAGAZINE_CAPACITY == 31);
static_assert(HEAP_OWNER_COUNT == 16);
static_assert(HEAP_EMPTY_KEPT == 4);
static_assert(HEAP_EMPTY_PAGES == 16);
static_assert(HEAP_PAGE_LIMIT == 4294967280);
static_assert(HEAP_PAGE_NUMBER_LIMIT == 2251799813685248);
static_assert(HEAP_NO_PAGE == 18446744073709551615u);
static_assert(HEAP_COUNT_MASK == 255);
static_assert(HEAP_HELD == 256);
static_assert(HEAP_CLASS_SHIFT == 16);
static_assert(HEAP_ORDER_SHIFT == 24);
static_assert(HEAP_KIND_SHIFT == 28);
static_assert(HEAP_LINK_SHIFT == 32);
static_assert(HEAP_KIND_NONE == 0);
static_assert(HEAP_KIND_SLAB == 1);
static_assert(HEAP_KIND_INSIDE == 2);
static_assert(HEAP_KIND_LARGE == 3);
static_assert(HEAP_HASH_START == 7522525886256513025);
static_assert(HEAP_HASH_FACTOR == 6364136223846793005);
