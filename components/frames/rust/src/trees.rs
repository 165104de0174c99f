// SPDX-License-Identifier: MIT OR Apache-2.0
//! The upper level: trees of areas, which CPUs reserve so that they rarely meet. Frames are promised
//! by the tree's counter, or by the CPU's that reserved it, before an area is asked.

use core::sync::atomic::Ordering;

use frames_contract::{AREA_FRAMES, AREA_ROWS, Error, PAIR_FIRST, PAIR_SECOND, TREE_AREAS, Zone};

use crate::areas;
use crate::areas::{WHOLE_AREA, WHOLE_BLOCK};
use crate::layout::{
    AREA, Interval, LARGE, Layout, Local, TREE_COUNT, TREE_RESERVED, frames_of, index_of, take_from,
};
use crate::words::{AreaWords, CpuWords, Word};

const FIRST_OF_PAIR: u64 = PAIR_FIRST as u64;
const SECOND_OF_PAIR: u64 = PAIR_SECOND as u64;

/// All trees, for one CPU.
pub struct Trees<'a, A, C> {
    layout: Layout<'a, A, C>,
    cpu: &'a C,
    number: usize,
}

impl<A, C> Clone for Trees<'_, A, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, C> Copy for Trees<'_, A, C> {}

impl<'a, A: AreaWords, C: CpuWords<Word = A::Word>> Trees<'a, A, C> {
    /// For the CPU of that number.
    #[inline]
    pub const fn new(layout: Layout<'a, A, C>, cpu: &'a C, number: usize) -> Self {
        Self {
            layout,
            cpu,
            number,
        }
    }

