// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Workloads of `buddy`. All work on one instance, in a state that a history of random calls left:
// the seed decides the history and the calls that are measured, the binding only who answers.
#include "components/buddy/bindings/generated/buddy.hpp"
#include "seam/harness/harness.hpp"
#include "seam/harness/lock.hpp"
#include "seam/harness/workload.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

BUDDY_BINDING(StubCpp, stub_cpp)
BUDDY_BINDING(StubRust, stub_rust)

namespace bimetal::buddy::bench {
namespace {

using seam::harness::Random;

constexpr std::uint32_t frame_capacity = 8'192;
constexpr std::uint32_t pairs = 500;
constexpr std::uint32_t batch = 256;
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
    State state;
    std::array<Frame, frame_capacity> table;
    std::array<Block, frame_capacity> held;
    std::array<std::uint32_t, frame_capacity> order;
    std::array<Step, trace_length> trace;
    seam::harness::Lock lock;
};

static_assert(offsetof(Arena, table) == sizeof(State), "the table follows the state");

constinit Arena arena{};

/// One extent below 4 GiB and one above, with odd ends.
template <class Binding>
bool begin() {
    std::memset(static_cast<void*>(&arena.state), 0, sizeof arena.state);
    for (Block& block : arena.held) {
        block = {};
    }
    Client<Binding> client(arena.state);
    constexpr std::uint64_t half = frame_capacity / 2;
    return client.initialize(frame_capacity).has_value() && client.add(0x103, half).has_value() &&
           client.add(BUDDY_FIRST_ABOVE_4G + 0x405, half).has_value();
}

/// Takes blocks of small orders until `buddy` are held, then gives back a third of them.
template <class Binding>
bool make_history(Random& random, std::uint64_t frames) {
    Client<Binding> client(arena.state);
    std::uint64_t taken = 0;
    std::uint32_t count = 0;
    while (taken < frames && count < arena.held.size()) {
        const auto order = static_cast<std::uint32_t>(random.below(random.below(5) + 1));
        const auto frame = client.allocate(order, Zone::any);
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
            succeeded = client.free(block.frame, block.order).has_value() && succeeded;
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

template <class Binding, std::uint32_t order>
struct Pair {
    static constexpr std::uint32_t operations = 2 * pairs;
    static constexpr auto prepare = &prepare_history<Binding>;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto frame = client.allocate(order, Zone::any);
            succeeded = succeeded && frame && client.free(*frame, order);
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
            const auto frame = client.allocate(0, Zone::any);
            wrong += frame ? 0 : 1;
            arena.held[index].frame = frame.value_or(0);
        }
        for (std::uint32_t index = 0; index < batch; ++index) {
            wrong += client.free(arena.held[arena.order[index]].frame, 0) ? 0 : 1;
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
                static_cast<std::uint32_t>(random.below(random.below(BUDDY_ORDER_COUNT) + 1));
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
                wrong += client.free(block.frame, block.order) ? 0 : 1;
                block.is_held = false;
                continue;
            }
            const auto frame = client.allocate(step.order, step.zone);
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
            const auto frame = client.allocate(order, Zone::any);
            wrong += frame && client.free(*frame, order) ? 0 : 1;
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
        while (client.allocate(0, Zone::any)) {
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto frame = client.allocate(0, Zone::any);
            wrong += !frame && frame.error() == Status::exhausted ? 0 : 1;
        }
        return wrong == 0;
    }
};

/// Frames that nobody may give back: not managed, not the first of their block, free already.
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
                                                : 0x103 + random.below(frame_capacity / 2),
                     .order = 10,
                     .is_held = false};
        }
        return true;
    }

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (const Block& block : std::span(arena.held).first(pairs)) {
            wrong += client.free(block.frame, block.order) ? 1 : 0;
        }
        return wrong == 0;
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
            const auto statistics = client.statistics();
            wrong += statistics && statistics->total_frames == frame_capacity ? 0 : 1;
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

/// Two threads on one instance, each call under a lock that they share, as in the kernel.
template <class Binding>
struct Shared {
    static constexpr std::uint32_t operations = 2 * pairs;
    static constexpr auto prepare = &prepare_history<Binding>;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t wrong = 0;
        for (std::uint32_t round = 0; round < pairs; ++round) {
            const auto frame = arena.lock.with([&] { return client.allocate(0, Zone::any); });
            const bool freed =
                frame && arena.lock.with([&] { return client.free(*frame, 0).has_value(); });
            wrong += freed ? 0 : 1;
        }
        return wrong == 0;
    }
};

using seam::harness::Workload;

template <class Kind>
constexpr Workload workload(const char* name, const char* twin, const char* way,
                            std::uint32_t threads = 1, bool copies_blocks = false) {
    return seam::harness::workload_of<Kind>("buddy", name, twin, way, threads, copies_blocks);
}

template <class Binding>
struct All {
    static constexpr std::array<Workload, 12> of(const char* twin, const char* way) {
        return {workload<Pair<Binding, 0>>("pair_order_0", twin, way),
                workload<Pair<Binding, 9>>("pair_order_9", twin, way),
                workload<Batch<Binding, false>>("batch_order_0", twin, way),
                workload<Batch<Binding, true>>("random_order_0", twin, way),
                workload<Mixed<Binding>>("mixed_orders", twin, way),
                workload<Fragmented<Binding>>("fragmented", twin, way),
                workload<Exhausted<Binding>>("exhausted", twin, way),
                workload<Refused<Binding>>("refused", twin, way),
                workload<Statistic<Binding>>("statistics", twin, way, 1, true),
                workload<Check<Binding>>("check", twin, way),
                workload<Hash<Binding>>("digest", twin, way),
                workload<Shared<Binding>>("shared_pair", twin, way, thread_count)};
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

} // namespace bimetal::buddy::bench
