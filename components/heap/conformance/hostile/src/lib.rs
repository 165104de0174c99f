// SPDX-License-Identifier: MIT OR Apache-2.0
//! Callers in Rust that pass wrong arguments to each twin of component `heap`.

use heap_bindings as _;

#[path = "../../generated/hostile.rs"]
#[macro_use]
mod hostile;

heap_contract::binding!(Cpp, "heap_cpp_");
heap_contract::binding!(Rust, "heap_rust_");
callers!("heap_hostile_cpp_", Cpp);
callers!("heap_hostile_rust_", Rust);
