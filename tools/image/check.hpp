// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// The names that a linker version script exports: those of its `global:` parts, in which `*` and
/// `?` stand for any text and any character.
class ExportList {
  public:
    static Result<ExportList> read(const std::filesystem::path& path);
    static ExportList parse(std::string_view script);

    bool contains(const std::string& name) const;

  private:
    std::vector<std::string> patterns_;
};

struct CheckOptions {
    ExportList exports;
    /// Functions that the image may run as constructors.
    std::set<std::string> constructors;
    /// The end of the path of the source that memcpy and its family come from; empty: any.
    std::string memory_functions;
};

struct CheckReport {
    /// One sentence for each thing that does not belong in a kernel image.
    std::vector<std::string> violations;
    std::size_t instructions = 0;
    std::size_t undecoded_bytes = 0;
};

/// Looks for everything that a kernel image must not hold; README.md has the list and the reasons.
Result<CheckReport> check_image(const ElfImage& image, const CheckOptions& options);

} // namespace bimetal::image
