// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/buddy.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace bimetal::memory {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;
constexpr std::uint64_t gib = std::uint64_t{1} << 30;

// A boot map, its allocator and the metadata. No memory stands behind the addresses.
class Machine {
  public:
    explicit Machine(const std::vector<Region>& regions) {
        for (const Region& region : regions) {
            std::ignore = map.add(region.base, region.length, region.type);
        }
        metadata.resize(BuddyAllocator::metadata_size(map) / sizeof(std::uint64_t) + 1);
        EXPECT_TRUE(buddy.initialise(map, std::as_writable_bytes(std::span(metadata))));
    }

    std::array<Region, 512> storage{};
    BootMap map{storage, 46};
    std::vector<std::uint64_t> metadata;
    BuddyAllocator buddy;
};

// Who owns which frame, kept apart from the allocator.
class Ownership {
  public:
    explicit Ownership(const BootMap& map) : map_(map) {}

    // The block must be free, aligned, and usable from end to end.
    void take(PhysicalAddress address, unsigned order) {
        const std::uint64_t size = frame_size << order;
        ASSERT_EQ(address.value % size, 0U);
        const auto after = blocks.lower_bound(address.value);
        if (after != blocks.end()) {
            ASSERT_LE(address.value + size, after->first) << "handed out twice";
        }
        if (after != blocks.begin()) {
            const auto before = std::prev(after);
            ASSERT_LE(before->first + (frame_size << before->second), address.value)
                << "handed out twice";
        }
        for (std::uint64_t at = address.value; at < address.value + size; at += frame_size) {
            ASSERT_EQ(map_.type_at(at), RegionType::usable);
        }
        blocks.emplace(address.value, order);
        frames_ += std::uint64_t{1} << order;
    }

    void give(std::uint64_t address) {
        frames_ -= std::uint64_t{1} << blocks.at(address);
        blocks.erase(address);
    }

    [[nodiscard]] std::uint64_t frames() const { return frames_; }

    std::map<std::uint64_t, unsigned> blocks;

  private:
    const BootMap& map_;
    std::uint64_t frames_ = 0;
};

TEST(Buddy, BlocksAreAlignedAndMergeAgain) {
    Machine machine({{0, 64 * mib, RegionType::usable}});
    const MemoryStatistics before = machine.buddy.statistics();
    EXPECT_EQ(before.total_frames, 64 * mib / frame_size);
    EXPECT_EQ(before.free_frames, before.total_frames);
    EXPECT_EQ(before.free_blocks[max_order], 16U);
    std::vector<std::pair<PhysicalAddress, unsigned>> held;
    for (unsigned order = 0; order <= max_order; ++order) {
        const auto block = machine.buddy.allocate(order, Zone::any);
        ASSERT_TRUE(block);
        EXPECT_EQ(block->value % (frame_size << order), 0U);
        held.emplace_back(*block, order);
        EXPECT_TRUE(machine.buddy.check());
    }
    for (const auto& [address, order] : held) {
        EXPECT_TRUE(machine.buddy.free(address, order));
        EXPECT_TRUE(machine.buddy.check());
    }
    EXPECT_EQ(machine.buddy.statistics().free_blocks, before.free_blocks);
}

TEST(Buddy, AnswersEveryWrong) {
    Machine machine({{1 * mib, 4 * mib, RegionType::usable},
                     {2 * mib, 0x3000, RegionType::kernel},
                     {16 * mib, 4 * mib, RegionType::usable}});
    BuddyAllocator& buddy = machine.buddy;
    const auto block = buddy.allocate(3, Zone::any);
    ASSERT_TRUE(block);
    const auto free = [&](std::uint64_t address, unsigned order) {
        const auto result = buddy.free({address}, order);
        EXPECT_TRUE(buddy.check());
        return result ? std::string_view("freed") : describe(result.error());
    };
    EXPECT_EQ(buddy.allocate(max_order + 1, Zone::any).error(), MemoryError::invalid_order);
    EXPECT_EQ(free(block->value, max_order + 1), describe(MemoryError::invalid_order));
    EXPECT_EQ(free(block->value, ~0U), describe(MemoryError::invalid_order));
    EXPECT_EQ(free(block->value + 1, 3), describe(MemoryError::misaligned));
    EXPECT_EQ(free(block->value + frame_size, 3), describe(MemoryError::misaligned));
    EXPECT_EQ(free(0, 0), describe(MemoryError::out_of_range));
    EXPECT_EQ(free(20 * mib, 0), describe(MemoryError::out_of_range));
    EXPECT_EQ(free(~std::uint64_t{0xfff}, 0), describe(MemoryError::out_of_range));
    EXPECT_EQ(free(8 * mib, 0), describe(MemoryError::reserved));
    EXPECT_EQ(free(2 * mib, 0), describe(MemoryError::reserved));
    EXPECT_EQ(free(block->value, 2), describe(MemoryError::wrong_order));
    EXPECT_EQ(free(block->value + frame_size, 0), describe(MemoryError::wrong_order));
    EXPECT_EQ(free(block->value, 3), "freed");
    EXPECT_EQ(free(block->value, 3), describe(MemoryError::double_free));
    EXPECT_EQ(free(block->value + frame_size, 0), describe(MemoryError::double_free));
}

