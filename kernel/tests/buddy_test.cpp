// SPDX-License-Identifier: MIT OR Apache-2.0
// Both twins of `buddy` in the running kernel: several processors on one instance, and the map
// that this machine booted with. The frames that the instance hands out are not touched, so that
// the kernel's own stay its own.
#include "components/buddy/conformance/differential.hpp"
#include "components/buddy/conformance/worker.hpp"
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/sync/spinlock.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace bimetal::tests {
namespace {

using namespace buddy::conformance;
using seam::harness::Test;

constexpr std::size_t worker_count = 4;

// Thread stacks are small, and workers are not.
template <class Binding>
constinit std::array<Worker<Binding>, worker_count> workers{};

constinit sync::Spinlock<sync::Rank::frames, sync::Interrupts::disabled> instance_lock;

template <class Binding>
void work(void* argument) {
    static_cast<Worker<Binding>*>(argument)->run(400, [](auto call) {
        const sync::LockGuard guard(instance_lock);
        return call();
    });
}

template <class Binding>
void share_an_instance(Test& test) {
    (void)make<Binding>(test, odd_memory);
    ownership.reset(odd_memory);
    seam::harness::Random random = test.random();
    {
        std::array<std::optional<sched::JoinHandle>, worker_count> handles;
        for (std::uint32_t index = 0; index < worker_count; ++index) {
            Worker<Binding>& worker = workers<Binding>[index];
            worker.begin(benches[0], index + 1, random.next());
            auto thread = sched::spawn("worker", work<Binding>, &worker,
                                       index % static_cast<std::uint32_t>(arch::cpu_count()));
            REQUIRE(thread.has_value());
            handles[index].emplace(std::move(*thread));
        }
    }
    std::uint32_t orders = 0;
    for (const Worker<Binding>& worker : workers<Binding>) {
        EXPECT_EQUAL(worker.wrongs(), std::uint64_t{0});
        orders |= worker.orders();
    }
    EXPECT_EQUAL(orders, (1U << order_count) - 1);
    expect_all_returned<Binding>(test, benches[0], odd_memory);
}

// An allocator over the memory of this machine, beside the kernel's own, as large as the heap gives
// room for.
template <class Binding>
void serve_the_booted_map(Test& test) {
    using Client = buddy::Client<Binding>;
    constexpr std::uint64_t longest = 32'768;
    const std::uint64_t bytes = Client::memory_size(longest);
    void* const memory =
        services::kernel_allocate(static_cast<std::size_t>(bytes), 8, services::HeapOwner::tests);
    if (memory == nullptr) {
        test.skip("no memory for the metadata");
        return;
    }
    auto* const state = static_cast<buddy::State*>(memory);
    state->mark = 0;
    Client client(*state);
    EXPECT(client.initialize(longest).has_value());
    std::uint64_t left = longest;
    std::uint64_t added = 0;
    for (const memory::Region& region : services::memory_regions()) {
        // Something of each, so that the ones above 4 GiB are not left out.
        const std::uint64_t frames =
            std::min({region.length >> memory::frame_shift, left, longest / 4});
        if (region.type == memory::RegionType::usable && frames != 0) {
            EXPECT(client.add(region.base >> memory::frame_shift, frames).has_value());
            left -= frames;
            added += frames;
        }
    }
    EXPECT(added != 0);
    EXPECT(client.check().has_value());
    const auto whole = client.digest(buddy::Digest::logical);
    for (std::uint32_t order = 0; order < order_count; ++order) {
        // All blocks of an order. Nothing remembers them: each that can be there is given back.
        std::uint64_t taken = 0;
        std::uint64_t last = ~std::uint64_t{0};
        while (const auto block = client.allocate(order, buddy::Zone::any)) {
            EXPECT(*block % (std::uint64_t{1} << order) == 0 && *block != last);
            last = *block;
            ++taken;
        }
        for (const memory::Region& region : services::memory_regions()) {
            if (region.type != memory::RegionType::usable) {
                continue;
            }
            const std::uint64_t size = std::uint64_t{1} << order;
            const std::uint64_t end = region.end() >> memory::frame_shift;
            std::uint64_t frame = ((region.base >> memory::frame_shift) + size - 1) & ~(size - 1);
            for (; frame < end; frame += size) {
                taken -= client.free(frame, order).has_value() ? 1 : 0;
            }
        }
        EXPECT_EQUAL(taken, std::uint64_t{0});
        EXPECT(client.digest(buddy::Digest::logical) == whole);
    }
    EXPECT(client.check().has_value());
    services::kernel_free(memory, services::HeapOwner::tests);
}

} // namespace

SEAM_REGISTER_TEST(buddy_shared_cpp, "buddy.processors", "share_an_instance_of_cpp",
                   share_an_instance<buddy::Cpp>);
SEAM_REGISTER_TEST(buddy_shared_rust, "buddy.processors", "share_an_instance_of_rust",
                   share_an_instance<buddy::Rust>);
SEAM_REGISTER_TEST(buddy_booted_cpp, "buddy.machine", "cpp_serves_the_booted_map",
                   serve_the_booted_map<buddy::Cpp>);
SEAM_REGISTER_TEST(buddy_booted_rust, "buddy.machine", "rust_serves_the_booted_map",
                   serve_the_booted_map<buddy::Rust>);

} // namespace bimetal::tests
