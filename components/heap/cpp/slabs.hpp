// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The slabs of one class. Whoever takes a slab out of the list holds it until it is put back: only
// the holder takes blocks out of it, everyone may give some back.
#pragma once

#include "components/heap/cpp/layout.hpp"

#include <bit>
#include <cstdint>

namespace bimetal::heap {

template <class Atomics, Services Pages>
class Slabs {
  public:
    Slabs(Layout<Atomics> layout, std::uint32_t cpu, std::uint32_t size_class)
        : layout_(layout), class_(&layout.state().classes[size_class]), cpu_(cpu),
          number_(size_class) {}

    /// Takes up to `want` blocks of some slabs, a new one if there is no other, and gives each
    /// address to `keep`; answers how many came.
    template <class Keep>
    std::uint64_t take(std::uint64_t want, Keep keep) const {
        std::uint64_t got = 0;
        for (int slab = 0; slab < slabs_a_refill && got < want; ++slab) {
            std::uint64_t link = pop();
            if (link == 0) {
                link = got == 0 ? make() : 0;
            }
            HeapPage* const page = layout_.page(link - 1);
            if (page == nullptr) {
                break;
            }
            got += take_from(*page, link - 1, want - got, keep);
            settle(*page, link);
        }
        return got;
    }

    /// Gives blocks back, those that lie beside each other in one slab together. False if some were
    /// free already, or are no blocks of this class; those are left out.
    [[nodiscard]] bool give(std::uint64_t* blocks, std::uint64_t count) const {
        Run run;
        bool all = true;
        for (std::uint64_t* block = blocks; block != blocks + count; ++block) {
            const std::uint64_t address = layout_.load(*block);
            const std::uint64_t index = layout_.index_of(address);
            HeapPage* const page = layout_.page(index);
            const Head head = page == nullptr ? Head{0} : layout_.head_of(*page);
            const bool is_ours = head.is_of_slab() && head.size_class() == number_;
            const auto place = is_ours ? place_of(layout_, address, index, head)
                                       : Result<Place>(failure(HeapStatus::not_a_block));
            if (!place) {
                drop(1);
                all = false;
                continue;
            }
            if (place->page != run.page || place->word() != run.word ||
                (run.mask & place->bit()) != 0) {
                all = give_run(run) && all;
                run = {
                    .page = place->page, .index = place->index, .word = place->word(), .mask = 0};
            }
            run.mask |= place->bit();
        }
        return give_run(run) && all;
    }

    /// Gives empty slabs back once a quarter of all are: so that what it costs to look through them
    /// is never more than some steps for each that goes.
    void trim_if_many() const {
        const std::uint64_t keep = class_at(number_).empty_slabs;
        const std::uint64_t empty = layout_.load(class_->empty);
        if (empty > keep && empty >= layout_.load(class_->slabs) / 4) {
            trim(keep);
        }
    }

    /// Gives the empty slabs of the list back but the first `keep`.
    void trim(std::uint64_t keep) const {
        std::uint64_t top = Atomics::load(class_->partial, std::memory_order_relaxed);
        do {
            if ((top & low_half) == 0) {
                return;
            }
        } while (!Atomics::compare_exchange(class_->partial, top, changed(top, 0),
                                            std::memory_order_acquire));
        std::uint64_t first = 0;
        HeapPage* last = nullptr;
        // A list that a fault made a circle has no more slabs than there are pages.
        std::uint64_t link = top & low_half;
        for (std::uint64_t left = layout_.page_count(); link != 0 && left != 0; --left) {
            HeapPage* const page = layout_.page(link - 1);
            // Acquires what those who gave its blocks back had done, as it may go itself now.
            const Head head{page == nullptr ? 0
                                            : Atomics::load(page->head, std::memory_order_acquire)};
            if (page == nullptr || !head.is_slab_of(number_)) {
                break;
            }
            const bool is_empty = head.count() == head.capacity();
            if (is_empty && keep == 0) {
                release(*page, link - 1, head);
            } else {
                keep -= is_empty ? 1 : 0;
                if (last == nullptr) {
                    first = link;
                } else {
                    set_link(*last, link);
                }
                last = page;
            }
            link = head.link();
        }
        if (last != nullptr) {
            push(first, *last);
        }
    }

  private:
    static constexpr int slabs_a_refill = 4;

    /// Blocks in one word of a slab's bits.
    struct Run {
        HeapPage* page = nullptr;
        std::uint64_t index = 0;
        std::uint64_t word = 0;
        std::uint64_t mask = 0;
    };