TEST(Buddy, Zones) {
    Machine machine({{3 * gib, gib, RegionType::usable}, {4 * gib, 8 * mib, RegionType::usable}});
    BuddyAllocator& buddy = machine.buddy;
    // What touches the line is joined in the map, and still parted here.
    EXPECT_EQ(machine.map.regions().size(), 1U);
    EXPECT_GE(buddy.allocate(0, Zone::any)->value, 4 * gib);
    EXPECT_GE(buddy.allocate(max_order, Zone::any)->value, 4 * gib);
    // Above there is no whole block left.
    EXPECT_LT(buddy.allocate(max_order, Zone::any)->value, 4 * gib);
    EXPECT_LT(buddy.allocate(0, Zone::below_4g)->value, 4 * gib);
    EXPECT_TRUE(buddy.check());

    Machine high({{8 * gib, 16 * mib, RegionType::usable}});
    EXPECT_EQ(high.buddy.allocate(0, Zone::below_4g).error(), MemoryError::exhausted);
    EXPECT_TRUE(high.buddy.allocate(0, Zone::any));
}

TEST(Buddy, Exhaustion) {
    for (const unsigned order : {0U, 3U, max_order}) {
        Machine machine({{0x7000, 9 * mib, RegionType::usable},
                         {0x200000, 0x1000, RegionType::reserved},
                         {6 * gib + 0x5000, 9 * mib, RegionType::usable}});
        const MemoryStatistics before = machine.buddy.statistics();
        Ownership owned(machine.map);
        while (true) {
            const auto block = machine.buddy.allocate(order, Zone::any);
            if (!block) {
                EXPECT_EQ(block.error(), MemoryError::exhausted);
                break;
            }
            ASSERT_NO_FATAL_FAILURE(owned.take(*block, order));
        }
        if (order == 0) {
            EXPECT_EQ(owned.frames(), before.total_frames);
        }
        EXPECT_EQ(machine.buddy.statistics().free_frames, before.total_frames - owned.frames());
        for (const auto& [address, held] : owned.blocks) {
            ASSERT_TRUE(machine.buddy.free({address}, held));
        }
        EXPECT_TRUE(machine.buddy.check());
        EXPECT_EQ(machine.buddy.statistics().free_blocks, before.free_blocks);
        EXPECT_EQ(machine.buddy.statistics().free_blocks_below_4g, before.free_blocks_below_4g);
    }
}

TEST(Buddy, MetadataIsSmallAndMayLieInTheMap) {
    std::array<Region, 512> storage{};
    BootMap map(storage, 46);
    std::ignore = map.add(0, 640 << 10, RegionType::usable);
    std::ignore = map.add(mib, 2 * gib - mib, RegionType::usable);
    std::ignore = map.add(4 * gib, 6 * gib, RegionType::usable);
    const std::size_t size = BuddyAllocator::metadata_size(map);
    EXPECT_LE(size, map.usable_bytes() / 100);
    const auto place = map.find_usable(size, frame_size, 32 * mib, 4 * gib);
    ASSERT_TRUE(place);
    ASSERT_TRUE(map.reserve(place->value, size));
    std::vector<std::uint64_t> metadata((size + 7) / 8);
    BuddyAllocator buddy;
    EXPECT_TRUE(buddy.initialise(map, std::as_writable_bytes(std::span(metadata)).first(size)));
    EXPECT_EQ(buddy.statistics().total_frames, map.usable_bytes() / frame_size);
    EXPECT_TRUE(buddy.check());
    EXPECT_EQ(buddy.free(*place, 0).error(), MemoryError::reserved);
}

TEST(Buddy, RefusesWrongMetadata) {
    std::array<Region, 8> storage{};
    BootMap map(storage, 46);
    BuddyAllocator buddy;
    std::vector<std::uint64_t> metadata(4096);
    const auto bytes = std::as_writable_bytes(std::span(metadata));
    EXPECT_EQ(buddy.initialise(map, bytes).error(), MemoryError::exhausted);
    std::ignore = map.add(0, mib, RegionType::usable);
    EXPECT_EQ(buddy.allocate(0, Zone::any).error(), MemoryError::not_initialised);
    EXPECT_EQ(buddy.free({0}, 0).error(), MemoryError::not_initialised);
    EXPECT_TRUE(buddy.check());
    EXPECT_EQ(buddy.initialise(map, {}).error(), MemoryError::no_metadata);
    EXPECT_EQ(buddy.initialise(map, bytes.subspan(1)).error(), MemoryError::no_metadata);
    EXPECT_EQ(buddy.initialise(map, bytes.first(std::size_t{256} * 9)).error(),
              MemoryError::no_metadata);
    EXPECT_EQ(buddy.allocate(0, Zone::any).error(), MemoryError::not_initialised);
    EXPECT_TRUE(buddy.initialise(map, bytes));
    EXPECT_TRUE(buddy.allocate(8, Zone::any));
}

