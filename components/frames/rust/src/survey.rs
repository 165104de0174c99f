// SPDX-License-Identifier: MIT OR Apache-2.0
//! What visits the whole instance: statistics, the check and the digests.

use core::sync::atomic::{AtomicU64, Ordering};

use frames_contract::{
    AREA_FRAMES, Area, CPU_CAPACITY, Count, Cpu, HASH_START, LARGE_CAPACITY, MAGAZINE_CAPACITY,
    PAIR_FIRST, PAIR_SECOND, RANGE_CAPACITY, ROW_FRAMES, Shared, State, Statistics, TREE_AREAS,
};

use crate::areas::{WHOLE_AREA, WHOLE_BLOCK, clear_run, is_whole};
use crate::layout::{
    AREA_COUNT, GREATEST_ORDER, LARGE, Layout, Local, ROW, TREE_COUNT, TREE_RESERVED,
    digest_of_ranges, frames_of, index_of, is_managed, ones, place_in_row, ranges, step,
};
use crate::two_level::widest;

const FIRST_OF_PAIR: u64 = PAIR_FIRST as u64;
const SECOND_OF_PAIR: u64 = PAIR_SECOND as u64;

fn load(word: &AtomicU64) -> u64 {
    word.load(Ordering::Relaxed)
}

fn hash_of(frame: u64) -> u64 {
    step(HASH_START as u64, frame)
}

/// What a CPU keeps: frames, and blocks of order 9.
fn frames_kept(cpu: &Cpu) -> &[AtomicU64] {
    let count = index_of(load(&cpu.frame_count)).min(MAGAZINE_CAPACITY);
    cpu.frames.get(..count).unwrap_or_default()
}

fn large_kept(cpu: &Cpu) -> &[AtomicU64] {
    let count = index_of(load(&cpu.large_count)).min(LARGE_CAPACITY);
    cpu.large.get(..count).unwrap_or_default()
}

/// One instance, which nobody changes meanwhile.
pub struct Survey<'a> {
    state: &'a State,
    layout: Layout<'a, Area, Cpu>,
}

impl<'a> Survey<'a> {
    /// Of an instance.
    pub fn new(shared: Shared<'a>) -> Self {
        Self {
            state: shared.state,
            layout: Layout::of(shared),
        }
    }

    /// What `statistics` answers.
    pub fn count(&self, kind: Count) -> Statistics {
        let mut statistics = Statistics {
            total_frames: load(&self.state.total_frames),
            ..Statistics::default()
        };
        for cpu in self.layout.cpus {
            let large = load(&cpu.large_count).wrapping_mul(WHOLE_AREA);
            statistics.magazine_frames = statistics
                .magazine_frames
                .wrapping_add(load(&cpu.frame_count))
                .wrapping_add(large);
        }
        match kind {
            Count::Fast => self.count_promises(&mut statistics),
            Count::Exact => self.count_bits(&mut statistics),
        }
        statistics.free_frames = statistics
            .free_frames
            .wrapping_add(statistics.magazine_frames);
        statistics
    }

    /// Whether everything agrees.
    pub fn is_consistent(&self) -> bool {
        load(&self.state.cpu_count) <= CPU_CAPACITY as u64
            && load(&self.state.range_count) <= RANGE_CAPACITY as u64
            && self.has_consistent_ranges()
            && self.has_consistent_areas()
            && self.has_consistent_trees()
            && self.has_consistent_cpus()
    }

    /// The hash of the set of free frames.
    pub fn logical_digest(&self) -> u64 {
        let mut sum = 0u64;
        for (index, area) in self.layout.areas.iter().enumerate() {
            if is_whole(load(&area.free)) {
                continue;
            }
            for (row, word) in area.rows.iter().enumerate() {
                let first = self.frame_of(index, row);
                let mut bits = !load(word);
                while bits != 0 {
                    let frame = first.wrapping_add(u64::from(bits.trailing_zeros()));
                    sum = sum.wrapping_add(hash_of(frame));
                    bits &= bits.wrapping_sub(1);
                }
            }
        }
        for cpu in self.layout.cpus {
            for frame in frames_kept(cpu) {
                sum = sum.wrapping_add(hash_of(load(frame)));
            }
            for block in large_kept(cpu) {
                for frame in 0..WHOLE_AREA {
                    sum = sum.wrapping_add(hash_of(load(block).wrapping_add(frame)));
                }
            }
        }
        sum
    }

