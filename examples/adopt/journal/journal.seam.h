// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of `journal`: the last messages of the kernel, in a ring; the oldest make room for
// new ones. Valid C17 and C++23. Calls on one instance never overlap, and nothing blocks.
//
// C chooses the twin with SEAM_JOURNAL_SELECTION: journal_c_NAME or journal_rust_NAME.
#ifndef JOURNAL_SEAM_H
#define JOURNAL_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(journal, 1);

#define JOURNAL_STATE_SIZE 1088
#define JOURNAL_CAPACITY 1024
#define JOURNAL_MESSAGE_SIZE 200

/// How a call ended.
SEAM_ENUM(JournalStatus, uint32_t) {
    SEAM_VALUE(JournalStatus, ok) = 0,
    SEAM_VALUE(JournalStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(JournalStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(JournalStatus, length_overflow) = 3, ///< A slice would pass the end of memory.
    SEAM_VALUE(JournalStatus, invalid_enum) = 4, ///< A level is none.
    SEAM_VALUE(JournalStatus, overlap) = 5, ///< A slice or structure overlaps the instance.
    SEAM_VALUE(JournalStatus, not_initialised) = 6, ///< Not an instance of this twin.
    SEAM_VALUE(JournalStatus,
               too_long) = 7, ///< A message has more than JOURNAL_MESSAGE_SIZE bytes.
    SEAM_VALUE(JournalStatus,
               too_small) = 8, ///< The message does not fit into the slice; it stays.
    SEAM_VALUE(JournalStatus, empty) = 9, ///< There is no message.
};

SEAM_ENUM(JournalLevel, uint8_t) {
    SEAM_VALUE(JournalLevel, note) = 1,
    SEAM_VALUE(JournalLevel, warning) = 2,
    SEAM_VALUE(JournalLevel, failure) = 3,
};

/// What a message is, besides its text.
typedef struct JournalRecord {
    uint64_t number; ///< Of the message, from 0 on.
    uint32_t length; ///< Of its text, in bytes.
    JournalLevel level;
    uint8_t reserved[3];
} JournalRecord;

/// Counted since initialize().
typedef struct JournalStatistics {
    uint64_t appended; ///< Messages taken in.
    uint64_t dropped;  ///< Messages that made room for others.
    uint64_t held;     ///< Messages that can be taken out.
} JournalStatistics;

/// Memory of one instance. It must hold some value when first passed; zeros will do.
typedef struct SEAM_STATE JournalState {
    uint64_t words[JOURNAL_STATE_SIZE / 8];
} JournalState;

typedef struct SEAM_RESULT JournalCountResult {
    JournalStatus status;
    uint32_t reserved;
    uint64_t value;
} JournalCountResult;

#if defined(SEAM_JOURNAL_SELECTION) && !defined(__cplusplus)
#define JOURNAL_PASTE_(selection, function) journal_##selection##_##function
#define JOURNAL_PASTE(selection, function) JOURNAL_PASTE_(selection, function)
#define JOURNAL_FUNCTION(function) JOURNAL_PASTE(SEAM_JOURNAL_SELECTION, function)
#else
#define JOURNAL_FUNCTION(function) journal_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// An empty journal. An instance may be initialised again; what it held is dropped.
SEAM_ERRORS(null_argument, misaligned)
SEAM_ANSWERS(null, alignment)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
JournalStatus JOURNAL_FUNCTION(initialize)(JournalState* state) SEAM_NOEXCEPT;

/// Takes a message in. The value is how many old ones made room for it.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, length_overflow, overlap,
            too_long)
SEAM_ANSWERS(null, alignment, state, enum, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
JournalCountResult JOURNAL_FUNCTION(append)(JournalState* state, JournalLevel level,
                                            SeamBytes text) SEAM_NOEXCEPT;

/// Describes the oldest message, which stays.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap, empty)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
JournalStatus JOURNAL_FUNCTION(peek)(JournalState* state, JournalRecord* record) SEAM_NOEXCEPT;

/// Moves the text of the oldest message out. The value is its length.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap, too_small, empty)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
JournalCountResult JOURNAL_FUNCTION(take)(JournalState* state, SeamMutableBytes text) SEAM_NOEXCEPT;

/// Copies the counters.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
JournalStatus JOURNAL_FUNCTION(statistics)(JournalState* state,
                                           JournalStatistics* statistics) SEAM_NOEXCEPT;

/// How many bytes of a JournalState the twin uses.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t JOURNAL_FUNCTION(state_size)(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t JOURNAL_FUNCTION(state_alignment)(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t JOURNAL_FUNCTION(contract)(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
