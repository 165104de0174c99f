// SPDX-License-Identifier: MIT OR Apache-2.0
//! Words that loom watches, one kind of whose operations can be made weaker than the twin asks.

use std::sync::atomic::{AtomicUsize, Ordering as Real};

use loom::sync::atomic::{AtomicU64, Ordering};

use crate::layout::{Head, LOW_HALF, beyond};
use crate::words::{ClassWords, PageWords, Word};

/// What is weakened to relaxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakened {
    Nothing,
    /// Taking a promise, setting a bit, taking a slab out of the list.
    Acquire,
    /// Looking at the list, and at a slab that may go.
    Look,
    /// Putting a slab into the list.
    Release,
    /// Counting a block up.
    Add,
    /// Clearing a bit.
    Clear,
}

static WEAKENED: AtomicUsize = AtomicUsize::new(0);

/// From now on, for all threads of this process: tests that weaken run one after the other.
pub fn weaken(kind: Weakened) {
    WEAKENED.store(kind as usize, Real::SeqCst);
}

fn unless(kind: Weakened, order: Ordering) -> Ordering {
    if WEAKENED.load(Real::SeqCst) == kind as usize {
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

    fn acquire(&self) -> u64 {
        self.0.load(unless(Weakened::Look, Ordering::Acquire))
    }

    fn store(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    fn compare_exchange(&self, expected: u64, value: u64, order: Ordering) -> Result<(), u64> {
        let order = match order {
            Ordering::Acquire => unless(Weakened::Acquire, order),
            Ordering::Release => unless(Weakened::Release, order),
            _ => order,
        };
        self.0
            .compare_exchange(expected, value, order, Ordering::Relaxed)
            .map(|_| ())
    }

    fn add(&self, value: u64, order: Ordering) -> u64 {
        self.0.fetch_add(value, unless(Weakened::Add, order))
    }

    fn set(&self, bits: u64) {
        self.0.fetch_or(bits, Ordering::Relaxed);
    }

    fn clear(&self, bits: u64) -> u64 {
        self.0
            .fetch_and(!bits, unless(Weakened::Clear, Ordering::Release))
    }
}

/// A page of the table.
pub struct Page {
    head: Watched,
    taken: [Watched; 3],
}

impl Page {
    /// The pages of a slab whose first blocks, so many, are free.
    pub fn slab(size_class: u32, order: u32, free: u64, held: bool) -> Vec<Self> {
        let whole = Head::slab(size_class, order, free);
        let capacity = whole.capacity();
        let head = if held {
            whole.0
        } else {
            whole.0 & !crate::layout::HELD_BIT
        };
        let mut pages = vec![Self {
            head: Watched::new(head),
            taken: std::array::from_fn(|word| {
                let free = if word == 0 { (1 << free) - 1 } else { 0 };
                let all = u64::MAX & !free;
                Watched::new(all | beyond(capacity, word))
            }),
        }];
        for distance in 1..1 << order {
            pages.push(Self {
                head: Watched::new(Head::inside(size_class, distance).0),
                taken: std::array::from_fn(|_| Watched::new(0)),
            });
        }
        pages
    }

    /// Whether counter and bits agree, once all threads have ended; and how many blocks are free.
    pub fn settled(&self) -> u64 {
        let bits: u32 = self
            .taken
            .iter()
            .map(|word| word.load().count_zeros())
            .sum();
        let count = Head(self.head.load()).count();
        assert_eq!(count, u64::from(bits), "counter and bits");
        count
    }
}

impl PageWords for Page {
    type Word = Watched;

    fn head(&self) -> &Watched {
        &self.head
    }

    fn taken(&self) -> &[Watched] {
        &self.taken
    }
}

/// A class.
pub struct Class {
    partial: Watched,
    slabs: Watched,
    empty: Watched,
    taken: Watched,
}

impl Class {
    /// With that list.
    pub fn new(partial: u64, slabs: u64, empty: u64, taken: u64) -> Self {
        Self {
            partial: Watched::new(partial),
            slabs: Watched::new(slabs),
            empty: Watched::new(empty),
            taken: Watched::new(taken),
        }
    }

    /// The first slab of the list.
    pub fn first(&self) -> u64 {
        self.partial.load() & LOW_HALF
    }
}

impl ClassWords for Class {
    type Word = Watched;

    fn partial(&self) -> &Watched {
        &self.partial
    }

    fn slabs(&self) -> &Watched {
        &self.slabs
    }

    fn empty(&self) -> &Watched {
        &self.empty
    }

    fn taken(&self) -> &Watched {
        &self.taken
    }
}
