// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Workloads of `frames`. All work on one instance, in a state that a history of random calls left:
// the seed decides the history and the calls that are measured, the binding only who answers.
#include "components/frames/bindings/generated/frames.hpp"
#include "seam/harness/harness.hpp"
#include "seam/harness/workload.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

FRAMES_BINDING(StubCpp, stub_cpp)
FRAMES_BINDING(StubRust, stub_rust)

namespace bimetal::frames::bench {
namespace {

using seam::harness::Random;

constexpr std::uint32_t area_capacity = 32;
constexpr std::uint32_t frame_capacity = area_capacity * FRAMES_AREA_FRAMES;
/// Half of the areas lie below 4 GiB.
constexpr std::uint64_t base = FRAMES_FIRST_ABOVE_4G - frame_capacity / 2;
constexpr std::uint32_t pairs = 500;
constexpr std::uint32_t batch = 512;
constexpr std::uint32_t trace_length = 1'024;
constexpr std::uint32_t sweeps = 2;
constexpr std::uint32_t thread_count = 2;

struct Block {
    std::uint64_t frame;
    std::uint32_t order;
    bool is_held;
};

/// A step of a trace: gives back what the slot holds, else takes a block for it.
struct Step {
    std::uint32_t slot;
    std::uint32_t order;
    Zone zone;
};

struct Arena {
    alignas(64) State state;
    std::array<Area, area_capacity> table;
    std::array<Block, frame_capacity> held;
    std::array<std::uint32_t, frame_capacity> order;
    std::array<Step, trace_length> trace;
};

static_assert(offsetof(Arena, table) == sizeof(State), "the table follows the state");

constinit Arena arena{};

/// One extent below 4 GiB and one above, each with an odd end.
template <class Binding>
bool begin() {
    std::memset(static_cast<void*>(&arena.state), 0, sizeof arena.state);
    for (Block& block : arena.held) {
        block = {};
    }
    Client<Binding> client(arena.state);
    constexpr std::uint64_t half = frame_capacity / 2 - 0x405;
    return client.initialize(area_capacity, base, thread_count).has_value() &&
           client.add(base + 0x405, half).has_value() &&
           client.add(FRAMES_FIRST_ABOVE_4G, half).has_value();
}

/// Takes blocks of small orders until `frames` are held, then gives back a third of them.
template <class Binding>
bool make_history(Random& random, std::uint64_t frames) {
    Client<Binding> client(arena.state);
    std::uint64_t taken = 0;
    std::uint32_t count = 0;
    while (taken < frames && count < arena.held.size()) {
        const auto order = static_cast<std::uint32_t>(random.below(random.below(5) + 1));
        const auto frame = client.allocate(0, order, Zone::any);
        if (!frame) {
            break;
        }
        arena.held[count++] = {.frame = *frame, .order = order, .is_held = true};
        taken += std::uint64_t{1} << order;
    }
    bool succeeded = true;
    for (std::uint32_t index = 0; index < count; ++index) {
        if (random.once_in(3)) {
            Block& block = arena.held[index];
            succeeded = client.free(0, block.frame, block.order).has_value() && succeeded;
            block.is_held = false;
        }
    }
    return succeeded;
}

template <class Binding>
bool prepare_history(std::uint64_t seed) {
    Random random(seed);
    return begin<Binding>() && make_history<Binding>(random, frame_capacity / 4);
}

/// A block is taken and given back, by a magazine where the order has one and the zone is any.
template <class Binding, std::uint32_t order, Zone zone = Zone::any>
struct Pair {
    static constexpr std::uint32_t operations = 2 * pairs;
    static constexpr auto prepare = &prepare_history<Binding>;

    static bool run(std::uint32_t thread) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto frame = client.allocate(thread, order, zone);
            succeeded = succeeded && frame && client.free(thread, *frame, order);
        }
        return succeeded;
    }
};

/// Many are taken, then all given back, the last first or in any order.
template <class Binding, bool shuffled>
struct Batch {
    static constexpr std::uint32_t operations = 2 * batch;

    static bool prepare(std::uint64_t seed) {
        Random random(seed);
        for (std::uint32_t index = 0; index < batch; ++index) {
            arena.order[index] = batch - 1 - index;
        }
        for (std::size_t left = batch; shuffled && left > 1; --left) {
            std::swap(arena.order[left - 1], arena.order[random.below(left)]);
        }
        return begin<Binding>() && make_history<Binding>(random, frame_capacity / 4);
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t index = 0; index < batch; ++index) {
            const auto frame = client.allocate(0, 0, Zone::any);
            wrong += frame ? 0 : 1;
            arena.held[index].frame = frame.value_or(0);
        }
        for (std::uint32_t index = 0; index < batch; ++index) {
            wrong += client.free(0, arena.held[arena.order[index]].frame, 0) ? 0 : 1;
        }
        return wrong == 0;
    }
};

/// All orders and both zones, small orders more often, as in a kernel.
template <class Binding>
struct Mixed {
    static constexpr std::uint32_t operations = trace_length;

    static bool prepare(std::uint64_t seed) {
        Random random(seed);
        for (Step& step : arena.trace) {
            step.slot = static_cast<std::uint32_t>(random.below(128));
            step.order =
                static_cast<std::uint32_t>(random.below(random.below(FRAMES_ORDER_COUNT) + 1));
            step.zone = random.once_in(4) ? Zone::below_4g : Zone::any;
        }
        return begin<Binding>();
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (const Step& step : arena.trace) {
            Block& block = arena.held[step.slot];
            if (block.is_held) {
                wrong += client.free(0, block.frame, block.order) ? 0 : 1;
                block.is_held = false;
                continue;
            }
            const auto frame = client.allocate(0, step.order, step.zone);
            wrong += frame || frame.error() == Status::exhausted ? 0 : 1;
            block = {.frame = frame.value_or(0), .order = step.order, .is_held = frame.has_value()};
        }
        return wrong == 0;
    }
};

