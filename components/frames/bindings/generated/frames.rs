// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from frames.seam.h; do not edit
//! The contract of component `frames` for Rust: its types, what a twin implements in safe code, and
//! clients that call any twin. All `unsafe` between the languages is here.

#![no_std]
#![allow(
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "words and numbers are the contract's"
)]

use core::marker::PhantomData;
use core::mem::{MaybeUninit, offset_of};
use core::sync::atomic::{AtomicU64, Ordering};

use seam::Failure;

/// The hash as digits: part of the symbol that a twin defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "77fff1bfc7c60f55"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x77fff1bfc7c60f55;
/// `FRAMES_MAX_ORDER`
pub const MAX_ORDER: usize = 10;
/// `FRAMES_ORDER_COUNT`
pub const ORDER_COUNT: usize = 11;
/// `FRAMES_LARGE_ORDER`
pub const LARGE_ORDER: usize = 9;
/// `FRAMES_ROW_FRAMES`
pub const ROW_FRAMES: usize = 64;
/// `FRAMES_AREA_ROWS`
pub const AREA_ROWS: usize = 8;
/// `FRAMES_AREA_FRAMES`
pub const AREA_FRAMES: usize = 512;
/// `FRAMES_TREE_AREAS`
pub const TREE_AREAS: usize = 8;
/// `FRAMES_TREE_FRAMES`
pub const TREE_FRAMES: usize = 4096;
/// `FRAMES_CPU_CAPACITY`
pub const CPU_CAPACITY: usize = 64;
/// `FRAMES_MAGAZINE_CAPACITY`
pub const MAGAZINE_CAPACITY: usize = 128;
/// `FRAMES_LARGE_CAPACITY`
pub const LARGE_CAPACITY: usize = 4;
/// `FRAMES_BATCH_CAPACITY`
pub const BATCH_CAPACITY: usize = 64;
/// `FRAMES_RANGE_CAPACITY`
pub const RANGE_CAPACITY: usize = 512;
/// `FRAMES_AREA_LIMIT`
pub const AREA_LIMIT: usize = 2147483647;
/// `FRAMES_FIRST_ABOVE_4G`
pub const FIRST_ABOVE_4G: usize = 1048576;
/// `FRAMES_FRAME_LIMIT`
pub const FRAME_LIMIT: usize = 4503599627370496;
/// `FRAMES_LARGE`
pub const LARGE: usize = 65536;
/// `FRAMES_PAIR_FIRST`
pub const PAIR_FIRST: usize = 131072;
/// `FRAMES_PAIR_SECOND`
pub const PAIR_SECOND: usize = 262144;
/// `FRAMES_RESERVED`
pub const RESERVED: usize = 9223372036854775808;
/// `FRAMES_HASH_START`
pub const HASH_START: usize = 7382069861695029250;
/// `FRAMES_HASH_FACTOR`
pub const HASH_FACTOR: usize = 6364136223846793005;

/// How a call ended: `FramesStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `FramesFrameResult`.
pub type FrameResult = seam::Outcome<Error>;

/// A status and a value: `FramesDigestResult`.
pub type DigestResult = seam::Outcome<Error>;

/// Why a call failed: `FramesStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// A number is outside its range.
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
    /// The block is in no range that was added.
    Unmanaged = 10,
    /// No block of that order begins there.
    MisalignedBlock = 11,
    /// A frame of the block is free.
    DoubleFree = 12,
    /// `wrong_order`
    WrongOrder = 13,
    /// The shared layout contradicts itself.
    Corrupt = 14,
    /// `taken`
    Taken = 15,
    /// A magazine held a frame that was free already and was given back twice, some
    /// time ago. It was dropped; what this call was for is done.
    EarlierDoubleFree = 16,
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
            15 => Self::Taken,
            16 => Self::EarlierDoubleFree,
            _ => return Err(number),
        })
    }
}

/// Which frames will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Zone {
    /// From above 4 GiB as long as there are some that no other CPU has reserved, to
    /// spare the rest.
    Any = 0,
    /// From above 4 GiB as long as there are some that no other CPU has reserved, to
    /// spare the rest. For devices and code that take 32 bits.
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

/// What statistics() counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Count {
    /// By the counters: quick, and while others allocate perhaps some frames off.
    /// `free_blocks` is zero.
    Fast = 0,
    /// By the bits, in time linear in the memory.
    Exact = 1,
}

