// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/boot/boot_information.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace bimetal::boot {
namespace {

/// A copy of a T at `offset`, or nothing when it does not lie in `bytes` as a whole.
template <typename T>
    requires std::is_trivially_copyable_v<T>
std::optional<T> load(std::span<const std::byte> bytes, std::size_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) {
        return std::nullopt;
    }
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

// xen/include/public/arch-x86/hvm/start_info.h describes the format.
struct PvhStart {
    std::uint32_t magic;
    std::uint32_t version;
    std::uint32_t flags;
    std::uint32_t module_count;
    std::uint64_t modules;
    std::uint64_t command_line;
    std::uint64_t acpi_root;
};

struct PvhMemoryMap {
    std::uint64_t entries;
    std::uint32_t count;
    std::uint32_t reserved;
};

struct PvhModule {
    std::uint64_t base;
    std::uint64_t length;
    std::uint64_t command_line;
    std::uint64_t reserved;
};

struct PvhRegion {
    std::uint64_t base;
    std::uint64_t length;
    std::uint32_t type;
    std::uint32_t reserved;
};

constexpr std::uint32_t pvh_magic = 0x336ec578;

// Multiboot2 specification 2.0, section 3.6.
struct Multiboot2Header {
    std::uint32_t total_size;
    std::uint32_t reserved;
};

struct Multiboot2Tag {
    std::uint32_t type;
    std::uint32_t size;
};

struct Multiboot2Module {
    std::uint32_t start;
    std::uint32_t end;
};

struct Multiboot2MapHeader {
    std::uint32_t entry_size;
    std::uint32_t entry_version;
};

enum class TagType : std::uint32_t {
    end = 0,
    command_line = 1,
    module = 3,
    memory_map = 6,
    acpi_old = 14,
    acpi_new = 15,
};

} // namespace

void BootInformation::add_region(const MemoryRegion& region) {
    if (region_count_ < regions_.size()) {
        regions_[region_count_++] = region;
        return;
    }
    // What does not fit is not used. A restriction that does not fit is worse: it takes the place
    // of a usable region.
    ++dropped_regions_;
    constexpr std::uint32_t usable = 1;
    if (region.type != usable) {
        const auto replace = std::ranges::find(regions_, usable, &MemoryRegion::type);
        if (replace != regions_.end()) {
            *replace = region;
        }
    }
}

void BootInformation::set_command_line(std::span<const std::byte> text) {
    command_line_length_ = 0;
    command_line_cut_ = true;
    for (const std::byte byte : text) {
        if (byte == std::byte{0}) {
            command_line_cut_ = false;
            break;
        }
        if (command_line_length_ == command_line_.size()) {
            break;
        }
        command_line_[command_line_length_++] = static_cast<char>(byte);
    }
}

void BootInformation::add_module(std::uint64_t base, std::uint64_t length) {
    if (reserved_count_ < reserved_.size()) {
        reserved_[reserved_count_++] = {.base = base, .length = length};
        if (module_count_ < modules_.size()) {
            modules_[module_count_++] = {.base = base, .length = length};
        }
    }
}

std::expected<void, BootError> BootInformation::parse(Protocol protocol, std::uint64_t physical,
                                                      PhysicalReader read) {
    protocol_ = protocol;
    std::expected<void, BootError> parsed = std::unexpected(BootError::unknown_protocol);
    switch (protocol) {
    case Protocol::pvh:
        parsed = parse_pvh(physical, read);
        break;
    case Protocol::multiboot2:
        parsed = parse_multiboot2(physical, read);
        break;
    }
    if (parsed && region_count_ == 0) {
        return std::unexpected(BootError::no_memory_map);
    }
    return parsed;
}