/// Nine tenths are held, in pieces.
template <class Binding>
struct Fragmented {
    static constexpr std::uint32_t operations = 2 * pairs;

    static bool prepare(std::uint64_t seed) {
        Random random(seed);
        for (std::uint32_t index = 0; index < pairs; ++index) {
            arena.order[index] = static_cast<std::uint32_t>(random.below(3));
        }
        return begin<Binding>() && make_history<Binding>(random, frame_capacity) &&
               make_history<Binding>(random, frame_capacity / 4);
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t index = 0; index < pairs; ++index) {
            const std::uint32_t order = arena.order[index];
            const auto frame = client.allocate(0, order, Zone::any);
            wrong += frame && client.free(0, *frame, order) ? 0 : 1;
        }
        return wrong == 0;
    }
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
        while (client.allocate(0, 0, Zone::any)) {
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto frame = client.allocate(0, 0, Zone::any);
            wrong += !frame && frame.error() == Status::exhausted ? 0 : 1;
        }
        return wrong == 0;
    }
};

/// Blocks that nobody may give back: not managed, of another order, free already.
template <class Binding>
struct Refused {
    static constexpr std::uint32_t operations = pairs;

    static bool prepare(std::uint64_t seed) {
        if (!prepare_history<Binding>(seed)) {
            return false;
        }
        Random random(seed);
        for (Block& block : std::span(arena.held).first(pairs)) {
            block = {.frame = random.once_in(3) ? random.below(0x103)
                                                : (base + random.below(frame_capacity)) & ~0x3ffULL,
                     .order = 10,
                     .is_held = false};
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (const Block& block : std::span(arena.held).first(pairs)) {
            wrong += client.free(0, block.frame, block.order) ? 1 : 0;
        }
        return wrong == 0;
    }
};

/// Sixty-four at a time.
template <class Binding>
struct Bulk {
    static constexpr std::uint32_t batches = 16;
    static constexpr std::uint32_t operations = 2 * batches * FRAMES_BATCH_CAPACITY;
    static constexpr auto prepare = &prepare_history<Binding>;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < batches; ++round) {
            const auto blocks = client.allocate_batch(0, 0, Zone::any, FRAMES_BATCH_CAPACITY);
            succeeded = succeeded && blocks && client.free_batch(0, 0, *blocks);
        }
        return succeeded;
    }
};

template <class Binding>
struct Statistic {
    static constexpr std::uint32_t operations = pairs;
    static constexpr auto prepare = &prepare_history<Binding>;

    static bool run(std::uint32_t) {
        const Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto statistics = client.statistics(Count::fast);
            wrong += statistics && statistics->total_frames != 0 ? 0 : 1;
        }
        return wrong == 0;
    }
};

template <class Binding>
struct Check {
    static constexpr std::uint32_t operations = sweeps;
    static constexpr auto prepare = &prepare_history<Binding>;

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
    static constexpr auto prepare = &prepare_history<Binding>;

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
    return seam::harness::workload_of<Kind>("frames", name, twin, way, threads, copies_blocks);
}

template <class Binding>
struct All {
    /// Those `direct` meet no magazine, since devices may need what they take.
    static constexpr std::array<Workload, 17> of(const char* twin, const char* way) {
        constexpr Zone low = Zone::below_4g;
        return {workload<Pair<Binding, 0>>("pair_order_0", twin, way),
                workload<Pair<Binding, 0, low>>("direct_order_0", twin, way),
                workload<Pair<Binding, 3>>("pair_order_3", twin, way),
                workload<Pair<Binding, 8>>("pair_order_8", twin, way),
                workload<Pair<Binding, 9>>("pair_order_9", twin, way),
                workload<Pair<Binding, 9, low>>("direct_order_9", twin, way),
                workload<Batch<Binding, false>>("batch_order_0", twin, way),
                workload<Batch<Binding, true>>("random_order_0", twin, way),
                workload<Bulk<Binding>>("bulk_order_0", twin, way, 1, true),
                workload<Mixed<Binding>>("mixed_orders", twin, way),
                workload<Fragmented<Binding>>("fragmented", twin, way),
                workload<Exhausted<Binding>>("exhausted", twin, way),
                workload<Refused<Binding>>("refused", twin, way),
                workload<Statistic<Binding>>("statistics", twin, way, 1, true),
                workload<Check<Binding>>("check", twin, way),
                workload<Hash<Binding>>("digest", twin, way),
                workload<Pair<Binding, 0>>("shared_pair", twin, way, thread_count)};
    }
};

} // namespace

constexpr auto cpp_fixed = All<Cpp>::of("cpp", "fixed");
constexpr auto rust_fixed = All<Rust>::of("rust", "fixed");
constexpr auto cpp_stub = All<StubCpp>::of("cpp", "stub");
constexpr auto rust_stub = All<StubRust>::of("rust", "stub");

SEAM_REGISTER_WORKLOADS(cpp_fixed);
SEAM_REGISTER_WORKLOADS(rust_fixed);
SEAM_REGISTER_WORKLOADS(cpp_stub);
SEAM_REGISTER_WORKLOADS(rust_stub);

} // namespace bimetal::frames::bench
