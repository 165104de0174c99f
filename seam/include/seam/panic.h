// SPDX-License-Identifier: MIT OR Apache-2.0
//
// How a panic in Rust ends, for C17 and C++23: crate `seam-panic` has the other side.
#ifndef SEAM_PANIC_H
#define SEAM_PANIC_H

#include "seam/slice.h"

#if defined(__cplusplus)
#define SEAM_NO_RETURN [[noreturn]]
#else
#define SEAM_NO_RETURN _Noreturn
#endif

SEAM_DECLARATIONS_BEGIN

/// Ends the call or the kernel; the kernel defines it. Both texts are UTF-8 without an end and live
/// on the stack that panicked. Line and column count from 1; all of the place is 0 or empty if it
/// is not known. Any context.
SEAM_NO_RETURN void seam_service_panic(SeamBytes message, SeamBytes file, uint32_t line,
                                       uint32_t column) SEAM_NOEXCEPT;

/// Fetches an element of a table whose index `choose_index` answers when it is told the length: one
/// outside panics in Rust, and a callback that faults does so with Rust below it on the stack. For
/// tests of how both end.
uint32_t seam_panic_provoke(uint64_t (*choose_index)(uint64_t length)) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
