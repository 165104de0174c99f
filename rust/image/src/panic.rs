// SPDX-License-Identifier: MIT OR Apache-2.0
//! The panic handler: formats the message without allocating and hands it to the kernel core.

use core::fmt::{self, Write};
use core::panic::PanicInfo;

unsafe extern "C" {
    /// Ends the call or the kernel. The message and the file name are not terminated and live on
    /// the panicking stack.
    fn bimetal_rust_panic(
        message: *const u8,
        message_length: usize,
        file: *const u8,
        file_length: usize,
        line: u32,
        column: u32,
    ) -> !;
}

/// Text of limited length; what does not fit is cut off, and the end says so.
struct Message {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Message {
    const CAPACITY: usize = 512;
    const MARK: &[u8] = b"...";

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..).unwrap_or_default();
        let taken = room.len().min(text.len());
        for (slot, byte) in room.iter_mut().zip(text.as_bytes()) {
            *slot = *byte;
        }
        self.length = self.length.saturating_add(taken);
        if taken == text.len() {
            return Ok(());
        }
        for (slot, byte) in self.bytes.iter_mut().rev().zip(Self::MARK.iter().rev()) {
            *slot = *byte;
        }
        Err(fmt::Error)
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let mut message = Message {
        bytes: [0; Message::CAPACITY],
        length: 0,
    };
    // An error means that the message was cut off, which its end shows.
    let _ = write!(message, "{}", info.message());
    let (file, line, column) = match info.location() {
        Some(location) => (location.file(), location.line(), location.column()),
        None => ("", 0, 0),
    };
    let text = message.as_bytes();
    // SAFETY: the core provides this function with this signature; both pointers are valid for
    // their lengths until the stack is abandoned.
    unsafe {
        bimetal_rust_panic(
            text.as_ptr(),
            text.len(),
            file.as_ptr(),
            file.len(),
            line,
            column,
        )
    }
}
