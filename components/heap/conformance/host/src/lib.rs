// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `heap` as an ordinary library, for tests on the host.

use heap_bindings as _;
