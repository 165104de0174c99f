// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The whole layout, looked at while nobody changes it: statistics, consistency, digests.
#pragma once

#include "components/heap/cpp/layout.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace bimetal::heap {

template <class Atomics>
class Survey {
  public:
    explicit Survey(Layout<Atomics> layout) : layout_(layout) {}

    [[nodiscard]] HeapStatistics count() const {
        HeapState& state = layout_.state();
        HeapStatistics statistics{};
        for (std::uint64_t cpu = 0; cpu < layout_.cpu_count(); ++cpu) {
            for (std::size_t owner = 0; owner < HEAP_OWNER_COUNT; ++owner) {
                HeapOwner& counted = state.cpus[cpu].owners[owner];
                HeapOwned& sum = statistics.owners[owner];
                sum.blocks += load(counted.blocks);
                sum.bytes += load(counted.bytes);
            }
            for (HeapMagazine& magazine : state.cpus[cpu].magazines) {
                statistics.magazine_blocks += load(magazine.count);
            }
        }
        for (const HeapOwned& owner : statistics.owners) {
            statistics.live_blocks += owner.blocks;
            statistics.live_bytes += owner.bytes;
        }
        statistics.live_blocks += load(state.dropped_blocks);
        statistics.live_bytes += load(state.dropped_bytes);
        statistics.slab_pages = load(state.slab_pages);
        statistics.large_blocks = load(state.large_blocks);
        statistics.large_pages = load(state.large_pages);
        return statistics;
    }

    [[nodiscard]] HeapClassStatistics count_class(std::uint32_t size_class) const {
        HeapState& state = layout_.state();
        HeapClass& of_class = state.classes[size_class];
        HeapClassStatistics statistics{};
        statistics.size = class_at(size_class).size;
        statistics.slabs = load(of_class.slabs);
        statistics.empty_slabs = load(of_class.empty);
        for (std::uint64_t cpu = 0; cpu < layout_.cpu_count(); ++cpu) {
            statistics.magazine_blocks += load(state.cpus[cpu].magazines[size_class].count);
        }
        statistics.live_blocks = load(of_class.taken) - statistics.magazine_blocks;
        return statistics;
    }

    [[nodiscard]] bool is_consistent() const {
        return is_head_right() && are_unused_cpus_zero() && is_table_right() &&
               are_magazines_right();
    }

    [[nodiscard]] std::uint64_t logical_digest() const {
        std::uint64_t sum = 0;
        for (std::uint64_t index = 0; index < layout_.page_count(); ++index) {
            HeapPage* const page = layout_.page(index);
            if (page == nullptr) {
                break;
            }
            const Head head = layout_.head_of(*page);
            if (head.kind() == HEAP_KIND_LARGE) {
                sum += hash_of(layout_.address_of(index),
                               std::uint64_t{HEAP_PAGE_SIZE} << head.order());
            } else if (head.kind() == HEAP_KIND_SLAB) {
                sum += digest_of_slab(*page, index, head);
            }
        }
        for (std::uint64_t cpu = 0; cpu < layout_.cpu_count(); ++cpu) {
            for (std::uint32_t size_class = 0; size_class < HEAP_CLASS_COUNT; ++size_class) {
                HeapMagazine& magazine = layout_.state().cpus[cpu].magazines[size_class];
                const std::uint64_t count =
                    std::min<std::uint64_t>(load(magazine.count), HEAP_MAGAZINE_CAPACITY);
                for (std::uint64_t index = 0; index < count; ++index) {
                    sum -= hash_of(load(magazine.blocks[index]), class_at(size_class).size);
                }
            }
        }
        return sum;
    }

    [[nodiscard]] std::uint64_t exact_digest() const {
        std::uint64_t hash = HEAP_HASH_START;
        HeapState& state = layout_.state();
        const auto take = [&](std::uint64_t& word) { hash = step(hash, load(word)); };
        const auto take_all = [&](auto& words) {
            for (std::uint64_t& word : words) {
                take(word);
            }
        };
        take(state.page_capacity);
        take(state.first_page);
        take(state.cpu_count);
        take(state.source);
        take_all(state.reserved);
        take(state.large_blocks);
        take(state.large_pages);
        take(state.slab_pages);
        take(state.dropped_blocks);
        take(state.dropped_bytes);
        take_all(state.unused);
        for (HeapClass& of_class : state.classes) {
            take(of_class.partial);
            take(of_class.slabs);
            take(of_class.empty);
            take(of_class.taken);
            take_all(of_class.reserved);
        }
        for (HeapCpu& cpu : state.cpus) {
            for (HeapMagazine& magazine : cpu.magazines) {
                take(magazine.count);
                take_all(magazine.blocks);
            }
            for (HeapOwner& owner : cpu.owners) {
                take(owner.blocks);
                take(owner.bytes);
            }
        }
        for (std::uint64_t index = 0; index < layout_.page_count(); ++index) {
            HeapPage* const page = layout_.page(index);
            if (page != nullptr) {
                take(page->head);
                take_all(page->taken);
            }
        }
        return hash;
    }

