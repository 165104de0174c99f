// SPDX-License-Identifier: MIT OR Apache-2.0
//
// serial_stub_cpp_FUNCTION and serial_stub_rust_FUNCTION: what a live image's stub is once it leads
// to that twin.
#include "components/serial/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define SERIAL_JUMP(function, twin) seam_jump serial_stub_##twin##_##function, serial_measured_##twin##_##function;

    .section .text.seam_jumps.serial, "ax", @progbits
    SERIAL_FUNCTIONS(SERIAL_JUMP, cpp)
    SERIAL_FUNCTIONS(SERIAL_JUMP, rust)

    .section .note.GNU-stack, "", @progbits
