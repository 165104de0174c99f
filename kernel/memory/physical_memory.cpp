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
    case MemoryError::unmanaged:
        return "not managed memory";
    case MemoryError::double_free:
        return "double free";
    case MemoryError::wrong_order:
        return "not the block that was allocated";
    case MemoryError::not_initialised:
        return "not initialised";
    case MemoryError::corrupt:
        return "the frame allocator's state is corrupt";
    }
    return "unknown error";
}

} // namespace bimetal::memory
