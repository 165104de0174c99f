// SPDX-License-Identifier: MIT OR Apache-2.0
// What the loader says of the machine, in one form for both protocols (PVH, Multiboot2). Everything
// is untrusted until it is checked here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

namespace bimetal::boot {

enum class Protocol : std::uint32_t { pvh = 1, multiboot2 = 2 };

constexpr std::string_view describe(Protocol protocol) {
    switch (protocol) {
    case Protocol::pvh:
        return "PVH";
    case Protocol::multiboot2:
        return "Multiboot2";
    }
    return "unknown protocol";
}

enum class BootError : std::uint8_t {
    unknown_protocol,
    bad_magic,
    not_readable,
    malformed,
    no_memory_map
};

constexpr std::string_view describe(BootError error) {
    switch (error) {
    case BootError::unknown_protocol:
        return "unknown boot protocol";
    case BootError::bad_magic:
        return "boot information has a wrong magic number";
    case BootError::not_readable:
        return "boot information lies above 4 GiB";
    case BootError::malformed:
        return "boot information is cut short or malformed";
    case BootError::no_memory_map:
        return "the loader gave no memory map";
    }
    return "unknown error";
}

struct MemoryRegion {
    std::uint64_t base;
    std::uint64_t length;
    std::uint32_t type; ///< as in E820
};

struct ReservedRange {
    std::uint64_t base;
    std::uint64_t length;
};

struct Module {
    std::uint64_t base;
    std::uint64_t length;
};

/// Reads physical memory below 4 GiB, or says that it cannot.
using PhysicalReader = std::optional<std::span<const std::byte>> (*)(std::uint64_t physical,
                                                                     std::size_t length);

/// A copy, so that the loader's memory can be reused: only modules stay where they are.
class BootInformation {
  public:
    static constexpr std::size_t command_line_capacity = 4096;

    /// Parses what the loader left at `physical`. Every length is checked against what it lies in.
    std::expected<void, BootError> parse(Protocol protocol, std::uint64_t physical,
                                         PhysicalReader read);

    Protocol protocol() const { return protocol_; }

    std::span<const MemoryRegion> regions() const {
        return std::span(regions_).first(region_count_);
    }

    /// Regions beyond what fits, which were dropped.
    std::size_t dropped_regions() const { return dropped_regions_; }

    std::span<const ReservedRange> reserved() const {
        return std::span(reserved_).first(reserved_count_);
    }

    std::span<const Module> modules() const { return std::span(modules_).first(module_count_); }

    std::string_view command_line() const { return {command_line_.data(), command_line_length_}; }

    bool command_line_cut() const { return command_line_cut_; }

    /// Physical address of the ACPI root pointer, 0 when the loader named none.
    std::uint64_t acpi_root() const { return acpi_root_; }

    /// A copy of the root pointer itself, where the loader passed that (Multiboot2).
    std::span<const std::byte> acpi_root_copy() const {
        return std::span(acpi_root_copy_).first(acpi_root_copy_length_);
    }

  private:
    std::expected<void, BootError> parse_pvh(std::uint64_t physical, PhysicalReader read);
    std::expected<void, BootError> parse_multiboot2(std::uint64_t physical, PhysicalReader read);
    void add_region(const MemoryRegion& region);
    void set_command_line(std::span<const std::byte> text);
    void add_module(std::uint64_t base, std::uint64_t length);

    Protocol protocol_ = Protocol::pvh;
    std::array<MemoryRegion, 256> regions_{};
    std::size_t region_count_ = 0;
    std::size_t dropped_regions_ = 0;
    std::array<ReservedRange, 16> reserved_{};
    std::size_t reserved_count_ = 0;
    std::array<Module, 8> modules_{};
    std::size_t module_count_ = 0;
    std::array<char, command_line_capacity> command_line_{};
    std::size_t command_line_length_ = 0;
    bool command_line_cut_ = false;
    std::uint64_t acpi_root_ = 0;
    std::array<std::byte, 64> acpi_root_copy_{};
    std::size_t acpi_root_copy_length_ = 0;
};

} // namespace bimetal::boot
