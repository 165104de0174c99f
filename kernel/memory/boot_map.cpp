// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/boot_map.hpp"

#include <algorithm>

namespace bimetal::memory {
namespace {

constexpr std::uint64_t round_down(std::uint64_t value) noexcept {
    return value & ~(frame_size - 1);
}

} // namespace

std::string_view describe(RegionType type) noexcept {
    switch (type) {
    case RegionType::usable:
        return "usable";
    case RegionType::boot_data:
        return "boot data";
    case RegionType::low_memory:
        return "low memory";
    case RegionType::kernel:
        return "kernel";
    case RegionType::acpi_reclaimable:
        return "ACPI tables";
    case RegionType::acpi_nvs:
        return "ACPI storage";
    case RegionType::reserved:
        return "reserved";
    case RegionType::unusable:
        return "broken";
    }
    return "unknown";
}

std::string_view describe(MapError error) noexcept {
    switch (error) {
    case MapError::empty:
        return "empty region";
    case MapError::wraps:
        return "region exceeds 64 bits";
    case MapError::beyond_address:
        return "region beyond the physical address width";
    case MapError::no_room:
        return "too many regions";
    }
    return "unknown error";
}

void BootMap::insert(std::size_t at, Region region) noexcept {
    const auto begin = storage_.begin();
    std::move_backward(begin + static_cast<std::ptrdiff_t>(at),
                       begin + static_cast<std::ptrdiff_t>(count_),
                       begin + static_cast<std::ptrdiff_t>(count_ + 1));
    storage_[at] = region;
    ++count_;
}

void BootMap::remove(std::size_t at) noexcept {
    const auto begin = storage_.begin();
    std::move(begin + static_cast<std::ptrdiff_t>(at + 1),
              begin + static_cast<std::ptrdiff_t>(count_), begin + static_cast<std::ptrdiff_t>(at));
    --count_;
}

std::size_t BootMap::first_ending_after(std::uint64_t address) const noexcept {
    const auto held = regions();
    const auto found = std::ranges::upper_bound(held, address, {}, &Region::end);
    return static_cast<std::size_t>(found - held.begin());
}

bool BootMap::overlaps(std::uint64_t base, std::uint64_t end) const noexcept {
    const std::size_t at = first_ending_after(base);
    return at < count_ && storage_[at].base < end;
}

// Usable memory only fills what no region covers. Returns false if some of it found no room.
bool BootMap::fill_gaps_with_usable(std::uint64_t base, std::uint64_t end) noexcept {
    bool complete = true;
    std::size_t at = first_ending_after(base);
    for (std::uint64_t cursor = base; cursor < end;) {
        const std::uint64_t gap_end = at < count_ ? std::min(end, storage_[at].base) : end;
        if (cursor < gap_end) {
            const Region piece{cursor, gap_end - cursor, RegionType::usable};
            bool fits = count_ < storage_.size();
            if (!fits) {
                // Keep the larger of this piece and the smallest usable region held.
                complete = false;
                std::size_t smallest = count_;
                for (std::size_t i = 0; i < count_; ++i) {
                    if (storage_[i].type == RegionType::usable &&
                        (smallest == count_ || storage_[i].length < storage_[smallest].length)) {
                        smallest = i;
                    }
                }
                if (smallest < count_ && storage_[smallest].length < piece.length) {
                    report_.lost_bytes += storage_[smallest].length;
                    remove(smallest);
                    at -= smallest < at ? 1 : 0;
                    fits = true;
                } else {
                    report_.lost_bytes += piece.length;
                }
            }
            if (fits) {
                insert(at, piece);
                ++at;
            }
        }
        if (at == count_ || storage_[at].base >= end) {
            break;
        }
        cursor = storage_[at].end();
        ++at;
    }
    return complete;
}

// Gives [base, end) at least `type`. Returns false when it stopped for want of room; what was done
// until then stays, and doing it again does no harm.
bool BootMap::restrict_once(std::uint64_t base, std::uint64_t end, RegionType type) noexcept {
    std::size_t at = first_ending_after(base);
    for (std::uint64_t cursor = base; cursor < end; ++at) {
        const std::size_t room = storage_.size() - count_;
        if (at == count_ || storage_[at].base > cursor) {
            const std::uint64_t gap_end = at < count_ ? std::min(end, storage_[at].base) : end;
            if (room < 1) {
                return false;
            }
            insert(at, {cursor, gap_end - cursor, type});
            cursor = gap_end;
            continue;
        }
        const Region held = storage_[at];
        const std::uint64_t covered_end = std::min(end, held.end());
        if (held.type < type) {
            const bool before = held.base < cursor;
            const bool after = held.end() > covered_end;
            if (room < std::size_t{before} + std::size_t{after}) {
                return false;
            }
            storage_[at] = {cursor, covered_end - cursor, type};
            if (after) {
                insert(at + 1, {covered_end, held.end() - covered_end, held.type});
            }
            if (before) {
                insert(at, {held.base, cursor - held.base, held.type});
                ++at;
            }
        }
        cursor = covered_end;
    }
    return true;
}

// Frees one entry at the least cost in memory: drops a usable region, or joins two restricted ones
// over the gap between them. There is always one or the other among two regions.
void BootMap::make_room() noexcept {
    std::size_t best = 0;
    bool join = false;
    std::uint64_t best_cost = UINT64_MAX;
    for (std::size_t i = 0; i < count_; ++i) {
        const Region& region = storage_[i];
        if (region.type == RegionType::usable) {
            if (region.length < best_cost) {
                best_cost = region.length;
                best = i;
                join = false;
            }
        } else if (i + 1 < count_ && storage_[i + 1].type != RegionType::usable) {
            const std::uint64_t gap = storage_[i + 1].base - region.end();
            if (gap < best_cost) {
                best_cost = gap;
                best = i;
                join = true;
            }
        }
    }
    if (join) {
        Region& region = storage_[best];
        const Region next = storage_[best + 1];
        region.length = next.end() - region.base;
        region.type = std::max(region.type, next.type);
        remove(best + 1);
        ++report_.merged;
    } else {
        report_.lost_bytes += storage_[best].length;
        remove(best);
    }
}

void BootMap::join_neighbours() noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 1; i < count_; ++i) {
        Region& last = storage_[kept];
        const Region next = storage_[i];
        if (last.end() == next.base && last.type == next.type) {
            last.length += next.length;
        } else {
            storage_[++kept] = next;
        }
    }
    count_ = std::min(count_, kept + 1);
}

