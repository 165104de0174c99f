// SPDX-License-Identifier: MIT OR Apache-2.0
//
// buddy_stub_cpp_FUNCTION and buddy_stub_rust_FUNCTION: what a live image's stub is once it leads
// to that twin.
#include "components/buddy/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define BUDDY_JUMP(function, twin) seam_jump buddy_stub_##twin##_##function, buddy_##twin##_##function;

    .section .text.seam_jumps.buddy, "ax", @progbits
    BUDDY_FUNCTIONS(BUDDY_JUMP, cpp)
    BUDDY_FUNCTIONS(BUDDY_JUMP, rust)

    .section .note.GNU-stack, "", @progbits
