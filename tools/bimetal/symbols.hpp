// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/process.hpp"
#include "tools/bimetal/project.hpp"

#include <optional>

namespace bimetal::tool {

/// Adds file and line to the backtraces in a console stream, by the image tool's `symbolize`,
/// which passes everything else through as it comes. The stream is expected from `image`. Without
/// that program nothing is added.
class Symbolizer {
  public:
    static Result<Symbolizer> start(const Project& project, const std::filesystem::path& image,
                                    int output);

    /// The descriptor to write the stream to.
    int input() const { return stream_.is_open() ? stream_.number() : output_; }

    /// Ends the stream and waits until all of it is written.
    void finish();

  private:
    explicit Symbolizer(int output) : output_(output) {}

    int output_;
    Descriptor stream_;
    std::optional<Process> filter_;
};

} // namespace bimetal::tool
