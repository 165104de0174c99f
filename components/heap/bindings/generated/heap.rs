// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from heap.seam.h; do not edit
//! The contract of component `heap` for Rust: its types, what a twin implements in safe code, and
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
        "e2389ee18baf06d9"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0xe2389ee18baf06d9;
/// `HEAP_PAGE_SIZE`
pub const PAGE_SIZE: usize = 4096;
/// `HEAP_GRANULE`
pub const GRANULE: usize = 16;
/// `HEAP_CLASS_COUNT`
pub const CLASS_COUNT: usize = 32;
/// `HEAP_LARGEST_CLASS`
pub const LARGEST_CLASS: usize = 8192;
/// `HEAP_MAX_ORDER`
pub const MAX_ORDER: usize = 10;
/// `HEAP_MAX_SLAB_ORDER`
pub const MAX_SLAB_ORDER: usize = 4;
/// `HEAP_LARGEST_BLOCK`
pub const LARGEST_BLOCK: usize = 4194304;
/// `HEAP_PAGE_WORDS`
pub const PAGE_WORDS: usize = 3;
/// `HEAP_SLAB_CAPACITY`
pub const SLAB_CAPACITY: usize = 192;
/// `HEAP_CPU_CAPACITY`
pub const CPU_CAPACITY: usize = 64;
/// `HEAP_MAGAZINE_CAPACITY`
pub const MAGAZINE_CAPACITY: usize = 31;
/// `HEAP_OWNER_COUNT`
pub const OWNER_COUNT: usize = 16;
/// `HEAP_EMPTY_KEPT`
pub const EMPTY_KEPT: usize = 4;
/// `HEAP_EMPTY_PAGES`
pub const EMPTY_PAGES: usize = 16;
/// `HEAP_PAGE_LIMIT`
pub const PAGE_LIMIT: usize = 4294967280;
/// `HEAP_PAGE_NUMBER_LIMIT`
pub const PAGE_NUMBER_LIMIT: usize = 2251799813685248;
/// `HEAP_NO_PAGE`
pub const NO_PAGE: usize = 18446744073709551615;
/// `HEAP_COUNT_MASK`
pub const COUNT_MASK: usize = 255;
/// `HEAP_HELD`
pub const HELD: usize = 256;
/// `HEAP_CLASS_SHIFT`
pub const CLASS_SHIFT: usize = 16;
/// `HEAP_ORDER_SHIFT`
pub const ORDER_SHIFT: usize = 24;
/// `HEAP_KIND_SHIFT`
pub const KIND_SHIFT: usize = 28;
/// `HEAP_LINK_SHIFT`
pub const LINK_SHIFT: usize = 32;
/// `HEAP_KIND_NONE`
pub const KIND_NONE: usize = 0;
/// `HEAP_KIND_SLAB`
pub const KIND_SLAB: usize = 1;
/// `HEAP_KIND_INSIDE`
pub const KIND_INSIDE: usize = 2;
/// `HEAP_KIND_LARGE`
pub const KIND_LARGE: usize = 3;
/// `HEAP_HASH_START`
pub const HASH_START: usize = 7522525886256513025;
/// `HEAP_HASH_FACTOR`
pub const HASH_FACTOR: usize = 6364136223846793005;

/// How a call ended: `HeapStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `HeapBlockResult`.
pub type BlockResult = seam::Outcome<Error>;

/// A status and a value: `HeapSizeResult`.
pub type SizeResult = seam::Outcome<Error>;

/// A status and a value: `HeapDigestResult`.
pub type DigestResult = seam::Outcome<Error>;

