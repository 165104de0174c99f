// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/memory/physical_memory.hpp"

namespace bimetal::memory {

std::string_view describe(MemoryError error) noexcept {
    switch (error) {
    case MemoryError::exhausted:
        return "no free block of that size";
    case MemoryError::invalid_order:
        return "invalid order";
    case MemoryError::misaligned:
        return "misaligned address";
    case MemoryError::out_of_range:
        return "address out of range";
    case MemoryError::reserved:
        return "reserved memory";
    case MemoryError::double_free:
        return "double free";
    case MemoryError::wrong_order:
        return "not the block that was allocated";
    case MemoryError::no_metadata:
        return "too little room for metadata";
    case MemoryError::not_initialised:
        return "not initialised";
    }
    return "unknown error";
}

} // namespace bimetal::memory
