// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

namespace bimetal::tool {

Result<int> image_tool(const Project& project, const std::string& subcommand,
                       const std::vector<std::string>& arguments) {
    std::vector<std::string> needed{"bimetal-image"};
    if (subcommand != "symbolize") { // a log says itself which image wrote it, and that exists
        needed.insert(needed.end(),
                      {"images/bimetal.elf", "images/bimetal-tests.elf",
                       "images/bimetal-fixed-cpp.elf", "images/bimetal-fixed-rust.elf"});
    }
    if (const Result<void> built = build_targets(project, needed); !built) {
        return std::unexpected(built.error());
    }
    std::vector<std::string> command{project.image_tool(), subcommand, "--images",
                                     project.images().string()};
    if (subcommand == "stack") {
        for (const char* list : {"kernel/trap/panics.list", "kernel/panic_free.list"}) {
            command.insert(command.end(), {"--list", (project.source / list).string()});
        }
    }
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Result<ExitState> end = run_to_end(command);
    if (!end) {
        return std::unexpected(end.error());
    }
    if (end->by_signal) {
        return fail(fmt::format("bimetal-image {} was ended by a signal", subcommand), 1);
    }
    return end->value;
}

} // namespace bimetal::tool
