// SPDX-License-Identifier: MIT OR Apache-2.0
//! A function that uses the containers when asked.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::fallible::{TryString, TryVec, try_box};

/// Why it ended early.
enum Ended {
    /// There was no memory.
    OutOfMemory,
    /// What was read is not what was written.
    Wrong,
}

impl Ended {
    const fn number(&self) -> u32 {
        match self {
            Self::OutOfMemory => 1,
            Self::Wrong => 2,
        }
    }
}

fn no_memory<E>(_: E) -> Ended {
    Ended::OutOfMemory
}

/// A value that knows where it stands.
#[repr(align(64))]
struct Aligned(u64);

fn numbers(count: u64) -> Result<(), Ended> {
    let mut numbers = Vec::new();
    for number in 0..count {
        numbers
            .try_push(number.wrapping_mul(0x9e37))
            .map_err(no_memory)?;
    }
    let is_right = |(number, value): (u64, &u64)| *value == number.wrapping_mul(0x9e37);
    if numbers.len() as u64 == count && (0..).zip(&numbers).all(is_right) {
        Ok(())
    } else {
        Err(Ended::Wrong)
    }
}

fn text(count: u64) -> Result<(), Ended> {
    let mut text = String::new();
    for _ in 0..count {
        text.try_push_str("Rahmen ").map_err(no_memory)?;
    }
    if text.split_whitespace().all(|word| word == "Rahmen")
        && text.len() as u64 == count.wrapping_mul(7)
    {
        Ok(())
    } else {
        Err(Ended::Wrong)
    }
}

fn boxes(count: u64) -> Result<(), Ended> {
    let mut boxes: Vec<Box<Aligned>> = Vec::new();
    for number in 0..count {
        let value = try_box(Aligned(number)).map_err(no_memory)?;
        boxes.try_push(value).map_err(no_memory)?;
    }
    // A third of them goes, so that the rest lies in pieces, and others come.
    boxes.retain(|value| value.0 % 3 != 0);
    for number in 0..count / 3 {
        let value = try_box(Aligned(number.wrapping_mul(3).wrapping_add(1))).map_err(no_memory)?;
        boxes.try_push(value).map_err(no_memory)?;
    }
    let is_right = |value: &Aligned| {
        let address = core::ptr::from_ref(value).addr();
        value.0 % 3 != 0 && address % 64 == 0
    };
    if boxes.iter().all(|value| is_right(value)) {
        Ok(())
    } else {
        Err(Ended::Wrong)
    }
}

/// Fills a vector, a string and boxes with about `count` elements each, reads all of them back, and
/// drops them. Answers 0, 1 when there was no memory for one of them, or 2 if something read was not
/// what was written. For tests.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn seam_alloc_exercise(count: u64) -> u32 {
    let result = numbers(count)
        .and_then(|()| text(count))
        .and_then(|()| boxes(count));
    result.map_or_else(|ended| ended.number(), |()| 0)
}
