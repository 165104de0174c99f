// SPDX-License-Identifier: MIT OR Apache-2.0
// Stacks with unmapped memory below, so that running over the end faults instead of corrupting.
#pragma once

#include "kernel/arch/x86_64/paging.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>

namespace bimetal::arch {

struct KernelStack {
    std::uint64_t bottom = 0;
    std::uint64_t top = 0; ///< first address after it, 16-byte aligned

    bool contains(std::uint64_t address) const { return address >= bottom && address < top; }
};

inline constexpr std::size_t kernel_stack_bytes = 32 * 1024;

/// Takes a stack from those given back, or maps a new one. Its mapping is kept for ever, so that no
/// other processor needs to be told. Thread context; fails when memory is exhausted.
std::expected<KernelStack, MapError> allocate_kernel_stack();
void free_kernel_stack(const KernelStack& stack);

/// True when an address lies in the unmapped memory under a kernel stack, there or yet to come.
bool is_stack_guard(std::uint64_t address);

} // namespace bimetal::arch
