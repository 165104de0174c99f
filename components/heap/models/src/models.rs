// SPDX-License-Identifier: MIT OR Apache-2.0
//! What threads do, and what must be true whatever they do first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use heap_contract::Services;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU64, Ordering};
use loom::thread;

use crate::classes::class_at;
use crate::layout::{Head, Layout, SLAB};
use crate::slabs::{Counted, Slabs, Source};
use crate::weak::{Class, Page, Watched, Weakened, weaken};
use crate::words::{ClassWords, PageWords, Word};

/// How many times a thread may be stopped where it could go on.
const PREEMPTIONS: usize = 3;
/// Blocks of 8 KiB, of which two pages are one.
const NUMBER: u32 = 31;
const FIRST_PAGE: u64 = 0x100;
const PAGE_BYTES: u64 = 4096;
const BLOCK_PAGES: u64 = 2;

/// No pages but those that the slabs have.
#[derive(Default)]
struct NoPages;

impl Services for NoPages {
    fn allocate_pages(&mut self, _: u64, _: u32, _: u32) -> u64 {
        u64::MAX
    }

    fn free_pages(&mut self, _: u64, _: u32, _: u64, _: u32) {}
}

/// Slabs one behind the other, and a cell for each block.
struct Machine {
    pages: Vec<Page>,
    class: Class,
    counters: [Watched; 3],
    blocks: Vec<UnsafeCell<u32>>,
}

impl Machine {
    /// Slabs of an order, each with so many free blocks; those with any are held, and in the list.
    fn new(order: u32, free: &[u64]) -> Self {
        assert_eq!(u64::from(class_at(NUMBER).size), BLOCK_PAGES * PAGE_BYTES);
        let blocks = (1 << order) / BLOCK_PAGES;
        let mut pages = Vec::new();
        let mut first = 0;
        for free in free {
            pages.extend(Page::slab(NUMBER, order, *free, *free != 0));
        }
        for (number, free) in free.iter().enumerate().rev() {
            if *free != 0 {
                let index = (number as u64) << order;
                let head = pages[index as usize].head();
                head.store(Head(head.load()).with_link(first).0);
                first = index + 1;
            }
        }
        let empty = free.iter().filter(|free| **free == blocks).count() as u64;
        let slabs = free.len() as u64;
        let taken = slabs * blocks - free.iter().sum::<u64>();
        Self {
            blocks: (0..slabs * blocks).map(|_| UnsafeCell::new(0)).collect(),
            counters: std::array::from_fn(|_| Watched::new(0)),
            class: Class::new(first, slabs, empty, taken),
            pages,
        }
    }

    fn slabs(&self, cpu: u32) -> Slabs<'_, Page, Class, NoPages> {
        let [slab_pages, dropped_blocks, dropped_bytes] = &self.counters;
        let counted = Counted {
            slab_pages,
            dropped_blocks,
            dropped_bytes,
        };
        let layout = Layout {
            pages: &self.pages,
            first_page: FIRST_PAGE,
        };
        Slabs::new(layout, &self.class, counted, Source::new(0, cpu), NUMBER)
    }

    fn address(block: u64) -> u64 {
        (FIRST_PAGE + block * BLOCK_PAGES) * PAGE_BYTES
    }

    /// Writes to a block as its owner does: any other access that is not before or after is a race.
    fn write(&self, address: u64) {
        let block = (address / PAGE_BYTES - FIRST_PAGE) / BLOCK_PAGES;
        self.blocks[usize::try_from(block).expect("a small number")].with_mut(|_| ());
    }

    fn take(&self, cpu: u32) -> Option<u64> {
        let mut taken = None;
        self.slabs(cpu).take(1, |address| taken = Some(address));
        if let Some(address) = taken {
            self.write(address);
        }
        taken
    }

    fn give(&self, cpu: u32, address: u64) {
        self.write(address);
        assert!(
            self.slabs(cpu).give(std::iter::once(address)),
            "it was taken"
        );
    }

    /// Takes a block, writes to it and gives it back.
    fn use_block(&self, cpu: u32) -> bool {
        let taken = self.take(cpu);
        if let Some(address) = taken {
            self.give(cpu, address);
        }
        taken.is_some()
    }

    /// Once all threads have ended: so many blocks are free, and each slab with any is in the list
    /// once.
    fn expect_settled(&self, free: u64) {
        let mut sum = 0;
        let mut held = 0;
        for page in &self.pages {
            let head = Head(page.head().load());
            if head.kind() == SLAB {
                let free = page.settled();
                assert_eq!(head.is_held(), free != 0, "held with free blocks only");
                sum += free;
                held += usize::from(head.is_held());
            }
        }
        assert_eq!(sum, free, "free blocks");
        let mut listed = 0;
        let mut link = self.class.first();
        while link != 0 && listed <= self.pages.len() {
            let page = &self.pages[usize::try_from(link - 1).expect("a small number")];
            link = Head(page.head().load()).link();
            listed += 1;
        }
        assert_eq!(listed, held, "slabs in the list");
        let all = self.blocks.len() as u64;
        assert_eq!(sum + self.class.taken().load(), all, "taken blocks");
    }
}

