// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from serial.seam.h; do not edit
//! The contract of component `serial` for Rust: its types, what a twin implements in safe code, and
//! clients that call any twin. All `unsafe` between the languages is here.

#![no_std]
#![allow(
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "words and numbers are the contract's"
)]

use core::marker::PhantomData;
use core::mem::{MaybeUninit, offset_of};

use seam::Failure;
pub use seam::{Bytes, MutableBytes};

/// The hash as digits: part of the symbol that a twin defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "011633c4bb764dea"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x011633c4bb764dea;
/// `SERIAL_STATE_SIZE`
pub const STATE_SIZE: usize = 4096;
/// `SERIAL_STATE_ALIGNMENT`
pub const STATE_ALIGNMENT: usize = 8;
/// `SERIAL_TRANSMIT_CAPACITY`
pub const TRANSMIT_CAPACITY: usize = 2048;
/// `SERIAL_RECEIVE_CAPACITY`
pub const RECEIVE_CAPACITY: usize = 1024;

/// How a call ended: `SerialStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `SerialCountResult`.
pub type CountResult = seam::Outcome<Error>;

/// A status and a value: `SerialEventsResult`.
pub type EventsResult = seam::Outcome<Error>;

/// Why a call failed: `SerialStatus` without `ok`.
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
    /// check() found the instance inconsistent.
    Corrupt = 12,
}

impl Error {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Error> for u32 {
    fn from(value: Error) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Error {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
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

/// The values of `SerialParity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Parity {
    /// `none`
    None = 0,
    /// `odd`
    Odd = 1,
    /// `even`
    Even = 2,
    /// `mark`
    Mark = 3,
    /// `space`
    Space = 4,
}

impl Parity {
    /// The number as it crosses.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl From<Parity> for u8 {
    fn from(value: Parity) -> Self {
        value.number()
    }
}

impl TryFrom<u8> for Parity {
    type Error = u8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u8) -> Result<Self, u8> {
        Ok(match number {
            0 => Self::None,
            1 => Self::Odd,
            2 => Self::Even,
            3 => Self::Mark,
            4 => Self::Space,
            _ => return Err(number),
        })
    }
}

/// The values of `SerialStopBits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum StopBits {
    /// `one`
    One = 1,
    /// One and a half where a character has 5 bits.
    Two = 2,
}

impl StopBits {
    /// The number as it crosses.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl From<StopBits> for u8 {
    fn from(value: StopBits) -> Self {
        value.number()
    }
}

impl TryFrom<u8> for StopBits {
    type Error = u8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u8) -> Result<Self, u8> {
        Ok(match number {
            1 => Self::One,
            2 => Self::Two,
            _ => return Err(number),
        })
    }
}

/// Bytes in the receive FIFO that raise an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Trigger {
    /// `one`
    One = 1,
    /// `four`
    Four = 4,
    /// `eight`
    Eight = 8,
    /// `fourteen`
    Fourteen = 14,
}

impl Trigger {
    /// The number as it crosses.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl From<Trigger> for u8 {
    fn from(value: Trigger) -> Self {
        value.number()
    }
}

impl TryFrom<u8> for Trigger {
    type Error = u8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u8) -> Result<Self, u8> {
        Ok(match number {
            1 => Self::One,
            4 => Self::Four,
            8 => Self::Eight,
            14 => Self::Fourteen,
            _ => return Err(number),
        })
    }
}

/// What interrupt() and poll() report, as bits of their value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Event {
    /// Bytes were put into the receive ring.
    Received = 1,
    /// Bytes left the transmit ring.
    Transmitted = 2,
    /// Overrun, parity or framing error.
    LineError = 4,
    /// A break was received.
    LineBreak = 8,
    /// The receive ring is full: the sender was stopped.
    Throttled = 16,
    /// A modem line changed.
    Modem = 32,
    /// The device had no reason to interrupt.
    Spurious = 64,
}

