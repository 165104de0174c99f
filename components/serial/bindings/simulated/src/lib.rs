// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` over the simulator: `serial_simulated_rust_NAME`, for the
//! conformance suite. An image without that suite takes nothing of this from the library.

#![no_std]

serial_contract::services!(pub SimulatedServices, "serial_simulator_");
serial_contract::export!("serial_simulated_rust_", serial::Serial<SimulatedServices>);
