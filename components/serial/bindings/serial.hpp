// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a C++ caller of component `serial` includes: the generated client, and settings to start
// from.
#pragma once

#include "components/serial/bindings/generated/serial.hpp"

namespace bimetal::serial {

/// What PCs use: 115200 baud, 8 data bits, no parity, one stop bit, from a 1843200 Hz clock.
inline constexpr Settings default_settings{.clock = 1'843'200,
                                           .baud = 115'200,
                                           .data_bits = 8,
                                           .parity = Parity::none,
                                           .stop_bits = StopBits::one,
                                           .trigger = Trigger::eight};

} // namespace bimetal::serial
