// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/runtime/stub.h"

    seam_stubs toy
    seam_stub toy, number
    seam_stub toy, twice
    seam_stub toy, contract

    .section .note.GNU-stack, "", @progbits
