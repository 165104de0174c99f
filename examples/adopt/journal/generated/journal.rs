// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from journal.seam.h; do not edit
//! The contract of component `journal` for Rust: its types, what a twin implements in safe code, and
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
        "38a6ed875dc3feb6"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x38a6ed875dc3feb6;
/// `JOURNAL_STATE_SIZE`
pub const STATE_SIZE: usize = 1088;
/// `JOURNAL_CAPACITY`
pub const CAPACITY: usize = 1024;
/// `JOURNAL_MESSAGE_SIZE`
pub const MESSAGE_SIZE: usize = 200;

/// How a call ended: `JournalStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `JournalCountResult`.
pub type CountResult = seam::Outcome<Error>;

/// Why a call failed: `JournalStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// A slice would pass the end of memory.
    LengthOverflow = 3,
    /// A level is none.
    InvalidEnum = 4,
    /// A slice or structure overlaps the instance.
    Overlap = 5,
    /// Not an instance of this twin.
    NotInitialised = 6,
    /// `too_long`
    TooLong = 7,
    /// `too_small`
    TooSmall = 8,
    /// There is no message.
    Empty = 9,
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
            3 => Self::LengthOverflow,
            4 => Self::InvalidEnum,
            5 => Self::Overlap,
            6 => Self::NotInitialised,
            7 => Self::TooLong,
            8 => Self::TooSmall,
            9 => Self::Empty,
            _ => return Err(number),
        })
    }
}

/// The values of `JournalLevel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Level {
    /// `note`
    Note = 1,
    /// `warning`
    Warning = 2,
    /// `failure`
    Failure = 3,
}

impl Level {
    /// The number as it crosses.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl From<Level> for u8 {
    fn from(value: Level) -> Self {
        value.number()
    }
}

impl TryFrom<u8> for Level {
    type Error = u8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u8) -> Result<Self, u8> {
        Ok(match number {
            1 => Self::Note,
            2 => Self::Warning,
            3 => Self::Failure,
            _ => return Err(number),
        })
    }
}

/// What a message is, besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Record {
    /// Of the message, from 0 on.
    pub number: u64,
    /// Of its text, in bytes.
    pub length: u32,
    /// `level`
    pub level: Level,
    /// `reserved`
    pub reserved: [u8; 3],
}

/// Counted since initialize().
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// Messages taken in.
    pub appended: u64,
    /// Messages that made room for others.
    pub dropped: u64,
    /// Messages that can be taken out.
    pub held: u64,
}

/// Memory of one instance. It must hold some value when first passed; zeros will
/// do.
#[repr(C)]
pub struct State {
    /// `words`
    words: [u64; 136],
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
    /// [`super::Record`], not checked yet.
    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Record {
        /// Of the message, from 0 on.
        pub number: u64,
        /// Of its text, in bytes.
        pub length: u32,
        /// `level`
        pub level: u8,
        /// `reserved`
        pub reserved: [u8; 3],
    }
}

impl TryFrom<raw::Record> for Record {
    type Error = Error;

    #[inline]
    fn try_from(raw: raw::Record) -> Result<Self, Error> {
        Ok(Self {
            number: raw.number,
            length: raw.length,
            level: Level::try_from(raw.level).map_err(|_| Error::InvalidEnum)?,
            reserved: raw.reserved,
        })
    }
}

impl From<Record> for raw::Record {
    #[inline]
    fn from(value: Record) -> Self {
        Self {
            number: value.number,
            length: value.length,
            level: value.level.number(),
            reserved: value.reserved,
        }
    }
}

const _: () = {
    assert!(size_of::<raw::Record>() == 16 && align_of::<raw::Record>() == 8);
    assert!(offset_of!(raw::Record, number) == 0);
    assert!(offset_of!(raw::Record, length) == 8);
    assert!(offset_of!(raw::Record, level) == 12);
    assert!(offset_of!(raw::Record, reserved) == 13);
    assert!(size_of::<Statistics>() == 24 && align_of::<Statistics>() == 8);
    assert!(offset_of!(Statistics, appended) == 0);
    assert!(offset_of!(Statistics, dropped) == 8);
    assert!(offset_of!(Statistics, held) == 16);
    assert!(size_of::<State>() == 1088 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<CountResult>() == 16 && align_of::<CountResult>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::LengthOverflow.number() == 3);
    assert!(Error::InvalidEnum.number() == 4);
    assert!(Error::Overlap.number() == 5);
    assert!(Error::NotInitialised.number() == 6);
    assert!(Error::TooLong.number() == 7);
    assert!(Error::TooSmall.number() == 8);
    assert!(Error::Empty.number() == 9);
    assert!(size_of::<Level>() == 1);
    assert!(Level::Note.number() == 1);
    assert!(Level::Warning.number() == 2);
    assert!(Level::Failure.number() == 3);
};

