// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from border.seam.h; do not edit
//! The contract of component `border` for Rust: its types, what a twin implements in safe code, and
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
        "722b051e3dbbb74a"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x722b051e3dbbb74a;
/// `BORDER_STATE_SIZE`
pub const STATE_SIZE: usize = 32;
/// `BORDER_STATE_ALIGNMENT`
pub const STATE_ALIGNMENT: usize = 8;

/// How a call ended: `BorderStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `BorderNumberResult`.
pub type NumberResult = seam::Outcome<Error>;

/// Why a call failed: `BorderStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// A slice would pass the end of memory.
    LengthOverflow = 3,
    /// A slice overlaps the instance.
    Overlap = 4,
    /// Not an instance that this twin initialised.
    NotInitialised = 5,
    /// The number is odd, which result() does not take.
    Odd = 6,
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
            4 => Self::Overlap,
            5 => Self::NotInitialised,
            6 => Self::Odd,
            _ => return Err(number),
        })
    }
}

/// Memory of one instance. It must hold some value when first passed; zeros will
/// do.
#[repr(C)]
pub struct State {
    /// `words`
    words: [u64; 4],
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

const _: () = {
    assert!(size_of::<State>() == 32 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<NumberResult>() == 16 && align_of::<NumberResult>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::LengthOverflow.number() == 3);
    assert!(Error::Overlap.number() == 4);
    assert!(Error::NotInitialised.number() == 5);
    assert!(Error::Odd.number() == 6);
};

/// What the twin is given. Every call takes effect in program order.
pub trait Services: Default {
    /// The number after that number. Both twins are given the same service, in C++, as
    /// the core's are.
    fn next(&mut self, number: u64) -> u64;
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
                #[link_name = concat!($prefix, "next")]
                fn foreign_next(number: u64) -> u64;
            }
            impl $crate::Services for $name {
                #[inline]
                fn next(&mut self, number: u64) -> u64 {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_next(number) }
                }
            }
        };
    };
}

services!(pub LinkedServices, "border_service_");

/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

    /// An instance whose total is 0.
    fn initialize(&mut self);

    /// Ends the instance.
    fn shutdown(&mut self);

    /// Plain values: a number in, a status out. Adds the number to the total.
    fn value(&mut self, number: u64);

    /// A result: adds an even number to the total, and answers that.
    fn result(&mut self, number: u64) -> Result<u64, Error>;

    /// A slice: adds its length and its first byte to the total, and answers that.
    fn slice(&mut self, bytes: &[u8]) -> u64;

    /// A callback: adds what the service next() answers to the total, and answers
    /// that.
    fn callback(&mut self, number: u64) -> u64;
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

    /// `border_initialize`
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

    /// `border_shutdown`
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

    /// `border_value`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn value(state: *mut State, number: u64) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.value(number);
        Ok(())
    }

    /// `border_result`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn result(state: *mut State, number: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.result(number)
    }

    /// `border_slice`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn slice(state: *mut State, bytes: Bytes) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, bytes.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let bytes = unsafe { bytes.as_slice() }.map_err(error_of)?;
        Ok(instance.twin.slice(bytes))
    }

    /// `border_callback`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn callback(state: *mut State, number: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        Ok(instance.twin.callback(number))
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

/// Exports a twin under the names of the contract behind a prefix: `export!("border_rust_", Twin);`
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
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::shutdown(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "value"))]
            unsafe extern "C" fn value(state: *mut $crate::State, number: u64) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::value(state, number) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "result"))]
            unsafe extern "C" fn result(
                state: *mut $crate::State,
                number: u64,
            ) -> $crate::NumberResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::result(state, number) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "slice"))]
            unsafe extern "C" fn slice(
                state: *mut $crate::State,
                bytes: $crate::Bytes,
            ) -> $crate::NumberResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::slice(state, bytes) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "callback"))]
            unsafe extern "C" fn callback(
                state: *mut $crate::State,
                number: u64,
            ) -> $crate::NumberResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::callback(state, number) }.into()
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
    /// `border_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(state: *mut State) -> Status;

    /// `border_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `border_value`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn value(state: *mut State, number: u64) -> Status;

    /// `border_result`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn result(state: *mut State, number: u64) -> NumberResult;

    /// `border_slice`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn slice(state: *mut State, bytes: Bytes) -> NumberResult;

    /// `border_callback`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn callback(state: *mut State, number: u64) -> NumberResult;

    /// How many bytes of a BorderState the twin uses.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "border_cpp_");` A crate that does
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
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "value")]
                fn foreign_value(state: *mut $crate::State, number: u64) -> $crate::Status;
                #[link_name = concat!($prefix, "result")]
                fn foreign_result(state: *mut $crate::State, number: u64) -> $crate::NumberResult;
                #[link_name = concat!($prefix, "slice")]
                fn foreign_slice(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::NumberResult;
                #[link_name = concat!($prefix, "callback")]
                fn foreign_callback(state: *mut $crate::State, number: u64) -> $crate::NumberResult;
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
                unsafe fn shutdown(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_shutdown(state) }
                }
                #[inline]
                unsafe fn value(state: *mut $crate::State, number: u64) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_value(state, number) }
                }
                #[inline]
                unsafe fn result(state: *mut $crate::State, number: u64) -> $crate::NumberResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_result(state, number) }
                }
                #[inline]
                unsafe fn slice(state: *mut $crate::State, bytes: $crate::Bytes) -> $crate::NumberResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_slice(state, bytes) }
                }
                #[inline]
                unsafe fn callback(state: *mut $crate::State, number: u64) -> $crate::NumberResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_callback(state, number) }
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

    /// An instance whose total is 0.
    pub fn initialize(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state()) }.check()
    }

    /// Ends the instance.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Plain values: a number in, a status out. Adds the number to the total.
    pub fn value(&mut self, number: u64) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::value(self.state(), number) }.check()
    }

    /// A result: adds an even number to the total, and answers that.
    pub fn result(&mut self, number: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::result(self.state(), number) }.check()
    }

    /// A slice: adds its length and its first byte to the total, and answers that.
    pub fn slice(&mut self, bytes: &[u8]) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::slice(self.state(), Bytes::new(bytes)) }.check()
    }

    /// A callback: adds what the service next() answers to the total, and answers
    /// that.
    pub fn callback(&mut self, number: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::callback(self.state(), number) }.check()
    }
}
