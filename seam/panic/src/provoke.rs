// SPDX-License-Identifier: MIT OR Apache-2.0
//! A function that panics when asked.

/// Fetches an element of a table whose index the caller chooses when it is told the length: one
/// outside panics here, and a callback that faults does so with Rust below it on the stack. For tests
/// of how both end.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn seam_panic_provoke(choose_index: extern "C" fn(u64) -> u64) -> u32 {
    let table = [2, 3, 5, 7];
    let index = usize::try_from(choose_index(table.len() as u64)).unwrap_or(usize::MAX);
    #[expect(
        clippy::indexing_slicing,
        reason = "the panic of an index outside is what this function is for"
    )]
    table[index]
}
