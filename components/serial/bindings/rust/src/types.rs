// SPDX-License-Identifier: MIT OR Apache-2.0
//! The types of the contract as they cross the boundary, where an enumeration is a number.

use core::mem::offset_of;
use serial::{Error, Parity, StopBits, Trigger};

/// Bytes of a `SerialState`.
pub const STATE_SIZE: usize = 4096;

/// Memory of one instance: `SerialState`.
#[repr(C)]
pub struct State {
    words: [u64; STATE_SIZE / 8],
}

/// Line settings, not yet checked: `SerialSettings`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Settings {
    clock: u32,
    baud: u32,
    data_bits: u8,
    parity: u8,
    stop_bits: u8,
    trigger: u8,
}

/// How a call ended: `SerialStatus`.
pub type Status = seam::Status<Error>;

/// A count of bytes or why there is none: `SerialCountResult`.
pub type CountResult = seam::Outcome<Error>;

/// Event bits or why there are none: `SerialEventsResult`.
pub type EventsResult = seam::Outcome<Error>;

const _: () = {
    assert!(size_of::<State>() == 4096 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<Settings>() == 12 && align_of::<Settings>() == 4);
    assert!(offset_of!(Settings, clock) == 0 && offset_of!(Settings, baud) == 4);
    assert!(offset_of!(Settings, data_bits) == 8 && offset_of!(Settings, parity) == 9);
    assert!(offset_of!(Settings, stop_bits) == 10 && offset_of!(Settings, trigger) == 11);
    assert!(size_of::<Status>() == 4);
    assert!(size_of::<CountResult>() == 16 && align_of::<CountResult>() == 8);
    assert!(serial::TRANSMIT_CAPACITY == 2048 && serial::RECEIVE_CAPACITY == 1024);
};

const _: () = {
    use serial::Statistics;
    assert!(size_of::<Statistics>() == 88 && align_of::<Statistics>() == 8);
    assert!(offset_of!(Statistics, calls) == 0);
    assert!(offset_of!(Statistics, bytes_transmitted) == 8);
    assert!(offset_of!(Statistics, bytes_received) == 16);
    assert!(offset_of!(Statistics, interrupts) == 24);
    assert!(offset_of!(Statistics, spurious_interrupts) == 32);
    assert!(offset_of!(Statistics, overruns) == 40);
    assert!(offset_of!(Statistics, parity_errors) == 48);
    assert!(offset_of!(Statistics, framing_errors) == 56);
    assert!(offset_of!(Statistics, breaks) == 64);
    assert!(offset_of!(Statistics, throttles) == 72);
    assert!(offset_of!(Statistics, timeouts) == 80);
};

impl Settings {
    /// The settings with each enumeration checked.
    pub fn check(self) -> Result<serial::Settings, Error> {
        Ok(serial::Settings {
            clock: self.clock,
            baud: self.baud,
            data_bits: self.data_bits,
            parity: match self.parity {
                0 => Parity::None,
                1 => Parity::Odd,
                2 => Parity::Even,
                3 => Parity::Mark,
                4 => Parity::Space,
                _ => return Err(Error::InvalidEnum),
            },
            stop_bits: match self.stop_bits {
                1 => StopBits::One,
                2 => StopBits::Two,
                _ => return Err(Error::InvalidEnum),
            },
            trigger: match self.trigger {
                1 => Trigger::One,
                4 => Trigger::Four,
                8 => Trigger::Eight,
                14 => Trigger::Fourteen,
                _ => return Err(Error::InvalidEnum),
            },
        })
    }
}
