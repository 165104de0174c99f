// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/symbols.hpp"

#include <unistd.h>

namespace bimetal::tool {

Result<Symbolizer> Symbolizer::start(const Project& project, const std::filesystem::path& image,
                                     int output) {
    Symbolizer symbolizer(output);
    const std::string program = project.image_tool();
    if (!find_program(program)) {
        return symbolizer;
    }
    auto pipe = pipe_pair();
    if (!pipe) {
        return std::unexpected(pipe.error());
    }
    // In a group of its own: a Ctrl-C must not take the last lines with it.
    Result<Process> filter =
        Process::start({.arguments = {program, "symbolize", "--images", project.images().string(),
                                      "--image", image.string()},
                        .input = pipe->first.number(),
                        .output = output,
                        .own_group = true});
    if (!filter) {
        return std::unexpected(filter.error());
    }
    symbolizer.filter_.emplace(std::move(*filter));
    symbolizer.stream_ = std::move(pipe->second);
    return symbolizer;
}

void Symbolizer::finish() {
    stream_.close();
    if (filter_) {
        filter_->wait();
        filter_.reset();
    }
}

} // namespace bimetal::tool
