// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as serial_cpp_NAME.
#include "components/serial/bindings/generated/export.hpp"
#include "components/serial/cpp/serial.hpp"

SERIAL_EXPORT(cpp, bimetal::serial::Serial<bimetal::serial::LinkedServices>)
