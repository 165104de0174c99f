// SPDX-License-Identifier: MIT OR Apache-2.0
//! The thin entries: they only judge and convert; what they call is safe.

use crate::CONTRACT;
use crate::types::{CountResult, EventsResult, STATE_SIZE, Settings, State, Status};
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use seam::{Bytes, MutableBytes, SliceFault, overlaps};
use serial::{Error, Registers, Serial, Statistics};

/// Stands in the first word of an instance that this twin initialised.
const LIVE_MARK: u64 = CONTRACT ^ 0x72_75_73_74; // rust

/// What a `State` holds for this twin.
#[repr(C)]
struct Instance<R> {
    mark: u64,
    serial: Serial<R>,
}

/// The entries of a twin over device type `R`, which is made from the device handle.
///
/// # Safety
///
/// What all of them need of their callers, who are foreign: a pointer that is not null and aligned
/// leads to a whole `State` that is used by no other call meanwhile, and a slice that is not empty
/// leads to as many bytes, untouched by others meanwhile. The contract says so; everything that can
/// be judged is.
pub struct Entry<R>(PhantomData<R>);

impl<R: Registers + From<u64>> Entry<R> {
    /// How many bytes of a `State` are used.
    pub const STATE_SIZE: u64 = size_of::<Instance<R>>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<Instance<R>>() as u64;

    const FITS: () = assert!(
        size_of::<Instance<R>>() <= STATE_SIZE
            && align_of::<Instance<R>>() <= align_of::<State>()
            && !core::mem::needs_drop::<Instance<R>>()
    );

    /// `serial_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(state: *mut State, device: u64, settings: Settings) -> Status {
        let () = Self::FITS;
        if let Err(error) = judge_memory(state) {
            return Err(error).into();
        }
        // SAFETY: not null, aligned, and large enough by `FITS`; `MaybeUninit` asks nothing of what
        // is there.
        let place = unsafe { &mut *state.cast::<MaybeUninit<Instance<R>>>() };
        let instance = place.write(Instance {
            mark: 0,
            serial: Serial::new(R::from(device)),
        });
        let result = settings
            .check()
            .and_then(|settings| instance.serial.initialize(settings));
        if result.is_ok() {
            instance.mark = LIVE_MARK;
        }
        result.into()
    }

    /// `serial_shutdown`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn shutdown(state: *mut State) -> Status {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .map(|instance| {
                instance.serial.shutdown();
                instance.mark = 0;
            })
            .into()
    }

    /// `serial_set_baud`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn set_baud(state: *mut State, baud: u32) -> Status {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| instance.serial.set_baud(baud))
            .into()
    }

    /// `serial_self_test`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn self_test(state: *mut State) -> Status {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| instance.serial.self_test())
            .into()
    }

    /// `serial_transmit`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn transmit(state: *mut State, bytes: Bytes) -> CountResult {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find_with(state, bytes) }
            .and_then(|(instance, bytes)| instance.serial.transmit(bytes))
            .into()
    }

    /// `serial_transmit_now`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn transmit_now(state: *mut State, bytes: Bytes) -> CountResult {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find_with(state, bytes) }
            .and_then(|(instance, bytes)| instance.serial.transmit_now(bytes))
            .into()
    }

    /// `serial_receive`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn receive(state: *mut State, bytes: MutableBytes) -> CountResult {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find_with_mutable(state, bytes) }
            .map(|(instance, bytes)| instance.serial.receive(bytes))
            .into()
    }

    /// `serial_interrupt`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn interrupt(state: *mut State) -> EventsResult {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| instance.serial.interrupt())
            .into()
    }

    /// `serial_poll`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn poll(state: *mut State) -> EventsResult {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| instance.serial.poll())
            .into()
    }

    /// `serial_statistics`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn statistics(state: *mut State, statistics: *mut Statistics) -> Status {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| {
                if statistics.is_null() {
                    return Err(Error::NullArgument);
                }
                if !statistics.is_aligned() {
                    return Err(Error::Misaligned);
                }
                let length = size_of::<Statistics>() as u64;
                if overlaps(state.addr(), STATE_SIZE as u64, statistics.addr(), length) {
                    return Err(Error::Overlap);
                }
                // SAFETY: not null, aligned, apart from the instance; that it leads to a whole
                // structure is the caller's promise.
                unsafe { statistics.write(*instance.serial.statistics()) };
                Ok(())
            })
            .into()
    }

    /// `serial_check`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn check(state: *mut State) -> Status {
        // SAFETY: this function asks its caller for the same.
        unsafe { Self::find(state) }
            .and_then(|instance| instance.serial.check())
            .into()
    }

    /// The instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<&'a mut Instance<R>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` put an instance here, and the caller promises
        // that no other call uses it until this one ends.
        Ok(unsafe { &mut *state.cast::<Instance<R>>() })
    }

    /// The instance and the bytes of a slice that is apart from it.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find_with<'a>(
        state: *mut State,
        bytes: Bytes,
    ) -> Result<(&'a mut Instance<R>, &'a [u8]), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let (address, length) = bytes.extent();
        judge_slice(state, address, length)?;
        // SAFETY: apart from the instance; the rest is the caller's promise.
        let bytes = unsafe { bytes.as_slice() }.map_err(error_of)?;
        Ok((instance, bytes))
    }

    /// The instance and the bytes of a slice that is apart from it.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find_with_mutable<'a>(
        state: *mut State,
        bytes: MutableBytes,
    ) -> Result<(&'a mut Instance<R>, &'a mut [u8]), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let (address, length) = bytes.extent();
        judge_slice(state, address, length)?;
        // SAFETY: apart from the instance; the rest is the caller's promise.
        let bytes = unsafe { bytes.as_mut_slice() }.map_err(error_of)?;
        Ok((instance, bytes))
    }
}

#[inline]
fn judge_memory(state: *mut State) -> Result<(), Error> {
    if state.is_null() {
        return Err(Error::NullArgument);
    }
    if !state.is_aligned() {
        return Err(Error::Misaligned);
    }
    Ok(())
}

/// A slice apart from the instance, or one that is wrong in another way.
#[inline]
fn judge_slice(state: *mut State, address: usize, length: u64) -> Result<(), Error> {
    seam::judge(address, length).map_err(error_of)?;
    if length != 0 && overlaps(state.addr(), STATE_SIZE as u64, address, length) {
        return Err(Error::Overlap);
    }
    Ok(())
}

fn error_of(fault: SliceFault) -> Error {
    match fault {
        SliceFault::Null => Error::NullArgument,
        SliceFault::Overflow => Error::LengthOverflow,
    }
}
