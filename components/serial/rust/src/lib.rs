// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial`: a 16550 UART. The contract is `serial.seam.h`, the
//! algorithm is described in `components/serial/README.md`.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

mod event;
mod registers;
mod ring;
mod serial;

pub use serial::Serial;
