// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/memory/physical_memory.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string_view>

namespace bimetal::memory {

enum class HeapError : std::uint8_t {
    foreign_pointer, // not from this heap, or its whole page was given back already
    not_a_block,     // inside a page of this heap, but not where a block starts
    double_free,
};

[[nodiscard]] std::string_view describe(HeapError error) noexcept;

struct HeapStatistics {
    std::uint64_t live_blocks = 0;
    std::uint64_t live_bytes = 0; // as rounded up to what blocks take
    std::uint64_t pages = 0;      // held from the page source
    std::uint64_t failures = 0;   // allocations answered with null
};

// Where a heap gets its pages: 2^order of them, aligned to their own size, or null. Any contents.
template <typename T>
concept PageSource = requires(T& source, unsigned order, std::byte* pages) {
    { source.allocate_pages(order) } noexcept -> std::same_as<std::byte*>;
    { source.free_pages(pages, order) } noexcept;
};

// What the core asks of a heap, whoever provides it.
template <typename T>
concept KernelHeap = requires(T& heap, const T& constant, std::size_t size, void* pointer) {
    { heap.allocate(size, size) } noexcept -> std::same_as<std::byte*>;
    { heap.free(pointer) } noexcept -> std::same_as<std::expected<void, HeapError>>;
    { constant.statistics() } noexcept -> std::same_as<HeapStatistics>;
};

// A simple heap until a component takes its place. Sizes to 1 KiB are rounded to a power of two and
// cut from single pages; a page begins with its header, where a bitmap says which blocks are live.
// Larger sizes take whole pages, recorded in small blocks. All pages are found through one hash
// table, so that a pointer is looked up, never followed, before it is believed.
//
// Not locked; does not block; running out of pages is answered with null and nothing else.
template <PageSource Source>
class EarlyHeap {
  public:
    static constexpr std::size_t smallest_block = 16;
    static constexpr std::size_t largest_small_block = 1024;
    static constexpr std::size_t page_size = frame_size;
    static constexpr std::size_t largest_size = page_size << max_order;

    constexpr explicit EarlyHeap(Source& source) noexcept : source_(&source) {}

    EarlyHeap(const EarlyHeap&) = delete;
    EarlyHeap& operator=(const EarlyHeap&) = delete;

    // At least `size` bytes at a multiple of `alignment` (a power of two), contents undefined; size
    // 0 counts as 1. Null when there is no memory or the request is impossible (above
    // largest_size).
    [[nodiscard]] std::byte* allocate(std::size_t size, std::size_t alignment) noexcept {
        std::byte* result = nullptr;
        if (std::has_single_bit(alignment) && size <= largest_size && alignment <= largest_size) {
            const std::size_t needed = std::max({size, alignment, smallest_block});
            result = needed <= largest_small_block ? allocate_small(std::bit_ceil(needed))
                                                   : allocate_large(needed);
        }
        if (result == nullptr) {
            ++statistics_.failures;
        }
        return result;
    }

    // Gives a block back. Null is allowed. On an error nothing changed. The check is exact while
    // the block's page is held and the block was not handed out again; only a pointer that happens
    // to hit one of the heap's own records is taken for a block.
    std::expected<void, HeapError> free(void* pointer) noexcept {
        if (pointer == nullptr) {
            return {};
        }
        const auto address = std::bit_cast<std::uintptr_t>(pointer);
        const std::uintptr_t page = address & ~(std::uintptr_t{page_size} - 1);
        for (Entry** link = &bucket(page); *link != nullptr; link = &(*link)->next) {
            if ((*link)->page == page) {
                return (*link)->large ? free_large(link, address) : free_small(link, address);
            }
        }
        return std::unexpected(HeapError::foreign_pointer);
    }

    // Gives empty pages, of which each size keeps one at most, back to the source.
    void trim() noexcept {
        for (SmallPage*& list : partial_) {
            for (SmallPage* page = list; page != nullptr;) {
                SmallPage* const next = page->next_partial;
                if (page->live == 0) {
                    remove_page(page);
                }
                page = next;
            }
        }
    }

