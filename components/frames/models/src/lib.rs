// SPDX-License-Identifier: MIT OR Apache-2.0
//! The lock-free parts of the Rust twin of `frames` under loom, which runs every interleaving of a
//! few threads within a bound, under the C11 memory model. The sources are the twin's own.
//!
//! A frame is stood for by a cell that its owner writes: two owners at once, or one who does not see
//! that the other has ended, is a race that loom reports.

#![cfg(test)]

// What the models do not call is called by the twin.
#[allow(dead_code)]
#[path = "../../rust/src/areas.rs"]
mod areas;
#[allow(dead_code)]
#[path = "../../rust/src/layout.rs"]
mod layout;
#[allow(dead_code)]
#[path = "../../rust/src/trees.rs"]
mod trees;
#[allow(dead_code)]
#[path = "../../rust/src/words.rs"]
mod words;

mod models;
mod weak;
