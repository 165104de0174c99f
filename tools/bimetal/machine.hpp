// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::tool {

/// The machine that QEMU is to be.
struct Machine {
    std::filesystem::path image{}; ///< a kernel, or a disc image when `is_disc`
    bool is_disc = false;
    unsigned cpus = 1;
    std::uint64_t memory_mebibytes = 256;
    std::string accelerator = "tcg";
    bool count_instructions = false;  ///< the TSC advances by one an instruction
    std::string kernel_options{};     ///< the kernel's command line; unused for a disc
    std::vector<std::string> extra{}; ///< further arguments of QEMU
};

/// Where the machine's channels end, each as the back end of a QEMU character device:
/// `socket,fd=5`, `stdio,mux=on`, `file,path=log`. Empty: no such channel.
struct Channels {
    std::string console{};
    std::string results{};
    std::string control{}; ///< QMP
    std::string debugger{};
    bool halted = false; ///< wait for the debugger before the first instruction
};

/// The limits of --smp and --memory.
inline constexpr unsigned largest_cpu_count = 64;
inline constexpr std::uint64_t smallest_memory_mebibytes = 32;
inline constexpr std::uint64_t largest_memory_mebibytes = 65'536;

/// The command that starts `machine`.
std::vector<std::string> qemu_command(const Machine& machine, const Channels& channels);

/// "64M", "1G", "256" (mebibytes) as mebibytes, within the limits above.
Result<std::uint64_t> parse_memory(const std::string& text);

/// The processor count of --smp, within the limit above.
Result<unsigned> parse_cpus(const std::string& text);

/// One word of the kernel's command line, its value quoted where it has spaces or quotes.
std::string kernel_option(std::string_view key, std::string_view value);

/// `arguments` as one line that a shell splits into the same words.
std::string shell_line(const std::vector<std::string>& arguments);

/// Splits `line` into words as a shell does, with single and double quotes and backslashes.
Result<std::vector<std::string>> split_words(std::string_view line);

} // namespace bimetal::tool
