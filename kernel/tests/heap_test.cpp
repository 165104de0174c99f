// SPDX-License-Identifier: MIT OR Apache-2.0
// The kernel's own heap under several processors, with stamps in the blocks; and both twins of
// `heap`, several processors on one instance over pages of the suite's own.
#include "components/heap/bench/job.hpp"
#include "components/heap/bindings/supplied.hpp"
#include "components/heap/conformance/worker.hpp"
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "seam/allocate.h"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <optional>
#include <utility>

namespace bimetal::tests {
namespace {

using namespace heap::conformance;
using seam::harness::Test;
using services::HeapOwner;

constexpr std::size_t worker_count = 4;
static_assert(worker_count <= suite_cpus);

// Thread stacks are small, and workers are not.
template <class Binding>
constinit std::array<Worker<Binding>, worker_count> workers{};

template <class Binding>
void work(void* argument) {
    static_cast<Worker<Binding>*>(argument)->run(300);
}

/// Runs `body` with each of the arguments in a thread of its own, spread over the processors.
template <class Argument>
void run_on_all(Test& test, void (*body)(void*), std::array<Argument, worker_count>& arguments) {
    std::array<std::optional<sched::JoinHandle>, worker_count> handles;
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        auto thread = sched::spawn("worker", body, &arguments[index],
                                   static_cast<std::uint32_t>(index % arch::cpu_count()));
        REQUIRE(thread.has_value());
        handles[index].emplace(std::move(*thread));
    }
}

// No lock: each worker names a CPU of its own, wherever it runs.
template <class Binding>
void share_an_instance(Test& test) {
    seam::harness::Random random = test.random();
    for (const Work& kind : works) {
        auto client = make<Binding>(test, kind.pages);
        ownership.reset();
        passing.reset();
        for (std::uint32_t number = 0; number < worker_count; ++number) {
            workers<Binding>[number].begin(benches[0], kind, number, random.next());
        }
        run_on_all(test, work<Binding>, workers<Binding>);
        workers<Binding>[0].collect();
        std::uint64_t taken = 0;
        for (const Worker<Binding>& worker : workers<Binding>) {
            EXPECT_EQUAL(worker.wrongs(), std::uint64_t{0});
            taken += worker.taken();
        }
        EXPECT(taken != 0);
        if (test.failed()) {
            test.note(kind.name);
            return;
        }
        expect_all_returned(test, client, kind.pages);
    }
}

/// Takes blocks of the kernel's heap, stamps all of each, and looks at the stamps before it gives
/// them back.
struct Stamper {
    std::uint64_t seed = 0;
    std::atomic<std::uint64_t> wrong = 0;
    std::atomic<std::uint64_t> taken = 0;

    struct Block {
        std::uint8_t* bytes = nullptr;
        std::size_t size = 0;
    };

    void run() {
        seam::harness::Random random(seed);
        std::array<Block, 32> blocks{};
        for (int round = 0; round < 1'500; ++round) {
            Block& block = blocks[random.below(blocks.size())];
            if (block.bytes == nullptr) {
                take(block, random);
            } else if (random.once_in(6)) {
                resize(block, random);
            } else {
                give(block);
            }
        }
        for (Block& block : blocks) {
            if (block.bytes != nullptr) {
                give(block);
            }
        }
    }

  private:
    [[nodiscard]] std::uint8_t stamp() const { return static_cast<std::uint8_t>(seed % 251 + 1); }

    static std::size_t any_size(seam::harness::Random& random) {
        return 1 + random.below(random.once_in(20) ? 30'000 : 1'200);
    }

    void take(Block& block, seam::harness::Random& random) {
        const std::size_t size = any_size(random);
        const bool zeroed = random.once_in(3);
        void* const memory = zeroed ? services::kernel_allocate_zeroed(size, 8, HeapOwner::tests)
                                    : services::kernel_allocate(size, 8, HeapOwner::tests);
        if (memory == nullptr) {
            return; // another test may have taken all
        }
        block = {.bytes = static_cast<std::uint8_t*>(memory), .size = size};
        if (zeroed) {
            look(block, 0, size);
        }
        std::memset(block.bytes, stamp(), size);
        taken.fetch_add(1);
    }

    void resize(Block& block, seam::harness::Random& random) {
        const std::size_t size = any_size(random);
        void* const memory = services::kernel_resize(block.bytes, size, 8, HeapOwner::tests);
        if (memory == nullptr) {
            return;
        }
        const std::size_t kept = std::min(size, block.size);
        block = {.bytes = static_cast<std::uint8_t*>(memory), .size = size};
        look(block, stamp(), kept);
        std::memset(block.bytes, stamp(), size);
    }

    void give(Block& block) {
        look(block, stamp(), block.size);
        std::memset(block.bytes, 0xdd, block.size);
        services::kernel_free(block.bytes, HeapOwner::tests);
        block = {};
    }

