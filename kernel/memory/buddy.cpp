// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/buddy.hpp"

#include <algorithm>
#include <bit>
#include <memory>

namespace bimetal::memory {
namespace {

constexpr std::uint64_t first_frame_above_4g = std::uint64_t{1} << (32 - frame_shift);

} // namespace

std::string_view describe(BuddyFault fault) noexcept {
    switch (fault) {
    case BuddyFault::bad_link:
        return "free list broken";
    case BuddyFault::wrong_state:
        return "listed block not free";
    case BuddyFault::misplaced_block:
        return "block in the wrong place";
    case BuddyFault::not_merged:
        return "free buddies not merged";
    case BuddyFault::wrong_count:
        return "counts disagree";
    case BuddyFault::unowned_frame:
        return "frame without a block";
    }
    return "unknown fault";
}

std::size_t BuddyAllocator::metadata_size(const BootMap& map) noexcept {
    std::uint64_t frames = 0;
    std::uint64_t ranges = 1;
    for (const Region& region : map.regions()) {
        if (region.type == RegionType::usable) {
            frames += region.length >> frame_shift;
            ++ranges;
        }
    }
    frames = std::min(frames, std::uint64_t{none});
    return ranges * sizeof(Range) + frames * (sizeof(Link) + sizeof(std::uint8_t));
}

std::expected<void, MemoryError>
BuddyAllocator::initialise(const BootMap& map, std::span<std::byte> metadata) noexcept {
    ranges_ = {};
    links_ = {};
    states_ = {};
    statistics_ = {};
    for (auto& orders : heads_) {
        orders.fill(none);
    }

    std::size_t range_count = 0;
    std::uint64_t frames = 0;
    for (const Region& region : map.regions()) {
        if (region.type == RegionType::usable) {
            ++range_count;
            frames += region.length >> frame_shift;
        }
    }
    if (frames == 0) {
        return std::unexpected(MemoryError::exhausted);
    }
    const std::uint64_t managed = std::min(frames, std::uint64_t{none});
    const std::size_t range_bytes = range_count * sizeof(Range);
    const std::size_t link_bytes = static_cast<std::size_t>(managed) * sizeof(Link);
    const auto misalignment = std::bit_cast<std::uintptr_t>(metadata.data()) % alignof(Range);
    if (misalignment != 0 || metadata.size() < range_bytes + link_bytes + managed) {
        return std::unexpected(MemoryError::no_metadata);
    }

    // Ranges, links and states, in falling order of alignment. Links need no first value: they are
    // read only while their block is in a list.
    auto* const ranges = reinterpret_cast<Range*>(metadata.data());
    std::uninitialized_default_construct_n(ranges, range_count);
    auto* const links = reinterpret_cast<Link*>(metadata.data() + range_bytes);
    std::uninitialized_default_construct_n(links, static_cast<std::size_t>(managed));
    auto* const states =
        reinterpret_cast<std::uint8_t*>(metadata.data() + range_bytes + link_bytes);
    std::uninitialized_fill_n(states, static_cast<std::size_t>(managed), inside);
    links_ = {links, static_cast<std::size_t>(managed)};
    states_ = {states, static_cast<std::size_t>(managed)};

    const std::span<Range> room(ranges, range_count);
    std::size_t used = 0;
    std::uint64_t next = 0;
    for (const Region& region : map.regions()) {
        if (region.type != RegionType::usable) {
            continue;
        }
        const std::uint64_t count = std::min(region.length >> frame_shift, managed - next);
        if (count != 0) {
            room[used++] = {region.base >> frame_shift, static_cast<Index>(next),
                            static_cast<Index>(count)};
            next += count;
        }
    }
    ranges_ = room.first(used);
    for (const Range& range : ranges_) {
        add_free_range(range);
    }
    statistics_.total_frames = managed;
    statistics_.unmanaged_frames = frames - managed;
    return {};
}

// Cuts a range into the largest aligned blocks.
void BuddyAllocator::add_free_range(const Range& range) noexcept {
    Index offset = 0;
    while (offset < range.count) {
        const std::uint64_t frame = range.frame + offset;
        unsigned order = frame == 0 ? max_order : static_cast<unsigned>(std::countr_zero(frame));
        order = std::min(
            {order, max_order, static_cast<unsigned>(std::bit_width(range.count - offset)) - 1});
        push(zone_of(frame), order, range.first + offset);
        offset += Index{1} << order;
    }
}

std::size_t BuddyAllocator::zone_of(std::uint64_t frame) noexcept {
    return frame < first_frame_above_4g ? 0 : 1;
}

const BuddyAllocator::Range* BuddyAllocator::range_of_frame(std::uint64_t frame) const noexcept {
    const auto after = std::ranges::upper_bound(ranges_, frame, {}, &Range::frame);
    if (after == ranges_.begin()) {
        return nullptr;
    }
    const Range& range = *(after - 1);
    return frame - range.frame < range.count ? &range : nullptr;
}

const BuddyAllocator::Range& BuddyAllocator::range_of_index(Index index) const noexcept {
    return *(std::ranges::upper_bound(ranges_, index, {}, &Range::first) - 1);
}

void BuddyAllocator::count_free(std::size_t zone, unsigned order, std::int64_t change) noexcept {
    // Unsigned arithmetic wraps, which makes adding a negative change a subtraction.
    const auto blocks = static_cast<std::uint64_t>(change);
    statistics_.free_blocks[order] += blocks;
    statistics_.free_frames += blocks << order;
    if (zone == 0) {
        statistics_.free_blocks_below_4g[order] += blocks;
    }
}

void BuddyAllocator::push(std::size_t zone, unsigned order, Index index) noexcept {
    Index& head = heads_[zone][order];
    links_[index] = {head, none};
    if (head != none) {
        links_[head].previous = index;
    }
    head = index;
    states_[index] = static_cast<std::uint8_t>(free_block | order);
    count_free(zone, order, 1);
}

void BuddyAllocator::unlink(std::size_t zone, unsigned order, Index index) noexcept {
    const Link link = links_[index];
    if (link.previous == none) {
        heads_[zone][order] = link.next;
    } else {
        links_[link.previous].next = link.next;
    }
    if (link.next != none) {
        links_[link.next].previous = link.previous;
    }
    states_[index] = inside;
    count_free(zone, order, -1);
}

std::expected<PhysicalAddress, MemoryError> BuddyAllocator::allocate(unsigned order,
                                                                     Zone zone) noexcept {
    if (order > max_order) {
        return std::unexpected(MemoryError::invalid_order);
    }
    if (ranges_.empty()) {
        return std::unexpected(MemoryError::not_initialised);
    }
    for (std::size_t from = zone == Zone::any ? zone_count : 1; from-- != 0;) {
        for (unsigned found = order; found <= max_order; ++found) {
            const Index index = heads_[from][found];
            if (index == none) {
                continue;
            }
            unlink(from, found, index);
            // The upper half of each split stays free.
            for (unsigned half = found; half-- > order;) {
                push(from, half, index + (Index{1} << half));
            }
            states_[index] = static_cast<std::uint8_t>(allocated_block | order);
            const Range& range = range_of_index(index);
            return PhysicalAddress{(range.frame + (index - range.first)) << frame_shift};
        }
    }
    return std::unexpected(MemoryError::exhausted);
}

// Why a frame is not the first of an allocated block of that order.
MemoryError BuddyAllocator::explain(const Range& range, Index index,
                                    unsigned order) const noexcept {
    const std::uint64_t frame = range.frame + (index - range.first);
    for (unsigned above = 0; above <= max_order; ++above) {
        const std::uint64_t head = frame & ~((std::uint64_t{1} << above) - 1);
        if (head < range.frame) {
            break;
        }
        const std::uint8_t state = states_[range.first + static_cast<Index>(head - range.frame)];
        const unsigned held = state & order_mask;
        if (state != inside && frame - head < (std::uint64_t{1} << held)) {
            // Freeing the whole of a block that was merged into a larger one is a double free too.
            return (state & free_block) != 0 && held >= order ? MemoryError::double_free
                                                              : MemoryError::wrong_order;
        }
    }
    return MemoryError::wrong_order;
}

std::expected<void, MemoryError> BuddyAllocator::free(PhysicalAddress address,
                                                      unsigned order) noexcept {
    if (order > max_order) {
        return std::unexpected(MemoryError::invalid_order);
    }
    if (ranges_.empty()) {
        return std::unexpected(MemoryError::not_initialised);
    }
    if ((address.value & ((frame_size << order) - 1)) != 0) {
        return std::unexpected(MemoryError::misaligned);
    }
    std::uint64_t frame = address.value >> frame_shift;
    const Range* const range = range_of_frame(frame);
    if (range == nullptr) {
        const Range& last = ranges_.back();
        const bool between = frame >= ranges_.front().frame && frame < last.frame + last.count;
        return std::unexpected(between ? MemoryError::reserved : MemoryError::out_of_range);
    }
    const auto index_of = [range](std::uint64_t of) {
        return range->first + static_cast<Index>(of - range->frame);
    };
    if (states_[index_of(frame)] != (allocated_block | order)) {
        return std::unexpected(explain(*range, index_of(frame), order));
    }

    const std::size_t zone = zone_of(frame);
    states_[index_of(frame)] = inside;
    while (order < max_order) {
        const std::uint64_t buddy = frame ^ (std::uint64_t{1} << order);
        if (buddy < range->frame || buddy - range->frame >= range->count ||
            states_[index_of(buddy)] != (free_block | order)) {
            break;
        }
        unlink(zone, order, index_of(buddy));
        frame = std::min(frame, buddy);
        ++order;
    }
    push(zone, order, index_of(frame));
    return {};
}

std::expected<std::uint64_t, BuddyFault> BuddyAllocator::check_list(std::size_t zone,
                                                                    unsigned order) const noexcept {
    std::uint64_t blocks = 0;
    Index previous = none;
    for (Index index = heads_[zone][order]; index != none; index = links_[index].next) {
        // More blocks than frames means a loop.
        if (index >= links_.size() || links_[index].previous != previous ||
            ++blocks > links_.size()) {
            return std::unexpected(BuddyFault::bad_link);
        }
        if (states_[index] != (free_block | order)) {
            return std::unexpected(BuddyFault::wrong_state);
        }
        const Range& range = range_of_index(index);
        if (zone_of(range.frame + (index - range.first)) != zone) {
            return std::unexpected(BuddyFault::misplaced_block);
        }
        previous = index;
    }
    return blocks;
}

std::expected<void, BuddyFault>
BuddyAllocator::check_range(const Range& range, std::uint64_t& free_blocks) const noexcept {
    for (Index offset = 0; offset < range.count;) {
        const std::uint64_t frame = range.frame + offset;
        const std::uint8_t state = states_[range.first + offset];
        const unsigned order = state & order_mask;
        if (state != (free_block | order) && state != (allocated_block | order)) {
            return std::unexpected(BuddyFault::unowned_frame);
        }
        const Index size = Index{1} << order;
        if (order > max_order || (frame & (size - 1)) != 0 || size > range.count - offset) {
            return std::unexpected(BuddyFault::misplaced_block);
        }
        for (Index i = 1; i < size; ++i) {
            if (states_[range.first + offset + i] != inside) {
                return std::unexpected(BuddyFault::unowned_frame);
            }
        }
        if (state == (free_block | order)) {
            ++free_blocks;
            const std::uint64_t buddy = frame ^ size;
            if (order < max_order && buddy >= range.frame && buddy - range.frame < range.count &&
                states_[range.first + static_cast<Index>(buddy - range.frame)] == state) {
                return std::unexpected(BuddyFault::not_merged);
            }
        }
        offset += size;
    }
    return {};
}

std::expected<void, BuddyFault> BuddyAllocator::check() const noexcept {
    std::uint64_t listed = 0;
    std::uint64_t frames = 0;
    for (unsigned order = 0; order <= max_order; ++order) {
        std::uint64_t blocks = 0;
        for (std::size_t zone = 0; zone < zone_count; ++zone) {
            const auto found = check_list(zone, order);
            if (!found) {
                return std::unexpected(found.error());
            }
            blocks += *found;
            if (zone == 0 && *found != statistics_.free_blocks_below_4g[order]) {
                return std::unexpected(BuddyFault::wrong_count);
            }
        }
        if (blocks != statistics_.free_blocks[order]) {
            return std::unexpected(BuddyFault::wrong_count);
        }
        listed += blocks;
        frames += blocks << order;
    }
    std::uint64_t found = 0;
    for (const Range& range : ranges_) {
        if (const auto result = check_range(range, found); !result) {
            return result;
        }
    }
    // Every listed block is marked free, so equal counts mean that every free block is listed.
    if (found != listed || frames != statistics_.free_frames) {
        return std::unexpected(BuddyFault::wrong_count);
    }
    return {};
}

} // namespace bimetal::memory
