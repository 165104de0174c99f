// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust twin of component `serial` as an ordinary library, for tests on the host.

use serial_bindings as _;
use serial_simulated as _;