impl Event {
    /// The number as it crosses.
    pub const fn number(self) -> u64 {
        self as u64
    }
}

impl From<Event> for u64 {
    fn from(value: Event) -> Self {
        value.number()
    }
}

impl TryFrom<u64> for Event {
    type Error = u64;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u64) -> Result<Self, u64> {
        Ok(match number {
            1 => Self::Received,
            2 => Self::Transmitted,
            4 => Self::LineError,
            8 => Self::LineBreak,
            16 => Self::Throttled,
            32 => Self::Modem,
            64 => Self::Spurious,
            _ => return Err(number),
        })
    }
}

/// Line settings. 8 data bits, no parity, one stop bit at 115200 baud from a
/// 1843200 Hz clock is what PCs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Settings {
    /// Input clock of the UART, in hertz; not 0.
    pub clock: u32,
    /// Symbols a second; not 0.
    pub baud: u32,
    /// 5 to 8.
    pub data_bits: u8,
    /// `parity`
    pub parity: Parity,
    /// `stop_bits`
    pub stop_bits: StopBits,
    /// `trigger`
    pub trigger: Trigger,
}

/// Counters since initialize(); they wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// Calls that reached the instance.
    pub calls: u64,
    /// Bytes given to the device.
    pub bytes_transmitted: u64,
    /// Bytes put into the receive ring.
    pub bytes_received: u64,
    /// Calls of interrupt() that found a reason.
    pub interrupts: u64,
    /// Calls of interrupt() that found none.
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

/// Memory of one instance. It must hold some value when first passed; zeros will
/// do.
#[repr(C)]
pub struct State {
    /// `words`
    words: [u64; 512],
}