    /// The instance.
    #[inline]
    pub const fn layout(&self) -> &Layout<'a, A, C> {
        &self.layout
    }

    /// Takes a block, from the CPU's own tree if that will do: its first frame.
    #[inline(never)]
    pub fn take(&self, order: u32, zone: Zone) -> Option<u64> {
        let [high, low] = self.halves();
        if zone == Zone::Below4g {
            return self.take_anywhere(low, order);
        }
        if let Some(frame) = self.take_from_own(order) {
            return Some(frame);
        }
        for half in [high, low] {
            for whole in [false, true] {
                if let Some(frame) = self.take_by_reserving(half, order, whole) {
                    return Some(frame);
                }
            }
        }
        self.take_anywhere(high, order)
            .or_else(|| self.take_anywhere(low, order))
    }

    /// Takes up to `wanted` single frames of any zone, out of one tree. Calls `found` with each, and
    /// returns how many.
    pub fn take_some(&self, wanted: u64, mut found: impl FnMut(u64)) -> u64 {
        // A tree whose promised frames others hold for a moment is left for the next.
        for _ in 0..2 {
            if let Some((tree, promised)) = self.promise_from_own(1, wanted) {
                let taken = self.take_some_of(tree, promised, &mut found);
                if taken != promised {
                    self.give_promise(tree, promised.wrapping_sub(taken));
                }
                if taken != 0 {
                    return taken;
                }
            }
            if !self.reserve_any() {
                break;
            }
        }
        match self.take(0, Zone::Any) {
            Some(frame) => {
                found(frame);
                1
            }
            None => 0,
        }
    }

    /// Takes the block that begins there, in a range that was added.
    pub fn take_at(&self, frame: u64, order: u32) -> Result<(), Error> {
        let area = self.layout.area_of(frame);
        let tree = area / TREE_AREAS;
        if !self.promise_from(tree, frames_of(order)) {
            return Err(Error::Taken);
        }
        if !self.take_in_area(area, self.within(frame), order) {
            self.give_promise(tree, frames_of(order));
            return Err(Error::Taken);
        }
        Ok(())
    }

    /// Gives back a block that lies in a range.
    #[inline(never)]
    pub fn give(&self, frame: u64, order: u32) -> Result<(), Error> {
        let index = self.layout.area_of(frame);
        if order < LARGE {
            let area = self.layout.areas.get(index).ok_or(Error::Corrupt)?;
            areas::give(area, self.within(frame), order)?;
        } else {
            self.give_whole(index, order)?;
        }
        self.give_promise_to_own(index / TREE_AREAS, frames_of(order));
        Ok(())
    }

    /// Gives back frames of one row, the set bits of `mask`. Returns those that were not free.
    pub fn give_row(&self, row: usize, mask: u64) -> u64 {
        self.layout
            .areas
            .get(row / AREA_ROWS)
            .map_or(0, |area| areas::give_row(area, row % AREA_ROWS, mask))
    }

    /// Counts frames of an area as free, after `give_row`.
    pub fn count_area(&self, index: usize, amount: u64) {
        if let Some(area) = self.layout.areas.get(index) {
            area.free().add(amount);
        }
    }

    /// Promises frames of a tree to whoever comes, or to this CPU if the tree is its own.
    pub fn give_promise_to_own(&self, tree: usize, amount: u64) {
        let mut word = self.cpu.local().load();
        while Local(word).has(tree) {
            let more = word.wrapping_add(amount);
            match self
                .cpu
                .local()
                .compare_exchange(word, more, Ordering::Release)
            {
                Ok(()) => return,
                Err(other) => word = other,
            }
        }
        self.give_promise(tree, amount);
    }

    /// Gives up the CPU's tree.
    pub fn release_own(&self) {
        self.release(Local(self.cpu.local().exchange(0)));
    }

    /// The trees above 4 GiB, and those below.
    #[inline]
    fn halves(&self) -> [Interval; 2] {
        let above = self.layout.first_tree_above_4g();
        let high = Interval {
            first: above,
            last: self.layout.trees(),
        };
        let low = Interval {
            first: 0,
            last: above,
        };
        [high, low]
    }

    fn within(&self, frame: u64) -> usize {
        index_of(self.layout.offset_of(frame) % AREA)
    }

    /// Promises frames of a tree to whoever comes.
    fn give_promise(&self, tree: usize, amount: u64) {
        if let Some(word) = self.layout.tree(tree) {
            word.add(amount);
        }
    }

    /// Lets others have a tree that was reserved.
    fn release(&self, local: Local) {
        if !local.is_there() {
            return;
        }
        let Some(tree) = self.layout.tree(local.tree()) else {
            return;
        };
        let mut word = tree.load();
        while let Err(other) = tree.compare_exchange(
            word,
            word.wrapping_add(local.free()) & !TREE_RESERVED,
            Ordering::Release,
        ) {
            word = other;
        }
    }

    /// Takes the promise of `least` to `most` frames from the CPU's own tree, after fetching what
    /// others gave back to it if that is needed. Returns the tree and how many.
    #[inline]
    fn promise_from_own(&self, least: u64, most: u64) -> Option<(usize, u64)> {
        let mut word = self.cpu.local().load();
        loop {
            let own = Local(word);
            if !own.is_there() {
                return None;
            }
            let amount = own.free().min(most);
            if amount < least {
                if !self.fetch_own(own, least) {
                    return None;
                }
                word = self.cpu.local().load();
                continue;
            }
            let less = word.wrapping_sub(amount);
            match self
                .cpu
                .local()
                .compare_exchange(word, less, Ordering::Acquire)
            {
                Ok(()) => return Some((own.tree(), amount)),
                Err(other) => word = other,
            }
        }
    }

    /// Moves what others gave back to the CPU's tree into its own counter, if both together come to
    /// `needed`. False if nothing was moved.
    fn fetch_own(&self, own: Local, needed: u64) -> bool {
        let Some(tree) = self.layout.tree(own.tree()) else {
            return false;
        };
        let mut word = tree.load();
        while word & TREE_COUNT != 0 && (word & TREE_COUNT).wrapping_add(own.free()) >= needed {
            match tree.compare_exchange(word, word & !TREE_COUNT, Ordering::Acquire) {
                Ok(()) => {
                    self.give_promise_to_own(own.tree(), word & TREE_COUNT);
                    return true;
                }
                Err(other) => word = other,
            }
        }
        false
    }

    fn take_from_own(&self, order: u32) -> Option<u64> {
        let (tree, _) = self.promise_from_own(frames_of(order), frames_of(order))?;
        self.take_of(tree, order)
    }

    /// Reserves a tree, of which all or not all areas are free, and takes a block out of it.
    fn take_by_reserving(&self, half: Interval, order: u32, whole: bool) -> Option<u64> {
        for index in half.round(self.start_in(half)) {
            let Some(free) = self.reserve(index, frames_of(order), whole) else {
                continue;
            };
            if let Some(frame) = self.find_in(index, order) {
                self.hold(Local::of(index, free.wrapping_sub(frames_of(order))));
                return Some(frame);
            }
            self.release(Local::of(index, free));
        }
        None
    }

    /// Reserves a tree that has frames, and makes it the CPU's own.
    fn reserve_any(&self) -> bool {
        for half in self.halves() {
            let start = self.start_in(half);
            for whole in [false, true] {
                for index in half.round(start) {
                    if let Some(free) = self.reserve(index, 1, whole) {
                        self.hold(Local::of(index, free));
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Reserves a tree that has `amount` frames free, and is or is not wholly free. Returns how many
    /// it has, all of them promised now.
    #[inline]
    fn reserve(&self, index: usize, amount: u64, whole: bool) -> Option<u64> {
        let tree = self.layout.tree(index)?;
        let mut word = tree.load();
        while word & TREE_RESERVED == 0 {
            let free = word & TREE_COUNT;
            let all = self.layout.areas_of(index).size().wrapping_mul(AREA_FRAMES) as u64;
            if free < amount || (free == all) != whole {
                return None;
            }
            match tree.compare_exchange(word, TREE_RESERVED, Ordering::Acquire) {
                Ok(()) => return Some(free),
                Err(other) => word = other,
            }
        }
        None
    }

    /// Makes a tree that this call reserved the CPU's own, in place of the one it had.
    fn hold(&self, local: Local) {
        self.release(Local(self.cpu.local().exchange(local.0)));
    }

    /// Takes a block out of any tree of these, whoever has reserved it.
    fn take_anywhere(&self, trees: Interval, order: u32) -> Option<u64> {
        (trees.first..trees.last).find_map(|index| {
            if self.promise_from(index, frames_of(order)) {
                self.take_of(index, order)
            } else {
                None
            }
        })
    }

    /// Takes the promise of so many frames from a tree, from its CPU's counter, too.
    fn promise_from(&self, index: usize, amount: u64) -> bool {
        let Some(tree) = self.layout.tree(index) else {
            return false;
        };
        if take_from(tree, TREE_COUNT, amount) {
            return true;
        }
        if tree.load() & TREE_RESERVED == 0 {
            return false;
        }
        for cpu in self.layout.cpus {
            let mut word = cpu.local().load();
            while Local(word).has(index) && Local(word).free() != 0 {
                let free = Local(word).free();
                let none = word.wrapping_sub(free);
                match cpu.local().compare_exchange(word, none, Ordering::Acquire) {
                    Ok(()) => {
                        tree.add(free);
                        break;
                    }
                    Err(other) => word = other,
                }
            }
        }
        take_from(tree, TREE_COUNT, amount)
    }

    /// Takes a block out of a tree that has promised it, or gives the promise back.
    #[inline]
    fn take_of(&self, tree: usize, order: u32) -> Option<u64> {
        let frame = self.find_in(tree, order);
        if frame.is_none() {
            self.give_promise(tree, frames_of(order));
        }
        frame
    }

    /// Takes a block out of the areas of a tree, beginning where this CPU found frames last.
    fn find_in(&self, tree: usize, order: u32) -> Option<u64> {
        let interval = self.layout.areas_of(tree);
        for index in interval.round(self.start_area(interval)) {
            let within = if order <= LARGE {
                self.layout
                    .areas
                    .get(index)
                    .and_then(|area| areas::take(area, order))
            } else {
                self.take_pair(index)
            };
            if let Some(within) = within {
                self.cpu.area().store(index as u64);
                return Some(self.frame_of(index, within));
            }
        }
        None
    }

    fn take_some_of(&self, tree: usize, promised: u64, found: &mut impl FnMut(u64)) -> u64 {
        let interval = self.layout.areas_of(tree);
        let mut left = promised;
        for index in interval.round(self.start_area(interval)) {
            if left == 0 {
                break;
            }
            let Some(area) = self.layout.areas.get(index) else {
                break;
            };
            let taken = areas::take_some(area, left, |within| found(self.frame_of(index, within)));
            if taken != 0 {
                self.cpu.area().store(index as u64);
            }
            left = left.wrapping_sub(taken);
        }
        promised.wrapping_sub(left)
    }

    /// Takes two areas as one block, if the index is the first of a pair.
    fn take_pair(&self, index: usize) -> Option<usize> {
        let first = self.layout.areas.get(index)?;
        let second = self.layout.areas.get(index.wrapping_add(1))?;
        if !index.is_multiple_of(2) || !areas::change(first, WHOLE_AREA, FIRST_OF_PAIR) {
            return None;
        }
        if !areas::change(second, WHOLE_AREA, SECOND_OF_PAIR) {
            areas::change(first, FIRST_OF_PAIR, WHOLE_AREA);
            return None;
        }
        Some(0)
    }

    fn take_in_area(&self, index: usize, within: usize, order: u32) -> bool {
        let Some(area) = self.layout.areas.get(index) else {
            return false;
        };
        if order < LARGE {
            return areas::take_at(area, within, order);
        }
        let taken = if order == LARGE {
            areas::take(area, order)
        } else {
            self.take_pair(index)
        };
        taken.is_some()
    }

    /// Gives back one area, or two.
    fn give_whole(&self, index: usize, order: u32) -> Result<(), Error> {
        let first = self.layout.areas.get(index).ok_or(Error::Corrupt)?;
        if order == LARGE {
            if areas::change(first, WHOLE_BLOCK, WHOLE_AREA) {
                return Ok(());
            }
            return Err(not_given(first.free().load()));
        }
        let second = self
            .layout
            .areas
            .get(index.wrapping_add(1))
            .ok_or(Error::Corrupt)?;
        // The second half is free last, so that nobody finds a pair that is half one.
        if !areas::change(first, FIRST_OF_PAIR, WHOLE_AREA) {
            return Err(not_given(first.free().load()));
        }
        if areas::change(second, SECOND_OF_PAIR, WHOLE_AREA) {
            Ok(())
        } else {
            Err(Error::Corrupt)
        }
    }

    #[inline]
    const fn frame_of(&self, area: usize, within: usize) -> u64 {
        self.layout
            .first_frame
            .wrapping_add((area.wrapping_mul(AREA_FRAMES)).wrapping_add(within) as u64)
    }

    /// Where to look first: behind the CPU's own tree, or, without one, where no other CPU begins.
    fn start_in(&self, half: Interval) -> usize {
        let own = Local(self.cpu.local().load());
        let next = own.tree().wrapping_add(1);
        if own.is_there() && next >= half.first && next < half.last {
            return next;
        }
        let part = half.size().checked_div(self.layout.cpus.len());
        half.first
            .wrapping_add(part.unwrap_or_default().wrapping_mul(self.number))
    }

    #[inline]
    fn start_area(&self, interval: Interval) -> usize {
        let last = index_of(self.cpu.area().load());
        if last >= interval.first && last < interval.last {
            last
        } else {
            interval.first
        }
    }
}

/// Why an area with that counter is no block to be given back.
const fn not_given(counter: u64) -> Error {
    if counter == WHOLE_AREA {
        Error::DoubleFree
    } else {
        Error::WrongOrder
    }
}
