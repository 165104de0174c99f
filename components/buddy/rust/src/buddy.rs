// SPDX-License-Identifier: MIT OR Apache-2.0
//! The allocator itself.

use buddy_contract::{
    Digest, Error, FRAME_LIMIT, List, NONE, ORDER_COUNT, RANGE_CAPACITY, Range, Shared, Statistics,
    Twin, Zone,
};

use crate::check::check_all;
use crate::digest::{exact_digest, logical_digest};
use crate::layout::{
    ALLOCATED_BLOCK, Block, FREE_BLOCK, GREATEST_ORDER, Half, INSIDE, Layout, NO_FRAME, ORDERS,
    frames_of, index_in,
};

/// A buddy allocator in the shared layout.
#[derive(Clone, Copy, Debug)]
pub struct Buddy;

impl Twin for Buddy {
    fn initialize(shared: Shared<'_>) -> Result<(), Error> {
        let layout = Layout::new(shared);
        if layout.capacity() == 0 || layout.capacity() > NONE as u64 {
            return Err(Error::OutOfRange);
        }
        layout.state.lists.fill(List {
            head: NO_FRAME,
            blocks: 0,
        });
        layout.state.ranges_digest = layout.digest_of_ranges()?;
        Ok(())
    }

    fn shutdown(_shared: Shared<'_>) {}

    fn add(shared: Shared<'_>, first_frame: u64, frame_count: u64) -> Result<(), Error> {
        let room = (FRAME_LIMIT as u64).checked_sub(first_frame);
        if frame_count == 0 || room.is_none_or(|room| frame_count > room) {
            return Err(Error::OutOfRange);
        }
        let mut layout = Layout::new(shared);
        let capacity = layout.capacity();
        let total = layout.state.total_frames;
        let ranges = layout.ranges()?;
        let used = ranges.len();
        if capacity > NONE as u64 || total > capacity {
            return Err(Error::Corrupt);
        }
        let end = ranges
            .last()
            .map_or(0, |last| last.frame.wrapping_add(u64::from(last.count)));
        if first_frame < end {
            return Err(Error::OutOfOrder);
        }
        if used == RANGE_CAPACITY || frame_count > capacity.wrapping_sub(total) {
            return Err(Error::Exhausted);
        }
        let range = Range {
            frame: first_frame,
            first: u32::try_from(total).map_err(|_| Error::Corrupt)?,
            count: u32::try_from(frame_count).map_err(|_| Error::Corrupt)?,
        };
        *layout.state.ranges.get_mut(used).ok_or(Error::Corrupt)? = range;
        layout.state.range_count = layout.state.range_count.wrapping_add(1);
        layout.state.total_frames = total.wrapping_add(frame_count);
        layout.state.ranges_digest = layout.digest_of_ranges()?;
        cut(&mut layout, &range)
    }

    #[inline]
    fn allocate(shared: Shared<'_>, order: u32, zone: Zone) -> Result<u64, Error> {
        if order > GREATEST_ORDER {
            return Err(Error::OutOfRange);
        }
        let mut layout = Layout::new(shared);
        if zone == Zone::Any {
            match take(&mut layout, Half::Above4G, order) {
                Err(Error::Exhausted) => {}
                result => return result,
            }
        }
        take(&mut layout, Half::Below4G, order)
    }

    #[inline]
    fn free(shared: Shared<'_>, frame: u64, order: u32) -> Result<(), Error> {
        if order > GREATEST_ORDER {
            return Err(Error::OutOfRange);
        }
        if frame & frames_of(order).wrapping_sub(1) != 0 {
            return Err(Error::MisalignedBlock);
        }
        let mut layout = Layout::new(shared);
        let range = layout.range_of(frame)?.ok_or(Error::Unmanaged)?;
        let index = index_in(&range, frame).ok_or(Error::Corrupt)?;
        if layout.frame(index)?.state != (ALLOCATED_BLOCK | order) {
            return Err(explain(&layout, &range, frame, order));
        }
        layout.frame_mut(index)?.state = 0;
        merge(&mut layout, &range, frame, order)
    }

    fn statistics(shared: Shared<'_>) -> Statistics {
        let state = shared.state;
        let mut statistics = Statistics {
            total_frames: state.total_frames,
            free_frames: state.free_frames,
            ..Statistics::default()
        };
        let (below, above) = state.lists.split_at(ORDER_COUNT);
        let counts = statistics
            .free_blocks
            .iter_mut()
            .zip(&mut statistics.free_blocks_below_4g);
        for ((all, low), (below, above)) in counts.zip(below.iter().zip(above)) {
            *low = u64::from(below.blocks);
            *all = low.wrapping_add(u64::from(above.blocks));
        }
        statistics
    }

    fn check(shared: Shared<'_>) -> Result<(), Error> {
        check_all(&Layout::new(shared))
    }

    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error> {
        let layout = Layout::new(shared);
        match kind {
            Digest::Logical => logical_digest(&layout),
            Digest::Exact => exact_digest(&layout),
        }
    }
}

/// Cuts a new range into the largest aligned blocks.
fn cut(layout: &mut Layout<'_>, range: &Range) -> Result<(), Error> {
    for offset in 0..range.count {
        *layout.frame_mut(range.first.wrapping_add(offset))? = INSIDE;
    }
    let mut offset = 0;
    while offset < range.count {
        let frame = range.frame.wrapping_add(u64::from(offset));
        let aligned = frame.trailing_zeros();
        let fitting = range.count.wrapping_sub(offset).ilog2();
        let order = aligned.min(fitting).min(GREATEST_ORDER);
        layout.push(Half::of(frame), order, range.first.wrapping_add(offset))?;
        offset = offset.wrapping_add(1u32.wrapping_shl(order));
    }
    Ok(())
}

/// Takes a block out of one half of memory: the smallest that is large enough.
fn take(layout: &mut Layout<'_>, half: Half, order: u32) -> Result<u64, Error> {
    for found in order..ORDERS {
        let head = layout.list(half, found)?.head;
        if head != NO_FRAME {
            return split(layout, half, head, found, order);
        }
    }
    Err(Error::Exhausted)
}

/// Takes a free block and splits it until it has the order that is wanted. The upper half of each
/// split stays free. On its own, so that a search that finds nothing needs no frame for it.
#[inline(never)]
fn split(
    layout: &mut Layout<'_>,
    half: Half,
    index: u32,
    found: u32,
    order: u32,
) -> Result<u64, Error> {
    let frame = layout.frame_of(index)?;
    layout.unlink(half, found, index)?;
    for upper in (order..found).rev() {
        layout.push(half, upper, index.wrapping_add(1u32.wrapping_shl(upper)))?;
    }
    layout.frame_mut(index)?.state = ALLOCATED_BLOCK | order;
    Ok(frame)
}

/// Lets a block become free, joined with its buddy as long as that is free too.
fn merge(layout: &mut Layout<'_>, range: &Range, frame: u64, order: u32) -> Result<(), Error> {
    let half = Half::of(frame);
    let mut frame = frame;
    let mut order = order;
    while order < GREATEST_ORDER {
        let buddy = frame ^ frames_of(order);
        let Some(index) = index_in(range, buddy) else {
            break;
        };
        if layout.frame(index)?.state != (FREE_BLOCK | order) {
            break;
        }
        layout.unlink(half, order, index)?;
        frame = frame.min(buddy);
        order = order.wrapping_add(1);
    }
    layout.push(half, order, index_in(range, frame).ok_or(Error::Corrupt)?)
}

/// Why a frame is not the first of an allocated block of that order.
fn explain(layout: &Layout<'_>, range: &Range, frame: u64, order: u32) -> Error {
    for above in 0..ORDERS {
        let head = frame & !frames_of(above).wrapping_sub(1);
        if head < range.frame {
            break;
        }
        let entry = match layout.entry_of(range, head) {
            Ok(entry) if entry.state == 0 => continue,
            Ok(entry) => entry,
            Err(error) => return error,
        };
        return match Block::of(entry) {
            // Freeing the whole of a block that was merged into a larger one is a double free too.
            Some(block) if block.is_free && block.order >= order => Error::DoubleFree,
            Some(_) => Error::WrongOrder,
            None => Error::Corrupt,
        };
    }
    Error::Corrupt
}
