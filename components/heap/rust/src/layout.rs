// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ways into the shared layout. What is read there was perhaps written by the other twin, or by a
//! fault: each number is checked before it leads anywhere.

use core::sync::atomic::Ordering;

use heap_contract::{
    CLASS_COUNT, CLASS_SHIFT, COUNT_MASK, Error, HASH_FACTOR, HELD, KIND_INSIDE, KIND_LARGE,
    KIND_SHIFT, KIND_SLAB, LINK_SHIFT, ORDER_SHIFT, Page, SLAB_CAPACITY, Shared,
};

use crate::classes::{PAGE_BYTES, class_at, narrow};
use crate::words::{PageWords, Word};

/// The lower half of a word.
pub const LOW_HALF: u64 = 0xffff_ffff;
/// Set in the head of a slab that is in its class's list or in somebody's hands.
pub const HELD_BIT: u64 = HELD as u64;
/// Where a word has a link's counter, and a head its link.
pub const LINK_PLACE: u32 = narrow(LINK_SHIFT);
/// The first page of a slab.
pub const SLAB: u32 = narrow(KIND_SLAB);
/// Another page of a slab.
pub const INSIDE: u32 = narrow(KIND_INSIDE);
/// The first page of a large block.
pub const LARGE: u32 = narrow(KIND_LARGE);

const _: () = assert!(CLASS_COUNT == 0x20, "a class has five bits");
const CLASS_PLACE: u32 = narrow(CLASS_SHIFT);
const ORDER_PLACE: u32 = narrow(ORDER_SHIFT);
const KIND_PLACE: u32 = narrow(KIND_SHIFT);

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

/// What the table says of a page.
#[derive(Clone, Copy)]
pub struct Head(pub u64);

impl Head {
    /// Of a slab that is held.
    pub const fn slab(size_class: u32, order: u32, free: u64) -> Self {
        Self(
            free | HELD_BIT
                | (size_class as u64).wrapping_shl(CLASS_PLACE)
                | (order as u64).wrapping_shl(ORDER_PLACE)
                | (SLAB as u64).wrapping_shl(KIND_PLACE),
        )
    }

    /// Of a page so far behind the first of its slab.
    pub const fn inside(size_class: u32, distance: u64) -> Self {
        Self(
            (size_class as u64).wrapping_shl(CLASS_PLACE)
                | distance.wrapping_shl(ORDER_PLACE)
                | (INSIDE as u64).wrapping_shl(KIND_PLACE),
        )
    }

    /// Of a large block.
    pub const fn large(order: u32) -> Self {
        Self((order as u64).wrapping_shl(ORDER_PLACE) | (LARGE as u64).wrapping_shl(KIND_PLACE))
    }

    /// How many blocks are free and promised to nobody.
    #[inline]
    pub const fn count(self) -> u64 {
        self.0 & COUNT_MASK as u64
    }

    /// Whether the slab is in its list, or on the way there.
    #[inline]
    pub const fn is_held(self) -> bool {
        self.0 & HELD_BIT != 0
    }

    /// The class.
    #[inline]
    pub const fn size_class(self) -> u32 {
        (self.0.wrapping_shr(CLASS_PLACE) & 0x1f) as u32
    }

    /// The order, or the distance of an inner page.
    #[inline]
    pub const fn order(self) -> u32 {
        (self.0.wrapping_shr(ORDER_PLACE) & 0xf) as u32
    }

    /// What the page is.
    #[inline]
    pub const fn kind(self) -> u32 {
        (self.0.wrapping_shr(KIND_PLACE) & 0xf) as u32
    }

    /// The next slab of the list.
    #[inline]
    pub const fn link(self) -> u64 {
        self.0.wrapping_shr(LINK_PLACE)
    }

    /// The same with another link.
    #[inline]
    pub const fn with_link(self, link: u64) -> Self {
        Self((self.0 & LOW_HALF) | link.wrapping_shl(LINK_PLACE))
    }

    /// Whether a slab of that class begins here.
    #[inline]
    pub const fn is_slab_of(self, number: u32) -> bool {
        self.kind() == SLAB && self.size_class() == number
    }

