// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial`: a 16550 UART. The contract is `serial.seam.h`, the
//! algorithm is described in `components/serial/README.md`.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

mod registers;
mod ring;
mod serial;
mod types;

pub use registers::Registers;
pub use serial::Serial;
pub use types::{
    Error, Parity, RECEIVE_CAPACITY, Settings, Statistics, StopBits, TRANSMIT_CAPACITY, Trigger,
    event,
};
