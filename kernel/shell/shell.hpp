// SPDX-License-Identifier: MIT OR Apache-2.0
// The shell on the serial port.
#pragma once

#include "kernel/boot/boot_options.hpp"

namespace bimetal::shell {

/// Starts the shell's thread: the script of `exec` and then the end of the kernel, or lines from
/// the console. Boot; `options` must live on.
void start(boot::BootOptions& options);

} // namespace bimetal::shell
