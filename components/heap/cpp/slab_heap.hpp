// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin. The algorithm is described in components/heap/README.md.
#pragma once

#include "components/heap/bindings/generated/twin.hpp"
#include "components/heap/cpp/atomics.hpp"
#include "components/heap/cpp/classes.hpp"
#include "components/heap/cpp/layout.hpp"
#include "components/heap/cpp/slabs.hpp"
#include "components/heap/cpp/survey.hpp"

#include <cstdint>

namespace bimetal::heap {

/// The heap in the shared layout. The contract of the functions is in heap.seam.h.
template <class Atomics, Services Pages>
class SlabHeap {
  public:
    static Result<void> initialize(Shared shared, std::uint64_t first_page, std::uint32_t cpu_count,
                                   std::uint64_t source) {
        const std::uint64_t pages = shared.table.size();
        if (pages == 0 || pages > HEAP_PAGE_LIMIT || first_page > HEAP_PAGE_NUMBER_LIMIT ||
            pages > HEAP_PAGE_NUMBER_LIMIT - first_page || cpu_count == 0 ||
            cpu_count > HEAP_CPU_CAPACITY) {
            return failure(HeapStatus::out_of_range);
        }
        shared.state.first_page = first_page;
        shared.state.cpu_count = cpu_count;
        shared.state.source = source;
        for (HeapPage& page : shared.table) {
            page = {};
        }
        return {};
    }

    static void shutdown(Shared shared) {
        const Layout<Atomics> layout(shared);
        for (std::uint64_t index = 0; index < layout.page_count(); ++index) {
            HeapPage* const page = layout.page(index);
            if (page == nullptr) {
                return;
            }
            const Head head = layout.head_of(*page);
            if (head.kind() == HEAP_KIND_SLAB || head.kind() == HEAP_KIND_LARGE) {
                free_pages(layout, 0, index, head.order());
            }
        }
    }

    [[gnu::always_inline]] static Result<std::uint64_t>
    allocate(const Shared& shared, std::uint32_t cpu, std::uint64_t size, std::uint64_t alignment,
             std::uint32_t owner) {
        const Layout<Atomics> layout(shared);
        if (cpu >= layout.cpu_count() || owner >= HEAP_OWNER_COUNT) [[unlikely]] {
            return failure(HeapStatus::out_of_range);
        }
        HeapCpu& own = layout.state().cpus[cpu];
        std::uint32_t size_class = 0;
        if (size <= HEAP_LARGEST_CLASS && alignment - 1 < HEAP_GRANULE &&
            (alignment & (alignment - 1)) == 0) [[likely]] {
            size_class = class_of_granules[(size + HEAP_GRANULE - 1) / HEAP_GRANULE];
        } else {
            if (!Request::is_possible(size, alignment)) {
                return failure(HeapStatus::out_of_range);
            }
            const Request request = Request::of(size, alignment);
            if (request.size_class == Request::large) {
                return allocate_large(layout.state(), layout.pages(), layout.page_count(), cpu,
                                      request.order, owner);
            }
            size_class = request.size_class;
        }
        HeapMagazine& magazine = own.magazines[size_class];
        std::uint64_t count = layout.load(magazine.count);
        if (count == 0) [[unlikely]] {
            count = refill(layout.state(), layout.pages(), layout.page_count(), cpu, size_class);
            if (count == 0) {
                return failure(HeapStatus::exhausted);
            }
        }
        if (count > HEAP_MAGAZINE_CAPACITY) [[unlikely]] {
            return failure(HeapStatus::corrupt);
        }
        const std::uint64_t address = layout.load(magazine.blocks[count - 1]);
        Atomics::store(magazine.count, count - 1);
        count_block(own.owners[owner], 1, class_at(size_class).size);
        return address;
    }

    [[gnu::always_inline]] static Result<void> free(const Shared& shared, std::uint32_t cpu,
                                                    std::uint64_t address, std::uint32_t owner) {
        return give_back(shared, cpu, address, owner, [](std::uint64_t) { return true; });
    }

