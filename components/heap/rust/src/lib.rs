// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `heap`: blocks of any size in slabs behind magazines, for several CPUs
//! at once. The contract is `heap.seam.h`, the algorithm is described in
//! `components/heap/README.md`.

#![no_std]
#![forbid(unsafe_code)]

mod classes;
mod layout;
mod slab_heap;
mod slabs;
mod survey;
mod words;

pub use slab_heap::SlabHeap;
