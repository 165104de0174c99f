// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The service of both twins, apart from either.
#include "seam/border/border.seam.h"

uint64_t border_service_next(uint64_t number) noexcept {
    return number + 1;
}