    [[gnu::always_inline]] static Result<void> free_sized(const Shared& shared, std::uint32_t cpu,
                                                          std::uint64_t address, std::uint64_t size,
                                                          std::uint64_t alignment,
                                                          std::uint32_t owner) {
        if (!Request::is_possible(size, alignment)) [[unlikely]] {
            return failure(HeapStatus::out_of_range);
        }
        return give_back(shared, cpu, address, owner, [&](std::uint64_t bytes) {
            return Request::of(size, alignment).fits(bytes);
        });
    }

    [[gnu::always_inline]] static Result<void> resize(const Shared& shared, std::uint64_t address,
                                                      std::uint64_t size) {
        if (size > HEAP_LARGEST_BLOCK) {
            return failure(HeapStatus::out_of_range);
        }
        const auto bytes = size_of(shared, address);
        if (!bytes) {
            return failure(bytes.error());
        }
        return Request::of(size, 1).fits(*bytes) ? Result<void>() : failure(HeapStatus::must_move);
    }

    [[gnu::always_inline]] static Result<std::uint64_t> size_of(const Shared& shared,
                                                                std::uint64_t address) {
        const Layout<Atomics> layout(shared);
        const std::uint64_t index = layout.index_of(address);
        HeapPage* const page = layout.page(index);
        if (page == nullptr) {
            return failure(HeapStatus::foreign);
        }
        const Head head = layout.head_of(*page);
        if (head.kind() == HEAP_KIND_LARGE && address % HEAP_PAGE_SIZE == 0) {
            return std::uint64_t{HEAP_PAGE_SIZE} << head.order();
        }
        const auto place = used_block(layout, address, index, head);
        if (!place) {
            return failure(place.error());
        }
        return class_at(place->size_class).size;
    }

    static Result<void> drain(Shared shared, std::uint32_t cpu) {
        const Layout<Atomics> layout(shared);
        if (cpu >= layout.cpu_count()) {
            return failure(HeapStatus::out_of_range);
        }
        const HeapStatus status =
            drain_own(layout.state(), layout.pages(), layout.page_count(), cpu);
        return status == HeapStatus::ok ? Result<void>() : failure(status);
    }

    static HeapStatistics statistics(Shared shared) {
        return Survey<Atomics>(Layout<Atomics>(shared)).count();
    }

    static Result<HeapClassStatistics> class_statistics(Shared shared, std::uint32_t size_class) {
        if (size_class >= HEAP_CLASS_COUNT) {
            return failure(HeapStatus::out_of_range);
        }
        return Survey<Atomics>(Layout<Atomics>(shared)).count_class(size_class);
    }

    static Result<void> check(Shared shared) {
        return Survey<Atomics>(Layout<Atomics>(shared)).is_consistent()
                   ? Result<void>()
                   : failure(HeapStatus::corrupt);
    }

    static Result<std::uint64_t> digest(Shared shared, HeapDigest kind) {
        const Survey<Atomics> survey{Layout<Atomics>(shared)};
        return kind == HeapDigest::logical ? survey.logical_digest() : survey.exact_digest();
    }

  private:
    using OfClass = Slabs<Atomics, Pages>;

    // What is not inlined gets the layout in parts: as a whole it would be handed on in memory, and
    // every call would wait until it is there.

    static void free_pages(const Layout<Atomics>& layout, std::uint32_t cpu, std::uint64_t index,
                           std::uint32_t order) {
        Pages().free_pages(layout.load(layout.state().source), cpu, layout.first_page() + index,
                           order);
    }

    /// Only this CPU writes what it counts; others read it.
    [[gnu::always_inline]] static void count_block(HeapOwner& owner, std::uint64_t blocks,
                                                   std::uint64_t bytes) {
        Atomics::store(owner.blocks, Layout<Atomics>::load(owner.blocks) + blocks);
        Atomics::store(owner.bytes, Layout<Atomics>::load(owner.bytes) + bytes);
    }

    /// A block of a slab that is not free.
    [[nodiscard, gnu::always_inline]] static Result<Place> used_block(const Layout<Atomics>& layout,
                                                                      std::uint64_t address,
                                                                      std::uint64_t index,
                                                                      Head head) {
        if (!head.is_of_slab()) [[unlikely]] {
            return failure(HeapStatus::not_a_block);
        }
        const auto place = place_of(layout, address, index, head);
        if (place && (layout.load(place->page->taken[place->word()]) & place->bit()) == 0)
            [[unlikely]] {
            return failure(HeapStatus::double_free);
        }
        return place;
    }

