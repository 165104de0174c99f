// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
//! fault: each number is checked before it leads anywhere.

use buddy_contract::{
    ALLOCATED, Error, FIRST_ABOVE_4G, FREE, Frame, HASH_FACTOR, HASH_START, List, MAX_ORDER, NONE,
    ORDER_COUNT, Range, Shared, State,
};

/// A number of the contract that has 32 bits in the layout.
#[expect(clippy::cast_possible_truncation, reason = "judged when compiling")]
const fn narrow(number: usize) -> u32 {
    assert!(number <= u32::MAX as usize);
    number as u32
}

/// The greatest order of a block.
pub const GREATEST_ORDER: u32 = narrow(MAX_ORDER);
/// How many orders there are: where loops over them end. A range that included its end would cost
/// a flag and two branches more a step.
pub const ORDERS: u32 = narrow(ORDER_COUNT);
/// No index.
pub const NO_FRAME: u32 = narrow(NONE);
/// The state of a free block, but for its order.
pub const FREE_BLOCK: u32 = narrow(FREE);
/// The state of an allocated block, but for its order.
pub const ALLOCATED_BLOCK: u32 = narrow(ALLOCATED);

/// The entry of a frame that no list knows, inside a block or not in any.
pub const INSIDE: Frame = Frame {
    next: NO_FRAME,
    previous: NO_FRAME,
    state: 0,
};

/// How many frames a block has.
pub const fn frames_of(order: u32) -> u64 {
    1u64.wrapping_shl(order)
}

/// The two halves of the lists. A block lies in one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Below4G,
    Above4G,
}

impl Half {
    /// Where a block lies.
    pub const fn of(frame: u64) -> Self {
        if frame < FIRST_ABOVE_4G as u64 {
            Self::Below4G
        } else {
            Self::Above4G
        }
    }

    /// The place of a list, which is in the array when the order is one.
    const fn slot(self, order: u32) -> usize {
        let first = match self {
            Self::Below4G => 0,
            Self::Above4G => ORDER_COUNT,
        };
        (order as usize).wrapping_add(first)
    }
}

/// What the first frame of a block says of it.
#[derive(Clone, Copy)]
pub struct Block {
    pub order: u32,
    pub is_free: bool,
}

impl Block {
    /// The block that begins with an entry, if one does.
    pub const fn of(entry: &Frame) -> Option<Self> {
        let kind = entry.state & (FREE_BLOCK | ALLOCATED_BLOCK);
        let order = entry.state ^ kind;
        if (kind != FREE_BLOCK && kind != ALLOCATED_BLOCK) || order > GREATEST_ORDER {
            return None;
        }
        Some(Self {
            order,
            is_free: kind == FREE_BLOCK,
        })
    }
}

/// The hash of the contract, over 64-bit words.
pub struct Hash(u64);

impl Hash {
    /// Of nothing yet.
    pub const fn new() -> Self {
        Self(HASH_START as u64)
    }

    /// Goes on with a word.
    pub const fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(HASH_FACTOR as u64);
        self.0 = mixed ^ (mixed >> 32);
    }

    /// Goes on with two fields of 32 bits, as they stand in memory.
    pub fn halves(&mut self, low: u32, high: u32) {
        self.word(u64::from(low) | u64::from(high) << 32);
    }

    /// Of all words so far.
    pub const fn value(&self) -> u64 {
        self.0
    }
}

/// The index of a frame, if it is in that range.
#[inline]
pub fn index_in(range: &Range, frame: u64) -> Option<u32> {
    let offset = u32::try_from(frame.checked_sub(range.frame)?).ok()?;
    if offset >= range.count {
        return None;
    }
    range
        .first
        .checked_add(offset)
        .filter(|index| *index != NO_FRAME)
}

/// The state and its table, with checked ways to each entry.
pub struct Layout<'a> {
    pub state: &'a mut State,
    table: &'a mut [Frame],
}

impl<'a> Layout<'a> {
    /// What the bindings judged.
    pub const fn new(shared: Shared<'a>) -> Self {
        let Shared { state, table } = shared;
        Self { state, table }
    }

    /// How many frames the table has room for.
    pub fn capacity(&self) -> u64 {
        self.table.len() as u64
    }

    /// The entry of an index.
    #[inline]
    pub fn frame(&self, index: u32) -> Result<&Frame, Error> {
        self.table.get(index as usize).ok_or(Error::Corrupt)
    }

    /// The entry of an index, to change it.
    #[inline]
    pub fn frame_mut(&mut self, index: u32) -> Result<&mut Frame, Error> {
        self.table.get_mut(index as usize).ok_or(Error::Corrupt)
    }

