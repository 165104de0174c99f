// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// weather_live_FUNCTION: the stubs of a live image.
#include "seam/generator/tests/golden/generated/contract.h"
#include "seam/runtime/stub.h"

#define WEATHER_STUB(function, component) seam_stub component, function;

    seam_stubs weather
    WEATHER_FUNCTIONS(WEATHER_STUB, weather)

    .section .note.GNU-stack, "", @progbits
