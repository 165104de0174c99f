// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef SERIAL_CONTRACT_H
#define SERIAL_CONTRACT_H

#define SERIAL_CONTRACT_DIGITS 011633c4bb764dea

#define SERIAL_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define SERIAL_CONTRACT_PASTE(prefix, digits) SERIAL_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define SERIAL_CONTRACT SERIAL_CONTRACT_PASTE(SERIAL_CONTRACT_PASTE(0x, SERIAL_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define SERIAL_CONTRACT_SYMBOL(twin)                                                               \
    SERIAL_CONTRACT_PASTE(serial_##twin##_contract_, SERIAL_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define SERIAL_FUNCTIONS(function, argument)                                                       \
    function(initialize, argument) function(shutdown, argument) function(set_baud, argument)       \
        function(self_test, argument) function(transmit, argument)                                 \
            function(transmit_now, argument) function(receive, argument)                           \
                function(interrupt, argument) function(poll, argument)                             \
                    function(statistics, argument) function(check, argument)                       \
                        function(state_size, argument) function(state_alignment, argument)         \
                            function(contract, argument)

#endif
