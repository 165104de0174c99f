// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a twin answers to random calls, folded into one number.
#ifndef ADOPT_TRACE_H
#define ADOPT_TRACE_H

#include <stdint.h>

enum { trace_statuses = 10 };

/// Makes `calls` random calls, wrong arguments among them, and folds every status, every value and
/// every byte that was written. `answered` counts how often each status came. The same seed makes
/// the same calls, so that the first one that differs can be looked for.
uint64_t trace_c(uint64_t seed, uint64_t calls, uint64_t answered[trace_statuses]);
uint64_t trace_rust(uint64_t seed, uint64_t calls, uint64_t answered[trace_statuses]);

#endif
