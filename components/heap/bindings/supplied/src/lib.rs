// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `heap` over pages that whoever links it supplies:
//! `heap_supplied_rust_NAME`, for its conformance suite and its workloads. An image without them takes
//! nothing of this from the library.

#![no_std]

heap_contract::services!(pub SuppliedPages, "heap_supply_");
heap_contract::export!("heap_supplied_rust_", heap::SlabHeap<SuppliedPages>);
