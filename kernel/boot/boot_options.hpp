// SPDX-License-Identifier: MIT OR Apache-2.0
// The options that the kernel takes on its command line.
#pragma once

#include "kernel/boot/boot_information.hpp"
#include "kernel/log/ring.hpp"

#include <optional>
#include <string_view>

namespace bimetal::boot {

struct BootOptions {
    /// Commands to run in place of the interactive shell; the kernel ends after them.
    std::optional<std::string_view> exec;
    /// Log records from this level up are shown on the console.
    log::Level console_level = log::Level::info;
    /// The component that hands out frames: `frames`, or `buddy`.
    std::string_view allocator = "frames";
    /// The twins that are to serve, where the image leaves the choice.
    std::optional<std::string_view> buddy;
    std::optional<std::string_view> frames;
    std::optional<std::string_view> heap;
    std::optional<std::string_view> serial;
};

/// Parses the command line. What is malformed, unknown or out of range is logged with the valid
/// choices and counts as absent. Boot, once: the result refers to storage of its own.
BootOptions read_options(const BootInformation& information);

} // namespace bimetal::boot
