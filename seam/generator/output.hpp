// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace seam::generator {

/// A generated file, before it is formatted.
struct Output {
    std::filesystem::path path;
    std::string text;
};

/// The programs that lay text out; an empty name leaves it as it is.
struct Formatters {
    std::string clang_format = "clang-format-22";
    std::string rustfmt = "rustfmt";
};

/// Writes the files, formatted in the style that is configured where they lie. A file that says the
/// same already is left alone. The error says what could not be done.
[[nodiscard]] std::expected<void, std::string> write(const std::vector<Output>& outputs,
                                                     const Formatters& formatters);

/// The files that are not there, or say something else. Layout does not count, so that neither a
/// formatter nor its version does.
[[nodiscard]] std::vector<std::filesystem::path> stale(const std::vector<Output>& outputs);

/// Text without its layout: spaces, line breaks and their marks, the slashes of comments, which are
/// wrapped too, and commas before a closing bracket.
[[nodiscard]] std::string without_layout(const std::string& text);

} // namespace seam::generator
