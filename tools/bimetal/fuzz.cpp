// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace bimetal::tool {

Result<int> fuzz(const Project& project, const FuzzOptions& options) {
    const std::filesystem::path source = project.source / "components" / options.component;
    if (!std::filesystem::exists(source / "conformance/fuzz.cpp")) {
        return fail(
            fmt::format("component '{}' has no fuzzer: components/NAME/conformance/fuzz.cpp "
                        "is one, as frames and heap have it",
                        options.component));
    }
    const std::string target = "fuzz-" + options.component;
    if (const Result<void> built = build_targets(project, {target}); !built) {
        return std::unexpected(built.error());
    }
    // What it has found stays for the next time.
    const std::filesystem::path folder = project.build / "fuzz" / options.component;
    std::error_code error;
    std::filesystem::create_directories(folder / "corpus", error);
    if (error) {
        return fail(fmt::format("{} cannot be made: {}", folder.string(), error.message()));
    }
    const std::filesystem::path program = project.build / "components" / options.component / target;
    std::vector<std::string> command{program};
    if (options.input.empty()) {
        command.insert(command.end(), {fmt::format("-max_total_time={}", options.seconds),
                                       "-max_len=4096", "-len_control=0", "-print_final_stats=1",
                                       fmt::format("-artifact_prefix={}/", folder.string()),
                                       (folder / "corpus").string()});
    } else {
        command.push_back(options.input);
    }
    const Result<ExitState> end = run_to_end(command);
    if (!end) {
        return std::unexpected(end.error());
    }
    if (end->by_signal || end->value != 0) {
        return fail(
            fmt::format("the twins of {} differ, or one of them reached where it may not; "
                        "the input stands in {}, and ./bimetal fuzz {} --input FILE repeats it",
                        options.component, folder.string(), options.component),
            1);
    }
    return 0;
}

} // namespace bimetal::tool
