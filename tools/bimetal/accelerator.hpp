// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/project.hpp"

#include <string>

namespace bimetal::tool {

/// Which accelerator QEMU gets, and why.
struct AcceleratorChoice {
    std::string name;   ///< `tcg` or `kvm`
    std::string reason; ///< one clause for the user
};

/// Takes KVM only where a tiny 64-bit guest, really booted, runs faster under it than under
/// emulation. The verdict is kept in the build directory until QEMU or the host's kernel changes;
/// `afresh` asks again.
AcceleratorChoice choose_accelerator(const Project& project, bool afresh);

} // namespace bimetal::tool