    template <class IsRight>
    [[gnu::always_inline]] static Result<void> give_back(const Shared& shared, std::uint32_t cpu,
                                                         std::uint64_t address, std::uint32_t owner,
                                                         IsRight is_right) {
        const Layout<Atomics> layout(shared);
        if (cpu >= layout.cpu_count() || owner >= HEAP_OWNER_COUNT) [[unlikely]] {
            return failure(HeapStatus::out_of_range);
        }
        const std::uint64_t index = layout.index_of(address);
        HeapPage* const page = layout.page(index);
        if (page == nullptr) [[unlikely]] {
            return failure(HeapStatus::foreign);
        }
        const Head head = layout.head_of(*page);
        if (head.kind() == HEAP_KIND_LARGE) [[unlikely]] {
            if (address % HEAP_PAGE_SIZE != 0) {
                return failure(HeapStatus::not_a_block);
            }
            if (!is_right(std::uint64_t{HEAP_PAGE_SIZE} << head.order())) {
                return failure(HeapStatus::wrong_size);
            }
            return free_large(layout.state(), layout.pages(), layout.page_count(), cpu, address,
                              owner);
        }
        const auto place = used_block(layout, address, index, head);
        if (!place) [[unlikely]] {
            return failure(place.error());
        }
        const SizeClass& of_class = class_at(place->size_class);
        if (!is_right(of_class.size)) [[unlikely]] {
            return failure(HeapStatus::wrong_size);
        }
        HeapCpu& own = layout.state().cpus[cpu];
        HeapMagazine& magazine = own.magazines[place->size_class];
        std::uint64_t count = layout.load(magazine.count);
        bool all = true;
        if (count >= of_class.kept) [[unlikely]] {
            if (count > HEAP_MAGAZINE_CAPACITY) {
                return failure(HeapStatus::corrupt);
            }
            all =
                spill(layout.state(), layout.pages(), layout.page_count(), cpu, place->size_class);
            count = layout.load(magazine.count);
        }
        Atomics::store(magazine.blocks[count], address);
        Atomics::store(magazine.count, count + 1);
        count_block(own.owners[owner], ~std::uint64_t{0}, ~std::uint64_t{of_class.size} + 1);
        return all ? Result<void>() : failure(HeapStatus::earlier_double_free);
    }

    [[gnu::noinline]] static Result<std::uint64_t>
    allocate_large(HeapState& state, HeapPage* pages, std::uint64_t page_count, std::uint32_t cpu,
                   std::uint32_t order, std::uint32_t owner) {
        const Layout<Atomics> layout(state, pages, page_count);
        std::uint64_t index = OfClass::take_pages(layout, cpu, order);
        if (index == HEAP_NO_PAGE) {
            drain_own(layout.state(), layout.pages(), layout.page_count(), cpu);
            index = OfClass::take_pages(layout, cpu, order);
        }
        HeapPage* const page = layout.page(index);
        if (page == nullptr) {
            return failure(HeapStatus::exhausted);
        }
        const std::uint64_t taken = std::uint64_t{1} << order;
        Atomics::store(page->head, Head::large(order).word);
        layout.add(layout.state().large_blocks, 1);
        layout.add(layout.state().large_pages, taken);
        count_block(layout.state().cpus[cpu].owners[owner], 1, taken * HEAP_PAGE_SIZE);
        return layout.address_of(index);
    }

    [[gnu::noinline]] static Result<void> free_large(HeapState& state, HeapPage* pages,
                                                     std::uint64_t page_count, std::uint32_t cpu,
                                                     std::uint64_t address, std::uint32_t owner) {
        const Layout<Atomics> layout(state, pages, page_count);
        const std::uint64_t index = layout.index_of(address);
        HeapPage* const page = layout.page(index);
        if (page == nullptr) {
            return failure(HeapStatus::foreign);
        }
        std::uint64_t word = Atomics::load(page->head, std::memory_order_relaxed);
        const Head head{word};
        // Of two that free it, one does.
        do {
            if (word != head.word || head.kind() != HEAP_KIND_LARGE) {
                return failure(HeapStatus::not_a_block);
            }
        } while (!Atomics::compare_exchange(page->head, word, 0, std::memory_order_relaxed));
        const std::uint64_t given = std::uint64_t{1} << head.order();
        layout.add(layout.state().large_blocks, ~std::uint64_t{0});
        layout.add(layout.state().large_pages, ~given + 1);
        count_block(layout.state().cpus[cpu].owners[owner], ~std::uint64_t{0},
                    ~(given * HEAP_PAGE_SIZE) + 1);
        free_pages(layout, cpu, index, head.order());
        return {};
    }

