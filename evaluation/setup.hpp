// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/project.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace bimetal::evaluation {

using nlohmann::json;
using tool::fail;
using tool::Failure;
using tool::Result;

/// What every measurement is told.
struct Setup {
    tool::Project project;         ///< the checkout, and the build that this program is part of
    std::filesystem::path results; ///< where `evaluate` keeps its results and writes its report
    bool quick = false;            ///< fewer repetitions, and nothing is built

    /// The `bimetal` program, to run the kernel with.
    std::filesystem::path tool() const { return project.build / "tools/bimetal/bimetal"; }
};

} // namespace bimetal::evaluation