    void look(const Block& block, std::uint8_t expected, std::size_t size) {
        const auto bytes = std::span(block.bytes, size);
        const bool right =
            std::ranges::all_of(bytes, [&](std::uint8_t byte) { return byte == expected; });
        wrong.fetch_add(right ? 0 : 1);
    }
};

constinit std::array<Stamper, worker_count> stampers{};

struct Counted {
    explicit Counted(int& alive) : alive_(&alive) { ++*alive_; }

    ~Counted() { --*alive_; }

    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

  private:
    int* alive_;
};

/// Replays the recorded job on the kernel's own heap and frames, with its number in each block.
class JobTarget {
  public:
    bool allocate(std::uint32_t number, std::uint64_t bytes) {
        auto* const block = static_cast<std::uint32_t*>(services::kernel_allocate(
            std::max<std::size_t>(bytes, sizeof number), 16, HeapOwner::tests));
        blocks_[number] = block;
        if (block == nullptr) {
            return false;
        }
        *block = number;
        return true;
    }

    bool free(std::uint32_t number) {
        std::uint32_t* const block = std::exchange(blocks_[number], nullptr);
        if (block == nullptr || *block != number) {
            return false;
        }
        services::kernel_free(block, HeapOwner::tests);
        return true;
    }

    bool take(std::uint32_t number, std::uint32_t order) {
        const auto frames = services::allocate_frames(order, memory::Zone::any);
        files_[number] = {.address = frames.value_or(memory::PhysicalAddress{}), .order = order};
        return frames.has_value();
    }

    bool give(std::uint32_t number) {
        return services::free_frames(files_[number].address, files_[number].order).has_value();
    }

  private:
    struct File {
        memory::PhysicalAddress address;
        std::uint32_t order;
    };

    std::array<std::uint32_t*, heap::bench::Job::block_capacity> blocks_{};
    std::array<File, heap::bench::Job::frame_capacity> files_{};
};

constinit heap::bench::Job job{};
constinit JobTarget job_target{};

/// Blocks of the kernel's heap, chained through themselves: there may be too many to remember.
class Chain {
  public:
    /// Takes one more; false if there is no memory.
    bool take(std::size_t size) {
        void* const block = services::kernel_allocate(size, 8, HeapOwner::tests);
        if (block == nullptr) {
            return false;
        }
        std::memcpy(block, &first_, sizeof first_);
        first_ = reinterpret_cast<std::uint64_t>(block);
        return true;
    }

    void give_all() {
        while (first_ != 0) {
            void* const block = reinterpret_cast<void*>(first_);
            std::memcpy(&first_, block, sizeof first_);
            services::kernel_free(block, HeapOwner::tests);
        }
    }

  private:
    std::uint64_t first_ = 0;
};

services::HeapCount tests_count() {
    return services::heap_statistics().owners[static_cast<std::size_t>(HeapOwner::tests)];
}

} // namespace

SEAM_REGISTER_TEST(heap_shared_cpp, "heap.processors", "share_an_instance_of_cpp",
                   share_an_instance<heap::SuppliedCpp>);
SEAM_REGISTER_TEST(heap_shared_rust, "heap.processors", "share_an_instance_of_rust",
                   share_an_instance<heap::SuppliedRust>);

SEAM_TEST(kernel_heap, blocks_of_all_processors_are_apart) {
    const services::HeapCount before = tests_count();
    seam::harness::Random random = test.random();
    for (Stamper& stamper : stampers) {
        stamper.seed = random.next();
        stamper.wrong = 0;
        stamper.taken = 0;
    }
    run_on_all(test, [](void* stamper) { static_cast<Stamper*>(stamper)->run(); }, stampers);
    for (const Stamper& stamper : stampers) {
        EXPECT_EQUAL(stamper.wrong.load(), std::uint64_t{0});
        EXPECT(stamper.taken.load() != 0);
    }
    EXPECT_EQUAL(tests_count().blocks, before.blocks);
    EXPECT_EQUAL(tests_count().bytes, before.bytes);
    EXPECT(services::heap_consistent());
}

SEAM_TEST(kernel_heap, sizes_and_alignments_are_kept) {
    for (std::size_t alignment = 1; alignment <= 65'536; alignment *= 4) {
        for (const std::size_t size : {0UL, 1UL, 100UL, 4'096UL, 9'000UL}) {
            void* const block = services::kernel_allocate(size, alignment, HeapOwner::tests);
            REQUIRE(block != nullptr);
            EXPECT_EQUAL(reinterpret_cast<std::uint64_t>(block) % alignment, std::uint64_t{0});
            services::kernel_free_sized(block, size, alignment, HeapOwner::tests);
        }
    }
    EXPECT(services::kernel_allocate(1, 3, HeapOwner::tests) == nullptr);
    EXPECT(services::kernel_allocate((4UL << 20) + 1, 8, HeapOwner::tests) == nullptr);
    EXPECT(services::kernel_allocate(~0UL, 8, HeapOwner::tests) == nullptr);
    services::kernel_free(nullptr, HeapOwner::tests);
}

