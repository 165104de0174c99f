// SPDX-License-Identifier: MIT OR Apache-2.0
//! Callers in Rust that pass wrong arguments to each twin of component `buddy`.

use buddy_bindings as _;

#[path = "../../generated/hostile.rs"]
#[macro_use]
mod hostile;

buddy_contract::binding!(Cpp, "buddy_cpp_");
buddy_contract::binding!(Rust, "buddy_rust_");
callers!("buddy_hostile_cpp_", Cpp);
callers!("buddy_hostile_rust_", Rust);
