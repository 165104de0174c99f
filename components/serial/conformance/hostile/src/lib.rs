// SPDX-License-Identifier: MIT OR Apache-2.0
//! Callers in Rust that pass wrong arguments to each twin of component `serial`.

use serial_bindings as _;
use serial_simulated as _;

#[path = "../../generated/hostile.rs"]
#[macro_use]
mod hostile;

serial_contract::binding!(Cpp, "serial_cpp_");
serial_contract::binding!(Rust, "serial_rust_");
serial_contract::binding!(C, "serial_c_");
callers!("serial_hostile_cpp_", Cpp);
callers!("serial_hostile_rust_", Rust);
callers!("serial_hostile_c_", C);