SEAM_TEST(kernel_heap, objects_end_with_their_pointers) {
    int alive = 0;
    const services::HeapCount before = tests_count();
    {
        const auto object = services::kernel_new<Counted>(HeapOwner::tests, alive);
        REQUIRE(object != nullptr);
        EXPECT_EQUAL(alive, 1);
        EXPECT_EQUAL(tests_count().blocks, before.blocks + 1);
    }
    EXPECT_EQUAL(alive, 0);
    EXPECT_EQUAL(tests_count().blocks, before.blocks);
}

// Blocks of one size until there is no memory, chained through the blocks themselves; the kernel
// must still answer, and everything must come back.
SEAM_TEST(kernel_heap, exhaustion_is_an_answer_and_everything_comes_back) {
    const services::HeapCount before = tests_count();
    const std::uint64_t failures = services::heap_statistics().failures;
    for (const std::size_t size : {std::size_t{4} << 20, std::size_t{60'000}, std::size_t{2'000}}) {
        services::drain_heap();
        Chain chain;
        std::uint64_t count = 0;
        // Not all of a large machine in small blocks: that takes the emulator too long.
        while (count < 40'000 && chain.take(size)) {
            ++count;
        }
        EXPECT_EQUAL(tests_count().blocks, before.blocks + count);
        chain.give_all();
        EXPECT_EQUAL(tests_count().blocks, before.blocks);
    }
    EXPECT(services::heap_statistics().failures > failures);
    services::drain_heap();
    EXPECT(services::heap_consistent());
    EXPECT(services::frames_consistent());
}

// A real job that was recorded: an archive unpacked, its files hashed and indexed. Nothing it took
// is missing afterwards.
SEAM_TEST(kernel_heap, serves_a_recorded_job) {
    const services::HeapCount before = tests_count();
    const std::uint64_t free_before = services::frame_statistics().free_frames;
    std::uint64_t steps = 0;
    bool failed = false;
    job.begin();
    while (job.step(job_target, failed)) {
        ++steps;
    }
    EXPECT(!failed);
    EXPECT(steps > 30'000);
    EXPECT_EQUAL(tests_count().blocks, before.blocks);
    EXPECT_EQUAL(tests_count().bytes, before.bytes);
    EXPECT(services::heap_consistent());
    services::drain_heap();
    EXPECT(services::frame_statistics().free_frames >= free_before);
}

// Rust's containers over the same heap, under whichever twin serves: what they take comes back,
// also where memory runs out on the way.
SEAM_TEST(kernel_heap, containers_of_rust_grow_and_fail) {
    const auto rust_count = [] {
        return services::heap_statistics().owners[static_cast<std::size_t>(HeapOwner::rust)];
    };
    const services::HeapCount before = rust_count();
    for (const std::uint64_t count : {0UL, 1UL, 100UL, 20'000UL}) {
        EXPECT_EQUAL(seam_alloc_exercise(count), 0U);
    }
    // Nearly all memory goes in the largest blocks, and the rest in small ones.
    Chain chain;
    for (const std::size_t size : {std::size_t{4} << 20, std::size_t{64} << 10}) {
        while (chain.take(size)) {
        }
    }
    EXPECT_EQUAL(seam_alloc_exercise(1'000'000), 1U);
    chain.give_all();
    EXPECT_EQUAL(seam_alloc_exercise(1'000), 0U);
    EXPECT_EQUAL(rust_count().blocks, before.blocks);
    EXPECT_EQUAL(rust_count().bytes, before.bytes);
    EXPECT(services::heap_consistent());
}

SEAM_TEST(kernel_heap, wrong_frees_are_panics) {
    void* const block = services::kernel_allocate(100, 8, HeapOwner::tests);
    REQUIRE(block != nullptr);
    const auto panics = [&](void (*body)(void*), void* pointer) {
        const auto fault = sched::catch_fault(body, pointer);
        return fault.has_value() && fault->panicked;
    };
    EXPECT(panics(
        [](void* pointer) { services::kernel_free_sized(pointer, 500, 8, HeapOwner::tests); },
        block));
    EXPECT(panics([](void* pointer) { services::kernel_free(pointer, HeapOwner::tests); },
                  static_cast<std::byte*>(block) + 8));
    services::kernel_free(block, HeapOwner::tests);
    services::drain_heap();
    EXPECT(panics([](void* pointer) { services::kernel_free(pointer, HeapOwner::tests); }, block));
    EXPECT(services::heap_consistent());
}

} // namespace bimetal::tests
