// SPDX-License-Identifier: MIT OR Apache-2.0
// Both twins of `frames` in the running kernel: several processors on one instance, and the map
// that this machine booted with. The frames that the instance hands out are not touched, so that
// the kernel's own stay its own.
#include "components/frames/conformance/differential.hpp"
#include "components/frames/conformance/worker.hpp"
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/memory.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace bimetal::tests {
namespace {

using namespace frames::conformance;
using seam::harness::Test;

constexpr std::size_t worker_count = 4;
static_assert(worker_count <= suite_cpus);

// Thread stacks are small, and workers are not.
template <class Binding>
constinit std::array<Worker<Binding>, worker_count> workers{};

template <class Binding>
void work(void* argument) {
    static_cast<Worker<Binding>*>(argument)->run(300);
}

// No lock: each worker names a CPU of its own, wherever it runs.
template <class Binding>
void share(Test& test, const Work& kind) {
    const auto memory = memory_of(kind);
    auto client = make<Binding>(test, memory);
    ownership.reset(base, memory);
    const std::uint64_t whole = logical(client);
    seam::harness::Random random = test.random();
    {
        std::array<std::optional<sched::JoinHandle>, worker_count> handles;
        for (std::uint32_t index = 0; index < worker_count; ++index) {
            Worker<Binding>& worker = workers<Binding>[index];
            worker.begin(benches[0], kind, index, random.next());
            auto thread = sched::spawn("worker", work<Binding>, &worker,
                                       index % static_cast<std::uint32_t>(arch::cpu_count()));
            REQUIRE(thread.has_value());
            handles[index].emplace(std::move(*thread));
        }
    }
    std::uint64_t taken = 0;
    for (const Worker<Binding>& worker : workers<Binding>) {
        EXPECT_EQUAL(worker.wrongs(), std::uint64_t{0});
        taken += worker.taken();
    }
    EXPECT(taken != 0);
    if (test.failed()) {
        test.note(kind.name);
    }
    expect_all_returned(test, client, memory, whole);
}

template <class Binding>
void share_an_instance(Test& test) {
    for (const Work& kind : works) {
        share<Binding>(test, kind);
    }
}

// An allocator over the memory of this machine, beside the kernel's own, as large as the heap gives
// room for.
template <class Binding>
void serve_the_booted_map(Test& test) {
    using Client = frames::Client<Binding>;
    constexpr std::uint64_t longest = 2'560;
    const std::uint64_t bytes = Client::memory_size(longest);
    void* const memory =
        services::kernel_allocate(static_cast<std::size_t>(bytes), 64, services::HeapOwner::tests);
    if (memory == nullptr) {
        test.skip("no memory for the metadata");
        return;
    }
    auto* const state = static_cast<frames::State*>(memory);
    state->mark = 0;
    Client client(*state);
    EXPECT(client.initialize(longest, 0, 2).has_value());
    std::uint64_t added = 0;
    for (const memory::Region& region : services::memory_regions()) {
        const std::uint64_t first = region.base >> memory::frame_shift;
        const std::uint64_t limit = longest * FRAMES_AREA_FRAMES;
        if (region.type == memory::RegionType::usable && first < limit) {
            const std::uint64_t frames =
                std::min(region.length >> memory::frame_shift, limit - first);
            EXPECT(client.add(first, frames).has_value());
            added += frames;
        }
    }
    EXPECT(added != 0);
    EXPECT(client.check().has_value());
    const auto whole = client.digest(frames::Digest::logical);
    for (const std::uint32_t order : {10U, 9U, 4U}) {
        // All blocks of an order. Nothing remembers them: each that can be there is given back.
        std::uint64_t taken = 0;
        while (const auto block =
                   client.allocate(taken % 2 == 0 ? 0 : 1, order, frames::Zone::any)) {
            EXPECT(*block % (std::uint64_t{1} << order) == 0);
            ++taken;
        }
        EXPECT_EQUAL(
            client.statistics(frames::Count::fast).value_or(frames::Statistics{}).free_frames,
            added - (taken << order));
        const std::uint64_t size = std::uint64_t{1} << order;
        for (std::uint64_t frame = 0; frame < longest * FRAMES_AREA_FRAMES; frame += size) {
            taken -= client.free(0, frame, order).has_value() ? 1 : 0;
        }
        EXPECT_EQUAL(taken, std::uint64_t{0});
        EXPECT(client.drain(0).has_value() && client.drain(1).has_value());
        EXPECT(client.digest(frames::Digest::logical) == whole);
    }
    EXPECT(client.check().has_value());
    services::kernel_free(memory, services::HeapOwner::tests);
}

} // namespace

SEAM_REGISTER_TEST(frames_shared_cpp, "frames.processors", "share_an_instance_of_cpp",
                   share_an_instance<frames::Cpp>);
SEAM_REGISTER_TEST(frames_shared_rust, "frames.processors", "share_an_instance_of_rust",
                   share_an_instance<frames::Rust>);
SEAM_REGISTER_TEST(frames_booted_cpp, "frames.machine", "cpp_serves_the_booted_map",
                   serve_the_booted_map<frames::Cpp>);
SEAM_REGISTER_TEST(frames_booted_rust, "frames.machine", "rust_serves_the_booted_map",
                   serve_the_booted_map<frames::Rust>);

namespace {

services::FrameDigests digests_of_the_kernel(Test& test) {
    const auto digests = services::frame_digests();
    EXPECT(digests.has_value());
    return digests.value_or(services::FrameDigests{});
}

} // namespace

// The kernel's own: what a failed call leaves, and what comes back.
SEAM_TEST(frames_kernel, the_set_of_free_frames_is_the_same_again) {
    const services::FrameDigests before = digests_of_the_kernel(test);
    const auto block = services::allocate_frames(3, memory::Zone::any);
    REQUIRE(block.has_value());
    const services::FrameDigests taken = digests_of_the_kernel(test);
    EXPECT(taken.logical != before.logical);
    EXPECT(!services::free_frames(*block, 9).has_value());
    EXPECT(!services::allocate_frames(memory::max_order + 1, memory::Zone::any).has_value());
    EXPECT_EQUAL(digests_of_the_kernel(test).exact, taken.exact);
    EXPECT(services::free_frames(*block, 3).has_value());
    EXPECT_EQUAL(digests_of_the_kernel(test).logical, before.logical);
    EXPECT(services::frames_consistent());
}

} // namespace bimetal::tests