    /// Whether it is a page of a slab.
    #[inline]
    pub const fn is_of_slab(self) -> bool {
        self.kind() == SLAB || self.kind() == INSIDE
    }

    /// How many blocks the slab has.
    #[inline]
    pub fn capacity(self) -> u64 {
        let bytes = PAGE_BYTES.wrapping_shl(self.order());
        let reciprocal = u64::from(class_at(self.size_class()).reciprocal);
        (bytes.wrapping_mul(reciprocal) >> 32).min(SLAB_CAPACITY as u64)
    }
}

/// The bits of a word of `taken` that stand for no block of a slab with so many.
pub fn beyond(capacity: u64, word: usize) -> u64 {
    let first = (word as u64).wrapping_mul(64);
    let within = capacity.saturating_sub(first);
    u32::try_from(within)
        .ok()
        .and_then(|shift| u64::MAX.checked_shl(shift))
        .unwrap_or(0)
}

/// The table, and where its pages lie.
pub struct Layout<'a, P> {
    pub pages: &'a [P],
    pub first_page: u64,
}

impl<P> Clone for Layout<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Layout<'_, P> {}

impl<'a> Layout<'a, Page> {
    /// Of an instance.
    #[inline]
    pub fn of(shared: Shared<'a>) -> Self {
        Self {
            pages: shared.table,
            first_page: shared.state.first_page.load(Ordering::Relaxed),
        }
    }
}

impl<'a, P: PageWords> Layout<'a, P> {
    /// None if there is no such page.
    #[inline]
    pub fn page(&self, index: u64) -> Option<&'a P> {
        self.pages.get(index_of(index))
    }

    /// Where the page with that index begins.
    #[inline]
    pub const fn address_of(&self, index: u64) -> u64 {
        self.first_page.wrapping_add(index).wrapping_mul(PAGE_BYTES)
    }

    /// Where the page with that address is in the table; no index of it if it is not.
    #[inline]
    pub const fn index_of(&self, address: u64) -> u64 {
        (address / PAGE_BYTES).wrapping_sub(self.first_page)
    }
}

/// What a page is.
#[inline]
pub fn head_of<P: PageWords>(page: &P) -> Head {
    Head(page.head().load())
}

/// A block of a slab.
pub struct Place<'a, P> {
    /// The slab's first page.
    pub page: &'a P,
    /// The index of that page.
    pub index: u64,
    /// Its number in the slab.
    pub block: u64,
    pub size_class: u32,
}

impl<'a, P: PageWords> Place<'a, P> {
    /// Finds the block that begins at an address in a page, whose head is given, of a slab.
    #[inline]
    pub fn find(
        layout: Layout<'a, P>,
        address: u64,
        index: u64,
        page: &'a P,
        head: Head,
    ) -> Result<Self, Error> {
        let (mut index, mut page, mut head) = (index, page, head);
        if head.kind() == INSIDE {
            index = index.wrapping_sub(u64::from(head.order()));
            page = layout.page(index).ok_or(Error::Corrupt)?;
            let first = head_of(page);
            if !first.is_slab_of(head.size_class()) {
                return Err(Error::Corrupt);
            }
            head = first;
        }
        let class = class_at(head.size_class());
        let size = u64::from(class.size);
        let offset = address.wrapping_sub(layout.address_of(index));
        let block = offset.wrapping_mul(u64::from(class.reciprocal)) >> 32;
        let end = PAGE_BYTES.wrapping_shl(head.order());
        if block.wrapping_mul(size) != offset
            || block >= SLAB_CAPACITY as u64
            || offset.wrapping_add(size) > end
        {
            return Err(Error::NotABlock);
        }
        Ok(Self {
            page,
            index,
            block,
            size_class: head.size_class(),
        })
    }

    /// The word of its bit.
    #[inline]
    pub fn word(&self) -> usize {
        index_of(self.block / 64)
    }

    /// Its bit.
    #[inline]
    pub const fn bit(&self) -> u64 {
        1u64.wrapping_shl((self.block % 64) as u32)
    }

    /// Whether it is not free.
    #[inline]
    pub fn is_taken(&self) -> bool {
        let word = self.page.taken().get(self.word());
        word.is_some_and(|word| word.load() & self.bit() != 0)
    }
}
