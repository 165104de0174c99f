// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/early_heap.hpp"

namespace bimetal::memory {

std::string_view describe(HeapError error) noexcept {
    switch (error) {
    case HeapError::foreign_pointer:
        return "not a block of this heap";
    case HeapError::not_a_block:
        return "not the start of a block";
    case HeapError::double_free:
        return "double free";
    }
    return "unknown error";
}

} // namespace bimetal::memory
