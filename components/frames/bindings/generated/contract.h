// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef FRAMES_CONTRACT_H
#define FRAMES_CONTRACT_H

#define FRAMES_CONTRACT_DIGITS 77fff1bfc7c60f55

#define FRAMES_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define FRAMES_CONTRACT_PASTE(prefix, digits) FRAMES_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define FRAMES_CONTRACT FRAMES_CONTRACT_PASTE(FRAMES_CONTRACT_PASTE(0x, FRAMES_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define FRAMES_CONTRACT_SYMBOL(twin)                                                               \
    FRAMES_CONTRACT_PASTE(frames_##twin##_contract_, FRAMES_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define FRAMES_FUNCTIONS(function, argument)                                                       \
    function(initialize, argument) function(shutdown, argument) function(add, argument)            \
        function(allocate, argument) function(free, argument) function(allocate_at, argument)      \
            function(adopt, argument) function(allocate_batch, argument)                           \
                function(free_batch, argument) function(drain, argument)                           \
                    function(statistics, argument) function(check, argument)                       \
                        function(digest, argument) function(state_size, argument)                  \
                            function(state_alignment, argument) function(contract, argument)

#endif
