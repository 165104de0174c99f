// SPDX-License-Identifier: MIT OR Apache-2.0
//! The panic handler.

use seam::Bytes;

use core::fmt::{self, Write};
use core::panic::PanicInfo;

unsafe extern "C" {
    /// Ends the call or the kernel, as `seam/panic.h` says.
    fn seam_service_panic(message: Bytes, file: Bytes, line: u32, column: u32) -> !;
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
    // SAFETY: the kernel provides this function with this signature; both slices are valid until the
    // stack is abandoned.
    unsafe {
        seam_service_panic(
            Bytes::new(message.as_bytes()),
            Bytes::new(file.as_bytes()),
            line,
            column,
        )
    }
}
