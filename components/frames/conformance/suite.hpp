// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What every twin of `frames` must do, through the seam: FRAMES_CONFORMANCE registers all of it for
// one binding.
#pragma once

#include "components/frames/conformance/bench.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <tuple>
#include <utility>

namespace bimetal::frames::conformance {

template <class Binding>
class Suite {
  public:
    static void answers_wrong_memory(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        expect_all(test, nullptr, Status::null_argument);
        auto* const state = reinterpret_cast<std::byte*>(&bench.state);
        for (const std::size_t offset : {1UL, 2UL, 4UL, 7UL}) {
            expect_all(test, reinterpret_cast<State*>(state + offset), Status::misaligned);
        }
        expect_all(test, &bench.state, Status::not_initialised);
        std::memset(static_cast<void*>(&bench.state), 0xff, sizeof bench.state);
        expect_all(test, &bench.state, Status::not_initialised);
        bench.state.mark = FRAMES_CONTRACT;
        expect_all(test, &bench.state, Status::not_initialised);
    }

    static void answers_wrong_capacities(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        EXPECT(error_of(client.initialize(0, 0, 1)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, 0, 0)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, 0, FRAMES_CPU_CAPACITY + 1)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, 0, ~0U)) == Status::out_of_range);
        for (const std::uint64_t first : {1UL, 512UL, 4'095UL, 4'097UL, ~0UL}) {
            EXPECT(error_of(client.initialize(1, first, 1)) == Status::out_of_range);
        }
        constexpr std::uint64_t limit = FRAMES_FRAME_LIMIT;
        EXPECT(error_of(client.initialize(9, limit - 4'096, 1)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, limit, 1)) == Status::out_of_range);
        for (const std::uint64_t areas :
             {~std::uint64_t{0}, ~std::uint64_t{0} / sizeof(Area), std::uint64_t{1} << 63}) {
            EXPECT(error_of(client.initialize(areas, 0, 1)) == Status::length_overflow);
        }
        EXPECT(error_of(client.check()) == Status::not_initialised);
        EXPECT(client.initialize(8, limit - 4'096, 1).has_value());
        EXPECT(client.initialize(1, 0, FRAMES_CPU_CAPACITY).has_value());
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_structures(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        State& state = benches[0].state;
        EXPECT(Binding::statistics(&state, Count::fast, nullptr) == Status::null_argument);
        EXPECT(Binding::allocate_batch(&state, 0, 0, Zone::any, 1, nullptr) ==
               Status::null_argument);
        EXPECT(Binding::free_batch(&state, 0, 0, nullptr) == Status::null_argument);
        auto* const inside = reinterpret_cast<std::byte*>(&state.ranges);
        EXPECT(Binding::statistics(&state, Count::fast, reinterpret_cast<Statistics*>(inside)) ==
               Status::overlap);
        EXPECT(Binding::allocate_batch(&state, 0, 0, Zone::any, 1,
                                       reinterpret_cast<Batch*>(benches[0].table.data() + 2)) ==
               Status::overlap);
        EXPECT(Binding::free_batch(&state, 0, 0, reinterpret_cast<Batch*>(inside)) ==
               Status::overlap);
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_ranges(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        REQUIRE(client.initialize(suite_areas, base, 1).has_value());
        const auto refuses = [&](std::uint64_t first, std::uint64_t count, Status status) {
            const std::uint64_t before = exact(client);
            EXPECT(error_of(client.add(first, count)) == status);
            EXPECT_EQUAL(exact(client), before);
        };
        constexpr std::uint64_t end = base + suite_frames;
        refuses(base, 0, Status::out_of_range);
        refuses(base - 1, 2, Status::out_of_range);
        refuses(end, 1, Status::out_of_range);
        refuses(end - 1, 2, Status::out_of_range);
        refuses(base, suite_frames + 1, Status::out_of_range);
        refuses(~std::uint64_t{0}, 1, Status::out_of_range);
        refuses(base + 1, ~std::uint64_t{0}, Status::out_of_range);
        REQUIRE(client.add(base + 100, 50).has_value());
        refuses(base + 100, 50, Status::out_of_order);
        refuses(base + 149, 1, Status::out_of_order);
        refuses(base + 149, 3, Status::out_of_order);
        refuses(base, 10, Status::out_of_order);
        // What touches is one range: a block may lie across.
        REQUIRE(client.add(base + 150, 1).has_value());
        EXPECT_EQUAL(bench.state.range_count, std::uint64_t{1});
        REQUIRE(client.add(end - 1, 1).has_value());
        EXPECT(client.check().has_value());

        REQUIRE(client.initialize(suite_areas, base, 1).has_value());
        for (std::uint64_t index = 0; index < FRAMES_RANGE_CAPACITY; ++index) {
            REQUIRE(client.add(base + 10 + 2 * index, 1).has_value());
        }
        refuses(base + 2'000, 1, Status::exhausted);
        EXPECT(client.check().has_value());
        for (std::uint64_t index = 0; index < FRAMES_RANGE_CAPACITY; ++index) {
            const auto frame = client.allocate(0, 0, Zone::any);
            EXPECT(frame.has_value() && *frame % 2 == 0 && *frame >= base + 10);
        }
        EXPECT(error_of(client.allocate(0, 0, Zone::any)) == Status::exhausted);
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_numbers(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        State& state = benches[0].state;
        const std::uint64_t before = exact(client);
        Batch batch{};
        for (const std::uint32_t order :
             {greatest_order + 1, greatest_order + 2, 31U, 32U, 63U, 64U, ~0U}) {
            EXPECT(error_of(client.allocate(0, order, Zone::any)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(0, order, Zone::below_4g)) == Status::out_of_range);
            EXPECT(error_of(client.free(0, base, order)) == Status::out_of_range);
            EXPECT(error_of(client.allocate_at(0, base, order)) == Status::out_of_range);
            EXPECT(error_of(client.adopt(0, base, order)) == Status::out_of_range);
            EXPECT(error_of(client.allocate_batch(0, order, Zone::any, 1)) == Status::out_of_range);
            EXPECT(error_of(client.free_batch(0, order, batch)) == Status::out_of_range);
        }
        for (const std::uint32_t cpu : {suite_cpus, suite_cpus + 1, 63U, 64U, 65U, ~0U}) {
            EXPECT(error_of(client.allocate(cpu, 0, Zone::any)) == Status::out_of_range);
            EXPECT(error_of(client.free(cpu, base + 3, 0)) == Status::out_of_range);
            EXPECT(error_of(client.allocate_at(cpu, base + 3, 0)) == Status::out_of_range);
            EXPECT(error_of(client.adopt(cpu, base + 3, 0)) == Status::out_of_range);
            EXPECT(error_of(client.allocate_batch(cpu, 0, Zone::any, 1)) == Status::out_of_range);
            EXPECT(error_of(client.free_batch(cpu, 0, batch)) == Status::out_of_range);
            EXPECT(error_of(client.drain(cpu)) == Status::out_of_range);
        }
        EXPECT(error_of(client.allocate_batch(0, 0, Zone::any, FRAMES_BATCH_CAPACITY + 1)) ==
               Status::out_of_range);
        batch.count = FRAMES_BATCH_CAPACITY + 1;
        EXPECT(error_of(client.free_batch(0, 0, batch)) == Status::out_of_range);
        for (const std::uint32_t number : {2U, 3U, 0x100U, 0x80000000U, ~0U}) {
            EXPECT(Binding::allocate(&state, 0, 0, static_cast<Zone>(number)).status ==
                   Status::invalid_enum);
            EXPECT(Binding::digest(&state, static_cast<Digest>(number)).status ==
                   Status::invalid_enum);
        }
        EXPECT_EQUAL(exact(client), before);
    }

    static void answers_wrong_frees(Test& test) {
        constexpr std::array<Extent, 2> memory{{{base + 0x100, 0x2f00}, {base + 0x4000, 0x1000}}};
        auto client = make<Binding>(test, memory);
        const auto refuses = [&](std::uint64_t frame, std::uint32_t order, Status status) {
            const std::uint64_t before = exact(client);
            EXPECT(error_of(client.free(0, frame, order)) == status);
            EXPECT_EQUAL(exact(client), before);
        };
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            const std::uint64_t size = std::uint64_t{1} << order;
            if (order != 0) {
                refuses(base + 0x200 + 1, order, Status::misaligned_block);
                refuses(~std::uint64_t{0}, order, Status::misaligned_block);
                refuses(base + 0x400, order, Status::double_free);
            }
            refuses(0, order, Status::unmanaged);
            refuses(size << 40, order, Status::unmanaged);
            refuses(~(size - 1), order, Status::unmanaged);
            refuses(base, order, Status::unmanaged);
            refuses(base + 0x3800, order, Status::unmanaged);
        }
        refuses(base + 0x2fff + 1, 0, Status::unmanaged);
        for (std::uint32_t order = 1; order <= greatest_order; ++order) {
            const auto block = client.allocate(0, order, Zone::below_4g);
            REQUIRE(block.has_value());
            for (std::uint32_t other = 1; other <= greatest_order; ++other) {
                // A part of a block of order 1 to 8 may come back; anything else is found.
                const bool crosses = (order >= 9 || other >= 9) && order != other;
                if (crosses && *block % (std::uint64_t{1} << other) == 0) {
                    refuses(*block, other, Status::wrong_order);
                }
            }
            EXPECT(client.free(0, *block, order).has_value());
            if (order != 9) {
                refuses(*block, order, Status::double_free);
            }
        }
        EXPECT(client.check().has_value());
    }

    /// Blocks of several frames of which one is free already.
    static void finds_a_part_that_is_free(Test& test) {
        auto client = make<Binding>(test, whole_memory);
        for (std::uint32_t order = 1; order <= 8; ++order) {
            const std::uint64_t size = std::uint64_t{1} << order;
            const auto block = client.allocate(0, order, Zone::below_4g);
            REQUIRE(block.has_value());
            for (const std::uint64_t part : {std::uint64_t{0}, size / 2, size - 1}) {
                EXPECT(client.free(0, *block + part, 0).has_value());
                const std::uint64_t before = exact(client);
                EXPECT(error_of(client.free(0, *block, order)) == Status::double_free);
                EXPECT_EQUAL(exact(client), before);
                EXPECT(client.allocate_at(0, *block + part, 0).has_value());
            }
            EXPECT(client.free(0, *block, order).has_value());
            EXPECT(client.check().has_value());
        }
    }

    /// A frame that comes back twice goes into the magazine twice, and is found when that is
    /// emptied: it is dropped, and nothing is lost.
    static void finds_an_earlier_double_free(Test& test) {
        auto client = make<Binding>(test, whole_memory);
        const std::uint64_t whole = logical(client);
        const auto frame = client.allocate(0, 0, Zone::any);
        REQUIRE(frame.has_value());
        EXPECT(client.drain(0).has_value());
        EXPECT(client.free(0, *frame, 0).has_value());
        EXPECT(client.free(0, *frame, 0).has_value());
        EXPECT(error_of(client.check()) == Status::corrupt);
        EXPECT(error_of(client.drain(0)) == Status::earlier_double_free);
        EXPECT(client.check().has_value());
        EXPECT_EQUAL(logical(client), whole);
        // One that is free for the trees.
        EXPECT(client.free(0, *frame, 0).has_value());
        EXPECT(error_of(client.drain(0)) == Status::earlier_double_free);
        // And when the magazine is full, among 128 that are right.
        static constinit std::array<std::uint64_t, 2 * FRAMES_MAGAZINE_CAPACITY> frames{};
        for (std::uint64_t& each : frames) {
            each = client.allocate(0, 0, Zone::any).value_or(0);
        }
        EXPECT(client.drain(0).has_value());
        EXPECT(client.free(1, frames[0], 0).has_value());
        std::uint64_t found = 0;
        for (const std::uint64_t each : frames) {
            const Status status = error_of(client.free(1, each, 0));
            EXPECT(status == Status::ok || status == Status::earlier_double_free);
            found += status == Status::ok ? 0 : 1;
        }
        EXPECT_EQUAL(found, std::uint64_t{1});
        EXPECT_EQUAL(logical(client), whole);
        expect_all_returned(test, client, whole_memory, whole);
        // A large block.
        client = make<Binding>(test, whole_memory);
        const auto block = client.allocate(0, 9, Zone::any);
        REQUIRE(block.has_value());
        EXPECT(client.free(0, *block, 9).has_value());
        EXPECT(client.free(0, *block, 9).has_value());
        EXPECT(error_of(client.drain(0)) == Status::earlier_double_free);
        expect_all_returned(test, client, whole_memory, whole);
    }

    static void keeps_zones(Test& test) {
        auto client = make<Binding>(test, whole_memory);
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            EXPECT(client.allocate(0, order, Zone::any).value_or(0) >= first_above_4g);
            EXPECT(client.allocate(0, order, Zone::below_4g).value_or(first_above_4g) <
                   first_above_4g);
        }
        // Frames that devices need come back to where they ask.
        const auto low = client.allocate(0, 0, Zone::below_4g);
        REQUIRE(low.has_value());
        EXPECT(client.free(0, *low, 0).has_value());
        EXPECT_EQUAL(client.statistics(Count::fast).value_or(Statistics{}).magazine_frames,
                     benches[0].state.cpus[0].frame_count);
        EXPECT(client.check().has_value());
        // From above as long as there is something.
        std::uint64_t count = 0;
        std::uint64_t previous = first_above_4g;
        while (const auto frame = client.allocate(0, 0, Zone::any)) {
            EXPECT(previous >= first_above_4g || *frame < first_above_4g);
            previous = *frame;
            ++count;
        }
        EXPECT(count > suite_frames / 2 && previous < first_above_4g);
        EXPECT(client.check().has_value());

        constexpr std::array<Extent, 1> high{{{first_above_4g, 0x1000}}};
        client = make<Binding>(test, high);
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            EXPECT(error_of(client.allocate(0, order, Zone::below_4g)) == Status::exhausted);
        }
        EXPECT(client.allocate(0, 0, Zone::any).has_value());
    }

    /// Every block of every order is handed out once, no more, and all of it comes back.
    static void hands_out_everything(Test& test) {
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            for (const Zone zone : {Zone::any, Zone::below_4g}) {
                exhaust(test, odd_memory, odd_ranges, order, zone);
                exhaust(test, whole_memory, whole_memory, order, zone);
            }
        }
    }

    static void keeps_its_promises_under_random_use(Test& test) {
        use_at_random(test, odd_memory, odd_ranges, 30'000);
        use_at_random(test, whole_memory, whole_memory, 30'000);
    }

    /// What magazines and trees of other CPUs hold is had by drain() and by stealing.
    static void shares_what_is_left(Test& test) {
        constexpr std::array<Extent, 1> one_tree{{{first_above_4g, FRAMES_TREE_FRAMES}}};
        auto client = make<Binding>(test, one_tree);
        const std::uint64_t whole = logical(client);
        std::uint64_t taken = 0;
        for (std::uint32_t round = 0; round < FRAMES_TREE_FRAMES + 1; ++round) {
            taken += client.allocate(round % suite_cpus, 0, Zone::any).has_value() ? 1 : 0;
        }
        // All but what other CPUs keep in their magazines.
        EXPECT(taken + std::uint64_t{suite_cpus - 1} * FRAMES_BATCH_CAPACITY >= FRAMES_TREE_FRAMES);
        drain_all(test, client);
        while (client.allocate(0, 0, Zone::any)) {
            ++taken;
        }
        EXPECT_EQUAL(taken, std::uint64_t{FRAMES_TREE_FRAMES});
        for (std::uint64_t frame = 0; frame < FRAMES_TREE_FRAMES; ++frame) {
            EXPECT(
                client
                    .free(static_cast<std::uint32_t>(frame % suite_cpus), first_above_4g + frame, 0)
                    .has_value());
        }
        EXPECT_EQUAL(logical(client), whole);
        EXPECT(client.check().has_value());
        // What a CPU keeps in large blocks serves its small ones.
        client = make<Binding>(test, one_tree);
        std::array<std::uint64_t, 8> blocks{};
        for (std::uint64_t& block : blocks) {
            block = client.allocate(0, 9, Zone::any).value_or(0);
        }
        EXPECT(error_of(client.allocate(0, 0, Zone::any)) == Status::exhausted);
        EXPECT(client.free(0, blocks[0], 9).has_value());
        EXPECT(error_of(client.allocate(1, 0, Zone::any)) == Status::exhausted);
        EXPECT(client.allocate(0, 0, Zone::any).has_value());
        EXPECT(client.allocate(1, 0, Zone::any).has_value());
        EXPECT(client.check().has_value());
    }

    static void takes_what_it_is_told(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        ownership.reset(base, odd_memory);
        Random random = test.random();
        const std::uint64_t whole = logical(client);
        static constinit std::array<Held, 512> held{};
        held.fill({});
        for (int step = 0; step < 4'000; ++step) {
            Held& slot = held[random.below(held.size())];
            const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
            if (slot.is_held) {
                EXPECT(ownership.give(slot.block, slot.order, 1));
                EXPECT(client.free(cpu, slot.block, slot.order).has_value());
                slot.is_held = false;
                continue;
            }
            slot.order = static_cast<std::uint32_t>(random.below(order_count));
            const std::uint64_t size = std::uint64_t{1} << slot.order;
            slot.block = (base + random.below(suite_frames)) & ~(size - 1);
            bool is_free = true;
            for (std::uint64_t frame = slot.block; frame < slot.block + size; ++frame) {
                is_free = is_free && ownership.is_free(frame);
            }
            const std::uint64_t before = exact(client);
            const Status at = error_of(client.allocate_at(cpu, slot.block, slot.order));
            EXPECT(is_free || at == Status::taken || at == Status::unmanaged);
            EXPECT(at == Status::ok || exact(client) == before);
            // Whoever has none of it kept back gets it so; adopt() gets it in any case.
            const Status adopted =
                at == Status::ok ? at : error_of(client.adopt(cpu, slot.block, slot.order));
            EXPECT((adopted == Status::ok) == is_free);
            if (adopted == Status::ok) {
                EXPECT(ownership.take(slot.block, slot.order, 1));
                slot.is_held = true;
            }
            if (step % 256 == 0) {
                EXPECT(client.check().has_value());
                EXPECT_EQUAL(logical(client), ownership.logical_digest());
            }
        }
        for (const Held& slot : held) {
            if (slot.is_held) {
                EXPECT(client.free(0, slot.block, slot.order).has_value());
            }
        }
        expect_all_returned(test, client, odd_ranges, whole);
    }

    static void serves_batches(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        ownership.reset(base, odd_memory);
        const std::uint64_t whole = logical(client);
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            for (const std::uint64_t count : {0UL, 1UL, 7UL, 64UL}) {
                const std::uint64_t before = logical(client);
                const auto batch = client.allocate_batch(1, order, Zone::any, count);
                if (!batch) {
                    EXPECT(batch.error() == Status::exhausted);
                    EXPECT_EQUAL(logical(client), before);
                    continue;
                }
                EXPECT_EQUAL(batch->count, count);
                for (std::uint64_t index = 0; index < count; ++index) {
                    EXPECT(ownership.take(batch->frames[index], order, 1));
                }
                EXPECT_EQUAL(logical(client), ownership.logical_digest());
                // One that is not managed and one that is there twice: the others come back.
                Batch wrong = *batch;
                Status expected = Status::ok;
                if (count == 7) {
                    wrong.frames[0] = 0;
                    expected = Status::unmanaged;
                    EXPECT(ownership.give(batch->frames[0], order, 1));
                    EXPECT(client.free(1, batch->frames[0], order).has_value());
                }
                EXPECT(error_of(client.free_batch(2, order, wrong)) == expected);
                for (std::uint64_t index = count == 7 ? 1 : 0; index < count; ++index) {
                    EXPECT(ownership.give(batch->frames[index], order, 1));
                }
                EXPECT_EQUAL(logical(client), whole);
                EXPECT(client.check().has_value());
            }
        }
        auto twice = client.allocate_batch(0, 0, Zone::any, 2);
        REQUIRE(twice.has_value());
        const std::uint64_t other = std::exchange(twice->frames[1], twice->frames[0]);
        EXPECT(error_of(client.free_batch(0, 0, *twice)) == Status::double_free);
        EXPECT(client.free(0, other, 0).has_value());
        expect_all_returned(test, client, odd_ranges, whole);
    }

    /// The counters and the bits say the same while nobody else calls.
    static void counts_what_there_is(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        Random random = test.random();
        std::uint64_t held = 0;
        for (int round = 0; round < 300; ++round) {
            const auto order = static_cast<std::uint32_t>(random.below(random.below(11) + 1));
            const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
            if (client.allocate(cpu, order, random.once_in(3) ? Zone::below_4g : Zone::any)) {
                held += std::uint64_t{1} << order;
            }
            const auto fast = client.statistics(Count::fast).value_or(Statistics{});
            const auto all = client.statistics(Count::exact).value_or(Statistics{});
            EXPECT_EQUAL(fast.free_frames, all.free_frames);
            EXPECT_EQUAL(fast.free_frames_below_4g, all.free_frames_below_4g);
            EXPECT_EQUAL(fast.magazine_frames, all.magazine_frames);
            EXPECT_EQUAL(all.free_frames + held, all.total_frames);
            EXPECT_EQUAL(all.total_frames, frames_in(odd_memory));
            std::uint64_t in_blocks = all.magazine_frames;
            for (std::uint32_t each = 0; each <= greatest_order; ++each) {
                in_blocks += all.free_blocks[each] << each;
            }
            EXPECT_EQUAL(in_blocks, all.free_frames);
        }
        client = make<Binding>(test, odd_memory);
        const auto all = client.statistics(Count::exact).value_or(Statistics{});
        EXPECT_EQUAL(all.free_blocks[greatest_order], blocks_in(odd_ranges, greatest_order));
    }

    /// As the contract states them, computed from outside.
    static void digests_are_as_stated(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        ownership.reset(base, odd_memory);
        Random random = test.random();
        for (int round = 0; round < 20; ++round) {
            EXPECT_EQUAL(logical(client), ownership.logical_digest());
            EXPECT_EQUAL(exact(client), exact_digest_of(benches[0]));
            const auto order = static_cast<std::uint32_t>(random.below(order_count));
            if (const auto block = client.allocate(0, order, Zone::any)) {
                EXPECT(ownership.take(*block, order, 1));
            }
        }
        // Once all is back, an instance looks as if nothing had happened.
        client = make<Binding>(test, odd_memory, benches[0]);
        auto fresh = make<Binding>(test, odd_memory, benches[1]);
        static constinit std::array<std::uint64_t, 400> frames{};
        for (std::uint64_t& frame : frames) {
            frame = client.allocate(2, 0, Zone::any).value_or(0);
        }
        for (const std::uint64_t frame : frames) {
            EXPECT(client.free(3, frame, 0).has_value());
        }
        EXPECT_EQUAL(logical(client), logical(fresh));
        EXPECT(exact(client) != exact(fresh));
        drain_all(test, client);
        EXPECT_EQUAL(exact(client), exact(fresh));
    }

    /// Each word of the state that a fault could damage and whose value follows from the others:
    /// once one bit of it, once all.
    static void finds_corruption(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        Random random = test.random();
        std::array<std::uint64_t, 2> frames{};
        for (std::uint64_t& frame : frames) {
            const auto taken = client.allocate(0, 0, Zone::any);
            REQUIRE(taken.has_value());
            frame = *taken;
        }
        for (int round = 0; round < 80; ++round) {
            std::ignore = client.allocate(0, static_cast<std::uint32_t>(random.below(order_count)),
                                          Zone::any);
        }
        // The magazine holds these at least, whatever was left in it.
        for (const std::uint64_t frame : frames) {
            REQUIRE(client.free(0, frame, 0).has_value());
        }
        REQUIRE(client.check().has_value());
        Bench& bench = benches[0];
        const auto finds = [&](std::uint64_t& word) {
            const std::uint64_t kept = word;
            for (const std::uint64_t flipped :
                 {std::uint64_t{1} << random.below(64), std::uint64_t{1}, ~std::uint64_t{0}}) {
                word = kept ^ flipped;
                EXPECT(error_of(client.check()) == Status::corrupt);
            }
            word = kept;
        };
        for (std::uint64_t* const word :
             {&bench.state.first_frame, &bench.state.cpu_count, &bench.state.total_frames,
              &bench.state.range_count, &bench.state.widest, &bench.state.ranges_digest,
              &bench.state.cpus[0].local}) {
            finds(*word);
        }
        for (Range& range : bench.state.ranges) {
            finds(range.frame);
            finds(range.count);
        }
        for (Area& area : bench.table) {
            // A row that is half set has as many clear bits the other way round.
            for (std::uint64_t& row : area.rows) {
                const std::uint64_t kept = row;
                row ^= std::uint64_t{1} << random.below(64);
                EXPECT(error_of(client.check()) == Status::corrupt);
                row = kept;
            }
            finds(area.free);
            finds(area.tree);
            finds(area.reserved[random.below(6)]);
        }
        EXPECT(client.check().has_value());
        // What no magazine can hold.
        Cpu& cpu = bench.state.cpus[0];
        REQUIRE(cpu.frame_count > 1);
        const std::uint64_t kept = cpu.frames[0];
        for (const std::uint64_t wrong :
             {std::uint64_t{0}, kept + suite_frames, cpu.frames[1], ~std::uint64_t{0}}) {
            cpu.frames[0] = wrong;
            EXPECT(error_of(client.check()) == Status::corrupt);
        }
        cpu.frames[0] = kept;
        EXPECT(client.check().has_value());
        for (const std::uint64_t count : {std::uint64_t{129}, ~std::uint64_t{0}}) {
            const std::uint64_t before = std::exchange(cpu.frame_count, count);
            EXPECT(error_of(client.check()) == Status::corrupt);
            EXPECT(error_of(client.allocate(0, 0, Zone::any)) == Status::corrupt);
            EXPECT(error_of(client.free(0, first_above_4g + 0x1005, 0)) == Status::corrupt);
            EXPECT(error_of(client.drain(0)) == Status::corrupt);
            cpu.frame_count = before;
        }
    }

    /// Whatever the layout holds, a call answers, and reaches nothing outside it.
    static void survives_corruption(Test& test) {
        Random random = test.random();
        for (int round = 0; round < 200; ++round) {
            auto client = make<Binding>(test, odd_memory);
            for (int call = 0; call < 40; ++call) {
                call_at_random(client, random);
            }
            const auto words = benches[0].words();
            const std::size_t table = (sizeof(State) - offsetof(State, first_frame)) / 8;
            for (std::uint64_t damages = random.below(12) + 1; damages != 0; --damages) {
                // The head, the CPUs in use, the table: each as often.
                const std::uint64_t at =
                    std::array{random.below(6), 6 + random.below(4 * sizeof(Cpu) / 8),
                               table + random.below(words.size() - table)}[random.below(3)];
                std::uint64_t& word = words[static_cast<std::size_t>(at)];
                switch (random.below(4)) {
                case 0:
                    word ^= std::uint64_t{1} << random.below(64);
                    break;
                case 1:
                    word = ~std::uint64_t{0};
                    break;
                case 2:
                    word = random.below(2'000);
                    break;
                default:
                    word = random.next();
                    break;
                }
            }
            for (int call = 0; call < 40; ++call) {
                call_at_random(client, random);
            }
            EXPECT(benches[0].is_guard_intact());
        }
    }

    static void ends_and_begins_again(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        REQUIRE(client.allocate(0, 5, Zone::any).has_value());
        EXPECT(client.shutdown().has_value());
        expect_all(test, &benches[0].state, Status::not_initialised);
        EXPECT(client.initialize(8, 0, 1).has_value());
        EXPECT(error_of(client.allocate(0, 0, Zone::any)) == Status::exhausted);
        EXPECT(error_of(client.free(0, 0, 0)) == Status::unmanaged);
        EXPECT_EQUAL(logical(client), std::uint64_t{0});
        EXPECT(client.check().has_value());
        EXPECT(client.add(64, 64).has_value());
        EXPECT(client.allocate(0, 6, Zone::any) == 64U);
        EXPECT(client.check().has_value());
    }

    static void knows_its_contract(Test& test) {
        EXPECT_EQUAL(Binding::contract(), std::uint64_t{FRAMES_CONTRACT});
        EXPECT_EQUAL(Binding::state_size(), std::uint64_t{sizeof(State)});
        EXPECT_EQUAL(Binding::state_alignment(), std::uint64_t{alignof(State)});
        EXPECT_EQUAL(Client<Binding>::memory_size(3), std::uint64_t{sizeof(State) + 3 * 128});
        EXPECT_EQUAL(Client<Binding>::memory_size(~std::uint64_t{0}), ~std::uint64_t{0});
    }

  private:
    struct Held {
        std::uint64_t block = 0;
        std::uint32_t order = 0;
        bool is_held = false;
    };

    template <class Value>
    static Status error_of(const std::expected<Value, Status>& result) {
        return result.has_value() ? Status::ok : result.error();
    }

    /// The words of the layout, hashed as the contract says.
    static std::uint64_t exact_digest_of(const Bench& bench) {
        std::uint64_t hash = FRAMES_HASH_START;
        const auto* const bytes = reinterpret_cast<const std::byte*>(&bench);
        for (std::size_t at = sizeof(std::uint64_t); at < sizeof(State) + sizeof bench.table;
             at += sizeof at) {
            std::uint64_t value = 0;
            std::memcpy(&value, bytes + at, sizeof value);
            hash = (hash ^ value) * FRAMES_HASH_FACTOR;
            hash ^= hash >> 32;
        }
        return hash;
    }

    static void call_at_random(Client<Binding>& client, Random& random) {
        const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
        const auto order = static_cast<std::uint32_t>(random.below(random.below(11) + 1));
        const std::uint64_t frame =
            (base + random.below(suite_frames)) & ~((std::uint64_t{1} << order) - 1);
        switch (random.below(16)) {
        case 0:
            std::ignore = client.check();
            break;
        case 1:
            std::ignore = client.digest(random.once_in(2) ? Digest::logical : Digest::exact);
            break;
        case 2:
            std::ignore = client.statistics(random.once_in(2) ? Count::fast : Count::exact);
            break;
        case 3:
            std::ignore = client.add(frame, random.below(0x100));
            break;
        case 4:
            std::ignore = client.drain(cpu);
            break;
        case 5:
            std::ignore = client.allocate_at(cpu, frame, order);
            break;
        case 6:
            std::ignore = client.adopt(cpu, frame, order);
            break;
        case 7:
            if (const auto batch = client.allocate_batch(cpu, order, Zone::any, 5)) {
                std::ignore = client.free_batch(cpu, order, *batch);
            }
            break;
        case 8:
        case 9:
        case 10:
        case 11:
            std::ignore = client.free(cpu, frame, order);
            break;
        default:
            std::ignore =
                client.allocate(cpu, order, random.once_in(2) ? Zone::any : Zone::below_4g);
            break;
        }
    }

    /// Takes all blocks of an order, looks at each, sees that a call too many changes nothing, and
    /// gives them all back.
    static void exhaust(Test& test, std::span<const Extent> memory, std::span<const Extent> ranges,
                        std::uint32_t order, Zone zone) {
        static constinit std::array<std::uint64_t, suite_frames> blocks{};
        auto client = make<Binding>(test, memory);
        ownership.reset(base, memory);
        const std::uint64_t whole = logical(client);
        std::uint64_t taken = 0;
        for (;;) {
            const auto block = client.allocate(0, order, zone);
            if (!block) {
                EXPECT(block.error() == Status::exhausted);
                break;
            }
            REQUIRE(taken < blocks.size());
            REQUIRE(ownership.take(*block, order, 1));
            EXPECT(zone == Zone::any || *block < first_above_4g);
            blocks[static_cast<std::size_t>(taken++)] = *block;
        }
        if (zone == Zone::any) {
            EXPECT_EQUAL(taken, blocks_in(ranges, order));
        }
        EXPECT_EQUAL(logical(client), ownership.logical_digest());
        const std::uint64_t left = logical(client);
        for (std::uint32_t above = order; above <= greatest_order; ++above) {
            EXPECT(error_of(client.allocate(0, above, zone)) == Status::exhausted);
        }
        EXPECT_EQUAL(logical(client), left);
        EXPECT(client.check().has_value());
        // Every other one first, so that buddies come together late.
        for (const std::uint64_t parity : {0UL, 1UL}) {
            for (std::uint64_t index = parity; index < taken; index += 2) {
                const std::uint64_t block = blocks[static_cast<std::size_t>(index)];
                EXPECT(ownership.give(block, order, 1));
                EXPECT(client.free(static_cast<std::uint32_t>(index % suite_cpus), block, order)
                           .has_value());
            }
        }
        expect_all_returned(test, client, ranges, whole);
    }

    static void use_at_random(Test& test, std::span<const Extent> memory,
                              std::span<const Extent> ranges, std::uint64_t steps) {
        static constinit std::array<Held, 1'024> held{};
        held.fill({});
        auto client = make<Binding>(test, memory);
        ownership.reset(base, memory);
        Random random = test.random();
        const std::uint64_t whole = logical(client);
        for (std::uint64_t step = 0; step < steps && !test.failed(); ++step) {
            Held& slot = held[static_cast<std::size_t>(random.below(held.size()))];
            const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
            if (slot.is_held) {
                EXPECT(ownership.give(slot.block, slot.order, 1));
                EXPECT(client.free(cpu, slot.block, slot.order).has_value());
                slot.is_held = false;
            } else {
                // Small orders are common, as in a kernel, but all occur.
                slot.order =
                    static_cast<std::uint32_t>(random.below(random.below(order_count) + 1));
                const Zone zone = random.once_in(4) ? Zone::below_4g : Zone::any;
                if (const auto block = client.allocate(cpu, slot.order, zone)) {
                    EXPECT(ownership.take(*block, slot.order, 1));
                    EXPECT(zone == Zone::any || *block < first_above_4g);
                    slot.block = *block;
                    slot.is_held = true;
                }
            }
            if (random.once_in(500)) {
                EXPECT(client.drain(cpu).has_value());
            }
            if (step % 1'024 == 0) {
                EXPECT(client.check().has_value());
                EXPECT_EQUAL(logical(client), ownership.logical_digest());
                EXPECT_EQUAL(client.statistics(Count::fast).value_or(Statistics{}).free_frames +
                                 ownership.owned(),
                             frames_in(memory));
            }
        }
        for (const Held& slot : held) {
            if (slot.is_held) {
                EXPECT(client.free(0, slot.block, slot.order).has_value());
            }
        }
        expect_all_returned(test, client, ranges, whole);
        EXPECT(benches[0].is_guard_intact());
    }

    /// Every function but initialize() answers `status` for that instance.
    static void expect_all(Test& test, State* state, Status status) {
        Statistics statistics{};
        Batch batch{};
        EXPECT(Binding::shutdown(state) == status);
        EXPECT(Binding::add(state, 1, 1) == status);
        EXPECT(Binding::allocate(state, 0, 0, Zone::any).status == status);
        EXPECT(Binding::free(state, 0, 0, 0) == status);
        EXPECT(Binding::allocate_at(state, 0, 0, 0) == status);
        EXPECT(Binding::adopt(state, 0, 0, 0) == status);
        EXPECT(Binding::allocate_batch(state, 0, 0, Zone::any, 1, &batch) == status);
        EXPECT(Binding::free_batch(state, 0, 0, &batch) == status);
        EXPECT(Binding::drain(state, 0) == status);
        EXPECT(Binding::statistics(state, Count::fast, &statistics) == status);
        EXPECT(Binding::check(state) == status);
        EXPECT(Binding::digest(state, Digest::logical).status == status);
        if (status != Status::not_initialised) {
            EXPECT(Binding::initialize(state, 1, 0, 1) == status);
        }
    }
};

/// A case of the suite.
struct SuiteCase {
    const char* name;
    void (*body)(Test& test);
};

} // namespace bimetal::frames::conformance

/// The cases, each as CASE(label, Binding, name).
#define FRAMES_CONFORMANCE_CASES(CASE, label, Binding)                                             \
    CASE(label, Binding, answers_wrong_memory)                                                     \
    CASE(label, Binding, answers_wrong_capacities)                                                 \
    CASE(label, Binding, answers_wrong_structures)                                                 \
    CASE(label, Binding, answers_wrong_ranges)                                                     \
    CASE(label, Binding, answers_wrong_numbers)                                                    \
    CASE(label, Binding, answers_wrong_frees)                                                      \
    CASE(label, Binding, finds_a_part_that_is_free)                                                \
    CASE(label, Binding, finds_an_earlier_double_free)                                             \
    CASE(label, Binding, keeps_zones)                                                              \
    CASE(label, Binding, hands_out_everything)                                                     \
    CASE(label, Binding, keeps_its_promises_under_random_use)                                      \
    CASE(label, Binding, shares_what_is_left)                                                      \
    CASE(label, Binding, takes_what_it_is_told)                                                    \
    CASE(label, Binding, serves_batches)                                                           \
    CASE(label, Binding, counts_what_there_is)                                                     \
    CASE(label, Binding, digests_are_as_stated)                                                    \
    CASE(label, Binding, finds_corruption)                                                         \
    CASE(label, Binding, survives_corruption)                                                      \
    CASE(label, Binding, ends_and_begins_again)                                                    \
    CASE(label, Binding, knows_its_contract)

#define FRAMES_CONFORMANCE_TEST_(label, Binding, name)                                             \
    SEAM_REGISTER_TEST(Binding##_##name, "frames." label, #name,                                   \
                       bimetal::frames::conformance::Suite<bimetal::frames::Binding>::name);

/// Registers the whole suite for a binding as `frames.LABEL`.
#define FRAMES_CONFORMANCE(label, Binding)                                                         \
    FRAMES_CONFORMANCE_CASES(FRAMES_CONFORMANCE_TEST_, label, Binding)

#define FRAMES_CONFORMANCE_ENTRY_(label, Binding, name)                                            \
    bimetal::frames::conformance::SuiteCase{                                                       \
        #name, bimetal::frames::conformance::Suite<bimetal::frames::Binding>::name},

/// All of the suite for a binding, as an array of SuiteCase.
#define FRAMES_CONFORMANCE_ARRAY(Binding)                                                          \
    std::array {                                                                                   \
        FRAMES_CONFORMANCE_CASES(FRAMES_CONFORMANCE_ENTRY_, "", Binding)                           \
    }
