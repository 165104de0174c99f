// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `buddy` under the names of its contract: `buddy_rust_NAME`.

#![no_std]

buddy_contract::export!("buddy_rust_", buddy::Buddy);
