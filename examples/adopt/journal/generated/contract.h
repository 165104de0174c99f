// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef JOURNAL_CONTRACT_H
#define JOURNAL_CONTRACT_H

#define JOURNAL_CONTRACT_DIGITS 38a6ed875dc3feb6

#define JOURNAL_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define JOURNAL_CONTRACT_PASTE(prefix, digits) JOURNAL_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define JOURNAL_CONTRACT                                                                           \
    JOURNAL_CONTRACT_PASTE(JOURNAL_CONTRACT_PASTE(0x, JOURNAL_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define JOURNAL_CONTRACT_SYMBOL(twin)                                                              \
    JOURNAL_CONTRACT_PASTE(journal_##twin##_contract_, JOURNAL_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define JOURNAL_FUNCTIONS(function, argument)                                                      \
    function(initialize, argument) function(append, argument) function(peek, argument)             \
        function(take, argument) function(statistics, argument) function(state_size, argument)     \
            function(state_alignment, argument) function(contract, argument)

#endif