impl State {
    /// Memory without an instance.
    pub const fn new() -> Self {
        // SAFETY: integers only, of which zero is a value.
        unsafe { core::mem::zeroed() }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Structures as they cross, where an enumeration is a number.
pub mod raw {
    /// [`super::Settings`], not checked yet.
    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Settings {
        /// Input clock of the UART, in hertz; not 0.
        pub clock: u32,
        /// Symbols a second; not 0.
        pub baud: u32,
        /// 5 to 8.
        pub data_bits: u8,
        /// `parity`
        pub parity: u8,
        /// `stop_bits`
        pub stop_bits: u8,
        /// `trigger`
        pub trigger: u8,
    }
}

impl TryFrom<raw::Settings> for Settings {
    type Error = Error;

    #[inline]
    fn try_from(raw: raw::Settings) -> Result<Self, Error> {
        Ok(Self {
            clock: raw.clock,
            baud: raw.baud,
            data_bits: raw.data_bits,
            parity: Parity::try_from(raw.parity).map_err(|_| Error::InvalidEnum)?,
            stop_bits: StopBits::try_from(raw.stop_bits).map_err(|_| Error::InvalidEnum)?,
            trigger: Trigger::try_from(raw.trigger).map_err(|_| Error::InvalidEnum)?,
        })
    }
}

impl From<Settings> for raw::Settings {
    #[inline]
    fn from(value: Settings) -> Self {
        Self {
            clock: value.clock,
            baud: value.baud,
            data_bits: value.data_bits,
            parity: value.parity.number(),
            stop_bits: value.stop_bits.number(),
            trigger: value.trigger.number(),
        }
    }
}

const _: () = {
    assert!(size_of::<raw::Settings>() == 12 && align_of::<raw::Settings>() == 4);
    assert!(offset_of!(raw::Settings, clock) == 0);
    assert!(offset_of!(raw::Settings, baud) == 4);
    assert!(offset_of!(raw::Settings, data_bits) == 8);
    assert!(offset_of!(raw::Settings, parity) == 9);
    assert!(offset_of!(raw::Settings, stop_bits) == 10);
    assert!(offset_of!(raw::Settings, trigger) == 11);
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
    assert!(size_of::<State>() == 4096 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<CountResult>() == 16 && align_of::<CountResult>() == 8);
    assert!(size_of::<EventsResult>() == 16 && align_of::<EventsResult>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::OutOfRange.number() == 3);
    assert!(Error::LengthOverflow.number() == 4);
    assert!(Error::InvalidEnum.number() == 5);
    assert!(Error::Overlap.number() == 6);
    assert!(Error::NotInitialised.number() == 7);
    assert!(Error::DeviceAbsent.number() == 8);
    assert!(Error::DeviceStuck.number() == 9);
    assert!(Error::BaudUnreachable.number() == 10);
    assert!(Error::SelfTestFailed.number() == 11);
    assert!(Error::Corrupt.number() == 12);
    assert!(size_of::<Parity>() == 1);
    assert!(Parity::None.number() == 0);
    assert!(Parity::Odd.number() == 1);
    assert!(Parity::Even.number() == 2);
    assert!(Parity::Mark.number() == 3);
    assert!(Parity::Space.number() == 4);
    assert!(size_of::<StopBits>() == 1);
    assert!(StopBits::One.number() == 1);
    assert!(StopBits::Two.number() == 2);
    assert!(size_of::<Trigger>() == 1);
    assert!(Trigger::One.number() == 1);
    assert!(Trigger::Four.number() == 4);
    assert!(Trigger::Eight.number() == 8);
    assert!(Trigger::Fourteen.number() == 14);
    assert!(size_of::<Event>() == 8);
    assert!(Event::Received.number() == 1);
    assert!(Event::Transmitted.number() == 2);
    assert!(Event::LineError.number() == 4);
    assert!(Event::LineBreak.number() == 8);
    assert!(Event::Throttled.number() == 16);
    assert!(Event::Modem.number() == 32);
    assert!(Event::Spurious.number() == 64);
};

/// What the twin is given. Every call takes effect in program order.
pub trait Services: Default {
    /// Reads the register at `offset` (0 to 7) of `device`.
    fn read(&mut self, device: u64, offset: u32) -> u8;
    /// Writes the register at `offset` (0 to 7) of `device`.
    fn write(&mut self, device: u64, offset: u32, value: u8);
}

/// Names services by the prefix of their functions, which are bound when the image is linked.
#[macro_export]
macro_rules! services {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// Services that are bound when the image is linked.
        #[derive(Clone, Copy, Debug, Default)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
                #[link_name = concat!($prefix, "read")]
                fn foreign_read(device: u64, offset: u32) -> u8;
                #[link_name = concat!($prefix, "write")]
                fn foreign_write(device: u64, offset: u32, value: u8);
            }
            impl $crate::Services for $name {
                #[inline]
                fn read(&mut self, device: u64, offset: u32) -> u8 {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_read(device, offset) }
                }
                #[inline]
                fn write(&mut self, device: u64, offset: u32, value: u8) {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_write(device, offset, value) }
                }
            }
        };
    };
}

services!(pub LinkedServices, "serial_service_");

