// SPDX-License-Identifier: MIT OR Apache-2.0
//! A way into Rust and back for the shell's `fault` and its test: that backtraces lead through both
//! languages, and that a Rust panic ends as a C++ one does.

/// Fetches an element of a table of `length` whose index C++ chooses: an index outside panics here,
/// and a callback that faults does so with Rust frames below it.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn bimetal_rust_provoke(choose_index: extern "C" fn(usize) -> usize) -> u32 {
    let table = [2, 3, 5, 7];
    let index = choose_index(table.len());
    #[expect(
        clippy::indexing_slicing,
        reason = "the panic of an index outside is what this function is for"
    )]
    table[index]
}
