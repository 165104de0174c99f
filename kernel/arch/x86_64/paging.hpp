// SPDX-License-Identifier: MIT OR Apache-2.0
// The kernel's page tables (Intel SDM volume 3, chapter 4): four levels, pages of 4 KiB, 2 MiB and,
// where the processor has them, 1 GiB. No mapping is both writable and executable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <type_traits>

namespace bimetal::arch {

enum class MapError : std::uint8_t {
    misaligned,
    not_canonical,
    writable_and_executable,
    already_mapped,
    not_mapped,
    out_of_memory,
    beyond_address,
    is_memory,
};

constexpr std::string_view describe(MapError error) {
    switch (error) {
    case MapError::misaligned:
        return "address or length is not a multiple of the page size";
    case MapError::not_canonical:
        return "address is not canonical";
    case MapError::writable_and_executable:
        return "a page may not be writable and executable";
    case MapError::already_mapped:
        return "address is already mapped";
    case MapError::not_mapped:
        return "address is not mapped";
    case MapError::out_of_memory:
        return "no frame for a page table";
    case MapError::beyond_address:
        return "physical address is wider than the processor's";
    case MapError::is_memory:
        return "the address is memory, not a device";
    }
    return "unknown error";
}

struct Permissions {
    bool writable = false;
    bool executable = false;
    bool user = false;
    bool uncached = false;
};

/// Where page tables come from: the physical address of a zeroed frame in the direct map, or
/// nothing.
class TableSource {
  public:
    virtual std::optional<std::uint64_t> allocate() = 0;

  protected:
    ~TableSource() = default;
};

struct Translation {
    std::uint64_t physical;
    Permissions permissions;
    std::uint64_t page_bytes;
};

/// The frame of the page tables that the kernel runs on.
std::uint64_t kernel_top_table();

/// Builds the final tables in place of the boot ones: the image, each part with its permissions and
/// no page under a stack, and nothing else. Then `map_direct` adds memory. Boot, one processor.
std::expected<void, MapError> build_kernel_tables(TableSource& source);

/// Runs on the tables just built. Until then only the tables inside the image can be used, enough
/// for the first 4 GiB of the direct map.
void switch_to_kernel_tables();

/// Adds [start, end) of physical memory to the direct map, with `permissions` but never executable,
/// and the image's text, constants and backtrace table read only there as well. Rounded outward to
/// pages; what is there stays.
std::expected<void, MapError> map_direct(std::uint64_t start, std::uint64_t end,
                                         Permissions permissions, TableSource& source);

/// Maps `length` bytes with pages of 4 KiB. On an error nothing of the range stays mapped. The
/// caller serialises changes of the tables.
std::expected<void, MapError> map_range(std::uint64_t virtual_address, std::uint64_t physical,
                                        std::uint64_t length, Permissions permissions,
                                        TableSource& source);

/// Removes 4 KiB mappings and forgets them on this processor only: for addresses that no other
/// processor has used.
std::expected<void, MapError> unmap_range_locally(std::uint64_t virtual_address,
                                                  std::uint64_t length);

/// What an address maps to now.
std::optional<Translation> translate(std::uint64_t virtual_address);

/// Calls `visit(virtual_address, translation)` for every mapping until it answers false; says
/// whether it got to the end. Tables must not change meanwhile: for tests.
bool for_each_mapping(bool (*visit)(std::uint64_t, const Translation&, void*), void* context);

template <typename Visit>
bool for_each_mapping(Visit&& visit) {
    return for_each_mapping(
        [](std::uint64_t address, const Translation& translation, void* context) -> bool {
            return (*static_cast<std::remove_reference_t<Visit>*>(context))(address, translation);
        },
        &visit);
}

/// Removes everything from the lower half of the address space, so that null stays unmapped.
void unmap_lower_half();

/// Identity-maps one page below 4 GiB, read and execute, for processors that are starting.
std::expected<void, MapError> map_trampoline(std::uint64_t physical, TableSource& source);

} // namespace bimetal::arch
