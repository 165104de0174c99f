// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/project.hpp"

#include <string>
#include <vector>

namespace bimetal::tool {

/// Which machine and kernel `run` and `gdb` boot, as the command line says.
struct GuestOptions {
    std::string cpus = "1";
    std::string memory = "256M";
    std::string image = "tests";
    std::string fixed;       ///< `cpp` or `rust`: the image with those twins built in
    std::string accelerator; ///< empty: whichever is faster
    std::string commands;    ///< of --exec; empty for an interactive shell
    std::string qemu;        ///< extra arguments of QEMU, in one string
    bool iso = false;
    bool count_instructions = false;
    std::vector<std::string> kernel_options;
};

struct RunOptions {
    GuestOptions guest;
    double time_limit_seconds = -1; ///< negative: the default, 0: none
    bool print_command = false;
    std::string results_file;
};

struct TestOptions {
    std::string pattern;
    unsigned jobs = 0; ///< 0: one a processor
};

struct FuzzOptions {
    std::string component;
    unsigned seconds = 60;
    std::string input; ///< a file to repeat, in place of looking for new ones
};

struct MutantsOptions {
    std::vector<std::string> components; ///< all that have mutants, if empty
    std::string language;                ///< cpp or rust; both if empty
    std::string list;                    ///< a list in place of the component's own
    unsigned limit = 0;                  ///< so many for each component and language; 0 for all
};

struct GdbOptions {
    GuestOptions guest;
    std::vector<std::string> batch; ///< commands to run instead of an interactive session
};

// Each subcommand returns the exit status of the whole program.

/// Boots the kernel; the terminal becomes its console.
Result<int> run(const Project& project, const RunOptions& options);
/// Builds everything and runs ctest over it.
Result<int> test(const Project& project, const TestOptions& options);
/// Says which tools were found, which were chosen, and why.
Result<int> doctor(const Project& project);
/// Boots halted and hands the machine to gdb.
Result<int> gdb(const Project& project, const GdbOptions& options);
/// Writes a component that builds and passes, to be filled in.
Result<int> new_component(const Project& project, const std::string& name);
/// Makes the GRUB image and prints where it is.
Result<int> iso(const Project& project, const GuestOptions& options);
/// Gives both twins of a component the calls that a fuzzer finds, and compares.
Result<int> fuzz(const Project& project, const FuzzOptions& options);
/// Makes the mutants of components, and says which of them the suites kill.
Result<int> mutants(const Project& project, const MutantsOptions& options);
/// Calls random contracts across the languages, as seam/torture does.
Result<int> torture(const Project& project, const std::vector<std::string>& arguments);
/// Runs a subcommand that evaluation/ implements: `bench`, `compare`, `evaluate` or `facts`.
Result<int> evaluation(const Project& project, const std::string& subcommand,
                       const std::vector<std::string>& arguments);
/// Runs a subcommand that the image tool implements.
Result<int> image_tool(const Project& project, const std::string& subcommand,
                       const std::vector<std::string>& arguments);

} // namespace bimetal::tool
