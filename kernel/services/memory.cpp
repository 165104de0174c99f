// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/memory.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/debug/image_information.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/sync/spinlock.hpp"
#include "kernel/trap/panic.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace bimetal::services {
namespace {

using memory::RegionType;

constexpr std::uint64_t low_memory_end = 0x100000;
constexpr std::uint64_t boot_direct_map_end = std::uint64_t{4} << 30;

constinit std::array<memory::Region, 512> region_storage{};
// What lies higher than the direct map reaches is left out, and counted in the map's report.
constinit memory::BootMap boot_map(region_storage, arch::direct_map_bits);

struct PageTables {
    std::uint64_t next_device = arch::device_base;
};

constinit sync::Guarded<PageTables,
                        sync::Spinlock<sync::Rank::page_tables, sync::Interrupts::disabled>>
    page_tables;

// Before there is a frame allocator: tables from the boot map itself, reserved as they are taken.
class BootTableSource final : public arch::TableSource {
  public:
    std::optional<std::uint64_t> allocate() override {
        const auto frame = boot_map.find_usable(arch::page_size, arch::page_size, low_memory_end,
                                                boot_direct_map_end);
        if (!frame || !boot_map.reserve(frame->value, arch::page_size)) {
            return std::nullopt;
        }
        std::memset(arch::direct_map<void>(frame->value), 0, arch::page_size);
        return frame->value;
    }
};

constinit BootTableSource boot_tables;

class FrameTableSource final : public arch::TableSource {
  public:
    std::optional<std::uint64_t> allocate() override {
        if (!have_frames()) {
            return boot_tables.allocate();
        }
        const auto frame = allocate_frames(0, memory::Zone::any);
        if (!frame) {
            return std::nullopt;
        }
        std::memset(arch::direct_map<void>(frame->value), 0, arch::page_size);
        return frame->value;
    }
};

constinit FrameTableSource frame_tables;

bool in_direct_map(RegionType type) {
    switch (type) {
    case RegionType::usable:
    case RegionType::boot_data:
    case RegionType::kernel:
    case RegionType::acpi_reclaimable:
    case RegionType::acpi_nvs:
        return true;
    default:
        return false;
    }
}

bool is_firmware(RegionType type) {
    return type == RegionType::acpi_reclaimable || type == RegionType::acpi_nvs;
}

// The part [from, below) of memory that belongs into the direct map.
std::expected<void, arch::MapError> map_memory(std::uint64_t from, std::uint64_t below) {
    // By index and by value: taking tables from the boot map changes its regions on the way, but
    // only within memory that is mapped alike.
    std::uint64_t covered = from;
    while (covered < below) {
        const auto regions = boot_map.regions();
        const auto next = std::ranges::find_if(regions, [&](const memory::Region& region) {
            return region.end() > covered && in_direct_map(region.type);
        });
        if (next == regions.end() || next->base >= below) {
            break;
        }
        std::uint64_t start = std::max(next->base, covered);
        std::uint64_t end = next->end();
        const bool writable = !is_firmware(next->type);
        // Neighbours that are mapped alike go together, so that large pages fit.
        for (auto after = next + 1;
             after != regions.end() && after->base == end && in_direct_map(after->type) &&
             is_firmware(after->type) != writable;
             ++after) {
            end = after->end();
        }
        end = std::min(end, below);
        auto mapped = arch::map_direct(start, end, {.writable = writable}, boot_tables);
        if (!mapped) {
            return mapped;
        }
        covered = end;
    }
    return {};
}

void collect_regions(const boot::BootInformation& information) {
    for (const boot::MemoryRegion& region : information.regions()) {
        // Errors are counted in the map's report, which the log shows.
        static_cast<void>(boot_map.add_e820(region.base, region.length, region.type));
    }
    static_cast<void>(boot_map.reserve(0, low_memory_end, RegionType::low_memory));
    const std::uint64_t image_start = reinterpret_cast<std::uint64_t>(image_physical_start);
    const std::uint64_t image_end = bimetal_image_information.image_end - arch::image_base;
    static_cast<void>(boot_map.reserve(image_start, image_end - image_start, RegionType::kernel));
    for (const boot::ReservedRange& range : information.reserved()) {
        static_cast<void>(boot_map.reserve(range.base, range.length, RegionType::boot_data));
    }
}

// Maps bytes that the direct map does not show; the mapping stays.
std::expected<std::uint64_t, arch::MapError>
map_anywhere(std::uint64_t physical, std::uint64_t length, arch::Permissions permissions) {
    const std::uint64_t offset = physical % arch::page_size;
    const std::uint64_t bytes = (offset + length + arch::page_size - 1) & ~(arch::page_size - 1);
    return page_tables.with(
        [&](PageTables& tables) -> std::expected<std::uint64_t, arch::MapError> {
            const std::uint64_t address = tables.next_device;
            const auto mapped =
                arch::map_range(address, physical - offset, bytes, permissions, frame_tables);
            if (!mapped) {
                return std::unexpected(mapped.error());
            }
            tables.next_device += bytes + arch::page_size;
            return address + offset;
        });
}

std::uint64_t highest_mapped_end() {
    std::uint64_t end = 0;
    for (const memory::Region& region : boot_map.regions()) {
        if (in_direct_map(region.type)) {
            end = std::max(end, region.end());
        }
    }
    return end;
}

// Memory that is a component's own for good.
std::optional<std::span<std::byte>> reserve_metadata(std::uint64_t bytes) {
    const auto found =
        boot_map.find_usable(bytes, arch::page_size, low_memory_end, highest_mapped_end());
    if (!found || !boot_map.reserve(found->value, bytes)) {
        return std::nullopt;
    }
    return std::span{arch::direct_map<std::byte>(found->value), static_cast<std::size_t>(bytes)};
}

} // namespace

