// SPDX-License-Identifier: MIT OR Apache-2.0
//! The allocator itself.

use core::sync::atomic::Ordering;

use frames_contract::{
    AREA_LIMIT, AREA_ROWS, Area, BATCH_CAPACITY, Batch, CPU_CAPACITY, Count, Cpu, Digest, Error,
    FIRST_ABOVE_4G, FRAME_LIMIT, RANGE_CAPACITY, Shared, State, Statistics, TREE_AREAS, Twin, Zone,
};

use crate::areas::WHOLE_BLOCK;
use crate::layout::{
    AREA, GREATEST_ORDER, LARGE, Layout, ROW, TREE, digest_of_ranges, frames_of, index_of,
    is_managed, ones, place_in_row, ranges,
};
use crate::magazines::{Magazines, give_frames};
use crate::survey::Survey;
use crate::trees::Trees;

/// The allocator in the shared layout.
#[derive(Clone, Copy, Debug)]
pub struct TwoLevel;

/// One CPU of an instance.
struct Own<'a> {
    state: &'a State,
    layout: Layout<'a, Area, Cpu>,
    cpu: &'a Cpu,
    number: usize,
}

impl<'a> Own<'a> {
    #[inline]
    fn of(shared: Shared<'a>, number: u32) -> Result<Self, Error> {
        let layout = Layout::of(shared);
        let number = number as usize;
        let cpu = layout.cpus.get(number).ok_or(Error::OutOfRange)?;
        Ok(Self {
            state: shared.state,
            layout,
            cpu,
            number,
        })
    }

    // Made where they are needed, so that nothing of them is in memory elsewhere.

    #[inline]
    const fn trees(&self) -> Trees<'a, Area, Cpu> {
        Trees::new(self.layout, self.cpu, self.number)
    }

    #[inline]
    const fn magazines(&self) -> Magazines<'a, Area, Cpu> {
        Magazines::new(self.trees(), self.cpu)
    }

    /// Finds what is wrong with a block that is to be given back or taken, whatever its state.
    #[inline]
    fn judge(&self, frame: u64, order: u32) -> Result<(), Error> {
        if order > GREATEST_ORDER {
            return Err(Error::OutOfRange);
        }
        if frame & frames_of(order).wrapping_sub(1) != 0 {
            return Err(Error::MisalignedBlock);
        }
        if !is_managed(self.state, frame, frames_of(order)) {
            return Err(Error::Unmanaged);
        }
        Ok(())
    }

    fn allocate_at(&self, frame: u64, order: u32) -> Result<(), Error> {
        self.judge(frame, order)?;
        self.trees().take_at(frame, order)
    }
}

