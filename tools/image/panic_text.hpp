// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"
#include "tools/image/function_map.hpp"

#include <cstdint>

namespace bimetal::image {

/// Bytes of read-only data that only a failed check needs, each counted once.
struct PanicText {
    /// Rust: what is said.
    std::uint64_t messages = 0;
    /// Rust: the names of source files in locations.
    std::uint64_t file_names = 0;
    /// Rust: core::panic::Location, 24 bytes each.
    std::uint64_t locations = 0;
    /// C++: the messages of libc++'s hardening, with file, line and condition.
    std::uint64_t hardening = 0;
};

/// README.md says how this is found, and what it misses.
Result<PanicText> measure_panic_text(const ElfImage& image, const FunctionMap& functions);

} // namespace bimetal::image
