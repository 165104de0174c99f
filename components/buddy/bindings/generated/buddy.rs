// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from buddy.seam.h; do not edit
//! The contract of component `buddy` for Rust: its types, what a twin implements in safe code, and
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

/// The hash as digits: part of the symbol that a twin defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "62e05d7152c4f537"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x62e05d7152c4f537;
/// `BUDDY_MAX_ORDER`
pub const MAX_ORDER: usize = 10;
/// `BUDDY_ORDER_COUNT`
pub const ORDER_COUNT: usize = 11;
/// `BUDDY_LIST_COUNT`
pub const LIST_COUNT: usize = 22;
/// `BUDDY_RANGE_CAPACITY`
pub const RANGE_CAPACITY: usize = 512;
/// `BUDDY_FIRST_ABOVE_4G`
pub const FIRST_ABOVE_4G: usize = 1048576;
/// `BUDDY_FRAME_LIMIT`
pub const FRAME_LIMIT: usize = 4503599627370496;
/// `BUDDY_NONE`
pub const NONE: usize = 4294967295;
/// `BUDDY_FREE`
pub const FREE: usize = 256;
/// `BUDDY_ALLOCATED`
pub const ALLOCATED: usize = 512;
/// `BUDDY_HASH_START`
pub const HASH_START: usize = 7382069861695029249;
/// `BUDDY_HASH_FACTOR`
pub const HASH_FACTOR: usize = 6364136223846793005;

/// How a call ended: `BuddyStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `BuddyFrameResult`.
pub type FrameResult = seam::Outcome<Error>;

/// A status and a value: `BuddyDigestResult`.
pub type DigestResult = seam::Outcome<Error>;

/// Why a call failed: `BuddyStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// An order, a capacity or a range is impossible.
    OutOfRange = 3,
    /// The table would pass the end of memory.
    LengthOverflow = 4,
    /// An enumeration holds none of its values.
    InvalidEnum = 5,
    /// A structure overlaps the instance.
    Overlap = 6,
    /// Not an instance that was initialised.
    NotInitialised = 7,
    /// No free block, or no room for the range.
    Exhausted = 8,
    /// A range is not above all that were added.
    OutOfOrder = 9,
    /// The frame is in no range that was added.
    Unmanaged = 10,
    /// No block of that order begins there.
    MisalignedBlock = 11,
    /// The block is free.
    DoubleFree = 12,
    /// A block of another order, or inside of one.
    WrongOrder = 13,
    /// The shared layout contradicts itself.
    Corrupt = 14,
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
            8 => Self::Exhausted,
            9 => Self::OutOfOrder,
            10 => Self::Unmanaged,
            11 => Self::MisalignedBlock,
            12 => Self::DoubleFree,
            13 => Self::WrongOrder,
            14 => Self::Corrupt,
            _ => return Err(number),
        })
    }
}

/// Which frames will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Zone {
    /// From above 4 GiB as long as there are, to spare the rest.
    Any = 0,
    /// For devices and code that take 32 bits.
    Below4g = 1,
}

impl Zone {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Zone> for u32 {
    fn from(value: Zone) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Zone {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            0 => Self::Any,
            1 => Self::Below4g,
            _ => return Err(number),
        })
    }
}

/// What digest() hashes, with one function: it begins with BUDDY_HASH_START, and
/// for each 64-bit word in turn the hash is xor-ed with the word, multiplied by
/// BUDDY_HASH_FACTOR (modulo 2^64) and xor-ed with itself shifted right by 32.
/// Each step is a bijection of the hash and of the word, so two sequences that
/// differ in one word never agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Digest {
    /// The set of free frames: for each maximal run of them, in ascending order, its
    /// first frame and its length. The same whatever the twin, the order of the lists
    /// and the division into ranges; no failed call changes it.
    Logical = 0,
    /// All of the shared layout but `mark`: the words of BuddyState from
    /// `frame_capacity` on (of two fields of 32 bits the first is the low half), then
    /// for each frame that was added the word next + 2^32 previous and the word state.
    /// The same in both twins after the same calls.
    Exact = 1,
}

impl Digest {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Digest> for u32 {
    fn from(value: Digest) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Digest {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            0 => Self::Logical,
            1 => Self::Exact,
            _ => return Err(number),
        })
    }
}

