// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/debug_information.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// A filter for the kernel's console: adds ` at FILE:LINE` to the lines of its backtraces (their
/// form: kernel/debug/record.hpp) and changes nothing else. It holds no byte back, so a prompt
/// without a line end goes out at once: what is added stands before the line end, and only then is
/// the line complete. Any bytes may come, in any pieces.
class LogSymbolizer {
  public:
    /// Looks for images among `images`/*.elf by the build id that a record names; until one was
    /// named, `image` serves, if given.
    LogSymbolizer(std::filesystem::path images, std::optional<std::filesystem::path> image);

    /// What to write for these bytes.
    std::string feed(std::string_view bytes);

  private:
    /// A line of a backtrace.
    struct Line {
        std::uint64_t number;
        /// Nothing when the line continues the frame of the line before.
        std::optional<std::uint64_t> address;
        bool interrupted;
        std::string_view function;
    };

    static std::optional<Line> parse(std::string_view text);
    std::string end_of_line();
    std::string source_of(const Line& line);
    void use_build(const std::string& build_id);

    std::filesystem::path images_;
    std::map<std::string, std::optional<DebugInformation>> known_;
    std::optional<DebugInformation> given_;
    const DebugInformation* current_ = nullptr;

    std::string line_;
    bool too_long_ = false;
    std::vector<SourceFrame> frames_;
    std::uint64_t number_ = 0;
    std::size_t next_frame_ = 0;
};

} // namespace bimetal::image
