// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `buddy` as an ordinary library, for tests on the host.

use buddy_bindings as _;
