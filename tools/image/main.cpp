// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/attach.hpp"
#include "tools/image/check.hpp"
#include "tools/image/log_symbolizer.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
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

/// Writes all of it, however the other end takes it.
bool write_whole(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

int run_symbolize(const std::string& images, const std::string& image) {
    LogSymbolizer symbolizer(images, image.empty() ? std::nullopt
                                                   : std::optional<std::filesystem::path>(image));
    std::array<char, 4096> buffer{};
    while (true) {
        const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count == 0) {
            return 0;
        }
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail(fmt::format("cannot read the log: {}.", std::strerror(errno)));
        }
        if (!write_whole(symbolizer.feed({buffer.data(), static_cast<std::size_t>(count)}))) {
            return fail(fmt::format("cannot write the log: {}.", std::strerror(errno)));
        }
    }
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
    std::string images;
    auto* symbolize =
        app.add_subcommand("symbolize", "Add file and line to the backtraces in a log");
    symbolize->add_option("--images", images, "Folder of the images that may have written the log")
        ->required();
    symbolize->add_option("--image", image, "Image to assume until the log names its build");
    CLI11_PARSE(app, argc, argv);
    if (attach->parsed()) {
        return run_attach(image);
    }
    if (check->parsed()) {
        return run_check(image, exports, constructors);
    }
    if (symbolize->parsed()) {
        return run_symbolize(images, image);
    }
    return 0;
}