    /// The entry of a frame of that range.
    pub fn entry_of(&self, range: &Range, frame: u64) -> Result<&Frame, Error> {
        self.frame(index_in(range, frame).ok_or(Error::Corrupt)?)
    }

    /// The entries in use.
    pub fn entries(&self) -> Result<&[Frame], Error> {
        usize::try_from(self.state.total_frames)
            .ok()
            .and_then(|total| self.table.get(..total))
            .ok_or(Error::Corrupt)
    }

    /// The list of an order.
    #[inline]
    pub fn list(&self, half: Half, order: u32) -> Result<&List, Error> {
        self.state.lists.get(half.slot(order)).ok_or(Error::Corrupt)
    }

    /// The ranges in use.
    #[inline]
    pub fn ranges(&self) -> Result<&[Range], Error> {
        usize::try_from(self.state.range_count)
            .ok()
            .and_then(|count| self.state.ranges.get(..count))
            .ok_or(Error::Corrupt)
    }

    /// The range that a frame is in, if any.
    #[inline]
    pub fn range_of(&self, frame: u64) -> Result<Option<Range>, Error> {
        let ranges = self.ranges()?;
        let after = ranges.partition_point(|range| range.frame <= frame);
        Ok(ranges
            .get(after.wrapping_sub(1))
            .filter(|range| frame.wrapping_sub(range.frame) < u64::from(range.count))
            .copied())
    }

    /// The frame that an index stands for.
    #[inline]
    pub fn frame_of(&self, index: u32) -> Result<u64, Error> {
        let ranges = self.ranges()?;
        let after = ranges.partition_point(|range| range.first <= index);
        let range = ranges
            .get(after.wrapping_sub(1))
            .filter(|range| index.wrapping_sub(range.first) < range.count)
            .ok_or(Error::Corrupt)?;
        Ok(range
            .frame
            .wrapping_add(u64::from(index.wrapping_sub(range.first))))
    }

    /// Puts a block at the head of its list.
    pub fn push(&mut self, half: Half, order: u32, index: u32) -> Result<(), Error> {
        let Self { state, table } = self;
        let list = state
            .lists
            .get_mut(half.slot(order))
            .ok_or(Error::Corrupt)?;
        if table.get(index as usize).is_none() {
            return Err(Error::Corrupt);
        }
        if list.head != NO_FRAME {
            let head = table.get_mut(list.head as usize).ok_or(Error::Corrupt)?;
            if head.previous != NO_FRAME {
                return Err(Error::Corrupt);
            }
            head.previous = index;
        }
        *table.get_mut(index as usize).ok_or(Error::Corrupt)? = Frame {
            next: list.head,
            previous: NO_FRAME,
            state: FREE_BLOCK | order,
        };
        list.head = index;
        list.blocks = list.blocks.wrapping_add(1);
        state.free_frames = state.free_frames.wrapping_add(frames_of(order));
        Ok(())
    }

    /// Takes a free block out of its list. Its neighbours must agree that they are, before anything
    /// changes.
    pub fn unlink(&mut self, half: Half, order: u32, index: u32) -> Result<(), Error> {
        let Self { state, table } = self;
        let list = state
            .lists
            .get_mut(half.slot(order))
            .ok_or(Error::Corrupt)?;
        let block = *table.get(index as usize).ok_or(Error::Corrupt)?;
        if block.state != (FREE_BLOCK | order) {
            return Err(Error::Corrupt);
        }
        let next_agrees = block.next == NO_FRAME
            || table
                .get(block.next as usize)
                .is_some_and(|next| next.previous == index);
        let previous_agrees = if block.previous == NO_FRAME {
            list.head == index
        } else {
            table
                .get(block.previous as usize)
                .is_some_and(|previous| previous.next == index)
        };
        if !next_agrees || !previous_agrees {
            return Err(Error::Corrupt);
        }
        if let Some(next) = table.get_mut(block.next as usize) {
            next.previous = block.previous;
        }
        if let Some(previous) = table.get_mut(block.previous as usize) {
            previous.next = block.next;
        } else {
            list.head = block.next;
        }
        *table.get_mut(index as usize).ok_or(Error::Corrupt)? = INSIDE;
        list.blocks = list.blocks.wrapping_sub(1);
        state.free_frames = state.free_frames.wrapping_sub(frames_of(order));
        Ok(())
    }

    /// The hash over the words that say which frames there are.
    pub fn digest_of_ranges(&self) -> Result<u64, Error> {
        let ranges = self.ranges()?;
        let mut hash = Hash::new();
        hash.word(self.capacity());
        hash.word(ranges.len() as u64);
        for range in ranges {
            hash.word(range.frame);
            hash.halves(range.first, range.count);
        }
        Ok(hash.value())
    }
}
