// SPDX-License-Identifier: MIT OR Apache-2.0
//! The lower level: bits and counter of an area. A counter is a promise: who has taken from it finds
//! as many clear bits, but for those that a call for several rows holds for a moment.

use core::sync::atomic::Ordering;

use frames_contract::{AREA_FRAMES, Error, LARGE as LARGE_BLOCK, ROW_FRAMES};

use crate::layout::{AREA_COUNT, LARGE, frames_of, ones, place_in_row, take_from};
use crate::words::{AreaWords, Word};

/// The counter of an area that is wholly free.
pub const WHOLE_AREA: u64 = AREA_FRAMES as u64;
/// The counter of an area that is one block.
pub const WHOLE_BLOCK: u64 = LARGE_BLOCK as u64;

/// For each order that fits into a row, a bit at each multiple of its size.
const ALIGNED: [u64; 7] = [
    0xffff_ffff_ffff_ffff,
    0x5555_5555_5555_5555,
    0x1111_1111_1111_1111,
    0x0101_0101_0101_0101,
    0x0001_0001_0001_0001,
    0x0000_0001_0000_0001,
    0x0000_0000_0000_0001,
];

/// The lowest bit of the first clear run of 2^order bits that is aligned, order 0 to 6.
#[inline]
pub fn clear_run(row: u64, order: u32) -> Option<u32> {
    // Bit i stays if 1, 2, 4, ... bits from i on are clear.
    let mut starts = !row;
    for half in 0..order {
        starts &= starts.wrapping_shr(1u32.wrapping_shl(half));
    }
    starts &= ALIGNED.get(order as usize).copied().unwrap_or_default();
    (starts != 0).then_some(starts.trailing_zeros())
}

/// The lowest `count` set bits of a word, or all.
#[inline]
fn lowest(word: u64, count: u64) -> u64 {
    if u64::from(word.count_ones()) <= count {
        return word;
    }
    let mut rest = word;
    let mut left = count;
    while left != 0 && rest != 0 {
        rest &= rest.wrapping_sub(1);
        left = left.wrapping_sub(1);
    }
    word ^ rest
}

/// The bits of a block within its row.
#[inline]
fn mask_of(within: usize, order: u32) -> u64 {
    ones(frames_of(order)).wrapping_shl(place_in_row(within as u64))
}

/// How many rows a block of order 7 or 8 takes.
#[inline]
const fn rows_of(order: u32) -> usize {
    1usize.wrapping_shl(order.wrapping_sub(6))
}

/// Whether an area with that counter is, or is half of, one block.
#[inline]
pub const fn is_whole(counter: u64) -> bool {
    counter & !AREA_COUNT != 0
}

/// Takes a block of order 0 to 9 out of an area: its first frame within.
#[inline]
pub fn take(area: &impl AreaWords, order: u32) -> Option<usize> {
    if order == LARGE {
        return change(area, WHOLE_AREA, WHOLE_BLOCK).then_some(0);
    }
    if !take_from(area.free(), AREA_COUNT, frames_of(order)) {
        return None;
    }
    let found = if order <= 6 {
        take_run(area, order)
    } else {
        take_rows(area, order)
    };
    if found.is_none() {
        area.free().add(frames_of(order));
    }
    found
}

/// Takes the block of order 0 to 8 that begins there.
pub fn take_at(area: &impl AreaWords, within: usize, order: u32) -> bool {
    if !take_from(area.free(), AREA_COUNT, frames_of(order)) {
        return false;
    }
    let row = within / ROW_FRAMES;
    let succeeded = if order <= 6 {
        set_bits(area, row, mask_of(within, order))
    } else {
        set_rows(area, row, rows_of(order))
    };
    if !succeeded {
        area.free().add(frames_of(order));
    }
    succeeded
}

/// Takes up to `wanted` frames, and calls `found` with the place of each. Returns how many.
#[inline]
pub fn take_some(area: &impl AreaWords, wanted: u64, mut found: impl FnMut(usize)) -> u64 {
    let promised = take_up_to(area, wanted);
    let mut left = promised;
    for (index, row) in area.rows().iter().enumerate() {
        if left == 0 {
            break;
        }
        let mut taken = take_bits(row, left);
        left = left.wrapping_sub(u64::from(taken.count_ones()));
        let first = index.wrapping_mul(ROW_FRAMES);
        while taken != 0 {
            found(first.wrapping_add(taken.trailing_zeros() as usize));
            taken &= taken.wrapping_sub(1);
        }
    }
    if left != 0 {
        area.free().add(left);
    }
    promised.wrapping_sub(left)
}

/// Gives a block of order 0 to 8 back.
#[inline]
pub fn give(area: &impl AreaWords, within: usize, order: u32) -> Result<(), Error> {
    if is_whole(area.free().load()) {
        return Err(Error::WrongOrder);
    }
    let row = within / ROW_FRAMES;
    if order <= 6 {
        clear_bits(area, row, mask_of(within, order))?;
    } else {
        clear_rows(area, row, rows_of(order))?;
    }
    area.free().add(frames_of(order));
    Ok(())
}