std::expected<void, BootError> BootInformation::parse_pvh(std::uint64_t physical,
                                                          PhysicalReader read) {
    const auto start_bytes = read(physical, sizeof(PvhStart));
    if (!start_bytes) {
        return std::unexpected(BootError::not_readable);
    }
    const auto start = load<PvhStart>(*start_bytes, 0);
    if (!start || start->magic != pvh_magic) {
        return std::unexpected(BootError::bad_magic);
    }
    acpi_root_ = start->acpi_root;
    if (start->command_line != 0) {
        const auto text = read(start->command_line, command_line_capacity + 1);
        if (!text) {
            return std::unexpected(BootError::not_readable);
        }
        set_command_line(*text);
    }
    for (std::uint32_t index = 0; index < std::min<std::uint32_t>(start->module_count, 16);
         ++index) {
        const auto bytes = read(start->modules + index * sizeof(PvhModule), sizeof(PvhModule));
        const auto module = bytes ? load<PvhModule>(*bytes, 0) : std::nullopt;
        if (!module) {
            return std::unexpected(BootError::not_readable);
        }
        add_module(module->base, module->length);
    }
    if (start->version < 1) {
        return std::unexpected(BootError::no_memory_map);
    }
    const auto map_bytes = read(physical + sizeof(PvhStart), sizeof(PvhMemoryMap));
    const auto map = map_bytes ? load<PvhMemoryMap>(*map_bytes, 0) : std::nullopt;
    if (!map) {
        return std::unexpected(BootError::not_readable);
    }
    constexpr std::uint32_t believable_regions = 4096;
    for (std::uint32_t index = 0; index < std::min(map->count, believable_regions); ++index) {
        const auto bytes = read(map->entries + index * sizeof(PvhRegion), sizeof(PvhRegion));
        const auto region = bytes ? load<PvhRegion>(*bytes, 0) : std::nullopt;
        if (!region) {
            return std::unexpected(BootError::not_readable);
        }
        add_region({.base = region->base, .length = region->length, .type = region->type});
    }
    return {};
}

std::expected<void, BootError> BootInformation::parse_multiboot2(std::uint64_t physical,
                                                                 PhysicalReader read) {
    const auto header_bytes = read(physical, sizeof(Multiboot2Header));
    const auto header = header_bytes ? load<Multiboot2Header>(*header_bytes, 0) : std::nullopt;
    if (!header) {
        return std::unexpected(BootError::not_readable);
    }
    constexpr std::uint32_t believable_size = 1U << 20;
    if (header->total_size < sizeof(Multiboot2Header) || header->total_size > believable_size) {
        return std::unexpected(BootError::malformed);
    }
    const auto all = read(physical, header->total_size);
    if (!all) {
        return std::unexpected(BootError::not_readable);
    }
    std::size_t offset = sizeof(Multiboot2Header);
    for (;;) {
        const auto tag = load<Multiboot2Tag>(*all, offset);
        if (!tag || tag->size < sizeof(Multiboot2Tag) || tag->size > all->size() - offset) {
            return std::unexpected(BootError::malformed);
        }
        const auto body =
            all->subspan(offset + sizeof(Multiboot2Tag), tag->size - sizeof(Multiboot2Tag));
        switch (static_cast<TagType>(tag->type)) {
        case TagType::end:
            return {};
        case TagType::command_line:
            set_command_line(body);
            break;
        case TagType::module: {
            const auto module = load<Multiboot2Module>(body, 0);
            if (!module || module->end < module->start) {
                return std::unexpected(BootError::malformed);
            }
            add_module(module->start, module->end - module->start);
            break;
        }
        case TagType::memory_map: {
            const auto map = load<Multiboot2MapHeader>(body, 0);
            if (!map || map->entry_size < sizeof(MemoryRegion) - 4) {
                return std::unexpected(BootError::malformed);
            }
            std::size_t at = sizeof(Multiboot2MapHeader);
            for (; at + map->entry_size <= body.size(); at += map->entry_size) {
                const auto base = load<std::uint64_t>(body, at);
                const auto length = load<std::uint64_t>(body, at + 8);
                const auto type = load<std::uint32_t>(body, at + 16);
                if (!base || !length || !type) {
                    return std::unexpected(BootError::malformed);
                }
                add_region({.base = *base, .length = *length, .type = *type});
            }
            break;
        }
        case TagType::acpi_old:
        case TagType::acpi_new:
            // The newer one comes later or is longer: it wins.
            if (body.size() >= acpi_root_copy_length_) {
                acpi_root_copy_length_ = std::min(body.size(), acpi_root_copy_.size());
                std::memcpy(acpi_root_copy_.data(), body.data(), acpi_root_copy_length_);
            }
            break;
        default:
            break;
        }
        offset += (std::size_t{tag->size} + 7) & ~std::size_t{7};
    }
}

} // namespace bimetal::boot