    /// The word of the list once it begins with another slab.
    static std::uint64_t changed(std::uint64_t top, std::uint64_t link) {
        return ((top >> HEAP_LINK_SHIFT) + 1) << HEAP_LINK_SHIFT | link;
    }

    /// Takes the first slab out of the list, and holds it. 0 if there is none.
    std::uint64_t pop() const {
        std::uint64_t top = Atomics::load(class_->partial, std::memory_order_acquire);
        while (true) {
            const std::uint64_t link = top & low_half;
            HeapPage* const page = layout_.page(link - 1);
            if (page == nullptr) {
                return 0;
            }
            // If somebody else took it meanwhile, this is no link of it, but then the exchange
            // fails: no number comes twice before 2^32 others did.
            const Head head = layout_.head_of(*page);
            if (Atomics::compare_exchange(class_->partial, top, changed(top, head.link()),
                                          std::memory_order_acquire)) {
                return head.is_slab_of(number_) ? link : 0;
            }
            // Whoever put the first one there now had written its link before.
            top = Atomics::load(class_->partial, std::memory_order_acquire);
        }
    }

    /// Puts a chain of held slabs before the list.
    void push(std::uint64_t first, HeapPage& last) const {
        std::uint64_t top = Atomics::load(class_->partial, std::memory_order_relaxed);
        do {
            set_link(last, top & low_half);
        } while (!Atomics::compare_exchange(class_->partial, top, changed(top, first),
                                            std::memory_order_release));
    }

    /// Others may count in the same word meanwhile.
    static void set_link(HeapPage& page, std::uint64_t link) {
        std::uint64_t word = Atomics::load(page.head, std::memory_order_relaxed);
        while (Head{word}.link() != link &&
               !Atomics::compare_exchange(page.head, word, Head{word}.with_link(link).word,
                                          std::memory_order_relaxed)) {
        }
    }

    /// Puts a held slab back into the list if it has free blocks; else whoever gives one back will.
    void settle(HeapPage& page, std::uint64_t link) const {
        std::uint64_t word = Atomics::load(page.head, std::memory_order_relaxed);
        while (Head{word}.count() == 0) {
            if (Atomics::compare_exchange(page.head, word,
                                          Head{word & ~std::uint64_t{HEAP_HELD}}.with_link(0).word,
                                          std::memory_order_release)) {
                return;
            }
        }
        push(link, page);
    }

    /// Takes blocks out of a held slab: first they are promised, then found.
    template <class Keep>
    std::uint64_t take_from(HeapPage& page, std::uint64_t index, std::uint64_t want,
                            Keep& keep) const {
        std::uint64_t word = Atomics::load(page.head, std::memory_order_relaxed);
        std::uint64_t count = 0;
        // Whoever counted a block up had released the bit that it cleared.
        do {
            count = std::min(Head{word}.count(), want);
        } while (
            !Atomics::compare_exchange(page.head, word, word - count, std::memory_order_acquire));
        const Head head{word};
        if (head.count() == head.capacity()) {
            layout_.add(class_->empty, ~std::uint64_t{0});
        }
        layout_.add(class_->taken, count);
        const std::uint64_t first = layout_.address_of(index);
        std::uint64_t left = count;
        for (std::uint64_t number = 0; number < HEAP_PAGE_WORDS && left != 0; ++number) {
            std::uint64_t& taken = page.taken[number];
            std::uint64_t before = Atomics::load(taken, std::memory_order_relaxed);
            std::uint64_t mask = 0;
            // Setting the bit acquires what the block's last owner wrote.
            do {
                mask = lowest(~before, left);
            } while (mask != 0 && !Atomics::compare_exchange(taken, before, before | mask,
                                                             std::memory_order_acquire));
            left -= static_cast<std::uint64_t>(std::popcount(mask));
            for (; mask != 0; mask &= mask - 1) {
                const std::uint64_t block =
                    number * 64 + static_cast<std::uint64_t>(std::countr_zero(mask));
                keep(first + block * class_at(number_).size);
            }
        }
        // Not found is only what a fault counted.
        return count - left;
    }

    /// As many bits as wanted, the lowest ones, of those that there are.
    static std::uint64_t lowest(std::uint64_t bits, std::uint64_t want) {
        if (static_cast<std::uint64_t>(std::popcount(bits)) <= want) {
            return bits;
        }
        std::uint64_t rest = bits;
        for (; want != 0; --want) {
            rest &= rest - 1;
        }
        return bits ^ rest;
    }

