// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/guest.hpp"

#include "tools/bimetal/accelerator.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <fmt/format.h>

#include <fstream>

namespace bimetal::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* grub_modules = "/usr/lib/grub/i386-pc";

/// A word that GRUB's shell takes literally.
std::string grub_quoted(const std::string& word) {
    std::string quoted = "'";
    for (const char byte : word) {
        quoted += byte == '\'' ? std::string("'\"'\"'") : std::string(1, byte);
    }
    return quoted + "'";
}

} // namespace

Result<fs::path> kernel_image(const Project& project, const GuestOptions& options) {
    return image_file(project, options.fixed.empty() ? options.image : "fixed-" + options.fixed);
}

std::vector<std::string> kernel_words(const GuestOptions& options) {
    std::vector<std::string> words = options.kernel_options;
    if (!options.commands.empty()) {
        words.push_back("exec=" + options.commands);
    }
    return words;
}

Result<Machine> make_machine(const Project& project, const GuestOptions& options) {
    const Result<unsigned> cpus = parse_cpus(options.cpus);
    if (!cpus) {
        return std::unexpected(cpus.error());
    }
    const Result<std::uint64_t> memory = parse_memory(options.memory);
    if (!memory) {
        return std::unexpected(memory.error());
    }
    Result<std::vector<std::string>> extra = split_words(options.qemu);
    if (!extra) {
        return std::unexpected(extra.error());
    }
    if (options.count_instructions && options.accelerator == "kvm") {
        return fail("--icount counts what the emulator executes: leave out --accelerator kvm");
    }
    if (!find_program("qemu-system-x86_64")) {
        return fail("qemu-system-x86_64 is missing: install Debian's package qemu-system-x86",
                    status_emulator);
    }
    Machine machine{.cpus = *cpus,
                    .memory_mebibytes = *memory,
                    .accelerator = options.accelerator,
                    .count_instructions = options.count_instructions,
                    .extra = std::move(*extra)};
    const Result<fs::path> kernel = kernel_image(project, options);
    if (!kernel) {
        return std::unexpected(kernel.error());
    }
    machine.image = *kernel;
    if (options.count_instructions) {
        machine.accelerator = "tcg";
    } else if (machine.accelerator.empty()) {
        machine.accelerator = choose_accelerator(project, false).name;
    }
    for (const std::string& word : kernel_words(options)) {
        const std::size_t equals = word.find('=');
        machine.kernel_options += machine.kernel_options.empty() ? "" : " ";
        machine.kernel_options +=
            equals == std::string::npos
                ? word
                : kernel_option(word.substr(0, equals), word.substr(equals + 1));
    }
    return machine;
}

Result<void> make_disc(const fs::path& kernel, const std::vector<std::string>& words,
                       const fs::path& file) {
    for (const char* program : {"grub-mkrescue", "xorriso", "mformat"}) {
        if (!find_program(program)) {
            return fail(
                fmt::format("{} is missing: install Debian's packages grub-common, xorriso and "
                            "mtools",
                            program));
        }
    }
    if (!fs::is_directory(grub_modules)) {
        return fail("GRUB's modules for BIOS machines are missing: install Debian's package "
                    "grub-pc-bin");
    }
    const Result<TemporaryDirectory> staging = TemporaryDirectory::make();
    if (!staging) {
        return std::unexpected(staging.error());
    }
    const fs::path tree = staging->path() / "tree";
    std::error_code error;
    fs::create_directories(tree / "boot/grub", error);
    fs::copy_file(kernel, tree / "boot/bimetal.elf", error);
    if (error) {
        return fail(fmt::format("cannot copy {}: {}", kernel.string(), error.message()));
    }
    std::string line = "multiboot2 /boot/bimetal.elf";
    for (const std::string& word : words) {
        line += " " + grub_quoted(word);
    }
    std::ofstream(tree / "boot/grub/grub.cfg")
        << "set timeout=0\nset default=0\nmenuentry Bimetal {\n  " << line << "\n}\n";
    const Result<std::string> made = output_of(
        {"grub-mkrescue", "--directory", grub_modules, "--output", file.string(), tree.string()});
    if (!made) {
        return fail(fmt::format("grub-mkrescue could not make {}", file.string()));
    }
    return {};
}

} // namespace bimetal::tool
