// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` under the names of its contract: judges what came across the
//! boundary and calls the twin, which is safe code. All `unsafe` of the component is here.

#![no_std]

mod contract;
mod entry;
mod types;

pub use contract::CONTRACT;
pub use entry::Entry;
pub use seam::{Bytes, MutableBytes};
pub use serial::{Registers, Statistics};
pub use types::{CountResult, EventsResult, Settings, State, Status};

unsafe extern "C" {
    fn serial_service_read(device: u64, offset: u32) -> u8;
    fn serial_service_write(device: u64, offset: u32, value: u8);
}

/// Reaches a device through the services that are bound when the image is linked.
pub struct LinkedDevice(u64);

impl From<u64> for LinkedDevice {
    #[inline]
    fn from(handle: u64) -> Self {
        Self(handle)
    }
}

impl Registers for LinkedDevice {
    #[inline]
    fn read(&mut self, offset: u32) -> u8 {
        // SAFETY: the service takes any handle that the caller of initialize gave.
        unsafe { serial_service_read(self.0, offset) }
    }

    #[inline]
    fn write(&mut self, offset: u32, value: u8) {
        // SAFETY: the service takes any handle that the caller of initialize gave.
        unsafe { serial_service_write(self.0, offset, value) }
    }
}

/// Exports the twin over a device type under the names of the contract with a prefix.
#[macro_export]
macro_rules! export {
    ($prefix:literal, $device:ty) => {
        mod exported {
            #[allow(unused_imports)]
            use super::*;
            use $crate::{
                Bytes, CountResult, Entry, EventsResult, MutableBytes, Settings, State, Statistics,
                Status,
            };

            // The prefix belongs to this twin, and the linker refuses a name that is there twice.

            // Callers that were built from the same contract need this symbol.
            #[unsafe(export_name = concat!($prefix, "contract_", $crate::contract_digits!()))]
            static CONTRACT: u64 = $crate::CONTRACT;

            #[unsafe(export_name = concat!($prefix, "initialize"))]
            unsafe extern "C" fn initialize(
                state: *mut State,
                device: u64,
                settings: Settings,
            ) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::initialize(state, device, settings) }
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut State) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::shutdown(state) }
            }
            #[unsafe(export_name = concat!($prefix, "set_baud"))]
            unsafe extern "C" fn set_baud(state: *mut State, baud: u32) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::set_baud(state, baud) }
            }
            #[unsafe(export_name = concat!($prefix, "self_test"))]
            unsafe extern "C" fn self_test(state: *mut State) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::self_test(state) }
            }
            #[unsafe(export_name = concat!($prefix, "transmit"))]
            unsafe extern "C" fn transmit(state: *mut State, bytes: Bytes) -> CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::transmit(state, bytes) }
            }
            #[unsafe(export_name = concat!($prefix, "transmit_now"))]
            unsafe extern "C" fn transmit_now(state: *mut State, bytes: Bytes) -> CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::transmit_now(state, bytes) }
            }
            #[unsafe(export_name = concat!($prefix, "receive"))]
            unsafe extern "C" fn receive(state: *mut State, bytes: MutableBytes) -> CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::receive(state, bytes) }
            }
            #[unsafe(export_name = concat!($prefix, "interrupt"))]
            unsafe extern "C" fn interrupt(state: *mut State) -> EventsResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::interrupt(state) }
            }
            #[unsafe(export_name = concat!($prefix, "poll"))]
            unsafe extern "C" fn poll(state: *mut State) -> EventsResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::poll(state) }
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                state: *mut State,
                statistics: *mut Statistics,
            ) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::statistics(state, statistics) }
            }
            #[unsafe(export_name = concat!($prefix, "check"))]
            unsafe extern "C" fn check(state: *mut State) -> Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { Entry::<$device>::check(state) }
            }
            #[unsafe(export_name = concat!($prefix, "state_size"))]
            extern "C" fn state_size() -> u64 {
                Entry::<$device>::STATE_SIZE
            }
            #[unsafe(export_name = concat!($prefix, "state_alignment"))]
            extern "C" fn state_alignment() -> u64 {
                Entry::<$device>::STATE_ALIGNMENT
            }
            #[unsafe(export_name = concat!($prefix, "contract"))]
            extern "C" fn contract() -> u64 {
                $crate::CONTRACT
            }
        }
    };
}

export!("serial_rust_", LinkedDevice);
