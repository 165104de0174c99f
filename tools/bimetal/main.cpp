// SPDX-License-Identifier: MIT OR Apache-2.0
// The host program behind the `bimetal` script: reads the command line, calls one subcommand.

#include "tools/bimetal/subcommands.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace bimetal::tool {
namespace {

void add_guest_options(CLI::App& command, GuestOptions& guest) {
    command.add_option("--smp", guest.cpus, "Number of CPUs")->type_name("N");
    command.add_option("--memory", guest.memory, "Memory, as 256M or 2G")->type_name("SIZE");
    command.add_option("--qemu", guest.qemu, "Further arguments of QEMU, in one string")
        ->type_name("'ARGUMENTS'");
    command.add_flag("--icount", guest.count_instructions,
                     "Let the time-stamp counter count instructions");
}

void add_kernel_options(CLI::App& command, GuestOptions& guest) {
    auto* image = command
                      .add_option("--image", guest.image,
                                  "Kernel image: tests (with in-kernel tests), release, "
                                  "another one's name, or a path")
                      ->type_name("NAME");
    command.add_option("--fixed", guest.fixed, "The image with those twins built in: cpp or rust")
        ->type_name("TWIN")
        ->excludes(image);
    command.add_option("--exec", guest.commands, "Run these shell commands, then power off")
        ->type_name("'COMMAND; ...'");
    command.footer("Words after -- go to the kernel, as in: bimetal run -- serial=rust log=debug");
}

Result<int> dispatch(int count, char** arguments) {
    // The kernel's words are not ours to interpret.
    char** const end = arguments + count;
    char** const separator = std::find(arguments, end, std::string_view("--"));
    const std::vector<std::string> kernel_options(separator == end ? end : separator + 1, end);

    Project project = this_project();
    GuestOptions guest;
    RunOptions run_options;
    TestOptions test_options;
    GdbOptions gdb_options;
    FuzzOptions fuzz_options;
    MutantsOptions mutants_options;
    std::string component;
    bool no_build = false;

    CLI::App app("Bimetal: a C++ kernel that can turn to Rust one component at a time", "bimetal");
    app.require_subcommand(0, 1);
    app.option_defaults()->take_last();
    app.add_flag("--no-build", no_build, "Take what is built already");
    app.footer("--preset NAME before the subcommand, or BIMETAL_PRESET, takes another build preset "
               "(default, no-lto).");

    CLI::App* run_command = app.add_subcommand("run", "Boot the kernel in QEMU");
    add_guest_options(*run_command, guest);
    add_kernel_options(*run_command, guest);
    run_command
        ->add_option("--timeout", run_options.time_limit_seconds,
                     "Time limit; 0 for none (default: none at a terminal, else 300)")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.0, 1e6));
    run_command
        ->add_option("--accelerator", guest.accelerator, "tcg or kvm (default: the faster one)")
        ->check(CLI::IsMember({"tcg", "kvm"}));
    run_command->add_flag("--iso", guest.iso, "Boot through GRUB from a disc image");
    run_command->add_flag("--print-command", run_options.print_command,
                          "Print QEMU's command line instead of running it");
    run_command
        ->add_option("--results", run_options.results_file,
                     "Copy the kernel's results, one JSON object a line, to a file")
        ->type_name("FILE");

    CLI::App* test_command = app.add_subcommand("test", "Run every test, host and in-kernel");
    test_command->add_option("pattern", test_options.pattern, "Only tests whose name matches")
        ->type_name("PATTERN");
    test_command->add_option("-j,--jobs", test_options.jobs, "Tests at a time")->type_name("N");

    CLI::App* fuzz_command = app.add_subcommand(
        "fuzz", "Give both twins of a component the calls that a fuzzer finds, and compare");
    fuzz_command->add_option("component", fuzz_options.component, "Its name")
        ->type_name("COMPONENT")
        ->required();
    fuzz_command->add_option("--seconds", fuzz_options.seconds, "How long (default: 60)")
        ->type_name("N")
        ->check(CLI::Range(1U, 1'000'000U));
    fuzz_command->add_option("--input", fuzz_options.input, "Repeat what a file holds")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);

    CLI::App* mutants_command =
        app.add_subcommand("mutants", "Plant mistakes in the twins, and see the suites find them");
    mutants_command->add_option("component", mutants_options.components, "Those of these only")
        ->type_name("COMPONENT");
    mutants_command->add_option("--language", mutants_options.language, "Of one twin only")
        ->check(CLI::IsMember({"cpp", "rust"}));
    mutants_command
        ->add_option("--limit", mutants_options.limit, "So many of each component and language")
        ->type_name("N")
        ->check(CLI::Range(1U, 1'000'000U));
    mutants_command
        ->add_option("--list", mutants_options.list, "A list in place of the component's own")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);

    CLI::App* gdb_command = app.add_subcommand("gdb", "Boot halted, under gdb");
    add_guest_options(*gdb_command, guest);
    add_kernel_options(*gdb_command, guest);
    gdb_command
        ->add_option("--batch", gdb_options.batch,
                     "Run this gdb command and leave; may be given again")
        ->type_name("'COMMAND'")
        ->expected(1)
        ->take_all();

    CLI::App* iso_command = app.add_subcommand("iso", "Make a GRUB disc image for BIOS machines");
    add_kernel_options(*iso_command, guest);

    app.add_subcommand("new", "Write a component to fill in: contract, twins, suite, benchmark")
        ->add_option("name", component, "Its name, in lower-case words with underscores")
        ->type_name("NAME")
        ->required();

    app.add_subcommand("doctor", "Show tools, compilers and accelerator, and why each was chosen");
    app.add_subcommand("clean", "Remove everything that was built");
    const std::pair<const char*, const char*> of_others[] = {
        {"bench", "Measure both twins of components, interleaved, and compare them"},
        {"compare", "Say what changed between two results or commits, and whether it matters"},
        {"facts", "Show lines by language and component, unsafe code, what is only C++"},
        {"evaluate", "Measure everything and write the report: which twin, why, how sure"},
        {"torture", "Call random contracts across the languages, and compare every byte"},
        {"symbolize", "Add file and line to the backtraces of a log on standard input"},
        {"disasm", "Disassemble a function, twins side by side"},
        {"size", "Show how large the images and their parts are"},
        {"stack", "Show how much stack each function of both twins takes"}};
    for (const auto& [name, description] : of_others) {
        CLI::App* command = app.add_subcommand(name, description);
        command->prefix_command(); // its options, --help among them, are the other program's
        command->set_help_flag();
    }

    try {
        app.parse(static_cast<int>(separator - arguments), arguments);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return fail(fmt::format("{}; see bimetal --help", error.what()));
    }
    if (app.get_subcommands().empty()) {
        return fail("a subcommand is required; see bimetal --help");
    }
    project.may_build = !no_build;
    guest.kernel_options = kernel_options;

    const std::string name = app.get_subcommands().front()->get_name();
    if (!kernel_options.empty() && name != "run" && name != "gdb" && name != "iso") {
        return fail(fmt::format("bimetal {} takes no kernel options after --", name));
    }
    if (Result<void> written = write_editor_files(project); !written) {
        return std::unexpected(written.error());
    }
    if (name == "run") {
        run_options.guest = guest;
        return run(project, run_options);
    }
    if (name == "test") {
        return test(project, test_options);
    }
    if (name == "mutants") {
        return mutants(project, mutants_options);
    }
    if (name == "fuzz") {
        return fuzz(project, fuzz_options);
    }
    if (name == "gdb") {
        gdb_options.guest = guest;
        return gdb(project, gdb_options);
    }
    if (name == "iso") {
        return iso(project, guest);
    }
    if (name == "new") {
        return new_component(project, component);
    }
    if (name == "doctor") {
        return doctor(project);
    }
    if (name == "clean") {
        return fail("clean is done by the script: call ./bimetal clean");
    }
    if (name == "bench" || name == "compare" || name == "evaluate" || name == "facts") {
        return evaluation(project, name, app.get_subcommands().front()->remaining());
    }
    if (name == "torture") {
        return torture(project, app.get_subcommands().front()->remaining());
    }
    return image_tool(project, name, app.get_subcommands().front()->remaining());
}

} // namespace
} // namespace bimetal::tool

int main(int count, char** arguments) {
    // A reader that went away is a failed write, not our end: a guest may still run.
    std::signal(SIGPIPE, SIG_IGN);
    const bimetal::tool::Result<int> status = bimetal::tool::dispatch(count, arguments);
    if (!status) {
        fmt::print(stderr, "bimetal: {}\n", status.error().sentence);
        return status.error().status;
    }
    return *status;
}
