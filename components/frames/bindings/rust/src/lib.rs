// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `frames` under the names of its contract: `frames_rust_NAME`.

#![no_std]

frames_contract::export!("frames_rust_", frames::TwoLevel);
