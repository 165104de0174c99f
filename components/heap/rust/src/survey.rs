// SPDX-License-Identifier: MIT OR Apache-2.0
//! The whole layout, looked at while nobody changes it: statistics, consistency, digests.

use core::sync::atomic::{AtomicU64, Ordering};

use heap_contract::{
    CLASS_COUNT, CPU_CAPACITY, ClassStatistics, HASH_START, MAX_ORDER, MAX_SLAB_ORDER,
    PAGE_NUMBER_LIMIT, Page, Shared, State, Statistics,
};

use crate::classes::{PAGE_BYTES, class_at, narrow};
use crate::layout::{HELD_BIT, Head, LARGE, LOW_HALF, Layout, Place, SLAB, beyond, head_of, step};
use crate::slab_heap::{cpus, kept};

fn load(word: &AtomicU64) -> u64 {
    word.load(Ordering::Relaxed)
}

fn is_zero(word: &AtomicU64) -> bool {
    load(word) == 0
}

fn has_no_bits(page: &Page) -> bool {
    page.taken.iter().all(is_zero)
}

fn hash_of(address: u64, size: u64) -> u64 {
    step(step(HASH_START as u64, address), size)
}

/// What the table has of one class.
#[derive(Clone, Copy, Default)]
struct Found {
    slabs: u64,
    empty: u64,
    held: u64,
    taken: u64,
}

/// What the table has.
#[derive(Default)]
struct Totals {
    classes: [Found; CLASS_COUNT],
    slab_pages: u64,
    large_blocks: u64,
    large_pages: u64,
}

