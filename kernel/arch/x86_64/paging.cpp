// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/paging.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/debug/image_information.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace bimetal::arch {
namespace {

using Entry = std::uint64_t;

constexpr Entry present = 1;
constexpr Entry writable_bit = 1U << 1;
constexpr Entry user_bit = 1U << 2;
constexpr Entry write_through_bit = 1U << 3;
constexpr Entry uncached_bit = 1U << 4;
constexpr Entry large_bit = 1U << 7;
constexpr Entry global_bit = 1U << 8;
constexpr Entry no_execute_bit = Entry{1} << 63;
constexpr Entry address_mask = 0x000ffffffffff000;
constexpr int top_level = 3;

constexpr std::size_t entries_per_table = 512;

struct alignas(page_size) Table {
    std::array<Entry, entries_per_table> entries;
};

constinit Table top_table{};
/// The first tables, before any memory is in the direct map: they live in the image.
constinit std::array<Table, 48> first_tables{};
constinit std::size_t first_tables_used = 0;
constinit bool direct_map_ready = false;

constexpr std::uint64_t level_bytes(int level) {
    return page_size << (9 * level);
}

constexpr std::size_t index_at(std::uint64_t address, int level) {
    return static_cast<std::size_t>(address >> (12 + 9 * level)) % entries_per_table;
}

bool is_canonical(std::uint64_t address) {
    const auto high = static_cast<std::int64_t>(address) >> 47;
    return high == 0 || high == -1;
}

// Tables in the image are reached through the image's own mapping, later ones through the direct
// map: this works before and after memory is mapped there.
Table& table_at(std::uint64_t physical) {
    const std::uint64_t first = image_physical(first_tables.data());
    if (physical >= first && physical < first + sizeof(first_tables)) {
        return *reinterpret_cast<Table*>(image_base + physical);
    }
    return *direct_map<Table>(physical);
}

std::optional<std::uint64_t> allocate_table(TableSource& source) {
    if (first_tables_used < first_tables.size()) {
        return image_physical(&first_tables[first_tables_used++]);
    }
    if (!direct_map_ready) {
        return std::nullopt;
    }
    return source.allocate();
}

Entry flags_of(Permissions permissions) {
    Entry flags = present;
    if (permissions.writable) {
        flags |= writable_bit;
    }
    if (permissions.user) {
        flags |= user_bit;
    } else {
        flags |= global_bit;
    }
    if (permissions.uncached) {
        flags |= write_through_bit | uncached_bit;
    }
    if (!permissions.executable) {
        flags |= no_execute_bit;
    }
    return flags;
}

bool has_gigabyte_pages() {
    return cpuid(0x80000000).eax >= 0x80000001 && (cpuid(0x80000001).edx & (1U << 26)) != 0;
}

// A wider address would reach into the reserved bits of an entry, or its permissions.
std::uint64_t physical_address_end() {
    constexpr unsigned width_without_report = 36;
    const unsigned width =
        cpuid(0x80000000).eax >= 0x80000008 ? cpuid(0x80000008).eax & 0xff : width_without_report;
    return std::uint64_t{1} << std::min(width, 52U);
}

std::expected<void, MapError> map_page(std::uint64_t address, Entry leaf, int level,
                                       TableSource& source) {
    Table* table = &top_table;
    for (int at = top_level; at > level; --at) {
        Entry& entry = table->entries[index_at(address, at)];
        if ((entry & present) == 0) {
            const std::optional<std::uint64_t> frame = allocate_table(source);
            if (!frame) {
                return std::unexpected(MapError::out_of_memory);
            }
            // Permissions are the leaf's business; U is needed on the way down to a user page.
            entry = *frame | present | writable_bit;
        } else if ((entry & large_bit) != 0) {
            return std::unexpected(MapError::already_mapped);
        }
        entry |= leaf & user_bit;
        table = &table_at(entry & address_mask);
    }
    Entry& entry = table->entries[index_at(address, level)];
    if ((entry & present) != 0) {
        return std::unexpected(MapError::already_mapped);
    }
    entry = leaf;
    return {};
}

struct Found {
    Entry* entry;
    int level;
};

std::optional<Found> find_leaf(std::uint64_t address) {
    if (!is_canonical(address)) {
        return std::nullopt;
    }
    Table* table = &top_table;
    for (int level = top_level;; --level) {
        Entry& entry = table->entries[index_at(address, level)];
        if ((entry & present) == 0) {
            return std::nullopt;
        }
        if (level == 0 || (entry & large_bit) != 0) {
            return Found{&entry, level};
        }
        table = &table_at(entry & address_mask);
    }
}

Translation translation_of(Entry entry, int level, std::uint64_t address) {
    const std::uint64_t bytes = level_bytes(level);
    return {
        .physical = (entry & address_mask & ~(bytes - 1)) + address % bytes,
        .permissions = {.writable = (entry & writable_bit) != 0,
                        .executable = (entry & no_execute_bit) == 0,
                        .user = (entry & user_bit) != 0,
                        .uncached = (entry & uncached_bit) != 0},
        .page_bytes = bytes,
    };
}

// As deep as there are levels.
bool visit_table(Table& table, int level, std::uint64_t base,
                 bool (*visit)(std::uint64_t, const Translation&, void*), void* context) {
    for (std::size_t index = 0; index < entries_per_table; ++index) {
        const Entry entry = table.entries[index];
        if ((entry & present) == 0) {
            continue;
        }
        std::uint64_t address = base + index * level_bytes(level);
        if (level == top_level && index >= entries_per_table / 2) {
            address |= 0xffff000000000000;
        }
        const bool leaf = level == 0 || (entry & large_bit) != 0;
        const bool go_on =
            leaf ? visit(address, translation_of(entry, level, address), context)
                 : visit_table(table_at(entry & address_mask), level - 1, address, visit, context);
        if (!go_on) {
            return false;
        }
    }
    return true;
}

std::expected<void, MapError> map_image_part(const char* start, const char* end,
                                             Permissions permissions, TableSource& source) {
    const auto address = reinterpret_cast<std::uint64_t>(start);
    const std::uint64_t length = reinterpret_cast<std::uint64_t>(end) - address;
    for (std::uint64_t offset = 0; offset < length; offset += page_size) {
        if (address + offset == reinterpret_cast<std::uint64_t>(boot_stack_guard)) {
            continue;
        }
        auto mapped = map_page(address + offset,
                               (address + offset - image_base) | flags_of(permissions), 0, source);
        if (!mapped) {
            return mapped;
        }
    }
    return {};
}

} // namespace

