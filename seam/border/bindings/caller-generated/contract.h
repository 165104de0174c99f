// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef CALLER_CONTRACT_H
#define CALLER_CONTRACT_H

#define CALLER_CONTRACT_DIGITS 702abe64f5a36551

#define CALLER_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define CALLER_CONTRACT_PASTE(prefix, digits) CALLER_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define CALLER_CONTRACT CALLER_CONTRACT_PASTE(CALLER_CONTRACT_PASTE(0x, CALLER_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define CALLER_CONTRACT_SYMBOL(twin)                                                               \
    CALLER_CONTRACT_PASTE(caller_##twin##_contract_, CALLER_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define CALLER_FUNCTIONS(function, argument)                                                       \
    function(initialize, argument) function(shutdown, argument) function(value, argument)          \
        function(result, argument) function(slice, argument) function(callback, argument)          \
            function(state_size, argument) function(state_alignment, argument)                     \
                function(contract, argument)

#endif
