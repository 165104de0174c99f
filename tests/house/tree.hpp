// SPDX-License-Identifier: MIT OR Apache-2.0
// The project's files as the checks of this folder see them: paths relative to the root, and texts.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::house {

// One thing that a check refuses.
struct Finding {
    std::string file;
    std::size_t line = 0;
    std::string sentence;
};

// A file or folder name as text split at '/'.
std::vector<std::string> split_path(std::string_view path);

// `path` taken from folder `from` (both relative to the root), without `.` and `..`. Empty when it
// leaves the tree.
std::string resolve(std::string_view from, std::string_view path);

// The folder that holds `path`; empty for a file at the root.
std::string folder_of(std::string_view path);

// The line (from 1) of character `offset`.
std::size_t line_at(std::string_view text, std::size_t offset);

enum class Language { c_family, rust };

// The source with comments blanked. Line breaks stay, so that offsets and line numbers
// hold.
std::string without_comments(std::string_view source, Language language);

class Tree {
  public:
    // Reads every file below `root` but build output, the repository's own store and hidden tools.
    // Throws std::runtime_error when a file cannot be read.
    static Tree load(const std::string& root);

    // Adds or replaces a file: how a test plants a violation.
    void plant(const std::string& path, const std::string& text) { files_[path] = text; }

    [[nodiscard]] const std::map<std::string, std::string>& files() const { return files_; }

    // The text of a file, or null.
    [[nodiscard]] const std::string* find(const std::string& path) const;

    // Whether a file or a folder of this name is there.
    [[nodiscard]] bool contains(const std::string& path) const;

  private:
    std::map<std::string, std::string> files_;
};

} // namespace bimetal::house