/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

    /// Finds the device, sets it up and turns its receive interrupt on. `device` is
    /// passed to the services as it is. An instance may be initialised again at any
    /// time; what it held is dropped.
    fn initialize(&mut self, device: u64, settings: Settings) -> Result<(), Error>;

    /// Turns the device's interrupts off and ends the instance; bytes still in its
    /// rings are dropped.
    fn shutdown(&mut self);

    /// Changes the symbol rate once the device has sent what it holds; waits for that,
    /// bounded.
    fn set_baud(&mut self, baud: u32) -> Result<(), Error>;

    /// Sends a few bytes through the device's loopback, and its modem lines too.
    /// Waits, bounded. What the rings hold is kept; bytes that arrive on the line
    /// meanwhile are lost.
    fn self_test(&mut self) -> Result<(), Error>;

    /// Takes as many bytes as the transmit ring has room for and starts the device.
    /// The value is how many were taken, from the front.
    fn transmit(&mut self, bytes: &[u8]) -> Result<u64, Error>;

    /// Sends all bytes, after what the transmit ring holds, without interrupts: for
    /// the way out of a panic. Waits for each byte, bounded; bytes before a failure
    /// were sent.
    fn transmit_now(&mut self, bytes: &[u8]) -> Result<u64, Error>;

    /// Moves received bytes out of the receive ring. The value is how many there were,
    /// 0 if none. A sender that was stopped when the ring was full goes on once half
    /// of it is free.
    fn receive(&mut self, bytes: &mut [u8]) -> u64;

    /// Serves the device's interrupt until the device has none left: fetches what was
    /// received, sends more of the transmit ring. A device that never stops is
    /// silenced: device_stuck, from then on also from transmit() and poll(), until it
    /// is initialised again.
    fn interrupt(&mut self) -> Result<u64, Error>;

    /// As interrupt(), but looks at the line whether or not the device says that it
    /// interrupts: for lost interrupts, and where there are none.
    fn poll(&mut self) -> Result<u64, Error>;

    /// Copies the counters.
    fn statistics(&mut self) -> Statistics;

    /// Says whether the instance is consistent; touches memory only.
    fn check(&mut self) -> Result<(), Error>;
}

/// What a `State` holds for a Rust twin.
#[repr(C)]
struct Instance<T> {
    mark: u64,
    twin: T,
}

/// Stands in the first word of a live instance: the contract, and `rust` in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7275_7374;

/// The entries of a twin: they judge and convert, and call safe code.
///
/// # Safety
///
/// What all of them need of their callers, who are foreign: a pointer that is not null and aligned
/// leads to a whole `State` or structure that nobody else uses meanwhile, and a slice that is not
/// empty leads to as many bytes, untouched by others meanwhile. The contract says so; everything
/// that can be judged is.
pub struct Entry<T>(PhantomData<T>);

impl<T: Twin> Entry<T> {
    /// How many bytes of a `State` are used.
    pub const STATE_SIZE: u64 = size_of::<Instance<T>>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<Instance<T>>() as u64;

    const FITS: () = assert!(
        size_of::<Instance<T>>() <= size_of::<State>()
            && align_of::<Instance<T>>() <= align_of::<State>()
            && !core::mem::needs_drop::<T>()
    );

    /// `serial_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(
        state: *mut State,
        device: u64,
        settings: raw::Settings,
    ) -> Result<(), Error> {
        let () = Self::FITS;
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        let settings = Settings::try_from(settings)?;
        // SAFETY: not null, aligned, and large enough by `FITS`; `MaybeUninit` asks nothing of what
        // is there.
        let place = unsafe { &mut *state.cast::<MaybeUninit<Instance<T>>>() };
        let instance = place.write(Instance {
            mark: 0,
            twin: T::new(),
        });
        instance.twin.initialize(device, settings)?;
        instance.mark = LIVE_MARK;
        Ok(())
    }

    /// `serial_shutdown`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn shutdown(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.shutdown();
        instance.mark = 0;
        Ok(())
    }

    /// `serial_set_baud`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn set_baud(state: *mut State, baud: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.set_baud(baud)
    }

    /// `serial_self_test`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn self_test(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.self_test()
    }

    /// `serial_transmit`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn transmit(state: *mut State, bytes: Bytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, bytes.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let bytes = unsafe { bytes.as_slice() }.map_err(error_of)?;
        instance.twin.transmit(bytes)
    }

    /// `serial_transmit_now`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn transmit_now(state: *mut State, bytes: Bytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, bytes.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let bytes = unsafe { bytes.as_slice() }.map_err(error_of)?;
        instance.twin.transmit_now(bytes)
    }

    /// `serial_receive`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn receive(state: *mut State, bytes: MutableBytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, bytes.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let bytes = unsafe { bytes.as_mut_slice() }.map_err(error_of)?;
        Ok(instance.twin.receive(bytes))
    }

    /// `serial_interrupt`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn interrupt(state: *mut State) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.interrupt()
    }

    /// `serial_poll`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn poll(state: *mut State) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.poll()
    }

    /// `serial_statistics`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_structure(memory, statistics)?;
        let answer = instance.twin.statistics();
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { statistics.write(answer) };
        Ok(())
    }

    /// `serial_check`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn check(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.check()
    }

    /// The live instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<&'a mut Instance<T>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` put an instance here, and the caller promises
        // that no other call uses it until this one ends.
        Ok(unsafe { &mut *state.cast::<Instance<T>>() })
    }
}

