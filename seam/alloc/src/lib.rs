// SPDX-License-Identifier: MIT OR Apache-2.0
//! The memory of Rust in a kernel: what crate `alloc` allocates with, and containers whose growth may
//! fail. `seam/allocate.h` says what the kernel defines.

#![no_std]

extern crate alloc;

mod exercise;
mod fallible;
mod foreign;

pub use exercise::seam_alloc_exercise;
pub use fallible::{TryString, TryVec, try_box};
