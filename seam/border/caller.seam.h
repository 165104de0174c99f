// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of `caller`: loops that call `border`, in C++ and in Rust, each exported once for
// each twin and way of reaching it (README.md lists the names). An instance holds the one that it
// calls. Valid C17 and C++23.
//
// For every function: it never blocks and never allocates; calls on one instance never overlap.
// Each answers a sum of what was answered, so that no call can be left out.
#ifndef CALLER_SEAM_H
#define CALLER_SEAM_H

#include "seam/annotations.h"

SEAM_COMPONENT(caller, 1);

#define CALLER_STATE_SIZE 128
#define CALLER_STATE_ALIGNMENT 8

/// How a call ended.
SEAM_ENUM(CallerStatus, uint32_t) {
    SEAM_VALUE(CallerStatus, ok) = 0,
    SEAM_VALUE(CallerStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(CallerStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(CallerStatus, not_initialised) = 3, ///< Not an instance that this twin initialised.
    SEAM_VALUE(CallerStatus, refused) = 4, ///< A call of `border` failed.
};

/// Memory of one instance. It must hold some value when first passed; zeros will do.
typedef struct SEAM_STATE CallerState {
    uint64_t words[CALLER_STATE_SIZE / 8];
} CallerState;

typedef struct SEAM_RESULT CallerSumResult {
    CallerStatus status;
    uint32_t reserved;
    uint64_t value;
} CallerSumResult;

SEAM_DECLARATIONS_BEGIN

/// Initialises what is called.
SEAM_ERRORS(null_argument, misaligned, refused)
SEAM_ANSWERS(null, alignment)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerStatus caller_initialize(CallerState* state) SEAM_NOEXCEPT;

/// Ends the instance.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerStatus caller_shutdown(CallerState* state) SEAM_NOEXCEPT;

/// Calls value() `rounds` times.
SEAM_ERRORS(null_argument, misaligned, not_initialised, refused)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerSumResult caller_value(CallerState* state, uint64_t rounds) SEAM_NOEXCEPT;

/// Calls result() `rounds` times.
SEAM_ERRORS(null_argument, misaligned, not_initialised, refused)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerSumResult caller_result(CallerState* state, uint64_t rounds) SEAM_NOEXCEPT;

/// Calls slice() `rounds` times, with eight bytes.
SEAM_ERRORS(null_argument, misaligned, not_initialised, refused)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerSumResult caller_slice(CallerState* state, uint64_t rounds) SEAM_NOEXCEPT;

/// Calls callback() `rounds` times.
SEAM_ERRORS(null_argument, misaligned, not_initialised, refused)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
CallerSumResult caller_callback(CallerState* state, uint64_t rounds) SEAM_NOEXCEPT;

/// How many bytes of a CallerState the twin uses.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t caller_state_size(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t caller_state_alignment(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t caller_contract(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
