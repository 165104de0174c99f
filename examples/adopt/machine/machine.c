// SPDX-License-Identifier: MIT OR Apache-2.0
#include "machine/machine.h"

enum { console_port = 0x3f8, console_status = console_port + 5, exit_port = 0xf4 };

static void write_port(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t read_port(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

void print_bytes(const uint8_t* bytes, size_t length) {
    for (size_t i = 0; i < length; ++i) {
        while ((read_port(console_status) & 0x20) == 0) {
        }
        write_port(console_port, bytes[i]);
    }
}

void print(const char* text) {
    for (; *text != '\0'; ++text) {
        print_bytes((const uint8_t*)text, 1);
    }
}

void print_number(uint64_t number) {
    if (number >= 10) {
        print_number(number / 10);
    }
    const uint8_t digit = (uint8_t)('0' + number % 10);
    print_bytes(&digit, 1);
}

void print_hexadecimal(uint64_t number) {
    for (int shift = 60; shift >= 0; shift -= 4) {
        print_bytes((const uint8_t*)&"0123456789abcdef"[(number >> shift) & 15], 1);
    }
}

_Noreturn void leave(uint8_t status) {
    for (;;) {
        write_port(exit_port, status);
    }
}

_Noreturn void kernel_panic(const uint8_t* file, size_t length, uint32_t line) {
    print("panic in ");
    print_bytes(file, length);
    print(" line ");
    print_number(line);
    print("\n");
    leave(3);
}

// The compiler calls these; Rust takes them too, and drops its own.
void* memcpy(void* restrict to, const void* restrict from, size_t count) {
    void* const start = to;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
    return start;
}

void* memset(void* to, int value, size_t count) {
    void* const start = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
    return start;
}

void* memmove(void* to, const void* from, size_t count) {
    uint8_t* target = to;
    const uint8_t* source = from;
    if ((uintptr_t)target - (uintptr_t)source >= count) {
        return memcpy(to, from, count);
    }
    while (count != 0) {
        --count;
        ((volatile uint8_t*)target)[count] = source[count];
    }
    return to;
}

int memcmp(const void* first, const void* second, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        const int difference = ((const uint8_t*)first)[i] - ((const uint8_t*)second)[i];
        if (difference != 0) {
            return difference;
        }
    }
    return 0;
}