// check() itself must be able to fail: any byte of metadata in use, once changed, is noticed or
// harmless, and never leads check() astray.
TEST(Buddy, CheckNoticesDamage) {
    testing::Random random;
    Machine machine({{mib, 3 * mib, RegionType::usable}, {8 * mib, mib, RegionType::usable}});
    std::vector<PhysicalAddress> held;
    held.reserve(200);
    for (int i = 0; i < 200; ++i) {
        held.push_back(*machine.buddy.allocate(0, Zone::any));
    }
    for (int i = 0; i < 60; ++i) {
        std::ignore = machine.buddy.free(random.pick(held), 0);
    }
    ASSERT_TRUE(machine.buddy.check());
    // Two ranges of 16 bytes, then links of 8 bytes, then states.
    const auto bytes = std::as_writable_bytes(std::span(machine.metadata));
    const std::size_t frames = 1024;
    const std::size_t links = std::size_t{2} * 16;
    const std::size_t states = links + frames * 8;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        std::byte& state = bytes[states + frame];
        const std::byte kept = state;
        state = static_cast<std::byte>(std::to_integer<unsigned>(kept) ^ (1U << random.in(0, 7)));
        EXPECT_FALSE(machine.buddy.check()) << "frame " << frame;
        state = kept;
    }
    unsigned noticed = 0;
    for (std::size_t at = links; at < states; ++at) {
        const std::byte kept = bytes[at];
        bytes[at] = static_cast<std::byte>(random.in(0, 255));
        noticed += machine.buddy.check() ? 0 : 1;
        bytes[at] = kept;
    }
    EXPECT_GT(noticed, 0U);
    EXPECT_TRUE(machine.buddy.check());
}

TEST(Buddy, RandomCallsAgainstAnOwnershipOracle) {
    testing::Random random;
    for (int round = 0; round < 20; ++round) {
        std::vector<Region> regions;
        const std::uint64_t count = random.in(1, 8);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t around = random.chance(2)
                                             ? random.in(0, 64 * mib)
                                             : 4 * gib - 8 * mib + random.in(0, 16 * mib);
            regions.push_back({around, random.in(1, 12 * mib), RegionType::usable});
            regions.push_back({around + random.in(0, 12 * mib), random.in(1, mib),
                               random.chance(2) ? RegionType::reserved : RegionType::kernel});
        }
        regions.push_back({256 * mib, 64 * frame_size, RegionType::usable});
        Machine machine(regions);
        BuddyAllocator& buddy = machine.buddy;
        const MemoryStatistics before = buddy.statistics();
        Ownership owned(machine.map);
        for (int step = 0; step < 3000; ++step) {
            if (!random.chance(3)) {
                // Small orders are common, as in a kernel, but all occur.
                const auto order = static_cast<unsigned>(random.in(0, random.in(0, max_order)));
                const Zone zone = random.chance(4) ? Zone::below_4g : Zone::any;
                if (const auto block = buddy.allocate(order, zone)) {
                    ASSERT_NO_FATAL_FAILURE(owned.take(*block, order));
                    if (zone == Zone::below_4g) {
                        ASSERT_LT(block->value, 4 * gib);
                    }
                } else {
                    ASSERT_EQ(block.error(), MemoryError::exhausted);
                    const auto blocks = buddy.statistics().free_blocks;
                    const bool none_left =
                        std::all_of(blocks.begin() + order, blocks.end(),
                                    [](std::uint64_t count_free) { return count_free == 0; });
                    ASSERT_TRUE(zone == Zone::below_4g || none_left);
                }
            } else if (random.chance(3)) {
                // A wrong free is refused, whatever it is.
                const Region& region =
                    machine.map.regions()[random.in(0, machine.map.regions().size() - 1)];
                const std::uint64_t address =
                    region.base + random.in(0, region.length / frame_size) * frame_size;
                const auto order = static_cast<unsigned>(random.in(0, max_order));
                const auto owner = owned.blocks.find(address);
                if (owner == owned.blocks.end() || owner->second != order) {
                    ASSERT_FALSE(buddy.free({address}, order));
                }
            } else if (!owned.blocks.empty()) {
                auto victim = owned.blocks.lower_bound(random.in(0, 4 * gib + 16 * mib));
                if (victim == owned.blocks.end()) {
                    victim = owned.blocks.begin();
                }
                const auto [address, order] = *victim;
                ASSERT_TRUE(buddy.free({address}, order));
                owned.give(address);
            }
            ASSERT_EQ(buddy.statistics().free_frames + owned.frames(), before.total_frames);
            if (step % 500 == 0) {
                ASSERT_TRUE(buddy.check());
            }
        }
        for (const auto& [address, order] : owned.blocks) {
            ASSERT_TRUE(buddy.free({address}, order));
        }
        ASSERT_TRUE(buddy.check());
        ASSERT_EQ(buddy.statistics().free_blocks, before.free_blocks);
    }
}

} // namespace
} // namespace bimetal::memory
