// SPDX-License-Identifier: MIT OR Apache-2.0
// The components of this image: which twins are there, and which serve.
#pragma once

#include "kernel/boot/boot_options.hpp"
#include "seam/runtime/selection.hpp"

#include <span>
#include <string_view>

namespace bimetal::services {

/// The twins of a component that can be chosen in this image; the image must have the component.
std::span<const std::string_view> twins_of(std::string_view component);

/// Checks that all twins were built from the contracts that the core was built from, and lets the
/// chosen ones serve. A contract that differs is a panic that names the seam and both hashes; a
/// choice that fails is logged and the default serves. Boot, one processor.
void select_components(const boot::BootOptions& options);

} // namespace bimetal::services
