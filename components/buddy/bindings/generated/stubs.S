// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// buddy_live_FUNCTION: the stubs of a live image.
#include "components/buddy/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define BUDDY_STUB(function, component) seam_stub component, function;

    seam_stubs buddy
    BUDDY_FUNCTIONS(BUDDY_STUB, buddy)

    .section .note.GNU-stack, "", @progbits
