// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

namespace bimetal::tool {

Result<int> torture(const Project& project, const std::vector<std::string>& arguments) {
    if (const Result<void> built = build_targets(project, {"seam-torture"}); !built) {
        return std::unexpected(built.error());
    }
    std::vector<std::string> command{project.build / "seam/torture/seam-torture"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Result<ExitState> end = run_to_end(command);
    if (!end) {
        return std::unexpected(end.error());
    }
    if (end->by_signal) {
        return fail("seam-torture was ended by a signal", 1);
    }
    return end->value;
}

} // namespace bimetal::tool
