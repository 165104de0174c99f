// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/frames.hpp"

#include "components/buddy/bindings/generated/buddy.hpp"
#include "components/frames/bindings/generated/frames.hpp"
#include "kernel/services/per_cpu.hpp"

#include <algorithm>
#include <optional>

namespace bimetal::services {
namespace {

using memory::MemoryError;
using memory::PhysicalAddress;

static_assert(memory::max_order == FRAMES_MAX_ORDER);
static_assert(memory::max_order == BUDDY_MAX_ORDER);
static_assert(memory::order_count == FRAMES_ORDER_COUNT);
static_assert(memory::frame_size == 4096);
static_assert(arch::maximum_cpus <= FRAMES_CPU_CAPACITY);

/// What a failure of either component means to the core.
template <class Status>
MemoryError error_of(Status status) {
    if constexpr (requires { Status::earlier_double_free; }) {
        if (status == Status::earlier_double_free) {
            return MemoryError::double_free;
        }
    }
    switch (status) {
    case Status::exhausted:
        return MemoryError::exhausted;
    case Status::out_of_range:
        return MemoryError::invalid_order;
    case Status::misaligned_block:
        return MemoryError::misaligned;
    case Status::unmanaged:
        return MemoryError::unmanaged;
    case Status::double_free:
        return MemoryError::double_free;
    case Status::wrong_order:
        return MemoryError::wrong_order;
    case Status::not_initialised:
        return MemoryError::not_initialised;
    default:
        return MemoryError::corrupt;
    }
}

/// An answer of either component, as the core says it.
template <class Value, class Status>
std::expected<Value, MemoryError> answer_of(const std::expected<Value, Status>& answer) {
    return answer.transform_error([](Status status) { return error_of(status); });
}

template <class Zone>
Zone zone_of(memory::Zone zone) {
    return zone == memory::Zone::any ? Zone::any : Zone::below_4g;
}

template <class Digest, class Client>
std::optional<FrameDigests> digests_of(const Client& client) {
    const auto logical = client.digest(Digest::logical);
    const auto exact = client.digest(Digest::exact);
    if (!logical || !exact) {
        return std::nullopt;
    }
    return FrameDigests{.logical = *logical, .exact = *exact};
}

std::uint64_t usable_frames(const memory::Region& region) {
    return region.type == memory::RegionType::usable ? region.length >> memory::frame_shift : 0;
}

/// Component `frames`. Every call is for one CPU and under its lock: the allocator itself needs
/// none.
class TwoLevel {
  public:
    static std::uint64_t metadata_size(const memory::BootMap& map) {
        const Span span = span_of(map);
        return Client::memory_size(std::min(span.areas, most_areas(map)));
    }

    std::expected<std::uint64_t, MemoryError> take(const memory::BootMap& map,
                                                   std::span<std::byte> metadata) {
        if (metadata.size() < Client::memory_size(1)) {
            return std::unexpected(MemoryError::exhausted);
        }
        auto* const state = reinterpret_cast<frames::State*>(metadata.data());
        const std::uint64_t areas =
            (metadata.size() - Client::memory_size(0)) / sizeof(frames::Area);
        const std::uint64_t first = span_of(map).first_frame;
        const std::uint64_t end = first + areas * FRAMES_AREA_FRAMES;
        Client client(*state);
        if (const auto ready = client.initialize(areas, first, arch::maximum_cpus); !ready) {
            return std::unexpected(error_of(ready.error()));
        }
        std::uint64_t unmanaged = 0;
        for (const memory::Region& region : map.regions()) {
            const std::uint64_t frames = usable_frames(region);
            const std::uint64_t start = region.base >> memory::frame_shift;
            const std::uint64_t count = start >= end ? 0 : std::min(frames, end - start);
            const bool added = count == 0 || client.add(start, count).has_value();
            unmanaged += added ? frames - count : frames;
        }
        state_ = state;
        return unmanaged;
    }

    std::expected<std::uint64_t, MemoryError> allocate(unsigned order, memory::Zone zone) {
        const auto once = [&](std::uint32_t cpu) {
            return Client(*state_).allocate(cpu, order, zone_of<frames::Zone>(zone));
        };
        auto frame = cpus_.with_cpu(once);
        if (!frame && frame.error() == frames::Status::exhausted) {
            // What other CPUs keep in their magazines is memory, too. A frame that was freed twice
            // is dropped, which is what the next check says.
            cpus_.for_each_cpu(
                [&](std::uint32_t cpu) { static_cast<void>(Client(*state_).drain(cpu)); });
            frame = cpus_.with_cpu(once);
        }
        return answer_of(frame);
    }

