// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The functions of the contract, once, for whatever is made for each of them.
#ifndef SERIAL_FUNCTIONS_H
#define SERIAL_FUNCTIONS_H

// clang-format off
#define SERIAL_FUNCTIONS(function, argument)                                                       \
    function(initialize, argument)                                                                 \
    function(shutdown, argument)                                                                   \
    function(set_baud, argument)                                                                   \
    function(self_test, argument)                                                                  \
    function(transmit, argument)                                                                   \
    function(transmit_now, argument)                                                               \
    function(receive, argument)                                                                    \
    function(interrupt, argument)                                                                  \
    function(poll, argument)                                                                       \
    function(statistics, argument)                                                                 \
    function(check, argument)                                                                      \
    function(state_size, argument)                                                                 \
    function(state_alignment, argument)                                                            \
    function(contract, argument)
// clang-format on

#endif
