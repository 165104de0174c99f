// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// serial_live_FUNCTION: the stubs of a live image.
#include "components/serial/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define SERIAL_STUB(function, component) seam_stub component, function;

    seam_stubs serial
    SERIAL_FUNCTIONS(SERIAL_STUB, serial)

    .section .note.GNU-stack, "", @progbits