/// Why a call failed: `HeapStatus` without `ok`.
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
    /// There is no memory for the block.
    Exhausted = 8,
    /// The address is in no page that the heap may have.
    Foreign = 9,
    /// No block begins at the address, or none any more.
    NotABlock = 10,
    /// The block is free.
    DoubleFree = 11,
    /// No block of that size begins at the address.
    WrongSize = 12,
    /// The new size wants another block.
    MustMove = 13,
    /// `corrupt`
    Corrupt = 14,
    /// A magazine held a block that was free already and was given back twice, some
    /// time ago. It was dropped; what this call was for is done.
    EarlierDoubleFree = 15,
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
            9 => Self::Foreign,
            10 => Self::NotABlock,
            11 => Self::DoubleFree,
            12 => Self::WrongSize,
            13 => Self::MustMove,
            14 => Self::Corrupt,
            15 => Self::EarlierDoubleFree,
            _ => return Err(number),
        })
    }
}

/// What digest() hashes. A step takes a 64-bit word into a hash: the hash is
/// xor-ed with the word, multiplied by HEAP_HASH_FACTOR (modulo 2^64) and xor-ed
/// with itself shifted right by 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Digest {
    /// The set of blocks in use: the sum (modulo 2^64) over all of them of two steps
    /// from HEAP_HASH_START, with the block's address and with its size. No failed
    /// call changes it.
    Logical = 0,
    /// All words of the shared layout but `mark`, in the order of memory: steps that
    /// begin with HEAP_HASH_START. The same in both twins after the same calls, one
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

/// One entry of the table, for a page: 0.8 % of the memory between the first page
/// and the last.
#[derive(Debug)]
#[repr(C)]
pub struct Page {
    /// From the lowest bit: how many blocks are free and promised to nobody (8 bits;
    /// of the first page of a slab); HEAP_HELD if the slab is in its class's list, or
    /// in the hands of a call that puts it there; at HEAP_CLASS_SHIFT the class; at
    /// HEAP_ORDER_SHIFT the order of the slab or the large block, or how many pages an
    /// inner page lies behind the first (4 bits); at HEAP_KIND_SHIFT what the page is
    /// (4 bits); at HEAP_LINK_SHIFT the next slab of the list, its page's index plus
    /// 1, or 0.
    pub head: AtomicU64,
    /// A bit a block of the slab that begins here, set for one that is not free:
    /// allocated, in a magazine, or none that there is. Zeros in all other pages.
    pub taken: [AtomicU64; 3],
}

/// Slabs of one class.
#[derive(Debug)]
#[repr(C)]
pub struct Class {
    /// The list of slabs with free blocks: the first one's index plus 1, or 0, and
    /// from bit 32 on a number that every change raises.
    pub partial: AtomicU64,
    /// How many there are.
    pub slabs: AtomicU64,
    /// How many of them have free blocks only.
    pub empty: AtomicU64,
    /// How many blocks were taken out of them: in use, or in magazines.
    pub taken: AtomicU64,
    /// `reserved`
    pub reserved: [AtomicU64; 4],
}

/// Free blocks of one class that one CPU keeps.
#[derive(Debug)]
#[repr(C)]
pub struct Magazine {
    /// Blocks in `blocks`.
    pub count: AtomicU64,
    /// Addresses.
    pub blocks: [AtomicU64; 31],
}

/// What an owner has, as far as one CPU knows: what was allocated there less what
/// was freed there, modulo 2^64.
#[derive(Debug)]
#[repr(C)]
pub struct Owner {
    /// `blocks`
    pub blocks: AtomicU64,
    /// `bytes`
    pub bytes: AtomicU64,
}

/// What belongs to one CPU.
#[derive(Debug)]
#[repr(C)]
pub struct Cpu {
    /// `magazines`
    pub magazines: [Magazine; 32],
    /// `owners`
    pub owners: [Owner; 16],
}

