// SPDX-License-Identifier: MIT OR Apache-2.0
//
// heap_stub_cpp_FUNCTION and heap_stub_rust_FUNCTION: what a live image's stub is once it leads
// to that twin.
#include "components/heap/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define HEAP_JUMP(function, twin) seam_jump heap_stub_##twin##_##function, heap_supplied_##twin##_##function;

    .section .text.seam_jumps.heap, "ax", @progbits
    HEAP_FUNCTIONS(HEAP_JUMP, cpp)
    HEAP_FUNCTIONS(HEAP_JUMP, rust)

    .section .note.GNU-stack, "", @progbits
