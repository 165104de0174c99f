// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef HEAP_CONTRACT_H
#define HEAP_CONTRACT_H

#define HEAP_CONTRACT_DIGITS e2389ee18baf06d9

#define HEAP_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define HEAP_CONTRACT_PASTE(prefix, digits) HEAP_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define HEAP_CONTRACT HEAP_CONTRACT_PASTE(HEAP_CONTRACT_PASTE(0x, HEAP_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define HEAP_CONTRACT_SYMBOL(twin)                                                                 \
    HEAP_CONTRACT_PASTE(heap_##twin##_contract_, HEAP_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define HEAP_FUNCTIONS(function, argument)                                                         \
    function(initialize, argument) function(shutdown, argument) function(allocate, argument)       \
        function(free, argument) function(free_sized, argument) function(resize, argument)         \
            function(size_of, argument) function(drain, argument) function(statistics, argument)   \
                function(class_statistics, argument) function(check, argument)                     \
                    function(digest, argument) function(state_size, argument)                      \
                        function(state_alignment, argument) function(contract, argument)

#endif