/// Memory of one instance, zeros before it is initialised; the table follows
/// directly. Aligned to 64 bytes, no two CPUs share a cache line.
#[repr(C)]
pub struct State {
    /// The bindings'.
    mark: AtomicU64,
    /// `page_capacity`
    page_capacity: AtomicU64,
    /// Of the first entry.
    pub first_page: AtomicU64,
    /// How many of `cpus` are in use.
    pub cpu_count: AtomicU64,
    /// What the services are given.
    pub source: AtomicU64,
    /// `reserved`
    pub reserved: [AtomicU64; 3],
    /// How many large blocks there are.
    pub large_blocks: AtomicU64,
    /// How many pages they have.
    pub large_pages: AtomicU64,
    /// How many pages slabs have.
    pub slab_pages: AtomicU64,
    /// Blocks that a magazine held a second time, and their bytes: an owner counted
    /// them twice.
    pub dropped_blocks: AtomicU64,
    /// `dropped_bytes`
    pub dropped_bytes: AtomicU64,
    /// `unused`
    pub unused: [AtomicU64; 3],
    /// `classes`
    pub classes: [Class; 32],
    /// `cpus`
    pub cpus: [Cpu; 64],
}

/// What an owner has in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Owned {
    /// `blocks`
    pub blocks: u64,
    /// `bytes`
    pub bytes: u64,
}

/// How much there is. Bytes are those of whole blocks, not what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Statistics {
    /// Blocks in use, large ones included.
    pub live_blocks: u64,
    /// Their sizes.
    pub live_bytes: u64,
    /// Free blocks in magazines.
    pub magazine_blocks: u64,
    /// Pages of slabs.
    pub slab_pages: u64,
    /// Large blocks in use.
    pub large_blocks: u64,
    /// Their pages.
    pub large_pages: u64,
    /// `owners`
    pub owners: [Owned; 16],
}

/// How much of one class there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct ClassStatistics {
    /// Of a block.
    pub size: u64,
    /// Slabs of this class.
    pub slabs: u64,
    /// Those with free blocks only.
    pub empty_slabs: u64,
    /// Blocks in use.
    pub live_blocks: u64,
    /// Free blocks in magazines.
    pub magazine_blocks: u64,
}

