// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Workloads of `heap`. All work on one instance: the seed decides the history and the calls that
// are measured, the binding only who answers.
#include "components/heap/bench/job.hpp"
#include "components/heap/bench/pages.hpp"
#include "components/heap/bindings/supplied.hpp"
#include "seam/harness/harness.hpp"
#include "seam/harness/workload.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

HEAP_BINDING(StubCpp, stub_cpp)
HEAP_BINDING(StubRust, stub_rust)

namespace bimetal::heap::bench {
namespace {

using seam::harness::Random;

constexpr std::uint32_t pairs = 500;
constexpr std::uint32_t batch = 1'000;
constexpr std::uint32_t churn_calls = 2'000;
constexpr std::uint32_t most_slots = 8'000;
constexpr std::uint32_t sweeps = 2;
constexpr std::uint32_t thread_count = 2;

/// A step of a trace: the block of the slot goes back, and one of that size comes.
struct Step {
    std::uint32_t slot;
    std::uint32_t size;
};

struct OfThread {
    std::array<std::uint64_t, most_slots> held;
    std::array<Step, churn_calls> trace;
    std::array<std::uint32_t, batch> order;
};

struct Arena {
    alignas(64) State state;
    std::array<Page, page_capacity> table;
    std::array<OfThread, thread_count> threads;
};

static_assert(offsetof(Arena, table) == sizeof(State), "the table follows the state");

constinit Arena arena{};
constinit Job job{};
constinit std::array<std::uint64_t, Job::block_capacity> job_blocks{};
constinit std::array<std::uint64_t, Job::frame_capacity> job_files{};

template <class Binding>
bool begin() {
    std::memset(static_cast<void*>(&arena.state), 0, sizeof arena.state);
    reset_pages();
    return Client<Binding>(arena.state)
        .initialize(page_capacity, first_page, thread_count, 0)
        .has_value();
}

/// Any size alike, from 16 to 4096 bytes.
struct Uniform {
    static std::uint32_t size(Random& random) {
        return 16 + static_cast<std::uint32_t>(random.below(4'081));
    }
};

/// Small sizes much more often, up to a KiB, as programs ask for them.
struct Small {
    static std::uint32_t size(Random& random) {
        const auto doubling = static_cast<std::uint32_t>(random.below(random.below(7) + 1));
        return (16U << doubling) - static_cast<std::uint32_t>(random.below(8U << doubling));
    }
};

/// Slots full of blocks, some of which went and came before.
template <class Binding, class Sizes>
bool make_history(std::uint64_t seed, std::uint32_t slots) {
    bool succeeded = begin<Binding>();
    Client<Binding> client(arena.state);
    for (std::uint32_t thread = 0; thread < thread_count; ++thread) {
        Random random(seed + thread);
        OfThread& own = arena.threads[thread];
        for (std::uint32_t slot = 0; slot < slots; ++slot) {
            const auto block = client.allocate(thread, Sizes::size(random), 8, 0);
            succeeded = succeeded && block;
            own.held[slot] = block.value_or(0);
        }
        for (std::uint32_t round = 0; round < slots; ++round) {
            std::uint64_t& slot = own.held[random.below(slots)];
            succeeded = succeeded && client.free(thread, slot, 0);
            const auto block = client.allocate(thread, Sizes::size(random), 8, 0);
            succeeded = succeeded && block;
            slot = block.value_or(0);
        }
        for (Step& step : own.trace) {
            step = {.slot = static_cast<std::uint32_t>(random.below(slots)),
                    .size = Sizes::size(random)};
        }
    }
    return succeeded;
}

/// A block of one size is taken and given back.
template <class Binding, std::uint64_t size, std::uint64_t alignment = 8>
struct Pair {
    static constexpr std::uint32_t operations = 2 * pairs;

    static bool prepare(std::uint64_t seed) { return make_history<Binding, Small>(seed, batch); }

    static bool run(std::uint32_t thread) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto block = client.allocate(thread, size, alignment, 0);
            succeeded = succeeded && block && client.free(thread, *block, 0);
        }
        return succeeded;
    }
};

/// The same, where who gives back knows the size.
template <class Binding>
struct Sized {
    static constexpr std::uint32_t operations = 2 * pairs;
    static constexpr auto prepare = &Pair<Binding, 64>::prepare;

    static bool run(std::uint32_t thread) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto block = client.allocate(thread, 64, 8, 0);
            succeeded = succeeded && block && client.free_sized(thread, *block, 64, 8, 0);
        }
        return succeeded;
    }
};

