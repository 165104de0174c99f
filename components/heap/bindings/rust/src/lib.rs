// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `heap` under the names of its contract: `heap_rust_NAME`.

#![no_std]

heap_contract::export!("heap_rust_", heap::SlabHeap<heap_contract::LinkedServices>);
