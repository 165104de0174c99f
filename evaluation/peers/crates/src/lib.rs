// SPDX-License-Identifier: MIT OR Apache-2.0
//! Allocators from crates.io behind C functions, to be measured beside the twins.

use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::hint::spin_loop;
use core::mem::MaybeUninit;
use core::ptr::{NonNull, null_mut};
use core::sync::atomic::{AtomicBool, Ordering};

/// A value behind a lock that spins.
struct Locked<T> {
    is_taken: AtomicBool,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: the value is reached under the lock only.
unsafe impl<T> Sync for Locked<T> {}

impl<T> Locked<T> {
    const fn new() -> Self {
        Self {
            is_taken: AtomicBool::new(false),
            value: UnsafeCell::new(None),
        }
    }

    fn with<R>(&self, use_it: impl FnOnce(&mut Option<T>) -> R) -> R {
        while self.is_taken.swap(true, Ordering::Acquire) {
            while self.is_taken.load(Ordering::Relaxed) {
                spin_loop();
            }
        }
        // SAFETY: the lock is ours.
        let answer = use_it(unsafe { &mut *self.value.get() });
        self.is_taken.store(false, Ordering::Release);
        answer
    }
}

const ALIGNMENT: usize = 16;

fn layout_of(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.max(1), ALIGNMENT).ok()
}

static TALC: Locked<talc::Talc<talc::ErrOnOom>> = Locked::new();

/// Begins anew with an arena.
///
/// # Safety
/// The arena is nobody else's from now on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peers_talc_begin(arena: *mut u8, size: usize) {
    TALC.with(|talc| {
        let mut fresh = talc::Talc::new(talc::ErrOnOom);
        // SAFETY: as the caller promises.
        let _ = unsafe { fresh.claim(talc::Span::from_base_size(arena, size)) };
        *talc = Some(fresh);
    });
}

/// Memory, or null.
#[unsafe(no_mangle)]
pub extern "C" fn peers_talc_allocate(size: usize) -> *mut u8 {
    let Some(layout) = layout_of(size) else {
        return null_mut();
    };
    TALC.with(|talc| match talc {
        // SAFETY: the size is not zero.
        Some(talc) => unsafe { talc.malloc(layout) }.map_or(null_mut(), NonNull::as_ptr),
        None => null_mut(),
    })
}

/// Takes memory back.
///
/// # Safety
/// It was answered for that size, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peers_talc_free(memory: *mut u8, size: usize) {
    if let (Some(layout), Some(memory)) = (layout_of(size), NonNull::new(memory)) {
        TALC.with(|talc| {
            if let Some(talc) = talc {
                // SAFETY: as the caller promises.
                unsafe { talc.free(memory, layout) };
            }
        });
    }
}

type Rlsf = rlsf::Tlsf<'static, u32, u32, 28, 32>;

static RLSF: Locked<Rlsf> = Locked::new();

/// Begins anew with an arena.
///
/// # Safety
/// The arena is nobody else's from now on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peers_rlsf_begin(arena: *mut u8, size: usize) {
    RLSF.with(|heap| {
        let mut fresh = Rlsf::new();
        // SAFETY: as the caller promises.
        let block =
            unsafe { core::slice::from_raw_parts_mut(arena.cast::<MaybeUninit<u8>>(), size) };
        let _ = fresh.insert_free_block(block);
        *heap = Some(fresh);
    });
}

/// Memory, or null.
#[unsafe(no_mangle)]
pub extern "C" fn peers_rlsf_allocate(size: usize) -> *mut u8 {
    let Some(layout) = layout_of(size) else {
        return null_mut();
    };
    RLSF.with(|heap| {
        heap.as_mut()
            .and_then(|heap| heap.allocate(layout))
            .map_or(null_mut(), NonNull::as_ptr)
    })
}

/// Takes memory back.
///
/// # Safety
/// It was answered, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peers_rlsf_free(memory: *mut u8, _size: usize) {
    if let Some(memory) = NonNull::new(memory) {
        RLSF.with(|heap| {
            if let Some(heap) = heap {
                // SAFETY: as the caller promises.
                unsafe { heap.deallocate(memory, ALIGNMENT) };
            }
        });
    }
}

static BUDDY: Locked<buddy_system_allocator::FrameAllocator<33>> = Locked::new();

/// Begins anew with the frames from 0 on.
#[unsafe(no_mangle)]
pub extern "C" fn peers_buddy_begin(frames: usize) {
    BUDDY.with(|buddy| {
        let mut fresh = buddy_system_allocator::FrameAllocator::new();
        fresh.add_frame(0, frames);
        *buddy = Some(fresh);
    });
}

/// The first of 2^order frames, or the greatest number there is.
#[unsafe(no_mangle)]
pub extern "C" fn peers_buddy_allocate(order: u32) -> usize {
    BUDDY.with(|buddy| {
        buddy
            .as_mut()
            .and_then(|buddy| buddy.alloc(1 << order))
            .unwrap_or(usize::MAX)
    })
}

/// Takes frames back.
#[unsafe(no_mangle)]
pub extern "C" fn peers_buddy_free(frame: usize, order: u32) {
    BUDDY.with(|buddy| {
        if let Some(buddy) = buddy {
            buddy.dealloc(frame, 1 << order);
        }
    });
}
