// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/boot/image.hpp"

#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/debug/image_information.hpp"

namespace bimetal::boot {

// The names come from the build (kernel/CMakeLists.txt).
ImageDescription image_description() {
    return {
        .version = BIMETAL_VERSION,
        .cpp_compiler = "clang " __clang_version__,
        .rust_compiler = "rustc " BIMETAL_RUSTC_VERSION,
        .link_time_optimised = BIMETAL_LINK_TIME_OPTIMISED != 0,
        .build_id = bimetal_image_information.build_id,
        .physical_start = reinterpret_cast<std::uint64_t>(image_physical_start),
        .physical_end = bimetal_image_information.image_end - arch::image_base,
    };
}

} // namespace bimetal::boot
