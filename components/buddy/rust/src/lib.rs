// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `buddy`: physical memory by a buddy allocator. The contract is
//! `buddy.seam.h`, the algorithm is described in `components/buddy/README.md`.

#![no_std]
#![forbid(unsafe_code)]

mod buddy;
mod check;
mod digest;
mod layout;

pub use buddy::Buddy;
