// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from caller.seam.h; do not edit
//! The contract of component `caller` for Rust: its types, what a twin implements in safe code, and
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
        "702abe64f5a36551"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x702abe64f5a36551;
/// `CALLER_STATE_SIZE`
pub const STATE_SIZE: usize = 128;
/// `CALLER_STATE_ALIGNMENT`
pub const STATE_ALIGNMENT: usize = 8;

/// How a call ended: `CallerStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `CallerSumResult`.
pub type SumResult = seam::Outcome<Error>;

/// Why a call failed: `CallerStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// Not an instance that this twin initialised.
    NotInitialised = 3,
    /// A call of `border` failed.
    Refused = 4,
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
            3 => Self::NotInitialised,
            4 => Self::Refused,
            _ => return Err(number),
        })
    }
}

/// Memory of one instance. It must hold some value when first passed; zeros will
/// do.
#[repr(C)]
pub struct State {
    /// `words`
    words: [u64; 16],
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
    assert!(size_of::<State>() == 128 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<SumResult>() == 16 && align_of::<SumResult>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::NotInitialised.number() == 3);
    assert!(Error::Refused.number() == 4);
};

/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

    /// Initialises what is called.
    fn initialize(&mut self) -> Result<(), Error>;

    /// Ends the instance.
    fn shutdown(&mut self);

    /// Calls value() `rounds` times.
    fn value(&mut self, rounds: u64) -> Result<u64, Error>;

    /// Calls result() `rounds` times.
    fn result(&mut self, rounds: u64) -> Result<u64, Error>;

    /// Calls slice() `rounds` times, with eight bytes.
    fn slice(&mut self, rounds: u64) -> Result<u64, Error>;

    /// Calls callback() `rounds` times.
    fn callback(&mut self, rounds: u64) -> Result<u64, Error>;
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

    /// `caller_initialize`
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
        instance.twin.initialize()?;
        instance.mark = LIVE_MARK;
        Ok(())
    }

    /// `caller_shutdown`
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

    /// `caller_value`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn value(state: *mut State, rounds: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.value(rounds)
    }

    /// `caller_result`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn result(state: *mut State, rounds: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.result(rounds)
    }

    /// `caller_slice`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn slice(state: *mut State, rounds: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.slice(rounds)
    }

    /// `caller_callback`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn callback(state: *mut State, rounds: u64) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        instance.twin.callback(rounds)
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

/// Exports a twin under the names of the contract behind a prefix: `export!("caller_rust_", Twin);`
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
            unsafe extern "C" fn value(
                state: *mut $crate::State,
                rounds: u64,
            ) -> $crate::SumResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::value(state, rounds) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "result"))]
            unsafe extern "C" fn result(
                state: *mut $crate::State,
                rounds: u64,
            ) -> $crate::SumResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::result(state, rounds) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "slice"))]
            unsafe extern "C" fn slice(
                state: *mut $crate::State,
                rounds: u64,
            ) -> $crate::SumResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::slice(state, rounds) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "callback"))]
            unsafe extern "C" fn callback(
                state: *mut $crate::State,
                rounds: u64,
            ) -> $crate::SumResult {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::callback(state, rounds) }.into()
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
    /// `caller_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(state: *mut State) -> Status;

    /// `caller_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `caller_value`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn value(state: *mut State, rounds: u64) -> SumResult;

    /// `caller_result`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn result(state: *mut State, rounds: u64) -> SumResult;

    /// `caller_slice`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn slice(state: *mut State, rounds: u64) -> SumResult;

    /// `caller_callback`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn callback(state: *mut State, rounds: u64) -> SumResult;

    /// How many bytes of a CallerState the twin uses.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "caller_cpp_");` A crate that does
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
                fn foreign_value(state: *mut $crate::State, rounds: u64) -> $crate::SumResult;
                #[link_name = concat!($prefix, "result")]
                fn foreign_result(state: *mut $crate::State, rounds: u64) -> $crate::SumResult;
                #[link_name = concat!($prefix, "slice")]
                fn foreign_slice(state: *mut $crate::State, rounds: u64) -> $crate::SumResult;
                #[link_name = concat!($prefix, "callback")]
                fn foreign_callback(state: *mut $crate::State, rounds: u64) -> $crate::SumResult;
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
                unsafe fn value(state: *mut $crate::State, rounds: u64) -> $crate::SumResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_value(state, rounds) }
                }
                #[inline]
                unsafe fn result(state: *mut $crate::State, rounds: u64) -> $crate::SumResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_result(state, rounds) }
                }
                #[inline]
                unsafe fn slice(state: *mut $crate::State, rounds: u64) -> $crate::SumResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_slice(state, rounds) }
                }
                #[inline]
                unsafe fn callback(state: *mut $crate::State, rounds: u64) -> $crate::SumResult {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_callback(state, rounds) }
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

    /// Initialises what is called.
    pub fn initialize(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state()) }.check()
    }

    /// Ends the instance.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Calls value() `rounds` times.
    pub fn value(&mut self, rounds: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::value(self.state(), rounds) }.check()
    }

    /// Calls result() `rounds` times.
    pub fn result(&mut self, rounds: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::result(self.state(), rounds) }.check()
    }

    /// Calls slice() `rounds` times, with eight bytes.
    pub fn slice(&mut self, rounds: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::slice(self.state(), rounds) }.check()
    }

    /// Calls callback() `rounds` times.
    pub fn callback(&mut self, rounds: u64) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::callback(self.state(), rounds) }.check()
    }
}