impl Count {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Count> for u32 {
    fn from(value: Count) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Count {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            0 => Self::Fast,
            1 => Self::Exact,
            _ => return Err(number),
        })
    }
}

/// What digest() hashes. A step takes a 64-bit word into a hash: the hash is
/// xor-ed with the word, multiplied by FRAMES_HASH_FACTOR (modulo 2^64) and xor-ed
/// with itself shifted right by 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Digest {
    /// The set of free frames: the sum (modulo 2^64) over all of them of a step from
    /// FRAMES_HASH_START with the frame's number. The same whatever the twin, and
    /// wherever a free frame is kept; no failed call changes it.
    Logical = 0,
    /// All words of the shared layout but `mark`, in the order of memory: steps that
    /// begin with FRAMES_HASH_START. The same in both twins after the same calls, one
    /// after the other.
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

/// One entry of the table: an area of 512 frames, 2 MiB. 128 bytes an area are
/// 0.006 % of the memory between the first frame and the last.
#[derive(Debug)]
#[repr(C)]
pub struct Area {
    /// A bit a frame, set for a frame that is not free: allocated, in a magazine, or
    /// in no range. Zeros in an area that was allocated whole.
    pub rows: [AtomicU64; 8],
    /// How many bits are clear and promised to nobody; or FRAMES_LARGE for one block
    /// of order 9, FRAMES_PAIR_FIRST or FRAMES_PAIR_SECOND for the halves of one of
    /// order 10.
    pub free: AtomicU64,
    /// Of the first area of a tree, FRAMES_TREE_AREAS in a row: how many frames of the
    /// tree are free and promised to nobody and to no CPU, and FRAMES_RESERVED if a
    /// CPU has reserved it.
    pub tree: AtomicU64,
    /// `reserved`
    pub reserved: [AtomicU64; 6],
}

/// What belongs to one CPU.
#[derive(Debug)]
#[repr(C)]
pub struct Cpu {
    /// The tree that it has reserved: FRAMES_RESERVED, the tree's index shifted left
    /// by 32, and how many of its frames are promised to this CPU. 0 without one.
    /// Other CPUs take from it, too, when there is nothing else.
    pub local: AtomicU64,
    /// Where it found frames last.
    pub area: AtomicU64,
    /// Frames in `frames`.
    pub frame_count: AtomicU64,
    /// Blocks in `large`.
    pub large_count: AtomicU64,
    /// Blocks of order 9.
    pub large: [AtomicU64; 4],
    /// Of order 0.
    pub frames: [AtomicU64; 128],
}

/// Frames that were added.
#[derive(Debug)]
#[repr(C)]
pub struct Range {
    /// `frame`
    pub frame: AtomicU64,
    /// `count`
    pub count: AtomicU64,
}

/// Memory of one instance, zeros before it is initialised; the table follows
/// directly. Aligned to 64 bytes, no two CPUs share a cache line.
#[repr(C)]
pub struct State {
    /// The bindings'.
    mark: AtomicU64,
    /// `area_capacity`
    area_capacity: AtomicU64,
    /// Of the first area.
    pub first_frame: AtomicU64,
    /// How many of `cpus` are in use.
    pub cpu_count: AtomicU64,
    /// Frames that were added.
    pub total_frames: AtomicU64,
    /// How many of `ranges` are in use; the others are zero.
    pub range_count: AtomicU64,
    /// The range with most frames, the first of them.
    pub widest: AtomicU64,
    /// Steps from FRAMES_HASH_START over the words above and `ranges`.
    pub ranges_digest: AtomicU64,
    /// `cpus`
    pub cpus: [Cpu; 64],
    /// `ranges`
    pub ranges: [Range; 512],
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// `total_frames`
    pub total_frames: u64,
    /// Magazines included.
    pub free_frames: u64,
    /// Those of them below 4 GiB, magazines left out.
    pub free_frames_below_4g: u64,
    /// Those in magazines.
    pub magazine_frames: u64,
    /// By order: how many blocks the free frames make, each as large as can be,
    /// magazines left out.
    pub free_blocks: [u64; 11],
}

/// Several blocks of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Batch {
    /// How many of `frames` are meant.
    pub count: u64,
    /// `frames`
    pub frames: [u64; 64],
}

