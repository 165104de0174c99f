// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// heap_live_FUNCTION: the stubs of a live image.
#include "components/heap/bindings/generated/contract.h"
#include "seam/runtime/stub.h"

#define HEAP_STUB(function, component) seam_stub component, function;

    seam_stubs heap
    HEAP_FUNCTIONS(HEAP_STUB, heap)

    .section .note.GNU-stack, "", @progbits
