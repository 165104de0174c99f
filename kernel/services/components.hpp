// SPDX-License-Identifier: MIT OR Apache-2.0
// The components of this image: which twins are there, and which serve.
#pragma once

#include "kernel/boot/boot_options.hpp"
#include "seam/runtime/selection.hpp"

#include <span>
#include <string_view>

namespace bimetal::services {

/// The twins of `serial` that can be chosen in this image.
std::span<const std::string_view> serial_twins();

/// Checks that all twins were built from the contracts that the core was built from, and lets the
/// chosen ones serve. A contract that differs is a panic that names the seam and both hashes; a
/// choice that fails is logged and the default serves. Boot, one processor.
void select_components(const boot::BootOptions& options);

} // namespace bimetal::services
