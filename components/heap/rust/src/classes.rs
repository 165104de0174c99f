// SPDX-License-Identifier: MIT OR Apache-2.0
//! The classes of sizes, as tables that are made when compiling. A class is found in a table of
//! bytes: computing it with shifts has cost twice the time of a call, for a register that is written
//! by halves.

use heap_contract::{
    CLASS_COUNT, EMPTY_KEPT, EMPTY_PAGES, GRANULE, LARGEST_BLOCK, LARGEST_CLASS, MAGAZINE_CAPACITY,
    MAX_SLAB_ORDER, PAGE_SIZE,
};

/// A number of the contract that has 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "judged when compiling")]
pub const fn narrow(number: usize) -> u32 {
    assert!(number <= u32::MAX as usize);
    number as u32
}

/// Bytes of a page.
pub const PAGE_BYTES: u64 = PAGE_SIZE as u64;
/// Bytes of the smallest block, of which all others are multiples.
pub const GRANULE_BYTES: u64 = GRANULE as u64;
const PAGE_BYTES_32: u32 = narrow(PAGE_SIZE);
const GRANULE_COUNT: usize = LARGEST_CLASS / GRANULE + 1;

/// What is the same for all blocks of a class.
#[derive(Clone, Copy)]
pub struct SizeClass {
    /// Of a block.
    pub size: u32,
    /// 2^32 / size, rounded up.
    pub reciprocal: u32,
    /// Of its slabs, where memory is not in pieces.
    pub slab_order: u32,
    /// Of a slab that has room for one block.
    pub least_order: u32,
    /// How many blocks a magazine keeps at most.
    pub kept: u32,
    /// How many come and go at once.
    pub batch: u32,
    /// How many of its slabs stay for the next time.
    pub empty_slabs: u32,
}

impl SizeClass {
    const NONE: Self = Self {
        size: narrow(GRANULE),
        reciprocal: 0,
        slab_order: 0,
        least_order: 0,
        kept: 0,
        batch: 0,
        empty_slabs: 0,
    };

    #[expect(clippy::arithmetic_side_effects, reason = "judged when compiling")]
    const fn with_number(number: u32) -> Self {
        let size = if number < 4 {
            (number + 1) * narrow(GRANULE)
        } else {
            let doubling = 6 + (number - 4) / 4;
            (1 << doubling) + ((number - 4) % 4 + 1) * (1 << (doubling - 2))
        };
        // Sixteen blocks and more leave at most a sixteenth of a slab over, and mostly less.
        let order = order_for(size * 16);
        let room = 131_072 / size;
        let kept = if room < 7 {
            7
        } else if room > narrow(MAGAZINE_CAPACITY) {
            narrow(MAGAZINE_CAPACITY)
        } else {
            room
        };
        let slab_order = if order > narrow(MAX_SLAB_ORDER) {
            narrow(MAX_SLAB_ORDER)
        } else {
            order
        };
        let empty = narrow(EMPTY_PAGES) >> slab_order;
        Self {
            size,
            reciprocal: narrow((1usize << 32).div_ceil(size as usize)),
            slab_order,
            least_order: order_for(size),
            kept,
            batch: kept.div_ceil(2),
            empty_slabs: if empty > narrow(EMPTY_KEPT) {
                empty
            } else {
                narrow(EMPTY_KEPT)
            },
        }
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "judged when compiling")]
const fn order_for(bytes: u32) -> u32 {
    let mut order = 0;
    while (PAGE_BYTES_32 << order) < bytes {
        order += 1;
    }
    order
}

#[expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "judged when compiling"
)]
const fn make_classes() -> [SizeClass; CLASS_COUNT] {
    let mut classes = [SizeClass::NONE; CLASS_COUNT];
    let mut number = 0;
    while number < CLASS_COUNT {
        classes[number] = SizeClass::with_number(narrow(number));
        number += 1;
    }
    classes
}

#[expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "judged when compiling"
)]
const fn make_class_of_granules() -> [u8; GRANULE_COUNT] {
    let mut numbers = [0; GRANULE_COUNT];
    let mut number = 0u8;
    let mut granules = 0;
    while granules < GRANULE_COUNT {
        while (CLASSES[number as usize].size as usize) < granules * GRANULE {
            number += 1;
        }
        numbers[granules] = number;
        granules += 1;
    }
    numbers
}

static CLASSES: [SizeClass; CLASS_COUNT] = make_classes();
static CLASS_OF_GRANULES: [u8; GRANULE_COUNT] = make_class_of_granules();

/// By its number; one that is none is another's, as nothing here may stop the kernel.
#[inline]
pub fn class_at(number: u32) -> &'static SizeClass {
    CLASSES
        .get(number as usize % CLASS_COUNT)
        .unwrap_or(&SizeClass::NONE)
}

/// The class of a size up to the greatest.
#[inline]
pub fn class_of(size: u64) -> u32 {
    let granules = size.wrapping_add(GRANULE_BYTES.wrapping_sub(1)) / GRANULE_BYTES;
    let index = usize::try_from(granules).unwrap_or(usize::MAX);
    CLASS_OF_GRANULES
        .get(index)
        .map_or(0, |number| u32::from(*number))
}

/// What a request takes.
#[derive(Clone, Copy)]
pub enum Request {
    /// A block of a class.
    Class(u32),
    /// A large block of an order.
    Large(u32),
}

impl Request {
    /// For a size and an alignment, if they are in their ranges. A class is a multiple of each power
    /// of two that the size is a multiple of, up to a quarter of the power of two below it, and
    /// beyond that the only multiples there are classes themselves: rounding the size up to the
    /// alignment is enough.
    #[inline]
    pub fn of(size: u64, alignment: u64) -> Option<Self> {
        if size > LARGEST_BLOCK as u64
            || !alignment.is_power_of_two()
            || alignment > LARGEST_BLOCK as u64
        {
            return None;
        }
        let mask = alignment.wrapping_sub(1);
        let needed = size.max(1).wrapping_add(mask) & !mask;
        if needed <= LARGEST_CLASS as u64 {
            return Some(Self::Class(class_of(needed)));
        }
        let pages = needed.wrapping_add(PAGE_BYTES.wrapping_sub(1)) / PAGE_BYTES;
        let width = u64::BITS.wrapping_sub(pages.wrapping_sub(1).leading_zeros());
        Some(Self::Large(width))
    }

    /// Whether a block of so many bytes will do, and is not more than twice too large.
    #[inline]
    pub fn fits(self, block: u64) -> bool {
        self.bytes() <= block && self.bytes() > block / 2
    }

    /// How many bytes the block has.
    #[inline]
    fn bytes(self) -> u64 {
        match self {
            Self::Class(number) => u64::from(class_at(number).size),
            Self::Large(order) => PAGE_BYTES.wrapping_shl(order),
        }
    }
}
