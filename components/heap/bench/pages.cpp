// SPDX-License-Identifier: MIT OR Apache-2.0
#include "components/heap/bench/pages.hpp"

#include "components/heap/bindings/supplied.hpp"

#include <array>
#include <atomic>

namespace bimetal::heap::bench {
namespace {

/// Blocks of one order that came back, the last one first. Nothing is ever joined again.
struct Returned {
    std::uint32_t count = 0;
    std::array<std::uint32_t, page_capacity> pages{};
};

struct Pages {
    std::uint64_t used = 0;
    std::array<Returned, HEAP_MAX_ORDER + 1> returned{};
};

constinit Pages pages{};
constinit std::atomic<bool> lock = false;

template <class Use>
std::uint64_t with_pages(Use use) {
    while (lock.exchange(true, std::memory_order_acquire)) {
    }
    const std::uint64_t answer = use();
    lock.store(false, std::memory_order_release);
    return answer;
}

} // namespace

void reset_pages() {
    pages.used = 0;
    for (Returned& returned : pages.returned) {
        returned.count = 0;
    }
}

} // namespace bimetal::heap::bench

std::uint64_t heap_supply_allocate_pages(std::uint64_t /*source*/, std::uint32_t /*cpu*/,
                                         std::uint32_t order) noexcept {
    using namespace bimetal::heap::bench;
    return with_pages([&]() -> std::uint64_t {
        if (order > HEAP_MAX_ORDER) {
            return HEAP_NO_PAGE;
        }
        Returned& returned = pages.returned[order];
        const std::uint32_t last = returned.count - 1;
        if (last < page_capacity) {
            returned.count = last;
            return first_page + returned.pages[last];
        }
        const std::uint64_t size = std::uint64_t{1} << order;
        const std::uint64_t first = (pages.used + size - 1) & ~(size - 1);
        if (first + size > page_capacity) {
            return HEAP_NO_PAGE;
        }
        pages.used = first + size;
        return first_page + first;
    });
}

void heap_supply_free_pages(std::uint64_t /*source*/, std::uint32_t /*cpu*/, std::uint64_t page,
                            std::uint32_t order) noexcept {
    using namespace bimetal::heap::bench;
    with_pages([&] {
        if (order <= HEAP_MAX_ORDER) {
            Returned& returned = pages.returned[order];
            const std::uint32_t count = returned.count;
            if (count < page_capacity) {
                returned.pages[count] = static_cast<std::uint32_t>(page - first_page);
                returned.count = count + 1;
            }
        }
        return std::uint64_t{0};
    });
}