std::expected<void, MapError> BootMap::add(std::uint64_t base, std::uint64_t length,
                                           RegionType type) noexcept {
    ++report_.regions;
    if (length == 0) {
        ++report_.empty;
        return std::unexpected(MapError::empty);
    }
    std::expected<void, MapError> result;
    std::uint64_t end = base + length;
    if (end < base && end != 0) {
        ++report_.wrapped;
        result = std::unexpected(MapError::wraps);
        if (type == RegionType::usable) {
            return result;
        }
    }
    if (end <= base) {
        end = UINT64_MAX;
    }
    if (base >= limit_) {
        ++report_.beyond_address;
        return std::unexpected(MapError::beyond_address);
    }
    if (end > limit_) {
        ++report_.beyond_address;
        end = limit_;
    }
    const std::uint64_t given_base = base;
    const std::uint64_t given_end = end;
    // The limit is a multiple of the frame size, so rounding up stays in range.
    if (type == RegionType::usable) {
        base = round_down(base + frame_size - 1);
        end = round_down(end);
    } else {
        base = round_down(base);
        end = round_down(end + frame_size - 1);
    }
    if (base != given_base || end != given_end) {
        ++report_.unaligned;
    }
    if (base >= end) {
        ++report_.empty;
        return std::unexpected(MapError::empty);
    }
    if (overlaps(base, end)) {
        ++report_.overlapping;
    }
    if (type == RegionType::usable) {
        if (!fill_gaps_with_usable(base, end)) {
            result = std::unexpected(MapError::no_room);
        }
    } else {
        // Each round takes memory out of use for good, so the rounds end.
        while (!restrict_once(base, end, type)) {
            join_neighbours();
            if (count_ == storage_.size() || storage_.size() - count_ < 2) {
                make_room();
            }
        }
    }
    join_neighbours();
    return result;
}

std::expected<void, MapError> BootMap::add_e820(std::uint64_t base, std::uint64_t length,
                                                std::uint32_t type) noexcept {
    switch (type) {
    case 1:
        return add(base, length, RegionType::usable);
    case 2:
        return add(base, length, RegionType::reserved);
    case 3:
        return add(base, length, RegionType::acpi_reclaimable);
    case 4:
        return add(base, length, RegionType::acpi_nvs);
    case 5:
        return add(base, length, RegionType::unusable);
    default:
        ++report_.unknown_type;
        return add(base, length, RegionType::reserved);
    }
}

std::expected<void, MapError> BootMap::reserve(std::uint64_t base, std::uint64_t length,
                                               RegionType type) noexcept {
    return add(base, length, type == RegionType::usable ? RegionType::reserved : type);
}

std::uint64_t BootMap::usable_bytes() const noexcept {
    std::uint64_t sum = 0;
    for (const Region& region : regions()) {
        if (region.type == RegionType::usable) {
            sum += region.length;
        }
    }
    return sum;
}

std::optional<RegionType> BootMap::type_at(std::uint64_t address) const noexcept {
    const std::size_t at = first_ending_after(address);
    if (at == count_ || storage_[at].base > address) {
        return std::nullopt;
    }
    return storage_[at].type;
}

std::optional<PhysicalAddress> BootMap::find_usable(std::uint64_t length, std::uint64_t alignment,
                                                    std::uint64_t from,
                                                    std::uint64_t below) const noexcept {
    if (length == 0 || length > limit_ || alignment < frame_size || alignment > limit_ ||
        (alignment & (alignment - 1)) != 0) {
        return std::nullopt;
    }
    for (const Region& region : regions()) {
        if (region.type != RegionType::usable) {
            continue;
        }
        const std::uint64_t start = std::max(region.base, from);
        const std::uint64_t end = std::min(region.end(), below);
        if (start >= end) {
            continue;
        }
        const std::uint64_t base = (start + alignment - 1) & ~(alignment - 1);
        if (base < end && length <= end - base) {
            return PhysicalAddress{base};
        }
    }
    return std::nullopt;
}

} // namespace bimetal::memory
