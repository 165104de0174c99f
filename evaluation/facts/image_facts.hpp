// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What bimetal-image says, for the facts about images.
#pragma once

#include "evaluation/setup.hpp"

#include <string>
#include <vector>

namespace bimetal::evaluation {

/// What `bimetal-image SUBCOMMAND ARGUMENTS --json` prints.
Result<json> image_json(const Setup& setup, const std::string& subcommand,
                        std::vector<std::string> arguments);

/// The file of an image that is built already.
Result<std::string> built_image(const Setup& setup, const std::string& name);

} // namespace bimetal::evaluation
