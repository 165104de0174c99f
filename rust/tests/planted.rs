// SPDX-License-Identifier: MIT OR Apache-2.0
//! A Rust library of an image, with one violation that `--cfg` chooses.
#![no_std]

/// A function of the contract.
#[unsafe(no_mangle)]
pub extern "C" fn sample_rust_add(left: u32, right: u32) -> u32 {
    left.wrapping_add(right)
}

/// A function of the list.
#[unsafe(no_mangle)]
pub extern "C" fn sample_listed() {}

/// A function of neither.
#[cfg(extra)]
#[unsafe(no_mangle)]
pub extern "C" fn sample_rust_extra() {}

/// A second memcpy.
///
/// # Safety
/// As C has it.
#[cfg(memcpy)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    for offset in 0..length {
        // SAFETY: inside both, as the caller promises.
        unsafe { to.add(offset).write_volatile(from.add(offset).read()) };
    }
    to
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