    std::expected<void, MemoryError> free(std::uint64_t frame, unsigned order) {
        return answer_of(cpus_.with_cpu(
            [&](std::uint32_t cpu) { return Client(*state_).free(cpu, frame, order); }));
    }

    memory::MemoryStatistics statistics() {
        memory::MemoryStatistics answer;
        if (const auto statistics = Client(*state_).statistics(frames::Count::exact)) {
            answer.total_frames = statistics->total_frames;
            answer.free_frames = statistics->free_frames;
            std::ranges::copy(statistics->free_blocks, answer.free_blocks.begin());
            answer.free_blocks[0] += statistics->magazine_frames;
        }
        return answer;
    }

    bool is_consistent() {
        return cpus_.with_nobody([&] { return Client(*state_).check().has_value(); });
    }

    std::optional<FrameDigests> digests() {
        return cpus_.with_nobody([&] { return digests_of<frames::Digest>(Client(*state_)); });
    }

    std::uint64_t calls() { return cpus_.calls(); }

  private:
    using Client = frames::Client<frames::Selected>;

    struct Span {
        std::uint64_t first_frame;
        std::uint64_t areas;
    };

    /// The areas from the first usable frame to the last.
    static Span span_of(const memory::BootMap& map) {
        std::uint64_t first = ~std::uint64_t{0};
        std::uint64_t end = 0;
        for (const memory::Region& region : map.regions()) {
            if (usable_frames(region) != 0) {
                first = std::min(first, region.base >> memory::frame_shift);
                end = std::max(end, region.end() >> memory::frame_shift);
            }
        }
        if (first >= end) {
            return {.first_frame = 0, .areas = 1};
        }
        first &= ~std::uint64_t{FRAMES_TREE_FRAMES - 1};
        return {.first_frame = first,
                .areas = (end - first + FRAMES_AREA_FRAMES - 1) / FRAMES_AREA_FRAMES};
    }

    /// Where memory lies far apart, the table must not take more of it than a hundredth; what lies
    /// behind is not managed.
    static std::uint64_t most_areas(const memory::BootMap& map) {
        return std::max<std::uint64_t>(map.usable_bytes() / 100 / sizeof(frames::Area), 1);
    }

    PerCpu<sync::Rank::frames, sync::Rank::frame_survey> cpus_;
    frames::State* state_ = nullptr; ///< in the metadata, with its table behind it
};

/// Component `buddy`, the simple control, under one lock.
class Buddy {
  public:
    static std::uint64_t metadata_size(const memory::BootMap& map) {
        constexpr std::uint64_t most = BUDDY_NONE;
        return Client::memory_size(std::min(map.usable_bytes() >> memory::frame_shift, most));
    }

    std::expected<std::uint64_t, MemoryError> take(const memory::BootMap& map,
                                                   std::span<std::byte> metadata) {
        return instance_.with([&](Instance& held) -> std::expected<std::uint64_t, MemoryError> {
            if (metadata.size() < Client::memory_size(1)) {
                return std::unexpected(MemoryError::exhausted);
            }
            auto* const state = reinterpret_cast<buddy::State*>(metadata.data());
            Client client(*state);
            const std::uint64_t capacity =
                (metadata.size() - Client::memory_size(0)) / sizeof(buddy::Frame);
            if (const auto ready = client.initialize(capacity); !ready) {
                return std::unexpected(error_of(ready.error()));
            }
            std::uint64_t unmanaged = 0;
            std::uint64_t left = capacity;
            for (const memory::Region& region : map.regions()) {
                const std::uint64_t frames = usable_frames(region);
                const std::uint64_t taken = std::min(frames, left);
                unmanaged += frames - taken;
                if (taken != 0 && !client.add(region.base >> memory::frame_shift, taken)) {
                    unmanaged += taken;
                    continue;
                }
                left -= taken;
            }
            held = {.state = state, .calls = 0};
            return unmanaged;
        });
    }

    std::expected<std::uint64_t, MemoryError> allocate(unsigned order, memory::Zone zone) {
        return instance_.with([&](Instance& held) -> std::expected<std::uint64_t, MemoryError> {
            ++held.calls;
            return answer_of(Client(*held.state).allocate(order, zone_of<buddy::Zone>(zone)));
        });
    }

    std::expected<void, MemoryError> free(std::uint64_t frame, unsigned order) {
        return instance_.with([&](Instance& held) -> std::expected<void, MemoryError> {
            ++held.calls;
            return answer_of(Client(*held.state).free(frame, order));
        });
    }

