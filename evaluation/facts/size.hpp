// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "evaluation/setup.hpp"

namespace bimetal::evaluation {

/// How large the images are, by component, twin and language. A full evaluation also builds them
/// without the text of Rust's panics.
Result<json> measure_size(const Setup& setup);

/// The rows of size.json from what `bimetal-image size --json` prints.
json size_images(const json& printed);

} // namespace bimetal::evaluation
