// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/control.hpp"

#include <string>

namespace bimetal::tool {

/// Registers and backtrace of every CPU as QEMU sees them, for a guest that no longer answers.
/// The backtrace follows frame pointers; `symbolize` names its addresses.
std::string describe_cpus(Control& control, unsigned cpus);

} // namespace bimetal::tool
