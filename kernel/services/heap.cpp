// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/heap.hpp"

#include "components/heap/bindings/generated/heap.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/log.hpp"
#include "kernel/services/per_cpu.hpp"
#include "kernel/trap/panic.hpp"
#include "seam/allocate.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <expected>

namespace bimetal::services {
namespace {

using Client = heap::Client<heap::Selected>;

static_assert(memory::frame_size == HEAP_PAGE_SIZE);
static_assert(memory::max_order == HEAP_MAX_ORDER);
static_assert(arch::maximum_cpus <= HEAP_CPU_CAPACITY);
static_assert(heap_owners.size() <= HEAP_OWNER_COUNT);

/// Where the heap's pages may lie: from the first usable frame to the last.
struct Span {
    std::uint64_t first_page;
    std::uint64_t pages;
};

Span span_of(const memory::BootMap& map) {
    std::uint64_t first = ~std::uint64_t{0};
    std::uint64_t end = 0;
    for (const memory::Region& region : map.regions()) {
        if (region.type == memory::RegionType::usable &&
            region.length >> memory::frame_shift != 0) {
            first = std::min(first, region.base >> memory::frame_shift);
            end = std::max(end, region.end() >> memory::frame_shift);
        }
    }
    return first < end ? Span{.first_page = first, .pages = end - first}
                       : Span{.first_page = 0, .pages = 1};
}

/// Where memory lies far apart, the table must not take more of it than a sixty-fourth; pages
/// behind it are not the heap's.
std::uint64_t pages_in_table(const memory::BootMap& map) {
    const std::uint64_t most = map.usable_bytes() / 64 / sizeof(heap::Page);
    return std::clamp<std::uint64_t>(span_of(map).pages, 1, std::max<std::uint64_t>(most, 1));
}

constinit PerCpu<sync::Rank::heap, sync::Rank::heap_survey> cpus;
constinit heap::State* state = nullptr; // in the metadata, with its table behind it
constinit std::uint64_t metadata_bytes = 0;
constinit std::uint64_t end_page = 0; // the first behind the table
constinit std::atomic<std::uint64_t> failures = 0;

Client client() {
    return Client(*state);
}

std::uint32_t number_of(HeapOwner owner) {
    return static_cast<std::uint32_t>(owner);
}

/// An address as the heap has it; one that is not in the direct map is none of its own.
std::uint64_t address_of(const void* pointer) {
    return reinterpret_cast<std::uint64_t>(pointer) - arch::direct_map_base;
}

/// A free that cannot be is a mistake of the caller, after which nothing can be relied upon.
void expect_freed(const void* pointer, const std::expected<void, heap::Status>& freed) {
    if (!freed) {
        panic("the heap cannot take {} back: {}", pointer, ::describe(freed.error()));
    }
}

} // namespace

std::uint64_t heap_metadata_size(const memory::BootMap& map) {
    return Client::memory_size(pages_in_table(map));
}

bool start_heap(const memory::BootMap& map, std::span<std::byte> metadata) {
    if (metadata.size() < Client::memory_size(1)) {
        return false;
    }
    auto* const made = reinterpret_cast<heap::State*>(metadata.data());
    const std::uint64_t first = span_of(map).first_page;
    const std::uint64_t pages = (metadata.size() - Client::memory_size(0)) / sizeof(heap::Page);
    if (!Client(*made).initialize(pages, first, arch::maximum_cpus, 0)) {
        return false;
    }
    state = made;
    metadata_bytes = metadata.size();
    end_page = first + pages;
    return true;
}

void* kernel_allocate(std::size_t size, std::size_t alignment, HeapOwner owner) {
    const auto once = [&](std::uint32_t cpu) {
        return client().allocate(cpu, size, alignment, number_of(owner));
    };
    if (state == nullptr) {
        return nullptr;
    }
    auto address = cpus.with_cpu(once);
    if (!address && address.error() == heap::Status::exhausted) {
        // What other CPUs keep in their magazines is memory, too.
        drain_heap();
        address = cpus.with_cpu(once);
    }
    if (!address) {
        failures.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    return arch::direct_map<void>(*address);
}

void* kernel_allocate_zeroed(std::size_t size, std::size_t alignment, HeapOwner owner) {
    void* const block = kernel_allocate(size, alignment, owner);
    if (block != nullptr) {
        std::memset(block, 0, size);
    }
    return block;
}

void kernel_free(void* pointer, HeapOwner owner) {
    if (pointer != nullptr) {
        expect_freed(pointer, cpus.with_cpu([&](std::uint32_t cpu) {
            return client().free(cpu, address_of(pointer), number_of(owner));
        }));
    }
}

void kernel_free_sized(void* pointer, std::size_t size, std::size_t alignment, HeapOwner owner) {
    if (pointer != nullptr) {
        expect_freed(pointer, cpus.with_cpu([&](std::uint32_t cpu) {
            return client().free_sized(cpu, address_of(pointer), size, alignment, number_of(owner));
        }));
    }
}

void* kernel_resize(void* pointer, std::size_t size, std::size_t alignment, HeapOwner owner) {
    if (pointer == nullptr) {
        return kernel_allocate(size, alignment, owner);
    }
    const auto bytes = client().size_of(address_of(pointer));
    if (!bytes) {
        panic("the heap cannot resize {}: {}", pointer, ::describe(bytes.error()));
    }
    if (client().resize(address_of(pointer), size)) {
        return pointer;
    }
    void* const block = kernel_allocate(size, alignment, owner);
    if (block == nullptr) {
        return nullptr;
    }
    std::memcpy(block, pointer, std::min<std::size_t>(size, *bytes));
    kernel_free(pointer, owner);
    return block;
}

HeapStatistics heap_statistics() {
    HeapStatistics answer;
    answer.failures = failures.load(std::memory_order_relaxed);
    if (state == nullptr) {
        return answer;
    }
    if (const auto statistics = client().statistics()) {
        answer.live = {.blocks = statistics->live_blocks, .bytes = statistics->live_bytes};
        answer.magazine_blocks = statistics->magazine_blocks;
        answer.slab_pages = statistics->slab_pages;
        answer.large_blocks = statistics->large_blocks;
        answer.large_pages = statistics->large_pages;
        for (const HeapOwner owner : heap_owners) {
            const heap::Owned& counted = statistics->owners[number_of(owner)];
            answer.owners[number_of(owner)] = {.blocks = counted.blocks, .bytes = counted.bytes};
        }
    }
    return answer;
}

std::optional<HeapClassCount> heap_class(std::uint32_t number) {
    if (state == nullptr) {
        return std::nullopt;
    }
    const auto counted = client().class_statistics(number);
    if (!counted) {
        return std::nullopt;
    }
    return HeapClassCount{.size = counted->size,
                          .slabs = counted->slabs,
                          .empty_slabs = counted->empty_slabs,
                          .live_blocks = counted->live_blocks,
                          .magazine_blocks = counted->magazine_blocks};
}

void drain_heap() {
    // A block that was freed twice is dropped, which is what the next check says.
    cpus.for_each_cpu([](std::uint32_t cpu) { static_cast<void>(client().drain(cpu)); });
}

bool heap_consistent() {
    return state != nullptr && cpus.with_nobody([] { return client().check().has_value(); });
}

std::optional<HeapDigests> heap_digests() {
    if (state == nullptr) {
        return std::nullopt;
    }
    return cpus.with_nobody([]() -> std::optional<HeapDigests> {
        const auto logical = client().digest(heap::Digest::logical);
        const auto exact = client().digest(heap::Digest::exact);
        if (!logical || !exact) {
            return std::nullopt;
        }
        return HeapDigests{.logical = *logical, .exact = *exact};
    });
}

HeapState heap_state() {
    return {.selection = std::string_view(heap::Selected::name) == "live" ? "live" : "fixed",
            .metadata_bytes = metadata_bytes,
            .calls = cpus.calls()};
}

} // namespace bimetal::services

// What Rust's containers need of the core.
void* seam_service_allocate(std::size_t size, std::size_t alignment) noexcept {
    return bimetal::services::kernel_allocate(size, alignment, bimetal::services::HeapOwner::rust);
}

void* seam_service_allocate_zeroed(std::size_t size, std::size_t alignment) noexcept {
    return bimetal::services::kernel_allocate_zeroed(size, alignment,
                                                     bimetal::services::HeapOwner::rust);
}

void seam_service_free(void* memory, std::size_t size, std::size_t alignment) noexcept {
    bimetal::services::kernel_free_sized(memory, size, alignment,
                                         bimetal::services::HeapOwner::rust);
}

void* seam_service_resize(void* memory, std::size_t /*size*/, std::size_t alignment,
                          std::size_t new_size) noexcept {
    return bimetal::services::kernel_resize(memory, new_size, alignment,
                                            bimetal::services::HeapOwner::rust);
}

// What the twin needs of the core: frames as pages. The calls come under this CPU's heap lock.
std::uint64_t heap_service_allocate_pages(std::uint64_t /*source*/, std::uint32_t /*cpu*/,
                                          std::uint32_t order) noexcept {
    using namespace bimetal;
    auto block = services::allocate_frames(order, memory::Zone::any);
    if (block && block->value >> memory::frame_shift >= services::end_page) {
        // Memory that lies far apart is not all in the table; what lies low is.
        static_cast<void>(services::free_frames(*block, order));
        block = services::allocate_frames(order, memory::Zone::below_4g);
    }
    return block ? block->value >> memory::frame_shift : HEAP_NO_PAGE;
}

void heap_service_free_pages(std::uint64_t /*source*/, std::uint32_t /*cpu*/, std::uint64_t page,
                             std::uint32_t order) noexcept {
    using namespace bimetal;
    const memory::PhysicalAddress address{page << memory::frame_shift};
    if (const auto freed = services::free_frames(address, order); !freed) {
        log::print(log::Level::error, "heap: gave back pages at {:#x} that it does not own: {}",
                   address.value, freed.error());
    }
}
