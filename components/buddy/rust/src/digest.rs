// SPDX-License-Identifier: MIT OR Apache-2.0
//! The two digests of the contract.

use buddy_contract::Error;

use crate::layout::{Block, Hash, Layout, frames_of};

/// The hash over the runs of free frames.
struct FreeRuns {
    hash: Hash,
    first: u64,
    count: u64,
}

impl FreeRuns {
    const fn new() -> Self {
        Self {
            hash: Hash::new(),
            first: 0,
            count: 0,
        }
    }

    /// The free frames from `frame` on; they come in ascending order.
    const fn add(&mut self, frame: u64, count: u64) {
        if self.count != 0 && self.first.wrapping_add(self.count) == frame {
            self.count = self.count.wrapping_add(count);
            return;
        }
        self.end_run();
        self.first = frame;
        self.count = count;
    }

    const fn finish(mut self) -> u64 {
        self.end_run();
        self.hash.value()
    }

    const fn end_run(&mut self) {
        if self.count != 0 {
            self.hash.word(self.first);
            self.hash.word(self.count);
        }
    }
}

/// The hash over the set of free frames.
pub fn logical_digest(layout: &Layout<'_>) -> Result<u64, Error> {
    let mut runs = FreeRuns::new();
    for range in layout.ranges()? {
        let mut offset = 0;
        while offset < u64::from(range.count) {
            let frame = range.frame.wrapping_add(offset);
            let block = Block::of(layout.entry_of(range, frame)?).ok_or(Error::Corrupt)?;
            let size = frames_of(block.order);
            if block.is_free {
                runs.add(frame, size);
            }
            offset = offset.wrapping_add(size);
        }
    }
    Ok(runs.finish())
}

/// The hash over all of the layout but its mark.
pub fn exact_digest(layout: &Layout<'_>) -> Result<u64, Error> {
    let state = &*layout.state;
    let mut hash = Hash::new();
    hash.word(layout.capacity());
    hash.word(state.total_frames);
    hash.word(state.free_frames);
    hash.word(state.range_count);
    hash.word(state.ranges_digest);
    for list in &state.lists {
        hash.halves(list.head, list.blocks);
    }
    for range in &state.ranges {
        hash.word(range.frame);
        hash.halves(range.first, range.count);
    }
    for frame in layout.entries()? {
        hash.halves(frame.next, frame.previous);
        hash.word(u64::from(frame.state));
    }
    Ok(hash.value())
}
