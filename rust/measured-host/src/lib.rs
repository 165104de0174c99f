// SPDX-License-Identifier: MIT OR Apache-2.0
//! All Rust that is measured on the host as one static library: the bindings of every component
//! that has workloads.

use border_bindings as _;
use border_callers_bindings as _;
use buddy_bindings as _;
use frames_bindings as _;
use heap_supplied as _;
use serial_measured as _;
