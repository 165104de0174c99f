// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/attach.hpp"
#include "tools/image/check.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

using namespace bimetal::image;

int fail(const std::string& sentence) {
    fmt::print(stderr, "bimetal-image: {}\n", sentence);
    return 1;
}

int run_attach(const std::string& path) {
    const auto report = attach_backtrace(path);
    if (!report) {
        return fail(report.error());
    }
    fmt::print("{}: backtrace table of {} bytes, {:.1f} % of {} bytes of code; {} functions, {} "
               "inlined calls; names {}, ranges {}, inlining {} bytes\n",
               path, report->table_bytes,
               100.0 * static_cast<double>(report->table_bytes) /
                   static_cast<double>(report->text_bytes),
               report->text_bytes, report->functions, report->inlined_calls, report->name_bytes,
               report->range_bytes, report->inlining_bytes);
    return 0;
}

int run_check(const std::string& path, const std::string& exports,
              const std::vector<std::string>& constructors) {
    const auto image = ElfImage::open(path);
    if (!image) {
        return fail(image.error());
    }
    auto list = ExportList::read(exports);
    if (!list) {
        return fail(list.error());
    }
    const auto report =
        check_image(*image, {.exports = std::move(*list),
                             .constructors = {constructors.begin(), constructors.end()}});
    if (!report) {
        return fail(report.error());
    }
    for (const std::string& violation : report->violations) {
        fail(fmt::format("{}: {}", path, violation));
    }
    if (!report->violations.empty()) {
        return 1;
    }
    fmt::print("{}: checked {} instructions, {} symbols and {} sections; nothing that does not "
               "belong\n",
               path, report->instructions, image->symbols().size(), image->sections().size());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Completes, checks and explains linked kernel images."};
    app.require_subcommand(1);
    std::string image;
    auto* attach = app.add_subcommand("attach-backtrace", "Attach the table for backtraces");
    attach->add_option("image", image, "Linked ELF image, changed in place")->required();
    std::string exports;
    std::vector<std::string> constructors;
    auto* check = app.add_subcommand("check", "Refuse what does not belong in a kernel image");
    check->add_option("image", image, "Linked ELF image")->required();
    check->add_option("--exports", exports, "Linker version script with the exported names")
        ->required();
    check->add_option("--allow-constructor", constructors, "A constructor that is meant to be");
    CLI11_PARSE(app, argc, argv);
    if (attach->parsed()) {
        return run_attach(image);
    }
    if (check->parsed()) {
        return run_check(image, exports, constructors);
    }
    return 0;
}
