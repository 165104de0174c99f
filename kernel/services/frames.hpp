// SPDX-License-Identifier: MIT OR Apache-2.0
// The core's wrapper around components `frames` and `buddy`, of which one serves: which CPU calls,
// who may look at the whole, and addresses in place of frame numbers. The twin behind it is chosen
// by the image (fixed) or at boot (live).
#pragma once

#include "kernel/memory/boot_map.hpp"
#include "kernel/memory/physical_memory.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

namespace bimetal::services {

/// Which component hands out frames; `buddy` is the simple control, under one lock.
enum class FrameAllocator : std::uint8_t { frames, buddy };

/// Boot, before frame_metadata_size().
void choose_frame_allocator(FrameAllocator allocator);

/// How many bytes the allocator needs for itself to manage all that is usable in the map.
std::uint64_t frame_metadata_size(const memory::BootMap& map);

/// Takes every usable frame of the map. `metadata`, aligned to 8, is not usable in it any more and
/// stays the allocator's for good. What there is no room for is counted as unmanaged. Boot, once,
/// after the twin was selected.
std::expected<void, memory::MemoryError> take_frames(const memory::BootMap& map,
                                                     std::span<std::byte> metadata);

/// Whether take_frames() succeeded.
bool have_frames();

/// A block of 2^order frames, contents undefined. Any context. Before it answers `exhausted`, what
/// all CPUs keep in magazines was given up.
std::expected<memory::PhysicalAddress, memory::MemoryError> allocate_frames(unsigned order,
                                                                            memory::Zone zone);
std::expected<void, memory::MemoryError> free_frames(memory::PhysicalAddress address,
                                                     unsigned order);
memory::MemoryStatistics frame_statistics();

/// Visits all frames' metadata while nobody else is served: for tests and the shell.
bool frames_consistent();

/// What the shell and tests show of the allocator's state: frames.seam.h says what is hashed.
struct FrameDigests {
    std::uint64_t logical;
    std::uint64_t exact;
};

/// Both of one moment. Visits all frames' metadata while nobody else is served.
std::optional<FrameDigests> frame_digests();

struct FramesState {
    std::string_view allocator; ///< the component that serves
    std::string_view selection; ///< "live" or "fixed"
    std::uint64_t metadata_bytes;
    std::uint64_t calls; ///< that allocated or freed
};

FramesState frames_state();

} // namespace bimetal::services