const _: () = {
    assert!(size_of::<Area>() == 128 && align_of::<Area>() == 8);
    assert!(offset_of!(Area, rows) == 0);
    assert!(offset_of!(Area, free) == 64);
    assert!(offset_of!(Area, tree) == 72);
    assert!(offset_of!(Area, reserved) == 80);
    assert!(size_of::<Cpu>() == 1088 && align_of::<Cpu>() == 8);
    assert!(offset_of!(Cpu, local) == 0);
    assert!(offset_of!(Cpu, area) == 8);
    assert!(offset_of!(Cpu, frame_count) == 16);
    assert!(offset_of!(Cpu, large_count) == 24);
    assert!(offset_of!(Cpu, large) == 32);
    assert!(offset_of!(Cpu, frames) == 64);
    assert!(size_of::<Range>() == 16 && align_of::<Range>() == 8);
    assert!(offset_of!(Range, frame) == 0);
    assert!(offset_of!(Range, count) == 8);
    assert!(size_of::<State>() == 77888 && align_of::<State>() == 8);
    assert!(offset_of!(State, mark) == 0);
    assert!(offset_of!(State, area_capacity) == 8);
    assert!(offset_of!(State, first_frame) == 16);
    assert!(offset_of!(State, cpu_count) == 24);
    assert!(offset_of!(State, total_frames) == 32);
    assert!(offset_of!(State, range_count) == 40);
    assert!(offset_of!(State, widest) == 48);
    assert!(offset_of!(State, ranges_digest) == 56);
    assert!(offset_of!(State, cpus) == 64);
    assert!(offset_of!(State, ranges) == 69696);
    assert!(size_of::<Statistics>() == 120 && align_of::<Statistics>() == 8);
    assert!(offset_of!(Statistics, total_frames) == 0);
    assert!(offset_of!(Statistics, free_frames) == 8);
    assert!(offset_of!(Statistics, free_frames_below_4g) == 16);
    assert!(offset_of!(Statistics, magazine_frames) == 24);
    assert!(offset_of!(Statistics, free_blocks) == 32);
    assert!(size_of::<Batch>() == 520 && align_of::<Batch>() == 8);
    assert!(offset_of!(Batch, count) == 0);
    assert!(offset_of!(Batch, frames) == 8);
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
    assert!(Error::Taken.number() == 15);
    assert!(Error::EarlierDoubleFree.number() == 16);
    assert!(size_of::<Zone>() == 4);
    assert!(Zone::Any.number() == 0);
    assert!(Zone::Below4g.number() == 1);
    assert!(size_of::<Count>() == 4);
    assert!(Count::Fast.number() == 0);
    assert!(Count::Exact.number() == 1);
    assert!(size_of::<Digest>() == 4);
    assert!(Digest::Logical.number() == 0);
    assert!(Digest::Exact.number() == 1);
};

