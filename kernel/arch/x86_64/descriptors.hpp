// SPDX-License-Identifier: MIT OR Apache-2.0
// Segment, task and interrupt descriptors (Intel SDM volume 3, chapters 3, 6 and 8).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bimetal::arch {

inline constexpr std::uint16_t kernel_code_selector = 0x08;
inline constexpr std::uint16_t kernel_data_selector = 0x10;
inline constexpr std::uint16_t user_data_selector = 0x18 | 3;
inline constexpr std::uint16_t user_code_selector = 0x20 | 3;
inline constexpr std::uint16_t task_state_selector = 0x28;

/// Stacks of their own for what may come while the current stack is unusable.
enum class InterruptStack : std::uint8_t {
    none = 0,
    double_fault = 1,
    non_maskable = 2,
    machine_check = 3
};
inline constexpr std::size_t interrupt_stack_count = 3;

struct [[gnu::packed]] TaskState {
    std::uint32_t reserved0 = 0;
    std::array<std::uint64_t, 3> privilege_stack{};
    std::uint64_t reserved1 = 0;
    std::array<std::uint64_t, 7> interrupt_stack{};
    std::uint64_t reserved2 = 0;
    std::uint16_t reserved3 = 0;
    /// Past the limit: no I/O permission map.
    std::uint16_t permission_map = sizeof(TaskState);
};

static_assert(sizeof(TaskState) == 104);

struct GlobalDescriptors {
    alignas(16) std::array<std::uint64_t, 7> entries{};
};

/// Fills the tables for `state` and loads GDT, task register and the shared IDT.
void load_descriptors(GlobalDescriptors& table, TaskState& state);

/// Builds the interrupt descriptor table shared by all processors. Once, before the first load.
void build_interrupt_descriptors();

} // namespace bimetal::arch
