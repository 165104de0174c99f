// SPDX-License-Identifier: MIT OR Apache-2.0
//! All Rust of the kernel as one static library: the journal under the names of its contract, and
//! the panic handler.

#![no_std]

use core::panic::PanicInfo;

journal_contract::export!("journal_rust_", journal::Journal);

unsafe extern "C" {
    /// Says where the panic was, and does not come back.
    fn kernel_panic(file: *const u8, length: usize, line: u32) -> !;
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let (file, line) = match info.location() {
        Some(location) => (location.file(), location.line()),
        None => ("", 0),
    };
    // SAFETY: the kernel defines it like this; the name of the file is valid for its length.
    unsafe { kernel_panic(file.as_ptr(), file.len(), line) }
}
