// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/guest.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace bimetal::tool {
namespace {

using namespace std::chrono_literals;

constexpr auto start_limit = 20s;

/// Waits until QEMU has made the socket that gdb connects to.
Result<void> await_socket(const std::filesystem::path& socket, Process& emulator) {
    const auto deadline = std::chrono::steady_clock::now() + start_limit;
    while (!std::filesystem::exists(socket)) {
        if (emulator.wait_for(20ms)) {
            return fail("QEMU ended before the debugger could connect; what it says is above",
                        status_emulator);
        }
        if (std::chrono::steady_clock::now() > deadline) {
            return fail("QEMU does not open its debugger socket", status_emulator);
        }
    }
    return {};
}

std::vector<std::string> debugger_command(const Project& project,
                                          const std::filesystem::path& image,
                                          const std::filesystem::path& socket,
                                          const std::vector<std::string>& batch) {
    std::vector<std::string> command{"gdb", "--quiet", image.string()};
    if (!batch.empty()) {
        command.insert(command.end(), {"--nx", "--batch"});
    }
    // The image names its sources relative to the checkout.
    for (const std::string& line : {fmt::format("directory {}", project.source.string()),
                                    fmt::format("target remote {}", socket.string())}) {
        command.insert(command.end(), {"--eval-command", line});
    }
    for (const std::string& line : batch) {
        command.insert(command.end(), {"--eval-command", line});
    }
    return command;
}

} // namespace

Result<int> gdb(const Project& project, const GdbOptions& options) {
    if (!find_program("gdb")) {
        return fail("gdb is missing: install Debian's package gdb");
    }
    GuestOptions guest = options.guest;
    guest.accelerator = "tcg"; // breakpoints before paging is on need the emulator
    const Result<Machine> machine = make_machine(project, guest);
    if (!machine) {
        return std::unexpected(machine.error());
    }
    const Result<TemporaryDirectory> temporary = TemporaryDirectory::make();
    if (!temporary) {
        return std::unexpected(temporary.error());
    }
    const std::filesystem::path socket = temporary->path() / "gdb";
    const std::filesystem::path console = project.build / "gdb-console.log";
    const Channels channels{.console = fmt::format("file,path={}", console.string()),
                            .results = "file,path=/dev/null",
                            .debugger =
                                fmt::format("socket,server=on,wait=off,path={}", socket.string()),
                            .halted = true};
    const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    Result<Process> emulator = Process::start({.arguments = qemu_command(*machine, channels),
                                               .input = null.number(),
                                               .output = STDERR_FILENO,
                                               .own_group = true});
    if (!emulator) {
        return std::unexpected(Failure{emulator.error().sentence, status_emulator});
    }
    if (Result<void> ready = await_socket(socket, *emulator); !ready) {
        return std::unexpected(ready.error());
    }
    fmt::print(stderr,
               "bimetal: the machine stands before its first instruction; its console goes "
               "to {}\n",
               console.string());
    // Ctrl-C is for gdb: it stops the guest, not us.
    ::signal(SIGINT, SIG_IGN);
    const Result<ExitState> end =
        run_to_end(debugger_command(project, machine->image, socket, options.batch));
    ::signal(SIGINT, SIG_DFL);
    if (!end) {
        return std::unexpected(end.error());
    }
    return end->by_signal ? 1 : end->value;
}

} // namespace bimetal::tool
