// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Compiled once for each twin.
#include "kernel/trace.h"

#include "journal/client.h"

#include <stddef.h>

#define TRACE_OF(twin) trace_##twin
#define TRACE(twin) TRACE_OF(twin)

enum { room_size = 256 };

static JournalState state;
static uint8_t room[room_size];

static uint64_t next_random(uint64_t* random) {
    // Marsaglia, "Xorshift RNGs", 2003.
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void fold(uint64_t* digest, const void* memory, size_t length) {
    for (size_t i = 0; i < length; ++i) {
        *digest = (*digest ^ ((const uint8_t*)memory)[i]) * UINT64_C(0x100000001b3);
    }
}

/// One call, chosen by the bits of `choice`: most are right, some wrong in one argument.
static JournalCountResult call_once(uint64_t choice, uint64_t* digest) {
    JournalState* instance = &state;
    uint8_t* data = room;
    uint64_t length = (choice >> 8) % (room_size + 1);
    JournalLevel level = (JournalLevel)(1 + (choice >> 24) % 3);
    switch ((choice >> 32) % 64) {
    case 0:
        instance = NULL;
        break;
    case 1:
        instance = (JournalState*)((uintptr_t)&state + 1);
        break;
    case 2:
        data = NULL;
        break;
    case 3:
        length = UINT64_MAX - (choice >> 40);
        break;
    case 4:
        data = (uint8_t*)&state + length;
        break;
    case 5:
        level = (JournalLevel)(choice >> 40);
        break;
    default:
        break;
    }
    JournalCountResult result = {JournalStatus_ok, 0, 0};
    switch (choice % 8) {
    case 0:
        if (choice >> 58 == 0) {
            result.status = JOURNAL_FUNCTION(initialize)(instance);
        }
        break;
    case 1: {
        JournalRecord record = {0, 0, 0, {0, 0, 0}};
        result.status = JOURNAL_FUNCTION(peek)(instance, data == NULL ? NULL : &record);
        fold(digest, &record, sizeof record);
        break;
    }
    case 2: {
        JournalStatistics statistics = {0, 0, 0};
        result.status = JOURNAL_FUNCTION(statistics)(instance, &statistics);
        fold(digest, &statistics, sizeof statistics);
        break;
    }
    case 3:
    case 4:
        result = JOURNAL_FUNCTION(take)(instance, (SeamMutableBytes){data, length});
        break;
    default:
        result = JOURNAL_FUNCTION(append)(instance, level, (SeamBytes){data, length});
        break;
    }
    return result;
}

uint64_t TRACE(SEAM_JOURNAL_SELECTION)(uint64_t seed, uint64_t calls,
                                       uint64_t answered[trace_statuses]) {
    uint64_t random = seed * 2 + 1;
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    state.words[0] = 0;
    for (uint64_t call = 0; call < calls; ++call) {
        const uint64_t choice = next_random(&random);
        for (size_t i = 0; i < room_size; ++i) {
            room[i] = (uint8_t)(choice + i);
        }
        const JournalCountResult result = call_once(choice, &digest);
        fold(&digest, &result, sizeof result);
        fold(&digest, room, sizeof room);
        if (result.status < trace_statuses) {
            ++answered[result.status];
        }
    }
    return digest;
}