/// Many are taken, then all given back: the last first or in any order, by this CPU or another.
template <class Binding, bool shuffled, std::uint32_t giver>
struct Batch {
    static constexpr std::uint32_t operations = 2 * batch;

    static bool prepare(std::uint64_t seed) {
        if (!make_history<Binding, Uniform>(seed, batch)) {
            return false;
        }
        Random random(seed);
        auto& order = arena.threads[0].order;
        for (std::uint32_t index = 0; index < batch; ++index) {
            order[index] = batch - 1 - index;
        }
        for (std::size_t left = batch; shuffled && left > 1; --left) {
            std::swap(order[left - 1], order[random.below(left)]);
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        OfThread& own = arena.threads[0];
        std::uint64_t wrong = 0;
        for (std::uint32_t index = 0; index < batch; ++index) {
            const auto block = client.allocate(0, own.trace[index].size, 8, 0);
            wrong += block ? 0 : 1;
            own.held[batch + index] = block.value_or(0);
        }
        for (std::uint32_t index = 0; index < batch; ++index) {
            wrong += client.free(giver, own.held[batch + own.order[index]], 0) ? 0 : 1;
        }
        return wrong == 0;
    }
};

/// One of many blocks goes, and another comes.
template <class Binding, class Sizes, std::uint32_t slots>
struct Churn {
    static constexpr std::uint32_t operations = 2 * churn_calls;

    static bool prepare(std::uint64_t seed) { return make_history<Binding, Sizes>(seed, slots); }

    static bool run(std::uint32_t thread) {
        Client<Binding> client(arena.state);
        OfThread& own = arena.threads[thread];
        std::uint64_t wrong = 0;
        for (const Step& step : own.trace) {
            std::uint64_t& slot = own.held[step.slot];
            wrong += client.free(thread, slot, 0) ? 0 : 1;
            const auto block = client.allocate(thread, step.size, 8, 0);
            wrong += block ? 0 : 1;
            slot = block.value_or(0);
        }
        return wrong == 0;
    }
};

/// A real job, as it was recorded. Its files' pages are large blocks.
template <class Binding>
struct Replay {
    static constexpr std::uint32_t operations = 32'770;

    static bool prepare(std::uint64_t) {
        job.begin();
        return begin<Binding>();
    }

    static bool run(std::uint32_t) {
        Target target{Client<Binding>(arena.state)};
        bool failed = false;
        std::uint32_t steps = 0;
        while (job.step(target, failed)) {
            ++steps;
        }
        return !failed && steps == operations;
    }

  private:
    struct Target {
        Client<Binding> client;

        bool allocate(std::uint32_t number, std::uint64_t bytes) {
            const auto block = client.allocate(0, bytes, 16, 0);
            job_blocks[number] = block.value_or(0);
            return block.has_value();
        }

        bool free(std::uint32_t number) {
            return client.free(0, job_blocks[number], 0).has_value();
        }

        bool take(std::uint32_t number, std::uint32_t order) {
            const auto block = client.allocate(0, HEAP_LARGEST_CLASS + (4'096ULL << order), 16, 1);
            job_files[number] = block.value_or(0);
            return block.has_value();
        }

        bool give(std::uint32_t number) { return client.free(0, job_files[number], 1).has_value(); }
    };
};

/// Nothing is left: the way to the answer that there is none.
template <class Binding>
struct Exhausted {
    static constexpr std::uint32_t operations = pairs;

    static bool prepare(std::uint64_t) {
        if (!begin<Binding>()) {
            return false;
        }
        Client<Binding> client(arena.state);
        while (client.allocate(0, 4'096, 8, 0)) {
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto block = client.allocate(0, 64, 8, 0);
            wrong += !block && block.error() == Status::exhausted ? 0 : 1;
        }
        return wrong == 0;
    }
};

/// Addresses that nobody may give back: foreign, inside a block, free already.
template <class Binding>
struct Refused {
    static constexpr std::uint32_t operations = pairs;

    static bool prepare(std::uint64_t seed) {
        if (!make_history<Binding, Small>(seed, batch)) {
            return false;
        }
        Random random(seed);
        auto& held = arena.threads[0].held;
        for (std::uint32_t index = 0; index < pairs; ++index) {
            held[index] = random.once_in(3) ? random.next() : held[index] + 8;
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t index = 0; index < pairs; ++index) {
            wrong += client.free(0, arena.threads[0].held[index], 0) ? 1 : 0;
        }
        return wrong == 0;
    }
};

/// The sizes of blocks, and whether they may grow where they are.
template <class Binding>
struct Resize {
    static constexpr std::uint32_t operations = pairs;