#[inline]
fn judge_memory<S>(memory: *const S) -> Result<(), Error> {
    if memory.is_null() {
        return Err(Error::NullArgument);
    }
    if !memory.is_aligned() {
        return Err(Error::Misaligned);
    }
    Ok(())
}

/// A structure that is there, aligned, and apart from the instance.
#[inline]
fn judge_structure<S>(memory: (usize, u64), structure: *const S) -> Result<(), Error> {
    judge_memory(structure)?;
    judge_apart(memory, (structure.addr(), size_of::<S>() as u64))
}

/// A slice that is possible, and apart from the instance.
#[inline]
fn judge_slice(memory: (usize, u64), extent: (usize, u64)) -> Result<(), Error> {
    seam::judge(extent.0, extent.1).map_err(error_of)?;
    judge_apart(memory, extent)
}

fn error_of(fault: seam::SliceFault) -> Error {
    match fault {
        seam::SliceFault::Null => Error::NullArgument,
        seam::SliceFault::Overflow => Error::LengthOverflow,
    }
}

/// Two extents that share no byte.
#[inline]
fn judge_apart(first: (usize, u64), second: (usize, u64)) -> Result<(), Error> {
    let overlap =
        first.1 != 0 && second.1 != 0 && seam::overlaps(first.0, first.1, second.0, second.1);
    if overlap { Err(Error::Overlap) } else { Ok(()) }
}

/// Exports a twin under the names of the contract behind a prefix: `export!("serial_rust_", Twin);`
#[macro_export]
macro_rules! export {
    ($prefix:literal, $twin:ty) => {
        const _: () = {
            // The prefix belongs to this twin, and the linker refuses a name that is there twice.
            #[unsafe(export_name = concat!($prefix, "contract_", $crate::contract_digits!()))]
            static CONTRACT: u64 = $crate::CONTRACT;
            #[unsafe(export_name = concat!($prefix, "initialize"))]
            unsafe extern "C" fn initialize(
                state: *mut $crate::State,
                device: u64,
                settings: $crate::raw::Settings,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::initialize(state, device, settings) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::shutdown(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "set_baud"))]
            unsafe extern "C" fn set_baud(state: *mut $crate::State, baud: u32) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::set_baud(state, baud) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "self_test"))]
            unsafe extern "C" fn self_test(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::self_test(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "transmit"))]
            unsafe extern "C" fn transmit(
                state: *mut $crate::State,
                bytes: $crate::Bytes,
            ) -> $crate::CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::transmit(state, bytes) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "transmit_now"))]
            unsafe extern "C" fn transmit_now(
                state: *mut $crate::State,
                bytes: $crate::Bytes,
            ) -> $crate::CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::transmit_now(state, bytes) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "receive"))]
            unsafe extern "C" fn receive(
                state: *mut $crate::State,
                bytes: $crate::MutableBytes,
            ) -> $crate::CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::receive(state, bytes) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "interrupt"))]
            unsafe extern "C" fn interrupt(state: *mut $crate::State) -> $crate::EventsResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::interrupt(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "poll"))]
            unsafe extern "C" fn poll(state: *mut $crate::State) -> $crate::EventsResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::poll(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                state: *mut $crate::State,
                statistics: *mut $crate::Statistics,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::statistics(state, statistics) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "check"))]
            unsafe extern "C" fn check(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::check(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "state_size"))]
            extern "C" fn state_size() -> u64 {
                $crate::Entry::<$twin>::STATE_SIZE
            }
            #[unsafe(export_name = concat!($prefix, "state_alignment"))]
            extern "C" fn state_alignment() -> u64 {
                $crate::Entry::<$twin>::STATE_ALIGNMENT
            }
            #[unsafe(export_name = concat!($prefix, "contract"))]
            extern "C" fn contract() -> u64 {
                $crate::CONTRACT
            }
        };
    };
}

