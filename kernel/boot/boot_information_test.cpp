// SPDX-License-Identifier: MIT OR Apache-2.0
// Boot information is untrusted: well-formed blocks are read, everything else is an error, and no
// bytes whatever lead outside of what the reader gives.
#include "kernel/boot/boot_information.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace bimetal::boot {
namespace {

constexpr std::uint64_t base = 0x1000;
std::vector<std::byte> physical_memory;

// Physical memory begins at `base` and ends where the block ends, so that the sanitizer sees every
// byte too far.
std::optional<std::span<const std::byte>> read(std::uint64_t physical, std::size_t length) {
    if (physical < base || physical - base > physical_memory.size() ||
        length > physical_memory.size() - (physical - base)) {
        return std::nullopt;
    }
    return std::span(physical_memory).subspan(physical - base, length);
}

template <typename T>
void append(std::vector<std::byte>& to, T value) {
    const std::size_t at = to.size();
    to.resize(at + sizeof(T));
    std::memcpy(to.data() + at, &value, sizeof(T));
}

void pad(std::vector<std::byte>& to) {
    while (to.size() % 8 != 0) {
        to.push_back(std::byte{0});
    }
}

void append_text(std::vector<std::byte>& to, const std::string& text) {
    for (const char character : text) {
        to.push_back(static_cast<std::byte>(character));
    }
    to.push_back(std::byte{0});
}

// A PVH block: start_info, memory map header, regions, one module, command line.
std::vector<std::byte> pvh_block(const std::string& command_line, std::uint32_t regions) {
    std::vector<std::byte> block;
    const std::uint64_t entries = base + 56;
    const std::uint64_t modules = entries + std::uint64_t{24} * regions;
    append<std::uint32_t>(block, 0x336ec578);
    append<std::uint32_t>(block, 1);
    append<std::uint32_t>(block, 0);
    append<std::uint32_t>(block, 1);
    append<std::uint64_t>(block, modules);
    append<std::uint64_t>(block, modules + 32);
    append<std::uint64_t>(block, 0xf5a0);
    append<std::uint64_t>(block, entries);
    append<std::uint32_t>(block, regions);
    append<std::uint32_t>(block, 0);
    for (std::uint32_t index = 0; index < regions; ++index) {
        append<std::uint64_t>(block, std::uint64_t{index} << 20);
        append<std::uint64_t>(block, 1 << 20);
        append<std::uint32_t>(block, 1 + index % 2);
        append<std::uint32_t>(block, 0);
    }
    append<std::uint64_t>(block, 0x800000);
    append<std::uint64_t>(block, 0x1234);
    append<std::uint64_t>(block, 0);
    append<std::uint64_t>(block, 0);
    append_text(block, command_line);
    // The kernel reads a command line of up to its capacity.
    block.resize(block.size() + BootInformation::command_line_capacity + 1);
    return block;
}

void append_tag(std::vector<std::byte>& block, std::uint32_t type,
                const std::vector<std::byte>& body) {
    pad(block);
    append<std::uint32_t>(block, type);
    append<std::uint32_t>(block, static_cast<std::uint32_t>(8 + body.size()));
    block.insert(block.end(), body.begin(), body.end());
}

std::vector<std::byte> multiboot2_block(const std::string& command_line) {
    std::vector<std::byte> block;
    append<std::uint64_t>(block, 0); // size, filled below
    std::vector<std::byte> body;
    append_text(body, command_line);
    append_tag(block, 1, body);
    body.clear();
    append<std::uint32_t>(body, 0x800000);
    append<std::uint32_t>(body, 0x801234);
    append_text(body, "module");
    append_tag(block, 3, body);
    body.clear();
    append<std::uint32_t>(body, 24);
    append<std::uint32_t>(body, 0);
    for (std::uint64_t index = 0; index < 3; ++index) {
        append<std::uint64_t>(body, index << 20);
        append<std::uint64_t>(body, 1 << 20);
        append<std::uint64_t>(body, 1);
    }
    append_tag(block, 6, body);
    append_tag(block, 15, std::vector<std::byte>(36, std::byte{7}));
    append_tag(block, 0, {});
    const auto size = static_cast<std::uint32_t>(block.size());
    std::memcpy(block.data(), &size, sizeof(size));
    return block;
}

TEST(BootInformation, reads_pvh) {
    physical_memory = pvh_block("exec=\"help\" serial=rust", 5);
    BootInformation information;
    ASSERT_TRUE(information.parse(Protocol::pvh, base, read));
    EXPECT_EQ(information.command_line(), "exec=\"help\" serial=rust");
    EXPECT_FALSE(information.command_line_cut());
    EXPECT_EQ(information.regions().size(), 5U);
    EXPECT_EQ(information.regions()[3].base, 3U << 20);
    EXPECT_EQ(information.acpi_root(), 0xf5a0U);
    ASSERT_EQ(information.modules().size(), 1U);
    EXPECT_EQ(information.modules()[0].length, 0x1234U);
    EXPECT_EQ(information.reserved().size(), 1U);
}

TEST(BootInformation, reads_multiboot2) {
    physical_memory = multiboot2_block("log=debug");
    BootInformation information;
    ASSERT_TRUE(information.parse(Protocol::multiboot2, base, read));
    EXPECT_EQ(information.command_line(), "log=debug");
    EXPECT_EQ(information.regions().size(), 3U);
    EXPECT_EQ(information.acpi_root_copy().size(), 36U);
    ASSERT_EQ(information.modules().size(), 1U);
    EXPECT_EQ(information.modules()[0].base, 0x800000U);
}

TEST(BootInformation, a_long_command_line_is_cut_and_said_to_be) {
    physical_memory = pvh_block(std::string(BootInformation::command_line_capacity + 10, 'x'), 1);
    BootInformation information;
    ASSERT_TRUE(information.parse(Protocol::pvh, base, read));
    EXPECT_TRUE(information.command_line_cut());
    EXPECT_EQ(information.command_line().size(), BootInformation::command_line_capacity);
}

TEST(BootInformation, of_too_many_regions_restrictions_stay) {
    physical_memory = pvh_block("", 600);
    BootInformation information;
    ASSERT_TRUE(information.parse(Protocol::pvh, base, read));
    EXPECT_EQ(information.regions().size(), 256U);
    EXPECT_EQ(information.dropped_regions(), 600U - 256U);
    std::size_t restricted = 0;
    for (const MemoryRegion& region : information.regions()) {
        restricted += region.type == 1 ? 0 : 1;
    }
    EXPECT_GT(restricted, 250U);
}

TEST(BootInformation, answers_what_is_wrong) {
    const auto error_of = [](Protocol protocol, std::uint64_t address) {
        BootInformation information;
        const auto parsed = information.parse(protocol, address, read);
        return parsed ? std::optional<BootError>() : parsed.error();
    };
    physical_memory = pvh_block("", 0);
    EXPECT_EQ(error_of(Protocol::pvh, base), BootError::no_memory_map);
    EXPECT_EQ(error_of(Protocol::pvh, base + 8), BootError::bad_magic);
    EXPECT_EQ(error_of(Protocol::pvh, 0), BootError::not_readable);
    EXPECT_EQ(error_of(static_cast<Protocol>(9), base), BootError::unknown_protocol);
    physical_memory = multiboot2_block("");
    physical_memory.resize(physical_memory.size() - 8); // no end tag
    const auto size = static_cast<std::uint32_t>(physical_memory.size());
    std::memcpy(physical_memory.data(), &size, sizeof(size));
    EXPECT_EQ(error_of(Protocol::multiboot2, base), BootError::malformed);
}

TEST(BootInformation, survives_any_bytes) {
    bimetal::testing::Random random;
    for (int round = 0; round < 20'000; ++round) {
        const bool pvh = random.chance(2);
        physical_memory = pvh ? pvh_block("a=b", static_cast<std::uint32_t>(random.in(0, 7)))
                              : multiboot2_block("a=b");
        for (std::uint64_t flips = random.in(0, 7); flips > 0; --flips) {
            const std::uint64_t at =
                random.in(0, std::min<std::uint64_t>(physical_memory.size(), 400) - 1);
            physical_memory[at] = static_cast<std::byte>(random.in(0, 255));
        }
        if (random.chance(3)) {
            physical_memory.resize(random.in(0, physical_memory.size()));
        }
        BootInformation information;
        static_cast<void>(
            information.parse(pvh ? Protocol::pvh : Protocol::multiboot2, base, read));
        EXPECT_LE(information.regions().size(), 256U);
    }
}

} // namespace
} // namespace bimetal::boot
