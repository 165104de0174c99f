// SPDX-License-Identifier: MIT OR Apache-2.0
//! All Rust of a kernel image as one static library: one core, one panic handler, and the bindings
//! of every component that has a Rust twin.

#![no_std]

// Named so that their exports are in the library; an image takes from it what it calls.
use buddy_bindings as _;
use frames_bindings as _;
use heap_bindings as _;
use heap_supplied as _;
use seam_alloc as _;
use seam_panic as _;
use serial_bindings as _;
use serial_simulated as _;
