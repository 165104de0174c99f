// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where the measured heaps get their pages: as quick as can be, so that it is the heap that is
// measured. No memory stands behind them.
#pragma once

#include <cstdint>

namespace bimetal::heap::bench {

inline constexpr std::uint64_t first_page = 0x100000;
inline constexpr std::uint64_t page_capacity = 8'192;

/// All pages are there again.
void reset_pages();

} // namespace bimetal::heap::bench
