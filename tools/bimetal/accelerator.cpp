// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/accelerator.hpp"

#include "tools/bimetal/machine.hpp"
#include "tools/bimetal/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace bimetal::tool {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto emulation_limit = 30s;
constexpr int probe_success = 33; // the probe writes 0x10 to the debug-exit device

/// Seconds that the probe guest takes under `accelerator`, QEMU's start included; or why not.
Result<double> probe(const Project& project, const std::string& accelerator,
                     std::chrono::milliseconds limit) {
    const Machine machine{.image = project.build / "tools/bimetal/probe.elf",
                          .memory_mebibytes = 64,
                          .accelerator = accelerator};
    const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto messages = pipe_pair();
    if (!messages) {
        return std::unexpected(messages.error());
    }
    set_nonblocking(messages->first.number());
    const auto started = std::chrono::steady_clock::now();
    Result<Process> emulator = Process::start({.arguments = qemu_command(machine, {}),
                                               .input = null.number(),
                                               .output = null.number(),
                                               .error = messages->second.number()});
    if (!emulator) {
        return std::unexpected(emulator.error());
    }
    const std::optional<ExitState> end = emulator->wait_for(limit);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    if (!end) {
        return fail(fmt::format("the probe guest had not ended after {:.1f} s", taken.count()));
    }
    if (end->by_signal || end->value != probe_success) {
        const std::string said = read_some(messages->first.number()).value_or("");
        return fail(
            fmt::format("QEMU could not run the probe guest ({})",
                        said.empty() ? "it says nothing" : said.substr(0, said.find('\n'))));
    }
    return taken.count();
}

AcceleratorChoice ask(const Project& project) {
    const Result<double> emulated = probe(project, "tcg", emulation_limit);
    if (!emulated) {
        return {"tcg", fmt::format("{} even under emulation", emulated.error().sentence)};
    }
    // Under KVM the probe gets no longer than emulation took: then it has lost anyway.
    const Result<double> virtualised =
        probe(project, "kvm", std::chrono::milliseconds(static_cast<int>(*emulated * 1000.0)));
    if (!virtualised) {
        return {"tcg", fmt::format("/dev/kvm is there, but {}; emulation took {:.2f} s",
                                   virtualised.error().sentence, *emulated)};
    }
    return {"kvm", fmt::format("the probe guest took {:.2f} s under KVM, {:.2f} s under emulation",
                               *virtualised, *emulated)};
}

/// What the verdict holds for: this QEMU on this kernel.
std::string circumstances() {
    utsname system{};
    ::uname(&system);
    const Result<std::string> emulator = output_of({"qemu-system-x86_64", "--version"});
    return fmt::format("{} {} {}", system.release, system.version, emulator.value_or("no QEMU"));
}

} // namespace

AcceleratorChoice choose_accelerator(const Project& project, bool afresh) {
    if (::access("/dev/kvm", F_OK) != 0) {
        return {"tcg", "this machine has no /dev/kvm"};
    }
    if (::access("/dev/kvm", R_OK | W_OK) != 0) {
        return {"tcg", "/dev/kvm is there, but this user may not open it"};
    }
    const std::filesystem::path cache = project.build / "accelerator.json";
    const std::string now = circumstances();
    const json known = json::parse(std::ifstream(cache), nullptr, false);
    if (!afresh && known.is_object() && known.value("for", "") == now &&
        !known.value("name", "").empty()) {
        return {known.value("name", ""), known.value("reason", "")};
    }
    if (!afresh) {
        fmt::print(stderr, "bimetal: trying whether KVM is faster than emulation here (once)\n");
    }
    AcceleratorChoice choice = ask(project);
    std::ofstream(cache) << json{{"for", now}, {"name", choice.name}, {"reason", choice.reason}}
                         << '\n';
    return choice;
}

} // namespace bimetal::tool
