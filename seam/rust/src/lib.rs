// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a Rust twin and its bindings see of the boundary: slices that are checked before they
//! become references, statuses that are numbers until they are checked, and results that travel in
//! registers. The C and C++ side of the same is `seam/include`.

#![no_std]

mod result;
mod slice;

pub use result::{Failure, Outcome, Status, StatusEnum};
pub use slice::{Bytes, MutableBytes, SliceFault, judge, overlaps};
