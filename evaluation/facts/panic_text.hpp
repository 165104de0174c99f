// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

#include <array>

namespace bimetal::evaluation {

/// The images whose size is measured.
inline constexpr std::array sized_images = {"bimetal", "bimetal-fixed-cpp", "bimetal-fixed-rust"};

/// Builds the images again, in a build directory of their own, with a Rust that says nothing when a
/// check fails, and compares them with `with`, the images of size.json. Never fails: where there is
/// no result, it says why.
json measure_without_panic_text(const Setup& setup, const json& with);

/// The two lists of images side by side.
json compare_panic_text(const json& without, const json& with);

} // namespace bimetal::evaluation