  private:
    static std::uint64_t load(std::uint64_t& word) { return Layout<Atomics>::load(word); }

    static std::uint64_t hash_of(std::uint64_t address, std::uint64_t size) {
        return step(step(HEAP_HASH_START, address), size);
    }

    [[nodiscard]] std::uint64_t digest_of_slab(HeapPage& page, std::uint64_t index,
                                               Head head) const {
        std::uint64_t sum = 0;
        const std::uint64_t size = class_at(head.size_class()).size;
        for (std::uint64_t word = 0; word < HEAP_PAGE_WORDS; ++word) {
            std::uint64_t taken = load(page.taken[word]) & ~beyond(head.capacity(), word);
            for (; taken != 0; taken &= taken - 1) {
                const std::uint64_t block =
                    word * 64 + static_cast<std::uint64_t>(std::countr_zero(taken));
                sum += hash_of(layout_.address_of(index) + block * size, size);
            }
        }
        return sum;
    }

    [[nodiscard]] bool is_head_right() const {
        HeapState& state = layout_.state();
        const auto is_zero = [](std::uint64_t& word) { return load(word) == 0; };
        const std::uint64_t cpus = load(state.cpu_count);
        const std::uint64_t first = load(state.first_page);
        return cpus != 0 && cpus <= HEAP_CPU_CAPACITY && first <= HEAP_PAGE_NUMBER_LIMIT &&
               layout_.page_count() <= HEAP_PAGE_NUMBER_LIMIT - first &&
               std::ranges::all_of(state.reserved, is_zero) &&
               std::ranges::all_of(state.unused, is_zero);
    }

    [[nodiscard]] bool are_unused_cpus_zero() const {
        std::uint64_t set = 0;
        const auto see = [&](auto& words) {
            for (std::uint64_t& word : words) {
                set |= load(word);
            }
        };
        for (std::uint64_t cpu = layout_.cpu_count(); cpu < HEAP_CPU_CAPACITY; ++cpu) {
            for (HeapMagazine& magazine : layout_.state().cpus[cpu].magazines) {
                set |= load(magazine.count);
                see(magazine.blocks);
            }
            for (HeapOwner& owner : layout_.state().cpus[cpu].owners) {
                set |= load(owner.blocks) | load(owner.bytes);
            }
        }
        return set == 0;
    }

    /// What the table has of one class.
    struct Found {
        std::uint64_t slabs = 0;
        std::uint64_t empty = 0;
        std::uint64_t held = 0;
        std::uint64_t taken = 0;
    };

    struct Totals {
        std::array<Found, HEAP_CLASS_COUNT> classes{};
        std::uint64_t slab_pages = 0;
        std::uint64_t large_blocks = 0;
        std::uint64_t large_pages = 0;
    };

    [[nodiscard]] bool is_table_right() const {
        Totals totals;
        std::uint64_t index = 0;
        while (index < layout_.page_count()) {
            const std::uint64_t pages = judge_page(index, totals);
            if (pages == 0) {
                return false;
            }
            index += pages;
        }
        HeapState& state = layout_.state();
        if (load(state.slab_pages) != totals.slab_pages ||
            load(state.large_blocks) != totals.large_blocks ||
            load(state.large_pages) != totals.large_pages) {
            return false;
        }
        std::uint64_t live_blocks = totals.large_blocks;
        std::uint64_t live_bytes = totals.large_pages * HEAP_PAGE_SIZE;
        for (std::uint32_t size_class = 0; size_class < HEAP_CLASS_COUNT; ++size_class) {
            const Found& found = totals.classes[size_class % HEAP_CLASS_COUNT];
            if (!is_class_right(size_class, found)) {
                return false;
            }
            const HeapClassStatistics counted = count_class(size_class);
            live_blocks += counted.live_blocks;
            live_bytes += counted.live_blocks * counted.size;
        }
        const HeapStatistics statistics = count();
        return statistics.live_blocks == live_blocks && statistics.live_bytes == live_bytes;
    }