/// One entry of the table: a frame that was added. Frames are numbered without
/// holes across the ranges, in the order in which they were added; such a number
/// is an index. 12 bytes a frame are 0.29 % of the memory that is managed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Frame {
    /// Index of the next block in the free list; else BUDDY_NONE.
    pub next: u32,
    /// Index of the block before it; else BUDDY_NONE.
    pub previous: u32,
    /// BUDDY_FREE or BUDDY_ALLOCATED plus the order for the first frame of a block,
    /// else 0.
    pub state: u32,
}

/// Frames from `frame` on have the indices from `first` on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Range {
    /// `frame`
    pub frame: u64,
    /// `first`
    pub first: u32,
    /// `count`
    pub count: u32,
}

/// The free blocks of one order in one zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct List {
    /// Index of the block that was freed last; BUDDY_NONE if there is none.
    pub head: u32,
    /// How many there are.
    pub blocks: u32,
}

/// Memory of one instance, zeros before it is initialised; the table follows
/// directly. Entries from `total_frames` on hold anything.
#[repr(C)]
pub struct State {
    /// The bindings'.
    mark: u64,
    /// `frame_capacity`
    frame_capacity: u64,
    /// Frames that were added.
    pub total_frames: u64,
    /// Those that are free.
    pub free_frames: u64,
    /// How many of `ranges` are in use; the others are zero.
    pub range_count: u64,
    /// The hash over frame_capacity, range_count and the words in use.
    pub ranges_digest: u64,
    /// By order, those below 4 GiB first.
    pub lists: [List; 22],
    /// `ranges`
    pub ranges: [Range; 512],
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// `total_frames`
    pub total_frames: u64,
    /// `free_frames`
    pub free_frames: u64,
    /// By order.
    pub free_blocks: [u64; 11],
    /// Those of them below 4 GiB.
    pub free_blocks_below_4g: [u64; 11],
}

const _: () = {
    assert!(size_of::<Frame>() == 12 && align_of::<Frame>() == 4);
    assert!(offset_of!(Frame, next) == 0);
    assert!(offset_of!(Frame, previous) == 4);
    assert!(offset_of!(Frame, state) == 8);
    assert!(size_of::<Range>() == 16 && align_of::<Range>() == 8);
    assert!(offset_of!(Range, frame) == 0);
    assert!(offset_of!(Range, first) == 8);
    assert!(offset_of!(Range, count) == 12);
    assert!(size_of::<List>() == 8 && align_of::<List>() == 4);
    assert!(offset_of!(List, head) == 0);
    assert!(offset_of!(List, blocks) == 4);
    assert!(size_of::<State>() == 8416 && align_of::<State>() == 8);
    assert!(offset_of!(State, mark) == 0);
    assert!(offset_of!(State, frame_capacity) == 8);
    assert!(offset_of!(State, total_frames) == 16);
    assert!(offset_of!(State, free_frames) == 24);
    assert!(offset_of!(State, range_count) == 32);
    assert!(offset_of!(State, ranges_digest) == 40);
    assert!(offset_of!(State, lists) == 48);
    assert!(offset_of!(State, ranges) == 224);
    assert!(size_of::<Statistics>() == 192 && align_of::<Statistics>() == 8);
    assert!(offset_of!(Statistics, total_frames) == 0);
    assert!(offset_of!(Statistics, free_frames) == 8);
    assert!(offset_of!(Statistics, free_blocks) == 16);
    assert!(offset_of!(Statistics, free_blocks_below_4g) == 104);
    assert!(size_of::<FrameResult>() == 16 && align_of::<FrameResult>() == 8);
    assert!(size_of::<DigestResult>() == 16 && align_of::<DigestResult>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::OutOfRange.number() == 3);
    assert!(Error::LengthOverflow.number() == 4);
    assert!(Error::InvalidEnum.number() == 5);
    assert!(Error::Overlap.number() == 6);
    assert!(Error::NotInitialised.number() == 7);
    assert!(Error::Exhausted.number() == 8);
    assert!(Error::OutOfOrder.number() == 9);
    assert!(Error::Unmanaged.number() == 10);
    assert!(Error::MisalignedBlock.number() == 11);
    assert!(Error::DoubleFree.number() == 12);
    assert!(Error::WrongOrder.number() == 13);
    assert!(Error::Corrupt.number() == 14);
    assert!(size_of::<Zone>() == 4);
    assert!(Zone::Any.number() == 0);
    assert!(Zone::Below4g.number() == 1);
    assert!(size_of::<Digest>() == 4);
    assert!(Digest::Logical.number() == 0);
    assert!(Digest::Exact.number() == 1);
};