    [[nodiscard]] HeapStatistics statistics() const noexcept { return statistics_; }

  private:
    // One page of small blocks, or the first page of a large one.
    struct Entry {
        Entry* next;
        std::uintptr_t page;
        std::uint8_t order; // of the pages (large) or of the block size (small)
        bool large;
    };

    static constexpr std::size_t bitmap_words = page_size / smallest_block / 64;

    // Stands at the start of its page; a set bit is a live block (or the header's own place).
    struct SmallPage : Entry {
        std::uint16_t live;
        std::uint16_t capacity;
        SmallPage* next_partial;
        SmallPage* previous_partial;
        std::array<std::uint64_t, bitmap_words> used;
    };

    static constexpr unsigned smallest_order = std::countr_zero(smallest_block);
    static constexpr std::size_t class_count =
        std::countr_zero(largest_small_block) - smallest_order + 1;
    static constexpr std::size_t bucket_count = 256;

    [[nodiscard]] Entry*& bucket(std::uintptr_t page) noexcept {
        return buckets_[(page / page_size) % bucket_count];
    }

    [[nodiscard]] SmallPage*& partial(const SmallPage* page) noexcept {
        return partial_[page->order - smallest_order];
    }

    void link_partial(SmallPage* page) noexcept {
        SmallPage*& head = partial(page);
        page->previous_partial = nullptr;
        page->next_partial = head;
        if (head != nullptr) {
            head->previous_partial = page;
        }
        head = page;
    }

    void unlink_partial(SmallPage* page) noexcept {
        if (page->previous_partial == nullptr) {
            partial(page) = page->next_partial;
        } else {
            page->previous_partial->next_partial = page->next_partial;
        }
        if (page->next_partial != nullptr) {
            page->next_partial->previous_partial = page->previous_partial;
        }
    }

    [[nodiscard]] SmallPage* add_page(unsigned block_order) noexcept {
        std::byte* const memory = source_->allocate_pages(0);
        if (memory == nullptr) {
            return nullptr;
        }
        auto* const page = std::construct_at(reinterpret_cast<SmallPage*>(memory));
        page->page = std::bit_cast<std::uintptr_t>(memory);
        page->order = static_cast<std::uint8_t>(block_order);
        page->large = false;
        page->live = 0;
        const std::size_t blocks = page_size >> block_order;
        const std::size_t header =
            (sizeof(SmallPage) + (std::size_t{1} << block_order) - 1) >> block_order;
        page->capacity = static_cast<std::uint16_t>(blocks - header);
        // Everything counts as used but the blocks between header and end of page.
        page->used.fill(~std::uint64_t{0});
        for (std::size_t i = header; i < blocks; ++i) {
            page->used[i / 64] &= ~(std::uint64_t{1} << (i % 64));
        }
        Entry*& chain = bucket(page->page);
        page->next = chain;
        chain = page;
        link_partial(page);
        ++statistics_.pages;
        return page;
    }

    void remove_page(SmallPage* page) noexcept {
        unlink_partial(page);
        Entry** link = &bucket(page->page);
        while (*link != page) {
            link = &(*link)->next;
        }
        *link = page->next;
        --statistics_.pages;
        source_->free_pages(reinterpret_cast<std::byte*>(page), 0);
    }

    [[nodiscard]] std::byte* allocate_small(std::size_t block_size) noexcept {
        const auto order = static_cast<unsigned>(std::countr_zero(block_size));
        SmallPage* page = partial_[order - smallest_order];
        if (page == nullptr) {
            page = add_page(order);
            if (page == nullptr) {
                return nullptr;
            }
        }
        // A page in the partial list has a clear bit.
        std::size_t word = 0;
        while (page->used[word] == ~std::uint64_t{0}) {
            ++word;
        }
        const auto bit = static_cast<std::size_t>(std::countr_one(page->used[word]));
        page->used[word] |= std::uint64_t{1} << bit;
        if (++page->live == page->capacity) {
            unlink_partial(page);
        }
        ++statistics_.live_blocks;
        statistics_.live_bytes += block_size;
        return reinterpret_cast<std::byte*>(page) + ((word * 64 + bit) << order);
    }

