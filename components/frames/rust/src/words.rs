// SPDX-License-Identifier: MIT OR Apache-2.0
//! How the twin reaches words that several CPUs use at once. Whoever wants to see or to schedule
//! each access, as a model checker does, gives the parts of the twin other types with these traits.

use core::sync::atomic::{AtomicU64, Ordering};

use frames_contract::{Area, Cpu};

/// One word.
pub trait Word {
    /// What it holds, at some moment.
    fn load(&self) -> u64;
    /// Writes it.
    fn store(&self, value: u64);
    /// Writes it, and says what it held.
    fn exchange(&self, value: u64) -> u64;
    /// Changes what is as expected; else says what is. May fail for no reason.
    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64>;
    /// Adds to it, and releases what was done before.
    fn add(&self, value: u64);
}

impl Word for AtomicU64 {
    #[inline]
    fn load(&self) -> u64 {
        Self::load(self, Ordering::Relaxed)
    }

    #[inline]
    fn store(&self, value: u64) {
        Self::store(self, value, Ordering::Relaxed);
    }

    #[inline]
    fn exchange(&self, value: u64) -> u64 {
        self.swap(value, Ordering::AcqRel)
    }

    #[inline]
    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64> {
        self.compare_exchange_weak(expected, value, order, Ordering::Relaxed)
            .map(|_| ())
    }

    #[inline]
    fn add(&self, value: u64) {
        self.fetch_add(value, Ordering::Release);
    }
}

/// The words of an area.
pub trait AreaWords {
    type Word: Word;
    /// A bit a frame.
    fn rows(&self) -> &[Self::Word];
    /// The area's counter.
    fn free(&self) -> &Self::Word;
    /// The tree's counter, in its first area.
    fn tree(&self) -> &Self::Word;
}

impl AreaWords for Area {
    type Word = AtomicU64;

    #[inline]
    fn rows(&self) -> &[AtomicU64] {
        &self.rows
    }

    #[inline]
    fn free(&self) -> &AtomicU64 {
        &self.free
    }

    #[inline]
    fn tree(&self) -> &AtomicU64 {
        &self.tree
    }
}

/// The words of a CPU.
pub trait CpuWords {
    type Word: Word;
    /// The tree that it reserved.
    fn local(&self) -> &Self::Word;
    /// Where it found frames last.
    fn area(&self) -> &Self::Word;
    /// How many of `frames` are in use.
    fn frame_count(&self) -> &Self::Word;
    /// How many of `large` are in use.
    fn large_count(&self) -> &Self::Word;
    /// Frames that it keeps.
    fn frames(&self) -> &[Self::Word];
    /// Blocks of order 9 that it keeps.
    fn large(&self) -> &[Self::Word];
}

impl CpuWords for Cpu {
    type Word = AtomicU64;

    #[inline]
    fn local(&self) -> &AtomicU64 {
        &self.local
    }

    #[inline]
    fn area(&self) -> &AtomicU64 {
        &self.area
    }

    #[inline]
    fn frame_count(&self) -> &AtomicU64 {
        &self.frame_count
    }

    #[inline]
    fn large_count(&self) -> &AtomicU64 {
        &self.large_count
    }

    #[inline]
    fn frames(&self) -> &[AtomicU64] {
        &self.frames
    }

    #[inline]
    fn large(&self) -> &[AtomicU64] {
        &self.large
    }
}
