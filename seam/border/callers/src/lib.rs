// SPDX-License-Identifier: MIT OR Apache-2.0
//! The loops that call `border`, in Rust. The contract is `caller.seam.h`.

#![no_std]
#![forbid(unsafe_code)]

use border::Border;
use border_contract::{Binding, Client, Services, State};
use caller_contract::{Error, Twin};
use core::hint::black_box;
use core::marker::PhantomData;

/// What a loop calls.
pub trait Target {
    /// One that was not initialised.
    fn new() -> Self;
    /// Whether it is now.
    fn initialize(&mut self) -> Option<()>;
    /// Plain values.
    fn value(&mut self, number: u64) -> Option<()>;
    /// A result.
    fn result(&mut self, number: u64) -> Option<u64>;
    /// A slice.
    fn slice(&mut self, bytes: &[u8]) -> Option<u64>;
    /// A callback.
    fn callback(&mut self, number: u64) -> Option<u64>;
}

/// A target that is called through a binding.
pub struct ThroughBinding<B> {
    state: State,
    binding: PhantomData<B>,
}

impl<B: Binding> ThroughBinding<B> {
    #[inline]
    fn client(&mut self) -> Client<'_, B> {
        Client::new(&mut self.state)
    }
}

impl<B: Binding> Target for ThroughBinding<B> {
    fn new() -> Self {
        Self {
            state: State::default(),
            binding: PhantomData,
        }
    }

    fn initialize(&mut self) -> Option<()> {
        self.client().initialize().ok()
    }

    #[inline]
    fn value(&mut self, number: u64) -> Option<()> {
        self.client().value(number).ok()
    }

    #[inline]
    fn result(&mut self, number: u64) -> Option<u64> {
        self.client().result(number).ok()
    }

    #[inline]
    fn slice(&mut self, bytes: &[u8]) -> Option<u64> {
        self.client().slice(bytes).ok()
    }

    #[inline]
    fn callback(&mut self, number: u64) -> Option<u64> {
        self.client().callback(number).ok()
    }
}

/// A target in the crate of the loop.
pub struct WithinCrate<S>(Border<S>);

impl<S: Services> Target for WithinCrate<S> {
    fn new() -> Self {
        Self(border_contract::Twin::new())
    }

    fn initialize(&mut self) -> Option<()> {
        border_contract::Twin::initialize(&mut self.0);
        Some(())
    }

    #[inline]
    fn value(&mut self, number: u64) -> Option<()> {
        border_contract::Twin::value(&mut self.0, number);
        Some(())
    }

    #[inline]
    fn result(&mut self, number: u64) -> Option<u64> {
        border_contract::Twin::result(&mut self.0, number).ok()
    }

    #[inline]
    fn slice(&mut self, bytes: &[u8]) -> Option<u64> {
        Some(border_contract::Twin::slice(&mut self.0, bytes))
    }

    #[inline]
    fn callback(&mut self, number: u64) -> Option<u64> {
        Some(border_contract::Twin::callback(&mut self.0, number))
    }
}

/// The loops.
pub struct Caller<T>(T);

fn sum(rounds: u64, mut call: impl FnMut(u64) -> Option<u64>) -> Result<u64, Error> {
    let mut total: u64 = 0;
    for round in 0..rounds {
        let answer = call(round).ok_or(Error::Refused)?;
        total = total.wrapping_add(answer);
    }
    Ok(total)
}

impl<T: Target> Twin for Caller<T> {
    fn new() -> Self {
        Self(T::new())
    }

    fn initialize(&mut self) -> Result<(), Error> {
        self.0.initialize().ok_or(Error::Refused)
    }

    fn shutdown(&mut self) {}

    fn value(&mut self, rounds: u64) -> Result<u64, Error> {
        for round in 0..rounds {
            self.0.value(black_box(round)).ok_or(Error::Refused)?;
        }
        Ok(rounds)
    }

    fn result(&mut self, rounds: u64) -> Result<u64, Error> {
        sum(rounds, |round| {
            self.0.result(black_box(round).wrapping_mul(2))
        })
    }

    fn slice(&mut self, rounds: u64) -> Result<u64, Error> {
        let bytes: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
        sum(rounds, |round| {
            let length = (black_box(round) & 7) as usize;
            self.0.slice(bytes.get(..length)?)
        })
    }

    fn callback(&mut self, rounds: u64) -> Result<u64, Error> {
        sum(rounds, |round| self.0.callback(black_box(round)))
    }
}
