// SPDX-License-Identifier: MIT OR Apache-2.0
// Functions from which a failed check can and cannot be reached; panics_start.S calls them all, and
// CMakeLists.txt says what is expected of each.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

extern "C" {
std::uint32_t planted_rust(std::size_t index);
std::uint32_t planted_clean_rust(std::size_t index);
std::uint32_t planted_cpp(std::size_t index);
std::uint32_t planted_clean_cpp(std::size_t index);
std::uint32_t planted_across(std::size_t index);
std::uint32_t planted_inlined(std::size_t index);
std::uint32_t planted_pointer(std::size_t index);
std::uint32_t planted_trap(std::size_t index);
std::uint32_t planted_switch(std::uint32_t choice, std::uint32_t value);
std::uint32_t planted_deliberate(std::size_t index);
std::uint32_t sample_cpp_function(std::size_t index);
std::uint32_t sample_rust_function(std::size_t index);
[[noreturn]] void seam_hardening_trap(const char* message) noexcept;
[[noreturn]] void seam_service_panic(const std::uint8_t* message, std::size_t length);
}

namespace {

constinit std::array<std::uint32_t, 4> table{2, 3, 5, 7};

[[gnu::noinline]] std::uint32_t fetch(std::span<const std::uint32_t> from, std::size_t index) {
    return from[index];
}

[[gnu::always_inline]] inline void inlined_trap() {
    asm volatile("hlt");
}

using Function = std::uint32_t (*)(std::size_t);
constinit Function volatile chosen = planted_rust;

} // namespace

[[gnu::noinline]] void seam_hardening_trap(const char* message) noexcept {
    for (;;) {
        asm volatile("hlt" : : "r"(message)); // so that the message stays in the image
    }
}

void seam_service_panic(const std::uint8_t*, std::size_t) {
    seam_hardening_trap(nullptr);
}

std::uint32_t planted_cpp(std::size_t index) {
    return fetch(table, index) + 1;
}

std::uint32_t planted_clean_cpp(std::size_t index) {
    return table[index % table.size()];
}

std::uint32_t planted_across(std::size_t index) {
    return planted_clean_rust(index) + planted_rust(index);
}

std::uint32_t planted_inlined(std::size_t index) {
    if (index >= table.size()) {
        inlined_trap();
    }
    return planted_clean_cpp(index);
}

std::uint32_t planted_trap(std::size_t index) {
    if (index >= table.size()) {
        __builtin_trap();
    }
    return planted_clean_cpp(index);
}

std::uint32_t planted_pointer(std::size_t index) {
    return chosen(index);
}

// The compiler makes a table of places to jump to.
std::uint32_t planted_switch(std::uint32_t choice, std::uint32_t value) {
    switch (choice) {
    case 0:
        return value / 3;
    case 1:
        asm volatile("" : "+r"(value));
        return value * 7;
    case 2:
        return value ^ (value >> 5);
    case 3:
        asm volatile("nop" : "+r"(value));
        return value + 9;
    case 4:
        return value % 11;
    case 5:
        return value << (value & 7);
    default:
        return 0;
    }
}

std::uint32_t planted_deliberate(std::size_t index) {
    if (index == table.size()) {
        seam_hardening_trap("on purpose");
    }
    return planted_clean_cpp(index);
}

// The twins of a live component: the stub leads to the first, and may be changed.
std::uint32_t sample_cpp_function(std::size_t index) {
    return planted_clean_cpp(index);
}

std::uint32_t sample_rust_function(std::size_t index) {
    return planted_rust(index);
}