    /// How many pages are one thing from there on, or 0 if they contradict themselves.
    [[nodiscard]] std::uint64_t judge_page(std::uint64_t index, Totals& totals) const {
        HeapPage* const page = layout_.page(index);
        if (page == nullptr) {
            return 0;
        }
        const Head head = layout_.head_of(*page);
        if (head.word == 0) {
            return has_no_bits(*page) ? 1 : 0;
        }
        const std::uint64_t pages = std::uint64_t{1} << head.order();
        if (pages > layout_.page_count() - index || (layout_.first_page() + index) % pages != 0) {
            return 0;
        }
        if (head.kind() == HEAP_KIND_LARGE) {
            ++totals.large_blocks;
            totals.large_pages += pages;
            const bool right = head.word == Head::large(head.order()).word &&
                               head.order() <= HEAP_MAX_ORDER && has_no_bits(*page) &&
                               are_inside(index, pages, [](std::uint64_t) { return Head{0}; });
            return right ? pages : 0;
        }
        const std::uint32_t size_class = head.size_class();
        const std::uint64_t capacity = head.capacity();
        const Head whole =
            Head::slab(size_class, head.order(), head.count()).with_link(head.link());
        const std::uint64_t held = head.is_held() ? 0 : HEAP_HELD;
        if (head.kind() != HEAP_KIND_SLAB || head.order() > HEAP_MAX_SLAB_ORDER || capacity == 0 ||
            head.word != (whole.word & ~held) || head.is_held() != (head.count() != 0) ||
            (!head.is_held() && head.link() != 0)) {
            return 0;
        }
        std::uint64_t free = 0;
        for (std::uint64_t word = 0; word < HEAP_PAGE_WORDS; ++word) {
            const std::uint64_t taken = load(page->taken[word]);
            if ((taken & beyond(capacity, word)) != beyond(capacity, word)) {
                return 0;
            }
            free += static_cast<std::uint64_t>(std::popcount(~taken));
        }
        if (free != head.count() || !are_inside(index, pages, [&](std::uint64_t distance) {
                return Head::inside(size_class, distance);
            })) {
            return 0;
        }
        Found& found = totals.classes[size_class % HEAP_CLASS_COUNT];
        ++found.slabs;
        found.empty += free == capacity ? 1 : 0;
        found.held += head.is_held() ? 1 : 0;
        found.taken += capacity - free;
        totals.slab_pages += pages;
        return pages;
    }

    [[nodiscard]] static bool has_no_bits(HeapPage& page) {
        return std::ranges::all_of(page.taken, [](std::uint64_t& word) { return load(word) == 0; });
    }

    /// Whether the pages behind the first are what they should be.
    template <class Expected>
    [[nodiscard]] bool are_inside(std::uint64_t index, std::uint64_t pages,
                                  Expected expected) const {
        for (std::uint64_t distance = 1; distance < pages; ++distance) {
            HeapPage* const page = layout_.page(index + distance);
            if (page == nullptr || layout_.head_of(*page).word != expected(distance).word ||
                !has_no_bits(*page)) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool is_class_right(std::uint32_t size_class, const Found& found) const {
        HeapClass& of_class = layout_.state().classes[size_class];
        if (load(of_class.slabs) != found.slabs || load(of_class.empty) != found.empty ||
            load(of_class.taken) != found.taken ||
            !std::ranges::all_of(of_class.reserved,
                                 [](std::uint64_t& word) { return load(word) == 0; })) {
            return false;
        }
        // A list of as many slabs as are held, which ends: it is all of them, each once.
        std::uint64_t link = load(of_class.partial) & low_half;
        for (std::uint64_t left = found.held; left != 0; --left) {
            HeapPage* const page = layout_.page(link - 1);
            if (page == nullptr || !layout_.head_of(*page).is_slab_of(size_class) ||
                !layout_.head_of(*page).is_held()) {
                return false;
            }
            link = layout_.head_of(*page).link();
        }
        return link == 0;
    }

    [[nodiscard]] bool are_magazines_right() const {
        for (std::uint64_t cpu = 0; cpu < layout_.cpu_count(); ++cpu) {
            for (std::uint32_t size_class = 0; size_class < HEAP_CLASS_COUNT; ++size_class) {
                if (!is_magazine_right(cpu, size_class)) {
                    return false;
                }
            }
        }
        return true;
    }

    [[nodiscard]] bool is_magazine_right(std::uint64_t cpu, std::uint32_t size_class) const {
        HeapMagazine& magazine = layout_.state().cpus[cpu].magazines[size_class];
        const std::uint64_t count = load(magazine.count);
        if (count > class_at(size_class).kept) {
            return false;
        }
        for (std::uint64_t index = 0; index < count; ++index) {
            const std::uint64_t address = load(magazine.blocks[index]);
            const std::uint64_t page_index = layout_.index_of(address);
            HeapPage* const page = layout_.page(page_index);
            if (page == nullptr) {
                return false;
            }
            const Head head = layout_.head_of(*page);
            if (!head.is_of_slab() || head.size_class() != size_class) {
                return false;
            }
            const auto place = place_of(layout_, address, page_index, head);
            if (!place || (load(place->page->taken[place->word()]) & place->bit()) == 0 ||
                is_kept_again(cpu, size_class, index, address)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a block that a magazine keeps is in one of the class once more, further on.
    [[nodiscard]] bool is_kept_again(std::uint64_t cpu, std::uint32_t size_class,
                                     std::uint64_t index, std::uint64_t address) const {
        for (std::uint64_t other = cpu; other < layout_.cpu_count(); ++other) {
            HeapMagazine& magazine = layout_.state().cpus[other].magazines[size_class];
            const std::uint64_t count =
                std::min<std::uint64_t>(load(magazine.count), HEAP_MAGAZINE_CAPACITY);
            for (std::uint64_t at = other == cpu ? index + 1 : 0; at < count; ++at) {
                if (load(magazine.blocks[at]) == address) {
                    return true;
                }
            }
        }
        return false;
    }

    Layout<Atomics> layout_;
};

} // namespace bimetal::heap
