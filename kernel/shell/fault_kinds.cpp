// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/fault_kinds.hpp"

#include "kernel/arch/x86_64/layout.hpp"
#include "seam/panic.h"

#include <array>

namespace bimetal::shell {
namespace {

// Volatile, so that the compiler cannot see what is wrong with it.
template <typename T>
T hide(T value) {
    volatile T hidden = value;
    return hidden;
}

std::uint64_t address_of(const char* symbol) {
    return hide(reinterpret_cast<std::uint64_t>(symbol));
}

void read_at(std::uint64_t address) {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): null is one of the faults.
    static_cast<void>(*reinterpret_cast<volatile char*>(address));
}

void write_at(std::uint64_t address) {
    *reinterpret_cast<volatile char*>(address) = 0;
}

// Takes the address of its own variable, so that it cannot become a loop.
[[gnu::noinline]] std::uint64_t recurse(const volatile std::uint64_t* above) {
    volatile std::uint64_t here = *above + 1;
    if (here == 0) {
        return 0; // never, but the compiler cannot know
    }
    return recurse(&here) + here;
}

void divide(void*) {
    asm volatile("divl %0" : : "r"(0), "a"(1), "d"(0));
}

// Without a usable stack the first fault cannot be delivered.
void double_fault(void*) {
    asm volatile("xorl %%esp, %%esp; pushq $0" : : : "memory");
}

void execute_data(void*) {
    reinterpret_cast<void (*)()>(address_of(data_start))();
}

void general_protection(void*) {
    read_at(hide(std::uint64_t{0x8000000000000000}));
}

void invalid_opcode(void*) {
    asm volatile("ud2");
}

void read_null(void*) {
    read_at(hide(std::uint64_t{0}));
}

std::uint64_t choose_beyond(std::uint64_t length) {
    return length;
}

std::uint64_t choose_by_null(std::uint64_t length) {
    read_at(hide(std::uint64_t{0}));
    return length - 1;
}

void rust_panic(void*) {
    static_cast<void>(seam_panic_provoke(choose_beyond));
}

void rust_calls_cpp(void*) {
    static_cast<void>(seam_panic_provoke(choose_by_null));
}

void write_constants(void*) {
    write_at(address_of(constants_start));
}

void write_text(void*) {
    write_at(address_of(text_start));
}

void hardening(void*) {
    const std::array<int, 1> values{1};
    const std::span<const int> view(values);
    static_cast<void>(*hide(&view[hide(std::size_t{1})]));
}

constexpr std::array kinds{
    FaultKind{"divide", "divide by zero", divide, 0, false},
    FaultKind{"double-fault", "fault with no usable stack", double_fault, 8, false},
    FaultKind{"execute-data", "jump into writable memory", execute_data, 14, false},
    FaultKind{"general-protection", "read through an address that is not canonical",
              general_protection, 13, false},
    FaultKind{"hardening", "index past the end of a span", hardening, 0, true},
    FaultKind{"invalid-opcode", "an instruction that is none", invalid_opcode, 6, false},
    FaultKind{"read-null", "read through a null pointer", read_null, 14, false},
    FaultKind{"rust-calls-cpp", "read through null in C++ that Rust called", rust_calls_cpp, 14,
              false},
    FaultKind{"rust-panic", "index past the end of an array in Rust", rust_panic, 0, true},
    FaultKind{"stack-overflow", "recurse without end", overflow_stack, 8, false},
    FaultKind{"write-constants", "write to read-only data", write_constants, 14, false},
    FaultKind{"write-text", "write to the kernel's text", write_text, 14, false},
};

} // namespace

std::span<const FaultKind> fault_kinds() {
    return kinds;
}

void overflow_stack(void*) {
    const volatile std::uint64_t start = 1;
    static_cast<void>(recurse(&start));
}

} // namespace bimetal::shell