std::expected<void, MemorySetupError> initialise_memory(const boot::BootInformation& information) {
    collect_regions(information);
    if (boot_map.usable_bytes() == 0) {
        return std::unexpected(MemorySetupError::no_usable_memory);
    }
    // The first MiB is there as a whole, writable: firmware leaves tables in it that no map
    // mentions, and starting processors begin in it.
    const auto tables =
        arch::build_kernel_tables(boot_tables)
            .and_then(
                [] { return arch::map_direct(0, low_memory_end, {.writable = true}, boot_tables); })
            .and_then([] { return map_memory(low_memory_end, boot_direct_map_end); });
    if (!tables) {
        return std::unexpected(MemorySetupError::no_room_for_tables);
    }
    arch::switch_to_kernel_tables();
    if (!map_memory(boot_direct_map_end, highest_mapped_end())) {
        return std::unexpected(MemorySetupError::no_room_for_tables);
    }
    return {};
}

std::expected<void, MemorySetupError> initialise_frames() {
    const auto of_frames = reserve_metadata(frame_metadata_size(boot_map));
    const auto of_heap = reserve_metadata(heap_metadata_size(boot_map));
    if (!of_frames || !of_heap) {
        return std::unexpected(MemorySetupError::no_room_for_metadata);
    }
    if (!take_frames(boot_map, *of_frames)) {
        return std::unexpected(MemorySetupError::no_usable_memory);
    }
    if (!start_heap(boot_map, *of_heap)) {
        return std::unexpected(MemorySetupError::no_room_for_metadata);
    }
    return {};
}

std::span<const memory::Region> memory_regions() {
    return boot_map.regions();
}

const memory::MapReport& memory_map_report() {
    return boot_map.report();
}

arch::TableSource& table_source() {
    return frame_tables;
}

std::expected<void, arch::MapError> map_kernel(std::uint64_t virtual_address,
                                               std::uint64_t physical, std::uint64_t length,
                                               arch::Permissions permissions) {
    return page_tables.with([&](PageTables&) {
        return arch::map_range(virtual_address, physical, length, permissions, frame_tables);
    });
}

std::expected<void, arch::MapError> unmap_kernel_locally(std::uint64_t virtual_address,
                                                         std::uint64_t length) {
    return page_tables.with(
        [&](PageTables&) { return arch::unmap_range_locally(virtual_address, length); });
}

std::expected<std::uint64_t, arch::MapError> map_device(std::uint64_t physical,
                                                        std::uint64_t length) {
    const bool is_memory =
        physical < low_memory_end ||
        std::ranges::any_of(
            boot_map.regions(),
            [&](const memory::Region& region) {
                return in_direct_map(region.type) && physical < region.end() &&
                       (region.base <= physical || region.base - physical < length);
            });
    if (is_memory) {
        return std::unexpected(arch::MapError::is_memory);
    }
    return map_anywhere(physical, length, {.writable = true, .uncached = true});
}

std::optional<std::span<const std::byte>> firmware_bytes(std::uint64_t physical,
                                                         std::size_t length) {
    const std::uint64_t end = physical + length;
    if (end < physical) {
        return std::nullopt;
    }
    // Every byte must lie in memory that the boot map mentions: nobody follows a table's pointer to
    // a device.
    bool shown = true;
    for (std::uint64_t at = std::max(physical, low_memory_end); at < end;) {
        const auto region = std::ranges::find_if(boot_map.regions(), [&](const memory::Region& r) {
            return at >= r.base && at < r.end();
        });
        if (region == boot_map.regions().end() || region->type == RegionType::unusable) {
            return std::nullopt;
        }
        shown = shown && in_direct_map(region->type);
        at = region->end();
    }
    if (shown) {
        return std::span{arch::direct_map<const std::byte>(physical), length};
    }
    // Some firmware keeps its tables in memory that it calls reserved.
    const auto mapped = map_anywhere(physical, length, {.uncached = true});
    if (!mapped) {
        return std::nullopt;
    }
    return std::span{reinterpret_cast<const std::byte*>(*mapped), length};
}

} // namespace bimetal::services