/// The memory of one instance, which every twin lays out alike.
pub struct Shared<'memory> {
    /// What the contract says of the instance.
    pub state: &'memory mut State,
    /// As many entries as `frame_capacity` says.
    pub table: &'memory mut [Frame],
}

impl Shared<'_> {
    /// The bytes of the state and its table.
    #[inline]
    fn size(&self) -> u64 {
        size_of::<State>().wrapping_add(size_of_val(self.table)) as u64
    }
}

/// What a twin does, over the memory of an instance: the bindings have filled `state` with zeros
/// before `initialize`, and the entries of the table hold anything. What it gets was judged already;
/// where a function cannot fail but by that, it answers the value itself.
pub trait Twin {
    /// Makes an instance without frames, with a table for `frame_capacity` of them: 1
    /// to BUDDY_NONE. What the memory held is dropped.
    fn initialize(shared: Shared<'_>) -> Result<(), Error>;

    /// Ends the instance. Its frames and its memory are the caller's again.
    fn shutdown(shared: Shared<'_>);

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and below BUDDY_FRAME_LIMIT. Nothing is added when it
    /// fails, `corrupt` apart.
    fn add(shared: Shared<'_>, first_frame: u64, frame_count: u64) -> Result<(), Error>;

    /// Takes a block of 2^order frames, order at most BUDDY_MAX_ORDER. The value is
    /// its first frame.
    fn allocate(shared: Shared<'_>, order: u32, zone: Zone) -> Result<u64, Error>;

    /// Gives back the block that allocate() answered, whole, with its order. It merges
    /// with its buddy as long as that is free. Nothing changes when it fails,
    /// `corrupt` apart.
    fn free(shared: Shared<'_>, frame: u64, order: u32) -> Result<(), Error>;

    /// Copies the counters; takes constant time.
    fn statistics(shared: Shared<'_>) -> Statistics;

    /// Says whether the whole layout is consistent. Every entry of the table in use
    /// and every word of the state, but `mark` and `frame_capacity`, follows from the
    /// others or is tied to them: no single one can change unnoticed.
    fn check(shared: Shared<'_>) -> Result<(), Error>;

    /// A hash of the instance.
    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error>;
}

/// Stands in the first word of a live instance, whichever twin made it: the contract, and `shared`
/// in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7368_6172_6564;

/// How many bytes a `State` and a table of that length take; `None` where there is no such memory.
pub const fn memory_size(frame_capacity: u64) -> Option<u64> {
    match frame_capacity.checked_mul(size_of::<Frame>() as u64) {
        Some(table) => table.checked_add(size_of::<State>() as u64),
        None => None,
    }
}

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
    /// How many bytes a `State` has, without the table behind it.
    pub const STATE_SIZE: u64 = size_of::<State>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<State>() as u64;

    /// `buddy_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(state: *mut State, frame_capacity: u64) -> Result<(), Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        let size = memory_size(frame_capacity).ok_or(Error::LengthOverflow)?;
        seam::judge(state.addr(), size).map_err(|_| Error::LengthOverflow)?;
        // SAFETY: not null, aligned, and large enough, as the caller promises; zeros are numbers.
        unsafe { state.write_bytes(0, 1) };
        // SAFETY: the same memory, which holds a state now.
        unsafe { (*state).frame_capacity = frame_capacity };
        // SAFETY: a table of that length was judged above.
        let instance = unsafe { Self::share(state) };
        T::initialize(instance)?;
        // SAFETY: as above; the twin no longer looks at it.
        unsafe { state.cast::<u64>().write(LIVE_MARK) };
        Ok(())
    }

    /// `buddy_shutdown`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn shutdown(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::shutdown(instance);
        // SAFETY: found above; the twin no longer looks at it.
        unsafe { state.cast::<u64>().write(0) };
        Ok(())
    }

    /// `buddy_add`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn add(state: *mut State, first_frame: u64, frame_count: u64) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::add(instance, first_frame, frame_count)
    }

    /// `buddy_allocate`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn allocate(state: *mut State, order: u32, zone: u32) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let zone = Zone::try_from(zone).map_err(|_| Error::InvalidEnum)?;
        T::allocate(instance, order, zone)
    }

    /// `buddy_free`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn free(state: *mut State, frame: u64, order: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::free(instance, frame, order)
    }

    /// `buddy_statistics`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), instance.size());
        judge_structure(memory, statistics)?;
        let answer = T::statistics(instance);
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { statistics.write(answer) };
        Ok(())
    }

