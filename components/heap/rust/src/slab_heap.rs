// SPDX-License-Identifier: MIT OR Apache-2.0
//! The heap itself.

use core::marker::PhantomData;
use core::sync::atomic::{AtomicU64, Ordering};

use heap_contract::{
    CLASS_COUNT, CPU_CAPACITY, Class, ClassStatistics, Cpu, Digest, Error, LARGEST_BLOCK,
    LARGEST_CLASS, MAGAZINE_CAPACITY, Magazine, Owner, PAGE_LIMIT, PAGE_NUMBER_LIMIT, Page,
    Services, Shared, State, Statistics, Twin,
};

use crate::classes::{GRANULE_BYTES, PAGE_BYTES, Request, class_at, class_of, narrow};
use crate::layout::{Head, LARGE, Layout, Place, SLAB, head_of, index_of};
use crate::slabs::{Counted, Slabs, Source};
use crate::survey::Survey;

/// The heap in the shared layout.
#[derive(Clone, Copy, Debug)]
pub struct SlabHeap<S>(PhantomData<S>);

/// One CPU of an instance.
struct Own<'a, S> {
    state: &'a State,
    layout: Layout<'a, Page>,
    cpu: &'a Cpu,
    number: u32,
    services: PhantomData<S>,
}

impl<S> Clone for Own<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Own<'_, S> {}

/// The CPUs in use.
#[inline]
pub fn cpus(state: &State) -> &[Cpu] {
    let count = index_of(state.cpu_count.load(Ordering::Relaxed)).min(CPU_CAPACITY);
    state.cpus.get(..count).unwrap_or_default()
}

/// Only one CPU writes what it counts; others read it.
#[inline]
fn count_block(owner: &Owner, blocks: u64, bytes: u64) {
    let add = |word: &AtomicU64, value| {
        word.store(
            word.load(Ordering::Relaxed).wrapping_add(value),
            Ordering::Relaxed,
        );
    };
    add(&owner.blocks, blocks);
    add(&owner.bytes, bytes);
}

/// A block of a slab that is not free.
#[inline]
fn used_block<'a>(
    layout: Layout<'a, Page>,
    address: u64,
    index: u64,
    page: &'a Page,
    head: Head,
) -> Result<Place<'a, Page>, Error> {
    if !head.is_of_slab() {
        return Err(Error::NotABlock);
    }
    let place = Place::find(layout, address, index, page, head)?;
    if place.is_taken() {
        Ok(place)
    } else {
        Err(Error::DoubleFree)
    }
}

impl<'a, S: Services> Own<'a, S> {
    #[inline]
    fn of(shared: Shared<'a>, number: u32) -> Result<Self, Error> {
        let cpu = cpus(shared.state).get(number as usize);
        Ok(Self {
            state: shared.state,
            layout: Layout::of(shared),
            cpu: cpu.ok_or(Error::OutOfRange)?,
            number,
            services: PhantomData,
        })
    }

