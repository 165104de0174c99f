// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
//! fault: each number is checked before it leads anywhere.

use core::sync::atomic::Ordering;

use frames_contract::{
    AREA_FRAMES, Area, CPU_CAPACITY, Cpu, FIRST_ABOVE_4G, HASH_FACTOR, LARGE_ORDER, MAX_ORDER,
    RANGE_CAPACITY, RESERVED, ROW_FRAMES, Range, Shared, State, TREE_AREAS, TREE_FRAMES,
};

use crate::words::{AreaWords, CpuWords, Word};

/// A number of the contract that has 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "judged when compiling")]
const fn narrow(number: usize) -> u32 {
    assert!(number <= u32::MAX as usize);
    number as u32
}

/// How many frames there are in a row, an area and a tree, as frames are counted.
pub const ROW: u64 = ROW_FRAMES as u64;
pub const AREA: u64 = AREA_FRAMES as u64;
pub const TREE: u64 = TREE_FRAMES as u64;

/// The greatest order of a block.
pub const GREATEST_ORDER: u32 = narrow(MAX_ORDER);
/// The order of a block that is an area.
pub const LARGE: u32 = narrow(LARGE_ORDER);
/// The part of an area's counter that counts.
pub const AREA_COUNT: u64 = 0xffff;
/// The part of a tree's or a CPU's counter that counts.
pub const TREE_COUNT: u64 = 0xffff_ffff;
/// Set in the counter of a tree that a CPU has reserved.
pub const TREE_RESERVED: u64 = RESERVED as u64;
/// Where a CPU's word has the tree.
const TREE_SHIFT: u32 = 32;

/// How many frames a block has.
pub const fn frames_of(order: u32) -> u64 {
    1u64.wrapping_shl(order)
}

/// As many bits, from the lowest on; 1 to 64.
pub const fn ones(count: u64) -> u64 {
    u64::MAX.wrapping_shr(place_in_row(ROW.wrapping_sub(count)))
}

/// Where in its row a frame is.
#[inline]
pub const fn place_in_row(offset: u64) -> u32 {
    (offset % ROW) as u32
}

/// A number as an index; one that cannot be is none of anything.
#[inline]
pub fn index_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A step of the contract's hash.
pub const fn step(hash: u64, word: u64) -> u64 {
    let mixed = (hash ^ word).wrapping_mul(HASH_FACTOR as u64);
    mixed ^ (mixed >> 32)
}

/// A CPU's reservation, as its word says it.
#[derive(Clone, Copy)]
pub struct Local(pub u64);

impl Local {
    /// Of a tree, so many of whose frames are promised to the CPU.
    pub const fn of(tree: usize, free: u64) -> Self {
        Self(TREE_RESERVED | (tree as u64).wrapping_shl(TREE_SHIFT) | free)
    }

    /// Whether there is one.
    pub const fn is_there(self) -> bool {
        self.0 & TREE_RESERVED != 0
    }

    /// The tree.
    pub fn tree(self) -> usize {
        index_of((self.0 & !TREE_RESERVED).wrapping_shr(TREE_SHIFT))
    }

    /// How many frames are promised.
    pub const fn free(self) -> u64 {
        self.0 & TREE_COUNT
    }

    /// Whether it is of that tree.
    pub fn has(self, tree: usize) -> bool {
        self.is_there() && self.tree() == tree
    }
}

/// Indices from the first up to the last.
#[derive(Clone, Copy)]
pub struct Interval {
    pub first: usize,
    pub last: usize,
}

impl Interval {
    /// How many there are.
    pub const fn size(self) -> usize {
        self.last.wrapping_sub(self.first)
    }

    /// The indices once round, from `start` on.
    #[inline]
    pub fn round(self, start: usize) -> impl Iterator<Item = usize> {
        (start..self.last).chain(self.first..start)
    }
}

/// Takes `amount` from a counter, the bits of `mask` in its word, if it has as much.
#[inline]
pub fn take_from(counter: &impl Word, mask: u64, amount: u64) -> bool {
    let mut word = counter.load();
    while word & mask >= amount {
        // Whoever added released what it had cleared.
        match counter.compare_exchange(word, word.wrapping_sub(amount), Ordering::Acquire) {
            Ok(()) => return true,
            Err(other) => word = other,
        }
    }
    false
}

