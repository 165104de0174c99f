// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace bimetal::tool {

/// Where this program was built, and whether it may build more.
struct Project {
    std::filesystem::path source; ///< the checkout
    std::filesystem::path build;  ///< its build directory, of the preset that built this program
    bool may_build = true;        ///< off when a test runs us: ctest has built everything

    std::filesystem::path images() const { return build / "images"; }

    std::filesystem::path image_tool() const { return build / "tools/image/bimetal-image"; }
};

/// The project that this program belongs to.
Project this_project();

/// Brings `targets` up to date, with Ninja's progress on standard error; silent when nothing is
/// to do. Serialised against other builds in the same directory.
Result<void> build_targets(const Project& project, const std::vector<std::string>& targets);

/// The file of a kernel image, built first. `name` is `tests`, `release`, another image's name
/// with or without the prefix `bimetal-`, or a path.
Result<std::filesystem::path> image_file(const Project& project, const std::string& name);

/// Writes rust-project.json and the link to compile_commands.json at the root of the checkout,
/// where editors look, when they are missing or older than what they are made from.
Result<void> write_editor_files(const Project& project);

} // namespace bimetal::tool
