// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/machine.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <filesystem>
#include <string>

namespace bimetal::tool {

/// The machine that `options` ask for; builds the image it boots.
Result<Machine> make_machine(const Project& project, const GuestOptions& options);

/// The kernel image that `options` ask for, built.
Result<std::filesystem::path> kernel_image(const Project& project, const GuestOptions& options);

/// The words for the kernel: those after `--`, then exec= for --exec.
std::vector<std::string> kernel_words(const GuestOptions& options);

/// Makes a disc image at `file` whose GRUB loads `kernel` with `words` through Multiboot2.
Result<void> make_disc(const std::filesystem::path& kernel, const std::vector<std::string>& words,
                       const std::filesystem::path& file);

} // namespace bimetal::tool