    /// Gives back some blocks of one word. False if one of them is free.
    [[nodiscard]] bool give_run(const Run& run) const {
        if (run.mask == 0) {
            return true;
        }
        // What the last owner wrote is released with the bit.
        const std::uint64_t given =
            Atomics::clear(run.page->taken[run.word % HEAP_PAGE_WORDS], run.mask) & run.mask;
        const auto count = static_cast<std::uint64_t>(std::popcount(given));
        if (given != run.mask) {
            drop(static_cast<std::uint64_t>(std::popcount(run.mask ^ given)));
        }
        if (count == 0) {
            return false;
        }
        layout_.add(class_->taken, ~count + 1);
        const Head before{Atomics::add(run.page->head, count, std::memory_order_release)};
        if (before.count() + count == before.capacity()) {
            layout_.add(class_->empty, 1);
        }
        if (before.count() == 0 && !before.is_held()) {
            // Nobody else sees it like this, so it is ours to put into the list.
            Atomics::set(run.page->head, HEAP_HELD);
            push(run.index + 1, *run.page);
        }
        return given == run.mask;
    }

    /// Counts blocks that went into magazines twice: their owner counted them twice, too.
    void drop(std::uint64_t blocks) const {
        layout_.add(layout_.state().dropped_blocks, blocks);
        layout_.add(layout_.state().dropped_bytes, blocks * class_at(number_).size);
    }

    /// A new slab, held: its link, or 0 if there is no memory.
    std::uint64_t make() const {
        const SizeClass& of_class = class_at(number_);
        std::uint32_t order = of_class.slab_order;
        std::uint64_t index = take_pages(layout_, cpu_, order);
        while (index == HEAP_NO_PAGE && order > of_class.least_order) {
            --order;
            index = take_pages(layout_, cpu_, order);
        }
        HeapPage* const page = layout_.page(index);
        if (page == nullptr) {
            return 0;
        }
        const std::uint64_t pages = std::uint64_t{1} << order;
        for (std::uint64_t distance = 1; distance < pages; ++distance) {
            HeapPage* const inside = layout_.page(index + distance);
            if (inside != nullptr) {
                Atomics::store(inside->head, Head::inside(number_, distance).word);
            }
        }
        const std::uint64_t capacity = Head::slab(number_, order, 0).capacity();
        for (std::uint64_t word = 0; word < HEAP_PAGE_WORDS; ++word) {
            Atomics::store(page->taken[word], beyond(capacity, word));
        }
        Atomics::store(page->head, Head::slab(number_, order, capacity).word);
        layout_.add(class_->slabs, 1);
        layout_.add(class_->empty, 1);
        layout_.add(layout_.state().slab_pages, pages);
        return index + 1;
    }

    /// Gives an empty slab that is held back to the services.
    void release(HeapPage& page, std::uint64_t index, Head head) const {
        const std::uint64_t pages = std::uint64_t{1} << head.order();
        for (std::uint64_t distance = 1; distance < pages; ++distance) {
            HeapPage* const inside = layout_.page(index + distance);
            if (inside != nullptr) {
                Atomics::store(inside->head, 0);
            }
        }
        for (std::uint64_t& word : page.taken) {
            Atomics::store(word, 0);
        }
        Atomics::store(page.head, 0);
        layout_.add(class_->slabs, ~std::uint64_t{0});
        layout_.add(class_->empty, ~std::uint64_t{0});
        layout_.add(layout_.state().slab_pages, ~pages + 1);
        Pages().free_pages(layout_.load(layout_.state().source), cpu_, layout_.first_page() + index,
                           head.order());
    }

  public:
    /// Asks the services for pages: the index of the first, or HEAP_NO_PAGE.
    static std::uint64_t take_pages(const Layout<Atomics>& layout, std::uint32_t cpu,
                                    std::uint32_t order) {
        const std::uint64_t source = layout.load(layout.state().source);
        const std::uint64_t page = Pages().allocate_pages(source, cpu, order);
        if (page == HEAP_NO_PAGE) {
            return HEAP_NO_PAGE;
        }
        const std::uint64_t index = page - layout.first_page();
        const std::uint64_t pages = std::uint64_t{1} << order;
        if (index < layout.page_count() && pages <= layout.page_count() - index &&
            page % pages == 0) {
            return index;
        }
        Pages().free_pages(source, cpu, page, order);
        return HEAP_NO_PAGE;
    }

  private:
    Layout<Atomics> layout_;
    HeapClass* class_;
    std::uint32_t cpu_;
    std::uint32_t number_;
};

} // namespace bimetal::heap
