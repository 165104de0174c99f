// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The last messages of the kernel, in a ring; the oldest make room for new ones.
#ifndef ADOPT_JOURNAL_H
#define ADOPT_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

enum { journal_capacity = 1024, journal_message_size = 200 };

enum journal_level { journal_note = 1, journal_warning = 2, journal_failure = 3 };

struct journal {
    uint64_t oldest;  // where the oldest message starts, in bytes since the first one ever
    uint64_t newest;  // where the next one will
    uint64_t first;   // number of the oldest message
    uint64_t next;    // number of the next one
    uint64_t dropped; // messages that made room
    uint8_t bytes[journal_capacity];
};

struct journal_record {
    uint64_t number;
    uint32_t length;
    enum journal_level level;
};

void journal_initialize(struct journal* journal);

/// How many messages made room for this one; -1 if it is too long.
int journal_append(struct journal* journal, enum journal_level level, const char* text,
                   size_t length);

/// Describes the oldest message; -1 if there is none.
int journal_peek(const struct journal* journal, struct journal_record* record);

/// Moves the oldest message out. Its length; -1 if there is none or it does not fit.
int journal_take(struct journal* journal, char* text, size_t size);

#endif
