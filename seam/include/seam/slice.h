// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Slices as they cross the boundary, for C17 and C++23.
#ifndef SEAM_SLICE_H
#define SEAM_SLICE_H

#include "seam/annotations.h"

/// Bytes to read: `length` bytes at `data`. An empty slice may have any pointer, null included.
typedef struct SeamBytes {
    const uint8_t* data;
    uint64_t length;
} SeamBytes;

/// Bytes to write, otherwise as SeamBytes.
typedef struct SeamMutableBytes {
    uint8_t* data;
    uint64_t length;
} SeamMutableBytes;

SEAM_ASSERT(sizeof(SeamBytes) == 16, "a slice travels in two registers");
SEAM_ASSERT(sizeof(SeamMutableBytes) == 16, "a slice travels in two registers");

#endif
