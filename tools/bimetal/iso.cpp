// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/guest.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

namespace bimetal::tool {

Result<int> iso(const Project& project, const GuestOptions& options) {
    const Result<std::filesystem::path> kernel = kernel_image(project, options);
    if (!kernel) {
        return std::unexpected(kernel.error());
    }
    const std::filesystem::path disc = project.build / "bimetal.iso";
    if (Result<void> made = make_disc(*kernel, kernel_words(options), disc); !made) {
        return std::unexpected(made.error());
    }
    fmt::print("{}\n", disc.string());
    return 0;
}

} // namespace bimetal::tool
