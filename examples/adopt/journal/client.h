// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a caller in C includes: the contract, and the symbol by which the linker sees that the twin
// was built from the same one. SEAM_JOURNAL_SELECTION says which twin: c or rust.
#ifndef ADOPT_JOURNAL_CLIENT_H
#define ADOPT_JOURNAL_CLIENT_H

#include "journal/generated/contract.h"
#include "journal/journal.seam.h"

#include <stdbool.h>

// The selection is a macro too: replaced before the name is pasted.
#define JOURNAL_SYMBOL_OF(twin) JOURNAL_CONTRACT_SYMBOL(twin)
#define JOURNAL_SYMBOL JOURNAL_SYMBOL_OF(SEAM_JOURNAL_SELECTION)
extern const uint64_t JOURNAL_SYMBOL;

/// Whether the twin says that it was built from this contract. Without the symbol of this very
/// contract the caller does not even link.
static inline bool journal_contract_holds(void) {
    return JOURNAL_SYMBOL == JOURNAL_CONTRACT && JOURNAL_FUNCTION(contract)() == JOURNAL_CONTRACT;
}

#endif
