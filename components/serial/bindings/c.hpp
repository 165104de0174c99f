// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C twin, serial_c_NAME, for its suite on the host. No image holds it.
#pragma once

#include "components/serial/bindings/serial.hpp"

SERIAL_BINDING(C, c)
