// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` over the simulator: `serial_simulated_rust_NAME`, for the
//! conformance suite. An image without that suite takes nothing of this from the library.

#![no_std]

use serial_bindings::Registers;

unsafe extern "C" {
    fn serial_simulator_read(device: u64, offset: u32) -> u8;
    fn serial_simulator_write(device: u64, offset: u32, value: u8);
}

/// Reaches a simulator; the handle is its address.
pub struct SimulatedDevice(u64);

impl From<u64> for SimulatedDevice {
    fn from(handle: u64) -> Self {
        Self(handle)
    }
}

impl Registers for SimulatedDevice {
    fn read(&mut self, offset: u32) -> u8 {
        // SAFETY: the suite gives the address of a simulator that outlives the instance.
        unsafe { serial_simulator_read(self.0, offset) }
    }

    fn write(&mut self, offset: u32, value: u8) {
        // SAFETY: the suite gives the address of a simulator that outlives the instance.
        unsafe { serial_simulator_write(self.0, offset, value) }
    }
}

serial_bindings::export!("serial_simulated_rust_", SimulatedDevice);
