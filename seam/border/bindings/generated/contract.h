// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef BORDER_CONTRACT_H
#define BORDER_CONTRACT_H

#define BORDER_CONTRACT_DIGITS 722b051e3dbbb74a

#define BORDER_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define BORDER_CONTRACT_PASTE(prefix, digits) BORDER_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define BORDER_CONTRACT BORDER_CONTRACT_PASTE(BORDER_CONTRACT_PASTE(0x, BORDER_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define BORDER_CONTRACT_SYMBOL(twin)                                                               \
    BORDER_CONTRACT_PASTE(border_##twin##_contract_, BORDER_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define BORDER_FUNCTIONS(function, argument)                                                       \
    function(initialize, argument) function(shutdown, argument) function(value, argument)          \
        function(result, argument) function(slice, argument) function(callback, argument)          \
            function(state_size, argument) function(state_alignment, argument)                     \
                function(contract, argument)

#endif
