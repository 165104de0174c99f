// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/boot_map.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

namespace bimetal::memory {

void PrintTo(const Region& region, std::ostream* out);

void PrintTo(const Region& region, std::ostream* out) {
    *out << std::hex << "[0x" << region.base << ", 0x" << region.end() << ") "
         << describe(region.type);
}

namespace {

using enum RegionType;

class Map : public ::testing::Test {
  protected:
    std::array<Region, 64> storage{};
    BootMap map{storage, 40};

    std::vector<Region> regions() { return {map.regions().begin(), map.regions().end()}; }
};

using List = std::vector<Region>;

TEST_F(Map, SortsAndJoins) {
    EXPECT_TRUE(map.add(0x5000, 0x1000, usable));
    EXPECT_TRUE(map.add(0x1000, 0x1000, usable));
    EXPECT_TRUE(map.add(0x3000, 0x1000, reserved));
    EXPECT_TRUE(map.add(0x2000, 0x1000, usable));
    EXPECT_EQ(
        regions(),
        (List{{0x1000, 0x2000, usable}, {0x3000, 0x1000, reserved}, {0x5000, 0x1000, usable}}));
    EXPECT_EQ(map.usable_bytes(), 0x3000U);
    EXPECT_EQ(map.type_at(0x3fff), reserved);
    EXPECT_EQ(map.type_at(0x4000), std::nullopt);
    EXPECT_EQ(map.type_at(0x5000), usable);
}

TEST_F(Map, TheMoreRestrictiveWinsInEitherOrder) {
    EXPECT_TRUE(map.add(0x1000, 0x8000, usable));
    EXPECT_TRUE(map.add(0x3000, 0x2000, acpi_nvs));
    EXPECT_TRUE(map.add(0x4000, 0x4000, acpi_reclaimable));
    EXPECT_TRUE(map.add(0x0000, 0x20000, usable));
    const List expected{{0x0000, 0x3000, usable},
                        {0x3000, 0x2000, acpi_nvs},
                        {0x5000, 0x3000, acpi_reclaimable},
                        {0x8000, 0x18000, usable}};
    EXPECT_EQ(regions(), expected);
    EXPECT_EQ(map.report().overlapping, 3U);
}

TEST_F(Map, UsableShrinksAndReservedGrows) {
    EXPECT_TRUE(map.add(0x1001, 0x3000, usable));
    EXPECT_EQ(regions(), (List{{0x2000, 0x2000, usable}}));
    EXPECT_TRUE(map.add(0x2fff, 2, reserved));
    EXPECT_EQ(regions(), (List{{0x2000, 0x2000, reserved}}));
    EXPECT_EQ(map.add(0x9001, 0xfff, usable).error(), MapError::empty);
    EXPECT_EQ(map.add(0x9000, 0, reserved).error(), MapError::empty);
    EXPECT_EQ(map.report().empty, 2U);
    EXPECT_EQ(map.report().unaligned, 3U);
}

TEST_F(Map, WrapsAndAddressWidth) {
    EXPECT_EQ(map.add(0x1000, UINT64_MAX, usable).error(), MapError::wraps);
    EXPECT_EQ(regions(), List{});
    EXPECT_TRUE(map.add(0x1000, std::uint64_t{1} << 41, usable));
    EXPECT_EQ(regions(), (List{{0x1000, (std::uint64_t{1} << 40) - 0x1000, usable}}));
    EXPECT_EQ(map.add(0x200000, UINT64_MAX - 5, reserved).error(), MapError::wraps);
    EXPECT_EQ(map.usable_bytes(), 0x1ff000U);
    EXPECT_EQ(map.add(std::uint64_t{1} << 40, 0x1000, usable).error(), MapError::beyond_address);
    EXPECT_EQ(map.add(UINT64_MAX, 1, reserved).error(), MapError::beyond_address);
    EXPECT_EQ(map.report().wrapped, 2U);
}

TEST_F(Map, E820TypesAndUnknownOnes) {
    EXPECT_TRUE(map.add_e820(0x0000, 0x1000, 1));
    EXPECT_TRUE(map.add_e820(0x1000, 0x1000, 2));
    EXPECT_TRUE(map.add_e820(0x2000, 0x1000, 3));
    EXPECT_TRUE(map.add_e820(0x3000, 0x1000, 4));
    EXPECT_TRUE(map.add_e820(0x4000, 0x1000, 5));
    EXPECT_TRUE(map.add_e820(0x6000, 0x1000, 0));
    EXPECT_TRUE(map.add_e820(0x7000, 0x1000, 0xffffffff));
    EXPECT_EQ(regions(), (List{{0x0000, 0x1000, usable},
                               {0x1000, 0x1000, reserved},
                               {0x2000, 0x1000, acpi_reclaimable},
                               {0x3000, 0x1000, acpi_nvs},
                               {0x4000, 0x1000, unusable},
                               {0x6000, 0x2000, reserved}}));
    EXPECT_EQ(map.report().unknown_type, 2U);
}

TEST_F(Map, ReserveNeverMakesUsable) {
    EXPECT_TRUE(map.reserve(0x1000, 0x1000, usable));
    EXPECT_EQ(map.type_at(0x1000), reserved);
    EXPECT_TRUE(map.add(0, 0x200000, usable));
    EXPECT_TRUE(map.reserve(0, 0x100000, low_memory));
    EXPECT_TRUE(map.reserve(0x180010, 0x20));
    EXPECT_EQ(map.usable_bytes(), 0x100000U - 0x1000U);
}

TEST_F(Map, FindsUsableRanges) {
    EXPECT_TRUE(map.add(0x1000, 0x9000, usable));
    EXPECT_TRUE(map.add(0x100000, 0x100000, usable));
    EXPECT_EQ(map.find_usable(0x1000, 0x1000, 0, UINT64_MAX)->value, 0x1000U);
    EXPECT_EQ(map.find_usable(0x1000, 0x4000, 0, UINT64_MAX)->value, 0x4000U);
    EXPECT_EQ(map.find_usable(0x9001, 0x1000, 0, UINT64_MAX)->value, 0x100000U);
    EXPECT_EQ(map.find_usable(0x1000, 0x1000, 0x5800, UINT64_MAX)->value, 0x6000U);
    EXPECT_EQ(map.find_usable(0x1000, 0x1000, 0xa000, 0x100000), std::nullopt);
    EXPECT_EQ(map.find_usable(0x100001, 0x1000, 0, UINT64_MAX), std::nullopt);
    EXPECT_EQ(map.find_usable(0, 0x1000, 0, UINT64_MAX), std::nullopt);
    EXPECT_EQ(map.find_usable(0x1000, 0x1800, 0, UINT64_MAX), std::nullopt);
    EXPECT_EQ(map.find_usable(UINT64_MAX, 0x1000, 0, UINT64_MAX), std::nullopt);
}

TEST(SmallMap, DropsUsableMemoryWhenFull) {
    std::array<Region, 4> storage{};
    BootMap map(storage, 40);
    for (const std::uint64_t i : {1U, 2U, 3U, 4U}) {
        EXPECT_TRUE(map.add(i * 0x10000, i * 0x1000, usable));
    }
    EXPECT_EQ(map.add(0x60000, 0x1000, usable).error(), MapError::no_room);
    EXPECT_EQ(map.report().lost_bytes, 0x1000U);
    EXPECT_EQ(map.add(0x60000, 0x9000, usable).error(), MapError::no_room);
    EXPECT_EQ(map.usable_bytes(), 0x12000U);
    // A restricted region always finds its place.
    EXPECT_TRUE(map.reserve(0x60000, 0x1000));
    EXPECT_EQ(map.type_at(0x60000), kernel);
    EXPECT_EQ(map.type_at(0x61000), usable);
}

TEST(SmallMap, JoinsRestrictedRegionsWhenFull) {
    std::array<Region, 4> storage{};
    BootMap map(storage, 40);
    for (const std::uint64_t i : {0x10U, 0x20U, 0x28U, 0x40U, 0x50U, 0x60U}) {
        EXPECT_TRUE(map.add(i * 0x1000, 0x1000, reserved));
    }
    EXPECT_GT(map.report().merged, 0U);
    std::ignore = map.add(0, 0x100000, usable);
    for (const std::uint64_t i : {0x10U, 0x20U, 0x28U, 0x40U, 0x50U, 0x60U}) {
        EXPECT_EQ(map.type_at(i * 0x1000), reserved);
    }
}

// Compares the map with one entry a frame, which knows no regions.
TEST(RandomMap, AgreesWithAModelOfFrames) {
    constexpr std::uint64_t frames = 600;
    constexpr int uncovered = -1;
    testing::Random random;
    for (int round = 0; round < 400; ++round) {
        std::vector<Region> storage(random.chance(2) ? 512
                                                     : random.in(BootMap::minimum_capacity, 24));
        BootMap map(storage, 32);
        std::array<int, frames> model;
        model.fill(uncovered);
        const std::uint64_t count = random.in(1, 80);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto type = static_cast<RegionType>(random.chance(2) ? 0 : random.in(0, 7));
            std::uint64_t base = random.in(0, frames * frame_size - 1);
            std::uint64_t end =
                base + random.in(0, random.chance(3) ? frames * frame_size : 0x8000);
            if (random.chance(2)) {
                base &= ~(frame_size - 1);
                end &= ~(frame_size - 1);
            }
            end = std::clamp(end, base, frames * frame_size);
            std::ignore = map.add(base, end - base, type);
            if (base == end) {
                continue;
            }
            const bool grows = type != usable;
            const std::uint64_t first = (base + (grows ? 0 : frame_size - 1)) / frame_size;
            const std::uint64_t last = (end + (grows ? frame_size - 1 : 0)) / frame_size;
            for (std::uint64_t frame = first; frame < last; ++frame) {
                model[frame] = std::max(model[frame], static_cast<int>(type));
            }

            const auto regions = map.regions();
            ASSERT_LE(regions.size(), storage.size());
            for (std::size_t r = 0; r < regions.size(); ++r) {
                ASSERT_GT(regions[r].length, 0U);
                ASSERT_EQ(regions[r].base % frame_size, 0U);
                ASSERT_EQ(regions[r].length % frame_size, 0U);
                if (r != 0) {
                    ASSERT_LE(regions[r - 1].end(), regions[r].base);
                    ASSERT_FALSE(regions[r - 1].end() == regions[r].base &&
                                 regions[r - 1].type == regions[r].type);
                }
            }
            const bool full = map.report().lost_bytes != 0 || map.report().merged != 0;
            for (std::uint64_t frame = 0; frame < frames; ++frame) {
                const auto held = map.type_at(frame * frame_size);
                const int type_held = held ? static_cast<int>(*held) : uncovered;
                if (!full) {
                    ASSERT_EQ(type_held, model[frame]) << "frame " << frame;
                } else if (type_held == static_cast<int>(usable)) {
                    ASSERT_EQ(model[frame], static_cast<int>(usable)) << "frame " << frame;
                } else if (model[frame] > static_cast<int>(usable)) {
                    ASSERT_GE(type_held, model[frame]) << "frame " << frame;
                }
            }
        }
    }
}

TEST(RandomMap, SurvivesAnyNumbers) {
    testing::Random random;
    for (int round = 0; round < 200; ++round) {
        std::vector<Region> storage(random.in(BootMap::minimum_capacity, 40));
        const auto bits = static_cast<unsigned>(random.in(32, 52));
        BootMap map(storage, bits);
        for (int i = 0; i < 100; ++i) {
            const std::uint64_t base = random.in(0, UINT64_MAX) >> random.in(0, 63);
            const std::uint64_t length = random.in(0, UINT64_MAX) >> random.in(0, 63);
            std::ignore = map.add_e820(base, length, static_cast<std::uint32_t>(random.in(0, 8)));
        }
        for (const Region& region : map.regions()) {
            ASSERT_LE(region.end(), std::uint64_t{1} << bits);
        }
    }
}

} // namespace
} // namespace bimetal::memory