/// One twin's functions, as they cross. `binding!` makes them.
///
/// # Safety
/// The functions are those of a twin that was built from this contract.
pub unsafe trait Binding {
    /// `serial_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(state: *mut State, device: u64, settings: raw::Settings) -> Status;

    /// `serial_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `serial_set_baud`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn set_baud(state: *mut State, baud: u32) -> Status;

    /// `serial_self_test`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn self_test(state: *mut State) -> Status;

    /// `serial_transmit`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn transmit(state: *mut State, bytes: Bytes) -> CountResult;

    /// `serial_transmit_now`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn transmit_now(state: *mut State, bytes: Bytes) -> CountResult;

    /// `serial_receive`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn receive(state: *mut State, bytes: MutableBytes) -> CountResult;

    /// `serial_interrupt`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn interrupt(state: *mut State) -> EventsResult;

    /// `serial_poll`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn poll(state: *mut State) -> EventsResult;

    /// `serial_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Status;

    /// `serial_check`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn check(state: *mut State) -> Status;

    /// How many bytes of a SerialState the twin uses.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "serial_cpp_");` A crate that does
/// needs that twin to be built from this contract, or it does not link.
#[macro_export]
macro_rules! binding {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// The functions of one twin.
        #[derive(Clone, Copy, Debug)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
                #[link_name = concat!($prefix, "contract_", $crate::contract_digits!())]
                static CONTRACT: u64;
                #[link_name = concat!($prefix, "initialize")]
                fn foreign_initialize(state: *mut $crate::State, device: u64, settings: $crate::raw::Settings) -> $crate::Status;
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "set_baud")]
                fn foreign_set_baud(state: *mut $crate::State, baud: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "self_test")]
                fn foreign_self_test(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "transmit")]
                fn foreign_transmit(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::CountResult;
                #[link_name = concat!($prefix, "transmit_now")]
                fn foreign_transmit_now(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::CountResult;
                #[link_name = concat!($prefix, "receive")]
                fn foreign_receive(state: *mut $crate::State, bytes: $crate::MutableBytes) -> $crate::CountResult;
                #[link_name = concat!($prefix, "interrupt")]
                fn foreign_interrupt(state: *mut $crate::State) -> $crate::EventsResult;
                #[link_name = concat!($prefix, "poll")]
                fn foreign_poll(state: *mut $crate::State) -> $crate::EventsResult;
                #[link_name = concat!($prefix, "statistics")]
                fn foreign_statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status;
                #[link_name = concat!($prefix, "check")]
                fn foreign_check(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "state_size")]
                fn foreign_state_size() -> u64;
                #[link_name = concat!($prefix, "state_alignment")]
                fn foreign_state_alignment() -> u64;
                #[link_name = concat!($prefix, "contract")]
                fn foreign_contract() -> u64;
            }
            #[used]
            // SAFETY: a twin defines it as a constant.
            static NEEDS_CONTRACT: &u64 = unsafe { &CONTRACT };
            // SAFETY: the symbol above is there for a twin of this contract only.
            unsafe impl $crate::Binding for $name {
                #[inline]
                unsafe fn initialize(state: *mut $crate::State, device: u64, settings: $crate::raw::Settings) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state, device, settings) }
                }
                #[inline]
                unsafe fn shutdown(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_shutdown(state) }
                }
                #[inline]
                unsafe fn set_baud(state: *mut $crate::State, baud: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_set_baud(state, baud) }
                }
                #[inline]
                unsafe fn self_test(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_self_test(state) }
                }
                #[inline]
                unsafe fn transmit(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::CountResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_transmit(state, bytes) }
                }
                #[inline]
                unsafe fn transmit_now(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::CountResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_transmit_now(state, bytes) }
                }
                #[inline]
                unsafe fn receive(state: *mut $crate::State, bytes: $crate::MutableBytes) -> $crate::CountResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_receive(state, bytes) }
                }
                #[inline]
                unsafe fn interrupt(state: *mut $crate::State) -> $crate::EventsResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_interrupt(state) }
                }
                #[inline]
                unsafe fn poll(state: *mut $crate::State) -> $crate::EventsResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_poll(state) }
                }
                #[inline]
                unsafe fn statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_statistics(state, statistics) }
                }
                #[inline]
                unsafe fn check(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_check(state) }
                }
                #[inline]
                fn state_size() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_state_size() }
                }
                #[inline]
                fn state_alignment() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_state_alignment() }
                }
                #[inline]
                fn contract() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_contract() }
                }
            }
        };
    };
}

