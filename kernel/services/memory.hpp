// SPDX-License-Identifier: MIT OR Apache-2.0
// Memory for the whole kernel: the map and page tables, behind their lock. Frames and the heap have
// pages of their own, frames.hpp and heap.hpp.
#pragma once

#include "kernel/arch/x86_64/paging.hpp"
#include "kernel/boot/boot_information.hpp"
#include "kernel/memory/boot_map.hpp"
#include "kernel/memory/physical_memory.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace bimetal::services {

/// What went wrong while memory was set up; the kernel cannot go on without it.
enum class MemorySetupError : std::uint8_t {
    no_usable_memory,
    no_room_for_tables,
    no_room_for_metadata
};

constexpr std::string_view describe(MemorySetupError error) {
    switch (error) {
    case MemorySetupError::no_usable_memory:
        return "the boot map has no usable memory";
    case MemorySetupError::no_room_for_tables:
        return "no memory for page tables; give the machine more";
    case MemorySetupError::no_room_for_metadata:
        return "no memory for the metadata of frames and heap; give the machine more";
    }
    return "unknown error";
}

/// From the boot information to final page tables and the direct map. Until there are frames, what
/// is mapped takes its tables from the boot map. Boot, once, interrupts off.
std::expected<void, MemorySetupError> initialise_memory(const boot::BootInformation& information);

/// Frames, and with them the heap: after their twins were selected, so that these serve from the
/// first call on. Boot, once, interrupts off.
std::expected<void, MemorySetupError> initialise_frames();

/// The machine's memory as the boot map has it.
std::span<const memory::Region> memory_regions();
const memory::MapReport& memory_map_report();

/// Zeroed frames for page tables.
arch::TableSource& table_source();

/// Maps and unmaps for the kernel, behind the lock of the tables. Thread context.
std::expected<void, arch::MapError> map_kernel(std::uint64_t virtual_address,
                                               std::uint64_t physical, std::uint64_t length,
                                               arch::Permissions permissions);
std::expected<void, arch::MapError> unmap_kernel_locally(std::uint64_t virtual_address,
                                                         std::uint64_t length);

/// Maps device registers, uncached, for good. Refuses what the boot map calls memory, and the first
/// MiB: firmware says where devices are, and it may be wrong.
std::expected<std::uint64_t, arch::MapError> map_device(std::uint64_t physical,
                                                        std::uint64_t length);

/// Bytes of physical memory that firmware keeps tables in: in memory that the boot map mentions or
/// in the first MiB, or nothing. They stay mapped. Boot.
std::optional<std::span<const std::byte>> firmware_bytes(std::uint64_t physical,
                                                         std::size_t length);

} // namespace bimetal::services
