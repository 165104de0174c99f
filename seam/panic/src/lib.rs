// SPDX-License-Identifier: MIT OR Apache-2.0
//! How a panic in Rust ends in a kernel: the handler formats the message without allocating and
//! hands it over. `seam/panic.h` is the same for C and C++.

#![no_std]

mod handler;
mod provoke;

pub use provoke::seam_panic_provoke;
