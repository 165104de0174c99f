// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A contract whose state every twin lays out alike: a shelf of numbered places.
#ifndef SHELF_SEAM_H
#define SHELF_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(shelf, 1);

/// How a call ended.
SEAM_ENUM(ShelfStatus, uint32_t) {
    SEAM_VALUE(ShelfStatus, ok) = 0,
    SEAM_VALUE(ShelfStatus, null_argument) = 1,
    SEAM_VALUE(ShelfStatus, misaligned) = 2,
    SEAM_VALUE(ShelfStatus, length_overflow) = 3,
    SEAM_VALUE(ShelfStatus, overlap) = 4,
    SEAM_VALUE(ShelfStatus, not_initialised) = 5,
    SEAM_VALUE(ShelfStatus, out_of_range) = 6,
};

/// One place.
typedef struct ShelfPlace {
    uint64_t item;
    uint32_t changes;
    uint32_t reserved;
} ShelfPlace;

/// The shelf.
typedef struct SEAM_SHARED_STATE ShelfState {
    uint64_t mark;
    uint64_t places SEAM_TABLE(ShelfPlace);
    uint64_t weight;
} ShelfState;

typedef struct SEAM_RESULT ShelfItemResult {
    ShelfStatus status;
    uint32_t reserved;
    uint64_t value;
} ShelfItemResult;

SEAM_DECLARATIONS_BEGIN

/// An empty shelf of so many places.
SEAM_ERRORS(null_argument, misaligned, length_overflow)
SEAM_ANSWERS(null, alignment, length)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
ShelfStatus shelf_initialize(ShelfState* state, uint64_t places) SEAM_NOEXCEPT;

/// Ends it.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
ShelfStatus shelf_shutdown(ShelfState* state) SEAM_NOEXCEPT;

/// Puts an item into a place; answers what was there.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
ShelfItemResult shelf_put(ShelfState* state, uint64_t place, uint64_t item) SEAM_NOEXCEPT;

/// Copies a place.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap, out_of_range)
SEAM_ANSWERS(null, alignment, state, overlap, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
ShelfStatus shelf_look(ShelfState* state, uint64_t place, ShelfPlace* copy) SEAM_NOEXCEPT;

/// Adds the bytes to the weight.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
ShelfItemResult shelf_weigh(ShelfState* state, SeamBytes bytes) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t shelf_state_size(void) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t shelf_state_alignment(void) SEAM_NOEXCEPT;

SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t shelf_contract(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
