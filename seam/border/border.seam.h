// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of `border`, whose functions do next to nothing: what is measured of them is the
// call. Valid C17 and C++23.
//
// For every function: it never blocks and never allocates; calls on one instance never overlap;
// memory that is passed stays the caller's and is not kept.
#ifndef BORDER_SEAM_H
#define BORDER_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(border, 1);

#define BORDER_STATE_SIZE 32
#define BORDER_STATE_ALIGNMENT 8

/// How a call ended.
SEAM_ENUM(BorderStatus, uint32_t) {
    SEAM_VALUE(BorderStatus, ok) = 0,
    SEAM_VALUE(BorderStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(BorderStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(BorderStatus, length_overflow) = 3, ///< A slice would pass the end of memory.
    SEAM_VALUE(BorderStatus, overlap) = 4, ///< A slice overlaps the instance.
    SEAM_VALUE(BorderStatus, not_initialised) = 5, ///< Not an instance that this twin initialised.
    SEAM_VALUE(BorderStatus, odd) = 6, ///< The number is odd, which result() does not take.
};

/// Memory of one instance. It must hold some value when first passed; zeros will do.
typedef struct SEAM_STATE BorderState {
    uint64_t words[BORDER_STATE_SIZE / 8];
} BorderState;

typedef struct SEAM_RESULT BorderNumberResult {
    BorderStatus status;
    uint32_t reserved;
    uint64_t value;
} BorderNumberResult;

SEAM_DECLARATIONS_BEGIN

/// An instance whose total is 0.
SEAM_ERRORS(null_argument, misaligned)
SEAM_ANSWERS(null, alignment)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderStatus border_initialize(BorderState* state) SEAM_NOEXCEPT;

/// Ends the instance.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderStatus border_shutdown(BorderState* state) SEAM_NOEXCEPT;

/// Plain values: a number in, a status out. Adds the number to the total.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderStatus border_value(BorderState* state, uint64_t number) SEAM_NOEXCEPT;

/// A result: adds an even number to the total, and answers that.
SEAM_ERRORS(null_argument, misaligned, not_initialised, odd)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderNumberResult border_result(BorderState* state, uint64_t number) SEAM_NOEXCEPT;

/// A slice: adds its length and its first byte to the total, and answers that.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderNumberResult border_slice(BorderState* state, SeamBytes bytes) SEAM_NOEXCEPT;

/// A callback: adds what the service next() answers to the total, and answers that.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BorderNumberResult border_callback(BorderState* state, uint64_t number) SEAM_NOEXCEPT;

/// How many bytes of a BorderState the twin uses.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t border_state_size(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t border_state_alignment(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t border_contract(void) SEAM_NOEXCEPT;

/// The number after that number. Both twins are given the same service, in C++, as the core's are.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t border_service_next(uint64_t number) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