/// The memory of one instance, which every twin lays out alike. Several calls use it
/// at once; a twin that needs more than one atomic operation brings an algorithm for it.
#[derive(Clone, Copy)]
pub struct Shared<'memory> {
    /// What the contract says of the instance.
    pub state: &'memory State,
    /// As many entries as `area_capacity` says.
    pub table: &'memory [Area],
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
    /// Makes an instance without frames, with a table for `area_capacity` areas from
    /// `first_frame` on, a multiple of FRAMES_TREE_FRAMES, for CPUs 0 to `cpu_count` -
    /// 1. What the memory held is dropped.
    fn initialize(shared: Shared<'_>, first_frame: u64, cpu_count: u32) -> Result<(), Error>;

    /// Ends the instance. Its frames and its memory are the caller's again.
    fn shutdown(shared: Shared<'_>);

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and within the areas. Nothing is added when it fails,
    /// `corrupt` apart.
    fn add(shared: Shared<'_>, first_frame: u64, frame_count: u64) -> Result<(), Error>;

    /// Takes a block of 2^order frames, order at most FRAMES_MAX_ORDER. The value is
    /// its first frame. `exhausted`: there was none outside of magazines; this CPU's
    /// own were emptied before if the order is 0 or 9, and drain() empties those of
    /// others. While other calls run, frames that they are about to give up may be
    /// missed.
    fn allocate(shared: Shared<'_>, cpu: u32, order: u32, zone: Zone) -> Result<u64, Error>;

    /// Gives back the block that allocate() answered, with its order; one of order 1
    /// to 8 may come back in smaller blocks. Nothing changes when it fails, `corrupt`
    /// and `earlier_double_free` apart. A frame of order 0 that is free already, or a
    /// block of order 9, may go into a magazine: that is found when the magazine gives
    /// it back.
    fn free(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error>;

    /// Takes that very block, outside of magazines. Nothing changes when it fails.
    fn allocate_at(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error>;

    /// Takes that very block, which another instance has handed out: out of the
    /// magazines of all CPUs, too, which are drained if that helps. No other call runs
    /// meanwhile.
    fn adopt(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error>;

    /// Takes `count` blocks, at most FRAMES_BATCH_CAPACITY, all or none. Uses no
    /// magazine.
    fn allocate_batch(
        shared: Shared<'_>,
        cpu: u32,
        order: u32,
        zone: Zone,
        count: u64,
    ) -> Result<Batch, Error>;

    /// Gives back blocks of one order, in any sequence. Those that cannot be are left
    /// out, and why the first of them is answered. Uses no magazine.
    fn free_batch(shared: Shared<'_>, cpu: u32, order: u32, batch: Batch) -> Result<(), Error>;

    /// Empties the magazines of a CPU and gives up its tree.
    fn drain(shared: Shared<'_>, cpu: u32) -> Result<(), Error>;

    /// Counts what there is.
    fn statistics(shared: Shared<'_>, kind: Count) -> Result<Statistics, Error>;

    /// Says whether the whole layout is consistent.
    fn check(shared: Shared<'_>) -> Result<(), Error>;

    /// A hash of the instance.
    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error>;
}

/// Stands in the first word of a live instance, whichever twin made it: the contract, and `shared`
/// in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7368_6172_6564;

/// How many bytes a `State` and a table of that length take; `None` where there is no such memory.
pub const fn memory_size(area_capacity: u64) -> Option<u64> {
    match area_capacity.checked_mul(size_of::<Area>() as u64) {
        Some(table) => table.checked_add(size_of::<State>() as u64),
        None => None,
    }
}

/// The entries of a twin: they judge and convert, and call safe code.
///
/// # Safety
///
/// What all of them need of their callers, who are foreign: a pointer that is not null and aligned
/// leads to a whole `State`, which others use by atomic operations only, and not at all during
/// `initialize` and `shutdown`, or to a structure that nobody else uses meanwhile; a slice that is
/// not empty leads to as many bytes, untouched by others meanwhile. The contract says so; everything
/// that can be judged is.
pub struct Entry<T>(PhantomData<T>);

impl<T: Twin> Entry<T> {
    /// How many bytes a `State` has, without the table behind it.
    pub const STATE_SIZE: u64 = size_of::<State>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<State>() as u64;

    /// `frames_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(
        state: *mut State,
        area_capacity: u64,
        first_frame: u64,
        cpu_count: u32,
    ) -> Result<(), Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        let size = memory_size(area_capacity).ok_or(Error::LengthOverflow)?;
        seam::judge(state.addr(), size).map_err(|_| Error::LengthOverflow)?;
        // SAFETY: not null, aligned, and large enough, as the caller promises; zeros are numbers.
        unsafe { state.write_bytes(0, 1) };
        // SAFETY: the same memory, which holds a state now.
        unsafe { (*state).area_capacity = AtomicU64::new(area_capacity) };
        // SAFETY: a table of that length was judged above.
        let instance = unsafe { Self::share(state) };
        T::initialize(instance, first_frame, cpu_count)?;
        // SAFETY: as above; the twin no longer looks at it.
        unsafe { state.cast::<u64>().write(LIVE_MARK) };
        Ok(())
    }

    /// `frames_shutdown`
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

    /// `frames_add`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn add(state: *mut State, first_frame: u64, frame_count: u64) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::add(instance, first_frame, frame_count)
    }

    /// `frames_allocate`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn allocate(
        state: *mut State,
        cpu: u32,
        order: u32,
        zone: u32,
    ) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let zone = Zone::try_from(zone).map_err(|_| Error::InvalidEnum)?;
        T::allocate(instance, cpu, order, zone)
    }

    /// `frames_free`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn free(state: *mut State, cpu: u32, frame: u64, order: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::free(instance, cpu, frame, order)
    }

    /// `frames_allocate_at`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn allocate_at(
        state: *mut State,
        cpu: u32,
        frame: u64,
        order: u32,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::allocate_at(instance, cpu, frame, order)
    }

    /// `frames_adopt`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn adopt(state: *mut State, cpu: u32, frame: u64, order: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::adopt(instance, cpu, frame, order)
    }

    /// `frames_allocate_batch`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn allocate_batch(
        state: *mut State,
        cpu: u32,
        order: u32,
        zone: u32,
        count: u64,
        batch: *mut Batch,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), instance.size());
        let zone = Zone::try_from(zone).map_err(|_| Error::InvalidEnum)?;
        judge_structure(memory, batch)?;
        let answer = T::allocate_batch(instance, cpu, order, zone, count)?;
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { batch.write(answer) };
        Ok(())
    }

    /// `frames_free_batch`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn free_batch(
        state: *mut State,
        cpu: u32,
        order: u32,
        batch: *const Batch,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), instance.size());
        judge_structure(memory, batch)?;
        // SAFETY: not null, aligned; that it leads to a whole structure is the caller's promise.
        let batch = unsafe { batch.read() };
        T::free_batch(instance, cpu, order, batch)
    }

    /// `frames_drain`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn drain(state: *mut State, cpu: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::drain(instance, cpu)
    }

    /// `frames_statistics`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn statistics(
        state: *mut State,
        kind: u32,
        statistics: *mut Statistics,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), instance.size());
        let kind = Count::try_from(kind).map_err(|_| Error::InvalidEnum)?;
        judge_structure(memory, statistics)?;
        let answer = T::statistics(instance, kind)?;
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { statistics.write(answer) };
        Ok(())
    }

    /// `frames_check`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn check(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::check(instance)
    }

    /// `frames_digest`
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
        // caller promises that others use it by atomic operations only.
        Ok(unsafe { Self::share(state) })
    }

    /// The state and the table behind it.
    ///
    /// # Safety
    /// As the type says, for `'a`, of memory that `initialize` found good for a table of that length.
    #[inline]
    unsafe fn share<'a>(state: *mut State) -> Shared<'a> {
        // SAFETY: the table begins where the state ends, in the same memory.
        let table = unsafe { state.add(1) }.cast::<Area>();
        // SAFETY: integers only, so that whatever is there is a value; others use it by atomic operations only, as this
        // function asks of its caller.
        let state = unsafe { &*state };
        // `initialize` has found that the number is an index.
        let length =
            usize::try_from(state.area_capacity.load(Ordering::Relaxed)).unwrap_or_default();
        // SAFETY: aligned, since the size of the state is a multiple of what an entry needs, apart
        // from the state, inside the address space, and integers only.
        let table = unsafe { core::slice::from_raw_parts(table, length) };
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

/// Exports a twin under the names of the contract behind a prefix: `export!("frames_rust_", Twin);`
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
                area_capacity: u64,
                first_frame: u64,
                cpu_count: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::initialize(state, area_capacity, first_frame, cpu_count)
                }
                .into()
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
                cpu: u32,
                order: u32,
                zone: u32,
            ) -> $crate::FrameResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::allocate(state, cpu, order, zone) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "free"))]
            unsafe extern "C" fn free(
                state: *mut $crate::State,
                cpu: u32,
                frame: u64,
                order: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::free(state, cpu, frame, order) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "allocate_at"))]
            unsafe extern "C" fn allocate_at(
                state: *mut $crate::State,
                cpu: u32,
                frame: u64,
                order: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::allocate_at(state, cpu, frame, order) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "adopt"))]
            unsafe extern "C" fn adopt(
                state: *mut $crate::State,
                cpu: u32,
                frame: u64,
                order: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::adopt(state, cpu, frame, order) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "allocate_batch"))]
            unsafe extern "C" fn allocate_batch(
                state: *mut $crate::State,
                cpu: u32,
                order: u32,
                zone: u32,
                count: u64,
                batch: *mut $crate::Batch,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::allocate_batch(state, cpu, order, zone, count, batch)
                }
                .into()
            }
            #[unsafe(export_name = concat!($prefix, "free_batch"))]
            unsafe extern "C" fn free_batch(
                state: *mut $crate::State,
                cpu: u32,
                order: u32,
                batch: *const $crate::Batch,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::free_batch(state, cpu, order, batch) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "drain"))]
            unsafe extern "C" fn drain(state: *mut $crate::State, cpu: u32) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::drain(state, cpu) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                state: *mut $crate::State,
                kind: u32,
                statistics: *mut $crate::Statistics,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::statistics(state, kind, statistics) }.into()
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
    /// `frames_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(
        state: *mut State,
        area_capacity: u64,
        first_frame: u64,
        cpu_count: u32,
    ) -> Status;

    /// `frames_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `frames_add`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn add(state: *mut State, first_frame: u64, frame_count: u64) -> Status;

    /// `frames_allocate`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn allocate(state: *mut State, cpu: u32, order: u32, zone: u32) -> FrameResult;

    /// `frames_free`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn free(state: *mut State, cpu: u32, frame: u64, order: u32) -> Status;

    /// `frames_allocate_at`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn allocate_at(state: *mut State, cpu: u32, frame: u64, order: u32) -> Status;

    /// `frames_adopt`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn adopt(state: *mut State, cpu: u32, frame: u64, order: u32) -> Status;

    /// `frames_allocate_batch`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn allocate_batch(
        state: *mut State,
        cpu: u32,
        order: u32,
        zone: u32,
        count: u64,
        batch: *mut Batch,
    ) -> Status;

    /// `frames_free_batch`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn free_batch(state: *mut State, cpu: u32, order: u32, batch: *const Batch) -> Status;

    /// `frames_drain`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn drain(state: *mut State, cpu: u32) -> Status;

    /// `frames_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn statistics(state: *mut State, kind: u32, statistics: *mut Statistics) -> Status;

    /// `frames_check`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn check(state: *mut State) -> Status;

    /// `frames_digest`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn digest(state: *mut State, kind: u32) -> DigestResult;

    /// How many bytes a FramesState has, without its table.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "frames_cpp_");` A crate that does
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
                fn foreign_initialize(state: *mut $crate::State, area_capacity: u64, first_frame: u64, cpu_count: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "add")]
                fn foreign_add(state: *mut $crate::State, first_frame: u64, frame_count: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "allocate")]
                fn foreign_allocate(state: *mut $crate::State, cpu: u32, order: u32, zone: u32) -> $crate::FrameResult;
                #[link_name = concat!($prefix, "free")]
                fn foreign_free(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "allocate_at")]
                fn foreign_allocate_at(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "adopt")]
                fn foreign_adopt(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "allocate_batch")]
                fn foreign_allocate_batch(state: *mut $crate::State, cpu: u32, order: u32, zone: u32, count: u64, batch: *mut $crate::Batch) -> $crate::Status;
                #[link_name = concat!($prefix, "free_batch")]
                fn foreign_free_batch(state: *mut $crate::State, cpu: u32, order: u32, batch: *const $crate::Batch) -> $crate::Status;
                #[link_name = concat!($prefix, "drain")]
                fn foreign_drain(state: *mut $crate::State, cpu: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "statistics")]
                fn foreign_statistics(state: *mut $crate::State, kind: u32, statistics: *mut $crate::Statistics) -> $crate::Status;
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
                unsafe fn initialize(state: *mut $crate::State, area_capacity: u64, first_frame: u64, cpu_count: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state, area_capacity, first_frame, cpu_count) }
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
                unsafe fn allocate(state: *mut $crate::State, cpu: u32, order: u32, zone: u32) -> $crate::FrameResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_allocate(state, cpu, order, zone) }
                }
                #[inline]
                unsafe fn free(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_free(state, cpu, frame, order) }
                }
                #[inline]
                unsafe fn allocate_at(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_allocate_at(state, cpu, frame, order) }
                }
                #[inline]
                unsafe fn adopt(state: *mut $crate::State, cpu: u32, frame: u64, order: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_adopt(state, cpu, frame, order) }
                }
                #[inline]
                unsafe fn allocate_batch(state: *mut $crate::State, cpu: u32, order: u32, zone: u32, count: u64, batch: *mut $crate::Batch) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_allocate_batch(state, cpu, order, zone, count, batch) }
                }
                #[inline]
                unsafe fn free_batch(state: *mut $crate::State, cpu: u32, order: u32, batch: *const $crate::Batch) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_free_batch(state, cpu, order, batch) }
                }
                #[inline]
                unsafe fn drain(state: *mut $crate::State, cpu: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_drain(state, cpu) }
                }
                #[inline]
                unsafe fn statistics(state: *mut $crate::State, kind: u32, statistics: *mut $crate::Statistics) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_statistics(state, kind, statistics) }
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
        let is_enough = state.mark.load(Ordering::Relaxed) != LIVE_MARK
            || client.has_room(state.area_capacity.load(Ordering::Relaxed));
        is_enough.then_some(client)
    }

    fn state(&mut self) -> *mut State {
        self.memory.as_mut_ptr().cast()
    }

    fn has_room(&self, area_capacity: u64) -> bool {
        memory_size(area_capacity).is_some_and(|size| size <= size_of_val(self.memory) as u64)
    }

    /// Makes an instance without frames, with a table for `area_capacity` areas from
    /// `first_frame` on, a multiple of FRAMES_TREE_FRAMES, for CPUs 0 to `cpu_count` -
    /// 1. What the memory held is dropped.
    pub fn initialize(
        &mut self,
        area_capacity: u64,
        first_frame: u64,
        cpu_count: u32,
    ) -> Result<(), Failure<Error>> {
        if !self.has_room(area_capacity) {
            return Err(Failure::Answered(Error::LengthOverflow));
        }
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state(), area_capacity, first_frame, cpu_count) }.check()
    }

    /// Ends the instance. Its frames and its memory are the caller's again.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and within the areas. Nothing is added when it fails,
    /// `corrupt` apart.
    pub fn add(&mut self, first_frame: u64, frame_count: u64) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::add(self.state(), first_frame, frame_count) }.check()
    }

    /// Takes a block of 2^order frames, order at most FRAMES_MAX_ORDER. The value is
    /// its first frame. `exhausted`: there was none outside of magazines; this CPU's
    /// own were emptied before if the order is 0 or 9, and drain() empties those of
    /// others. While other calls run, frames that they are about to give up may be
    /// missed.
    pub fn allocate(&mut self, cpu: u32, order: u32, zone: Zone) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::allocate(self.state(), cpu, order, zone.number()) }.check()
    }

    /// Gives back the block that allocate() answered, with its order; one of order 1
    /// to 8 may come back in smaller blocks. Nothing changes when it fails, `corrupt`
    /// and `earlier_double_free` apart. A frame of order 0 that is free already, or a
    /// block of order 9, may go into a magazine: that is found when the magazine gives
    /// it back.
    pub fn free(&mut self, cpu: u32, frame: u64, order: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::free(self.state(), cpu, frame, order) }.check()
    }

    /// Takes that very block, outside of magazines. Nothing changes when it fails.
    pub fn allocate_at(&mut self, cpu: u32, frame: u64, order: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::allocate_at(self.state(), cpu, frame, order) }.check()
    }

    /// Takes that very block, which another instance has handed out: out of the
    /// magazines of all CPUs, too, which are drained if that helps. No other call runs
    /// meanwhile.
    pub fn adopt(&mut self, cpu: u32, frame: u64, order: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::adopt(self.state(), cpu, frame, order) }.check()
    }

    /// Takes `count` blocks, at most FRAMES_BATCH_CAPACITY, all or none. Uses no
    /// magazine.
    pub fn allocate_batch(
        &mut self,
        cpu: u32,
        order: u32,
        zone: Zone,
        count: u64,
    ) -> Result<Batch, Failure<Error>> {
        let mut answer = MaybeUninit::<Batch>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe {
            B::allocate_batch(
                self.state(),
                cpu,
                order,
                zone.number(),
                count,
                answer.as_mut_ptr(),
            )
        }
        .check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Gives back blocks of one order, in any sequence. Those that cannot be are left
    /// out, and why the first of them is answered. Uses no magazine.
    pub fn free_batch(&mut self, cpu: u32, order: u32, batch: Batch) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::free_batch(self.state(), cpu, order, &raw const batch) }.check()
    }

    /// Empties the magazines of a CPU and gives up its tree.
    pub fn drain(&mut self, cpu: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::drain(self.state(), cpu) }.check()
    }

    /// Counts what there is.
    pub fn statistics(&mut self, kind: Count) -> Result<Statistics, Failure<Error>> {
        let mut answer = MaybeUninit::<Statistics>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::statistics(self.state(), kind.number(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Says whether the whole layout is consistent.
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
