// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin's slabs in every interleaving of two threads with a few preemptions: what the models
// of the Rust twin say (models/), without weaker orders of memory.
#include "components/heap/conformance/bench.hpp"
#include "components/heap/cpp/atomics.hpp"
#include "components/heap/cpp/slabs.hpp"
#include "seam/harness/interleave.hpp"

#include <array>
#include <cstdint>

namespace {

using namespace bimetal::heap;
using namespace bimetal::heap::conformance;
using seam::harness::InterleavedAtomics;
using seam::harness::Interleaver;

constexpr unsigned preemptions = 4;
/// Blocks of 8 KiB, of which two pages are one.
constexpr std::uint32_t number = HEAP_CLASS_COUNT - 1;

class NoPages {
  public:
    std::uint64_t allocate_pages(std::uint64_t, std::uint32_t, std::uint32_t) {
        return HEAP_NO_PAGE;
    }

    void free_pages(std::uint64_t, std::uint32_t, std::uint64_t, std::uint32_t) {}
};

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

/// Four slabs of one class at most, one behind the other, and who has which of their blocks.
struct Machine {
    HeapState state;
    std::array<HeapPage, 16> table;
    std::array<int, 8> owners;
    std::uint64_t slabs;
    std::uint64_t pages_each;
    bool wrong;

    /// Slabs of an order with so many free blocks each; those with any are in the list.
    void begin(std::uint32_t order, std::initializer_list<std::uint64_t> free) {
        state.classes[number] = {};
        state.first_page = suite_first_page;
        table.fill({});
        owners.fill(0);
        slabs = free.size();
        pages_each = std::uint64_t{1} << order;
        wrong = false;
        std::uint64_t index = 0;
        for (const std::uint64_t blocks : free) {
            Head head = Head::slab(number, order, blocks);
            const std::uint64_t capacity = head.capacity();
            if (blocks == 0) {
                head.word &= ~std::uint64_t{HEAP_HELD};
            } else {
                head = head.with_link(state.classes[number].partial);
                state.classes[number].partial = index + 1;
            }
            table[index].head = head.word;
            table[index].taken[0] = ~std::uint64_t{0} << blocks;
            table[index].taken[1] = table[index].taken[2] = ~std::uint64_t{0};
            for (std::uint64_t distance = 1; distance < pages_each; ++distance) {
                table[index + distance].head = Head::inside(number, distance).word;
            }
            state.classes[number].slabs += 1;
            state.classes[number].taken += capacity - blocks;
            state.classes[number].empty += blocks == capacity ? 1 : 0;
            index += pages_each;
        }
    }

    /// Whether so many blocks are free, counters and bits agree, and each slab with any is in the
    /// list once.
    [[nodiscard]] bool is_settled(std::uint64_t free) {
        std::uint64_t found = 0;
        std::uint64_t held = 0;
        for (std::uint64_t index = 0; index < slabs * pages_each; index += pages_each) {
            const Head head{table[index].head};
            const auto bits = static_cast<std::uint64_t>(std::popcount(~table[index].taken[0]));
            if (head.count() != bits || head.is_held() != (bits != 0)) {
                return false;
            }
            found += bits;
            held += head.is_held() ? 1 : 0;
        }
        std::uint64_t link = state.classes[number].partial & low_half;
        for (; held != 0 && link != 0; --held) {
            link = Head{table[link - 1].head}.link();
        }
        return !wrong && found == free && held == 0 && link == 0;
    }
};

constinit Machine machine{};

template <class Atomics>
struct Threads {
    using OfClass = Slabs<InterleavedAtomics<Atomics>, NoPages>;

    static OfClass slabs(std::uint32_t cpu) {
        return OfClass({machine.state, machine.table.data(), machine.table.size()}, cpu, number);
    }

    static std::size_t block_of(std::uint64_t address) {
        return (address / HEAP_PAGE_SIZE - suite_first_page) / 2;
    }

    static std::uint64_t address_of(std::uint64_t block) {
        return (suite_first_page + 2 * block) * HEAP_PAGE_SIZE;
    }

    /// 0 if there is none.
    static std::uint64_t take(std::uint32_t cpu) {
        std::uint64_t address = 0;
        static_cast<void>(slabs(cpu).take(1, [&](std::uint64_t block) { address = block; }));
        if (address != 0) {
            machine.wrong = machine.wrong || machine.owners[block_of(address)]++ != 0;
        }
        return address;
    }