    /// `buddy_check`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn check(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::check(instance)
    }

    /// `buddy_digest`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn digest(state: *mut State, kind: u32) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let kind = Digest::try_from(kind).map_err(|_| Error::InvalidEnum)?;
        T::digest(instance, kind)
    }

    /// The live instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<Shared<'a>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` found the memory good for the table, and the
        // caller promises that no other call uses it until this one ends.
        Ok(unsafe { Self::share(state) })
    }

    /// The state and the table behind it.
    ///
    /// # Safety
    /// As the type says, for `'a`, of memory that `initialize` found good for a table of that length.
    #[inline]
    unsafe fn share<'a>(state: *mut State) -> Shared<'a> {
        // SAFETY: the table begins where the state ends, in the same memory.
        let table = unsafe { state.add(1) }.cast::<Frame>();
        // SAFETY: integers only, so that whatever is there is a value; nobody else uses it, as this
        // function asks of its caller.
        let state = unsafe { &mut *state };
        // `initialize` has found that the number is an index.
        let length = usize::try_from(state.frame_capacity).unwrap_or_default();
        // SAFETY: aligned, since the size of the state is a multiple of what an entry needs, apart
        // from the state, inside the address space, and integers only.
        let table = unsafe { core::slice::from_raw_parts_mut(table, length) };
        Shared { state, table }
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

/// Two extents that share no byte.
#[inline]
fn judge_apart(first: (usize, u64), second: (usize, u64)) -> Result<(), Error> {
    let overlap =
        first.1 != 0 && second.1 != 0 && seam::overlaps(first.0, first.1, second.0, second.1);
    if overlap { Err(Error::Overlap) } else { Ok(()) }
}

/// Exports a twin under the names of the contract behind a prefix: `export!("buddy_rust_", Twin);`
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
                frame_capacity: u64,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::initialize(state, frame_capacity) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::shutdown(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "add"))]
            unsafe extern "C" fn add(
                state: *mut $crate::State,
                first_frame: u64,
                frame_count: u64,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::add(state, first_frame, frame_count) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "allocate"))]
            unsafe extern "C" fn allocate(
                state: *mut $crate::State,
                order: u32,
                zone: u32,
            ) -> $crate::FrameResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::allocate(state, order, zone) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "free"))]
            unsafe extern "C" fn free(
                state: *mut $crate::State,
                frame: u64,
                order: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::free(state, frame, order) }.into()
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
            #[unsafe(export_name = concat!($prefix, "digest"))]
            unsafe extern "C" fn digest(
                state: *mut $crate::State,
                kind: u32,
            ) -> $crate::DigestResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::digest(state, kind) }.into()
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
    /// `buddy_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(state: *mut State, frame_capacity: u64) -> Status;

    /// `buddy_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `buddy_add`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn add(state: *mut State, first_frame: u64, frame_count: u64) -> Status;

    /// `buddy_allocate`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn allocate(state: *mut State, order: u32, zone: u32) -> FrameResult;

    /// `buddy_free`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn free(state: *mut State, frame: u64, order: u32) -> Status;

    /// `buddy_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Status;

    /// `buddy_check`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn check(state: *mut State) -> Status;

    /// `buddy_digest`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn digest(state: *mut State, kind: u32) -> DigestResult;

    /// How many bytes a BuddyState has, without its table.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "buddy_cpp_");` A crate that does
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
                fn foreign_initialize(state: *mut $crate::State, frame_capacity: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "add")]
                fn foreign_add(state: *mut $crate::State, first_frame: u64, frame_count: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "allocate")]
                fn foreign_allocate(state: *mut $crate::State, order: u32, zone: u32) -> $crate::FrameResult;
                #[link_name = concat!($prefix, "free")]
                fn foreign_free(state: *mut $crate::State, frame: u64, order: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "statistics")]
                fn foreign_statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status;
                #[link_name = concat!($prefix, "check")]
                fn foreign_check(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "digest")]
                fn foreign_digest(state: *mut $crate::State, kind: u32) -> $crate::DigestResult;
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
                unsafe fn initialize(state: *mut $crate::State, frame_capacity: u64) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state, frame_capacity) }
                }
                #[inline]
                unsafe fn shutdown(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_shutdown(state) }
                }
                #[inline]
                unsafe fn add(state: *mut $crate::State, first_frame: u64, frame_count: u64) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_add(state, first_frame, frame_count) }
                }
                #[inline]
                unsafe fn allocate(state: *mut $crate::State, order: u32, zone: u32) -> $crate::FrameResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_allocate(state, order, zone) }
                }
                #[inline]
                unsafe fn free(state: *mut $crate::State, frame: u64, order: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_free(state, frame, order) }
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
                unsafe fn digest(state: *mut $crate::State, kind: u32) -> $crate::DigestResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_digest(state, kind) }
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
pub struct Client<'memory, B> {
    memory: &'memory mut [u64],
    binding: PhantomData<B>,
}

