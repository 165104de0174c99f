// SPDX-License-Identifier: MIT OR Apache-2.0
// The C++ half of a pair that calls each other; pair.rs is the other.
#include <cstdint>

extern "C" {
std::uint64_t pair_rust_step(std::uint64_t value);
std::uint64_t pair_rust_walk(std::uint64_t value);
std::uint64_t pair_cpp_step(std::uint64_t value);
std::uint64_t pair_cpp_walk(std::uint64_t value);
std::uint64_t pair_anchor(std::uint64_t value);
void pair_start();
}

std::uint64_t pair_cpp_step(std::uint64_t value) {
    return value * 3 + 1;
}

std::uint64_t pair_cpp_walk(std::uint64_t value) {
    return pair_rust_step(value) ^ pair_anchor(value);
}

// A call that stays, so that there is something to look at.
[[gnu::noinline]] std::uint64_t pair_anchor(std::uint64_t value) {
    asm volatile("" : "+r"(value));
    return value;
}

void pair_start() {
    asm volatile("" ::"r"(&pair_cpp_walk), "r"(&pair_rust_walk));
}
