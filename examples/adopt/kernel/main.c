// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The kernel behind the contract: the same file for either twin.
#include "journal/client.h"
#include "machine/machine.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

static JournalState journal;

static void record(JournalLevel level, const char* text) {
    SeamBytes bytes = {(const uint8_t*)text, 0};
    while (text[bytes.length] != '\0') {
        ++bytes.length;
    }
    JOURNAL_FUNCTION(append)(&journal, level, bytes);
}

_Noreturn void kernel_main(void) {
    print("adopt: journal in " TEXT(SEAM_JOURNAL_SELECTION) ", contract ");
    print_hexadecimal(JOURNAL_CONTRACT);
    print("\n");
    if (!journal_contract_holds() || JOURNAL_FUNCTION(initialize)(&journal) != JournalStatus_ok) {
        print("adopt: the twin was built from another contract\n");
        leave(1);
    }
    for (int i = 0; i < 40; ++i) {
        record(JournalLevel_note, "a device was found, and its driver started");
    }
    record(JournalLevel_warning, "the clock is slow");
    record(JournalLevel_failure, "the disk does not answer");

    JournalRecord oldest;
    uint8_t text[JOURNAL_MESSAGE_SIZE];
    uint64_t taken = 0;
    while (JOURNAL_FUNCTION(peek)(&journal, &oldest) == JournalStatus_ok) {
        const SeamMutableBytes room = {text, sizeof text};
        const uint64_t length = JOURNAL_FUNCTION(take)(&journal, room).value;
        if (oldest.level != JournalLevel_note) {
            print_number(oldest.number);
            print(" ");
            print_bytes(text, length);
            print("\n");
        }
        ++taken;
    }
    JournalStatistics statistics = {0};
    JOURNAL_FUNCTION(statistics)(&journal, &statistics);
    print("messages: ");
    print_number(taken);
    print(" taken, ");
    print_number(statistics.dropped);
    print(" dropped\n");
    leave(0x10);
}