std::uint64_t kernel_top_table() {
    return image_physical(&top_table);
}

std::expected<void, MapError> build_kernel_tables(TableSource& source) {
    const auto* const table_start =
        reinterpret_cast<const char*>(bimetal_image_information.backtrace_address);
    const auto* const table_end =
        reinterpret_cast<const char*>(bimetal_image_information.image_end);
    return map_image_part(text_start, text_end, {.executable = true}, source)
        .and_then([&] { return map_image_part(constants_start, constants_end, {}, source); })
        .and_then([&] { return map_image_part(data_start, data_end, {.writable = true}, source); })
        .and_then([&] { return map_image_part(table_start, table_end, {}, source); });
}

void switch_to_kernel_tables() {
    write_cr3(kernel_top_table());
    direct_map_ready = true;
}

std::expected<void, MapError> map_direct(std::uint64_t start, std::uint64_t end,
                                         Permissions permissions, TableSource& source) {
    start &= ~(page_size - 1);
    end = (end + page_size - 1) & ~(page_size - 1);

    // The image's read-only parts, which writing through the direct map must not reach either: text
    // and constants, and the backtrace table.
    struct Part {
        std::uint64_t start;
        std::uint64_t end;
    };

    const std::array<Part, 2> fixed{
        Part{image_physical(text_start), image_physical(constants_end)},
        Part{bimetal_image_information.backtrace_address - image_base,
             bimetal_image_information.image_end - image_base},
    };
    const bool gigabytes = has_gigabyte_pages();
    std::uint64_t at = start;
    while (at < end) {
        bool in_fixed = false;
        std::uint64_t limit = end;
        for (const Part& part : fixed) {
            if (at < part.start) {
                limit = std::min(limit, part.start);
            } else if (at < part.end) {
                limit = std::min(limit, part.end);
                in_fixed = true;
            }
        }
        int level = 0;
        for (int candidate = gigabytes ? 2 : 1; candidate > 0; --candidate) {
            const std::uint64_t bytes = level_bytes(candidate);
            if (at % bytes == 0 && limit - at >= bytes) {
                level = candidate;
                break;
            }
        }
        Permissions effective = permissions;
        effective.executable = false;
        effective.writable = permissions.writable && !in_fixed;
        Entry leaf = at | flags_of(effective);
        if (level > 0) {
            leaf |= large_bit;
        }
        auto mapped = map_page(direct_map_address(at), leaf, level, source);
        if (!mapped && mapped.error() != MapError::already_mapped) {
            return mapped;
        }
        at += level_bytes(level);
    }
    return {};
}

