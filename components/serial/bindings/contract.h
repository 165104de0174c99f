// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The hash of serial.seam.h: FNV-1a, 64 bits, over the bytes of the file. Both twins refuse to
// compile when it is not this one. As part of a symbol's name it keeps objects that were built from
// different contracts from being linked.
#ifndef SERIAL_CONTRACT_H
#define SERIAL_CONTRACT_H

#define SERIAL_CONTRACT_DIGITS 1b59574521c68ac3

#define SERIAL_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define SERIAL_CONTRACT_PASTE(prefix, digits) SERIAL_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define SERIAL_CONTRACT SERIAL_CONTRACT_PASTE(0x, SERIAL_CONTRACT_DIGITS)

/// The symbol that a twin defines and its callers need: serial_cpp_contract_HASH.
#define SERIAL_CONTRACT_SYMBOL(twin)                                                               \
    SERIAL_CONTRACT_PASTE(serial_##twin##_contract_, SERIAL_CONTRACT_DIGITS)

#endif
