// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust half of `panics.cpp`.
#![no_std]

unsafe extern "C" {
    fn seam_service_panic(message: *const u8, length: usize) -> !;
}

static TABLE: [u32; 4] = [11, 13, 17, 19];

#[inline(never)]
fn fetch(from: &[u32], index: usize) -> u32 {
    from[index]
}

/// Can index out of range.
#[unsafe(no_mangle)]
pub extern "C" fn planted_rust(index: usize) -> u32 {
    fetch(&TABLE, index)
}

/// Cannot.
#[unsafe(no_mangle)]
pub extern "C" fn planted_clean_rust(index: usize) -> u32 {
    TABLE.get(index).copied().unwrap_or_default()
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: the other half of the sample provides it, and it takes any bytes.
    unsafe { seam_service_panic(core::ptr::null(), 0) }
}