/// The areas and the CPUs in use.
pub struct Layout<'a, A, C> {
    pub areas: &'a [A],
    pub cpus: &'a [C],
    pub first_frame: u64,
}

impl<A, C> Clone for Layout<'_, A, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, C> Copy for Layout<'_, A, C> {}

impl<'a> Layout<'a, Area, Cpu> {
    /// Of an instance.
    #[inline]
    pub fn of(shared: Shared<'a>) -> Self {
        let count = index_of(shared.state.cpu_count.load(Ordering::Relaxed)).min(CPU_CAPACITY);
        Self {
            areas: shared.table,
            cpus: shared.state.cpus.get(..count).unwrap_or_default(),
            first_frame: shared.state.first_frame.load(Ordering::Relaxed),
        }
    }
}

impl<'a, A: AreaWords, C: CpuWords<Word = A::Word>> Layout<'a, A, C> {
    /// How many trees there are.
    pub fn trees(&self) -> usize {
        self.areas.len().div_ceil(TREE_AREAS)
    }

    /// The counter of a tree.
    #[inline]
    pub fn tree(&self, index: usize) -> Option<&'a A::Word> {
        self.areas
            .get(index.wrapping_mul(TREE_AREAS))
            .map(AreaWords::tree)
    }

    /// The areas of a tree; none of one that there is not.
    #[inline]
    pub fn areas_of(&self, tree: usize) -> Interval {
        let first = tree.wrapping_mul(TREE_AREAS).min(self.areas.len());
        Interval {
            first,
            last: first.wrapping_add(TREE_AREAS).min(self.areas.len()),
        }
    }

    /// The first tree that lies above 4 GiB, or how many trees there are.
    #[inline]
    pub fn first_tree_above_4g(&self) -> usize {
        let frames = (FIRST_ABOVE_4G as u64).saturating_sub(self.first_frame);
        index_of(frames / TREE).min(self.trees())
    }

    /// How far a frame lies behind the first one.
    #[inline]
    pub const fn offset_of(&self, frame: u64) -> u64 {
        frame.wrapping_sub(self.first_frame)
    }

    /// The area that a frame lies in.
    #[inline]
    pub fn area_of(&self, frame: u64) -> usize {
        index_of(self.offset_of(frame) / AREA)
    }
}

/// Whether a range holds a block.
#[inline]
fn holds(range: &Range, frame: u64, count: u64) -> bool {
    let length = range.count.load(Ordering::Relaxed);
    let offset = frame.wrapping_sub(range.frame.load(Ordering::Relaxed));
    offset < length && count <= length.wrapping_sub(offset)
}

/// The ranges in use.
#[inline]
pub fn ranges(state: &State) -> &[Range] {
    let count = index_of(state.range_count.load(Ordering::Relaxed)).min(RANGE_CAPACITY);
    state.ranges.get(..count).unwrap_or_default()
}

/// Whether a block lies in one range.
#[inline]
pub fn is_managed(state: &State, frame: u64, count: u64) -> bool {
    let all = ranges(state);
    all.get(index_of(state.widest.load(Ordering::Relaxed)))
        .is_some_and(|widest| holds(widest, frame, count))
        || all.iter().any(|range| holds(range, frame, count))
}

/// The hash over the words that say which frames there are.
pub fn digest_of_ranges(state: &State, areas: usize) -> u64 {
    let words = [
        &state.first_frame,
        &state.cpu_count,
        &state.total_frames,
        &state.range_count,
        &state.widest,
    ];
    let hash = words.iter().fold(
        step(frames_contract::HASH_START as u64, areas as u64),
        |hash, word| step(hash, word.load(Ordering::Relaxed)),
    );
    state.ranges.iter().fold(hash, |hash, range| {
        step(
            step(hash, range.frame.load(Ordering::Relaxed)),
            range.count.load(Ordering::Relaxed),
        )
    })
}
