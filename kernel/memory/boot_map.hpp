// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/memory/physical_memory.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

namespace bimetal::memory {

// In order of restriction: where regions overlap, the later one here wins.
enum class RegionType : std::uint8_t {
    usable,
    boot_data,        // what the loader left: boot information, modules, command line
    low_memory,       // kept back by policy (first MiB)
    kernel,           // the image and what the kernel placed before it had an allocator
    acpi_reclaimable, // ACPI tables
    acpi_nvs,
    reserved,
    unusable, // reported as broken
};

[[nodiscard]] std::string_view describe(RegionType type) noexcept;

struct Region {
    std::uint64_t base;
    std::uint64_t length;
    RegionType type;

    [[nodiscard]] constexpr std::uint64_t end() const noexcept { return base + length; }

    friend constexpr bool operator==(const Region&, const Region&) = default;
};

enum class MapError : std::uint8_t {
    empty,          // zero length, or no whole frame of usable memory in it
    wraps,          // base + length exceeds 64 bits; a usable region like that is not believed
    beyond_address, // wholly above the processor's physical addresses
    no_room,        // usable memory left out because the array is full
};

[[nodiscard]] std::string_view describe(MapError error) noexcept;

// What was wrong with the regions, for the log.
struct MapReport {
    std::uint32_t regions = 0;        // given
    std::uint32_t empty = 0;          // ignored: no length, or less than a frame
    std::uint32_t wrapped = 0;        // exceeded 64 bits: ignored (usable) or cut
    std::uint32_t beyond_address = 0; // exceeded the address width: ignored or cut
    std::uint32_t unaligned = 0;      // did not start or end at a frame
    std::uint32_t unknown_type = 0;   // taken as reserved
    std::uint32_t overlapping = 0;    // overlapped what was there
    std::uint32_t merged = 0;         // restricted regions joined over a gap for want of room
    std::uint64_t lost_bytes = 0;     // usable memory left out, at least, for want of room
};

// The machine's memory, from regions that firmware and loader report and nobody should trust:
// unsorted, overlapping, unaligned, too many. The result is sorted, without overlap, in whole
// frames, neighbours of equal type joined. Where no region was given nothing is usable.
//
// However the input looks, no byte that any region called restricted is ever usable: when the
// storage is full, usable memory is dropped or restricted regions grow over the gap between them.
//
// Any context; not locked; the time for a call is linear in the regions held.
class BootMap {
  public:
    static constexpr std::size_t minimum_capacity = 4;

    // `storage` holds the regions (at least minimum_capacity) and outlives the map.
    // `address_bits`: the processor's physical address width, 32 to 52.
    constexpr BootMap(std::span<Region> storage, unsigned address_bits) noexcept
        : storage_(storage), limit_(std::uint64_t{1} << address_bits) {}

    // Adds one region. A usable region shrinks to whole frames, any other grows to them. On an
    // error nothing of the region became usable; a restricted one was still taken as far as it
    // makes sense.
    std::expected<void, MapError> add(std::uint64_t base, std::uint64_t length,
                                      RegionType type) noexcept;

    // Adds one region with the type numbers of E820, which PVH and Multiboot2 share: 1 usable,
    // 3 ACPI reclaimable, 4 ACPI NVS, 5 broken, all else reserved.
    std::expected<void, MapError> add_e820(std::uint64_t base, std::uint64_t length,
                                           std::uint32_t type) noexcept;

    // Takes memory out of use. `type` is any but usable, which counts as reserved.
    std::expected<void, MapError> reserve(std::uint64_t base, std::uint64_t length,
                                          RegionType type = RegionType::kernel) noexcept;

    [[nodiscard]] std::span<const Region> regions() const noexcept {
        return storage_.first(count_);
    }

    [[nodiscard]] const MapReport& report() const noexcept { return report_; }

    [[nodiscard]] std::uint64_t usable_bytes() const noexcept;

    // The type at an address; nothing where no region is.
    [[nodiscard]] std::optional<RegionType> type_at(std::uint64_t address) const noexcept;

    // The lowest usable range of `length` bytes in [`from`, `below`), its start a multiple of
    // `alignment` (a power of two, at least a frame). It stays usable until it is reserved.
    [[nodiscard]] std::optional<PhysicalAddress> find_usable(std::uint64_t length,
                                                             std::uint64_t alignment,
                                                             std::uint64_t from,
                                                             std::uint64_t below) const noexcept;

  private:
    void insert(std::size_t at, Region region) noexcept;
    void remove(std::size_t at) noexcept;
    [[nodiscard]] std::size_t first_ending_after(std::uint64_t address) const noexcept;
    [[nodiscard]] bool overlaps(std::uint64_t base, std::uint64_t end) const noexcept;
    bool fill_gaps_with_usable(std::uint64_t base, std::uint64_t end) noexcept;
    bool restrict_once(std::uint64_t base, std::uint64_t end, RegionType type) noexcept;
    void make_room() noexcept;
    void join_neighbours() noexcept;

    std::span<Region> storage_;
    std::uint64_t limit_;
    std::size_t count_ = 0;
    MapReport report_{};
};

} // namespace bimetal::memory