    std::expected<void, HeapError> free_small(Entry** link, std::uintptr_t address) noexcept {
        auto* const page = static_cast<SmallPage*>(*link);
        const std::uintptr_t offset = address - page->page;
        const std::size_t block = offset >> page->order;
        const std::size_t block_size = std::size_t{1} << page->order;
        if ((offset & (block_size - 1)) != 0 || offset < sizeof(SmallPage)) {
            return std::unexpected(HeapError::not_a_block);
        }
        if ((page->used[block / 64] & (std::uint64_t{1} << (block % 64))) == 0) {
            return std::unexpected(HeapError::double_free);
        }
        release_small(page, block);
        return {};
    }

    // Takes a live block out of its page.
    void release_small(SmallPage* page, std::size_t block) noexcept {
        page->used[block / 64] &= ~(std::uint64_t{1} << (block % 64));
        if (page->live-- == page->capacity) {
            link_partial(page);
        }
        --statistics_.live_blocks;
        statistics_.live_bytes -= std::size_t{1} << page->order;
        // One empty page is kept, so that a pair of allocate and free does not cost a page each
        // time.
        const bool only_one = page->next_partial == nullptr && page->previous_partial == nullptr;
        if (page->live == 0 && !only_one) {
            remove_page(page);
        }
    }

    [[nodiscard]] std::byte* allocate_large(std::size_t size) noexcept {
        const std::size_t page_count = (size + page_size - 1) / page_size;
        const auto order = static_cast<unsigned>(std::countr_zero(std::bit_ceil(page_count)));
        std::byte* const record = allocate_small(std::bit_ceil(sizeof(Entry)));
        if (record == nullptr) {
            return nullptr;
        }
        std::byte* const memory = source_->allocate_pages(order);
        if (memory == nullptr) {
            release_record(record);
            return nullptr;
        }
        const auto page = std::bit_cast<std::uintptr_t>(memory);
        Entry*& chain = bucket(page);
        chain = std::construct_at(reinterpret_cast<Entry*>(record), chain, page,
                                  static_cast<std::uint8_t>(order), true);
        // The record is the heap's own, not the caller's.
        statistics_.live_bytes -= std::bit_ceil(sizeof(Entry));
        statistics_.live_bytes += page_size << order;
        statistics_.pages += std::uint64_t{1} << order;
        return memory;
    }

    std::expected<void, HeapError> free_large(Entry** link, std::uintptr_t address) noexcept {
        Entry* const record = *link;
        if (address != record->page) {
            return std::unexpected(HeapError::not_a_block);
        }
        const unsigned order = record->order;
        *link = record->next;
        statistics_.live_bytes -= page_size << order;
        statistics_.live_bytes += std::bit_ceil(sizeof(Entry));
        statistics_.pages -= std::uint64_t{1} << order;
        release_record(reinterpret_cast<std::byte*>(record));
        source_->free_pages(std::bit_cast<std::byte*>(address), order);
        return {};
    }

    // Records lie in small pages, whose header stands at the start of the page.
    void release_record(std::byte* record) noexcept {
        const auto offset = std::bit_cast<std::uintptr_t>(record) & (page_size - 1);
        auto* const page = reinterpret_cast<SmallPage*>(record - offset);
        release_small(page, offset >> page->order);
    }

    Source* source_;
    std::array<Entry*, bucket_count> buckets_{};
    std::array<SmallPage*, class_count> partial_{};
    HeapStatistics statistics_{};
};

} // namespace bimetal::memory
