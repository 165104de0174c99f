// SPDX-License-Identifier: MIT OR Apache-2.0
//
// On the host the services themselves are the suite's pages, so that the suite runs on the exports
// that ship.
#include "components/heap/conformance/pages.hpp"

using bimetal::heap::conformance::supplies;

std::uint64_t heap_service_allocate_pages(std::uint64_t source, std::uint32_t /*cpu*/,
                                          std::uint32_t order) noexcept {
    return supplies[source % supplies.size()].allocate(order);
}

void heap_service_free_pages(std::uint64_t source, std::uint32_t /*cpu*/, std::uint64_t page,
                             std::uint32_t order) noexcept {
    supplies[source % supplies.size()].free(page, order);
}
