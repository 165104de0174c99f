// SPDX-License-Identifier: MIT OR Apache-2.0
//! Callers in Rust that pass wrong arguments to each twin of component `frames`.

use frames_bindings as _;

#[path = "../../generated/hostile.rs"]
#[macro_use]
mod hostile;

frames_contract::binding!(Cpp, "frames_cpp_");
frames_contract::binding!(Rust, "frames_rust_");
callers!("frames_hostile_cpp_", Cpp);
callers!("frames_hostile_rust_", Rust);
