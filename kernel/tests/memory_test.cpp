// SPDX-License-Identifier: MIT OR Apache-2.0
// Frames and heap as the running kernel has them: real addresses, several processors, exhaustion.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/paging.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/memory.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <atomic>
#include <optional>

namespace bimetal::tests {
namespace {

using memory::PhysicalAddress;
using memory::Zone;

// Every block is stamped with its owner in its first and last word; a stamp that changed means that
// two owners had it.
void stamp(PhysicalAddress block, unsigned order, std::uint64_t owner) {
    auto* const words = arch::direct_map<std::uint64_t>(block.value);
    const std::size_t last = ((memory::frame_size << order) / 8) - 1;
    words[0] = owner;
    words[last] = owner;
}

bool is_stamped(PhysicalAddress block, unsigned order, std::uint64_t owner) {
    const auto* const words = arch::direct_map<const std::uint64_t>(block.value);
    const std::size_t last = ((memory::frame_size << order) / 8) - 1;
    return words[0] == owner && words[last] == owner;
}

struct Worker {
    std::uint64_t seed = 0;
    std::atomic<std::uint64_t> wrong = 0;
};

void allocate_and_check(void* argument) {
    auto& worker = *static_cast<Worker*>(argument);

    struct Owned {
        PhysicalAddress block{0};
        unsigned order = 0;
        std::uint64_t owner = 0;
    };

    std::array<Owned, 24> owned{};
    seam::harness::Random random(worker.seed);
    for (std::uint64_t step = 0; step < 2'000; ++step) {
        Owned& slot = owned[random.below(owned.size())];
        if (slot.owner != 0) {
            const bool intact = is_stamped(slot.block, slot.order, slot.owner);
            const bool freed = services::free_frames(slot.block, slot.order).has_value();
            worker.wrong += intact && freed ? 0 : 1;
            slot.owner = 0;
            continue;
        }
        slot.order = static_cast<unsigned>(random.below(5));
        const Zone zone = random.once_in(4) ? Zone::below_4g : Zone::any;
        const auto block = services::allocate_frames(slot.order, zone);
        if (block) {
            slot.block = *block;
            slot.owner = worker.seed ^ (step + 1) << 20;
            stamp(slot.block, slot.order, slot.owner);
        }
    }
    for (const Owned& slot : owned) {
        if (slot.owner != 0) {
            const bool intact = is_stamped(slot.block, slot.order, slot.owner);
            const bool freed = services::free_frames(slot.block, slot.order).has_value();
            worker.wrong += intact && freed ? 0 : 1;
        }
    }
}

} // namespace

SEAM_TEST(memory, frames_have_one_owner_each) {
    constexpr std::size_t threads = 4;
    const std::uint64_t free_before = services::frame_statistics().free_frames;
    std::array<Worker, threads> workers{};
    {
        std::array<std::optional<sched::JoinHandle>, threads> handles;
        for (std::size_t index = 0; index < threads; ++index) {
            workers[index].seed = test.random().next() + index;
            auto thread = sched::spawn("worker", allocate_and_check, &workers[index],
                                       static_cast<std::uint32_t>(index % arch::cpu_count()));
            REQUIRE(thread.has_value());
            handles[index].emplace(std::move(*thread));
        }
    }
    for (const Worker& worker : workers) {
        EXPECT_EQUAL(worker.wrong.load(), std::uint64_t{0});
    }
    EXPECT(services::frames_consistent());
    // New stacks are kept for the next threads; nothing else may be missing.
    const std::uint64_t free_after = services::frame_statistics().free_frames;
    EXPECT(free_before - free_after <= threads * (arch::kernel_stack_bytes / arch::page_size + 4));
}

// Takes every frame there is, a page at a time, chained through the frames themselves; then the
// kernel must still work, and everything must come back.
SEAM_TEST(memory, exhaustion_is_an_answer_and_everything_comes_back) {
    const memory::MemoryStatistics before = services::frame_statistics();
    std::uint64_t taken = 0;
    std::array<std::uint64_t, memory::order_count> chains{};
    for (unsigned order = memory::max_order + 1; order-- > 0;) {
        for (;;) {
            const auto block = services::allocate_frames(order, Zone::any);
            if (!block) {
                EXPECT(block.error() == memory::MemoryError::exhausted);
                break;
            }
            *arch::direct_map<std::uint64_t>(block->value) = chains[order];
            chains[order] = block->value;
            taken += std::uint64_t{1} << order;
        }
    }
    EXPECT_EQUAL(services::frame_statistics().free_frames, std::uint64_t{0});
    EXPECT(services::kernel_allocate(1 << 20, 16, services::HeapOwner::tests) == nullptr);
    // A recycled stack and the heap's spare room may still carry a thread; what matters is that
    // running out is a value.
    const auto thread = sched::spawn_detached("hopeless", [](void*) {}, nullptr);
    EXPECT(thread.has_value() || thread.error() == sched::ThreadError::out_of_memory);
    for (unsigned order = 0; order <= memory::max_order; ++order) {
        while (chains[order] != 0) {
            const std::uint64_t next = *arch::direct_map<std::uint64_t>(chains[order]);
            EXPECT(services::free_frames({chains[order]}, order).has_value());
            chains[order] = next;
        }
    }
    const memory::MemoryStatistics after = services::frame_statistics();
    EXPECT_EQUAL(taken, before.free_frames);
    EXPECT(after.free_frames + 16 >= before.free_frames);
    EXPECT(services::frames_consistent());
}

SEAM_TEST(memory, wrong_frees_are_answered) {
    const auto block = services::allocate_frames(2, Zone::any);
    REQUIRE(block.has_value());
    const auto error_of = [](PhysicalAddress address, unsigned order) {
        const auto freed = services::free_frames(address, order);
        return freed ? std::optional<memory::MemoryError>() : freed.error();
    };
    EXPECT(error_of({block->value + 1}, 2) == memory::MemoryError::misaligned);
    // That a smaller block would be a part of it is no mistake that every allocator finds.
    const auto large = services::allocate_frames(9, Zone::any);
    REQUIRE(large.has_value());
    EXPECT(error_of(*large, 3) == memory::MemoryError::wrong_order);
    EXPECT(!error_of(*large, 9).has_value());
    EXPECT(error_of(*block, memory::max_order + 1) == memory::MemoryError::invalid_order);
    EXPECT(error_of({std::uint64_t{1} << 51}, 0) == memory::MemoryError::unmanaged);
    EXPECT(!error_of(*block, 2).has_value());
    EXPECT(error_of(*block, 2) == memory::MemoryError::double_free);
}

SEAM_TEST(memory, the_direct_map_shows_every_managed_frame) {
    for (const memory::Region& region : services::memory_regions()) {
        if (region.type != memory::RegionType::usable) {
            continue;
        }
        for (const std::uint64_t physical : {region.base, region.end() - arch::page_size}) {
            const auto page = arch::translate(arch::direct_map_address(physical));
            REQUIRE(page.has_value());
            EXPECT_EQUAL(page->physical, physical);
            EXPECT(page->permissions.writable && !page->permissions.executable);
        }
    }
}

// Firmware says where devices are: neither memory nor an address that no entry can hold.
SEAM_TEST(memory, devices_are_mapped_only_where_devices_can_be) {
    const auto error_of = [](std::uint64_t physical) {
        const auto mapped = services::map_device(physical, arch::page_size);
        return mapped ? std::optional<arch::MapError>() : mapped.error();
    };
    const auto frame = services::allocate_frames(0, Zone::any);
    REQUIRE(frame.has_value());
    EXPECT(error_of(frame->value) == arch::MapError::is_memory);
    EXPECT(error_of(frame->value + 8) == arch::MapError::is_memory);
    EXPECT(services::free_frames(*frame, 0).has_value());
    EXPECT(error_of(0x8000) == arch::MapError::is_memory);
    EXPECT(error_of(arch::image_physical(text_start)) == arch::MapError::is_memory);
    EXPECT(error_of(std::uint64_t{1} << 52) == arch::MapError::beyond_address);
    EXPECT(error_of(~std::uint64_t{0}) == arch::MapError::beyond_address);
}

SEAM_TEST(memory, heap_answers_foreign_pointers_with_a_panic) {
    int local = 0;
    const auto fault = sched::catch_fault(
        [](void* pointer) { services::kernel_free(pointer, services::HeapOwner::tests); }, &local);
    REQUIRE(fault.has_value());
    EXPECT(fault->panicked);
}

} // namespace bimetal::tests
