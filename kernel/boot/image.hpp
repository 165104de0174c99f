// SPDX-License-Identifier: MIT OR Apache-2.0
// What this image is and how it was built.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bimetal::boot {

struct ImageDescription {
    std::string_view version;
    std::string_view cpp_compiler;
    std::string_view rust_compiler;
    bool link_time_optimised;
    std::span<const std::uint8_t, 20> build_id;
    std::uint64_t physical_start;
    std::uint64_t physical_end;
};

ImageDescription image_description();

} // namespace bimetal::boot
