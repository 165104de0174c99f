// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/frames.hpp"

#include "components/frames/bindings/generated/frames.hpp"
#include "kernel/sync/spinlock.hpp"

#include <algorithm>

namespace bimetal::services {
namespace {

using memory::MemoryError;
using memory::PhysicalAddress;

static_assert(memory::max_order == FRAMES_MAX_ORDER);
static_assert(memory::order_count == FRAMES_ORDER_COUNT);
static_assert(memory::frame_size == 4096);

using Allocator = frames::Client<frames::Selected>;

struct Instance {
    frames::State* state = nullptr; ///< in the metadata, with its table behind it
    std::uint64_t metadata_bytes = 0;
    std::uint64_t unmanaged_frames = 0;
    std::uint64_t calls = 0;
};

constinit sync::Guarded<Instance, sync::Spinlock<sync::Rank::frames, sync::Interrupts::disabled>>
    instance;

MemoryError error_of(frames::Status status) {
    switch (status) {
    case frames::Status::exhausted:
        return MemoryError::exhausted;
    case frames::Status::out_of_range:
        return MemoryError::invalid_order;
    case frames::Status::misaligned_block:
        return MemoryError::misaligned;
    case frames::Status::unmanaged:
        return MemoryError::unmanaged;
    case frames::Status::double_free:
        return MemoryError::double_free;
    case frames::Status::wrong_order:
        return MemoryError::wrong_order;
    case frames::Status::not_initialised:
        return MemoryError::not_initialised;
    default:
        return MemoryError::corrupt;
    }
}

frames::Zone zone_of(memory::Zone zone) {
    return zone == memory::Zone::any ? frames::Zone::any : frames::Zone::below_4g;
}

} // namespace

std::uint64_t frame_metadata_size(const memory::BootMap& map) {
    constexpr std::uint64_t most = FRAMES_NONE;
    return Allocator::memory_size(std::min(map.usable_bytes() >> memory::frame_shift, most));
}

std::expected<void, MemoryError> take_frames(const memory::BootMap& map,
                                             std::span<std::byte> metadata) {
    return instance.with([&](Instance& held) -> std::expected<void, MemoryError> {
        if (metadata.size() < Allocator::memory_size(1)) {
            return std::unexpected(MemoryError::exhausted);
        }
        auto* const state = reinterpret_cast<frames::State*>(metadata.data());
        Allocator allocator(*state);
        const std::uint64_t capacity =
            (metadata.size() - Allocator::memory_size(0)) / sizeof(frames::Frame);
        if (const auto ready = allocator.initialize(capacity); !ready) {
            return std::unexpected(error_of(ready.error()));
        }
        std::uint64_t unmanaged = 0;
        std::uint64_t left = capacity;
        for (const memory::Region& region : map.regions()) {
            if (region.type != memory::RegionType::usable) {
                continue;
            }
            const std::uint64_t frames = region.length >> memory::frame_shift;
            const std::uint64_t taken = std::min(frames, left);
            unmanaged += frames - taken;
            if (taken != 0 && !allocator.add(region.base >> memory::frame_shift, taken)) {
                unmanaged += taken;
                continue;
            }
            left -= taken;
        }
        held = {.state = state,
                .metadata_bytes = metadata.size(),
                .unmanaged_frames = unmanaged,
                .calls = 0};
        return {};
    });
}

bool have_frames() {
    return instance.with([](const Instance& held) { return held.state != nullptr; });
}

std::expected<PhysicalAddress, MemoryError> allocate_frames(unsigned order, memory::Zone zone) {
    return instance.with([&](Instance& held) -> std::expected<PhysicalAddress, MemoryError> {
        if (held.state == nullptr) {
            return std::unexpected(MemoryError::not_initialised);
        }
        ++held.calls;
        const auto frame = Allocator(*held.state).allocate(order, zone_of(zone));
        if (!frame) {
            return std::unexpected(error_of(frame.error()));
        }
        return PhysicalAddress{*frame << memory::frame_shift};
    });
}

std::expected<void, MemoryError> free_frames(PhysicalAddress address, unsigned order) {
    return instance.with([&](Instance& held) -> std::expected<void, MemoryError> {
        if (held.state == nullptr) {
            return std::unexpected(MemoryError::not_initialised);
        }
        if (address.value % memory::frame_size != 0) {
            return std::unexpected(MemoryError::misaligned);
        }
        ++held.calls;
        const auto freed = Allocator(*held.state).free(address.value >> memory::frame_shift, order);
        if (!freed) {
            return std::unexpected(error_of(freed.error()));
        }
        return {};
    });
}

memory::MemoryStatistics frame_statistics() {
    return instance.with([](const Instance& held) {
        memory::MemoryStatistics answer;
        if (held.state == nullptr) {
            return answer;
        }
        if (const auto statistics = Allocator(*held.state).statistics()) {
            answer.total_frames = statistics->total_frames;
            answer.free_frames = statistics->free_frames;
            std::ranges::copy(statistics->free_blocks, answer.free_blocks.begin());
            std::ranges::copy(statistics->free_blocks_below_4g,
                              answer.free_blocks_below_4g.begin());
        }
        answer.unmanaged_frames = held.unmanaged_frames;
        return answer;
    });
}

bool frames_consistent() {
    return instance.with([](const Instance& held) {
        return held.state != nullptr && Allocator(*held.state).check().has_value();
    });
}

std::optional<FrameDigests> frame_digests() {
    return instance.with([](const Instance& held) -> std::optional<FrameDigests> {
        if (held.state == nullptr) {
            return std::nullopt;
        }
        const Allocator allocator(*held.state);
        const auto logical = allocator.digest(frames::Digest::logical);
        const auto exact = allocator.digest(frames::Digest::exact);
        if (!logical || !exact) {
            return std::nullopt;
        }
        return FrameDigests{.logical = *logical, .exact = *exact};
    });
}

FramesState frames_state() {
    return instance.with([](const Instance& held) {
        return FramesState{
            .selection = std::string_view(frames::Selected::name) == "live" ? "live" : "fixed",
            .metadata_bytes = held.metadata_bytes,
            .calls = held.calls,
        };
    });
}

} // namespace bimetal::services
