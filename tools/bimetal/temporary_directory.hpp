// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>

namespace bimetal::tool {

/// A private directory that goes with this object.
class TemporaryDirectory {
  public:
    static Result<TemporaryDirectory> make() {
        std::string pattern = std::filesystem::temp_directory_path() / "bimetal-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            return fail("no temporary directory can be made: see TMPDIR");
        }
        return TemporaryDirectory(pattern);
    }

    TemporaryDirectory(TemporaryDirectory&& other) noexcept
        : path_(std::exchange(other.path_, {})) {}

    TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;

    ~TemporaryDirectory() {
        std::error_code ignored;
        if (!path_.empty()) {
            std::filesystem::remove_all(path_, ignored);
        }
    }

    const std::filesystem::path& path() const { return path_; }

  private:
    explicit TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

} // namespace bimetal::tool
