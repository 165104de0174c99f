// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The machine: a console, and the end.
#ifndef ADOPT_MACHINE_H
#define ADOPT_MACHINE_H

#include <stddef.h>
#include <stdint.h>

void print_bytes(const uint8_t* bytes, size_t length);
void print(const char* text);
void print_number(uint64_t number);
void print_hexadecimal(uint64_t number);

/// Ends the emulator; its exit status is 2 * status + 1.
_Noreturn void leave(uint8_t status);

/// Where a Rust panic ends: says where it was, and leaves with status 3.
_Noreturn void kernel_panic(const uint8_t* file, size_t length, uint32_t line);

#endif
