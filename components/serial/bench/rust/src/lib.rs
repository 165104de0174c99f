// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` over a device that costs next to nothing:
//! `serial_measured_rust_NAME`, for its workloads.

#![no_std]

serial_contract::services!(pub MeasuredServices, "serial_measured_");
serial_contract::export!("serial_measured_rust_", serial::Serial<MeasuredServices>);
