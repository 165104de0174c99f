// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// caller_live_FUNCTION: the stubs of a live image.
#include "seam/border/bindings/caller-generated/contract.h"
#include "seam/runtime/stub.h"

#define CALLER_STUB(function, component) seam_stub component, function;

    seam_stubs caller
    CALLER_FUNCTIONS(CALLER_STUB, caller)

    .section .note.GNU-stack, "", @progbits