    /// Fills an empty magazine up to a half, with what this CPU keeps elsewhere if there is nothing
    /// else; answers how many blocks came.
    [[gnu::cold, gnu::noinline]] static std::uint64_t refill(HeapState& state, HeapPage* pages,
                                                             std::uint64_t page_count,
                                                             std::uint32_t cpu,
                                                             std::uint32_t size_class) {
        const Layout<Atomics> layout(state, pages, page_count);
        std::uint64_t count = fetch(layout, cpu, size_class);
        if (count == 0) {
            drain_own(layout.state(), layout.pages(), layout.page_count(), cpu);
            count = fetch(layout, cpu, size_class);
        }
        return count;
    }

    static std::uint64_t fetch(const Layout<Atomics>& layout, std::uint32_t cpu,
                               std::uint32_t size_class) {
        HeapMagazine& magazine = layout.state().cpus[cpu].magazines[size_class];
        std::uint64_t count = 0;
        static_cast<void>(OfClass(layout, cpu, size_class)
                              .take(class_at(size_class).batch, [&](std::uint64_t address) {
                                  if (count < HEAP_MAGAZINE_CAPACITY) {
                                      Atomics::store(magazine.blocks[count], address);
                                      ++count;
                                  }
                              }));
        Atomics::store(magazine.count, count);
        return count;
    }

    /// Gives back the older half of a full magazine.
    [[nodiscard, gnu::cold, gnu::noinline]] static bool spill(HeapState& state, HeapPage* pages,
                                                              std::uint64_t page_count,
                                                              std::uint32_t cpu,
                                                              std::uint32_t size_class) {
        const Layout<Atomics> layout(state, pages, page_count);
        HeapMagazine& magazine = layout.state().cpus[cpu].magazines[size_class];
        const std::uint64_t count =
            std::min<std::uint64_t>(layout.load(magazine.count), HEAP_MAGAZINE_CAPACITY);
        const std::uint64_t batch = std::min<std::uint64_t>(count, class_at(size_class).batch);
        const OfClass slabs(layout, cpu, size_class);
        const bool all = slabs.give(magazine.blocks, batch);
        for (std::uint64_t index = batch; index < count; ++index) {
            Atomics::store(magazine.blocks[index - batch], layout.load(magazine.blocks[index]));
        }
        Atomics::store(magazine.count, count - batch);
        slabs.trim_if_many();
        return all;
    }

    /// Empties the magazines of a CPU, and gives all empty slabs back.
    [[gnu::cold, gnu::noinline]] static HeapStatus
    drain_own(HeapState& state, HeapPage* pages, std::uint64_t page_count, std::uint32_t cpu) {
        const Layout<Atomics> layout(state, pages, page_count);
        HeapStatus status = HeapStatus::ok;
        for (std::uint32_t size_class = 0; size_class < HEAP_CLASS_COUNT; ++size_class) {
            HeapMagazine& magazine = layout.state().cpus[cpu].magazines[size_class];
            const OfClass slabs(layout, cpu, size_class);
            const std::uint64_t count = layout.load(magazine.count);
            if (count > HEAP_MAGAZINE_CAPACITY) {
                status = HeapStatus::corrupt;
                continue;
            }
            if (!slabs.give(magazine.blocks, count) && status == HeapStatus::ok) {
                status = HeapStatus::earlier_double_free;
            }
            // Nothing is left of what was here, so that instances with the same blocks look alike.
            // Unrolled, as compilers do by themselves where the loop is Rust's.
#pragma clang loop unroll(full)
            for (std::uint64_t& block : magazine.blocks) {
                Atomics::store(block, 0);
            }
            Atomics::store(magazine.count, 0);
            slabs.trim(0);
        }
        return status;
    }
};

} // namespace bimetal::heap