    #[inline]
    fn owner(self, owner: u32) -> Result<&'a Owner, Error> {
        self.cpu.owners.get(owner as usize).ok_or(Error::OutOfRange)
    }

    fn source(self) -> Source<S> {
        Source::new(self.state.source.load(Ordering::Relaxed), self.number)
    }

    /// The slabs of a class, and the magazine before them.
    fn class(self, number: u32) -> Option<(Slabs<'a, Page, Class, S>, &'a Magazine)> {
        let class = self.state.classes.get(number as usize)?;
        let magazine = self.cpu.magazines.get(number as usize)?;
        let counted = Counted {
            slab_pages: &self.state.slab_pages,
            dropped_blocks: &self.state.dropped_blocks,
            dropped_bytes: &self.state.dropped_bytes,
        };
        let slabs = Slabs::new(self.layout, class, counted, self.source(), number);
        Some((slabs, magazine))
    }

    #[inline]
    fn give_back(
        self,
        address: u64,
        owner: u32,
        is_right: impl FnOnce(u64) -> bool,
    ) -> Result<(), Error> {
        let owner = self.owner(owner)?;
        let index = self.layout.index_of(address);
        let page = self.layout.page(index).ok_or(Error::Foreign)?;
        let head = head_of(page);
        if head.kind() == LARGE {
            if !address.is_multiple_of(PAGE_BYTES) {
                return Err(Error::NotABlock);
            }
            if !is_right(PAGE_BYTES.wrapping_shl(head.order())) {
                return Err(Error::WrongSize);
            }
            return free_large::<S>(self.state, self.layout.pages, self.number, index, owner);
        }
        let place = used_block(self.layout, address, index, page, head)?;
        let class = class_at(place.size_class);
        if !is_right(u64::from(class.size)) {
            return Err(Error::WrongSize);
        }
        let magazine = self
            .cpu
            .magazines
            .get(place.size_class as usize)
            .ok_or(Error::Corrupt)?;
        let mut count = magazine.count.load(Ordering::Relaxed);
        let mut all = true;
        if count >= u64::from(class.kept) {
            if count > MAGAZINE_CAPACITY as u64 {
                return Err(Error::Corrupt);
            }
            all = spill::<S>(self.state, self.layout.pages, self.number, place.size_class);
            count = magazine.count.load(Ordering::Relaxed);
        }
        if let Some(block) = magazine.blocks.get(index_of(count)) {
            block.store(address, Ordering::Relaxed);
        }
        magazine
            .count
            .store(count.wrapping_add(1), Ordering::Relaxed);
        count_block(owner, u64::MAX, u64::from(class.size).wrapping_neg());
        if all {
            Ok(())
        } else {
            Err(Error::EarlierDoubleFree)
        }
    }

    fn allocate_large(self, order: u32, owner: &Owner) -> Result<u64, Error> {
        let mut found = self.source().take_pages(self.layout, order);
        if found.is_none() {
            let _ = self.drain();
            found = self.source().take_pages(self.layout, order);
        }
        let index = found.ok_or(Error::Exhausted)?;
        let page = self.layout.page(index).ok_or(Error::Exhausted)?;
        let pages = 1u64.wrapping_shl(order);
        page.head.store(Head::large(order).0, Ordering::Relaxed);
        self.state.large_blocks.fetch_add(1, Ordering::Relaxed);
        self.state.large_pages.fetch_add(pages, Ordering::Relaxed);
        count_block(owner, 1, pages.wrapping_mul(PAGE_BYTES));
        Ok(self.layout.address_of(index))
    }

    fn free_large(self, index: u64, owner: &Owner) -> Result<(), Error> {
        let page = self.layout.page(index).ok_or(Error::Foreign)?;
        let head = head_of(page);
        // Of two that free it, one does.
        let is_ours = head.kind() == LARGE
            && page
                .head
                .compare_exchange(head.0, 0, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if !is_ours {
            return Err(Error::NotABlock);
        }
        let pages = 1u64.wrapping_shl(head.order());
        self.state
            .large_blocks
            .fetch_add(u64::MAX, Ordering::Relaxed);
        self.state
            .large_pages
            .fetch_add(pages.wrapping_neg(), Ordering::Relaxed);
        let bytes = pages.wrapping_mul(PAGE_BYTES);
        count_block(owner, u64::MAX, bytes.wrapping_neg());
        self.source().free_pages(self.layout, index, head.order());
        Ok(())
    }

    /// Fills an empty magazine up to a half, with what this CPU keeps elsewhere if there is nothing
    /// else; answers how many blocks came.
    fn refill(self, number: u32) -> u64 {
        let count = self.fetch(number);
        if count != 0 {
            return count;
        }
        let _ = self.drain();
        self.fetch(number)
    }

    fn fetch(self, number: u32) -> u64 {
        let Some((slabs, magazine)) = self.class(number) else {
            return 0;
        };
        let mut count = 0u64;
        slabs.take(u64::from(class_at(number).batch), |address| {
            if let Some(block) = magazine.blocks.get(index_of(count)) {
                block.store(address, Ordering::Relaxed);
                count = count.wrapping_add(1);
            }
        });
        magazine.count.store(count, Ordering::Relaxed);
        count
    }

    /// Gives back the older half of a full magazine.
    fn spill(self, number: u32) -> bool {
        let Some((slabs, magazine)) = self.class(number) else {
            return false;
        };
        let blocks = kept(magazine);
        let batch = blocks.len().min(class_at(number).batch as usize);
        let (older, newer) = blocks.split_at_checked(batch).unwrap_or_default();
        let all = slabs.give(older.iter().map(|block| block.load(Ordering::Relaxed)));
        for (place, block) in blocks.iter().zip(newer) {
            place.store(block.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        magazine.count.store(newer.len() as u64, Ordering::Relaxed);
        slabs.trim_if_many();
        all
    }

    /// Empties the magazines, and gives all empty slabs back.
    #[cold]
    #[inline(never)]
    fn drain(self) -> Result<(), Error> {
        let mut result = Ok(());
        for number in 0..narrow(CLASS_COUNT) {
            let Some((slabs, magazine)) = self.class(number) else {
                break;
            };
            if magazine.count.load(Ordering::Relaxed) > MAGAZINE_CAPACITY as u64 {
                result = Err(Error::Corrupt);
                continue;
            }
            let blocks = kept(magazine).iter();
            if !slabs.give(blocks.map(|block| block.load(Ordering::Relaxed))) {
                result = result.and(Err(Error::EarlierDoubleFree));
            }
            // Nothing is left of what was here, so that instances with the same blocks look alike.
            for block in &magazine.blocks {
                block.store(0, Ordering::Relaxed);
            }
            magazine.count.store(0, Ordering::Relaxed);
            slabs.trim(0);
        }
        result
    }
}

// What is called rarely gets numbers and references, and finds its CPU again: so nothing of it is
// written to memory on the way of a call that needs none of it.

#[inline(never)]
fn allocate_large<S: Services>(
    state: &State,
    table: &[Page],
    cpu: u32,
    order: u32,
    owner: &Owner,
) -> Result<u64, Error> {
    Own::<S>::of(Shared { state, table }, cpu)?.allocate_large(order, owner)
}

#[inline(never)]
fn free_large<S: Services>(
    state: &State,
    table: &[Page],
    cpu: u32,
    index: u64,
    owner: &Owner,
) -> Result<(), Error> {
    Own::<S>::of(Shared { state, table }, cpu)?.free_large(index, owner)
}

#[cold]
#[inline(never)]
fn refill<S: Services>(state: &State, table: &[Page], cpu: u32, number: u32) -> u64 {
    Own::<S>::of(Shared { state, table }, cpu).map_or(0, |own| own.refill(number))
}

#[cold]
#[inline(never)]
fn spill<S: Services>(state: &State, table: &[Page], cpu: u32, number: u32) -> bool {
    Own::<S>::of(Shared { state, table }, cpu).is_ok_and(|own| own.spill(number))
}

/// The blocks of a magazine.
pub fn kept(magazine: &Magazine) -> &[AtomicU64] {
    let count = index_of(magazine.count.load(Ordering::Relaxed)).min(MAGAZINE_CAPACITY);
    magazine.blocks.get(..count).unwrap_or_default()
}

impl<S: Services> Twin for SlabHeap<S> {
    fn initialize(
        shared: Shared<'_>,
        first_page: u64,
        cpu_count: u32,
        source: u64,
    ) -> Result<(), Error> {
        let Shared { state, table } = shared;
        let room = (PAGE_NUMBER_LIMIT as u64).checked_sub(first_page);
        if table.is_empty()
            || table.len() > PAGE_LIMIT
            || room.is_none_or(|room| table.len() as u64 > room)
            || cpu_count == 0
            || cpu_count as usize > CPU_CAPACITY
        {
            return Err(Error::OutOfRange);
        }
        state.first_page.store(first_page, Ordering::Relaxed);
        state
            .cpu_count
            .store(u64::from(cpu_count), Ordering::Relaxed);
        state.source.store(source, Ordering::Relaxed);
        for page in table {
            page.head.store(0, Ordering::Relaxed);
            for word in &page.taken {
                word.store(0, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn shutdown(shared: Shared<'_>) {
        let layout = Layout::of(shared);
        let source = Source::<S>::new(shared.state.source.load(Ordering::Relaxed), 0);
        for (index, page) in shared.table.iter().enumerate() {
            let head = head_of(page);
            if head.kind() == SLAB || head.kind() == LARGE {
                source.free_pages(layout, index as u64, head.order());
            }
        }
    }

    #[inline]
    fn allocate(
        shared: Shared<'_>,
        cpu: u32,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<u64, Error> {
        let own = Own::<S>::of(shared, cpu)?;
        let owner = own.owner(owner)?;
        let is_plain = size <= LARGEST_CLASS as u64
            && alignment.wrapping_sub(1) < GRANULE_BYTES
            && alignment & alignment.wrapping_sub(1) == 0;
        let number = if is_plain {
            class_of(size)
        } else {
            match Request::of(size, alignment).ok_or(Error::OutOfRange)? {
                Request::Class(number) => number,
                Request::Large(order) => {
                    return allocate_large::<S>(shared.state, shared.table, cpu, order, owner);
                }
            }
        };
        let magazine = own
            .cpu
            .magazines
            .get(number as usize)
            .ok_or(Error::Corrupt)?;
        let mut count = magazine.count.load(Ordering::Relaxed);
        if count == 0 {
            count = refill::<S>(shared.state, shared.table, cpu, number);
            if count == 0 {
                return Err(Error::Exhausted);
            }
        }
        let left = count.wrapping_sub(1);
        let block = magazine.blocks.get(index_of(left)).ok_or(Error::Corrupt)?;
        let address = block.load(Ordering::Relaxed);
        magazine.count.store(left, Ordering::Relaxed);
        count_block(owner, 1, u64::from(class_at(number).size));
        Ok(address)
    }

    #[inline]
    fn free(shared: Shared<'_>, cpu: u32, address: u64, owner: u32) -> Result<(), Error> {
        Own::<S>::of(shared, cpu)?.give_back(address, owner, |_| true)
    }

    #[inline]
    fn free_sized(
        shared: Shared<'_>,
        cpu: u32,
        address: u64,
        size: u64,
        alignment: u64,
        owner: u32,
    ) -> Result<(), Error> {
        let request = Request::of(size, alignment).ok_or(Error::OutOfRange)?;
        Own::<S>::of(shared, cpu)?.give_back(address, owner, |bytes| request.fits(bytes))
    }

    fn resize(shared: Shared<'_>, address: u64, size: u64) -> Result<(), Error> {
        if size > LARGEST_BLOCK as u64 {
            return Err(Error::OutOfRange);
        }
        let bytes = Self::size_of(shared, address)?;
        if Request::of(size, 1).is_some_and(|request| request.fits(bytes)) {
            Ok(())
        } else {
            Err(Error::MustMove)
        }
    }

    fn size_of(shared: Shared<'_>, address: u64) -> Result<u64, Error> {
        let layout = Layout::of(shared);
        let index = layout.index_of(address);
        let page = layout.page(index).ok_or(Error::Foreign)?;
        let head = head_of(page);
        if head.kind() == LARGE && address.is_multiple_of(PAGE_BYTES) {
            return Ok(PAGE_BYTES.wrapping_shl(head.order()));
        }
        let place = used_block(layout, address, index, page, head)?;
        Ok(u64::from(class_at(place.size_class).size))
    }

    fn drain(shared: Shared<'_>, cpu: u32) -> Result<(), Error> {
        Own::<S>::of(shared, cpu)?.drain()
    }

    fn statistics(shared: Shared<'_>) -> Statistics {
        Survey::new(shared).count()
    }

    fn class_statistics(shared: Shared<'_>, size_class: u32) -> Result<ClassStatistics, Error> {
        Survey::new(shared)
            .count_class(size_class)
            .ok_or(Error::OutOfRange)
    }

    fn check(shared: Shared<'_>) -> Result<(), Error> {
        if Survey::new(shared).is_consistent() {
            Ok(())
        } else {
            Err(Error::Corrupt)
        }
    }

    fn digest(shared: Shared<'_>, kind: Digest) -> Result<u64, Error> {
        let survey = Survey::new(shared);
        Ok(match kind {
            Digest::Logical => survey.logical_digest(),
            Digest::Exact => survey.exact_digest(),
        })
    }
}
