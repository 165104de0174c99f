// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where Rust's containers get their memory, for C17 and C++23: crate `seam-alloc` has the other
// side.
#ifndef SEAM_ALLOCATE_H
#define SEAM_ALLOCATE_H

#include "seam/annotations.h"

#include <stddef.h>
#include <stdint.h>

SEAM_DECLARATIONS_BEGIN

/// At least `size` bytes at a multiple of `alignment`, a power of two; null when there is no
/// memory. The kernel defines it, and the three below. Any context.
void* seam_service_allocate(size_t size, size_t alignment) SEAM_NOEXCEPT;

/// The same, filled with zeros.
void* seam_service_allocate_zeroed(size_t size, size_t alignment) SEAM_NOEXCEPT;

/// Takes back what one of these answered, with the size and alignment that it has now.
void seam_service_free(void* memory, size_t size, size_t alignment) SEAM_NOEXCEPT;

/// Makes it another size; what it held stays, as far as it fits, perhaps elsewhere. Null when there
/// is no memory, and then the old one is as it was.
void* seam_service_resize(void* memory, size_t size, size_t alignment,
                          size_t new_size) SEAM_NOEXCEPT;

/// Fills a vector, a string and boxes with about `count` elements each, reads all of them back, and
/// drops them. Answers 0, 1 when there was no memory for one of them, or 2 if something read was
/// not what was written. For tests.
uint32_t seam_alloc_exercise(uint64_t count) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
