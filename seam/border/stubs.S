// SPDX-License-Identifier: MIT OR Apache-2.0
//
// border_stub_cpp_FUNCTION and border_stub_rust_FUNCTION: what a live image's stub is once it leads
// to that twin; and the symbols that their callers need to be of the same contract.
#include "seam/border/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define BORDER_JUMP(function, twin) seam_jump border_stub_##twin##_##function, border_##twin##_##function;

    .section .text.seam_jumps.border, "ax", @progbits
    BORDER_FUNCTIONS(BORDER_JUMP, cpp)
    BORDER_FUNCTIONS(BORDER_JUMP, rust)

    .section .rodata.seam_jumps.border, "a", @progbits
    .p2align 3
    .globl BORDER_CONTRACT_SYMBOL(stub_cpp)
    .hidden BORDER_CONTRACT_SYMBOL(stub_cpp)
    .globl BORDER_CONTRACT_SYMBOL(stub_rust)
    .hidden BORDER_CONTRACT_SYMBOL(stub_rust)
BORDER_CONTRACT_SYMBOL(stub_cpp):
BORDER_CONTRACT_SYMBOL(stub_rust):
    .quad 0

    .section .note.GNU-stack, "", @progbits
