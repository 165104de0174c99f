// SPDX-License-Identifier: MIT OR Apache-2.0
//! How the twin reaches words that several CPUs use at once. Whoever wants to see or to schedule
//! each access, as a model checker does, gives the parts of the twin other types with these traits.

use core::sync::atomic::{AtomicU64, Ordering};

use heap_contract::{Class, Page};

/// One word.
pub trait Word {
    /// What it holds, at some moment.
    fn load(&self) -> u64;
    /// The same, with what was released by who wrote it.
    fn acquire(&self) -> u64;
    /// Writes it.
    fn store(&self, value: u64);
    /// Changes what is as expected; else says what is. May fail for no reason.
    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64>;
    /// Adds, modulo 2^64, and says what was there.
    fn add(&self, value: u64, order: Ordering) -> u64;
    /// Sets bits.
    fn set(&self, bits: u64);
    /// Clears bits, releases what was done before, and says what was there.
    fn clear(&self, bits: u64) -> u64;
}

impl Word for AtomicU64 {
    #[inline]
    fn load(&self) -> u64 {
        Self::load(self, Ordering::Relaxed)
    }

    #[inline]
    fn acquire(&self) -> u64 {
        Self::load(self, Ordering::Acquire)
    }

    #[inline]
    fn store(&self, value: u64) {
        Self::store(self, value, Ordering::Relaxed);
    }

    #[inline]
    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64> {
        self.compare_exchange_weak(expected, value, order, Ordering::Relaxed)
            .map(|_| ())
    }

    #[inline]
    fn add(&self, value: u64, order: Ordering) -> u64 {
        self.fetch_add(value, order)
    }

    #[inline]
    fn set(&self, bits: u64) {
        self.fetch_or(bits, Ordering::Relaxed);
    }

    #[inline]
    fn clear(&self, bits: u64) -> u64 {
        self.fetch_and(!bits, Ordering::Release)
    }
}

/// Counts up or, with a number that wraps, down.
#[inline]
pub fn count<W: Word>(word: &W, value: u64) {
    word.add(value, Ordering::Relaxed);
}

/// The words of a page.
pub trait PageWords {
    type Word: Word;
    /// What the page is.
    fn head(&self) -> &Self::Word;
    /// A bit a block.
    fn taken(&self) -> &[Self::Word];
}

impl PageWords for Page {
    type Word = AtomicU64;

    #[inline]
    fn head(&self) -> &AtomicU64 {
        &self.head
    }

    #[inline]
    fn taken(&self) -> &[AtomicU64] {
        &self.taken
    }
}

/// The words of a class.
pub trait ClassWords {
    type Word: Word;
    /// The list of slabs with free blocks.
    fn partial(&self) -> &Self::Word;
    /// How many slabs there are.
    fn slabs(&self) -> &Self::Word;
    /// How many of them have free blocks only.
    fn empty(&self) -> &Self::Word;
    /// How many blocks were taken out of them.
    fn taken(&self) -> &Self::Word;
}

impl ClassWords for Class {
    type Word = AtomicU64;

    #[inline]
    fn partial(&self) -> &AtomicU64 {
        &self.partial
    }

    #[inline]
    fn slabs(&self) -> &AtomicU64 {
        &self.slabs
    }

    #[inline]
    fn empty(&self) -> &AtomicU64 {
        &self.empty
    }

    #[inline]
    fn taken(&self) -> &AtomicU64 {
        &self.taken
    }
}
