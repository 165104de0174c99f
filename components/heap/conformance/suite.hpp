// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What every twin of `heap` must do, through the seam: HEAP_CONFORMANCE registers all of it for one
// binding.
#pragma once

#include "components/heap/conformance/bench.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <utility>

namespace bimetal::heap::conformance {

template <class Value>
[[nodiscard]] Status error_of(const std::expected<Value, Status>& result) {
    return result ? Status::ok : result.error();
}

/// What a case has in use. There are few, since kernel stacks are small.
struct Held {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
    std::uint32_t owner = 0;
    std::uint32_t request_alignment = 0;
    std::uint64_t request_size = 0;
};

inline constinit std::array<Held, 4'096> held{};

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
        bench.state.mark = HEAP_CONTRACT;
        expect_all(test, &bench.state, Status::not_initialised);
    }

    static void answers_wrong_capacities(Test& test) {
        Bench& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        EXPECT(error_of(client.initialize(0, 0, 1, 0)) == Status::out_of_range);
        for (const std::uint32_t cpus : {0U, HEAP_CPU_CAPACITY + 1U, ~0U}) {
            EXPECT(error_of(client.initialize(1, 0, cpus, 0)) == Status::out_of_range);
        }
        constexpr std::uint64_t limit = HEAP_PAGE_NUMBER_LIMIT;
        EXPECT(error_of(client.initialize(2, limit - 1, 1, 0)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, limit + 1, 1, 0)) == Status::out_of_range);
        EXPECT(error_of(client.initialize(1, ~std::uint64_t{0}, 1, 0)) == Status::out_of_range);
        for (const std::uint64_t pages :
             {~std::uint64_t{0}, ~std::uint64_t{0} / sizeof(Page), std::uint64_t{1} << 63}) {
            EXPECT(error_of(client.initialize(pages, 0, 1, 0)) == Status::length_overflow);
        }
        EXPECT(error_of(client.check()) == Status::not_initialised);
        EXPECT(client.initialize(1, limit - 1, 1, 0).has_value());
        EXPECT(client.check().has_value());
        EXPECT(client.initialize(1, 0, HEAP_CPU_CAPACITY, 0).has_value());
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_structures(Test& test) {
        auto client = make<Binding>(test);
        State& state = benches[0].state;
        EXPECT(Binding::statistics(&state, nullptr) == Status::null_argument);
        EXPECT(Binding::class_statistics(&state, 0, nullptr) == Status::null_argument);
        auto* const inside = reinterpret_cast<std::byte*>(&state.cpus[1]);
        EXPECT(Binding::statistics(&state, reinterpret_cast<Statistics*>(inside)) ==
               Status::overlap);
        EXPECT(Binding::class_statistics(
                   &state, 0, reinterpret_cast<ClassStatistics*>(benches[0].table.data() + 2)) ==
               Status::overlap);
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_numbers(Test& test) {
        auto client = make<Binding>(test);
        const auto block = client.allocate(0, 100, 8, 3);
        const auto large = client.allocate(0, 10'000, 8, 3);
        REQUIRE(block.has_value() && large.has_value());
        const std::uint64_t before = exact(client);
        for (const std::uint32_t cpu : {suite_cpus, suite_cpus + 1, 63U, 64U, 65U, ~0U}) {
            EXPECT(error_of(client.allocate(cpu, 100, 8, 0)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(cpu, 10'000, 8, 0)) == Status::out_of_range);
            EXPECT(error_of(client.free(cpu, *block, 3)) == Status::out_of_range);
            EXPECT(error_of(client.free(cpu, *large, 3)) == Status::out_of_range);
            EXPECT(error_of(client.free_sized(cpu, *block, 100, 8, 3)) == Status::out_of_range);
            EXPECT(error_of(client.drain(cpu)) == Status::out_of_range);
        }
        for (const std::uint32_t owner : {std::uint32_t{HEAP_OWNER_COUNT}, 17U, 255U, ~0U}) {
            EXPECT(error_of(client.allocate(0, 100, 8, owner)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(0, 10'000, 8, owner)) == Status::out_of_range);
            EXPECT(error_of(client.free(0, *block, owner)) == Status::out_of_range);
            EXPECT(error_of(client.free_sized(0, *large, 10'000, 8, owner)) ==
                   Status::out_of_range);
        }
        for (const std::uint64_t alignment :
             {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{12}, std::uint64_t{24},
              2 * largest_block, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
            EXPECT(error_of(client.allocate(0, 100, alignment, 0)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(0, 10'000, alignment, 0)) == Status::out_of_range);
            EXPECT(error_of(client.free_sized(0, *block, 100, alignment, 3)) ==
                   Status::out_of_range);
        }
        for (const std::uint64_t size :
             {largest_block + 1, std::uint64_t{1} << 32, std::uint64_t{1} << 63,
              ~std::uint64_t{0} - 15, ~std::uint64_t{0}}) {
            EXPECT(error_of(client.allocate(0, size, 8, 0)) == Status::out_of_range);
            EXPECT(error_of(client.allocate(0, size, largest_block, 0)) == Status::out_of_range);
            EXPECT(error_of(client.free_sized(0, *block, size, 8, 3)) == Status::out_of_range);
            EXPECT(error_of(client.resize(*block, size)) == Status::out_of_range);
        }
        for (const std::uint32_t number : {std::uint32_t{HEAP_CLASS_COUNT}, 64U, ~0U}) {
            EXPECT(error_of(client.class_statistics(number)) == Status::out_of_range);
        }
        EXPECT_EQUAL(exact(client), before);
    }

    /// Every size up to the greatest class, every alignment: what comes is the smallest class that
    /// will do, at the right multiple, and nobody else's.
    static void hands_out_sizes_and_alignments(Test& test) {
        auto client = make<Binding>(test);
        ownership.reset();
        for (std::uint64_t alignment = 1; alignment <= HEAP_PAGE_SIZE * 4; alignment *= 2) {
            const std::uint64_t stride = alignment == 16 ? 1 : 61;
            for (std::uint64_t size = 0; size <= largest_class + 64 && !test.failed();
                 size += stride) {
                const auto block = client.allocate(0, size, alignment, 0);
                REQUIRE(block.has_value());
                const std::uint64_t bytes = block_size(size, alignment);
                EXPECT_EQUAL(*block % alignment, std::uint64_t{0});
                EXPECT_EQUAL(client.size_of(*block).value_or(0), bytes);
                EXPECT(ownership.take(*block, bytes, 1));
                EXPECT(ownership.give(*block, bytes, 1));
                const auto freed = size % 2 == 0 ? client.free(0, *block, 0)
                                                 : client.free_sized(0, *block, size, alignment, 0);
                EXPECT(freed.has_value());
            }
        }
        expect_all_returned(test, client);
    }

    static void hands_out_large_blocks(Test& test) {
        auto client = make<Binding>(test);
        ownership.reset();
        std::size_t count = 0;
        for (std::uint64_t bytes = largest_class * 2; bytes <= largest_block / 2; bytes *= 2) {
            for (const std::uint64_t size : {bytes / 2 + 1, bytes - 1, bytes}) {
                const auto block = client.allocate(static_cast<std::uint32_t>(count % suite_cpus),
                                                   size, HEAP_PAGE_SIZE, 5);
                if (!block) {
                    EXPECT(block.error() == Status::exhausted);
                    continue;
                }
                EXPECT_EQUAL(*block % bytes, std::uint64_t{0});
                EXPECT_EQUAL(client.size_of(*block).value_or(0), bytes);
                EXPECT(ownership.take(*block, bytes, 1));
                // Nothing begins inside.
                for (const std::uint64_t offset :
                     {std::uint64_t{16}, std::uint64_t{4096}, bytes / 2}) {
                    EXPECT(error_of(client.free(0, *block + offset, 5)) == Status::not_a_block);
                    EXPECT(error_of(client.size_of(*block + offset)) == Status::not_a_block);
                }
                held[count++] = {.address = *block, .bytes = bytes};
            }
        }
        EXPECT(count > 15);
        EXPECT(client.check().has_value());
        const Statistics statistics = client.statistics().value_or(Statistics{});
        EXPECT_EQUAL(statistics.large_blocks, count);
        EXPECT_EQUAL(statistics.large_pages, supplies[0].used());
        while (count != 0) {
            const Held& block = held[--count];
            EXPECT(ownership.give(block.address, block.bytes, 1));
            EXPECT(client.free(1, block.address, 5).has_value());
            EXPECT(error_of(client.free(1, block.address, 5)) == Status::not_a_block);
        }
        EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        expect_all_returned(test, client);
    }

    static void answers_wrong_frees(Test& test) {
        auto client = make<Binding>(test);
        const auto block = client.allocate(0, 640, 8, 0);
        const auto large = client.allocate(0, 20'000, 8, 0);
        REQUIRE(block.has_value() && large.has_value());
        const auto refuses = [&](std::uint64_t address, Status status) {
            const std::uint64_t before = exact(client);
            EXPECT(error_of(client.free(0, address, 0)) == status);
            EXPECT(error_of(client.free_sized(0, address, 640, 8, 0)) == status);
            EXPECT(error_of(client.size_of(address)) == status);
            EXPECT(error_of(client.resize(address, 640)) == status);
            EXPECT_EQUAL(exact(client), before);
        };
        for (const std::uint64_t address :
             {std::uint64_t{0}, suite_address - 1, suite_address - 4096,
              suite_address + suite_bytes, ~std::uint64_t{0}, *block | std::uint64_t{1} << 63}) {
            refuses(address, Status::foreign);
        }
        for (std::uint64_t offset = 1; offset < 640; ++offset) {
            refuses(*block + offset, Status::not_a_block);
        }
        refuses(suite_address + suite_bytes - HEAP_PAGE_SIZE, Status::not_a_block);
        refuses(*large + 640, Status::not_a_block);
        // Blocks of the slab that nobody has taken out of it yet, and what is left at its end.
        const std::uint64_t slab = *block / HEAP_PAGE_SIZE / 4 * 4 * HEAP_PAGE_SIZE;
        refuses(slab + 24 * 640, Status::double_free);
        refuses(slab + 25 * 640, Status::not_a_block);
        // Sizes of other classes.
        const std::uint64_t before = exact(client);
        for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{320}, std::uint64_t{641},
                                         std::uint64_t{20'000}, largest_block}) {
            EXPECT(error_of(client.free_sized(0, *block, size, 8, 0)) == Status::wrong_size);
        }
        EXPECT(error_of(client.free_sized(0, *block, 600, 1'024, 0)) == Status::wrong_size);
        EXPECT(error_of(client.free_sized(0, *large, 640, 8, 0)) == Status::wrong_size);
        EXPECT(error_of(client.free_sized(0, *large, 40'000, 8, 0)) == Status::wrong_size);
        EXPECT_EQUAL(exact(client), before);
        EXPECT(client.free_sized(0, *block, 321, 8, 0).has_value());
        EXPECT(client.free_sized(0, *large, 32'768, 8, 0).has_value());
        expect_all_returned(test, client);
    }

    /// What is freed twice is found: at once when it went back to its slab, else when it does.
    static void finds_double_frees(Test& test) {
        auto client = make<Binding>(test);
        const auto first = client.allocate(0, 48, 8, 0);
        const auto second = client.allocate(0, 48, 8, 0);
        REQUIRE(first.has_value() && second.has_value());
        REQUIRE(client.free(0, *first, 0).has_value());
        REQUIRE(client.drain(0).has_value());
        EXPECT(error_of(client.free(0, *first, 0)) == Status::double_free);
        EXPECT(error_of(client.free(1, *first, 0)) == Status::double_free);
        EXPECT(client.check().has_value());
        // Into two magazines: the second one to give it back finds it.
        REQUIRE(client.free(0, *second, 0).has_value());
        REQUIRE(client.free(1, *second, 0).has_value());
        EXPECT(error_of(client.check()) == Status::corrupt);
        EXPECT(client.drain(0).has_value());
        EXPECT(error_of(client.drain(1)) == Status::earlier_double_free);
        // And twice into one, where each is dropped once.
        const auto third = client.allocate(2, 48, 8, 0);
        REQUIRE(third.has_value());
        REQUIRE(client.free(2, *third, 0).has_value());
        REQUIRE(client.free(2, *third, 0).has_value());
        EXPECT(error_of(client.drain(2)) == Status::earlier_double_free);
        EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        EXPECT_EQUAL(supplies[0].wrongs(), std::uint64_t{0});
        // Beside one that is right, too.
        std::array<std::uint64_t, 2> pair{};
        for (std::uint64_t& block : pair) {
            const auto taken = client.allocate(0, 48, 8, 0);
            REQUIRE(taken.has_value());
            block = *taken;
        }
        REQUIRE(client.free(0, pair[0], 0).has_value());
        REQUIRE(client.free(1, pair[0], 0).has_value());
        REQUIRE(client.free(1, pair[1], 0).has_value());
        EXPECT(client.drain(0).has_value());
        EXPECT(error_of(client.drain(1)) == Status::earlier_double_free);
        EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        // Once they were found, all books are right again.
        EXPECT(client.check().has_value());
        EXPECT_EQUAL(client.statistics().value_or(Statistics{}).live_blocks, std::uint64_t{0});
        EXPECT_EQUAL(client.statistics().value_or(Statistics{}).live_bytes, std::uint64_t{0});
    }

    static void says_what_may_grow_in_place(Test& test) {
        auto client = make<Binding>(test);
        for (const std::uint64_t size :
             {std::uint64_t{1}, std::uint64_t{16}, std::uint64_t{100}, std::uint64_t{700},
              std::uint64_t{8'192}, std::uint64_t{8'193}, std::uint64_t{100'000}}) {
            const auto block = client.allocate(0, size, 1, 0);
            REQUIRE(block.has_value());
            const std::uint64_t bytes = block_size(size, 1);
            for (const std::uint64_t wanted :
                 {std::uint64_t{0}, std::uint64_t{1}, bytes / 4, bytes / 2, bytes / 2 + 1, size,
                  bytes - 1, bytes, bytes + 1, 2 * bytes}) {
                const std::uint64_t needed = block_size(wanted, 1);
                const bool fits = needed <= bytes && needed > bytes / 2;
                EXPECT(error_of(client.resize(*block, wanted)) ==
                       (fits ? Status::ok : Status::must_move));
                if (!fits) {
                    EXPECT(error_of(client.free_sized(0, *block, wanted, 1, 0)) ==
                           Status::wrong_size);
                }
            }
            // With a size that it may have had meanwhile.
            EXPECT(client.free_sized(0, *block, bytes - bytes / 8, 1, 0).has_value());
        }
        expect_all_returned(test, client);
    }

    static void counts_what_there_is(Test& test) {
        auto client = make<Binding>(test);
        Random random = test.random();
        std::array<Owned, HEAP_OWNER_COUNT> owners{};
        std::array<std::uint64_t, HEAP_CLASS_COUNT> live{};
        std::size_t count = 0;
        for (std::uint64_t round = 0; round < 600; ++round) {
            const std::uint64_t size = class_sizes[random.below(class_sizes.size())];
            const auto owner = static_cast<std::uint32_t>(random.below(HEAP_OWNER_COUNT));
            const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
            const auto block = client.allocate(cpu, size, 1, owner);
            if (block) {
                held[count++] = {.address = *block, .bytes = size, .owner = owner};
                change(owners[owner], live, size, 1);
            }
            if (count != 0 && random.once_in(3)) {
                std::swap(held[random.below(count)], held[count - 1]);
                const Held& given = held[--count];
                change(owners[given.owner], live, given.bytes, ~std::uint64_t{0});
                EXPECT(client.free((cpu + 1) % suite_cpus, given.address, given.owner).has_value());
            }
        }
        EXPECT(client.check().has_value());
        const Statistics statistics = client.statistics().value_or(Statistics{});
        EXPECT_EQUAL(statistics.live_blocks, count);
        EXPECT_EQUAL(statistics.slab_pages, supplies[0].used());
        EXPECT_EQUAL(statistics.large_blocks, std::uint64_t{0});
        for (std::size_t owner = 0; owner < owners.size(); ++owner) {
            EXPECT_EQUAL(statistics.owners[owner].blocks, owners[owner].blocks);
            EXPECT_EQUAL(statistics.owners[owner].bytes, owners[owner].bytes);
        }
        std::uint64_t kept = 0;
        for (std::uint32_t number = 0; number < HEAP_CLASS_COUNT; ++number) {
            const auto of_class = client.class_statistics(number).value_or(ClassStatistics{});
            EXPECT_EQUAL(of_class.size, class_sizes[number]);
            EXPECT_EQUAL(of_class.live_blocks, live[number]);
            EXPECT(of_class.empty_slabs <= of_class.slabs);
            kept += of_class.magazine_blocks;
        }
        EXPECT_EQUAL(statistics.magazine_blocks, kept);
        while (count != 0) {
            --count;
            EXPECT(client.free(0, held[count].address, held[count].owner).has_value());
        }
        expect_all_returned(test, client);
    }

    static void digests_are_as_stated(Test& test) {
        auto client = make<Binding>(test);
        const std::uint64_t fresh = exact(client);
        EXPECT_EQUAL(logical(client), std::uint64_t{0});
        std::uint64_t sum = 0;
        std::size_t count = 0;
        for (const std::uint64_t size : {16UL, 16UL, 48UL, 500UL, 8'192UL, 9'000UL, 300'000UL}) {
            const auto block = client.allocate(static_cast<std::uint32_t>(count % 3), size, 8, 0);
            REQUIRE(block.has_value());
            held[count++] = {.address = *block, .bytes = block_size(size, 8)};
            sum += hash_of(*block, block_size(size, 8));
            EXPECT_EQUAL(logical(client), sum);
        }
        EXPECT(exact(client) != fresh);
        while (count != 0) {
            const Held& given = held[--count];
            EXPECT(client.free(3, given.address, 0).has_value());
            sum -= hash_of(given.address, given.bytes);
            EXPECT_EQUAL(logical(client), sum);
        }
        // Emptied, it looks as it did but for what the lists and the owners' CPUs have counted.
        const std::uint64_t mark = exact(client);
        EXPECT_EQUAL(exact(client), mark);
        benches[0].state.source ^= 1;
        EXPECT(exact(client) != mark);
        benches[0].state.source ^= 1;
        expect_all_returned(test, client);
    }

    /// All memory in blocks of one class, then all of it back: no block twice, none lost, and as
    /// many as the pages have room for.
    static void exhausts_each_class(Test& test) {
        for (std::uint32_t number = 0; number < HEAP_CLASS_COUNT && !test.failed(); ++number) {
            constexpr std::uint64_t pages = 96;
            auto client = make<Binding>(test, pages);
            ownership.reset();
            const std::uint64_t size = class_sizes[number];
            std::uint64_t count = 0;
            std::uint64_t last = 0;
            auto block = client.allocate(0, size, 1, 0);
            for (; block; block = client.allocate(0, size, 1, 0)) {
                EXPECT(ownership.take(*block, size, 1));
                ++count;
                last = *block;
            }
            EXPECT(block.error() == Status::exhausted);
            // 192 blocks of 16 bytes are three quarters of a page; other classes leave less over,
            // as far as the pages themselves can be divided by their slabs.
            const std::uint64_t share = count * size * 100 / (pages * HEAP_PAGE_SIZE);
            EXPECT(share >= (size == 16 ? 75U : 90U));
            const std::uint64_t before = logical(client);
            EXPECT(error_of(client.allocate(0, size, 1, 0)) == Status::exhausted);
            EXPECT(error_of(client.allocate(1, size, 1, 0)) == Status::exhausted);
            EXPECT(error_of(client.allocate(0, 20'000, 1, 0)) == Status::exhausted);
            EXPECT_EQUAL(logical(client), before);
            EXPECT(client.check().has_value());
            // One that comes back can be had again, by anybody once it is not kept.
            EXPECT(client.free(2, last, 0).has_value());
            EXPECT(client.drain(2).has_value());
            const auto again = client.allocate(1, size, 1, 0);
            EXPECT(again.has_value() && *again == last);
            for (std::uint64_t address = suite_address; address < suite_address + pages * 4096;
                 address += HEAP_GRANULE) {
                if (client.size_of(address)) {
                    EXPECT(ownership.give(address, size, 1));
                    EXPECT(client.free(3, address, 0).has_value());
                    --count;
                }
            }
            EXPECT_EQUAL(count, std::uint64_t{0});
            EXPECT(client.check().has_value());
            for (std::uint32_t cpu = 0; cpu < suite_cpus; ++cpu) {
                EXPECT(client.drain(cpu).has_value());
            }
            EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        }
    }

    /// Whichever request for pages is the first to fail, and all after it: what fails changes
    /// nothing that anybody has.
    static void fails_at_each_request_for_pages(Test& test) {
        for (std::uint64_t granted = 0; granted < 60 && !test.failed(); ++granted) {
            auto client = make<Binding>(test);
            supplies[0].fail_after(granted);
            std::uint64_t expected = 0;
            std::size_t count = 0;
            std::uint64_t failures = 0;
            Random random(granted);
            for (int round = 0; round < 300; ++round) {
                const std::uint64_t size = random.below(random.once_in(16) ? 60'000 : 2'000);
                const auto cpu = static_cast<std::uint32_t>(random.below(2));
                const auto block = client.allocate(cpu, size, 8, 0);
                if (block) {
                    held[count++] = {.address = *block, .bytes = block_size(size, 8)};
                    expected += hash_of(*block, block_size(size, 8));
                } else {
                    EXPECT(block.error() == Status::exhausted);
                    ++failures;
                }
                EXPECT_EQUAL(logical(client), expected);
                if (count != 0 && random.once_in(4)) {
                    const Held& given = held[--count];
                    EXPECT(client.free(cpu, given.address, 0).has_value());
                    expected -= hash_of(given.address, given.bytes);
                }
            }
            EXPECT(client.check().has_value());
            EXPECT(failures != 0 || granted > 20);
            while (count != 0) {
                EXPECT(client.free(0, held[--count].address, 0).has_value());
            }
            for (std::uint32_t cpu = 0; cpu < suite_cpus; ++cpu) {
                EXPECT(client.drain(cpu).has_value());
            }
            EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        }
    }

    /// Slabs that nobody uses any more go back by and by, all but a few and a part of them.
    static void keeps_few_empty_slabs(Test& test) {
        auto client = make<Binding>(test);
        std::size_t count = 0;
        for (; count < held.size(); ++count) {
            const auto block = client.allocate(0, 512, 8, 0);
            REQUIRE(block.has_value());
            held[count].address = *block;
        }
        const std::uint64_t most = supplies[0].used();
        // Never more than a quarter of all, and of those that go some stay.
        constexpr std::uint64_t stay = HEAP_EMPTY_PAGES / 2;
        bool were_many = false;
        while (count != 0 && !test.failed()) {
            EXPECT(client.free(1, held[--count].address, 0).has_value());
            const auto now = client.class_statistics(15).value_or(ClassStatistics{});
            EXPECT(now.empty_slabs <= std::max(stay + 1, now.slabs / 4 + 1));
            were_many = were_many || now.empty_slabs > 4 * stay;
            EXPECT(!were_many || now.empty_slabs >= stay);
        }
        EXPECT(were_many);
        EXPECT(supplies[0].used() * 10 < most);
        const auto of_class = client.class_statistics(15).value_or(ClassStatistics{});
        EXPECT_EQUAL(of_class.size, std::uint64_t{512});
        EXPECT(of_class.empty_slabs <= HEAP_EMPTY_PAGES / 2 + 1);
        // What is had again and again does not go to and fro.
        const std::uint64_t kept = supplies[0].used();
        for (int round = 0; round < 100; ++round) {
            for (std::size_t index = 0; index < 40; ++index) {
                held[index].address = client.allocate(0, 512, 8, 0).value_or(0);
            }
            for (std::size_t index = 0; index < 40; ++index) {
                EXPECT(client.free(0, held[index].address, 0).has_value());
            }
        }
        EXPECT(supplies[0].used() <= kept + 8);
        expect_all_returned(test, client);
    }

    /// What one CPU hands out comes back by another, in any order.
    static void takes_back_from_any_cpu(Test& test) {
        auto client = make<Binding>(test);
        ownership.reset();
        Random random = test.random();
        for (int round = 0; round < 20; ++round) {
            const std::size_t count = 1 + random.below(500);
            for (std::size_t index = 0; index < count; ++index) {
                const std::uint64_t size = random.below(1'500);
                const auto block = client.allocate(0, size, 8, 0);
                REQUIRE(block.has_value());
                held[index] = {.address = *block, .bytes = block_size(size, 8)};
                EXPECT(ownership.take(*block, held[index].bytes, 1));
            }
            for (std::size_t left = count; left != 0; --left) {
                std::swap(held[random.below(left)], held[left - 1]);
                const Held& given = held[left - 1];
                EXPECT(ownership.give(given.address, given.bytes, 1));
                EXPECT(client.free(1 + static_cast<std::uint32_t>(left % 3), given.address, 0)
                           .has_value());
            }
        }
        expect_all_returned(test, client);
    }

    static void random_use_keeps_all_books(Test& test) {
        auto client = make<Binding>(test);
        ownership.reset();
        Random random = test.random();
        held.fill({});
        std::uint64_t expected = 0;
        constexpr std::size_t slots = 1'024;
        for (int round = 0; round < 20'000 && !test.failed(); ++round) {
            Held& slot = held[random.below(slots)];
            const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
            if (slot.bytes != 0) {
                EXPECT(ownership.give(slot.address, slot.bytes, cpu + 1) || true);
                const auto freed = random.once_in(2)
                                       ? client.free(cpu, slot.address, slot.owner)
                                       : client.free_sized(cpu, slot.address, slot.request_size,
                                                           slot.request_alignment, slot.owner);
                EXPECT(freed.has_value());
                expected -= hash_of(slot.address, slot.bytes);
                slot = {};
            } else {
                slot.request_size = any_size(random);
                slot.request_alignment = 1U << random.below(random.once_in(8) ? 14 : 5);
                slot.owner = static_cast<std::uint32_t>(random.below(HEAP_OWNER_COUNT));
                const auto block =
                    client.allocate(cpu, slot.request_size, slot.request_alignment, slot.owner);
                if (block) {
                    slot.address = *block;
                    slot.bytes = block_size(slot.request_size, slot.request_alignment);
                    EXPECT_EQUAL(slot.address % slot.request_alignment, std::uint64_t{0});
                    EXPECT(ownership.take(slot.address, slot.bytes, 1));
                    expected += hash_of(slot.address, slot.bytes);
                } else {
                    EXPECT(block.error() == Status::exhausted);
                }
            }
            if (round % 1'024 == 0) {
                EXPECT(client.check().has_value());
                EXPECT_EQUAL(logical(client), expected);
            }
        }
        EXPECT(client.check().has_value());
        EXPECT_EQUAL(logical(client), expected);
        for (Held& slot : std::span(held).first(slots)) {
            if (slot.bytes != 0) {
                EXPECT(client.free(0, slot.address, slot.owner).has_value());
                slot = {};
            }
        }
        expect_all_returned(test, client);
    }

    /// Pages that are not in the table, or lie wrong, are no pages.
    static void refuses_wrong_pages(Test& test) {
        benches[0].reset();
        supplies[0].reset();
        Client<Binding> client(benches[0].state);
        // The table begins behind the first pages that come, and ends before the last ones.
        REQUIRE(client.initialize(64, suite_first_page + 16, 1, 0).has_value());
        EXPECT(error_of(client.allocate(0, 100, 8, 0)) == Status::exhausted);
        EXPECT(error_of(client.allocate(0, 100'000, 8, 0)) == Status::exhausted);
        EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        EXPECT_EQUAL(supplies[0].wrongs(), std::uint64_t{0});
        EXPECT(client.check().has_value());
    }

    /// Each word of the state that a fault could damage and whose value follows from the others:
    /// once one bit of it, once all.
    static void finds_corruption(Test& test) {
        auto client = make<Binding>(test);
        Random random = test.random();
        std::size_t count = 0;
        for (int round = 0; round < 400; ++round) {
            const auto block = client.allocate(static_cast<std::uint32_t>(random.below(2)),
                                               random.below(3'000), 8, 1);
            REQUIRE(block.has_value());
            held[count++].address = *block;
        }
        const auto large = client.allocate(0, 50'000, 8, 2);
        REQUIRE(large.has_value());
        for (; count > 200; --count) {
            REQUIRE(client.free(0, held[count - 1].address, 1).has_value());
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
        State& state = bench.state;
        for (std::uint64_t* const word :
             {&state.large_blocks, &state.large_pages, &state.slab_pages}) {
            finds(*word);
        }
        // CPUs that did nothing may be in use or not.
        for (const std::uint64_t cpus : {std::uint64_t{0}, std::uint64_t{1},
                                         std::uint64_t{HEAP_CPU_CAPACITY + 1}, ~std::uint64_t{0}}) {
            const std::uint64_t kept = std::exchange(state.cpu_count, cpus);
            EXPECT(error_of(client.check()) == Status::corrupt);
            state.cpu_count = kept;
        }
        finds(state.reserved[random.below(3)]);
        finds(state.unused[random.below(3)]);
        for (heap::Class& of_class : state.classes) {
            finds(of_class.slabs);
            finds(of_class.empty);
            finds(of_class.taken);
            finds(of_class.reserved[random.below(4)]);
            // The upper half counts how often it changed.
            const std::uint64_t kept = of_class.partial;
            of_class.partial ^= std::uint64_t{1} << random.below(32);
            EXPECT(error_of(client.check()) == Status::corrupt);
            of_class.partial = kept;
        }
        for (int round = 0; round < 64; ++round) {
            Owner& owner = state.cpus[random.below(suite_cpus)].owners[random.below(16)];
            finds(owner.blocks);
            finds(owner.bytes);
            heap::Cpu& unused = state.cpus[suite_cpus + random.below(60)];
            finds(unused.magazines[random.below(32)].blocks[random.below(31)]);
        }
        for (Page& page : bench.table) {
            finds(page.head);
            finds(page.taken[random.below(HEAP_PAGE_WORDS)]);
        }
        EXPECT(client.check().has_value());
        // What no magazine can hold.
        heap::Magazine* magazine = nullptr;
        for (heap::Magazine& candidate : state.cpus[0].magazines) {
            magazine = candidate.count > 1 ? &candidate : magazine;
        }
        REQUIRE(magazine != nullptr);
        const std::uint64_t kept = magazine->blocks[0];
        for (const std::uint64_t wrong : {std::uint64_t{0}, kept + 8, magazine->blocks[1], *large,
                                          held[0].address + suite_bytes, ~std::uint64_t{0}}) {
            magazine->blocks[0] = wrong;
            EXPECT(error_of(client.check()) == Status::corrupt);
        }
        magazine->blocks[0] = kept;
        EXPECT(client.check().has_value());
        for (const std::uint64_t wrong : {std::uint64_t{32}, ~std::uint64_t{0}}) {
            const std::uint64_t before = std::exchange(magazine->count, wrong);
            const auto number = static_cast<std::size_t>(magazine - &state.cpus[0].magazines[0]);
            EXPECT(error_of(client.check()) == Status::corrupt);
            EXPECT(error_of(client.allocate(0, class_sizes[number], 1, 0)) == Status::corrupt);
            EXPECT(error_of(client.drain(0)) == Status::corrupt);
            magazine->count = before;
        }
    }

    /// Whatever the layout holds, a call answers, and reaches nothing outside it.
    static void survives_corruption(Test& test) {
        Random random = test.random();
        for (int round = 0; round < 60; ++round) {
            auto client = make<Binding>(test);
            held.fill({});
            for (int call = 0; call < 60; ++call) {
                call_at_random(client, random);
            }
            State& state = benches[0].state;
            for (std::uint64_t damages = random.below(12) + 1; damages != 0; --damages) {
                std::uint64_t& word = any_word(state, random);
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
            for (int call = 0; call < 60; ++call) {
                call_at_random(client, random);
            }
            (void)client.drain(0);
            (void)client.check();
            (void)client.digest(Digest::logical);
            (void)client.shutdown();
            EXPECT(benches[0].is_guard_intact());
        }
    }

    static void ends_and_begins_again(Test& test) {
        auto client = make<Binding>(test);
        for (const std::uint64_t size : {30UL, 3'000UL, 30'000UL, 300'000UL}) {
            EXPECT(client.allocate(1, size, 8, 0).has_value());
        }
        EXPECT(supplies[0].used() != 0);
        EXPECT(client.shutdown().has_value());
        EXPECT_EQUAL(supplies[0].used(), std::uint64_t{0});
        EXPECT_EQUAL(supplies[0].wrongs(), std::uint64_t{0});
        expect_all(test, &benches[0].state, Status::not_initialised);
        EXPECT(client.initialize(suite_pages, suite_first_page, suite_cpus, 0).has_value());
        expect_all_returned(test, client);
    }

    static void names_its_contract(Test& test) {
        EXPECT_EQUAL(Binding::contract(), HEAP_CONTRACT);
        EXPECT_EQUAL(Binding::state_size(), sizeof(State));
        EXPECT_EQUAL(Binding::state_alignment(), alignof(State));
    }

  private:
    static void expect_all(Test& test, State* state, Status status) {
        Statistics statistics{};
        ClassStatistics of_class{};
        EXPECT(status == Status::not_initialised ||
               Binding::initialize(state, 1, 0, 1, 0) == status);
        EXPECT(Binding::shutdown(state) == status);
        EXPECT(Binding::allocate(state, 0, 16, 16, 0).status == status);
        EXPECT(Binding::free(state, 0, suite_address, 0) == status);
        EXPECT(Binding::free_sized(state, 0, suite_address, 16, 16, 0) == status);
        EXPECT(Binding::resize(state, suite_address, 16) == status);
        EXPECT(Binding::size_of(state, suite_address).status == status);
        EXPECT(Binding::drain(state, 0) == status);
        EXPECT(Binding::statistics(state, &statistics) == status);
        EXPECT(Binding::class_statistics(state, 0, &of_class) == status);
        EXPECT(Binding::check(state) == status);
        EXPECT(Binding::digest(state, Digest::exact).status == status);
    }

    static void change(Owned& owner, std::array<std::uint64_t, HEAP_CLASS_COUNT>& live,
                       std::uint64_t size, std::uint64_t blocks) {
        owner.blocks += blocks;
        owner.bytes += blocks * size;
        const auto number = std::ranges::find(class_sizes, size) - class_sizes.begin();
        live[static_cast<std::size_t>(number)] += blocks;
    }

    static std::uint64_t any_size(Random& random) {
        switch (random.below(16)) {
        case 0:
            return random.below(100'000);
        case 1:
        case 2:
        case 3:
            return random.below(largest_class + 1);
        default:
            return random.below(600);
        }
    }

    /// A word of the head, of a class, of a CPU in use or of the table: each as often.
    static std::uint64_t& any_word(State& state, Random& random) {
        heap::Class& of_class = state.classes[random.below(HEAP_CLASS_COUNT)];
        heap::Cpu& cpu = state.cpus[random.below(suite_cpus)];
        Page& page = benches[0].table[random.below(random.once_in(2) ? 64 : suite_pages)];
        switch (random.below(8)) {
        case 0:
            return *std::array{&state.first_page, &state.cpu_count, &state.source,
                               &state.large_blocks, &state.slab_pages}[random.below(5)];
        case 1:
        case 2:
            return *std::array{&of_class.partial, &of_class.slabs, &of_class.empty,
                               &of_class.taken}[random.below(4)];
        case 3:
            return cpu.magazines[random.below(HEAP_CLASS_COUNT)].count;
        case 4:
            return cpu.magazines[random.below(HEAP_CLASS_COUNT)].blocks[random.below(31)];
        case 5:
            return page.taken[random.below(HEAP_PAGE_WORDS)];
        default:
            return page.head;
        }
    }

    static void call_at_random(Client<Binding>& client, Random& random) {
        const auto cpu = static_cast<std::uint32_t>(random.below(suite_cpus));
        Held& slot = held[random.below(64)];
        switch (random.below(12)) {
        case 0:
            (void)client.drain(cpu);
            break;
        case 1:
            (void)client.resize(slot.address, any_size(random));
            (void)client.statistics();
            (void)client.class_statistics(static_cast<std::uint32_t>(random.below(32)));
            break;
        case 2:
            (void)client.free(cpu, suite_address + 8 * random.below(suite_bytes / 8), 0);
            break;
        default:
            if (slot.bytes != 0) {
                (void)client.free(cpu, slot.address, 0);
                slot = {};
            } else if (const auto block = client.allocate(cpu, any_size(random), 8, 0)) {
                slot = {.address = *block, .bytes = 1};
            }
            break;
        }
    }
};

/// A case of the suite.
struct SuiteCase {
    const char* name;
    void (*body)(Test& test);
};

} // namespace bimetal::heap::conformance

/// The cases, each as CASE(label, Binding, name).
#define HEAP_CONFORMANCE_CASES(CASE, label, Binding)                                               \
    CASE(label, Binding, answers_wrong_memory)                                                     \
    CASE(label, Binding, answers_wrong_capacities)                                                 \
    CASE(label, Binding, answers_wrong_structures)                                                 \
    CASE(label, Binding, answers_wrong_numbers)                                                    \
    CASE(label, Binding, hands_out_sizes_and_alignments)                                           \
    CASE(label, Binding, hands_out_large_blocks)                                                   \
    CASE(label, Binding, answers_wrong_frees)                                                      \
    CASE(label, Binding, finds_double_frees)                                                       \
    CASE(label, Binding, says_what_may_grow_in_place)                                              \
    CASE(label, Binding, counts_what_there_is)                                                     \
    CASE(label, Binding, digests_are_as_stated)                                                    \
    CASE(label, Binding, exhausts_each_class)                                                      \
    CASE(label, Binding, fails_at_each_request_for_pages)                                          \
    CASE(label, Binding, keeps_few_empty_slabs)                                                    \
    CASE(label, Binding, takes_back_from_any_cpu)                                                  \
    CASE(label, Binding, random_use_keeps_all_books)                                               \
    CASE(label, Binding, refuses_wrong_pages)                                                      \
    CASE(label, Binding, finds_corruption)                                                         \
    CASE(label, Binding, survives_corruption)                                                      \
    CASE(label, Binding, ends_and_begins_again)                                                    \
    CASE(label, Binding, names_its_contract)

/// Registers the suite of a binding as `heap.LABEL`.
#define HEAP_CONFORMANCE_TEST_(label, Binding, name)                                               \
    SEAM_REGISTER_TEST(Binding##_##name, "heap." label, #name,                                     \
                       bimetal::heap::conformance::Suite<bimetal::heap::Binding>::name);
#define HEAP_CONFORMANCE(label, Binding)                                                           \
    HEAP_CONFORMANCE_CASES(HEAP_CONFORMANCE_TEST_, label, Binding)

/// The suite of a binding as an array.
#define HEAP_CONFORMANCE_ENTRY_(label, Binding, name)                                              \
    bimetal::heap::conformance::SuiteCase{                                                         \
        #name, bimetal::heap::conformance::Suite<bimetal::heap::Binding>::name},
#define HEAP_CONFORMANCE_ARRAY(Binding)                                                            \
    std::array {                                                                                   \
        HEAP_CONFORMANCE_CASES(HEAP_CONFORMANCE_ENTRY_, "", Binding)                               \
    }
