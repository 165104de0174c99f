// SPDX-License-Identifier: MIT OR Apache-2.0
//! Slices as they cross the boundary.

use core::slice;

/// What is wrong with a slice that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceFault {
    /// The pointer is null and the length is not 0.
    Null,
    /// The length passes the end of memory, or no object can have it.
    Overflow,
}

/// Bytes to read: `SeamBytes` in C. An empty slice may have any pointer, null included.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Bytes {
    data: *const u8,
    length: u64,
}

/// Bytes to write: `SeamMutableBytes` in C. An empty slice may have any pointer, null included.
#[repr(C)]
#[derive(Debug)]
pub struct MutableBytes {
    data: *mut u8,
    length: u64,
}

const _: () = assert!(size_of::<Bytes>() == 16 && align_of::<Bytes>() == 8);
const _: () = assert!(core::mem::offset_of!(Bytes, length) == 8);
const _: () = assert!(size_of::<MutableBytes>() == 16 && align_of::<MutableBytes>() == 8);
const _: () = assert!(core::mem::offset_of!(MutableBytes, length) == 8);

/// The length of a slice as received, once it and the address are found possible.
pub fn judge(address: usize, length: u64) -> Result<usize, SliceFault> {
    if length == 0 {
        return Ok(0);
    }
    if address == 0 {
        return Err(SliceFault::Null);
    }
    match usize::try_from(length) {
        Ok(length) if isize::try_from(length).is_ok() && address.checked_add(length).is_some() => {
            Ok(length)
        }
        _ => Err(SliceFault::Overflow),
    }
}

impl Bytes {
    /// A slice to hand over. An empty one leaves as null and zero.
    pub const fn new(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            Self {
                data: core::ptr::null(),
                length: 0,
            }
        } else {
            Self {
                data: bytes.as_ptr(),
                length: bytes.len() as u64,
            }
        }
    }

    /// Where the bytes start, as a number, and how many there are, both as received.
    pub fn extent(&self) -> (usize, u64) {
        (self.data.addr(), self.length)
    }

    /// The bytes, once pointer and length are found possible. An empty slice never looks at the
    /// pointer.
    ///
    /// # Safety
    /// The caller that passed a non-empty slice promises that its bytes are readable, have a value,
    /// and are written by nobody for `'a`.
    pub unsafe fn as_slice<'a>(self) -> Result<&'a [u8], SliceFault> {
        match judge(self.data.addr(), self.length)? {
            0 => Ok(&[]),
            // SAFETY: not null, not longer than an object can be, inside the address space; the
            // rest is the promise of this function's caller.
            length => Ok(unsafe { slice::from_raw_parts(self.data, length) }),
        }
    }
}

impl MutableBytes {
    /// A slice to hand over. An empty one leaves as null and zero.
    pub const fn new(bytes: &mut [u8]) -> Self {
        if bytes.is_empty() {
            Self {
                data: core::ptr::null_mut(),
                length: 0,
            }
        } else {
            Self {
                data: bytes.as_mut_ptr(),
                length: bytes.len() as u64,
            }
        }
    }

    /// Where the bytes start, as a number, and how many there are, both as received.
    pub fn extent(&self) -> (usize, u64) {
        (self.data.addr(), self.length)
    }

    /// The bytes, once pointer and length are found possible. An empty slice never looks at the
    /// pointer.
    ///
    /// # Safety
    /// The caller that passed a non-empty slice promises that its bytes are writable, have a value,
    /// and are touched by nobody else for `'a`.
    pub unsafe fn as_mut_slice<'a>(self) -> Result<&'a mut [u8], SliceFault> {
        match judge(self.data.addr(), self.length)? {
            0 => Ok(&mut []),
            // SAFETY: not null, not longer than an object can be, inside the address space; the
            // rest is the promise of this function's caller.
            length => Ok(unsafe { slice::from_raw_parts_mut(self.data, length) }),
        }
    }
}

/// Whether two ranges of bytes share one; a range of length 0 shares none.
pub fn overlaps(first: usize, first_length: u64, second: usize, second_length: u64) -> bool {
    ((second.wrapping_sub(first)) as u64) < first_length
        || ((first.wrapping_sub(second)) as u64) < second_length
}

#[cfg(test)]
mod tests {
    use super::{Bytes, MutableBytes, SliceFault, judge, overlaps};

    #[test]
    fn empty_slices_are_null_outside_and_never_inside() {
        let empty = Bytes::new(&[]);
        assert_eq!(empty.extent(), (0, 0));
        // SAFETY: an empty slice promises nothing.
        assert_eq!(unsafe { empty.as_slice() }, Ok(&[][..]));
        assert_eq!(MutableBytes::new(&mut []).extent(), (0, 0));
    }

    #[test]
    fn bytes_come_back() {
        let bytes = [1, 2, 3];
        // SAFETY: made from a reference that is alive.
        assert_eq!(unsafe { Bytes::new(&bytes).as_slice() }, Ok(&bytes[..]));
    }

    #[test]
    fn impossible_slices_are_judged() {
        assert_eq!(judge(0, 1), Err(SliceFault::Null));
        assert_eq!(judge(0, u64::MAX), Err(SliceFault::Null));
        assert_eq!(judge(1, u64::MAX), Err(SliceFault::Overflow));
        assert_eq!(judge(1, 1 << 63), Err(SliceFault::Overflow));
        assert_eq!(judge(usize::MAX, 1), Err(SliceFault::Overflow));
        assert_eq!(judge(usize::MAX - 1, 1), Ok(1));
        assert_eq!(judge(usize::MAX, 0), Ok(0));
    }

    #[test]
    fn ranges_overlap_when_they_share_a_byte() {
        assert!(overlaps(10, 5, 14, 1));
        assert!(overlaps(14, 1, 10, 5));
        assert!(overlaps(10, 5, 10, 5));
        assert!(!overlaps(10, 5, 15, 1));
        assert!(!overlaps(10, 5, 9, 1));
    }
}
