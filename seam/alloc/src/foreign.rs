// SPDX-License-Identifier: MIT OR Apache-2.0
//! The global allocator.

use core::alloc::{GlobalAlloc, Layout};

unsafe extern "C" {
    fn seam_service_allocate(size: usize, alignment: usize) -> *mut u8;
    fn seam_service_allocate_zeroed(size: usize, alignment: usize) -> *mut u8;
    fn seam_service_free(memory: *mut u8, size: usize, alignment: usize);
    fn seam_service_resize(
        memory: *mut u8,
        size: usize,
        alignment: usize,
        new_size: usize,
    ) -> *mut u8;
}

/// Memory of the kernel.
struct Foreign;

#[global_allocator]
static FOREIGN: Foreign = Foreign;

// SAFETY: the kernel's functions answer memory of at least that size and alignment which nobody else
// has, or null, and do not unwind; that is what `seam/allocate.h` asks of them.
unsafe impl GlobalAlloc for Foreign {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: numbers go in; the caller promises that the size is not zero.
        unsafe { seam_service_allocate(layout.size(), layout.align()) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`.
        unsafe { seam_service_allocate_zeroed(layout.size(), layout.align()) }
    }

    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller promises that the memory was answered for this layout.
        unsafe { seam_service_free(memory, layout.size(), layout.align()) }
    }

    #[inline]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as for `dealloc`; the caller promises that the new size is not zero.
        unsafe { seam_service_resize(memory, layout.size(), layout.align(), new_size) }
    }
}
