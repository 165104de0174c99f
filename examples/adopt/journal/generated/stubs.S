// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// journal_live_FUNCTION: the stubs of a live image.
#include "journal/generated/contract.h"
#include "seam/runtime/stub.h"

#define JOURNAL_STUB(function, component) seam_stub component, function;

    seam_stubs journal
    JOURNAL_FUNCTIONS(JOURNAL_STUB, journal)

    .section .note.GNU-stack, "", @progbits
