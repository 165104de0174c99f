// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/function_map.hpp"

#include <cstddef>
#include <vector>

namespace bimetal::image {

/// A backtrace table in the layout of kernel/debug/backtrace_table.hpp, and where its bytes go.
struct Table {
    std::vector<std::byte> bytes;
    std::size_t functions = 0;
    std::size_t symbols = 0;
    std::size_t inlined_calls = 0;
    std::size_t name_bytes = 0;
    std::size_t range_bytes = 0;
    std::size_t inlining_bytes = 0;
};

/// Fails when a function lies where the table cannot express its address.
Result<Table> write_table(const FunctionMap& map);

} // namespace bimetal::image
