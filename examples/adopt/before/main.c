// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The kernel as it was: it calls its C journal through a header of its own.
#include "before/journal.h"
#include "machine/machine.h"

static struct journal journal;

static void record(enum journal_level level, const char* text) {
    size_t length = 0;
    while (text[length] != '\0') {
        ++length;
    }
    journal_append(&journal, level, text, length);
}

_Noreturn void kernel_main(void) {
    print("adopt: journal in C, no contract\n");
    journal_initialize(&journal);
    for (int i = 0; i < 40; ++i) {
        record(journal_note, "a device was found, and its driver started");
    }
    record(journal_warning, "the clock is slow");
    record(journal_failure, "the disk does not answer");

    struct journal_record oldest;
    char text[journal_message_size];
    uint64_t taken = 0;
    while (journal_peek(&journal, &oldest) == 0) {
        const int length = journal_take(&journal, text, sizeof text);
        if (oldest.level != journal_note) {
            print_number(oldest.number);
            print(" ");
            print_bytes((const uint8_t*)text, (size_t)length);
            print("\n");
        }
        ++taken;
    }
    print("messages: ");
    print_number(taken);
    print(" taken, ");
    print_number(journal.dropped);
    print(" dropped\n");
    leave(0x10);
}
