// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// border_live_FUNCTION: the stubs of a live image.
#include "seam/border/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define BORDER_STUB(function, component) seam_stub component, function;

    seam_stubs border
    BORDER_FUNCTIONS(BORDER_STUB, border)

    .section .note.GNU-stack, "", @progbits