    /// The hash of all words.
    pub fn exact_digest(&self) -> u64 {
        let state = self.state;
        let mut hash = step(HASH_START as u64, self.layout.areas.len() as u64);
        let mut word = |value: &AtomicU64| hash = step(hash, load(value));
        [
            &state.first_frame,
            &state.cpu_count,
            &state.total_frames,
            &state.range_count,
            &state.widest,
            &state.ranges_digest,
        ]
        .into_iter()
        .for_each(&mut word);
        for cpu in &state.cpus {
            [&cpu.local, &cpu.area, &cpu.frame_count, &cpu.large_count]
                .into_iter()
                .chain(&cpu.large)
                .chain(&cpu.frames)
                .for_each(&mut word);
        }
        for range in &state.ranges {
            word(&range.frame);
            word(&range.count);
        }
        for area in self.layout.areas {
            area.rows
                .iter()
                .chain([&area.free, &area.tree])
                .chain(&area.reserved)
                .for_each(&mut word);
        }
        hash
    }

    fn frame_of(&self, area: usize, row: usize) -> u64 {
        let offset = area
            .wrapping_mul(AREA_FRAMES)
            .wrapping_add(row.wrapping_mul(ROW_FRAMES));
        self.layout.first_frame.wrapping_add(offset as u64)
    }

    fn count_promises(&self, statistics: &mut Statistics) {
        let above = self.layout.first_tree_above_4g();
        let mut add = |tree: usize, frames: u64| {
            statistics.free_frames = statistics.free_frames.wrapping_add(frames);
            if tree < above {
                statistics.free_frames_below_4g =
                    statistics.free_frames_below_4g.wrapping_add(frames);
            }
        };
        for index in 0..self.layout.trees() {
            if let Some(tree) = self.layout.tree(index) {
                add(index, load(tree) & TREE_COUNT);
            }
        }
        for cpu in self.layout.cpus {
            let local = Local(load(&cpu.local));
            add(local.tree(), local.free());
        }
    }

    /// Whether all of an area is free, and no part of a block.
    fn is_free(&self, index: usize) -> bool {
        self.layout.areas.get(index).is_some_and(|area| {
            load(&area.free) == WHOLE_AREA && area.rows.iter().all(|row| load(row) == 0)
        })
    }

    fn count_bits(&self, statistics: &mut Statistics) {
        let above = self.layout.first_tree_above_4g().wrapping_mul(TREE_AREAS);
        for (index, area) in self.layout.areas.iter().enumerate() {
            let before = statistics.free_frames;
            if self.is_free(index) {
                // The second half of a pair was counted with the first.
                let is_second = !index.is_multiple_of(2) && self.is_free(index.wrapping_sub(1));
                let is_first = index.is_multiple_of(2) && self.is_free(index.wrapping_add(1));
                if is_first {
                    count_blocks(statistics, GREATEST_ORDER);
                } else if !is_second {
                    count_blocks(statistics, LARGE);
                }
                statistics.free_frames = statistics.free_frames.wrapping_add(WHOLE_AREA);
            } else if !is_whole(load(&area.free)) {
                count_rows(&area.rows, statistics);
            }
            if index < above {
                statistics.free_frames_below_4g = statistics
                    .free_frames_below_4g
                    .wrapping_add(statistics.free_frames.wrapping_sub(before));
            }
        }
    }

