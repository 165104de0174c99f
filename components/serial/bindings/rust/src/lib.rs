// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` under the names of its contract: `serial_rust_NAME`.

#![no_std]

serial_contract::export!(
    "serial_rust_",
    serial::Serial<serial_contract::LinkedServices>
);
