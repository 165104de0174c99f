// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace bimetal::image {

/// What attaching came to, for one line of report.
struct AttachReport {
    std::size_t functions;
    std::size_t inlined_calls;
    std::size_t table_bytes;
    std::size_t name_bytes;
    std::size_t range_bytes;
    std::size_t inlining_bytes;
    std::uint64_t text_bytes;
};

/// Makes the image's backtrace table, puts it into the spare segment that the linker script
/// reserves and completes the image's record (kernel/debug/image_information.hpp). The file is
/// replaced whole or not at all; running it again gives the same bytes.
Result<AttachReport> attach_backtrace(const std::filesystem::path& path);

} // namespace bimetal::image