/// Gives the frames of a row back that are in the mask; those that are free already are left out.
/// Returns the others. The counter is the caller's.
pub fn give_row(area: &impl AreaWords, row: usize, mask: u64) -> u64 {
    let Some(word) = area.rows().get(row) else {
        return 0;
    };
    if is_whole(area.free().load()) {
        return 0;
    }
    let mut value = word.load();
    while let Err(other) = word.compare_exchange(value, value & !mask, Ordering::Release) {
        value = other;
    }
    value & mask
}

/// Changes the counter from one value to another.
#[inline]
pub fn change(area: &impl AreaWords, from: u64, to: u64) -> bool {
    while let Err(other) = area.free().compare_exchange(from, to, Ordering::AcqRel) {
        if other != from {
            return false;
        }
    }
    true
}

/// Takes up to `wanted` from the counter.
#[inline]
fn take_up_to(area: &impl AreaWords, wanted: u64) -> u64 {
    let mut word = area.free().load();
    loop {
        let amount = (word & AREA_COUNT).min(wanted);
        if amount == 0 {
            return 0;
        }
        match area
            .free()
            .compare_exchange(word, word.wrapping_sub(amount), Ordering::Acquire)
        {
            Ok(()) => return amount,
            Err(other) => word = other,
        }
    }
}

/// Sets up to `wanted` clear bits of a row, the lowest; returns which.
#[inline]
fn take_bits(row: &impl Word, wanted: u64) -> u64 {
    let mut value = row.load();
    loop {
        let bits = lowest(!value, wanted);
        if bits == 0 {
            return 0;
        }
        match row.compare_exchange(value, value | bits, Ordering::Acquire) {
            Ok(()) => return bits,
            Err(other) => value = other,
        }
    }
}

#[inline]
fn take_run(area: &impl AreaWords, order: u32) -> Option<usize> {
    for (index, row) in area.rows().iter().enumerate() {
        let mut value = row.load();
        while let Some(bit) = clear_run(value, order) {
            let mask = ones(frames_of(order)).wrapping_shl(bit);
            match row.compare_exchange(value, value | mask, Ordering::Acquire) {
                Ok(()) => {
                    return Some(index.wrapping_mul(ROW_FRAMES).wrapping_add(bit as usize));
                }
                Err(other) => value = other,
            }
        }
    }
    None
}

fn take_rows(area: &impl AreaWords, order: u32) -> Option<usize> {
    let count = rows_of(order);
    (0..area.rows().len())
        .step_by(count)
        .find(|first| set_rows(area, *first, count))
        .map(|first| first.wrapping_mul(ROW_FRAMES))
}

/// Sets bits that are all clear.
fn set_bits(area: &impl AreaWords, row: usize, mask: u64) -> bool {
    let Some(word) = area.rows().get(row) else {
        return false;
    };
    let mut value = word.load();
    while value & mask == 0 {
        match word.compare_exchange(value, value | mask, Ordering::Acquire) {
            Ok(()) => return true,
            Err(other) => value = other,
        }
    }
    false
}

/// Sets rows that are all clear; what was set when one is not is cleared again.
fn set_rows(area: &impl AreaWords, first: usize, count: usize) -> bool {
    for done in 0..count {
        if !set_bits(area, first.wrapping_add(done), u64::MAX) {
            for row in area.rows().iter().skip(first).take(done).rev() {
                // It belongs to this call.
                row.exchange(0);
            }
            return false;
        }
    }
    true
}

#[inline]
fn clear_bits(area: &impl AreaWords, row: usize, mask: u64) -> Result<(), Error> {
    let word = area.rows().get(row).ok_or(Error::Corrupt)?;
    let mut value = word.load();
    while value & mask == mask {
        // What the caller wrote into the frames comes before their next owner.
        match word.compare_exchange(value, value & !mask, Ordering::Release) {
            Ok(()) => return Ok(()),
            Err(other) => value = other,
        }
    }
    Err(Error::DoubleFree)
}

/// Clears rows that are all set. None is touched unless all are, so that nobody takes frames that
/// would have to be had back.
fn clear_rows(area: &impl AreaWords, first: usize, count: usize) -> Result<(), Error> {
    let last = first.wrapping_add(count);
    let rows = area.rows().get(first..last).ok_or(Error::DoubleFree)?;
    if rows.iter().any(|row| row.load() != u64::MAX) {
        return Err(Error::DoubleFree);
    }
    for row in first..last {
        // Only a second free at the same time comes in between.
        clear_bits(area, row, u64::MAX).map_err(|_| Error::Corrupt)?;
    }
    Ok(())
}
