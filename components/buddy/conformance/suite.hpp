// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What every twin of `buddy` must do, through the seam: BUDDY_CONFORMANCE registers all of it for
// one binding.
#pragma once

#include "components/buddy/conformance/bench.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <tuple>
#include <utility>

namespace bimetal::buddy::conformance {

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
        bench.state.mark = BUDDY_CONTRACT;
        expect_all(test, &bench.state, Status::not_initialised);
    }

    static void answers_wrong_capacities(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        EXPECT(error_of(client.initialize(0)) == Status::out_of_range);
        // In a kernel the instance stands too near to the end of memory for the largest table.
        constexpr std::uint64_t most = BUDDY_NONE;
        const bool fits = Client<Binding>::memory_size(most + 1) <=
                          ~reinterpret_cast<std::uintptr_t>(&bench.state);
        EXPECT(error_of(client.initialize(most + 1)) ==
               (fits ? Status::out_of_range : Status::length_overflow));
        for (const std::uint64_t frames : {~std::uint64_t{0}, ~std::uint64_t{0} / sizeof(Frame),
                                           std::uint64_t{1} << 60, std::uint64_t{1} << 63}) {
            EXPECT(error_of(client.initialize(frames)) == Status::length_overflow);
        }
        EXPECT(error_of(client.check()) == Status::not_initialised);
        // The table is not touched before there are frames.
        EXPECT(error_of(client.initialize(most)) == (fits ? Status::ok : Status::length_overflow));
        EXPECT(client.initialize(1).has_value());
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_structures(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        State& state = benches[0].state;
        EXPECT(Binding::statistics(&state, nullptr) == Status::null_argument);
        Statistics statistics{};
        auto* const bytes = reinterpret_cast<std::byte*>(&statistics);
        EXPECT(Binding::statistics(&state, reinterpret_cast<Statistics*>(bytes + 4)) ==
               Status::misaligned);
        EXPECT(Binding::statistics(&state, reinterpret_cast<Statistics*>(&state)) ==
               Status::overlap);
        EXPECT(Binding::statistics(&state, reinterpret_cast<Statistics*>(&state.ranges)) ==
               Status::overlap);
        EXPECT(Binding::statistics(&state, reinterpret_cast<Statistics*>(benches[0].table.data() +
                                                                         2)) == Status::overlap);
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_ranges(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        REQUIRE(client.initialize(1'000).has_value());
        const std::uint64_t limit = BUDDY_FRAME_LIMIT;
        const auto refuses = [&](std::uint64_t first, std::uint64_t count, Status status) {
            const std::uint64_t before = exact(client);
            EXPECT(error_of(client.add(first, count)) == status);
            EXPECT_EQUAL(exact(client), before);
        };
        refuses(5, 0, Status::out_of_range);
        refuses(limit, 1, Status::out_of_range);
        refuses(limit - 1, 2, Status::out_of_range);
        refuses(~std::uint64_t{0}, 1, Status::out_of_range);
        refuses(1, ~std::uint64_t{0}, Status::out_of_range);
        refuses(0, 1'001, Status::exhausted);
        REQUIRE(client.add(100, 50).has_value());
        refuses(100, 50, Status::out_of_order);
        refuses(149, 1, Status::out_of_order);
        refuses(149, 3, Status::out_of_order);
        refuses(0, 10, Status::out_of_order);
        refuses(150, 951, Status::exhausted);
        REQUIRE(client.add(150, 1).has_value());
        REQUIRE(client.add(limit - 1, 1).has_value());
        refuses(limit - 1, 1, Status::out_of_order);
        EXPECT_EQUAL(total_of(client), std::uint64_t{52});
        EXPECT(client.allocate(0, Zone::any) == limit - 1);
        EXPECT(client.free(limit - 1, 0).has_value());
        EXPECT(client.check().has_value());

        REQUIRE(client.initialize(1'000).has_value());
        for (std::uint64_t index = 0; index < BUDDY_RANGE_CAPACITY; ++index) {
            REQUIRE(client.add(10 + 2 * index, 1).has_value());
        }
        refuses(2'000, 1, Status::exhausted);
        EXPECT(client.check().has_value());
        for (std::uint64_t index = 0; index < BUDDY_RANGE_CAPACITY; ++index) {
            const auto frame = client.allocate(0, Zone::any);
            REQUIRE(frame.has_value());
            EXPECT(*frame % 2 == 0 && *frame >= 10);
        }
        EXPECT(error_of(client.allocate(0, Zone::any)) == Status::exhausted);
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_numbers(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        State& state = benches[0].state;
        const std::uint64_t before = exact(client);
        for (const std::uint32_t order :
             {greatest_order + 1, greatest_order + 2, 31U, 32U, 63U, 64U, ~0U}) {
            EXPECT(error_of(client.allocate(order, Zone::any)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(order, Zone::below_4g)) == Status::out_of_range);
            EXPECT(error_of(client.free(0, order)) == Status::out_of_range);
        }
        for (const std::uint32_t number : {2U, 3U, 0x100U, 0x80000000U, ~0U}) {
            EXPECT(Binding::allocate(&state, 0, static_cast<Zone>(number)).status ==
                   Status::invalid_enum);
            EXPECT(Binding::digest(&state, static_cast<Digest>(number)).status ==
                   Status::invalid_enum);
        }
        EXPECT_EQUAL(exact(client), before);
    }

    static void answers_wrong_frees(Test& test) {
        constexpr std::array<Extent, 3> memory{{{0x100, 0x100}, {0x204, 0x1fc}, {0x1000, 0x400}}};
        auto client = make<Binding>(test, memory);
        const auto refuses = [&](std::uint64_t frame, std::uint32_t order, Status status) {
            const std::uint64_t before = exact(client);
            EXPECT(error_of(client.free(frame, order)) == status);
            EXPECT_EQUAL(exact(client), before);
        };
        const auto block = client.allocate(3, Zone::any);
        REQUIRE(block.has_value());
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            const std::uint64_t size = std::uint64_t{1} << order;
            if (order != 0) {
                refuses(*block + 1, order, Status::misaligned_block);
                refuses(~std::uint64_t{0}, order, Status::misaligned_block);
            }
            refuses(0, order, Status::unmanaged);
            refuses(size << 40, order, Status::unmanaged);
            refuses(~(size - 1), order, Status::unmanaged);
            refuses(std::uint64_t{0x800}, order, Status::unmanaged);
            if (order != 3 && *block % size == 0) {
                refuses(*block, order, Status::wrong_order);
            }
        }
        refuses(0x202, 0, Status::unmanaged);
        refuses(0x200, 1, Status::unmanaged);
        refuses(0x400, 0, Status::unmanaged);
        refuses(0xff, 0, Status::unmanaged);
        // Inside of the block, by any order that could begin there.
        refuses(*block + 1, 0, Status::wrong_order);
        refuses(*block + 4, 2, Status::wrong_order);
        refuses(*block + 7, 0, Status::wrong_order);
        EXPECT(client.free(*block, 3).has_value());
        refuses(*block, 3, Status::double_free);
        // It was merged into a larger block, which holds all of these.
        refuses(*block, 0, Status::double_free);
        refuses(*block + 4, 2, Status::double_free);
        refuses(*block + 7, 0, Status::double_free);

        const auto kept = client.allocate(0, Zone::any);
        const auto neighbour = client.allocate(0, Zone::any);
        REQUIRE(kept.has_value() && neighbour.has_value());
        EXPECT_EQUAL(*kept ^ 1, *neighbour);
        EXPECT(client.free(*neighbour, 0).has_value());
        refuses(*neighbour, 0, Status::double_free);
        // More than the part that is free.
        refuses(*kept & ~std::uint64_t{1}, 1, Status::wrong_order);
        EXPECT(client.free(*kept, 0).has_value());
        EXPECT(client.check().has_value());
        EXPECT_EQUAL(free_of(client), total_of(client));
    }

    static void blocks_are_aligned_and_merge_again(Test& test) {
        constexpr std::array<Extent, 1> memory{{{0, 16 << greatest_order}}};
        auto client = make<Binding>(test, memory);
        ownership.reset(memory);
        const auto before = client.statistics();
        REQUIRE(before.has_value());
        EXPECT_EQUAL(before->total_frames, memory[0].count);
        EXPECT_EQUAL(before->free_frames, memory[0].count);
        EXPECT_EQUAL(before->free_blocks[greatest_order], std::uint64_t{16});
        const std::uint64_t whole = logical(client);
        std::array<std::uint64_t, order_count> held{};
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            const auto block = client.allocate(order, Zone::any);
            REQUIRE(block.has_value());
            EXPECT(ownership.take(*block, order, 1));
            EXPECT(client.check().has_value());
            held[order] = *block;
        }
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            EXPECT(ownership.give(held[order], order, 1));
            EXPECT(client.free(held[order], order).has_value());
            EXPECT(client.check().has_value());
        }
        EXPECT(same(client.statistics(), before));
        EXPECT_EQUAL(logical(client), whole);
    }

    static void keeps_zones(Test& test) {
        constexpr std::uint64_t mebibyte = 256;
        constexpr std::array<Extent, 1> memory{
            {{first_above_4g - 4 * 4 * mebibyte, 6 * 4 * mebibyte}}};
        auto client = make<Binding>(test, memory);
        // Above as long as there is something.
        EXPECT(client.allocate(0, Zone::any).value_or(0) >= first_above_4g);
        EXPECT(client.allocate(greatest_order, Zone::any).value_or(0) >= first_above_4g);
        EXPECT(client.allocate(greatest_order, Zone::any).value_or(~std::uint64_t{0}) <
               first_above_4g);
        EXPECT(client.allocate(0, Zone::any).value_or(0) >= first_above_4g);
        EXPECT(client.allocate(0, Zone::below_4g).value_or(~std::uint64_t{0}) < first_above_4g);
        EXPECT(client.check().has_value());

        constexpr std::array<Extent, 1> high{{{2 * first_above_4g, 4'096}}};
        client = make<Binding>(test, high);
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            EXPECT(error_of(client.allocate(order, Zone::below_4g)) == Status::exhausted);
        }
        EXPECT(client.allocate(0, Zone::any).has_value());
        const auto statistics = client.statistics();
        REQUIRE(statistics.has_value());
        for (const std::uint64_t blocks : statistics->free_blocks_below_4g) {
            EXPECT_EQUAL(blocks, std::uint64_t{0});
        }
    }

    /// No block lies across an end or across 4 GiB, where extents touch neither.
    static void blocks_keep_within_bounds(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        EXPECT(client.check().has_value());
        const auto statistics = client.statistics();
        REQUIRE(statistics.has_value());
        std::uint64_t frames = 0;
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            frames += statistics->free_blocks[order] << order;
        }
        EXPECT_EQUAL(frames, frames_in(odd_memory));
        EXPECT_EQUAL(statistics->free_frames, frames);
        EXPECT_EQUAL(statistics->free_blocks[greatest_order],
                     blocks_in(odd_memory, greatest_order));

        // The first frame of all, the last of all, and one alone.
        constexpr std::array<Extent, 3> edges{
            {{0, 1}, {7, 1}, {std::uint64_t{BUDDY_FRAME_LIMIT} - 3, 3}}};
        client = make<Binding>(test, edges);
        ownership.reset(edges);
        for (int block = 0; block < 3; ++block) {
            const auto frame = client.allocate(0, Zone::any);
            EXPECT(frame.has_value() && ownership.take(*frame, 0, 1));
        }
        EXPECT(error_of(client.allocate(1, Zone::any)) == Status::exhausted);
        EXPECT_EQUAL(logical(client), ownership.logical_digest());
        EXPECT(client.check().has_value());
    }

    /// Every block of every order is handed out once, no more, and all of it comes back.
    static void hands_out_everything(Test& test) {
        for (std::uint32_t order = 0; order <= greatest_order; ++order) {
            for (const Zone zone : {Zone::any, Zone::below_4g}) {
                exhaust(test, odd_memory, order, zone);
            }
        }
    }

    static void serves_recorded_memory(Test& test) {
        constexpr std::uint64_t longest = 2'048;
        for (const RecordedMemory& memory : recorded_memory) {
            std::array<Extent, 6> extents = memory.extents;
            for (Extent& extent : extents) {
                extent.count = std::min(extent.count, longest);
            }
            const auto used = std::span<const Extent>(extents).first(memory.count);
            exhaust(test, used, 0, Zone::any);
            exhaust(test, used, 4, Zone::any);
            exhaust(test, used, greatest_order, Zone::any);
            use_at_random(test, used, 2'000);
        }
    }

    static void keeps_its_promises_under_random_use(Test& test) {
        use_at_random(test, odd_memory, 20'000);
    }

    /// As the contract states them, computed from outside.
    static void digests_are_as_stated(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        ownership.reset(odd_memory);
        Random random = test.random();
        for (int round = 0; round < 20; ++round) {
            EXPECT_EQUAL(logical(client), ownership.logical_digest());
            EXPECT_EQUAL(exact(client), exact_digest_of(benches[0]));
            const auto order = static_cast<std::uint32_t>(random.below(order_count));
            if (const auto block = client.allocate(order, Zone::any)) {
                EXPECT(ownership.take(*block, order, 1));
            }
        }
        // A set is the same however it came about, and however it is divided into ranges.
        constexpr std::array<Extent, 1> whole{{{0x400, 0x800}}};
        constexpr std::array<Extent, 3> parts{{{0x400, 0x101}, {0x501, 0x2ff}, {0x800, 0x400}}};
        auto one = make<Binding>(test, whole, benches[0]);
        auto other = make<Binding>(test, parts, benches[1]);
        EXPECT_EQUAL(logical(one), logical(other));
        EXPECT(exact(one) != exact(other));
        const auto taken = one.allocate(0, Zone::any);
        EXPECT(logical(one) != logical(other));
        REQUIRE(taken.has_value());
        for (std::uint64_t index = 0; index < whole[0].count; ++index) {
            const auto frame = other.allocate(0, Zone::any);
            EXPECT(frame.has_value());
        }
        EXPECT_EQUAL(logical(other), std::uint64_t{BUDDY_HASH_START});
        for (std::uint64_t frame = whole[0].end(); frame-- > whole[0].first;) {
            if (frame != *taken) {
                EXPECT(other.free(frame, 0).has_value());
            }
        }
        EXPECT_EQUAL(logical(one), logical(other));
    }

    static void counts_what_there_is(Test& test) {
        auto client = make<Binding>(test, odd_memory);
        Random random = test.random();
        std::uint64_t held = 0;
        for (int round = 0; round < 300; ++round) {
            const auto order = static_cast<std::uint32_t>(random.below(random.below(12) + 1));
            if (order <= greatest_order && client.allocate(order, Zone::any)) {
                held += std::uint64_t{1} << order;
            }
            const auto statistics = client.statistics();
            REQUIRE(statistics.has_value());
            std::uint64_t free_frames = 0;
            for (std::uint32_t each = 0; each <= greatest_order; ++each) {
                free_frames += statistics->free_blocks[each] << each;
                EXPECT(statistics->free_blocks_below_4g[each] <= statistics->free_blocks[each]);
            }
            EXPECT_EQUAL(free_frames, statistics->free_frames);
            EXPECT_EQUAL(statistics->free_frames + held, statistics->total_frames);
            EXPECT_EQUAL(statistics->total_frames, frames_in(odd_memory));
        }
    }

    /// Each word that a fault could damage: once one bit of it, once all.
    static void finds_corruption(Test& test) {
        constexpr std::array<Extent, 3> memory{
            {{0x101, 0x2ff}, {0x500, 0x80}, {first_above_4g, 0x181}}};
        auto client = make<Binding>(test, memory);
        Random random = test.random();
        take_some(test, client, random, 80);
        REQUIRE(client.check().has_value());
        for (std::uint32_t& word : benches[0].words()) {
            const std::uint32_t kept = word;
            for (const std::uint32_t flipped :
                 {std::uint32_t{1} << random.below(32), std::uint32_t{1}, ~std::uint32_t{0}}) {
                word = kept ^ flipped;
                EXPECT(error_of(client.check()) == Status::corrupt);
            }
            word = kept;
        }
        EXPECT(client.check().has_value());
    }

    /// Corruption of more than one word, as a wrong allocator leaves it.
    static void finds_each_kind_of_corruption(Test& test) {
        constexpr std::array<Extent, 2> memory{{{0x400, 0x800}, {first_above_4g, 0x400}}};
        const auto finds = [&](const char* what, auto damage) {
            auto client = make<Binding>(test, memory);
            // One block of each order but the largest is free below, and one is taken.
            EXPECT(client.allocate(0, Zone::below_4g).has_value());
            REQUIRE(client.check().has_value());
            const auto& lists = benches[0].state.lists;
            REQUIRE(lists[0].blocks == 1 && lists[greatest_order].blocks != 0 &&
                    lists[order_count + greatest_order].blocks != 0);
            damage(benches[0].state, std::span<Frame>(benches[0].table));
            const bool found = error_of(client.check()) == Status::corrupt;
            if (!found) {
                test.note(what);
            }
            EXPECT(found);
        };
        finds("nothing is free any more", [](State& state, std::span<Frame>) {
            for (List& list : state.lists) {
                list = {.head = BUDDY_NONE, .blocks = 0};
            }
            state.free_frames = 0;
        });
        finds("an allocated block is in a list", [](State& state, std::span<Frame> table) {
            const std::uint32_t taken = first_with(table, BUDDY_ALLOCATED);
            List& list = state.lists[0];
            table[taken] = {.next = list.head, .previous = BUDDY_NONE, .state = BUDDY_FREE};
            if (list.head != BUDDY_NONE) {
                table[list.head].previous = taken;
            }
            list.head = taken;
            ++list.blocks;
            ++state.free_frames;
        });
        finds("a block was lost", [](State& state, std::span<Frame> table) {
            List& list = state.lists[0];
            const std::uint32_t lost = list.head;
            list.head = table[lost].next;
            --list.blocks;
            --state.free_frames;
            table[lost].state = 0;
        });
        finds("a list runs in a circle", [](State& state, std::span<Frame> table) {
            const std::uint32_t head = state.lists[order_count - 1].head;
            const std::uint32_t next = table[head].next;
            table[next == BUDDY_NONE ? head : next].next = head;
        });
        finds("a block is in the other half's list", [](State& state, std::span<Frame> table) {
            List& from = state.lists[order_count + greatest_order];
            List& to = state.lists[greatest_order];
            const std::uint32_t moved = from.head;
            from.head = table[moved].next;
            --from.blocks;
            table[moved] = {.next = to.head, .previous = BUDDY_NONE, .state = table[moved].state};
            if (to.head != BUDDY_NONE) {
                table[to.head].previous = moved;
            }
            to.head = moved;
            ++to.blocks;
        });
        finds("a block is in the list of another order", [](State& state, std::span<Frame> table) {
            std::swap(state.lists[0], state.lists[1]);
            std::ignore = table;
        });
        finds("free buddies are not merged", [](State& state, std::span<Frame> table) {
            List& whole = state.lists[order_count + greatest_order];
            List& halves = state.lists[order_count + greatest_order - 1];
            const std::uint32_t first = whole.head;
            const std::uint32_t second = first + (1U << (greatest_order - 1));
            whole = {.head = table[first].next, .blocks = whole.blocks - 1};
            constexpr std::uint32_t half = BUDDY_FREE | (greatest_order - 1);
            table[first] = {.next = second, .previous = BUDDY_NONE, .state = half};
            table[second] = {.next = halves.head, .previous = first, .state = half};
            halves = {.head = first, .blocks = halves.blocks + 2};
        });
        finds("two ranges changed places",
              [](State& state, std::span<Frame>) { std::swap(state.ranges[0], state.ranges[1]); });
        finds("a range is gone", [](State& state, std::span<Frame>) {
            --state.range_count;
            state.ranges[state.range_count] = {};
        });
        finds("a frame that no range has",
              [](State& state, std::span<Frame>) { ++state.total_frames; });
    }

    /// Whatever the layout holds, a call answers, and reaches nothing outside it.
    static void survives_corruption(Test& test) {
        constexpr std::array<Extent, 3> memory{
            {{0x101, 0x2ff}, {0x500, 0x180}, {first_above_4g, 0x181}}};
        Random random = test.random();
        for (int round = 0; round < 300; ++round) {
            auto client = make<Binding>(test, memory);
            take_some(test, client, random, 40);
            const auto words = benches[0].words();
            for (std::uint64_t damages = random.below(8) + 1; damages != 0; --damages) {
                // The state's own words as often as the table's.
                const std::size_t limit = random.once_in(2) ? words.size() : 64;
                std::uint32_t& word = words[static_cast<std::size_t>(random.below(limit))];
                switch (random.below(4)) {
                case 0:
                    word ^= std::uint32_t{1} << random.below(32);
                    break;
                case 1:
                    word = BUDDY_NONE;
                    break;
                case 2:
                    word = static_cast<std::uint32_t>(random.below(2'000));
                    break;
                default:
                    word = static_cast<std::uint32_t>(random.next());
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
        REQUIRE(client.allocate(5, Zone::any).has_value());
        EXPECT(client.shutdown().has_value());
        expect_all(test, &benches[0].state, Status::not_initialised);
        EXPECT(client.initialize(64).has_value());
        EXPECT_EQUAL(total_of(client), std::uint64_t{0});
        EXPECT(error_of(client.allocate(0, Zone::any)) == Status::exhausted);
        EXPECT(error_of(client.free(0, 0)) == Status::unmanaged);
        EXPECT_EQUAL(logical(client), std::uint64_t{BUDDY_HASH_START});
        EXPECT(client.check().has_value());
        EXPECT(client.add(64, 64).has_value());
        EXPECT(client.allocate(6, Zone::any) == 64U);
        EXPECT(client.check().has_value());
    }

    static void knows_its_contract(Test& test) {
        EXPECT_EQUAL(Binding::contract(), std::uint64_t{BUDDY_CONTRACT});
        EXPECT_EQUAL(Binding::state_size(), std::uint64_t{sizeof(State)});
        EXPECT_EQUAL(Binding::state_alignment(), std::uint64_t{alignof(State)});
        EXPECT_EQUAL(Client<Binding>::memory_size(3), std::uint64_t{sizeof(State) + 36});
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

    static bool same(const std::expected<Statistics, Status>& left,
                     const std::expected<Statistics, Status>& right) {
        return left && right && std::memcmp(&*left, &*right, sizeof(Statistics)) == 0;
    }

    static std::uint64_t total_of(const Client<Binding>& client) {
        return client.statistics().value_or(Statistics{}).total_frames;
    }

    static std::uint64_t free_of(const Client<Binding>& client) {
        return client.statistics().value_or(Statistics{}).free_frames;
    }

    static std::uint32_t first_with(std::span<const Frame> table, std::uint32_t state) {
        std::uint32_t index = 0;
        while (index + 1 < table.size() && table[index].state != state) {
            ++index;
        }
        return index;
    }

    /// The words of the layout, hashed as the contract says.
    static std::uint64_t exact_digest_of(const Bench& bench) {
        std::uint64_t hash = BUDDY_HASH_START;
        const auto word = [&hash](std::uint64_t value) {
            hash = (hash ^ value) * BUDDY_HASH_FACTOR;
            hash ^= hash >> 32;
        };
        const auto* const bytes = reinterpret_cast<const std::byte*>(&bench.state);
        for (std::size_t at = sizeof(std::uint64_t); at < sizeof(State); at += sizeof at) {
            std::uint64_t value = 0;
            std::memcpy(&value, bytes + at, sizeof value);
            word(value);
        }
        for (std::uint64_t index = 0; index < bench.state.total_frames; ++index) {
            const Frame& frame = bench.table[static_cast<std::size_t>(index)];
            word(frame.next | static_cast<std::uint64_t>(frame.previous) << 32);
            word(frame.state);
        }
        return hash;
    }

    /// Takes blocks of small orders and gives some of them back.
    static void take_some(Test& test, Client<Binding>& client, Random& random,
                          std::uint64_t count) {
        for (; count != 0; --count) {
            const auto order = static_cast<std::uint32_t>(random.below(4));
            const auto block =
                client.allocate(order, random.once_in(2) ? Zone::any : Zone::below_4g);
            if (block && random.once_in(3)) {
                EXPECT(client.free(*block, order).has_value());
            }
        }
    }

    static void call_at_random(Client<Binding>& client, Random& random) {
        switch (random.below(8)) {
        case 0:
            std::ignore = client.check();
            break;
        case 1:
            std::ignore = client.digest(Digest::logical);
            break;
        case 2:
            std::ignore = client.digest(Digest::exact);
            break;
        case 3:
            std::ignore =
                client.add(first_above_4g + 0x1000 + random.below(0x1000), random.below(0x100));
            break;
        case 4:
            std::ignore = client.statistics();
            [[fallthrough]];
        case 5:
            std::ignore = client.allocate(static_cast<std::uint32_t>(random.below(order_count)),
                                          random.once_in(2) ? Zone::any : Zone::below_4g);
            break;
        default: {
            const auto order = static_cast<std::uint32_t>(random.below(random.below(11) + 1));
            const std::uint64_t base = random.once_in(4) ? first_above_4g : 0x100;
            const std::uint64_t frame = base + random.below(0x600);
            std::ignore = client.free(frame & ~((std::uint64_t{1} << order) - 1), order);
            break;
        }
        }
    }

    /// Takes all blocks of an order, looks at each, sees that a call too many changes nothing, and
    /// gives them all back.
    static void exhaust(Test& test, std::span<const Extent> memory, std::uint32_t order,
                        Zone zone) {
        static constinit std::array<std::uint64_t, capacity> blocks{};
        auto client = make<Binding>(test, memory);
        ownership.reset(memory);
        const auto before = client.statistics();
        const std::uint64_t whole = logical(client);
        std::uint64_t taken = 0;
        for (;;) {
            const auto block = client.allocate(order, zone);
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
            EXPECT_EQUAL(taken, blocks_in(memory, order));
        }
        EXPECT_EQUAL(free_of(client), frames_in(memory) - ownership.owned());
        EXPECT_EQUAL(logical(client), ownership.logical_digest());
        const std::uint64_t exhausted = exact(client);
        const std::uint64_t left = logical(client);
        for (std::uint32_t above = order; above <= greatest_order; ++above) {
            EXPECT(error_of(client.allocate(above, zone)) == Status::exhausted);
        }
        EXPECT_EQUAL(logical(client), left);
        EXPECT_EQUAL(exact(client), exhausted);
        EXPECT(client.check().has_value());
        // Every other one first, so that buddies come together late.
        for (const std::uint64_t parity : {0UL, 1UL}) {
            for (std::uint64_t index = parity; index < taken; index += 2) {
                const std::uint64_t block = blocks[static_cast<std::size_t>(index)];
                EXPECT(ownership.give(block, order, 1));
                EXPECT(client.free(block, order).has_value());
            }
        }
        EXPECT(client.check().has_value());
        EXPECT(same(client.statistics(), before));
        EXPECT_EQUAL(logical(client), whole);
        // And everything can be had again in the largest blocks.
        for (std::uint64_t block = blocks_in(memory, greatest_order); block != 0; --block) {
            EXPECT(client.allocate(greatest_order, Zone::any).has_value());
        }
    }

    static void use_at_random(Test& test, std::span<const Extent> memory, std::uint64_t steps) {
        static constinit std::array<Held, 512> held{};
        held.fill({});
        auto client = make<Binding>(test, memory);
        ownership.reset(memory);
        Random random = test.random();
        const auto before = client.statistics();
        const std::uint64_t whole = logical(client);
        const auto give = [&](Held& slot) {
            EXPECT(ownership.give(slot.block, slot.order, 1));
            EXPECT(client.free(slot.block, slot.order).has_value());
            slot.is_held = false;
        };
        for (std::uint64_t step = 0; step < steps && !test.failed(); ++step) {
            Held& slot = held[static_cast<std::size_t>(random.below(held.size()))];
            if (slot.is_held) {
                give(slot);
            } else if (random.once_in(8)) {
                free_wrongly(test, client, random, memory, held);
            } else {
                // Small orders are common, as in a kernel, but all occur.
                slot.order =
                    static_cast<std::uint32_t>(random.below(random.below(order_count) + 1));
                const Zone zone = random.once_in(4) ? Zone::below_4g : Zone::any;
                const auto block = client.allocate(slot.order, zone);
                expect_right_choice(test, client, slot.order, zone, block);
                if (block) {
                    EXPECT(ownership.take(*block, slot.order, 1));
                    slot.block = *block;
                    slot.is_held = true;
                }
            }
            if (step % 1'024 == 0) {
                EXPECT(client.check().has_value());
                EXPECT_EQUAL(logical(client), ownership.logical_digest());
                EXPECT_EQUAL(free_of(client) + ownership.owned(), frames_in(memory));
            }
        }
        for (Held& slot : held) {
            if (slot.is_held) {
                give(slot);
            }
        }
        EXPECT(client.check().has_value());
        EXPECT(same(client.statistics(), before));
        EXPECT_EQUAL(logical(client), whole);
        EXPECT(benches[0].is_guard_intact());
    }

    /// A free of what nobody has is refused, whatever it is, and changes nothing.
    static void free_wrongly(Test& test, Client<Binding>& client, Random& random,
                             std::span<const Extent> memory, std::span<const Held> held) {
        const Extent& extent = memory[static_cast<std::size_t>(random.below(memory.size()))];
        const std::uint64_t frame = extent.first + random.below(extent.count + 2);
        const auto order = static_cast<std::uint32_t>(random.below(random.below(order_count) + 1));
        const bool is_right = std::ranges::any_of(held, [&](const Held& slot) {
            return slot.is_held && slot.block == frame && slot.order == order;
        });
        if (is_right) {
            return;
        }
        const std::uint64_t before = free_of(client);
        const Status status = error_of(client.free(frame, order));
        if (frame % (std::uint64_t{1} << order) != 0) {
            EXPECT(status == Status::misaligned_block);
        } else if (ownership.is_free(frame, order)) {
            EXPECT(status == Status::double_free);
        } else {
            EXPECT(status == Status::wrong_order || status == Status::unmanaged ||
                   status == Status::double_free);
        }
        EXPECT_EQUAL(free_of(client), before);
    }

    /// From above as long as it has a block that is large enough; exhausted only when none is.
    static void expect_right_choice(Test& test, const Client<Binding>& client, std::uint32_t order,
                                    Zone zone, const std::expected<std::uint64_t, Status>& block) {
        const bool took_above = block.has_value() && *block >= first_above_4g;
        if (took_above) {
            EXPECT(zone == Zone::any);
            return;
        }
        const auto statistics = client.statistics();
        REQUIRE(statistics.has_value());
        for (std::uint32_t each = order; each <= greatest_order; ++each) {
            const std::uint64_t below = statistics->free_blocks_below_4g[each];
            const std::uint64_t above = statistics->free_blocks[each] - below;
            EXPECT(zone == Zone::below_4g || above == 0);
            EXPECT(block.has_value() || below == 0);
        }
    }

    /// Every function but initialize() answers `status` for that instance.
    static void expect_all(Test& test, State* state, Status status) {
        Statistics statistics{};
        EXPECT(Binding::shutdown(state) == status);
        EXPECT(Binding::add(state, 1, 1) == status);
        EXPECT(Binding::allocate(state, 0, Zone::any).status == status);
        EXPECT(Binding::free(state, 0, 0) == status);
        EXPECT(Binding::statistics(state, &statistics) == status);
        EXPECT(Binding::check(state) == status);
        EXPECT(Binding::digest(state, Digest::logical).status == status);
        if (status != Status::not_initialised) {
            EXPECT(Binding::initialize(state, 1) == status);
        }
    }
};

/// A case of the suite.
struct SuiteCase {
    const char* name;
    void (*body)(Test& test);
};

/// The whole suite for a binding, but for what takes long.
template <class Binding>
inline constexpr std::array suite_cases{
    SuiteCase{"answers_wrong_memory", Suite<Binding>::answers_wrong_memory},
    SuiteCase{"answers_wrong_capacities", Suite<Binding>::answers_wrong_capacities},
    SuiteCase{"answers_wrong_structures", Suite<Binding>::answers_wrong_structures},
    SuiteCase{"answers_wrong_ranges", Suite<Binding>::answers_wrong_ranges},
    SuiteCase{"answers_wrong_numbers", Suite<Binding>::answers_wrong_numbers},
    SuiteCase{"answers_wrong_frees", Suite<Binding>::answers_wrong_frees},
    SuiteCase{"blocks_are_aligned_and_merge_again",
              Suite<Binding>::blocks_are_aligned_and_merge_again},
    SuiteCase{"keeps_zones", Suite<Binding>::keeps_zones},
    SuiteCase{"blocks_keep_within_bounds", Suite<Binding>::blocks_keep_within_bounds},
    SuiteCase{"hands_out_everything", Suite<Binding>::hands_out_everything},
    SuiteCase{"serves_recorded_memory", Suite<Binding>::serves_recorded_memory},
    SuiteCase{"keeps_its_promises_under_random_use",
              Suite<Binding>::keeps_its_promises_under_random_use},
    SuiteCase{"digests_are_as_stated", Suite<Binding>::digests_are_as_stated},
    SuiteCase{"counts_what_there_is", Suite<Binding>::counts_what_there_is},
    SuiteCase{"finds_corruption", Suite<Binding>::finds_corruption},
    SuiteCase{"finds_each_kind_of_corruption", Suite<Binding>::finds_each_kind_of_corruption},
    SuiteCase{"survives_corruption", Suite<Binding>::survives_corruption},
    SuiteCase{"ends_and_begins_again", Suite<Binding>::ends_and_begins_again},
    SuiteCase{"knows_its_contract", Suite<Binding>::knows_its_contract}};

} // namespace bimetal::buddy::conformance

#define BUDDY_CONFORMANCE_TEST_(label, Binding, name)                                              \
    SEAM_REGISTER_TEST(Binding##_##name, "buddy." label, #name,                                    \
                       bimetal::buddy::conformance::Suite<bimetal::buddy::Binding>::name);

/// Registers the whole suite for a binding as `frames.LABEL`.
#define BUDDY_CONFORMANCE(label, Binding)                                                          \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_memory)                                  \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_capacities)                              \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_structures)                              \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_ranges)                                  \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_numbers)                                 \
    BUDDY_CONFORMANCE_TEST_(label, Binding, answers_wrong_frees)                                   \
    BUDDY_CONFORMANCE_TEST_(label, Binding, blocks_are_aligned_and_merge_again)                    \
    BUDDY_CONFORMANCE_TEST_(label, Binding, keeps_zones)                                           \
    BUDDY_CONFORMANCE_TEST_(label, Binding, blocks_keep_within_bounds)                             \
    BUDDY_CONFORMANCE_TEST_(label, Binding, hands_out_everything)                                  \
    BUDDY_CONFORMANCE_TEST_(label, Binding, serves_recorded_memory)                                \
    BUDDY_CONFORMANCE_TEST_(label, Binding, keeps_its_promises_under_random_use)                   \
    BUDDY_CONFORMANCE_TEST_(label, Binding, digests_are_as_stated)                                 \
    BUDDY_CONFORMANCE_TEST_(label, Binding, counts_what_there_is)                                  \
    BUDDY_CONFORMANCE_TEST_(label, Binding, finds_corruption)                                      \
    BUDDY_CONFORMANCE_TEST_(label, Binding, finds_each_kind_of_corruption)                         \
    BUDDY_CONFORMANCE_TEST_(label, Binding, survives_corruption)                                   \
    BUDDY_CONFORMANCE_TEST_(label, Binding, ends_and_begins_again)                                 \
    BUDDY_CONFORMANCE_TEST_(label, Binding, knows_its_contract)
