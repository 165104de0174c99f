// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef WEATHER_CONTRACT_H
#define WEATHER_CONTRACT_H

#define WEATHER_CONTRACT_DIGITS 50e7f11ef49e00d4

#define WEATHER_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define WEATHER_CONTRACT_PASTE(prefix, digits) WEATHER_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define WEATHER_CONTRACT                                                                           \
    WEATHER_CONTRACT_PASTE(WEATHER_CONTRACT_PASTE(0x, WEATHER_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define WEATHER_CONTRACT_SYMBOL(twin)                                                              \
    WEATHER_CONTRACT_PASTE(weather_##twin##_contract_, WEATHER_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define WEATHER_FUNCTIONS(function, argument)                                                      \
    function(initialize, argument) function(shutdown, argument) function(measure, argument)        \
        function(judge, argument) function(send, argument) function(exchange, argument)            \
            function(archive, argument) function(restore, argument) function(state_size, argument) \
                function(state_alignment, argument) function(contract, argument)

#endif
