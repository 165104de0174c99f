// SPDX-License-Identifier: MIT OR Apache-2.0
#include "components/serial/bindings/simulated.hpp"

#include "components/serial/bindings/generated/export.hpp"
#include "components/serial/cpp/serial.hpp"

SERIAL_EXPORT(simulated_cpp, bimetal::serial::Serial<bimetal::serial::SimulatedServices>)
