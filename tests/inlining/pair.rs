// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust half of a pair that calls each other; `pair.cpp` is the other.
#![no_std]

unsafe extern "C" {
    fn pair_cpp_step(value: u64) -> u64;
    fn pair_anchor(value: u64) -> u64;
}

/// Small enough to vanish in its caller.
#[unsafe(no_mangle)]
pub extern "C" fn pair_rust_step(value: u64) -> u64 {
    value.rotate_left(7) ^ 5
}

/// Calls the C++ half.
#[unsafe(no_mangle)]
pub extern "C" fn pair_rust_walk(value: u64) -> u64 {
    // SAFETY: the other half has these functions, and they take any number.
    let step = unsafe { pair_cpp_step(value) };
    // SAFETY: as above.
    step ^ unsafe { pair_anchor(value) }
}
