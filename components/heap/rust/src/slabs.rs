// SPDX-License-Identifier: MIT OR Apache-2.0
//! The slabs of one class. Whoever takes a slab out of the list holds it until it is put back: only
//! the holder takes blocks out of it, everyone may give some back.

use core::marker::PhantomData;
use core::sync::atomic::Ordering;

use heap_contract::{NO_PAGE, Services};

use crate::classes::class_at;
use crate::layout::{HELD_BIT, Head, LINK_PLACE, LOW_HALF, Layout, Place, beyond, head_of};
use crate::words::{ClassWords, PageWords, Word, count};

const SLABS_A_REFILL: u32 = 4;
/// No page of the table.
pub const NOTHING: u64 = NO_PAGE as u64;

/// Where the pages come from, for one CPU.
pub struct Source<S> {
    pub number: u64,
    pub cpu: u32,
    services: PhantomData<S>,
}

impl<S> Clone for Source<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Source<S> {}

impl<S: Services> Source<S> {
    /// What the services are given with each call.
    pub const fn new(number: u64, cpu: u32) -> Self {
        Self {
            number,
            cpu,
            services: PhantomData,
        }
    }

    /// Asks the services for pages: the index of the first.
    pub fn take_pages<P: PageWords>(self, layout: Layout<'_, P>, order: u32) -> Option<u64> {
        let page = S::default().allocate_pages(self.number, self.cpu, order);
        if page == NOTHING {
            return None;
        }
        let index = page.wrapping_sub(layout.first_page);
        let pages = 1u64.wrapping_shl(order);
        let left = (layout.pages.len() as u64).checked_sub(index);
        if left.is_some_and(|left| pages <= left) && page & pages.wrapping_sub(1) == 0 {
            return Some(index);
        }
        S::default().free_pages(self.number, self.cpu, page, order);
        None
    }

    /// Gives pages back.
    pub fn free_pages<P: PageWords>(self, layout: Layout<'_, P>, index: u64, order: u32) {
        let page = layout.first_page.wrapping_add(index);
        S::default().free_pages(self.number, self.cpu, page, order);
    }
}

/// What is counted for all classes.
pub struct Counted<'a, W> {
    /// Pages of slabs.
    pub slab_pages: &'a W,
    /// Blocks that a magazine held a second time.
    pub dropped_blocks: &'a W,
    /// Their bytes.
    pub dropped_bytes: &'a W,
}

/// Blocks in one word of a slab's bits.
struct Run<'a, P> {
    page: &'a P,
    index: u64,
    word: usize,
    mask: u64,
}

/// The slabs of a class, for one CPU.
pub struct Slabs<'a, P: PageWords, C, S> {
    layout: Layout<'a, P>,
    class: &'a C,
    counted: Counted<'a, P::Word>,
    source: Source<S>,
    number: u32,
}

