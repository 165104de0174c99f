// SPDX-License-Identifier: MIT OR Apache-2.0
// The kernel's virtual address space, and what the linker script says of the image.
//
//   0xffff800000000000  direct map of memory, never executable
//   0xffffc00000000000  kernel stacks, each over an unmapped guard page
//   0xffffd00000000000  device registers, uncached
//   0xffffe00000000000  windows: temporary mappings, and what tests map
//   0xffffffff80000000  the image
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {
extern const char image_physical_start[];
extern const char entry_end[];
extern const char text_start[];
extern const char text_end[];
extern const char constants_start[];
extern const char constants_end[];
extern const char data_start[];
extern const char data_end[];
extern const char boot_stack_guard[];
extern const char boot_stack_bottom[];
extern const char boot_stack_top[];
}

namespace bimetal::arch {

inline constexpr std::uint64_t page_size = 4096;
/// Physical addresses that the direct map has room for: 64 TiB.
inline constexpr unsigned direct_map_bits = 46;
inline constexpr std::uint64_t direct_map_base = 0xffff800000000000;
inline constexpr std::uint64_t kernel_stacks_base = 0xffffc00000000000;
inline constexpr std::uint64_t device_base = 0xffffd00000000000;
inline constexpr std::uint64_t window_base = 0xffffe00000000000;
inline constexpr std::uint64_t image_base = 0xffffffff80000000;

static_assert(direct_map_base + (std::uint64_t{1} << direct_map_bits) == kernel_stacks_base);

/// Where the direct map shows a physical address.
inline std::uint64_t direct_map_address(std::uint64_t physical) {
    return direct_map_base + physical;
}

template <typename T>
T* direct_map(std::uint64_t physical) {
    return reinterpret_cast<T*>(direct_map_address(physical));
}

/// The physical address of a part of the image.
inline std::uint64_t image_physical(const void* address) {
    return reinterpret_cast<std::uint64_t>(address) - image_base;
}

} // namespace bimetal::arch
