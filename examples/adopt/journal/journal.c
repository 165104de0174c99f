// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C journal behind the contract. A message is two bytes of length, its level, and its text.
#ifndef SEAM_JOURNAL_SELECTION
#define SEAM_JOURNAL_SELECTION c
#endif
#include "journal/client.h"
#include "seam/entry.h"

#include <stddef.h>

enum { header_size = 3 };

/// The first word of a live instance: the contract, and `c` in ASCII.
#define LIVE_MARK (JOURNAL_CONTRACT ^ UINT64_C(0x63))

typedef struct Journal {
    uint64_t mark;
    uint64_t oldest;  // where the oldest message starts, in bytes since the first one ever
    uint64_t newest;  // where the next one will
    uint64_t first;   // number of the oldest message
    uint64_t next;    // number of the next one
    uint64_t dropped; // messages that made room
    uint8_t bytes[JOURNAL_CAPACITY];
} Journal;

SEAM_ASSERT(sizeof(Journal) <= sizeof(JournalState), "the journal fits into its state");

static uint8_t get(const Journal* journal, uint64_t at) {
    return journal->bytes[at % JOURNAL_CAPACITY];
}

static void put(Journal* journal, uint8_t byte) {
    journal->bytes[journal->newest++ % JOURNAL_CAPACITY] = byte;
}

static uint32_t oldest_length(const Journal* journal) {
    return (uint32_t)(get(journal, journal->oldest) | get(journal, journal->oldest + 1) << 8);
}

static void remove_oldest(Journal* journal) {
    journal->oldest += header_size + oldest_length(journal);
    ++journal->first;
}

static JournalStatus status_of(SeamFault fault) {
    switch (fault) {
    case SeamFault_none:
        return JournalStatus_ok;
    case SeamFault_null:
        return JournalStatus_null_argument;
    case SeamFault_misaligned:
        return JournalStatus_misaligned;
    case SeamFault_overflow:
        return JournalStatus_length_overflow;
    default:
        return JournalStatus_overlap;
    }
}

static JournalStatus find(JournalState* state, Journal** journal) {
    const SeamFault fault = seam_judge_memory(state, _Alignof(JournalState));
    if (fault != SeamFault_none) {
        return status_of(fault);
    }
    *journal = (Journal*)state;
    return (*journal)->mark == LIVE_MARK ? JournalStatus_ok : JournalStatus_not_initialised;
}

static SeamExtent extent_of(const JournalState* state) {
    return (SeamExtent){state, sizeof *state};
}

static JournalCountResult failed(JournalStatus status) {
    return (JournalCountResult){status, 0, 0};
}

const uint64_t JOURNAL_SYMBOL = JOURNAL_CONTRACT;

JournalStatus JOURNAL_FUNCTION(initialize)(JournalState* state) {
    const SeamFault fault = seam_judge_memory(state, _Alignof(JournalState));
    if (fault == SeamFault_none) {
        *(Journal*)state = (Journal){.mark = LIVE_MARK};
    }
    return status_of(fault);
}

JournalCountResult JOURNAL_FUNCTION(append)(JournalState* state, JournalLevel level,
                                            SeamBytes text) {
    Journal* journal = NULL;
    JournalStatus status = find(state, &journal);
    if (status == JournalStatus_ok && (level < JournalLevel_note || level > JournalLevel_failure)) {
        status = JournalStatus_invalid_enum;
    }
    if (status == JournalStatus_ok) {
        status =
            status_of(seam_judge_slice((SeamExtent){text.data, text.length}, extent_of(state)));
    }
    if (status == JournalStatus_ok && text.length > JOURNAL_MESSAGE_SIZE) {
        status = JournalStatus_too_long;
    }
    if (status != JournalStatus_ok) {
        return failed(status);
    }
    uint64_t dropped = 0;
    while (JOURNAL_CAPACITY - (journal->newest - journal->oldest) < header_size + text.length) {
        remove_oldest(journal);
        ++dropped;
    }
    journal->dropped += dropped;
    put(journal, (uint8_t)text.length);
    put(journal, (uint8_t)(text.length >> 8));
    put(journal, level);
    for (uint64_t i = 0; i < text.length; ++i) {
        put(journal, text.data[i]);
    }
    ++journal->next;
    return (JournalCountResult){JournalStatus_ok, 0, dropped};
}

JournalStatus JOURNAL_FUNCTION(peek)(JournalState* state, JournalRecord* record) {
    Journal* journal = NULL;
    JournalStatus status = find(state, &journal);
    if (status == JournalStatus_ok) {
        status = status_of(seam_judge_structure((SeamExtent){record, sizeof *record},
                                                _Alignof(JournalRecord), extent_of(state)));
    }
    if (status == JournalStatus_ok && journal->oldest == journal->newest) {
        status = JournalStatus_empty;
    }
    if (status == JournalStatus_ok) {
        *record = (JournalRecord){
            journal->first, oldest_length(journal), get(journal, journal->oldest + 2), {0, 0, 0}};
    }
    return status;
}

JournalCountResult JOURNAL_FUNCTION(take)(JournalState* state, SeamMutableBytes text) {
    Journal* journal = NULL;
    JournalStatus status = find(state, &journal);
    if (status == JournalStatus_ok) {
        status =
            status_of(seam_judge_slice((SeamExtent){text.data, text.length}, extent_of(state)));
    }
    if (status == JournalStatus_ok && journal->oldest == journal->newest) {
        status = JournalStatus_empty;
    }
    if (status == JournalStatus_ok && oldest_length(journal) > text.length) {
        status = JournalStatus_too_small;
    }
    if (status != JournalStatus_ok) {
        return failed(status);
    }
    const uint32_t length = oldest_length(journal);
    for (uint32_t i = 0; i < length; ++i) {
        text.data[i] = get(journal, journal->oldest + header_size + i);
    }
    remove_oldest(journal);
    return (JournalCountResult){JournalStatus_ok, 0, length};
}

JournalStatus JOURNAL_FUNCTION(statistics)(JournalState* state, JournalStatistics* statistics) {
    Journal* journal = NULL;
    JournalStatus status = find(state, &journal);
    if (status == JournalStatus_ok) {
        status = status_of(seam_judge_structure((SeamExtent){statistics, sizeof *statistics},
                                                _Alignof(JournalStatistics), extent_of(state)));
    }
    if (status == JournalStatus_ok) {
        *statistics =
            (JournalStatistics){journal->next, journal->dropped, journal->next - journal->first};
    }
    return status;
}

uint64_t JOURNAL_FUNCTION(state_size)(void) {
    return sizeof(Journal);
}

uint64_t JOURNAL_FUNCTION(state_alignment)(void) {
    return _Alignof(Journal);
}

uint64_t JOURNAL_FUNCTION(contract)(void) {
    return JOURNAL_CONTRACT;
}
