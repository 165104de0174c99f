// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of `border`. The contract is `border.seam.h`.

#![no_std]
#![forbid(unsafe_code)]

use border_contract::{Error, Services, Twin};

/// One instance.
#[derive(Debug, Default)]
pub struct Border<S> {
    total: u64,
    given: S,
}

impl<S: Services> Twin for Border<S> {
    fn new() -> Self {
        Self {
            total: 0,
            given: S::default(),
        }
    }

    fn initialize(&mut self) {
        self.total = 0;
    }

    fn shutdown(&mut self) {}

    #[inline]
    fn value(&mut self, number: u64) {
        self.total = self.total.wrapping_add(number);
    }

    #[inline]
    fn result(&mut self, number: u64) -> Result<u64, Error> {
        if number & 1 != 0 {
            return Err(Error::Odd);
        }
        self.total = self.total.wrapping_add(number);
        Ok(self.total)
    }

    #[inline]
    fn slice(&mut self, bytes: &[u8]) -> u64 {
        let first = bytes.first().copied().unwrap_or(0);
        self.total = self
            .total
            .wrapping_add(bytes.len() as u64)
            .wrapping_add(u64::from(first));
        self.total
    }

    #[inline]
    fn callback(&mut self, number: u64) -> u64 {
        self.total = self.total.wrapping_add(self.given.next(number));
        self.total
    }
}
