// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `frames` as an ordinary library, for tests on the host.

use frames_bindings as _;