std::expected<void, MapError> map_range(std::uint64_t virtual_address, std::uint64_t physical,
                                        std::uint64_t length, Permissions permissions,
                                        TableSource& source) {
    if ((virtual_address | physical | length) % page_size != 0) {
        return std::unexpected(MapError::misaligned);
    }
    if (permissions.writable && permissions.executable) {
        return std::unexpected(MapError::writable_and_executable);
    }
    if (length > (std::uint64_t{1} << 47) || !is_canonical(virtual_address) ||
        !is_canonical(virtual_address + length - 1)) {
        return std::unexpected(MapError::not_canonical);
    }
    if (const std::uint64_t end = physical_address_end();
        physical > end || length > end - physical) {
        return std::unexpected(MapError::beyond_address);
    }
    for (std::uint64_t offset = 0; offset < length; offset += page_size) {
        auto mapped = map_page(virtual_address + offset,
                               (physical + offset) | flags_of(permissions), 0, source);
        if (!mapped) {
            // What was there before this call is not ours to remove: stop before it.
            static_cast<void>(unmap_range_locally(virtual_address, offset));
            return mapped;
        }
    }
    return {};
}

std::expected<void, MapError> unmap_range_locally(std::uint64_t virtual_address,
                                                  std::uint64_t length) {
    if ((virtual_address | length) % page_size != 0) {
        return std::unexpected(MapError::misaligned);
    }
    for (std::uint64_t offset = 0; offset < length; offset += page_size) {
        const std::optional<Found> leaf = find_leaf(virtual_address + offset);
        if (!leaf || leaf->level != 0) {
            return std::unexpected(MapError::not_mapped);
        }
        *leaf->entry = 0;
        invalidate_page(virtual_address + offset);
    }
    return {};
}

std::optional<Translation> translate(std::uint64_t virtual_address) {
    const std::optional<Found> leaf = find_leaf(virtual_address);
    if (!leaf) {
        return std::nullopt;
    }
    return translation_of(*leaf->entry, leaf->level, virtual_address);
}

bool for_each_mapping(bool (*visit)(std::uint64_t, const Translation&, void*), void* context) {
    return visit_table(top_table, top_level, 0, visit, context);
}

void unmap_lower_half() {
    for (std::size_t index = 0; index < entries_per_table / 2; ++index) {
        top_table.entries[index] = 0;
    }
    write_cr3(read_cr3());
}

std::expected<void, MapError> map_trampoline(std::uint64_t physical, TableSource& source) {
    return map_page(physical, physical | (flags_of({.executable = true}) & ~global_bit), 0, source);
}

} // namespace bimetal::arch
