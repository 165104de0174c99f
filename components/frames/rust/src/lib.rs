// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `frames`: physical memory in two levels behind magazines, for several
//! CPUs at once. The contract is `frames.seam.h`, the algorithm is described in
//! `components/frames/README.md`.

#![no_std]
#![forbid(unsafe_code)]

mod areas;
mod layout;
mod magazines;
mod survey;
mod trees;
mod two_level;
mod words;

pub use two_level::TwoLevel;
