// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <random>
#include <thread>

namespace bimetal::tool {

Result<int> test(const Project& project, const TestOptions& options) {
    if (const Result<void> built = build_targets(project, {"all"}); !built) {
        return std::unexpected(built.error());
    }
    // One seed for the whole run, said before it starts, so that any failure can be repeated.
    const char* given = std::getenv("BIMETAL_SEED");
    const std::string seed = given != nullptr ? given : std::to_string(std::random_device()());
    fmt::print("random tests use BIMETAL_SEED={}\n", seed);
    std::fflush(stdout);

    const unsigned jobs =
        options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    ProcessSetup setup{.arguments = {"ctest", "--test-dir", project.build.string(),
                                     "--output-on-failure", "--no-tests=error", "--parallel",
                                     std::to_string(jobs)},
                       .environment = {{"BIMETAL_SEED", seed}}};
    if (!options.pattern.empty()) {
        setup.arguments.insert(setup.arguments.end(), {"--tests-regex", options.pattern});
    }
    Result<Process> ctest = Process::start(setup);
    if (!ctest) {
        return std::unexpected(ctest.error());
    }
    return ctest->wait().succeeded() ? 0 : 1;
}

} // namespace bimetal::tool