/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

    /// An empty journal. An instance may be initialised again; what it held is
    /// dropped.
    fn initialize(&mut self);

    /// Takes a message in. The value is how many old ones made room for it.
    fn append(&mut self, level: Level, text: &[u8]) -> Result<u64, Error>;

    /// Describes the oldest message, which stays.
    fn peek(&mut self) -> Result<Record, Error>;

    /// Moves the text of the oldest message out. The value is its length.
    fn take(&mut self, text: &mut [u8]) -> Result<u64, Error>;

    /// Copies the counters.
    fn statistics(&mut self) -> Statistics;
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

    /// `journal_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(state: *mut State) -> Result<(), Error> {
        let () = Self::FITS;
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        // SAFETY: not null, aligned, and large enough by `FITS`; `MaybeUninit` asks nothing of what
        // is there.
        let place = unsafe { &mut *state.cast::<MaybeUninit<Instance<T>>>() };
        let instance = place.write(Instance {
            mark: 0,
            twin: T::new(),
        });
        instance.twin.initialize();
        instance.mark = LIVE_MARK;
        Ok(())
    }

    /// `journal_append`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn append(state: *mut State, level: u8, text: Bytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        let level = Level::try_from(level).map_err(|_| Error::InvalidEnum)?;
        judge_slice(memory, text.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let text = unsafe { text.as_slice() }.map_err(error_of)?;
        instance.twin.append(level, text)
    }

    /// `journal_peek`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn peek(state: *mut State, record: *mut raw::Record) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_structure(memory, record)?;
        let answer = instance.twin.peek()?;
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { record.write(answer.into()) };
        Ok(())
    }

    /// `journal_take`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn take(state: *mut State, text: MutableBytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, text.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let text = unsafe { text.as_mut_slice() }.map_err(error_of)?;
        instance.twin.take(text)
    }

    /// `journal_statistics`
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

/// Exports a twin under the names of the contract behind a prefix: `export!("journal_rust_", Twin);`
#[macro_export]
macro_rules! export {
    ($prefix:literal, $twin:ty) => {
        const _: () = {
            // The prefix belongs to this twin, and the linker refuses a name that is there twice.
            #[unsafe(export_name = concat!($prefix, "contract_", $crate::contract_digits!()))]
            static CONTRACT: u64 = $crate::CONTRACT;
            #[unsafe(export_name = concat!($prefix, "initialize"))]
            unsafe extern "C" fn initialize(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::initialize(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "append"))]
            unsafe extern "C" fn append(
                state: *mut $crate::State,
                level: u8,
                text: $crate::Bytes,
            ) -> $crate::CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::append(state, level, text) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "peek"))]
            unsafe extern "C" fn peek(
                state: *mut $crate::State,
                record: *mut $crate::raw::Record,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::peek(state, record) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "take"))]
            unsafe extern "C" fn take(
                state: *mut $crate::State,
                text: $crate::MutableBytes,
            ) -> $crate::CountResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::take(state, text) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                state: *mut $crate::State,
                statistics: *mut $crate::Statistics,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::statistics(state, statistics) }.into()
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
    /// `journal_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(state: *mut State) -> Status;

    /// `journal_append`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn append(state: *mut State, level: u8, text: Bytes) -> CountResult;

    /// `journal_peek`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn peek(state: *mut State, record: *mut raw::Record) -> Status;

    /// `journal_take`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn take(state: *mut State, text: MutableBytes) -> CountResult;

    /// `journal_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Status;

    /// How many bytes of a JournalState the twin uses.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "journal_cpp_");` A crate that does
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
                fn foreign_initialize(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "append")]
                fn foreign_append(state: *mut $crate::State, level: u8, text: $crate::Bytes) -> $crate::CountResult;
                #[link_name = concat!($prefix, "peek")]
                fn foreign_peek(state: *mut $crate::State, record: *mut $crate::raw::Record) -> $crate::Status;
                #[link_name = concat!($prefix, "take")]
                fn foreign_take(state: *mut $crate::State, text: $crate::MutableBytes) -> $crate::CountResult;
                #[link_name = concat!($prefix, "statistics")]
                fn foreign_statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status;
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
                unsafe fn initialize(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state) }
                }
                #[inline]
                unsafe fn append(state: *mut $crate::State, level: u8, text: $crate::Bytes) -> $crate::CountResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_append(state, level, text) }
                }
                #[inline]
                unsafe fn peek(state: *mut $crate::State, record: *mut $crate::raw::Record) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_peek(state, record) }
                }
                #[inline]
                unsafe fn take(state: *mut $crate::State, text: $crate::MutableBytes) -> $crate::CountResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_take(state, text) }
                }
                #[inline]
                unsafe fn statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_statistics(state, statistics) }
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

    /// An empty journal. An instance may be initialised again; what it held is
    /// dropped.
    pub fn initialize(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state()) }.check()
    }

    /// Takes a message in. The value is how many old ones made room for it.
    pub fn append(&mut self, level: Level, text: &[u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::append(self.state(), level.number(), Bytes::new(text)) }.check()
    }

    /// Describes the oldest message, which stays.
    pub fn peek(&mut self) -> Result<Record, Failure<Error>> {
        let mut answer = MaybeUninit::<raw::Record>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::peek(self.state(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Record::try_from(answer).map_err(Failure::Answered)
    }

    /// Moves the text of the oldest message out. The value is its length.
    pub fn take(&mut self, text: &mut [u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::take(self.state(), MutableBytes::new(text)) }.check()
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
}
