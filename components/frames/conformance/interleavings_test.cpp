// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin in every interleaving of two threads with a few preemptions: areas and trees, as the
// models of the Rust twin have them (models/), without weaker orders of memory.
#include "components/frames/conformance/bench.hpp"
#include "components/frames/cpp/two_level.hpp"
#include "seam/harness/interleave.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace {

using namespace bimetal::frames;
using namespace bimetal::frames::conformance;
using seam::harness::InterleavedAtomics;
using seam::harness::Interleaver;
using Plain = TwoLevel<ProcessorAtomics>;

constexpr unsigned preemptions = 3;
constexpr std::uint64_t areas = FRAMES_TREE_AREAS;
constexpr std::uint64_t first = first_above_4g;

/// One compare-and-swap falls into two steps, and the other thread may come between.
struct TornAtomics : ProcessorAtomics {
    static bool compare_exchange(std::uint64_t& word, std::uint64_t& expected, std::uint64_t value,
                                 std::memory_order order) {
        const std::uint64_t found = load(word, order);
        Interleaver::point();
        if (found != expected) {
            expected = found;
            return false;
        }
        store(word, value);
        return true;
    }
};

struct Memory {
    FramesState state;
    std::array<FramesArea, areas> table;
};

/// One tree, and how many have each of its frames.
struct Machine {
    Memory memory;
    Memory begun;
    std::array<int, FRAMES_TREE_FRAMES> owners;
    bool wrong;

    Shared shared() { return {memory.state, memory.table}; }

    /// With so many frames from the first on.
    void make(std::uint64_t frames) {
        memory = {};
        static_cast<void>(Plain::initialize(shared(), first, 2).has_value());
        static_cast<void>(Plain::add(shared(), first, frames).has_value());
        begun = memory;
    }

    void begin() {
        memory = begun;
        owners.fill(0);
        wrong = false;
    }

    [[nodiscard]] bool is_settled() {
        return !wrong && Plain::check(shared()).has_value() &&
               Plain::digest(shared(), FramesDigest::logical) ==
                   Plain::digest({begun.state, begun.table}, FramesDigest::logical);
    }
};

const std::unique_ptr<Machine> machine = std::make_unique<Machine>();

template <class Atomics>
struct Threads {
    using Twin = TwoLevel<InterleavedAtomics<Atomics>>;

    template <std::uint32_t cpu, std::uint32_t order>
    static void use() {
        const auto frame = Twin::allocate(machine->shared(), cpu, order, FramesZone::any);
        if (!frame) {
            return;
        }
        const auto block = std::span(machine->owners)
                               .subspan(static_cast<std::size_t>(*frame - first),
                                        static_cast<std::size_t>(frames_of(order)));
        for (int& owner : block) {
            machine->wrong = owner++ != 0 || machine->wrong;
        }
        for (int& owner : block) {
            --owner;
        }
        const bool freed = Twin::free(machine->shared(), cpu, *frame, order).has_value();
        machine->wrong = machine->wrong || !freed;
    }
};

struct Scenario {
    const char* name;
    std::uint64_t frames;
    std::array<Interleaver::Body, 2> bodies;
};

template <class Atomics>
constexpr std::array scenarios{
    Scenario{"order 1 in one row",
             64,
             {Threads<Atomics>::template use<0, 1>, Threads<Atomics>::template use<1, 1>}},
    Scenario{"one block of order 6",
             64,
             {Threads<Atomics>::template use<0, 6>, Threads<Atomics>::template use<1, 6>}},
    Scenario{"order 7 and a part of it",
             128,
             {Threads<Atomics>::template use<0, 7>, Threads<Atomics>::template use<1, 3>}},
    Scenario{"one block of order 7",
             128,
             {Threads<Atomics>::template use<0, 7>, Threads<Atomics>::template use<1, 7>}},
    Scenario{"order 8 and order 7",
             384,
             {Threads<Atomics>::template use<0, 8>, Threads<Atomics>::template use<1, 7>}},
    Scenario{"one block of order 8",
             256,
             {Threads<Atomics>::template use<0, 8>, Threads<Atomics>::template use<1, 8>}},
    Scenario{"order 10 and a part of it",
             1024,
             {Threads<Atomics>::template use<0, 10>, Threads<Atomics>::template use<1, 8>}},
    Scenario{"one block of order 10",
             1024,
             {Threads<Atomics>::template use<0, 10>, Threads<Atomics>::template use<1, 10>}},
};

template <class Atomics>
std::uint64_t explore(const Scenario& scenario, bool& failed) {
    machine->make(scenario.frames);
    Interleaver interleaver(preemptions);
    return interleaver.explore([] { machine->begin(); }, scenario.bodies,
                               [] { return machine->is_settled(); }, failed);
}

} // namespace

SEAM_TEST(frames_interleavings, all_are_right) {
    for (const Scenario& scenario : scenarios<ProcessorAtomics>) {
        bool failed = false;
        const std::uint64_t runs = explore<ProcessorAtomics>(scenario, failed);
        seam::harness::Line line;
        line << scenario.name << ": " << runs << " interleavings";
        test.note(line.text());
        EXPECT(!failed);
        EXPECT(runs > 100);
    }
}

/// Where one operation is two, some interleaving is wrong.
SEAM_TEST(frames_interleavings, torn_operations_are_seen) {
    std::size_t seen = 0;
    for (const Scenario& scenario : scenarios<TornAtomics>) {
        bool failed = false;
        static_cast<void>(explore<TornAtomics>(scenario, failed));
        seen += failed ? 1 : 0;
    }
    EXPECT(seen >= scenarios<TornAtomics>.size() - 1);
}
