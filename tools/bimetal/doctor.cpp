// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/accelerator.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>

namespace bimetal::tool {
namespace {

/// Goes to standard error, after what standard output has said so far.
void complain(const std::string& sentence) {
    std::fflush(stdout);
    fmt::print(stderr, "bimetal: {}\n", sentence);
}

/// A version as numbers: 22.1.8 compares above 9.2.
using Version = std::vector<unsigned>;

/// The first dotted number in `text` as it is written there, starting after `mark` when that is
/// given: "22.1.8" in "Debian clang version 22.1.8 (1)".
std::string version_in(std::string_view text, std::string_view mark = {}) {
    constexpr std::string_view digits = "0123456789";
    std::size_t start = text.find(mark);
    start = text.find_first_of(digits, start == std::string_view::npos ? 0 : start + mark.size());
    while (start != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789.", start), text.size());
        const std::string_view found = text.substr(start, end - start);
        if (found.contains('.')) {
            return std::string(found);
        }
        start = text.find_first_of(digits, end);
    }
    return {};
}

Version numbers(const std::string& version) {
    Version parts;
    std::istringstream stream(version);
    for (std::string part; std::getline(stream, part, '.');) {
        parts.push_back(static_cast<unsigned>(std::strtoul(part.c_str(), nullptr, 10)));
    }
    return parts;
}

/// A program that the project uses.
struct Tool {
    const char* name;
    std::string program;
    std::string at_least;
    const char* package; ///< of Debian
    const char* purpose;
    bool is_needed; ///< by every subcommand; the others' packages come when they are first used
};

std::vector<Tool> tools() {
    return {
        {"clang", BIMETAL_CXX, "22.1", "clang-22", "compiles the kernel and the tools", true},
        {"lld", "ld.lld-22", "22.1", "lld-22", "links both languages, inlining across them", true},
        {"rustc", BIMETAL_RUSTC, "1.85", "rustc-web", "compiles the Rust twins", true},
        {"cargo", BIMETAL_CARGO, "1.85", "cargo-web", "builds core for the bare machine", true},
        {"cmake", "cmake", "3.25", "cmake", "describes the build", true},
        {"ninja", "ninja", "1.10", "ninja-build", "runs the build", true},
        {"qemu", "qemu-system-x86_64", "7.2", "qemu-system-x86", "is the machine", true},
        {"gdb", "gdb", "13.1", "gdb", "for bimetal gdb", false},
        {"grub", "grub-mkrescue", "2.06", "grub-common", "for bimetal iso", false},
        {"xorriso", "xorriso", "1.5", "xorriso", "for bimetal iso", false},
        {"clang-format", "clang-format-22", "22.1", "clang-format-22", "for the lints", false},
        {"clang-tidy", "clang-tidy-22", "22.1", "clang-tidy-22", "for the lints", false},
    };
}

/// Prints what is known about `tool`; says whether the project can work with it.
bool examine(const Tool& tool) {
    const std::optional<std::string> path = find_program(tool.program);
    if (!path && !tool.is_needed) {
        fmt::print("{:<13}{:<10}{:<28} {}; Debian's package {} has it\n", tool.name, "-",
                   "not installed", tool.purpose, tool.package);
        return true;
    }
    if (!path) {
        complain(
            fmt::format("{} is missing: install Debian's package {}", tool.program, tool.package));
        return false;
    }
    const std::string version = version_in(output_of({*path, "--version"}).value_or(""));
    fmt::print("{:<13}{:<10}{:<28} {}\n", tool.name, version, *path, tool.purpose);
    if (numbers(version) < numbers(tool.at_least)) {
        complain(fmt::format("{} is version {}, but {} or later is needed: install Debian's "
                             "package {}",
                             *path, version, tool.at_least, tool.package));
        return false;
    }
    return true;
}

/// Says which LLVM stands behind each compiler, and what follows.
bool examine_llvm() {
    const auto major = [](const std::vector<std::string>& command, std::string_view mark) {
        const Version version = numbers(version_in(output_of(command).value_or(""), mark));
        return version.empty() ? 0 : version.front();
    };
    const unsigned clang = major({BIMETAL_CXX, "--version"}, "version ");
    const unsigned lld = major({"ld.lld-22", "--version"}, "LLD ");
    const unsigned rust = major({BIMETAL_RUSTC, "--version", "--verbose"}, "LLVM version: ");
    fmt::print("{:<13}clang {}, lld {}, rustc {}: ", "LLVM", clang, lld, rust);
    if (clang == lld && clang == rust) {
        fmt::print("one major, so calls across the languages inline{}\n",
                   BIMETAL_LTO_IS_ON ? "" : " (off in this preset)");
    } else {
        fmt::print("they differ, so calls across the languages stay calls\n");
    }
    const std::string sysroot = output_of({BIMETAL_RUSTC, "--print", "sysroot"}).value_or("");
    if (!std::filesystem::exists(sysroot + "/lib/rustlib/src/rust/library/core")) {
        complain("the sources of core for " BIMETAL_RUSTC
                 " are missing: install Debian's package rust-web-src, or rustup's component "
                 "rust-src");
        return false;
    }
    return true;
}

} // namespace

Result<int> doctor(const Project& project) {
    bool healthy = true;
    for (const Tool& tool : tools()) {
        healthy = examine(tool) && healthy;
    }
    healthy = examine_llvm() && healthy;
    fmt::print("rustc        {} was taken: {}\n", BIMETAL_RUSTC,
               std::string_view(BIMETAL_RUSTC).starts_with("/usr/bin/")
                   ? "Debian's goes with its clang and has the sources of core"
                   : "Debian's rustc-web is not installed, and this one fits");
    if (find_program("qemu-system-x86_64")) {
        const AcceleratorChoice accelerator = choose_accelerator(project, true);
        fmt::print("accelerator  {} was taken: {}\n", accelerator.name, accelerator.reason);
    }
    if (!healthy) {
        return 1;
    }
    fmt::print("Everything needed is there.\n");
    return 0;
}

} // namespace bimetal::tool