/// One instance as its callers see it: the functions of a binding on memory that is lent to it.
pub struct Client<'state, B> {
    state: &'state mut State,
    binding: PhantomData<B>,
}

impl<'state, B: Binding> Client<'state, B> {
    /// A client of the instance in that memory.
    pub const fn new(state: &'state mut State) -> Self {
        Self {
            state,
            binding: PhantomData,
        }
    }

    fn state(&mut self) -> *mut State {
        self.state
    }

    /// Finds the device, sets it up and turns its receive interrupt on. `device` is
    /// passed to the services as it is. An instance may be initialised again at any
    /// time; what it held is dropped.
    pub fn initialize(&mut self, device: u64, settings: Settings) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state(), device, settings.into()) }.check()
    }

    /// Turns the device's interrupts off and ends the instance; bytes still in its
    /// rings are dropped.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Changes the symbol rate once the device has sent what it holds; waits for that,
    /// bounded.
    pub fn set_baud(&mut self, baud: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::set_baud(self.state(), baud) }.check()
    }

    /// Sends a few bytes through the device's loopback, and its modem lines too.
    /// Waits, bounded. What the rings hold is kept; bytes that arrive on the line
    /// meanwhile are lost.
    pub fn self_test(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::self_test(self.state()) }.check()
    }

    /// Takes as many bytes as the transmit ring has room for and starts the device.
    /// The value is how many were taken, from the front.
    pub fn transmit(&mut self, bytes: &[u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::transmit(self.state(), Bytes::new(bytes)) }.check()
    }

    /// Sends all bytes, after what the transmit ring holds, without interrupts: for
    /// the way out of a panic. Waits for each byte, bounded; bytes before a failure
    /// were sent.
    pub fn transmit_now(&mut self, bytes: &[u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::transmit_now(self.state(), Bytes::new(bytes)) }.check()
    }

    /// Moves received bytes out of the receive ring. The value is how many there were,
    /// 0 if none. A sender that was stopped when the ring was full goes on once half
    /// of it is free.
    pub fn receive(&mut self, bytes: &mut [u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::receive(self.state(), MutableBytes::new(bytes)) }.check()
    }

    /// Serves the device's interrupt until the device has none left: fetches what was
    /// received, sends more of the transmit ring. A device that never stops is
    /// silenced: device_stuck, from then on also from transmit() and poll(), until it
    /// is initialised again.
    pub fn interrupt(&mut self) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::interrupt(self.state()) }.check()
    }

    /// As interrupt(), but looks at the line whether or not the device says that it
    /// interrupts: for lost interrupts, and where there are none.
    pub fn poll(&mut self) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::poll(self.state()) }.check()
    }

    /// Copies the counters.
    pub fn statistics(&mut self) -> Result<Statistics, Failure<Error>> {
        let mut answer = MaybeUninit::<Statistics>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::statistics(self.state(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Says whether the instance is consistent; touches memory only.
    pub fn check(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::check(self.state()) }.check()
    }
}
