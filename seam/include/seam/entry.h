// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the entries of a C twin judge with: arguments as they come across the boundary. C++ twins
// and Rust twins get their entries from the generator, which judges in the same order: the
// instance, then one argument after the other.
#ifndef SEAM_ENTRY_H
#define SEAM_ENTRY_H

#include "seam/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What is wrong with an argument; a contract has a status for each.
SEAM_ENUM(SeamFault, uint32_t) {
    SEAM_VALUE(SeamFault, none) = 0,
    SEAM_VALUE(SeamFault, null) = 1, ///< null_argument
    SEAM_VALUE(SeamFault, misaligned) = 2, ///< misaligned
    SEAM_VALUE(SeamFault, overflow) = 3, ///< length_overflow
    SEAM_VALUE(SeamFault, overlap) = 4, ///< overlap
};

/// Bytes that an argument leads to, or those of the instance.
typedef struct SeamExtent {
    const void* data;
    uint64_t length;
} SeamExtent;

/// Whether two extents share a byte; one of length 0 shares none.
static inline bool seam_overlaps(SeamExtent first, SeamExtent second) {
    const uintptr_t first_start = (uintptr_t)first.data;
    const uintptr_t second_start = (uintptr_t)second.data;
    return first.length != 0 && second.length != 0 &&
           (second_start - first_start < first.length ||
            first_start - second_start < second.length);
}

/// Memory that must be there and aligned.
static inline SeamFault seam_judge_memory(const void* memory, uint64_t alignment) {
    if (memory == NULL) {
        return SeamFault_null;
    }
    return (uintptr_t)memory % alignment == 0 ? SeamFault_none : SeamFault_misaligned;
}

/// A structure that was passed by pointer: there, aligned, apart from the instance.
static inline SeamFault seam_judge_structure(SeamExtent structure, uint64_t alignment,
                                             SeamExtent instance) {
    const SeamFault fault = seam_judge_memory(structure.data, alignment);
    if (fault != SeamFault_none) {
        return fault;
    }
    return seam_overlaps(structure, instance) ? SeamFault_overlap : SeamFault_none;
}

/// A slice: possible, and apart from the instance. An empty one may have any pointer.
static inline SeamFault seam_judge_slice(SeamExtent slice, SeamExtent instance) {
    if (slice.length == 0) {
        return SeamFault_none;
    }
    if (slice.data == NULL) {
        return SeamFault_null;
    }
    if (slice.length > PTRDIFF_MAX || slice.length > UINTPTR_MAX - (uintptr_t)slice.data) {
        return SeamFault_overflow;
    }
    return seam_overlaps(slice, instance) ? SeamFault_overlap : SeamFault_none;
}

#endif
