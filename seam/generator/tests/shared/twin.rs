// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of the shelf, and a client that takes over what either twin made.

#![deny(unsafe_op_in_unsafe_fn)]

use seam::Failure;
use shelf_contract::{Client, Error, Place, Shared, Twin, memory_size};

struct Shelf;

impl Twin for Shelf {
    fn initialize(shared: Shared<'_>) {
        shared.table.fill(Place::default());
    }

    fn shutdown(_: Shared<'_>) {}

    fn put(shared: Shared<'_>, place: u64, item: u64) -> Result<u64, Error> {
        let there = shared
            .table
            .get_mut(place as usize)
            .ok_or(Error::OutOfRange)?;
        there.changes += 1;
        Ok(core::mem::replace(&mut there.item, item))
    }

    fn look(shared: Shared<'_>, place: u64) -> Result<Place, Error> {
        shared
            .table
            .get(place as usize)
            .copied()
            .ok_or(Error::OutOfRange)
    }

    fn weigh(shared: Shared<'_>, bytes: &[u8]) -> u64 {
        shared.state.weight += bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
        shared.state.weight
    }
}

shelf_contract::export!("shelf_rust_", Shelf);
shelf_contract::binding!(Cpp, "shelf_cpp_");
shelf_contract::binding!(Rust, "shelf_rust_");

/// What a Rust caller sees; 0, or the number of what went wrong.
#[unsafe(no_mangle)]
extern "C" fn check_from_rust() -> u32 {
    let size = memory_size(8).unwrap_or_default() as usize;
    let mut memory = vec![0u64; size / 8];
    if Client::<Rust>::new(&mut memory[..2]).is_some() {
        return 1;
    }
    let Some(mut shelf) = Client::<Rust>::new(&mut memory) else {
        return 2;
    };
    if shelf.put(0, 1) != Err(Failure::Answered(Error::NotInitialised)) {
        return 3;
    }
    for too_many in [9, u64::MAX] {
        if shelf.initialize(too_many) != Err(Failure::Answered(Error::LengthOverflow)) {
            return 4;
        }
    }
    if shelf.initialize(8) != Ok(()) || shelf.put(7, 70) != Ok(0) {
        return 5;
    }
    if shelf.put(8, 1) != Err(Failure::Answered(Error::OutOfRange)) {
        return 6;
    }
    // The C++ twin goes on with what the Rust twin made, but not in less memory than that needs.
    if Client::<Cpp>::new(&mut memory[..size / 8 - 1]).is_some() {
        return 7;
    }
    let Some(mut shelf) = Client::<Cpp>::new(&mut memory) else {
        return 8;
    };
    if shelf.put(7, 71) != Ok(70) || shelf.look(7).map(|place| place.changes) != Ok(2) {
        return 9;
    }
    if shelf.shutdown() != Ok(()) {
        return 10;
    }
    let Some(mut shelf) = Client::<Rust>::new(&mut memory) else {
        return 11;
    };
    let after_the_end = shelf.look(7);
    if after_the_end != Err(Failure::Answered(Error::NotInitialised)) {
        return 12;
    }
    0
}