    /// Ascending, apart from each other, within the areas; the sums and the hash are theirs.
    fn has_consistent_ranges(&self) -> bool {
        let first = self.layout.first_frame;
        let end = first.wrapping_add((self.layout.areas.len() as u64).wrapping_mul(WHOLE_AREA));
        let mut total = 0u64;
        let mut last = None;
        for range in ranges(self.state) {
            let (frame, count) = (load(&range.frame), load(&range.count));
            let is_behind = last.map_or(frame >= first, |last| frame > last);
            if count == 0 || !is_behind || frame > end || count > end.wrapping_sub(frame) {
                return false;
            }
            last = Some(frame.wrapping_add(count));
            total = total.wrapping_add(count);
        }
        total == load(&self.state.total_frames)
            && widest(self.state) as u64 == load(&self.state.widest)
            && load(&self.state.ranges_digest)
                == digest_of_ranges(self.state, self.layout.areas.len())
    }

    /// Which frames of a row are in a range; rows come in ascending order, and `range` goes with
    /// them.
    fn managed(&self, row: u64, range: &mut usize) -> u64 {
        let row_end = row.wrapping_add(ROW);
        let mut mask = 0;
        while let Some(candidate) = ranges(self.state).get(*range) {
            let frame = load(&candidate.frame);
            let end = frame.wrapping_add(load(&candidate.count));
            let first = frame.max(row);
            let last = end.min(row_end);
            if first < last {
                let place = place_in_row(first.wrapping_sub(row));
                mask |= ones(last.wrapping_sub(first)).wrapping_shl(place);
            }
            if end > row_end {
                break;
            }
            *range = range.wrapping_add(1);
        }
        mask
    }

    fn has_consistent_areas(&self) -> bool {
        let mut range = 0;
        for (index, area) in self.layout.areas.iter().enumerate() {
            let mut clear = 0u64;
            let mut in_ranges = 0u64;
            for (row, word) in area.rows.iter().enumerate() {
                let bits = load(word);
                let mask = self.managed(self.frame_of(index, row), &mut range);
                if !bits & !mask != 0 {
                    return false;
                }
                clear = clear.wrapping_add(u64::from(bits.count_zeros()));
                in_ranges = in_ranges.wrapping_add(u64::from(mask.count_ones()));
            }
            let counter = load(&area.free);
            let whole = clear == WHOLE_AREA && in_ranges == WHOLE_AREA;
            let consistent = match counter {
                WHOLE_BLOCK => whole,
                FIRST_OF_PAIR => whole && self.has_second(index),
                SECOND_OF_PAIR => whole && self.has_first(index),
                counter => counter == clear,
            };
            if !consistent
                || (!index.is_multiple_of(TREE_AREAS) && load(&area.tree) != 0)
                || area.reserved.iter().any(|word| load(word) != 0)
            {
                return false;
            }
        }
        true
    }

    fn has_second(&self, index: usize) -> bool {
        let second = self.layout.areas.get(index.wrapping_add(1));
        index.is_multiple_of(2) && second.is_some_and(|area| load(&area.free) == SECOND_OF_PAIR)
    }

    fn has_first(&self, index: usize) -> bool {
        let first = self.layout.areas.get(index.wrapping_sub(1));
        !index.is_multiple_of(2) && first.is_some_and(|area| load(&area.free) == FIRST_OF_PAIR)
    }

    /// A tree's frames are promised by its counter and by its CPU's, and a reserved one has one CPU.
    fn has_consistent_trees(&self) -> bool {
        self.layout
            .areas
            .chunks(TREE_AREAS)
            .enumerate()
            .all(|(index, areas)| {
                let free = areas.iter().fold(0u64, |sum, area| {
                    sum.wrapping_add(load(&area.free) & AREA_COUNT)
                });
                let word = areas.first().map_or(0, |area| load(&area.tree));
                let mut promised = word & TREE_COUNT;
                let mut owners = 0u64;
                for cpu in self.layout.cpus {
                    let local = Local(load(&cpu.local));
                    if local.has(index) {
                        promised = promised.wrapping_add(local.free());
                        owners = owners.wrapping_add(1);
                    }
                }
                let is_reserved = word & TREE_RESERVED != 0;
                promised == free
                    && owners == u64::from(is_reserved)
                    && word & !(TREE_RESERVED | TREE_COUNT) == 0
            })
    }