impl Twin for TwoLevel {
    fn initialize(shared: Shared<'_>, first_frame: u64, cpu_count: u32) -> Result<(), Error> {
        let Shared { state, table } = shared;
        let areas = table.len();
        let room = (FRAME_LIMIT as u64).checked_sub(first_frame);
        let fits = room.is_some_and(|room| areas as u64 <= room / AREA);
        if areas == 0
            || areas > AREA_LIMIT
            || !first_frame.is_multiple_of(TREE)
            || !fits
            || cpu_count == 0
            || cpu_count as usize > CPU_CAPACITY
        {
            return Err(Error::OutOfRange);
        }
        state.first_frame.store(first_frame, Ordering::Relaxed);
        state
            .cpu_count
            .store(u64::from(cpu_count), Ordering::Relaxed);
        state
            .ranges_digest
            .store(digest_of_ranges(state, areas), Ordering::Relaxed);
        for area in table {
            for row in &area.rows {
                row.store(u64::MAX, Ordering::Relaxed);
            }
            area.free.store(0, Ordering::Relaxed);
            area.tree.store(0, Ordering::Relaxed);
            for word in &area.reserved {
                word.store(0, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn shutdown(_shared: Shared<'_>) {}

    fn add(shared: Shared<'_>, first_frame: u64, frame_count: u64) -> Result<(), Error> {
        let Shared { state, table } = shared;
        let base = state.first_frame.load(Ordering::Relaxed);
        let end = base.wrapping_add((table.len() as u64).wrapping_mul(AREA));
        if frame_count == 0
            || first_frame < base
            || first_frame >= end
            || frame_count > end.wrapping_sub(first_frame)
        {
            return Err(Error::OutOfRange);
        }
        let used = state.range_count.load(Ordering::Relaxed);
        if used > RANGE_CAPACITY as u64 {
            return Err(Error::Corrupt);
        }
        let last = ranges(state).last();
        let last_end = last.map_or(0, |range| {
            range
                .frame
                .load(Ordering::Relaxed)
                .wrapping_add(range.count.load(Ordering::Relaxed))
        });
        if last.is_some() && first_frame < last_end {
            return Err(Error::OutOfOrder);
        }
        // A block may lie across what touches, so that is one range.
        let range = if let Some(range) = last.filter(|_| first_frame == last_end) {
            range
        } else {
            let range = state.ranges.get(index_of(used)).ok_or(Error::Exhausted)?;
            range.frame.store(first_frame, Ordering::Relaxed);
            state
                .range_count
                .store(used.wrapping_add(1), Ordering::Relaxed);
            range
        };
        range.count.store(
            range
                .count
                .load(Ordering::Relaxed)
                .wrapping_add(frame_count),
            Ordering::Relaxed,
        );
        let total = state.total_frames.load(Ordering::Relaxed);
        state
            .total_frames
            .store(total.wrapping_add(frame_count), Ordering::Relaxed);
        state.widest.store(widest(state) as u64, Ordering::Relaxed);
        state
            .ranges_digest
            .store(digest_of_ranges(state, table.len()), Ordering::Relaxed);
        open(table, first_frame.wrapping_sub(base), frame_count);
        Ok(())
    }

    #[inline]
    fn allocate(shared: Shared<'_>, cpu: u32, order: u32, zone: Zone) -> Result<u64, Error> {
        if order > GREATEST_ORDER {
            return Err(Error::OutOfRange);
        }
        let own = Own::of(shared, cpu)?;
        match (zone, order) {
            (Zone::Any, 0) => own.magazines().allocate_frame(),
            (Zone::Any, LARGE) => own.magazines().allocate_large(),
            _ => own.trees().take(order, zone).ok_or(Error::Exhausted),
        }
    }

    #[inline]
    fn free(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error> {
        let own = Own::of(shared, cpu)?;
        own.judge(frame, order)?;
        // Frames that devices need are not kept back, unless there are no others.
        let keeps = frame >= FIRST_ABOVE_4G as u64
            || own.layout.first_tree_above_4g() == own.layout.trees();
        if order == 0 && keeps {
            return own.magazines().free_frame(frame);
        }
        if order == LARGE && keeps {
            let area = own.layout.areas.get(own.layout.area_of(frame));
            if area.is_some_and(|area| area.free.load(Ordering::Relaxed) == WHOLE_BLOCK) {
                return own.magazines().free_large(frame);
            }
        }
        own.trees().give(frame, order)
    }

    fn allocate_at(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error> {
        Own::of(shared, cpu)?.allocate_at(frame, order)
    }

    fn adopt(shared: Shared<'_>, cpu: u32, frame: u64, order: u32) -> Result<(), Error> {
        let own = Own::of(shared, cpu)?;
        match own.allocate_at(frame, order) {
            Err(Error::Taken) => {}
            result => return result,
        }
        let everyone = || {
            own.layout
                .cpus
                .iter()
                .enumerate()
                .map(|(number, cpu)| Magazines::new(Trees::new(own.layout, cpu, number), cpu))
        };
        if (order == 0 || order == LARGE)
            && everyone().any(|magazines| magazines.take_at(frame, order))
        {
            return Ok(());
        }
        // Parts of it may be kept.
        for magazines in everyone() {
            magazines.drain()?;
        }
        own.allocate_at(frame, order)
    }

    fn allocate_batch(
        shared: Shared<'_>,
        cpu: u32,
        order: u32,
        zone: Zone,
        count: u64,
    ) -> Result<Batch, Error> {
        let own = Own::of(shared, cpu)?;
        if order > GREATEST_ORDER || count > BATCH_CAPACITY as u64 {
            return Err(Error::OutOfRange);
        }
        let mut batch = Batch {
            count: 0,
            frames: [0; BATCH_CAPACITY],
        };
        while batch.count < count {
            let before = batch.count;
            let mut keep = |frame| {
                if let Some(place) = batch.frames.get_mut(index_of(batch.count)) {
                    *place = frame;
                    batch.count = batch.count.wrapping_add(1);
                }
            };
            if order == 0 && zone == Zone::Any {
                own.trees().take_some(count.wrapping_sub(before), keep);
            } else if let Some(frame) = own.trees().take(order, zone) {
                keep(frame);
            }
            if batch.count == before {
                break;
            }
        }
        if batch.count == count {
            return Ok(batch);
        }
        for frame in batch.frames.iter().take(index_of(batch.count)) {
            own.trees()
                .give(*frame, order)
                .map_err(|_| Error::Corrupt)?;
        }
        Err(Error::Exhausted)
    }

    fn free_batch(shared: Shared<'_>, cpu: u32, order: u32, batch: Batch) -> Result<(), Error> {
        let own = Own::of(shared, cpu)?;
        let frames = batch.frames.get(..index_of(batch.count));
        let frames = frames.ok_or(Error::OutOfRange)?;
        if order > GREATEST_ORDER {
            return Err(Error::OutOfRange);
        }
        let mut first = Ok(());
        let mut singles = [0; BATCH_CAPACITY];
        let mut single_count = 0usize;
        for frame in frames {
            let result = own.judge(*frame, order).and_then(|()| {
                if order != 0 {
                    return own.trees().give(*frame, order);
                }
                if let Some(place) = singles.get_mut(single_count) {
                    *place = *frame;
                    single_count = single_count.wrapping_add(1);
                }
                Ok(())
            });
            first = first.and(result);
        }
        let all = give_frames(
            &own.trees(),
            singles.get_mut(..single_count).unwrap_or_default(),
        );
        first?;
        if all { Ok(()) } else { Err(Error::DoubleFree) }
    }

    fn drain(shared: Shared<'_>, cpu: u32) -> Result<(), Error> {
        let own = Own::of(shared, cpu)?;
        let drained = own.magazines().drain();
        own.trees().release_own();
        own.cpu.area.store(0, Ordering::Relaxed);
        drained
    }

    fn statistics(shared: Shared<'_>, kind: Count) -> Result<Statistics, Error> {
        Ok(Survey::new(shared).count(kind))
    }

    fn check(shared: Shared<'_>) -> Result<(), Error> {
        if Survey::new(shared).is_consistent() {
            Ok(())
        } else {
            Err(Error::Corrupt)
        }
    }

    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error> {
        let survey = Survey::new(shared);
        Ok(match kind {
            Digest::Logical => survey.logical_digest(),
            Digest::Exact => survey.exact_digest(),
        })
    }
}

/// The range with most frames, the first of them.
pub fn widest(state: &State) -> usize {
    let mut widest = 0;
    let mut most = 0;
    for (index, range) in ranges(state).iter().enumerate() {
        let count = range.count.load(Ordering::Relaxed);
        if count > most {
            widest = index;
            most = count;
        }
    }
    widest
}

/// Makes frames free that are in no block yet; the offset counts from the first area.
fn open(table: &[Area], offset: u64, count: u64) {
    let mut offset = offset;
    let mut left = count;
    while left != 0 {
        let within = offset % ROW;
        let part = left.min(ROW.wrapping_sub(within));
        let index = index_of(offset / AREA);
        let row = index_of(offset / ROW) % AREA_ROWS;
        let first = (index / TREE_AREAS).wrapping_mul(TREE_AREAS);
        let (Some(area), Some(tree)) = (table.get(index), table.get(first)) else {
            return;
        };
        if let Some(word) = area.rows.get(row) {
            let mask = ones(part).wrapping_shl(place_in_row(within));
            word.fetch_and(!mask, Ordering::Relaxed);
        }
        area.free.fetch_add(part, Ordering::Relaxed);
        tree.tree.fetch_add(part, Ordering::Relaxed);
        offset = offset.wrapping_add(part);
        left = left.wrapping_sub(part);
    }
}
