// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A message is two bytes of length, its level, and its text.
#include "before/journal.h"

enum { header_size = 3 };

static uint8_t get(const struct journal* journal, uint64_t at) {
    return journal->bytes[at % journal_capacity];
}

static void put(struct journal* journal, uint8_t byte) {
    journal->bytes[journal->newest++ % journal_capacity] = byte;
}

static uint32_t oldest_length(const struct journal* journal) {
    return (uint32_t)(get(journal, journal->oldest) | get(journal, journal->oldest + 1) << 8);
}

static void remove_oldest(struct journal* journal) {
    journal->oldest += header_size + oldest_length(journal);
    ++journal->first;
}

void journal_initialize(struct journal* journal) {
    *journal = (struct journal){0};
}

int journal_append(struct journal* journal, enum journal_level level, const char* text,
                   size_t length) {
    if (length > journal_message_size) {
        return -1;
    }
    int dropped = 0;
    while (journal_capacity - (journal->newest - journal->oldest) < header_size + length) {
        remove_oldest(journal);
        ++dropped;
    }
    journal->dropped += (uint64_t)dropped;
    put(journal, (uint8_t)length);
    put(journal, (uint8_t)(length >> 8));
    put(journal, (uint8_t)level);
    for (size_t i = 0; i < length; ++i) {
        put(journal, (uint8_t)text[i]);
    }
    ++journal->next;
    return dropped;
}

int journal_peek(const struct journal* journal, struct journal_record* record) {
    if (journal->oldest == journal->newest) {
        return -1;
    }
    record->number = journal->first;
    record->length = oldest_length(journal);
    record->level = (enum journal_level)get(journal, journal->oldest + 2);
    return 0;
}

int journal_take(struct journal* journal, char* text, size_t size) {
    if (journal->oldest == journal->newest || oldest_length(journal) > size) {
        return -1;
    }
    const uint32_t length = oldest_length(journal);
    for (uint32_t i = 0; i < length; ++i) {
        text[i] = (char)get(journal, journal->oldest + header_size + i);
    }
    remove_oldest(journal);
    return (int)length;
}