    fn has_consistent_cpus(&self) -> bool {
        let used = self.layout.cpus.len();
        let each = self.state.cpus.iter().enumerate().all(|(number, cpu)| {
            let in_use = number < used;
            let local = Local(load(&cpu.local));
            let kept = load(&cpu.frame_count) | load(&cpu.large_count);
            load(&cpu.frame_count) <= MAGAZINE_CAPACITY as u64
                && load(&cpu.large_count) <= LARGE_CAPACITY as u64
                && (in_use || kept == 0)
                && (local.0 == 0
                    || (in_use && local.is_there() && local.tree() < self.layout.trees()))
                && load(&cpu.area) < self.layout.areas.len() as u64
        });
        each && self.keeps_each_once(frames_kept, |frame| self.can_keep(frame))
            && self.keeps_each_once(large_kept, |frame| self.can_keep_large(frame))
    }

    /// Whether everything in the magazines may be there, and is there once.
    fn keeps_each_once(
        &self,
        kept: impl Fn(&Cpu) -> &[AtomicU64],
        may_be: impl Fn(u64) -> bool,
    ) -> bool {
        let all = || self.layout.cpus.iter().flat_map(&kept);
        all().enumerate().all(|(number, word)| {
            let frame = load(word);
            may_be(frame)
                && all()
                    .skip(number.wrapping_add(1))
                    .all(|other| load(other) != frame)
        })
    }

    /// Whether a frame can be in a magazine: in a range, and not free for the trees.
    fn can_keep(&self, frame: u64) -> bool {
        let offset = self.layout.offset_of(frame);
        let row = index_of(offset % WHOLE_AREA / ROW);
        let place = place_in_row(offset);
        is_managed(self.state, frame, 1)
            && self
                .layout
                .areas
                .get(self.layout.area_of(frame))
                .is_some_and(|area| {
                    !is_whole(load(&area.free))
                        && area
                            .rows
                            .get(row)
                            .is_some_and(|bits| load(bits).wrapping_shr(place) & 1 != 0)
                })
    }

    fn can_keep_large(&self, frame: u64) -> bool {
        let area = self.layout.areas.get(self.layout.area_of(frame));
        self.layout.offset_of(frame).is_multiple_of(WHOLE_AREA)
            && area.is_some_and(|area| load(&area.free) == WHOLE_BLOCK)
    }
}

fn count_blocks(statistics: &mut Statistics, order: u32) {
    if let Some(blocks) = statistics.free_blocks.get_mut(order as usize) {
        *blocks = blocks.wrapping_add(1);
    }
}

fn count_rows(rows: &[AtomicU64], statistics: &mut Statistics) {
    let mut row = 0usize;
    while let Some(rest) = rows.get(row..)
        && let Some(word) = rest.first()
    {
        // The longest run of clear rows that is aligned: 4, 2, 1 or none.
        let run = [(4usize, 8), (2, 7), (1, 6)]
            .into_iter()
            .find(|(length, _)| {
                row.trailing_zeros() >= length.trailing_zeros()
                    && rest
                        .get(..*length)
                        .is_some_and(|run| run.iter().all(|bits| load(bits) == 0))
            });
        if let Some((length, order)) = run {
            count_blocks(statistics, order);
            statistics.free_frames = statistics.free_frames.wrapping_add(frames_of(order));
            row = row.wrapping_add(length);
            continue;
        }
        let mut clear = !load(word);
        let free = u64::from(clear.count_ones());
        statistics.free_frames = statistics.free_frames.wrapping_add(free);
        for order in (0..6).rev() {
            while let Some(bit) = clear_run(!clear, order) {
                count_blocks(statistics, order);
                clear &= !ones(frames_of(order)).wrapping_shl(bit);
            }
        }
        row = row.wrapping_add(1);
    }
}