impl<'memory, B: Binding> Client<'memory, B> {
    /// A client of the instance in that memory, of which an instance needs `memory_size` bytes.
    /// `None` if it is shorter than a `State`, or than what a live instance in it says.
    pub fn new(memory: &'memory mut [u64]) -> Option<Self> {
        let mut client = Self {
            memory,
            binding: PhantomData,
        };
        if size_of_val(client.memory) < size_of::<State>() {
            return None;
        }
        // SAFETY: long enough and aligned, since a `State` holds integers of at most 64 bits.
        let state = unsafe { &*client.state() };
        let is_enough = state.mark != LIVE_MARK || client.has_room(state.frame_capacity);
        is_enough.then_some(client)
    }

    fn state(&mut self) -> *mut State {
        self.memory.as_mut_ptr().cast()
    }

    fn has_room(&self, frame_capacity: u64) -> bool {
        memory_size(frame_capacity).is_some_and(|size| size <= size_of_val(self.memory) as u64)
    }

    /// Makes an instance without frames, with a table for `frame_capacity` of them: 1
    /// to BUDDY_NONE. What the memory held is dropped.
    pub fn initialize(&mut self, frame_capacity: u64) -> Result<(), Failure<Error>> {
        if !self.has_room(frame_capacity) {
            return Err(Failure::Answered(Error::LengthOverflow));
        }
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state(), frame_capacity) }.check()
    }

    /// Ends the instance. Its frames and its memory are the caller's again.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and below BUDDY_FRAME_LIMIT. Nothing is added when it
    /// fails, `corrupt` apart.
    pub fn add(&mut self, first_frame: u64, frame_count: u64) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::add(self.state(), first_frame, frame_count) }.check()
    }

    /// Takes a block of 2^order frames, order at most BUDDY_MAX_ORDER. The value is
    /// its first frame.
    pub fn allocate(&mut self, order: u32, zone: Zone) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::allocate(self.state(), order, zone.number()) }.check()
    }

    /// Gives back the block that allocate() answered, whole, with its order. It merges
    /// with its buddy as long as that is free. Nothing changes when it fails,
    /// `corrupt` apart.
    pub fn free(&mut self, frame: u64, order: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::free(self.state(), frame, order) }.check()
    }

    /// Copies the counters; takes constant time.
    pub fn statistics(&mut self) -> Result<Statistics, Failure<Error>> {
        let mut answer = MaybeUninit::<Statistics>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::statistics(self.state(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Says whether the whole layout is consistent. Every entry of the table in use
    /// and every word of the state, but `mark` and `frame_capacity`, follows from the
    /// others or is tied to them: no single one can change unnoticed.
    pub fn check(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::check(self.state()) }.check()
    }

    /// A hash of the instance.
    pub fn digest(&mut self, kind: Digest) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::digest(self.state(), kind.number()) }.check()
    }
}
