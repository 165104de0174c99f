// SPDX-License-Identifier: MIT OR Apache-2.0
//! The magazines of one CPU, which nobody else uses meanwhile: frames that were freed and go out
//! again without a word to the trees.

use frames_contract::{
    AREA_ROWS, BATCH_CAPACITY, Error, LARGE_CAPACITY, MAGAZINE_CAPACITY, TREE_AREAS, Zone,
};

use crate::layout::{LARGE, ROW, index_of, place_in_row};
use crate::trees::Trees;
use crate::words::{AreaWords, CpuWords, Word};

/// Shell's sort, with Ciura's gaps: short, in place, and quick for what is nearly sorted.
fn sort(numbers: &mut [u64]) {
    if numbers.is_sorted() {
        return;
    }
    for gap in [23, 10, 4, 1] {
        for from in gap..numbers.len() {
            let Some(number) = numbers.get(from).copied() else {
                return;
            };
            let mut at = from;
            while let Some(before) = at.checked_sub(gap)
                && let Some(other) = numbers.get(before).copied()
                && other > number
            {
                if let Some(place) = numbers.get_mut(at) {
                    *place = other;
                }
                at = before;
            }
            if let Some(place) = numbers.get_mut(at) {
                *place = number;
            }
        }
    }
}

/// Gives back single frames, which are sorted first, so that each row, each area and each tree is
/// told once. False if some were free already; those are left out.
pub fn give_frames<A: AreaWords, C: CpuWords<Word = A::Word>>(
    trees: &Trees<'_, A, C>,
    frames: &mut [u64],
) -> bool {
    sort(frames);
    let layout = trees.layout();
    let place = |frame: &u64| {
        let offset = layout.offset_of(*frame);
        (
            index_of(offset / ROW),
            1u64.wrapping_shl(place_in_row(offset)),
        )
    };
    let mut all = true;
    let mut area = 0;
    let mut of_area = 0u64;
    let mut of_tree = 0u64;
    let mut places = frames.iter().map(place).peekable();
    while let Some((row, bit)) = places.next() {
        let mut mask = bit;
        while let Some((_, other)) = places.next_if(|(next, _)| *next == row) {
            all &= mask & other == 0;
            mask |= other;
        }
        let index = row / AREA_ROWS;
        if index != area {
            trees.count_area(area, of_area);
            of_area = 0;
            if index / TREE_AREAS != area / TREE_AREAS {
                trees.give_promise_to_own(area / TREE_AREAS, of_tree);
                of_tree = 0;
            }
            area = index;
        }
        let given = trees.give_row(row, mask);
        all &= given == mask;
        let count = u64::from(given.count_ones());
        of_area = of_area.wrapping_add(count);
        of_tree = of_tree.wrapping_add(count);
    }
    trees.count_area(area, of_area);
    trees.give_promise_to_own(area / TREE_AREAS, of_tree);
    all
}

/// What a call ends with that found what was given back twice, or not.
const fn outcome(all: bool) -> Result<(), Error> {
    if all {
        Ok(())
    } else {
        Err(Error::EarlierDoubleFree)
    }
}

/// By value into what is called rarely, so that nothing of it is in memory before.
pub struct Magazines<'a, A, C> {
    cpu: &'a C,
    trees: Trees<'a, A, C>,
}

impl<A, C> Clone for Magazines<'_, A, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, C> Copy for Magazines<'_, A, C> {}

impl<'a, A: AreaWords, C: CpuWords<Word = A::Word>> Magazines<'a, A, C> {
    /// Those of a CPU.
    #[inline]
    pub const fn new(trees: Trees<'a, A, C>, cpu: &'a C) -> Self {
        Self { cpu, trees }
    }

    /// A single frame, after more were fetched if there is none here.
    #[inline]
    pub fn allocate_frame(&self) -> Result<u64, Error> {
        let mut count = self.cpu.frame_count().load();
        if count == 0 {
            count = self.refill_or_drain()?;
        }
        let last = count.wrapping_sub(1);
        let frame = self
            .cpu
            .frames()
            .get(index_of(last))
            .ok_or(Error::Corrupt)?
            .load();
        self.cpu.frame_count().store(last);
        Ok(frame)
    }

    /// A block of order 9.
    #[inline]
    pub fn allocate_large(&self) -> Result<u64, Error> {
        let count = self.cpu.large_count().load();
        if let Some(last) = count.checked_sub(1) {
            let frame = self.cpu.large().get(index_of(last)).ok_or(Error::Corrupt)?;
            let frame = frame.load();
            self.cpu.large_count().store(last);
            return Ok(frame);
        }
        self.fetch_large()
    }

    /// Keeps a frame, after half of the magazine was given back if it is full.
    #[inline]
    pub fn free_frame(&self, frame: u64) -> Result<(), Error> {
        let mut count = self.cpu.frame_count().load();
        let mut all = true;
        if count == MAGAZINE_CAPACITY as u64 {
            all = self.spill();
            count = count.wrapping_sub(BATCH_CAPACITY as u64);
        }
        self.cpu
            .frames()
            .get(index_of(count))
            .ok_or(Error::Corrupt)?
            .store(frame);
        self.cpu.frame_count().store(count.wrapping_add(1));
        outcome(all)
    }

