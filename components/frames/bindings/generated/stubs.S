// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// frames_live_FUNCTION: the stubs of a live image.
#include "components/frames/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define FRAMES_STUB(function, component) seam_stub component, function;

    seam_stubs frames
    FRAMES_FUNCTIONS(FRAMES_STUB, frames)

    .section .note.GNU-stack, "", @progbits
