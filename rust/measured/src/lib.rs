// SPDX-License-Identifier: MIT OR Apache-2.0
//! All Rust of a kernel image that measures, as one static library: what every image has, and what is
//! measured.

#![no_std]

use border_bindings as _;
use border_callers_bindings as _;
use buddy_bindings as _;
use frames_bindings as _;
use heap_bindings as _;
use heap_supplied as _;
use seam_alloc as _;
use seam_panic as _;
use serial_bindings as _;
use serial_measured as _;
