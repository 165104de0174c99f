// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

/// Where a failed hardening check of the C++ library ends. Provided by whoever links the seam;
/// named so that tools see it as they see Rust's panic.
extern "C" [[noreturn]] void seam_hardening_trap(const char* message) noexcept;
