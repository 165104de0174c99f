// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin over the quick device as serial_measured_cpp_NAME.
#include "components/serial/bench/device.hpp"
#include "components/serial/bindings/generated/export.hpp"
#include "components/serial/cpp/serial.hpp"

SERIAL_BINDING(MeasuredCpp, measured_cpp)
SERIAL_EXPORT(measured_cpp, bimetal::serial::Serial<bimetal::serial::MeasuredServices>)
