// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bimetal::image {

/// One function at an address, with its source.
struct SourceFrame {
    /// As short_function_name says it.
    std::string function;
    /// Empty when the debug information does not know it.
    std::string file;
    std::uint32_t line = 0;
};

/// The debug information of one image.
class DebugInformation {
  public:
    static Result<DebugInformation> open(const std::filesystem::path& path);

    /// Lower-case hexadecimal digits; empty when the image has none.
    std::string build_id() const { return hexadecimal(image_->build_id()); }

    /// The functions at an address, innermost first, every inlined call included.
    std::vector<SourceFrame> frames(std::uint64_t address) const;

  private:
    std::unique_ptr<ElfImage> image_;
    std::unique_ptr<llvm::DWARFContext> context_;
};

} // namespace bimetal::image
