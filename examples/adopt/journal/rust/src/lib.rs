// SPDX-License-Identifier: MIT OR Apache-2.0
//! The journal in Rust. A message is two bytes of length, its level, and its text.

#![no_std]
#![forbid(unsafe_code)]

use journal_contract::{CAPACITY, Error, Level, MESSAGE_SIZE, Record, Statistics, Twin};

const HEADER_SIZE: u64 = 3;

/// The last messages, in a ring; the oldest make room for new ones.
pub struct Journal {
    /// Where the oldest message starts, in bytes since the first one ever.
    oldest: u64,
    /// Where the next one will.
    newest: u64,
    /// Number of the oldest message.
    first: u64,
    /// Number of the next one.
    next: u64,
    /// Messages that made room.
    dropped: u64,
    bytes: [u8; CAPACITY],
}

impl Journal {
    fn get(&self, at: u64) -> u8 {
        let index = at as usize % CAPACITY;
        self.bytes.get(index).copied().unwrap_or_default()
    }

    fn put(&mut self, byte: u8) {
        let index = self.newest as usize % CAPACITY;
        if let Some(slot) = self.bytes.get_mut(index) {
            *slot = byte;
        }
        self.newest = self.newest.wrapping_add(1);
    }

    fn is_empty(&self) -> bool {
        self.oldest == self.newest
    }

    fn free(&self) -> u64 {
        (CAPACITY as u64).wrapping_sub(self.newest.wrapping_sub(self.oldest))
    }

    fn oldest_length(&self) -> u16 {
        u16::from_le_bytes([self.get(self.oldest), self.get(self.oldest.wrapping_add(1))])
    }

    fn oldest_level(&self) -> Level {
        Level::try_from(self.get(self.oldest.wrapping_add(2))).unwrap_or(Level::Failure)
    }

    fn remove_oldest(&mut self) {
        let size = HEADER_SIZE.wrapping_add(u64::from(self.oldest_length()));
        self.oldest = self.oldest.wrapping_add(size);
        self.first = self.first.wrapping_add(1);
    }
}

impl Twin for Journal {
    fn new() -> Self {
        Self {
            oldest: 0,
            newest: 0,
            first: 0,
            next: 0,
            dropped: 0,
            bytes: [0; CAPACITY],
        }
    }

    fn initialize(&mut self) {}

    fn append(&mut self, level: Level, text: &[u8]) -> Result<u64, Error> {
        let length = match u16::try_from(text.len()) {
            Ok(length) if text.len() <= MESSAGE_SIZE => length,
            _ => return Err(Error::TooLong),
        };
        let mut dropped = 0_u64;
        while self.free() < HEADER_SIZE.wrapping_add(u64::from(length)) {
            self.remove_oldest();
            dropped = dropped.wrapping_add(1);
        }
        self.dropped = self.dropped.wrapping_add(dropped);
        let [low, high] = length.to_le_bytes();
        self.put(low);
        self.put(high);
        self.put(level.number());
        for byte in text {
            self.put(*byte);
        }
        self.next = self.next.wrapping_add(1);
        Ok(dropped)
    }

    fn peek(&mut self) -> Result<Record, Error> {
        if self.is_empty() {
            return Err(Error::Empty);
        }
        Ok(Record {
            number: self.first,
            length: u32::from(self.oldest_length()),
            level: self.oldest_level(),
            reserved: [0; 3],
        })
    }

    fn take(&mut self, text: &mut [u8]) -> Result<u64, Error> {
        if self.is_empty() {
            return Err(Error::Empty);
        }
        let length = self.oldest_length();
        let Some(room) = text.get_mut(..usize::from(length)) else {
            return Err(Error::TooSmall);
        };
        let mut at = self.oldest.wrapping_add(HEADER_SIZE);
        for slot in room {
            *slot = self.get(at);
            at = at.wrapping_add(1);
        }
        self.remove_oldest();
        Ok(u64::from(length))
    }

    fn statistics(&mut self) -> Statistics {
        Statistics {
            appended: self.next,
            dropped: self.dropped,
            held: self.next.wrapping_sub(self.first),
        }
    }
}