/// One instance, which nobody changes meanwhile.
pub struct Survey<'a> {
    state: &'a State,
    layout: Layout<'a, Page>,
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
    pub fn count(&self) -> Statistics {
        let mut statistics = Statistics::default();
        for cpu in cpus(self.state) {
            for (sum, counted) in statistics.owners.iter_mut().zip(&cpu.owners) {
                sum.blocks = sum.blocks.wrapping_add(load(&counted.blocks));
                sum.bytes = sum.bytes.wrapping_add(load(&counted.bytes));
            }
            for magazine in &cpu.magazines {
                statistics.magazine_blocks = statistics
                    .magazine_blocks
                    .wrapping_add(load(&magazine.count));
            }
        }
        for owner in &statistics.owners {
            statistics.live_blocks = statistics.live_blocks.wrapping_add(owner.blocks);
            statistics.live_bytes = statistics.live_bytes.wrapping_add(owner.bytes);
        }
        statistics.live_blocks = statistics
            .live_blocks
            .wrapping_add(load(&self.state.dropped_blocks));
        statistics.live_bytes = statistics
            .live_bytes
            .wrapping_add(load(&self.state.dropped_bytes));
        statistics.slab_pages = load(&self.state.slab_pages);
        statistics.large_blocks = load(&self.state.large_blocks);
        statistics.large_pages = load(&self.state.large_pages);
        statistics
    }

    /// What `class_statistics` answers of a class that there is.
    pub fn count_class(&self, size_class: u32) -> Option<ClassStatistics> {
        let class = self.state.classes.get(size_class as usize)?;
        let mut magazine_blocks = 0u64;
        for cpu in cpus(self.state) {
            let magazine = cpu.magazines.get(size_class as usize)?;
            magazine_blocks = magazine_blocks.wrapping_add(load(&magazine.count));
        }
        Some(ClassStatistics {
            size: u64::from(class_at(size_class).size),
            slabs: load(&class.slabs),
            empty_slabs: load(&class.empty),
            live_blocks: load(&class.taken).wrapping_sub(magazine_blocks),
            magazine_blocks,
        })
    }

    /// Whether everything agrees.
    pub fn is_consistent(&self) -> bool {
        self.is_head_right()
            && self.are_unused_cpus_zero()
            && self.is_table_right()
            && self.are_magazines_right()
    }

    /// The hash of the set of blocks in use.
    pub fn logical_digest(&self) -> u64 {
        let mut sum = 0u64;
        for (index, page) in self.layout.pages.iter().enumerate() {
            let head = head_of(page);
            let address = self.layout.address_of(index as u64);
            if head.kind() == LARGE {
                let size = PAGE_BYTES.wrapping_shl(head.order());
                sum = sum.wrapping_add(hash_of(address, size));
            } else if head.kind() == SLAB {
                sum = sum.wrapping_add(digest_of_slab(page, address, head));
            }
        }
        for cpu in cpus(self.state) {
            for (number, magazine) in (0..).zip(&cpu.magazines) {
                let size = u64::from(class_at(number).size);
                for block in kept(magazine) {
                    sum = sum.wrapping_sub(hash_of(load(block), size));
                }
            }
        }
        sum
    }

    /// The hash of all words.
    pub fn exact_digest(&self) -> u64 {
        let mut hash = HASH_START as u64;
        let mut take = |word: &AtomicU64| hash = step(hash, load(word));
        let state = self.state;
        // How many entries there are is what `page_capacity` says, which belongs to the bindings.
        take(&AtomicU64::new(self.layout.pages.len() as u64));
        take(&state.first_page);
        take(&state.cpu_count);
        take(&state.source);
        state.reserved.iter().for_each(&mut take);
        take(&state.large_blocks);
        take(&state.large_pages);
        take(&state.slab_pages);
        take(&state.dropped_blocks);
        take(&state.dropped_bytes);
        state.unused.iter().for_each(&mut take);
        for class in &state.classes {
            take(&class.partial);
            take(&class.slabs);
            take(&class.empty);
            take(&class.taken);
            class.reserved.iter().for_each(&mut take);
        }
        for cpu in &state.cpus {
            for magazine in &cpu.magazines {
                take(&magazine.count);
                magazine.blocks.iter().for_each(&mut take);
            }
            for owner in &cpu.owners {
                take(&owner.blocks);
                take(&owner.bytes);
            }
        }
        for page in self.layout.pages {
            take(&page.head);
            page.taken.iter().for_each(&mut take);
        }
        hash
    }

    fn is_head_right(&self) -> bool {
        let used = load(&self.state.cpu_count);
        let room = (PAGE_NUMBER_LIMIT as u64).checked_sub(self.layout.first_page);
        used != 0
            && used <= CPU_CAPACITY as u64
            && room.is_some_and(|room| self.layout.pages.len() as u64 <= room)
            && self.state.reserved.iter().all(is_zero)
            && self.state.unused.iter().all(is_zero)
    }

    fn are_unused_cpus_zero(&self) -> bool {
        let used = cpus(self.state).len();
        self.state.cpus.iter().skip(used).all(|cpu| {
            cpu.magazines
                .iter()
                .all(|magazine| is_zero(&magazine.count) && magazine.blocks.iter().all(is_zero))
                && cpu
                    .owners
                    .iter()
                    .all(|owner| is_zero(&owner.blocks) && is_zero(&owner.bytes))
        })
    }

    fn is_table_right(&self) -> bool {
        let mut totals = Totals::default();
        let mut index = 0u64;
        while index < self.layout.pages.len() as u64 {
            let Some(pages) = self.judge_page(index, &mut totals) else {
                return false;
            };
            index = index.wrapping_add(pages);
        }
        if load(&self.state.slab_pages) != totals.slab_pages
            || load(&self.state.large_blocks) != totals.large_blocks
            || load(&self.state.large_pages) != totals.large_pages
        {
            return false;
        }
        let mut live_blocks = totals.large_blocks;
        let mut live_bytes = totals.large_pages.wrapping_mul(PAGE_BYTES);
        for (number, found) in (0..).zip(&totals.classes) {
            let Some(counted) = self.count_class(number) else {
                return false;
            };
            if !self.is_class_right(number, found) {
                return false;
            }
            live_blocks = live_blocks.wrapping_add(counted.live_blocks);
            live_bytes = live_bytes.wrapping_add(counted.live_blocks.wrapping_mul(counted.size));
        }
        let statistics = self.count();
        statistics.live_blocks == live_blocks && statistics.live_bytes == live_bytes
    }

    /// How many pages are one thing from there on, if they do not contradict themselves.
    fn judge_page(&self, index: u64, totals: &mut Totals) -> Option<u64> {
        let page = self.layout.page(index)?;
        let head = head_of(page);
        if head.0 == 0 {
            return has_no_bits(page).then_some(1);
        }
        let pages = 1u64.wrapping_shl(head.order());
        let left = (self.layout.pages.len() as u64).wrapping_sub(index);
        let number = self.layout.first_page.wrapping_add(index);
        if pages > left || number & pages.wrapping_sub(1) != 0 {
            return None;
        }
        if head.kind() == LARGE {
            totals.large_blocks = totals.large_blocks.wrapping_add(1);
            totals.large_pages = totals.large_pages.wrapping_add(pages);
            let right = head.0 == Head::large(head.order()).0
                && head.order() <= narrow(MAX_ORDER)
                && has_no_bits(page)
                && self.are_inside(index, pages, |_| Head(0));
            return right.then_some(pages);
        }
        let size_class = head.size_class();
        let capacity = head.capacity();
        let whole = Head::slab(size_class, head.order(), head.count()).with_link(head.link());
        let absent = if head.is_held() { 0 } else { HELD_BIT };
        if head.kind() != SLAB
            || head.order() > narrow(MAX_SLAB_ORDER)
            || capacity == 0
            || head.0 != whole.0 & !absent
            || head.is_held() != (head.count() != 0)
            || (!head.is_held() && head.link() != 0)
        {
            return None;
        }
        let mut free = 0u64;
        for (word, taken) in page.taken.iter().enumerate() {
            let taken = load(taken);
            let none = beyond(capacity, word);
            if taken & none != none {
                return None;
            }
            free = free.wrapping_add(u64::from(taken.count_zeros()));
        }
        let inside = |distance| Head::inside(size_class, distance);
        if free != head.count() || !self.are_inside(index, pages, inside) {
            return None;
        }
        let found = totals.classes.get_mut(size_class as usize)?;
        found.slabs = found.slabs.wrapping_add(1);
        found.empty = found.empty.wrapping_add(u64::from(free == capacity));
        found.held = found.held.wrapping_add(u64::from(head.is_held()));
        found.taken = found.taken.wrapping_add(capacity.wrapping_sub(free));
        totals.slab_pages = totals.slab_pages.wrapping_add(pages);
        Some(pages)
    }

    /// Whether the pages behind the first are what they should be.
    fn are_inside(&self, index: u64, pages: u64, expected: impl Fn(u64) -> Head) -> bool {
        (1..pages).all(|distance| {
            let page = self.layout.page(index.wrapping_add(distance));
            page.is_some_and(|page| head_of(page).0 == expected(distance).0 && has_no_bits(page))
        })
    }

    fn is_class_right(&self, number: u32, found: &Found) -> bool {
        let Some(class) = self.state.classes.get(number as usize) else {
            return false;
        };
        if load(&class.slabs) != found.slabs
            || load(&class.empty) != found.empty
            || load(&class.taken) != found.taken
            || !class.reserved.iter().all(is_zero)
        {
            return false;
        }
        // A list of as many slabs as are held, which ends: it is all of them, each once.
        let mut link = load(&class.partial) & LOW_HALF;
        for _ in 0..found.held {
            let Some(page) = self.layout.page(link.wrapping_sub(1)) else {
                return false;
            };
            let head = head_of(page);
            if !head.is_slab_of(number) || !head.is_held() {
                return false;
            }
            link = head.link();
        }
        link == 0
    }

    fn are_magazines_right(&self) -> bool {
        (0..cpus(self.state).len())
            .all(|cpu| (0..narrow(CLASS_COUNT)).all(|number| self.is_magazine_right(cpu, number)))
    }

    fn is_magazine_right(&self, cpu: usize, number: u32) -> bool {
        let Some(magazine) = self.magazine(cpu, number) else {
            return false;
        };
        load(&magazine.count) <= u64::from(class_at(number).kept)
            && kept(magazine).iter().enumerate().all(|(index, block)| {
                let address = load(block);
                self.is_taken(address, number) && !self.is_kept_again(cpu, number, index, address)
            })
    }

    fn magazine(&self, cpu: usize, number: u32) -> Option<&'a heap_contract::Magazine> {
        cpus(self.state).get(cpu)?.magazines.get(number as usize)
    }

    /// Whether there is a block of that class, which is not free.
    fn is_taken(&self, address: u64, number: u32) -> bool {
        let index = self.layout.index_of(address);
        let Some(page) = self.layout.page(index) else {
            return false;
        };
        let head = head_of(page);
        head.is_of_slab()
            && head.size_class() == number
            && Place::find(self.layout, address, index, page, head)
                .is_ok_and(|place| place.is_taken())
    }

    /// Whether a block that a magazine keeps is in one of the class once more, further on.
    fn is_kept_again(&self, cpu: usize, number: u32, index: usize, address: u64) -> bool {
        (cpu..cpus(self.state).len()).any(|other| {
            let first = if other == cpu {
                index.wrapping_add(1)
            } else {
                0
            };
            self.magazine(other, number).is_some_and(|magazine| {
                kept(magazine)
                    .iter()
                    .skip(first)
                    .any(|block| load(block) == address)
            })
        })
    }
}

fn digest_of_slab(page: &Page, address: u64, head: Head) -> u64 {
    let size = u64::from(class_at(head.size_class()).size);
    let mut sum = 0u64;
    for (word, taken) in page.taken.iter().enumerate() {
        let first = (word as u64).wrapping_mul(64);
        let mut taken = load(taken) & !beyond(head.capacity(), word);
        while taken != 0 {
            let block = first.wrapping_add(u64::from(taken.trailing_zeros()));
            sum = sum.wrapping_add(hash_of(
                address.wrapping_add(block.wrapping_mul(size)),
                size,
            ));
            taken &= taken.wrapping_sub(1);
        }
    }
    sum
}