    static void give(std::uint32_t cpu, std::uint64_t address) {
        --machine.owners[block_of(address)];
        const bool given = slabs(cpu).give(&address, 1);
        machine.wrong = machine.wrong || !given;
    }

    template <std::uint32_t cpu>
    static void use() {
        if (const std::uint64_t address = take(cpu); address != 0) {
            give(cpu, address);
        }
    }

    template <std::uint32_t cpu>
    static void use_twice() {
        use<cpu>();
        use<cpu>();
    }

    template <std::uint32_t cpu>
    static void only_take() {
        static_cast<void>(take(cpu));
    }

    template <std::uint32_t cpu, std::uint64_t block>
    static void only_give() {
        machine.owners[block] = 1;
        give(cpu, address_of(block));
    }

    static void trim() { slabs(0).trim(0); }
};

/// How many blocks are free at the end where one of two threads takes one that it keeps.
std::uint64_t free_after_taking(std::uint64_t all) {
    std::uint64_t kept = 0;
    for (const int owner : machine.owners) {
        kept += owner > 0 ? 1 : 0;
    }
    return all - kept;
}

struct Scenario {
    const char* name;
    void (*setup)();
    std::array<Interleaver::Body, 2> bodies;
    bool (*check)();
};

template <class Atomics>
constexpr std::array scenarios{
    Scenario{"one block for two",
             [] { machine.begin(1, {1}); },
             {Threads<Atomics>::template use<0>, Threads<Atomics>::template use_twice<1>},
             [] { return machine.is_settled(1); }},
    Scenario{"two blocks of a slab",
             [] { machine.begin(2, {2}); },
             {Threads<Atomics>::template use<0>, Threads<Atomics>::template use<1>},
             [] { return machine.is_settled(2); }},
    Scenario{
        "both give into a full slab",
        [] { machine.begin(2, {0}); },
        {Threads<Atomics>::template only_give<0, 0>, Threads<Atomics>::template only_give<1, 1>},
        [] { return machine.is_settled(2); }},
    Scenario{"takes the last while one comes",
             [] { machine.begin(2, {1}); },
             {Threads<Atomics>::template only_take<0>, Threads<Atomics>::template only_give<1, 1>},
             [] { return machine.is_settled(free_after_taking(2)); }},
    Scenario{"takes while another slab comes",
             [] { machine.begin(1, {1, 0}); },
             {Threads<Atomics>::template only_take<0>, Threads<Atomics>::template only_give<1, 1>},
             [] { return machine.is_settled(free_after_taking(2)); }},
    Scenario{"both take of two slabs",
             [] { machine.begin(1, {1, 1}); },
             {Threads<Atomics>::template only_take<0>, Threads<Atomics>::template only_take<1>},
             [] { return machine.is_settled(0); }},
    Scenario{"looks for empty slabs while blocks come",
             [] { machine.begin(2, {1, 1}); },
             {Threads<Atomics>::trim, Threads<Atomics>::template use_twice<1>},
             [] { return machine.is_settled(2); }},
};

} // namespace

SEAM_TEST(heap_interleavings, all_are_right) {
    for (const Scenario& scenario : scenarios<ProcessorAtomics>) {
        Interleaver interleaver(preemptions);
        bool failed = false;
        const std::uint64_t runs =
            interleaver.explore(scenario.setup, scenario.bodies, scenario.check, failed);
        seam::harness::Line line;
        line << scenario.name << ": " << runs << " interleavings";
        test.note(line.text());
        EXPECT(!failed);
        EXPECT(runs > 100);
    }
}

/// Where one operation is two, some interleaving is wrong.
SEAM_TEST(heap_interleavings, torn_operations_are_seen) {
    std::size_t seen = 0;
    for (const Scenario& scenario : scenarios<TornAtomics>) {
        Interleaver interleaver(preemptions);
        bool failed = false;
        static_cast<void>(
            interleaver.explore(scenario.setup, scenario.bodies, scenario.check, failed));
        seen += failed ? 1 : 0;
    }
    EXPECT(seen >= scenarios<TornAtomics>.size() - 1);
}