fn run(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.max_branches = 100_000;
    builder.check(model);
}

/// One block for two: nobody has it at the same time, and it is handed over.
fn one_block_for_two() {
    let machine = Arc::new(Machine::new(1, &[1]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || {
        other.use_block(1);
        other.use_block(1);
    });
    machine.use_block(0);
    thread.join().expect("the other thread");
    machine.expect_settled(1);
}

/// Two blocks of one slab for two: each has one or finds the slab in the other's hands.
fn two_blocks_of_a_slab() {
    let machine = Arc::new(Machine::new(2, &[2]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1));
    machine.use_block(0);
    thread.join().expect("the other thread");
    machine.expect_settled(2);
}

/// Both give a block of a slab back that nobody holds: one of them puts it into the list.
fn both_give_into_a_full_slab() {
    let machine = Arc::new(Machine::new(2, &[0]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.give(1, Machine::address(1)));
    machine.give(0, Machine::address(0));
    thread.join().expect("the other thread");
    machine.expect_settled(2);
}

/// One takes the last block of a slab while the other gives one back to it.
fn takes_the_last_while_one_comes() {
    let machine = Arc::new(Machine::new(2, &[1]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.give(1, Machine::address(1)));
    let taken = machine.take(0);
    thread.join().expect("the other thread");
    machine.expect_settled(if taken.is_some() { 1 } else { 2 });
}

/// One takes out of the list while the other puts another slab before it.
fn takes_while_another_slab_comes() {
    let machine = Arc::new(Machine::new(1, &[1, 0]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.give(1, Machine::address(1)));
    let taken = machine.take(0);
    thread.join().expect("the other thread");
    machine.expect_settled(if taken.is_some() { 1 } else { 2 });
}

/// Two take out of a list of two.
fn both_take_of_two_slabs() {
    let machine = Arc::new(Machine::new(1, &[1, 1]));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.take(1).is_some());
    let here = machine.take(0).is_some();
    let there = thread.join().expect("the other thread");
    assert!(here && there, "there were two");
    machine.expect_settled(0);
}

/// A slab goes while its last block comes back: whoever has its pages next is behind the last owner.
fn goes_while_the_last_block_comes() {
    let machine = Arc::new(Machine::new(2, &[1]));
    let done = Arc::new(AtomicU64::new(0));
    let (other, seen) = (Arc::clone(&machine), Arc::clone(&done));
    let thread = thread::spawn(move || {
        other.give(1, Machine::address(1));
        // Says that it is over, but nothing of what was done.
        seen.store(1, Ordering::Relaxed);
    });
    while done.load(Ordering::Relaxed) == 0 {
        thread::yield_now();
    }
    machine.slabs(0).trim(0);
    if Head(machine.pages[0].head().load()).kind() != SLAB {
        machine.write(Machine::address(1));
    }
    thread.join().expect("the other thread");
}

const MODELS: [(&str, fn()); 7] = [
    ("one block for two", one_block_for_two),
    ("two blocks of a slab", two_blocks_of_a_slab),
    ("both give into a full slab", both_give_into_a_full_slab),
    (
        "takes the last while one comes",
        takes_the_last_while_one_comes,
    ),
    (
        "takes while another slab comes",
        takes_while_another_slab_comes,
    ),
    ("both take of two slabs", both_take_of_two_slabs),
    (
        "goes while the last block comes",
        goes_while_the_last_block_comes,
    ),
];

/// What is weakened holds for all threads of this process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn every_interleaving_is_right() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    weaken(Weakened::Nothing);
    for (name, model) in MODELS {
        println!("{name}");
        run(model);
    }
}

/// Each order that the twin asks for is needed: without it, a model finds what goes wrong.
#[test]
fn each_weaker_order_is_seen() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    std::panic::set_hook(Box::new(|_| {}));
    let mut missed = Vec::new();
    for kind in [
        Weakened::Acquire,
        Weakened::Look,
        Weakened::Release,
        Weakened::Add,
        Weakened::Clear,
    ] {
        weaken(kind);
        let seen = MODELS
            .iter()
            .find(|(_, model)| catch_unwind(AssertUnwindSafe(|| run(*model))).is_err());
        match seen {
            Some((name, _)) => println!("{kind:?}: {name}"),
            None => missed.push(kind),
        }
    }
    weaken(Weakened::Nothing);
    drop(std::panic::take_hook());
    assert!(missed.is_empty(), "not seen: {missed:?}");
}
