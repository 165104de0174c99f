// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the Rust half of a batch is written with; `torture.hpp` is the same for C++. Nothing is
//! inlined: only the crossing is to be compiled again and again.

use core::slice;

unsafe extern "C" {
    safe fn torture_draw() -> u64;
    fn torture_record(channel: u32, bytes: *const u8, length: u64);
    safe fn torture_fails() -> u32;
}

/// Pairs: what one side says that it passed, what the other says that arrived.
#[derive(Clone, Copy)]
#[repr(u32)]
pub enum Channel {
    Sent,
    Received,
    Answered,
    Got,
    Asked,
    Heard,
    Replied,
    Returned,
}

/// Whether the twin that is called is to answer a failure.
pub fn fails() -> bool {
    torture_fails() != 0
}

/// 0 to `limit` - 1.
pub fn below(limit: u64) -> u64 {
    torture_draw() % limit
}

fn record(channel: Channel, bytes: &[u8]) {
    // SAFETY: the bytes are borrowed, and copied before the call ends.
    unsafe { torture_record(channel as u32, bytes.as_ptr(), bytes.len() as u64) }
}

/// What crosses: drawn at random, and recorded by its fields.
pub trait Value: Sized {
    /// Any value.
    fn draw() -> Self;
    /// Records the fields, least significant byte first.
    fn record_fields(&self, channel: Channel);
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(impl Value for $integer {
            fn draw() -> Self {
                torture_draw() as $integer
            }
            fn record_fields(&self, channel: Channel) {
                record(channel, &self.to_le_bytes());
            }
        })*
    };
}

integers!(u8 u16 u32 u64 i8 i16 i32 i64);

impl<T: Value, const COUNT: usize> Value for [T; COUNT] {
    #[inline(never)]
    fn draw() -> Self {
        core::array::from_fn(|_| T::draw())
    }
    #[inline(never)]
    fn record_fields(&self, channel: Channel) {
        for item in self {
            item.record_fields(channel);
        }
    }
}

/// Records a value that leaves.
#[inline(never)]
pub fn leaves<T: Value>(channel: Channel, value: &T) {
    value.record_fields(channel);
    value.record_fields(channel);
}

/// Records a value that arrived.
#[inline(never)]
pub fn arrives<T: Value>(channel: Channel, value: &T) {
    value.record_fields(channel);
    // SAFETY: nothing that crosses has padding, so that each byte has a value.
    let bytes = unsafe { slice::from_raw_parts((&raw const *value).cast(), size_of::<T>()) };
    record(channel, bytes);
}

/// Records how many bytes there are, and the bytes.
#[inline(never)]
pub fn record_bytes(channel: Channel, bytes: &[u8]) {
    (bytes.len() as u64).record_fields(channel);
    record(channel, bytes);
}

/// Any bytes.
#[inline(never)]
pub fn draw_bytes(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = u8::draw();
    }
}

/// A slice to pass: of any length up to that of the memory, often empty.
#[inline(never)]
pub fn draw_slice(memory: &mut [u8]) -> &mut [u8] {
    let length = if below(4) == 0 {
        0
    } else {
        below(memory.len() as u64 + 1) as usize
    };
    let bytes = &mut memory[..length];
    draw_bytes(bytes);
    bytes
}

/// The size of a field, whose type has no name here.
pub const fn size_of_field<T, F>(_: fn(&T) -> &F) -> u64 {
    size_of::<F>() as u64
}
