// SPDX-License-Identifier: MIT OR Apache-2.0
//! The bits that `interrupt` and `poll` report.

use serial_contract::Event;

pub const RECEIVED: u64 = Event::Received.number();
pub const TRANSMITTED: u64 = Event::Transmitted.number();
pub const LINE_ERROR: u64 = Event::LineError.number();
pub const LINE_BREAK: u64 = Event::LineBreak.number();
pub const THROTTLED: u64 = Event::Throttled.number();
pub const MODEM: u64 = Event::Modem.number();
pub const SPURIOUS: u64 = Event::Spurious.number();
