// SPDX-License-Identifier: MIT OR Apache-2.0
//! The lock-free part of the Rust twin of `heap` under loom, which runs every interleaving of a few
//! threads within a bound, under the C11 memory model. The sources are the twin's own.
//!
//! A block is stood for by a cell that its owner writes: two owners at once, or one who does not see
//! that the other has ended, is a race that loom reports.

#![cfg(test)]

// What the models do not call is called by the twin.
#[allow(dead_code)]
#[path = "../../rust/src/classes.rs"]
mod classes;
#[allow(dead_code)]
#[path = "../../rust/src/layout.rs"]
mod layout;
#[allow(dead_code)]
#[path = "../../rust/src/slabs.rs"]
mod slabs;
#[allow(dead_code)]
#[path = "../../rust/src/words.rs"]
mod words;

mod models;
mod weak;
