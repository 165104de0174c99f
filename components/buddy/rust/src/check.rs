// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whether the shared layout is consistent, however it came about.

use buddy_contract::{Error, FRAME_LIMIT, NONE, Range};

use crate::layout::{
    Block, FREE_BLOCK, GREATEST_ORDER, Half, INSIDE, Layout, NO_FRAME, ORDERS, frames_of, index_in,
};

/// Nothing, or the one error that there is here.
fn require(holds: bool) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Corrupt) }
}

/// The ranges are in order, numbered without holes, within the table, and as they were added.
fn check_ranges(layout: &Layout<'_>) -> Result<(), Error> {
    let state = &*layout.state;
    require(layout.digest_of_ranges()? == state.ranges_digest)?;
    let ranges = layout.ranges()?;
    let mut end = 0;
    let mut total = 0u64;
    for range in ranges {
        let count = u64::from(range.count);
        require(
            count != 0
                && u64::from(range.first) == total
                && range.frame >= end
                && range.frame <= (FRAME_LIMIT as u64).wrapping_sub(count),
        )?;
        end = range.frame.wrapping_add(count);
        total = total.wrapping_add(count);
    }
    let unused = Range {
        frame: 0,
        first: 0,
        count: 0,
    };
    require(
        state
            .ranges
            .iter()
            .skip(ranges.len())
            .all(|range| *range == unused)
            && total == state.total_frames
            && total <= layout.capacity()
            && layout.capacity() <= NONE as u64,
    )
}

/// A list leads through as many blocks as it says, each marked free with its order, in its half of
/// memory, and linked back.
fn check_list(layout: &Layout<'_>, half: Half, order: u32) -> Result<u64, Error> {
    let list = layout.list(half, order)?;
    require(u64::from(list.blocks) <= layout.state.total_frames)?;
    let mut previous = NO_FRAME;
    let mut index = list.head;
    for _ in 0..list.blocks {
        let entry = layout.frame(index)?;
        require(
            entry.state == (FREE_BLOCK | order)
                && entry.previous == previous
                && Half::of(layout.frame_of(index)?) == half,
        )?;
        previous = index;
        index = entry.next;
    }
    require(index == NO_FRAME)?;
    Ok(u64::from(list.blocks))
}

/// What the blocks of all ranges come to.
#[derive(Default)]
struct Census {
    free_blocks: u64,
    free_frames: u64,
}

/// The blocks of a range follow each other from end to end, each aligned, with nothing but a first
/// frame that means something; no two free buddies stand side by side.
fn check_range(layout: &Layout<'_>, range: &Range, census: &mut Census) -> Result<(), Error> {
    let mut offset = 0u64;
    while offset < u64::from(range.count) {
        let frame = range.frame.wrapping_add(offset);
        let head = layout.entry_of(range, frame)?;
        let block = Block::of(head).ok_or(Error::Corrupt)?;
        let size = frames_of(block.order);
        let next = offset.wrapping_add(size);
        require(frame & size.wrapping_sub(1) == 0 && next <= u64::from(range.count))?;
        for inner in 1..size {
            require(*layout.entry_of(range, frame.wrapping_add(inner))? == INSIDE)?;
        }
        if block.is_free {
            census.free_blocks = census.free_blocks.wrapping_add(1);
            census.free_frames = census.free_frames.wrapping_add(size);
            if block.order < GREATEST_ORDER
                && let Some(buddy) = index_in(range, frame ^ size)
            {
                require(layout.frame(buddy)?.state != head.state)?;
            }
        } else {
            require(head.next == NO_FRAME && head.previous == NO_FRAME)?;
        }
        offset = next;
    }
    Ok(())
}

/// Judges all of it.
pub fn check_all(layout: &Layout<'_>) -> Result<(), Error> {
    check_ranges(layout)?;
    let mut listed_blocks = 0u64;
    for half in [Half::Below4G, Half::Above4G] {
        for order in 0..ORDERS {
            listed_blocks = listed_blocks.wrapping_add(check_list(layout, half, order)?);
        }
    }
    let mut census = Census::default();
    for range in layout.ranges()? {
        check_range(layout, range, &mut census)?;
    }
    // Every listed block is marked free, so equal counts mean that every free block is listed.
    require(census.free_blocks == listed_blocks && census.free_frames == layout.state.free_frames)
}
