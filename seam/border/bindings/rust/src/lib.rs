// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of `border` under the names of its contract: `border_rust_NAME`.

#![no_std]

border_contract::services!(pub LinkedServices, "border_service_");
border_contract::export!("border_rust_", border::Border<LinkedServices>);
