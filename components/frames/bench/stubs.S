// SPDX-License-Identifier: MIT OR Apache-2.0
//
// frames_stub_cpp_FUNCTION and frames_stub_rust_FUNCTION: what a live image's stub is once it leads
// to that twin.
#include "components/frames/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define FRAMES_JUMP(function, twin) seam_jump frames_stub_##twin##_##function, frames_##twin##_##function;

    .section .text.seam_jumps.frames, "ax", @progbits
    FRAMES_FUNCTIONS(FRAMES_JUMP, cpp)
    FRAMES_FUNCTIONS(FRAMES_JUMP, rust)

    .section .note.GNU-stack, "", @progbits
