// SPDX-License-Identifier: MIT OR Apache-2.0
//
// seam-generator: reads NAME.seam.h and writes its bindings, manifest and page, or says why not.
// Exit status: 0 done or up to date, 1 refused or stale, 2 wrong use.
#include "seam/generator/bindings.hpp"
#include "seam/generator/output.hpp"
#include "seam/generator/reader.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace seam::generator;

struct Options {
    std::string header;
    fs::path output;
    fs::path page;
    fs::path hostile;
    fs::path root = ".";
    std::string name_space;
    std::vector<std::string> include_folders;
    Formatters formatters;
    bool unformatted = false;
    bool check = false;
};

std::string path_from(const fs::path& root, const fs::path& path) {
    // Absolute first: where nothing is yet, the canonical path would stay relative.
    return fs::weakly_canonical(fs::absolute(path))
        .lexically_relative(fs::weakly_canonical(fs::absolute(root)));
}

int generate(const Options& options) {
    std::vector<std::string> arguments;
    for (const std::string& folder : options.include_folders) {
        arguments.push_back("-I" + folder);
    }
    const auto contract = read_contract(options.header, arguments);
    if (!contract) {
        for (const Refusal& refusal : contract.error()) {
            fmt::print(stderr, "{}\n", to_string(refusal));
        }
        return 1;
    }
    const Places places{
        .header = path_from(options.root, options.header),
        .folder = path_from(options.root, options.output),
        .name_space = options.name_space.empty() ? contract->component : options.name_space,
        .output = options.output,
        .page = options.page,
        .hostile = options.hostile,
    };
    const auto outputs = write_bindings(*contract, places);
    if (options.check) {
        const auto files = stale(outputs);
        for (const fs::path& file : files) {
            fmt::print(stderr,
                       "{}: error: not what {} says now. Run seam-generator without "
                       "--check, and commit what it writes.\n",
                       file.string(), options.header);
        }
        return files.empty() ? 0 : 1;
    }
    const auto written =
        write(outputs, options.unformatted ? Formatters{"", ""} : options.formatters);
    if (!written) {
        fmt::print(stderr, "seam-generator: {}\n", written.error());
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Writes the C++ and Rust bindings, the manifest and the page of a contract.");
    app.add_option("header", options.header, "The contract, NAME.seam.h")
        ->required()
        ->check(CLI::ExistingFile);
    app.add_option("-o,--output", options.output, "The folder of the bindings")->required();
    app.add_option("--page", options.page, "Where the contract page goes (Markdown); else none");
    app.add_option("--hostile", options.hostile,
                   "The folder of callers with wrong arguments, for tests; else none");
    app.add_option("--root", options.root, "The folder from which C++ includes are written")
        ->check(CLI::ExistingDirectory)
        ->capture_default_str();
    app.add_option("--namespace", options.name_space,
                   "Of the C++ bindings; else the name of the component");
    app.add_option("-I,--include", options.include_folders, "A folder of headers, as for clang");
    app.add_option("--clang-format", options.formatters.clang_format, "Formats C++")
        ->capture_default_str();
    app.add_option("--rustfmt", options.formatters.rustfmt, "Formats Rust")->capture_default_str();
    app.add_flag("--unformatted", options.unformatted, "Leaves the layout as it is written");
    app.add_flag("--check", options.check,
                 "Writes nothing; fails if a file is not what the contract says now");
    try {
        app.parse(argc, argv);
        return generate(options);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
}
