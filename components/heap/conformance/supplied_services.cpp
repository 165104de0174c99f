// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The services of the supplied exports: the suite's pages.
#include "components/heap/bindings/supplied.hpp"
#include "components/heap/conformance/pages.hpp"

using bimetal::heap::conformance::supplies;

std::uint64_t heap_supply_allocate_pages(std::uint64_t source, std::uint32_t /*cpu*/,
                                         std::uint32_t order) noexcept {
    return supplies[source % supplies.size()].allocate(order);
}

void heap_supply_free_pages(std::uint64_t source, std::uint32_t /*cpu*/, std::uint64_t page,
                            std::uint32_t order) noexcept {
    supplies[source % supplies.size()].free(page, order);
}