impl<'a, P, C, S> Slabs<'a, P, C, S>
where
    P: PageWords,
    C: ClassWords<Word = P::Word>,
    S: Services,
{
    /// Of the class with that number.
    pub const fn new(
        layout: Layout<'a, P>,
        class: &'a C,
        counted: Counted<'a, P::Word>,
        source: Source<S>,
        number: u32,
    ) -> Self {
        Self {
            layout,
            class,
            counted,
            source,
            number,
        }
    }

    /// Takes up to `want` blocks of some slabs, a new one if there is no other, and gives each
    /// address to `keep`; answers how many came.
    pub fn take(&self, want: u64, mut keep: impl FnMut(u64)) -> u64 {
        let mut got = 0u64;
        for _ in 0..SLABS_A_REFILL {
            if got >= want {
                break;
            }
            let mut link = self.pop();
            if link == 0 && got == 0 {
                link = self.make();
            }
            let Some(page) = self.at(link) else {
                break;
            };
            let left = want.wrapping_sub(got);
            got = got.wrapping_add(self.take_from(page, link.wrapping_sub(1), left, &mut keep));
            self.settle(page, link);
        }
        got
    }

    /// Gives blocks back, those that lie beside each other in one slab together. False if some were
    /// free already, or are no blocks of this class; those are left out.
    pub fn give(&self, addresses: impl Iterator<Item = u64>) -> bool {
        let mut all = true;
        let mut run: Option<Run<'a, P>> = None;
        for address in addresses {
            let Some(place) = self.place_of(address) else {
                self.drop(1);
                all = false;
                continue;
            };
            match &mut run {
                Some(run)
                    if core::ptr::eq(run.page, place.page)
                        && run.word == place.word()
                        && run.mask & place.bit() == 0 =>
                {
                    run.mask |= place.bit();
                }
                _ => {
                    let next = Run {
                        page: place.page,
                        index: place.index,
                        word: place.word(),
                        mask: place.bit(),
                    };
                    if let Some(run) = run.replace(next) {
                        all = self.give_run(&run) && all;
                    }
                }
            }
        }
        run.is_none_or(|run| self.give_run(&run)) && all
    }

    /// Gives empty slabs back once a quarter of all are: so that what it costs to look through them
    /// is never more than some steps for each that goes.
    pub fn trim_if_many(&self) {
        let keep = u64::from(class_at(self.number).empty_slabs);
        let empty = self.class.empty().load();
        if empty > keep && empty >= self.class.slabs().load() / 4 {
            self.trim(keep);
        }
    }

    /// Gives the empty slabs of the list back but the first `keep`.
    pub fn trim(&self, keep: u64) {
        let partial = self.class.partial();
        let mut top = partial.load();
        loop {
            if top & LOW_HALF == 0 {
                return;
            }
            match partial.compare_exchange(top, changed(top, 0), Ordering::Acquire) {
                Ok(()) => break,
                Err(found) => top = found,
            }
        }
        let mut keep = keep;
        let mut first = 0;
        let mut last: Option<&P> = None;
        // A list that a fault made a circle has no more slabs than there are pages.
        let mut link = top & LOW_HALF;
        for _ in self.layout.pages {
            let Some(page) = self.at(link) else {
                break;
            };
            // Acquires what those who gave its blocks back had done, as it may go itself now.
            let head = Head(page.head().acquire());
            if !head.is_slab_of(self.number) {
                break;
            }
            let is_empty = head.count() == head.capacity();
            if is_empty && keep == 0 {
                self.release(page, link.wrapping_sub(1), head);
            } else {
                keep = keep.wrapping_sub(u64::from(is_empty));
                match last {
                    Some(last) => set_link(last, link),
                    None => first = link,
                }
                last = Some(page);
            }
            link = head.link();
        }
        if let Some(last) = last {
            self.push(first, last);
        }
    }

    /// The slab that a link leads to.
    fn at(&self, link: u64) -> Option<&'a P> {
        self.layout.page(link.wrapping_sub(1))
    }

    /// A block of this class.
    fn place_of(&self, address: u64) -> Option<Place<'a, P>> {
        let index = self.layout.index_of(address);
        let page = self.layout.page(index)?;
        let head = head_of(page);
        if !head.is_of_slab() || head.size_class() != self.number {
            return None;
        }
        Place::find(self.layout, address, index, page, head).ok()
    }

    /// Takes the first slab out of the list, and holds it. 0 if there is none.
    fn pop(&self) -> u64 {
        let partial = self.class.partial();
        let mut top = partial.acquire();
        loop {
            let link = top & LOW_HALF;
            let Some(page) = self.at(link) else {
                return 0;
            };
            // If somebody else took it meanwhile, this is no link of it, but then the exchange
            // fails: no number comes twice before 2^32 others did.
            let head = head_of(page);
            match partial.compare_exchange(top, changed(top, head.link()), Ordering::Acquire) {
                Ok(()) if head.is_slab_of(self.number) => return link,
                Ok(()) => return 0,
                // Whoever put the first one there now had written its link before.
                Err(_) => top = partial.acquire(),
            }
        }
    }

    /// Puts a chain of held slabs before the list.
    fn push(&self, first: u64, last: &P) {
        let partial = self.class.partial();
        let mut top = partial.load();
        loop {
            set_link(last, top & LOW_HALF);
            match partial.compare_exchange(top, changed(top, first), Ordering::Release) {
                Ok(()) => return,
                Err(found) => top = found,
            }
        }
    }

    /// Puts a held slab back into the list if it has free blocks; else whoever gives one back will.
    fn settle(&self, page: &P, link: u64) {
        let mut word = page.head().load();
        while Head(word).count() == 0 {
            let alone = Head(word & !HELD_BIT).with_link(0);
            match page
                .head()
                .compare_exchange(word, alone.0, Ordering::Release)
            {
                Ok(()) => return,
                Err(found) => word = found,
            }
        }
        self.push(link, page);
    }

    /// Takes blocks out of a held slab: first they are promised, then found.
    fn take_from(&self, page: &P, index: u64, want: u64, keep: &mut impl FnMut(u64)) -> u64 {
        let mut word = page.head().load();
        // Whoever counted a block up had released the bit that it cleared.
        let promised = loop {
            let promised = Head(word).count().min(want);
            match page
                .head()
                .compare_exchange(word, word.wrapping_sub(promised), Ordering::Acquire)
            {
                Ok(()) => break promised,
                Err(found) => word = found,
            }
        };
        let head = Head(word);
        if head.count() == head.capacity() {
            count(self.class.empty(), u64::MAX);
        }
        count(self.class.taken(), promised);
        let size = u64::from(class_at(self.number).size);
        let mut first = self.layout.address_of(index);
        let mut left = promised;
        for taken in page.taken() {
            if left == 0 {
                break;
            }
            let mut before = taken.load();
            // Setting the bit acquires what the block's last owner wrote.
            let mut mask = loop {
                let mask = lowest(!before, left);
                if mask == 0 {
                    break mask;
                }
                match taken.compare_exchange(before, before | mask, Ordering::Acquire) {
                    Ok(()) => break mask,
                    Err(found) => before = found,
                }
            };
            left = left.wrapping_sub(u64::from(mask.count_ones()));
            while mask != 0 {
                let block = u64::from(mask.trailing_zeros());
                keep(first.wrapping_add(block.wrapping_mul(size)));
                mask &= mask.wrapping_sub(1);
            }
            first = first.wrapping_add(size.wrapping_mul(64));
        }
        // Not found is only what a fault counted.
        promised.wrapping_sub(left)
    }

    /// Gives back some blocks of one word. False if one of them is free.
    fn give_run(&self, run: &Run<'_, P>) -> bool {
        let Some(taken) = run.page.taken().get(run.word) else {
            return false;
        };
        // What the last owner wrote is released with the bit.
        let given = taken.clear(run.mask) & run.mask;
        let number = u64::from(given.count_ones());
        if given != run.mask {
            self.drop(u64::from((run.mask ^ given).count_ones()));
        }
        if number == 0 {
            return false;
        }
        count(self.class.taken(), number.wrapping_neg());
        let before = Head(run.page.head().add(number, Ordering::Release));
        if before.count().wrapping_add(number) == before.capacity() {
            count(self.class.empty(), 1);
        }
        if before.count() == 0 && !before.is_held() {
            // Nobody else sees it like this, so it is ours to put into the list.
            run.page.head().set(HELD_BIT);
            self.push(run.index.wrapping_add(1), run.page);
        }
        given == run.mask
    }

    /// Counts blocks that went into magazines twice: their owner counted them twice, too.
    fn drop(&self, blocks: u64) {
        let size = u64::from(class_at(self.number).size);
        count(self.counted.dropped_blocks, blocks);
        count(self.counted.dropped_bytes, blocks.wrapping_mul(size));
    }

    /// A new slab, held: its link, or 0 if there is no memory.
    fn make(&self) -> u64 {
        let class = class_at(self.number);
        let mut order = class.slab_order;
        let mut found = self.source.take_pages(self.layout, order);
        while found.is_none() && order > class.least_order {
            order = order.wrapping_sub(1);
            found = self.source.take_pages(self.layout, order);
        }
        let Some(index) = found else {
            return 0;
        };
        let Some(page) = self.layout.page(index) else {
            return 0;
        };
        let pages = 1u64.wrapping_shl(order);
        for distance in 1..pages {
            if let Some(inside) = self.layout.page(index.wrapping_add(distance)) {
                inside.head().store(Head::inside(self.number, distance).0);
            }
        }
        let capacity = Head::slab(self.number, order, 0).capacity();
        for (word, taken) in page.taken().iter().enumerate() {
            taken.store(beyond(capacity, word));
        }
        page.head()
            .store(Head::slab(self.number, order, capacity).0);
        count(self.class.slabs(), 1);
        count(self.class.empty(), 1);
        count(self.counted.slab_pages, pages);
        index.wrapping_add(1)
    }

    /// Gives an empty slab that is held back to the services.
    fn release(&self, page: &P, index: u64, head: Head) {
        let pages = 1u64.wrapping_shl(head.order());
        for distance in 1..pages {
            if let Some(inside) = self.layout.page(index.wrapping_add(distance)) {
                inside.head().store(0);
            }
        }
        for word in page.taken() {
            word.store(0);
        }
        page.head().store(0);
        count(self.class.slabs(), u64::MAX);
        count(self.class.empty(), u64::MAX);
        count(self.counted.slab_pages, pages.wrapping_neg());
        self.source.free_pages(self.layout, index, head.order());
    }
}

/// The word of the list once it begins with another slab.
const fn changed(top: u64, link: u64) -> u64 {
    top.wrapping_shr(LINK_PLACE)
        .wrapping_add(1)
        .wrapping_shl(LINK_PLACE)
        | link
}

/// Others may count in the same word meanwhile.
fn set_link<P: PageWords>(page: &P, link: u64) {
    let mut word = page.head().load();
    while Head(word).link() != link {
        let linked = Head(word).with_link(link);
        match page
            .head()
            .compare_exchange(word, linked.0, Ordering::Relaxed)
        {
            Ok(()) => return,
            Err(found) => word = found,
        }
    }
}

/// As many bits as wanted, the lowest ones, of those that there are.
fn lowest(bits: u64, want: u64) -> u64 {
    if u64::from(bits.count_ones()) <= want {
        return bits;
    }
    let mut rest = bits;
    for _ in 0..want {
        rest &= rest.wrapping_sub(1);
    }
    bits ^ rest
}
