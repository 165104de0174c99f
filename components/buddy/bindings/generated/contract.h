// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef BUDDY_CONTRACT_H
#define BUDDY_CONTRACT_H

#define BUDDY_CONTRACT_DIGITS 62e05d7152c4f537

#define BUDDY_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define BUDDY_CONTRACT_PASTE(prefix, digits) BUDDY_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define BUDDY_CONTRACT BUDDY_CONTRACT_PASTE(BUDDY_CONTRACT_PASTE(0x, BUDDY_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define BUDDY_CONTRACT_SYMBOL(twin)                                                                \
    BUDDY_CONTRACT_PASTE(buddy_##twin##_contract_, BUDDY_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define BUDDY_FUNCTIONS(function, argument)                                                        \
    function(initialize, argument) function(shutdown, argument) function(add, argument)            \
        function(allocate, argument) function(free, argument) function(statistics, argument)       \
            function(check, argument) function(digest, argument) function(state_size, argument)    \
                function(state_alignment, argument) function(contract, argument)

#endif
