// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

namespace bimetal::tool {

Result<int> evaluation(const Project& project, const std::string& subcommand,
                       const std::vector<std::string>& arguments) {
    // What is measured is built once; what `evaluate` builds besides is part of its measurement.
    std::vector<std::string> needed{"bimetal-evaluation"};
    if (subcommand == "bench" || subcommand == "evaluate") {
        needed.emplace_back("measured");
    }
    if (const Result<void> built = build_targets(project, needed); !built) {
        return std::unexpected(built.error());
    }
    std::vector<std::string> command{project.build / "evaluation/bimetal-evaluation", subcommand};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Result<ExitState> end = run_to_end(command);
    if (!end) {
        return std::unexpected(end.error());
    }
    if (end->by_signal) {
        return fail(fmt::format("bimetal-evaluation {} was ended by a signal", subcommand), 1);
    }
    return end->value;
}

} // namespace bimetal::tool
