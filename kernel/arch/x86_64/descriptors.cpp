// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/descriptors.hpp"

#include "kernel/arch/x86_64/trap_frame.hpp"

extern "C" const std::uint64_t interrupt_vector_table[256];

namespace bimetal::arch {
namespace {

struct [[gnu::packed]] TablePointer {
    std::uint16_t limit;
    std::uint64_t base;
};

struct InterruptGate {
    std::uint16_t offset_low;
    std::uint16_t selector;
    std::uint8_t stack;
    std::uint8_t type;
    std::uint16_t offset_middle;
    std::uint32_t offset_high;
    std::uint32_t reserved;
};

static_assert(sizeof(InterruptGate) == 16);

constexpr std::uint8_t present_interrupt_gate = 0x8e;

constinit std::array<InterruptGate, 256> interrupt_gates{};

constexpr InterruptStack stack_of(std::size_t vector) {
    switch (static_cast<Vector>(vector)) {
    case Vector::double_fault:
        return InterruptStack::double_fault;
    case Vector::non_maskable:
        return InterruptStack::non_maskable;
    case Vector::machine_check:
        return InterruptStack::machine_check;
    default:
        return InterruptStack::none;
    }
}

} // namespace

void build_interrupt_descriptors() {
    for (std::size_t vector = 0; vector < interrupt_gates.size(); ++vector) {
        const std::uint64_t address = interrupt_vector_table[vector];
        interrupt_gates[vector] = {
            .offset_low = static_cast<std::uint16_t>(address),
            .selector = kernel_code_selector,
            .stack = static_cast<std::uint8_t>(stack_of(vector)),
            .type = present_interrupt_gate,
            .offset_middle = static_cast<std::uint16_t>(address >> 16),
            .offset_high = static_cast<std::uint32_t>(address >> 32),
            .reserved = 0,
        };
    }
}

void load_descriptors(GlobalDescriptors& table, TaskState& state) {
    const auto base = reinterpret_cast<std::uint64_t>(&state);
    constexpr std::uint64_t limit = sizeof(TaskState) - 1;
    table.entries = {
        0,
        0x00af9b000000ffff, // kernel code, 64 bits
        0x00cf93000000ffff, // kernel data
        0x00cff3000000ffff, // user data
        0x00affb000000ffff, // user code, 64 bits
        limit | ((base & 0xffffff) << 16) | (std::uint64_t{0x89} << 40) |
            ((base >> 24 & 0xff) << 56),
        base >> 32,
    };
    const TablePointer global{.limit = sizeof(table.entries) - 1,
                              .base = reinterpret_cast<std::uint64_t>(table.entries.data())};
    asm volatile("lgdt %0" : : "m"(global));
    asm volatile("pushq %0\n"
                 "leaq 1f(%%rip), %%rax\n"
                 "pushq %%rax\n"
                 "lretq\n"
                 "1: movl %1, %%ss\n"
                 "movl %1, %%ds\n"
                 "movl %1, %%es\n"
                 :
                 : "i"(kernel_code_selector), "r"(std::uint32_t{kernel_data_selector})
                 : "rax", "memory");
    asm volatile("ltr %0" : : "r"(task_state_selector));
    const TablePointer interrupts{.limit = sizeof(interrupt_gates) - 1,
                                  .base = reinterpret_cast<std::uint64_t>(interrupt_gates.data())};
    asm volatile("lidt %0" : : "m"(interrupts));
}

} // namespace bimetal::arch
