// SPDX-License-Identifier: MIT OR Apache-2.0
//! Words that loom watches, one kind of whose operations can be made weaker than the twin asks.

use std::sync::atomic::{AtomicUsize, Ordering as Real};

use loom::sync::atomic::{AtomicU64, Ordering};

use crate::words::{AreaWords, CpuWords, Word};

/// What is weakened to relaxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakened {
    Nothing,
    /// Setting a bit, or taking from a counter.
    Acquire,
    /// Clearing a bit, or adding to a counter by exchange.
    Release,
    /// Adding to a counter.
    Add,
    /// Changing an area's counter from one value to another.
    AcquireRelease,
    /// Exchanging what a CPU has reserved.
    Exchange,
}

static WEAKENED: AtomicUsize = AtomicUsize::new(0);

/// From now on, for all threads of this process: tests that weaken run one after the other.
pub fn weaken(kind: Weakened) {
    WEAKENED.store(kind as usize, Real::SeqCst);
}

fn is_weakened(kind: Weakened) -> bool {
    WEAKENED.load(Real::SeqCst) == kind as usize
}

fn weakened(order: Ordering) -> Ordering {
    let kind = match order {
        Ordering::Acquire => Weakened::Acquire,
        Ordering::Release => Weakened::Release,
        Ordering::AcqRel => Weakened::AcquireRelease,
        _ => return order,
    };
    if is_weakened(kind) {
        Ordering::Relaxed
    } else {
        order
    }
}

/// One word.
#[derive(Debug)]
pub struct Watched(AtomicU64);

impl Watched {
    pub fn new(value: u64) -> Self {
        Self(AtomicU64::new(value))
    }
}

impl Word for Watched {
    fn load(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn store(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    fn exchange(&self, value: u64) -> u64 {
        let order = if is_weakened(Weakened::Exchange) {
            Ordering::Relaxed
        } else {
            Ordering::AcqRel
        };
        self.0.swap(value, order)
    }

    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64> {
        self.0
            .compare_exchange(expected, value, weakened(order), Ordering::Relaxed)
            .map(|_| ())
    }

    fn add(&self, value: u64) {
        let order = if is_weakened(Weakened::Add) {
            Ordering::Relaxed
        } else {
            Ordering::Release
        };
        self.0.fetch_add(value, order);
    }
}

/// An area.
pub struct Area {
    rows: Vec<Watched>,
    free: Watched,
    tree: Watched,
}

impl Area {
    /// With those rows, the others all set; of the first area of a tree, with that tree's counter.
    pub fn new(rows: &[u64], tree: u64) -> Self {
        let free = rows.iter().map(|row| u64::from(row.count_zeros())).sum();
        let rows = (0..8)
            .map(|index| Watched::new(rows.get(index).copied().unwrap_or(u64::MAX)))
            .collect();
        Self {
            rows,
            free: Watched::new(free),
            tree: Watched::new(tree),
        }
    }

    /// Once all threads have ended: whether counter and bits agree, and how many frames are free.
    pub fn settled(&self) -> u64 {
        let bits: u32 = self.rows.iter().map(|row| row.load().count_zeros()).sum();
        assert_eq!(self.free.load(), u64::from(bits), "counter and bits");
        self.free.load()
    }
}

impl AreaWords for Area {
    type Word = Watched;

    fn rows(&self) -> &[Watched] {
        &self.rows
    }

    fn free(&self) -> &Watched {
        &self.free
    }

    fn tree(&self) -> &Watched {
        &self.tree
    }
}

/// A CPU.
pub struct Cpu {
    local: Watched,
    area: Watched,
    counts: [Watched; 2],
    none: Vec<Watched>,
}

impl Cpu {
    pub fn new() -> Self {
        Self {
            local: Watched::new(0),
            area: Watched::new(0),
            counts: [Watched::new(0), Watched::new(0)],
            none: Vec::new(),
        }
    }
}

impl CpuWords for Cpu {
    type Word = Watched;

    fn local(&self) -> &Watched {
        &self.local
    }

    fn area(&self) -> &Watched {
        &self.area
    }

    fn frame_count(&self) -> &Watched {
        &self.counts[0]
    }

    fn large_count(&self) -> &Watched {
        &self.counts[1]
    }

    fn frames(&self) -> &[Watched] {
        &self.none
    }

    fn large(&self) -> &[Watched] {
        &self.none
    }
}