const _: () = {
    assert!(size_of::<Page>() == 32 && align_of::<Page>() == 8);
    assert!(offset_of!(Page, head) == 0);
    assert!(offset_of!(Page, taken) == 8);
    assert!(size_of::<Class>() == 64 && align_of::<Class>() == 8);
    assert!(offset_of!(Class, partial) == 0);
    assert!(offset_of!(Class, slabs) == 8);
    assert!(offset_of!(Class, empty) == 16);
    assert!(offset_of!(Class, taken) == 24);
    assert!(offset_of!(Class, reserved) == 32);
    assert!(size_of::<Magazine>() == 256 && align_of::<Magazine>() == 8);
    assert!(offset_of!(Magazine, count) == 0);
    assert!(offset_of!(Magazine, blocks) == 8);
    assert!(size_of::<Owner>() == 16 && align_of::<Owner>() == 8);
    assert!(offset_of!(Owner, blocks) == 0);
    assert!(offset_of!(Owner, bytes) == 8);
    assert!(size_of::<Cpu>() == 8448 && align_of::<Cpu>() == 8);
    assert!(offset_of!(Cpu, magazines) == 0);
    assert!(offset_of!(Cpu, owners) == 8192);
    assert!(size_of::<State>() == 542848 && align_of::<State>() == 8);
    assert!(offset_of!(State, mark) == 0);
    assert!(offset_of!(State, page_capacity) == 8);
    assert!(offset_of!(State, first_page) == 16);
    assert!(offset_of!(State, cpu_count) == 24);
    assert!(offset_of!(State, source) == 32);
    assert!(offset_of!(State, reserved) == 40);
    assert!(offset_of!(State, large_blocks) == 64);
    assert!(offset_of!(State, large_pages) == 72);
    assert!(offset_of!(State, slab_pages) == 80);
    assert!(offset_of!(State, dropped_blocks) == 88);
    assert!(offset_of!(State, dropped_bytes) == 96);
    assert!(offset_of!(State, unused) == 104);
    assert!(offset_of!(State, classes) == 128);
    assert!(offset_of!(State, cpus) == 2176);
    assert!(size_of::<Owned>() == 16 && align_of::<Owned>() == 8);
    assert!(offset_of!(Owned, blocks) == 0);
    assert!(offset_of!(Owned, bytes) == 8);
    assert!(size_of::<Statistics>() == 304 && align_of::<Statistics>() == 8);
    assert!(offset_of!(Statistics, live_blocks) == 0);
    assert!(offset_of!(Statistics, live_bytes) == 8);
    assert!(offset_of!(Statistics, magazine_blocks) == 16);
    assert!(offset_of!(Statistics, slab_pages) == 24);
    assert!(offset_of!(Statistics, large_blocks) == 32);
    assert!(offset_of!(Statistics, large_pages) == 40);
    assert!(offset_of!(Statistics, owners) == 48);
    assert!(size_of::<ClassStatistics>() == 40 && align_of::<ClassStatistics>() == 8);
    assert!(offset_of!(ClassStatistics, size) == 0);
    assert!(offset_of!(ClassStatistics, slabs) == 8);
    assert!(offset_of!(ClassStatistics, empty_slabs) == 16);
    assert!(offset_of!(ClassStatistics, live_blocks) == 24);
    assert!(offset_of!(ClassStatistics, magazine_blocks) == 32);
    assert!(size_of::<BlockResult>() == 16 && align_of::<BlockResult>() == 8);
    assert!(size_of::<SizeResult>() == 16 && align_of::<SizeResult>() == 8);
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
    assert!(Error::Foreign.number() == 9);
    assert!(Error::NotABlock.number() == 10);
    assert!(Error::DoubleFree.number() == 11);
    assert!(Error::WrongSize.number() == 12);
    assert!(Error::MustMove.number() == 13);
    assert!(Error::Corrupt.number() == 14);
    assert!(Error::EarlierDoubleFree.number() == 15);
    assert!(size_of::<Digest>() == 4);
    assert!(Digest::Logical.number() == 0);
    assert!(Digest::Exact.number() == 1);
};

/// What the twin is given. Every call takes effect in program order.
pub trait Services: Default {
    /// Takes 2^order pages, the first of which is a multiple of 2^order, and answers
    /// its number, or HEAP_NO_PAGE.
    fn allocate_pages(&mut self, source: u64, cpu: u32, order: u32) -> u64;
    /// Gives back 2^order pages.
    fn free_pages(&mut self, source: u64, cpu: u32, page: u64, order: u32);
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
                #[link_name = concat!($prefix, "allocate_pages")]
                fn foreign_allocate_pages(source: u64, cpu: u32, order: u32) -> u64;
                #[link_name = concat!($prefix, "free_pages")]
                fn foreign_free_pages(source: u64, cpu: u32, page: u64, order: u32);
            }
            impl $crate::Services for $name {
                #[inline]
                fn allocate_pages(&mut self, source: u64, cpu: u32, order: u32) -> u64 {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_allocate_pages(source, cpu, order) }
                }
                #[inline]
                fn free_pages(&mut self, source: u64, cpu: u32, page: u64, order: u32) {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_free_pages(source, cpu, page, order) }
                }
            }
        };
    };
}

services!(pub LinkedServices, "heap_service_");

