// SPDX-License-Identifier: MIT OR Apache-2.0
//! The types of the contract as safe Rust has them: each enumeration holds one of its values.

/// Bytes that wait to be sent, at most.
pub const TRANSMIT_CAPACITY: usize = 2048;
/// Bytes that wait to be fetched, at most.
pub const RECEIVE_CAPACITY: usize = 1024;

/// Why a call failed; the numbers are those of `SerialStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// A number is outside its range.
    OutOfRange = 3,
    /// A slice would pass the end of memory.
    LengthOverflow = 4,
    /// An enumeration holds none of its values.
    InvalidEnum = 5,
    /// A slice or structure overlaps the instance.
    Overlap = 6,
    /// Not an instance that this twin initialised.
    NotInitialised = 7,
    /// Nothing that behaves like a UART answers.
    DeviceAbsent = 8,
    /// The device did not act within the bound.
    DeviceStuck = 9,
    /// No divisor comes within 3 % of the rate.
    BaudUnreachable = 10,
    /// Loopback returned something else.
    SelfTestFailed = 11,
    /// The instance is inconsistent.
    Corrupt = 12,
}

impl From<Error> for u32 {
    fn from(error: Error) -> Self {
        error as Self
    }
}

impl TryFrom<u32> for Error {
    type Error = u32;

    /// The error that a number stands for; a number that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            1 => Self::NullArgument,
            2 => Self::Misaligned,
            3 => Self::OutOfRange,
            4 => Self::LengthOverflow,
            5 => Self::InvalidEnum,
            6 => Self::Overlap,
            7 => Self::NotInitialised,
            8 => Self::DeviceAbsent,
            9 => Self::DeviceStuck,
            10 => Self::BaudUnreachable,
            11 => Self::SelfTestFailed,
            12 => Self::Corrupt,
            _ => return Err(number),
        })
    }
}

/// The parity bit of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// There is none.
    None,
    /// Makes the number of ones odd.
    Odd,
    /// Makes the number of ones even.
    Even,
    /// Always 1.
    Mark,
    /// Always 0.
    Space,
}

/// The stop bits of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopBits {
    /// One.
    One,
    /// Two, or one and a half where a character has 5 bits.
    Two,
}

/// Bytes in the receive FIFO that raise an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// 1 byte.
    One,
    /// 4 bytes.
    Four,
    /// 8 bytes.
    Eight,
    /// 14 bytes.
    Fourteen,
}

/// Line settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Input clock of the UART, in hertz.
    pub clock: u32,
    /// Symbols a second.
    pub baud: u32,
    /// 5 to 8.
    pub data_bits: u8,
    /// The parity bit.
    pub parity: Parity,
    /// The stop bits.
    pub stop_bits: StopBits,
    /// When the receive FIFO interrupts.
    pub trigger: Trigger,
}

/// Counters since the instance was initialised; they wrap. Laid out as `SerialStatistics`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// Calls that reached the instance.
    pub calls: u64,
    /// Bytes given to the device.
    pub bytes_transmitted: u64,
    /// Bytes put into the receive ring.
    pub bytes_received: u64,
    /// Interrupts that had a reason.
    pub interrupts: u64,
    /// Interrupts that had none.
    pub spurious_interrupts: u64,
    /// The device dropped bytes since nobody fetched them in time.
    pub overruns: u64,
    /// Bytes dropped for their parity.
    pub parity_errors: u64,
    /// Bytes dropped for their stop bit.
    pub framing_errors: u64,
    /// Breaks received.
    pub breaks: u64,
    /// The receive ring filled up and the sender was stopped.
    pub throttles: u64,
    /// Bounded waits that ran out.
    pub timeouts: u64,
}

/// The bits that `interrupt` and `poll` report: `SerialEvent`.
pub mod event {
    /// Bytes were put into the receive ring.
    pub const RECEIVED: u64 = 1;
    /// Bytes left the transmit ring.
    pub const TRANSMITTED: u64 = 2;
    /// Overrun, parity or framing error.
    pub const LINE_ERROR: u64 = 4;
    /// A break was received.
    pub const LINE_BREAK: u64 = 8;
    /// The receive ring is full: the sender was stopped.
    pub const THROTTLED: u64 = 16;
    /// A modem line changed.
    pub const MODEM: u64 = 32;
    /// The device had no reason to interrupt.
    pub const SPURIOUS: u64 = 64;
}
