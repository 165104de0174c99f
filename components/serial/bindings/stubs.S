// SPDX-License-Identifier: MIT OR Apache-2.0
//
// serial_live_NAME: the stubs of a live image.
#include "components/serial/bindings/functions.h"
#include "seam/runtime/stub.h"

#define SERIAL_STUB(function, component) seam_stub component, function;

    seam_stubs serial
    SERIAL_FUNCTIONS(SERIAL_STUB, serial)

    .section .note.GNU-stack, "", @progbits
