// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/early_heap.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace bimetal::memory {
namespace {

// Pages from the host, so that the address sanitizer sees what is used after it was given back.
class HostPages {
  public:
    std::byte* allocate_pages(unsigned order) noexcept {
        if (remaining < (std::uint64_t{1} << order)) {
            return nullptr;
        }
        remaining -= std::uint64_t{1} << order;
        const std::size_t size = frame_size << order;
        Owned owned(static_cast<std::byte*>(::operator new(size, std::align_val_t{size})),
                    Release{size});
        std::byte* const pages = owned.get();
        std::memset(pages, 0xa5, size);
        held.emplace(pages, std::move(owned));
        return pages;
    }

    void free_pages(std::byte* pages, unsigned order) noexcept {
        const auto found = held.find(pages);
        ASSERT_NE(found, held.end());
        ASSERT_EQ(found->second.get_deleter().size, frame_size << order);
        remaining += std::uint64_t{1} << order;
        held.erase(found);
    }

    struct Release {
        std::size_t size;

        void operator()(std::byte* pages) const {
            ::operator delete(pages, size, std::align_val_t{size});
        }
    };

    using Owned = std::unique_ptr<std::byte, Release>;

    std::map<std::byte*, Owned> held;
    std::uint64_t remaining = 4096;
};

using Heap = EarlyHeap<HostPages>;
static_assert(PageSource<HostPages>);
static_assert(KernelHeap<Heap>);

bool aligned(const void* pointer, std::size_t alignment) {
    return std::bit_cast<std::uintptr_t>(pointer) % alignment == 0;
}

TEST(EarlyHeap, SizesAndAlignments) {
    HostPages pages;
    Heap heap(pages);
    std::vector<std::byte*> blocks;
    for (const std::size_t size :
         {0UL, 1UL, 15UL, 16UL, 17UL, 512UL, 1024UL, 1025UL, 4096UL, 4097UL, 70000UL}) {
        for (const std::size_t alignment : {1UL, 8UL, 64UL, 1024UL, 4096UL, 16384UL}) {
            std::byte* const block = heap.allocate(size, alignment);
            ASSERT_NE(block, nullptr) << size << " " << alignment;
            EXPECT_TRUE(aligned(block, alignment)) << size << " " << alignment;
            std::memset(block, 0x5a, size);
            blocks.push_back(block);
        }
    }
    EXPECT_EQ(heap.statistics().live_blocks, blocks.size());
    for (std::byte* const block : blocks) {
        EXPECT_TRUE(heap.free(block));
    }
    EXPECT_EQ(heap.statistics().live_blocks, 0U);
    EXPECT_EQ(heap.statistics().live_bytes, 0U);
    EXPECT_EQ(heap.statistics().failures, 0U);
    heap.trim();
    EXPECT_EQ(heap.statistics().pages, 0U);
    EXPECT_TRUE(pages.held.empty());
}

TEST(EarlyHeap, ImpossibleRequests) {
    HostPages pages;
    Heap heap(pages);
    EXPECT_EQ(heap.allocate(8, 0), nullptr);
    EXPECT_EQ(heap.allocate(8, 3), nullptr);
    EXPECT_EQ(heap.allocate(Heap::largest_size + 1, 1), nullptr);
    EXPECT_EQ(heap.allocate(SIZE_MAX, 1), nullptr);
    EXPECT_EQ(heap.allocate(1, std::size_t{1} << 63), nullptr);
    EXPECT_EQ(heap.statistics().failures, 5U);
    std::byte* const largest = heap.allocate(Heap::largest_size, Heap::largest_size);
    EXPECT_NE(largest, nullptr);
    EXPECT_TRUE(heap.free(largest));
}

TEST(EarlyHeap, AnswersWrongFrees) {
    HostPages pages;
    Heap heap(pages);
    EXPECT_TRUE(heap.free(nullptr));
    std::byte* const kept = heap.allocate(100, 8);
    std::byte* const small = heap.allocate(100, 8);
    std::byte* const large = heap.allocate(10000, 8);
    std::byte outside{};
    EXPECT_EQ(heap.free(&outside).error(), HeapError::foreign_pointer);
    EXPECT_EQ(heap.free(std::bit_cast<void*>(std::uintptr_t{0xdead000000001000})).error(),
              HeapError::foreign_pointer);
    EXPECT_EQ(heap.free(small + 1).error(), HeapError::not_a_block);
    EXPECT_EQ(heap.free(large + 1).error(), HeapError::not_a_block);
    EXPECT_EQ(heap.free(large + 4096).error(), HeapError::foreign_pointer);
    const auto page = std::bit_cast<std::byte*>(std::bit_cast<std::uintptr_t>(small) & ~4095UL);
    EXPECT_EQ(heap.free(page).error(), HeapError::not_a_block);
    EXPECT_TRUE(heap.free(small));
    EXPECT_EQ(heap.free(small).error(), HeapError::double_free);
    EXPECT_TRUE(heap.free(large));
    EXPECT_EQ(heap.free(large).error(), HeapError::foreign_pointer);
    EXPECT_TRUE(heap.free(kept));
    EXPECT_EQ(heap.statistics().live_blocks, 0U);
}

TEST(EarlyHeap, Exhaustion) {
    for (const std::uint64_t limit : {0U, 1U, 2U, 3U, 20U}) {
        HostPages pages;
        pages.remaining = limit;
        Heap heap(pages);
        std::vector<std::byte*> blocks;
        for (const std::size_t size : {64UL, 1024UL, 9000UL, 4096UL, 16UL}) {
            while (std::byte* const block = heap.allocate(size, 1)) {
                blocks.push_back(block);
            }
        }
        EXPECT_EQ(heap.statistics().failures, 5U);
        for (std::byte* const block : blocks) {
            ASSERT_TRUE(heap.free(block));
        }
        EXPECT_EQ(heap.statistics().live_bytes, 0U);
        heap.trim();
        EXPECT_EQ(pages.remaining, limit);
    }
}

TEST(EarlyHeap, RandomCallsKeepContents) {
    testing::Random random;
    for (int round = 0; round < 10; ++round) {
        HostPages pages;
        pages.remaining = random.in(8, 400);
        const std::uint64_t limit = pages.remaining;
        Heap heap(pages);

        struct Block {
            std::byte* pointer;
            std::size_t size;
            unsigned char fill;
        };

        std::vector<Block> blocks;
        const auto release = [&](std::size_t at) {
            const Block block = blocks[at];
            for (std::size_t i = 0; i < block.size; ++i) {
                ASSERT_EQ(std::to_integer<unsigned char>(block.pointer[i]), block.fill);
            }
            ASSERT_TRUE(heap.free(block.pointer));
            blocks[at] = blocks.back();
            blocks.pop_back();
        };
        for (int step = 0; step < 4000; ++step) {
            if (blocks.empty() || !random.chance(3)) {
                const std::size_t size = random.in(0, random.chance(20) ? 40000 : 1500);
                const std::size_t alignment = std::size_t{1}
                                              << random.in(0, random.chance(10) ? 13 : 6);
                if (std::byte* const block = heap.allocate(size, alignment)) {
                    ASSERT_TRUE(aligned(block, alignment));
                    const auto fill = static_cast<unsigned char>(random.in(0, 255));
                    std::memset(block, fill, size);
                    blocks.push_back({block, size, fill});
                } else if (!blocks.empty()) {
                    ASSERT_NO_FATAL_FAILURE(release(random.in(0, blocks.size() - 1)));
                }
            } else {
                ASSERT_NO_FATAL_FAILURE(release(random.in(0, blocks.size() - 1)));
            }
            ASSERT_EQ(heap.statistics().live_blocks, blocks.size());
            ASSERT_EQ(heap.statistics().pages, limit - pages.remaining);
        }
        while (!blocks.empty()) {
            ASSERT_NO_FATAL_FAILURE(release(blocks.size() - 1));
        }
        heap.trim();
        ASSERT_EQ(pages.remaining, limit);
    }
}

} // namespace
} // namespace bimetal::memory