    static bool prepare(std::uint64_t seed) { return make_history<Binding, Uniform>(seed, batch); }

    static bool run(std::uint32_t) {
        const Client<Binding> client(arena.state);
        const OfThread& own = arena.threads[0];
        std::uint64_t fitting = 0;
        for (std::uint32_t index = 0; index < pairs; ++index) {
            fitting += client.resize(own.held[index], own.trace[index].size) ? 1 : 0;
        }
        return fitting != 0;
    }
};

template <class Binding>
struct Statistic {
    static constexpr std::uint32_t operations = pairs;
    static constexpr auto prepare = &Pair<Binding, 64>::prepare;

    static bool run(std::uint32_t) {
        const Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto statistics = client.statistics();
            wrong += statistics && statistics->live_blocks != 0 ? 0 : 1;
        }
        return wrong == 0;
    }
};

template <class Binding>
struct Check {
    static constexpr std::uint32_t operations = sweeps;
    static constexpr auto prepare = &Pair<Binding, 64>::prepare;

    static bool run(std::uint32_t) {
        const Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < sweeps; ++round) {
            succeeded = client.check().has_value() && succeeded;
        }
        return succeeded;
    }
};

template <class Binding>
struct Hash {
    static constexpr std::uint32_t operations = sweeps;
    static constexpr auto prepare = &Pair<Binding, 64>::prepare;

    static bool run(std::uint32_t) {
        const Client<Binding> client(arena.state);
        std::uint64_t hash = 0;
        for (std::uint32_t round = 0; round < sweeps; ++round) {
            hash += client.digest(Digest::exact).value_or(0);
        }
        return hash != 0;
    }
};

using seam::harness::Workload;

template <class Kind>
constexpr Workload workload(const char* name, const char* twin, const char* way,
                            std::uint32_t threads = 1, bool copies_blocks = false) {
    return seam::harness::workload_of<Kind>("heap", name, twin, way, threads, copies_blocks);
}

template <class Binding>
struct All {
    static constexpr std::array<Workload, 18> of(const char* twin, const char* way) {
        using Pair64 = Pair<Binding, 64>;
        using Churn1k = Churn<Binding, Uniform, 1'000>;
        return {workload<Pair64>("pair_64", twin, way),
                workload<Sized<Binding>>("pair_64_sized", twin, way),
                workload<Pair<Binding, 3'000>>("pair_3000", twin, way),
                workload<Pair<Binding, 200, 256>>("pair_aligned", twin, way),
                workload<Pair<Binding, 40'000>>("pair_large", twin, way),
                workload<Batch<Binding, false, 0>>("batch_last_first", twin, way),
                workload<Batch<Binding, true, 0>>("batch_random", twin, way),
                workload<Batch<Binding, true, 1>>("batch_given_to_another", twin, way),
                workload<Churn1k>("churn_1k", twin, way),
                workload<Churn<Binding, Small, most_slots>>("churn_8k_small", twin, way),
                workload<Replay<Binding>>("recorded_job", twin, way),
                workload<Resize<Binding>>("resize", twin, way),
                workload<Exhausted<Binding>>("exhausted", twin, way),
                workload<Refused<Binding>>("refused", twin, way),
                workload<Statistic<Binding>>("statistics", twin, way, 1, true),
                workload<Check<Binding>>("check", twin, way),
                workload<Hash<Binding>>("digest", twin, way),
                workload<Churn1k>("shared_churn_1k", twin, way, thread_count)};
    }
};

} // namespace

constexpr auto cpp_fixed = All<SuppliedCpp>::of("cpp", "fixed");
constexpr auto rust_fixed = All<SuppliedRust>::of("rust", "fixed");
constexpr auto cpp_stub = All<StubCpp>::of("cpp", "stub");
constexpr auto rust_stub = All<StubRust>::of("rust", "stub");

SEAM_REGISTER_WORKLOADS(cpp_fixed);
SEAM_REGISTER_WORKLOADS(rust_fixed);
SEAM_REGISTER_WORKLOADS(cpp_stub);
SEAM_REGISTER_WORKLOADS(rust_stub);

} // namespace bimetal::heap::bench
