// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/memory/boot_map.hpp"
#include "kernel/memory/physical_memory.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <span>
#include <string_view>

namespace bimetal::memory {

// What check() found broken.
enum class BuddyFault : std::uint8_t {
    bad_link,        // a free list leaves the metadata or does not link back
    wrong_state,     // a listed block is not marked free with the list's order
    misplaced_block, // a block is misaligned, leaves its range, or is in the wrong zone's list
    not_merged,      // two free buddies of equal order
    wrong_count,     // statistics and metadata disagree
    unowned_frame,   // a frame belongs to no block, or to two
};

[[nodiscard]] std::string_view describe(BuddyFault fault) noexcept;

// A binary buddy allocator (Knuth, The Art of Computer Programming, vol. 1, section 2.5) over the
// usable ranges of a boot map. It never touches the frames it manages: free lists and block states
// live in metadata of 9 bytes a frame (0.22 %), only for frames that exist.
//
// Frames are numbered without holes across the managed ranges (an index); addresses decide
// alignment and buddies. Blocks below and above 4 GiB have free lists of their own; no aligned
// block of max_order crosses that line. `any` takes from above first, to spare the memory that
// devices need.
//
// Not locked; no call blocks; allocate and free take time logarithmic in the number of ranges plus
// one step an order.
class BuddyAllocator {
  public:
    constexpr BuddyAllocator() noexcept {
        for (auto& orders : heads_) {
            orders.fill(none);
        }
    }

    // Metadata belongs to one allocator.
    BuddyAllocator(const BuddyAllocator&) = delete;
    BuddyAllocator& operator=(const BuddyAllocator&) = delete;

    // How much metadata the map needs at most, also after one more reservation, which the
    // metadata's own place will be.
    [[nodiscard]] static std::size_t metadata_size(const BootMap& map) noexcept;

    // Takes every usable frame of `map`. `metadata` is aligned to 8, is not usable in the map any
    // more, and stays the allocator's for good. Fails with no_metadata, or exhausted where the map
    // has nothing usable; then manages nothing.
    std::expected<void, MemoryError> initialise(const BootMap& map,
                                                std::span<std::byte> metadata) noexcept;

    // A block of 2^order frames, contents undefined. Fails with invalid_order, exhausted,
    // not_initialised.
    [[nodiscard]] std::expected<PhysicalAddress, MemoryError> allocate(unsigned order,
                                                                       Zone zone) noexcept;

    // Gives back what allocate returned, with its order. Every wrong is answered as MemoryError
    // says, and then nothing changed.
    std::expected<void, MemoryError> free(PhysicalAddress address, unsigned order) noexcept;

    // Constant time.
    [[nodiscard]] MemoryStatistics statistics() const noexcept { return statistics_; }

    // Visits all metadata: time linear in the number of frames.
    [[nodiscard]] std::expected<void, BuddyFault> check() const noexcept;

  private:
    using Index = std::uint32_t;
    static constexpr Index none = std::numeric_limits<Index>::max();
    static constexpr std::size_t zone_count = 2;

    // Frames [frame, frame + count) have the indices from `first` on.
    struct Range {
        std::uint64_t frame;
        Index first;
        Index count;
    };

    struct Link {
        Index next;
        Index previous;
    };

    // The state of a frame: inside a block, or the first of a free or allocated block and its
    // order.
    static constexpr std::uint8_t inside = 0;
    static constexpr std::uint8_t free_block = 0x10;
    static constexpr std::uint8_t allocated_block = 0x20;
    static constexpr std::uint8_t order_mask = 0x0f;

    [[nodiscard]] const Range* range_of_frame(std::uint64_t frame) const noexcept;
    [[nodiscard]] const Range& range_of_index(Index index) const noexcept;
    [[nodiscard]] static std::size_t zone_of(std::uint64_t frame) noexcept;
    void push(std::size_t zone, unsigned order, Index index) noexcept;
    void unlink(std::size_t zone, unsigned order, Index index) noexcept;
    void count_free(std::size_t zone, unsigned order, std::int64_t change) noexcept;
    void add_free_range(const Range& range) noexcept;
    [[nodiscard]] MemoryError explain(const Range& range, Index index,
                                      unsigned order) const noexcept;
    [[nodiscard]] std::expected<std::uint64_t, BuddyFault>
    check_list(std::size_t zone, unsigned order) const noexcept;
    [[nodiscard]] std::expected<void, BuddyFault>
    check_range(const Range& range, std::uint64_t& free_blocks) const noexcept;

    std::span<Range> ranges_;
    std::span<Link> links_;
    std::span<std::uint8_t> states_;
    std::array<std::array<Index, order_count>, zone_count> heads_{};
    MemoryStatistics statistics_{};
};

static_assert(PhysicalMemory<BuddyAllocator>);

} // namespace bimetal::memory