/// The memory of one instance, which every twin lays out alike. Several calls use it
/// at once; a twin that needs more than one atomic operation brings an algorithm for it.
#[derive(Clone, Copy)]
pub struct Shared<'memory> {
    /// What the contract says of the instance.
    pub state: &'memory State,
    /// As many entries as `page_capacity` says.
    pub table: &'memory [Page],
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
    /// Makes an instance without pages, with a table for `page_capacity` of them from
    /// `first_page` on, for CPUs 0 to `cpu_count` - 1. `source` is passed to the
    /// services as it is. What the memory held is dropped.
    fn initialize(
        shared: Shared<'_>,
        first_page: u64,
        cpu_count: u32,
        source: u64,
    ) -> Result<(), Error>;

    /// Gives all pages back, as CPU 0, also those with blocks in use, and ends the
    /// instance. Its memory is the caller's again.
    fn shutdown(shared: Shared<'_>);

    /// Takes a block of at least `size` bytes (0 counts as 1, at most
    /// HEAP_LARGEST_BLOCK) at a multiple of `alignment`, a power of two up to
    /// HEAP_LARGEST_BLOCK. The owner is a number below HEAP_OWNER_COUNT that the
    /// statistics count under. `exhausted`: the services had no page, after this CPU's
    /// magazines were emptied and all empty slabs given back; drain() empties the
    /// magazines of others. While other calls run, blocks that they are about to give
    /// up may be missed.
    fn allocate(
        shared: Shared<'_>,
        cpu: u32,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<u64, Error>;

    /// Gives back the block that allocate() answered, for the same owner. Nothing
    /// changes when it fails, `corrupt` and `earlier_double_free` apart. A block that
    /// is free already, but in a magazine, may go into a magazine once more: that is
    /// found when the magazine gives it back.
    fn free(shared: Shared<'_>, cpu: u32, address: u64, owner: u32) -> Result<(), Error>;

    /// As free(), with the size and alignment that the block was asked for, or a size
    /// that resize() let it have; one that wants another class, which resize() would
    /// not, is answered with `wrong_size`.
    fn free_sized(
        shared: Shared<'_>,
        cpu: u32,
        address: u64,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<(), Error>;

    /// Says whether a block may hold `size` bytes from now on, at the alignment that
    /// it was asked for: `must_move` if it is too small, or if less than half of it
    /// would be used. It changes nothing.
    fn resize(shared: Shared<'_>, address: u64, size: u64) -> Result<(), Error>;

    /// How many bytes a block has, all of which may be used.
    fn size_of(shared: Shared<'_>, address: u64) -> Result<u64, Error>;

    /// Empties the magazines of a CPU and gives all empty slabs back.
    fn drain(shared: Shared<'_>, cpu: u32) -> Result<(), Error>;

    /// Counts what there is, by the counters: while others allocate perhaps some
    /// blocks off.
    fn statistics(shared: Shared<'_>) -> Statistics;

    /// Counts what there is of one class, a number below HEAP_CLASS_COUNT.
    fn class_statistics(shared: Shared<'_>, size_class: u32) -> Result<ClassStatistics, Error>;

    /// Says whether the whole layout is consistent.
    fn check(shared: Shared<'_>) -> Result<(), Error>;

    /// A hash of the instance.
    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error>;
}

/// Stands in the first word of a live instance, whichever twin made it: the contract, and `shared`
/// in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7368_6172_6564;

/// How many bytes a `State` and a table of that length take; `None` where there is no such memory.
pub const fn memory_size(page_capacity: u64) -> Option<u64> {
    match page_capacity.checked_mul(size_of::<Page>() as u64) {
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

    /// `heap_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(
        state: *mut State,
        page_capacity: u64,
        first_page: u64,
        cpu_count: u32,
        source: u64,
    ) -> Result<(), Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        let size = memory_size(page_capacity).ok_or(Error::LengthOverflow)?;
        seam::judge(state.addr(), size).map_err(|_| Error::LengthOverflow)?;
        // SAFETY: not null, aligned, and large enough, as the caller promises; zeros are numbers.
        unsafe { state.write_bytes(0, 1) };
        // SAFETY: the same memory, which holds a state now.
        unsafe { (*state).page_capacity = AtomicU64::new(page_capacity) };
        // SAFETY: a table of that length was judged above.
        let instance = unsafe { Self::share(state) };
        T::initialize(instance, first_page, cpu_count, source)?;
        // SAFETY: as above; the twin no longer looks at it.
        unsafe { state.cast::<u64>().write(LIVE_MARK) };
        Ok(())
    }

    /// `heap_shutdown`
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

    /// `heap_allocate`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn allocate(
        state: *mut State,
        cpu: u32,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::allocate(instance, cpu, size, alignment, owner)
    }

    /// `heap_free`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn free(state: *mut State, cpu: u32, address: u64, owner: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::free(instance, cpu, address, owner)
    }

    /// `heap_free_sized`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn free_sized(
        state: *mut State,
        cpu: u32,
        address: u64,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::free_sized(instance, cpu, address, size, alignment, owner)
    }

    /// `heap_resize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn resize(state: *mut State, address: u64, size: u64) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::resize(instance, address, size)
    }

    /// `heap_size_of`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn size_of(state: *mut State, address: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::size_of(instance, address)
    }

    /// `heap_drain`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn drain(state: *mut State, cpu: u32) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::drain(instance, cpu)
    }

    /// `heap_statistics`
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

    /// `heap_class_statistics`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn class_statistics(
        state: *mut State,
        size_class: u32,
        statistics: *mut ClassStatistics,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), instance.size());
        judge_structure(memory, statistics)?;
        let answer = T::class_statistics(instance, size_class)?;
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { statistics.write(answer) };
        Ok(())
    }

    /// `heap_check`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn check(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        T::check(instance)
    }

    /// `heap_digest`
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
        let table = unsafe { state.add(1) }.cast::<Page>();
        // SAFETY: integers only, so that whatever is there is a value; others use it by atomic operations only, as this
        // function asks of its caller.
        let state = unsafe { &*state };
        // `initialize` has found that the number is an index.
        let length =
            usize::try_from(state.page_capacity.load(Ordering::Relaxed)).unwrap_or_default();
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

