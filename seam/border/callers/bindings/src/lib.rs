// SPDX-License-Identifier: MIT OR Apache-2.0
//! The loops in Rust for each of what they call, under the names of their contract:
//! `caller_TARGET_rust_NAME`.

#![no_std]

use border_bindings::LinkedServices;
use border_callers::{Caller, ThroughBinding, WithinCrate};

border_contract::binding!(pub Cpp, "border_cpp_");
border_contract::binding!(pub Rust, "border_rust_");
border_contract::binding!(pub StubCpp, "border_stub_cpp_");
border_contract::binding!(pub StubRust, "border_stub_rust_");

caller_contract::export!("caller_cppfixed_rust_", Caller<ThroughBinding<Cpp>>);
caller_contract::export!("caller_rustfixed_rust_", Caller<ThroughBinding<Rust>>);
caller_contract::export!("caller_cppstub_rust_", Caller<ThroughBinding<StubCpp>>);
caller_contract::export!("caller_ruststub_rust_", Caller<ThroughBinding<StubRust>>);
caller_contract::export!("caller_same_rust_", Caller<WithinCrate<LinkedServices>>);
