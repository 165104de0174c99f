// SPDX-License-Identifier: MIT OR Apache-2.0
// What vectors.S leaves on the stack, and the numbers of the vectors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bimetal::arch {

struct TrapFrame {
    std::uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp;
    std::uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
    std::uint64_t vector;
    std::uint64_t error_code;
    std::uint64_t rip, cs, flags, rsp, ss;
};

static_assert(offsetof(TrapFrame, vector) == 15 * 8);
static_assert(offsetof(TrapFrame, rip) == 17 * 8);
static_assert(sizeof(TrapFrame) == 22 * 8);

enum class Vector : std::uint8_t {
    divide_error = 0,
    debug = 1,
    non_maskable = 2,
    breakpoint = 3,
    overflow = 4,
    bound_range = 5,
    invalid_opcode = 6,
    device_not_available = 7,
    double_fault = 8,
    invalid_tss = 10,
    segment_not_present = 11,
    stack_segment = 12,
    general_protection = 13,
    page_fault = 14,
    floating_point = 16,
    alignment_check = 17,
    machine_check = 18,
    simd_floating_point = 19,
    virtualization = 20,
    control_protection = 21,
    first_external = 32,
    // The legacy controllers are masked; their spurious interrupts land here and are dropped.
    legacy_first = 32,
    legacy_last = 47,
    device_first = 48,
    device_last = 0xdf,
    timer = 0xe0,
    reschedule = 0xe1,
    apic_error = 0xfe,
    apic_spurious = 0xff,
};

} // namespace bimetal::arch