/// Exports a twin under the names of the contract behind a prefix: `export!("heap_rust_", Twin);`
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
                page_capacity: u64,
                first_page: u64,
                cpu_count: u32,
                source: u64,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::initialize(
                        state,
                        page_capacity,
                        first_page,
                        cpu_count,
                        source,
                    )
                }
                .into()
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::shutdown(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "allocate"))]
            unsafe extern "C" fn allocate(
                state: *mut $crate::State,
                cpu: u32,
                size: u64,
                alignment: u64,
                owner: u32,
            ) -> $crate::BlockResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::allocate(state, cpu, size, alignment, owner) }
                    .into()
            }
            #[unsafe(export_name = concat!($prefix, "free"))]
            unsafe extern "C" fn free(
                state: *mut $crate::State,
                cpu: u32,
                address: u64,
                owner: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::free(state, cpu, address, owner) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "free_sized"))]
            unsafe extern "C" fn free_sized(
                state: *mut $crate::State,
                cpu: u32,
                address: u64,
                size: u64,
                alignment: u64,
                owner: u32,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::free_sized(state, cpu, address, size, alignment, owner)
                }
                .into()
            }
            #[unsafe(export_name = concat!($prefix, "resize"))]
            unsafe extern "C" fn resize(
                state: *mut $crate::State,
                address: u64,
                size: u64,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::resize(state, address, size) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "size_of"))]
            unsafe extern "C" fn size_of(
                state: *mut $crate::State,
                address: u64,
            ) -> $crate::SizeResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::size_of(state, address) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "drain"))]
            unsafe extern "C" fn drain(state: *mut $crate::State, cpu: u32) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::drain(state, cpu) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                state: *mut $crate::State,
                statistics: *mut $crate::Statistics,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::statistics(state, statistics) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "class_statistics"))]
            unsafe extern "C" fn class_statistics(
                state: *mut $crate::State,
                size_class: u32,
                statistics: *mut $crate::ClassStatistics,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::class_statistics(state, size_class, statistics) }
                    .into()
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
    /// `heap_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(
        state: *mut State,
        page_capacity: u64,
        first_page: u64,
        cpu_count: u32,
        source: u64,
    ) -> Status;

    /// `heap_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `heap_allocate`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn allocate(
        state: *mut State,
        cpu: u32,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> BlockResult;

    /// `heap_free`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn free(state: *mut State, cpu: u32, address: u64, owner: u32) -> Status;

    /// `heap_free_sized`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn free_sized(
        state: *mut State,
        cpu: u32,
        address: u64,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Status;

    /// `heap_resize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn resize(state: *mut State, address: u64, size: u64) -> Status;

    /// `heap_size_of`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn size_of(state: *mut State, address: u64) -> SizeResult;

    /// `heap_drain`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn drain(state: *mut State, cpu: u32) -> Status;

    /// `heap_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Status;

    /// `heap_class_statistics`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn class_statistics(
        state: *mut State,
        size_class: u32,
        statistics: *mut ClassStatistics,
    ) -> Status;

    /// `heap_check`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn check(state: *mut State) -> Status;

    /// `heap_digest`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn digest(state: *mut State, kind: u32) -> DigestResult;

    /// How many bytes a HeapState has, without its table.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "heap_cpp_");` A crate that does
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
                fn foreign_initialize(state: *mut $crate::State, page_capacity: u64, first_page: u64, cpu_count: u32, source: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "allocate")]
                fn foreign_allocate(state: *mut $crate::State, cpu: u32, size: u64, alignment: u64, owner: u32) -> $crate::BlockResult;
                #[link_name = concat!($prefix, "free")]
                fn foreign_free(state: *mut $crate::State, cpu: u32, address: u64, owner: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "free_sized")]
                fn foreign_free_sized(state: *mut $crate::State, cpu: u32, address: u64, size: u64, alignment: u64, owner: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "resize")]
                fn foreign_resize(state: *mut $crate::State, address: u64, size: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "size_of")]
                fn foreign_size_of(state: *mut $crate::State, address: u64) -> $crate::SizeResult;
                #[link_name = concat!($prefix, "drain")]
                fn foreign_drain(state: *mut $crate::State, cpu: u32) -> $crate::Status;
                #[link_name = concat!($prefix, "statistics")]
                fn foreign_statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status;
                #[link_name = concat!($prefix, "class_statistics")]
                fn foreign_class_statistics(state: *mut $crate::State, size_class: u32, statistics: *mut $crate::ClassStatistics) -> $crate::Status;
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
                unsafe fn initialize(state: *mut $crate::State, page_capacity: u64, first_page: u64, cpu_count: u32, source: u64) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state, page_capacity, first_page, cpu_count, source) }
                }
                #[inline]
                unsafe fn shutdown(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_shutdown(state) }
                }
                #[inline]
                unsafe fn allocate(state: *mut $crate::State, cpu: u32, size: u64, alignment: u64, owner: u32) -> $crate::BlockResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_allocate(state, cpu, size, alignment, owner) }
                }
                #[inline]
                unsafe fn free(state: *mut $crate::State, cpu: u32, address: u64, owner: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_free(state, cpu, address, owner) }
                }
                #[inline]
                unsafe fn free_sized(state: *mut $crate::State, cpu: u32, address: u64, size: u64, alignment: u64, owner: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_free_sized(state, cpu, address, size, alignment, owner) }
                }
                #[inline]
                unsafe fn resize(state: *mut $crate::State, address: u64, size: u64) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_resize(state, address, size) }
                }
                #[inline]
                unsafe fn size_of(state: *mut $crate::State, address: u64) -> $crate::SizeResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_size_of(state, address) }
                }
                #[inline]
                unsafe fn drain(state: *mut $crate::State, cpu: u32) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_drain(state, cpu) }
                }
                #[inline]
                unsafe fn statistics(state: *mut $crate::State, statistics: *mut $crate::Statistics) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_statistics(state, statistics) }
                }
                #[inline]
                unsafe fn class_statistics(state: *mut $crate::State, size_class: u32, statistics: *mut $crate::ClassStatistics) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_class_statistics(state, size_class, statistics) }
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
            || client.has_room(state.page_capacity.load(Ordering::Relaxed));
        is_enough.then_some(client)
    }

    fn state(&mut self) -> *mut State {
        self.memory.as_mut_ptr().cast()
    }

    fn has_room(&self, page_capacity: u64) -> bool {
        memory_size(page_capacity).is_some_and(|size| size <= size_of_val(self.memory) as u64)
    }

    /// Makes an instance without pages, with a table for `page_capacity` of them from
    /// `first_page` on, for CPUs 0 to `cpu_count` - 1. `source` is passed to the
    /// services as it is. What the memory held is dropped.
    pub fn initialize(
        &mut self,
        page_capacity: u64,
        first_page: u64,
        cpu_count: u32,
        source: u64,
    ) -> Result<(), Failure<Error>> {
        if !self.has_room(page_capacity) {
            return Err(Failure::Answered(Error::LengthOverflow));
        }
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state(), page_capacity, first_page, cpu_count, source) }.check()
    }

    /// Gives all pages back, as CPU 0, also those with blocks in use, and ends the
    /// instance. Its memory is the caller's again.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Takes a block of at least `size` bytes (0 counts as 1, at most
    /// HEAP_LARGEST_BLOCK) at a multiple of `alignment`, a power of two up to
    /// HEAP_LARGEST_BLOCK. The owner is a number below HEAP_OWNER_COUNT that the
    /// statistics count under. `exhausted`: the services had no page, after this CPU's
    /// magazines were emptied and all empty slabs given back; drain() empties the
    /// magazines of others. While other calls run, blocks that they are about to give
    /// up may be missed.
    pub fn allocate(
        &mut self,
        cpu: u32,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::allocate(self.state(), cpu, size, alignment, owner) }.check()
    }

    /// Gives back the block that allocate() answered, for the same owner. Nothing
    /// changes when it fails, `corrupt` and `earlier_double_free` apart. A block that
    /// is free already, but in a magazine, may go into a magazine once more: that is
    /// found when the magazine gives it back.
    pub fn free(&mut self, cpu: u32, address: u64, owner: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::free(self.state(), cpu, address, owner) }.check()
    }

    /// As free(), with the size and alignment that the block was asked for, or a size
    /// that resize() let it have; one that wants another class, which resize() would
    /// not, is answered with `wrong_size`.
    pub fn free_sized(
        &mut self,
        cpu: u32,
        address: u64,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::free_sized(self.state(), cpu, address, size, alignment, owner) }.check()
    }

    /// Says whether a block may hold `size` bytes from now on, at the alignment that
    /// it was asked for: `must_move` if it is too small, or if less than half of it
    /// would be used. It changes nothing.
    pub fn resize(&mut self, address: u64, size: u64) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::resize(self.state(), address, size) }.check()
    }

    /// How many bytes a block has, all of which may be used.
    pub fn size_of(&mut self, address: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::size_of(self.state(), address) }.check()
    }

    /// Empties the magazines of a CPU and gives all empty slabs back.
    pub fn drain(&mut self, cpu: u32) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::drain(self.state(), cpu) }.check()
    }

    /// Counts what there is, by the counters: while others allocate perhaps some
    /// blocks off.
    pub fn statistics(&mut self) -> Result<Statistics, Failure<Error>> {
        let mut answer = MaybeUninit::<Statistics>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::statistics(self.state(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Counts what there is of one class, a number below HEAP_CLASS_COUNT.
    pub fn class_statistics(&mut self, size_class: u32) -> Result<ClassStatistics, Failure<Error>> {
        let mut answer = MaybeUninit::<ClassStatistics>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::class_statistics(self.state(), size_class, answer.as_mut_ptr()) }.check()?;
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