    /// Keeps a block of order 9, after the oldest was given back if there is no room.
    #[inline]
    pub fn free_large(&self, frame: u64) -> Result<(), Error> {
        let mut count = self.cpu.large_count().load();
        let mut all = true;
        if count == LARGE_CAPACITY as u64 {
            all = self.spill_large();
            count = count.wrapping_sub(1);
        }
        self.cpu
            .large()
            .get(index_of(count))
            .ok_or(Error::Corrupt)?
            .store(frame);
        self.cpu.large_count().store(count.wrapping_add(1));
        outcome(all)
    }

    /// Gives back all that is here.
    pub fn drain(&self) -> Result<(), Error> {
        let count = index_of(self.cpu.frame_count().load());
        let large_count = index_of(self.cpu.large_count().load());
        let frames = self.cpu.frames().get(..count).ok_or(Error::Corrupt)?;
        let large = self.cpu.large().get(..large_count).ok_or(Error::Corrupt)?;
        let mut all = true;
        for part in frames.chunks(BATCH_CAPACITY) {
            all &= self.give_some(part);
        }
        for block in large {
            all &= self.give_large(block);
        }
        // Nothing is left of what was here, so that instances with the same frames look the same.
        for place in self.cpu.frames().iter().chain(self.cpu.large()) {
            place.store(0);
        }
        self.cpu.frame_count().store(0);
        self.cpu.large_count().store(0);
        outcome(all)
    }

    /// Takes a frame, or a block of order 9, that is here. False if it is not.
    pub fn take_at(&self, frame: u64, order: u32) -> bool {
        if order == LARGE {
            remove(self.cpu.large_count(), self.cpu.large(), frame)
        } else {
            remove(self.cpu.frame_count(), self.cpu.frames(), frame)
        }
    }

    fn is_empty(&self) -> bool {
        self.cpu.frame_count().load() == 0 && self.cpu.large_count().load() == 0
    }

    /// Fills an empty magazine, with what this CPU keeps in large blocks if there is nothing else.
    #[cold]
    #[inline(never)]
    fn refill_or_drain(self) -> Result<u64, Error> {
        let count = self.refill();
        if count != 0 {
            return Ok(count);
        }
        if self.is_empty() {
            return Err(Error::Exhausted);
        }
        self.drain()?;
        match self.refill() {
            0 => Err(Error::Exhausted),
            count => Ok(count),
        }
    }

    /// Fills an empty magazine up to a half; returns how many frames came.
    fn refill(&self) -> u64 {
        let mut count = 0u64;
        let mut places = self.cpu.frames().iter();
        self.trees.take_some(BATCH_CAPACITY as u64, |frame| {
            if let Some(place) = places.next() {
                place.store(frame);
                count = count.wrapping_add(1);
            }
        });
        self.cpu.frame_count().store(count);
        count
    }

    /// Gives back the older half of a full magazine.
    #[cold]
    #[inline(never)]
    fn spill(self) -> bool {
        let frames = self.cpu.frames();
        let (older, newer) = frames.split_at_checked(BATCH_CAPACITY).unwrap_or_default();
        let all = self.give_some(older);
        for (place, frame) in older.iter().zip(newer) {
            place.store(frame.load());
        }
        all
    }

    /// Gives back the oldest of the large blocks.
    #[cold]
    #[inline(never)]
    fn spill_large(self) -> bool {
        let large = self.cpu.large();
        let all = large.first().is_some_and(|oldest| self.give_large(oldest));
        for (place, next) in large.iter().zip(large.iter().skip(1)) {
            place.store(next.load());
        }
        all
    }

    /// A block of order 9 of the trees, once this CPU keeps nothing back if there is nothing else.
    #[inline(never)]
    fn fetch_large(self) -> Result<u64, Error> {
        if let Some(frame) = self.trees.take(LARGE, Zone::Any) {
            return Ok(frame);
        }
        if self.is_empty() {
            return Err(Error::Exhausted);
        }
        self.drain()?;
        self.trees.take(LARGE, Zone::Any).ok_or(Error::Exhausted)
    }

    /// Gives back some frames of the magazine, at most a batch, where they stay.
    fn give_some(&self, frames: &[A::Word]) -> bool {
        let mut batch = [0; BATCH_CAPACITY];
        for (place, frame) in batch.iter_mut().zip(frames) {
            *place = frame.load();
        }
        let used = batch.get_mut(..frames.len()).unwrap_or_default();
        give_frames(&self.trees, used)
    }

    fn give_large(&self, block: &A::Word) -> bool {
        self.trees.give(block.load(), LARGE).is_ok()
    }
}

fn remove<W: Word>(count: &W, frames: &[W], frame: u64) -> bool {
    let number = count.load();
    let used = frames.get(..index_of(number)).unwrap_or(frames);
    let Some(found) = used.iter().position(|kept| kept.load() == frame) else {
        return false;
    };
    let rest = used.get(found..).unwrap_or_default();
    for (place, next) in rest.iter().zip(rest.iter().skip(1)) {
        place.store(next.load());
    }
    count.store((used.len() as u64).wrapping_sub(1));
    true
}
