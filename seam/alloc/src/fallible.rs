// SPDX-License-Identifier: MIT OR Apache-2.0
//! Growth that may fail. What was to be added comes back when there is no memory for it.

use alloc::boxed::Box;
use alloc::collections::TryReserveError;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::Layout;
use core::ptr::NonNull;

/// A value on the heap. With no memory for it, the value itself.
pub fn try_box<T>(value: T) -> Result<Box<T>, T> {
    let layout = Layout::new::<T>();
    let place = if layout.size() == 0 {
        Some(NonNull::<T>::dangling())
    } else {
        // SAFETY: the size is not zero.
        NonNull::new(unsafe { alloc::alloc::alloc(layout) }.cast::<T>())
    };
    let Some(place) = place else {
        return Err(value);
    };
    // SAFETY: the memory is the value's alone, as large and aligned as it must be.
    unsafe { place.write(value) };
    // SAFETY: the memory comes from the global allocator, with the value's layout, and holds one.
    Ok(unsafe { Box::from_raw(place.as_ptr()) })
}

/// Vectors.
pub trait TryVec<T> {
    /// Adds an element at the end. With no memory for it, the element itself.
    fn try_push(&mut self, value: T) -> Result<(), T>;

    /// Adds copies at the end, all or none.
    fn try_extend_from_slice(&mut self, values: &[T]) -> Result<(), TryReserveError>
    where
        T: Copy;
}

impl<T> TryVec<T> for Vec<T> {
    #[inline]
    fn try_push(&mut self, value: T) -> Result<(), T> {
        if self.len() == self.capacity() && self.try_reserve(1).is_err() {
            return Err(value);
        }
        let Some(place) = self.spare_capacity_mut().first_mut() else {
            return Err(value);
        };
        place.write(value);
        let longer = self.len().wrapping_add(1);
        // SAFETY: the element behind the last one was just written, within the capacity.
        unsafe { self.set_len(longer) };
        Ok(())
    }

    fn try_extend_from_slice(&mut self, values: &[T]) -> Result<(), TryReserveError>
    where
        T: Copy,
    {
        self.try_reserve(values.len())?;
        let longer = self.len().wrapping_add(values.len());
        for (place, value) in self.spare_capacity_mut().iter_mut().zip(values) {
            place.write(*value);
        }
        // SAFETY: that many elements behind the last one were just written: there was room for all.
        unsafe { self.set_len(longer) };
        Ok(())
    }
}

/// Strings.
pub trait TryString {
    /// Adds text at the end, all or nothing.
    fn try_push_str(&mut self, text: &str) -> Result<(), TryReserveError>;
}

impl TryString for String {
    #[inline]
    fn try_push_str(&mut self, text: &str) -> Result<(), TryReserveError> {
        // SAFETY: whole text is added to whole text, so that it stays UTF-8.
        unsafe { self.as_mut_vec() }.try_extend_from_slice(text.as_bytes())
    }
}