    memory::MemoryStatistics statistics() {
        return instance_.with([](const Instance& held) {
            memory::MemoryStatistics answer;
            if (const auto statistics = Client(*held.state).statistics()) {
                answer.total_frames = statistics->total_frames;
                answer.free_frames = statistics->free_frames;
                std::ranges::copy(statistics->free_blocks, answer.free_blocks.begin());
            }
            return answer;
        });
    }

    bool is_consistent() {
        return instance_.with(
            [](const Instance& held) { return Client(*held.state).check().has_value(); });
    }

    std::optional<FrameDigests> digests() {
        return instance_.with(
            [](const Instance& held) { return digests_of<buddy::Digest>(Client(*held.state)); });
    }

    std::uint64_t calls() {
        return instance_.with([](const Instance& held) { return held.calls; });
    }

  private:
    using Client = buddy::Client<buddy::Selected>;

    struct Instance {
        buddy::State* state = nullptr; ///< in the metadata, with its table behind it
        std::uint64_t calls = 0;
    };

    sync::Guarded<Instance, sync::Spinlock<sync::Rank::frames, sync::Interrupts::disabled>>
        instance_;
};

constinit TwoLevel two_level;
constinit Buddy control;

/// Written at boot, before other processors run.
struct Setup {
    FrameAllocator allocator = FrameAllocator::frames;
    bool is_ready = false;
    std::uint64_t metadata_bytes = 0;
    std::uint64_t unmanaged_frames = 0;
};

constinit Setup setup;

/// Calls `use` with the allocator that serves.
template <class Use>
decltype(auto) with_allocator(Use use) {
    return setup.allocator == FrameAllocator::frames ? use(two_level) : use(control);
}

} // namespace

void choose_frame_allocator(FrameAllocator allocator) {
    setup.allocator = allocator;
}

std::uint64_t frame_metadata_size(const memory::BootMap& map) {
    return with_allocator([&](auto& allocator) { return allocator.metadata_size(map); });
}

std::expected<void, MemoryError> take_frames(const memory::BootMap& map,
                                             std::span<std::byte> metadata) {
    const auto unmanaged =
        with_allocator([&](auto& allocator) { return allocator.take(map, metadata); });
    if (!unmanaged) {
        return std::unexpected(unmanaged.error());
    }
    setup.metadata_bytes = metadata.size();
    setup.unmanaged_frames = *unmanaged;
    setup.is_ready = true;
    return {};
}

bool have_frames() {
    return setup.is_ready;
}

std::expected<PhysicalAddress, MemoryError> allocate_frames(unsigned order, memory::Zone zone) {
    if (!setup.is_ready) {
        return std::unexpected(MemoryError::not_initialised);
    }
    const auto frame =
        with_allocator([&](auto& allocator) { return allocator.allocate(order, zone); });
    if (!frame) {
        return std::unexpected(frame.error());
    }
    return PhysicalAddress{*frame << memory::frame_shift};
}

std::expected<void, MemoryError> free_frames(PhysicalAddress address, unsigned order) {
    if (!setup.is_ready) {
        return std::unexpected(MemoryError::not_initialised);
    }
    if (address.value % memory::frame_size != 0) {
        return std::unexpected(MemoryError::misaligned);
    }
    return with_allocator([&](auto& allocator) {
        return allocator.free(address.value >> memory::frame_shift, order);
    });
}

memory::MemoryStatistics frame_statistics() {
    if (!setup.is_ready) {
        return {};
    }
    auto answer = with_allocator([](auto& allocator) { return allocator.statistics(); });
    answer.unmanaged_frames = setup.unmanaged_frames;
    return answer;
}

bool frames_consistent() {
    return setup.is_ready &&
           with_allocator([](auto& allocator) { return allocator.is_consistent(); });
}

std::optional<FrameDigests> frame_digests() {
    if (!setup.is_ready) {
        return std::nullopt;
    }
    return with_allocator([](auto& allocator) { return allocator.digests(); });
}

FramesState frames_state() {
    const bool is_live = std::string_view(frames::Selected::name) == "live";
    return {.allocator = setup.allocator == FrameAllocator::frames ? "frames" : "buddy",
            .selection = is_live ? "live" : "fixed",
            .metadata_bytes = setup.metadata_bytes,
            .calls = with_allocator([](auto& allocator) { return allocator.calls(); })};
}

} // namespace bimetal::services
