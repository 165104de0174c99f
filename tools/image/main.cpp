// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/attach.hpp"
#include "tools/image/check.hpp"
#include "tools/image/listing.hpp"
#include "tools/image/log_symbolizer.hpp"
#include "tools/image/panic_reach.hpp"
#include "tools/image/size_report.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
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
              const std::vector<std::string>& constructors, const std::string& memory_functions) {
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
                             .constructors = {constructors.begin(), constructors.end()},
                             .memory_functions = memory_functions});
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

int run_panic_reach(const std::string& path, const std::vector<std::string>& files,
                    const std::vector<std::string>& entries) {
    PanicLists lists;
    for (const std::string& file : files) {
        if (const auto read = lists.read(file); !read) {
            return fail(read.error());
        }
    }
    lists.entries.insert(lists.entries.end(), entries.begin(), entries.end());
    const auto image = ElfImage::open(path);
    if (!image) {
        return fail(image.error());
    }
    const auto report = find_panics(*image, lists);
    if (!report) {
        return fail(report.error());
    }
    for (const std::string& violation : report->violations) {
        fail(fmt::format("{}: {}", path, violation));
    }
    if (!report->violations.empty()) {
        return 1;
    }
    fmt::print("{}: {} entries reach {} functions, and no panic\n", path, report->entries,
               report->reached);
    return 0;
}

nlohmann::json to_json(const Sizes& sizes) {
    return {{"text", sizes.text},
            {"read_only", sizes.read_only},
            {"data", sizes.data},
            {"bss", sizes.bss}};
}

nlohmann::json to_json(const std::string& path, const SizeReport& report) {
    nlohmann::json parts = nlohmann::json::array();
    for (const SizeRow& row : report.rows) {
        auto part = to_json(row.sizes);
        part["part"] = row.part;
        part["language"] = row.language;
        parts.push_back(std::move(part));
    }
    return {{"image", path},
            {"loadable", report.loadable},
            {"backtrace_table", report.backtrace_table},
            {"total", to_json(report.total)},
            {"parts", std::move(parts)}};
}

void print_sizes(const std::string& path, const SizeReport& report) {
    fmt::print("{}: {} bytes to load\n", path, report.loadable);
    const auto line = [](std::string_view part, std::string_view language, const auto&... numbers) {
        fmt::print("  {:<20} {:<9}", part, language);
        (fmt::print(" {:>10}", numbers), ...);
        fmt::print("\n");
    };
    line("part", "language", "text", "read-only", "data", "bss", "sum");
    const auto row = [&](std::string_view part, std::string_view language, const Sizes& sizes) {
        line(part, language, sizes.text, sizes.read_only, sizes.data, sizes.bss, sizes.total());
    };
    for (const SizeRow& each : report.rows) {
        row(each.part == "-" ? "literals, padding" : each.part, each.language, each.sizes);
    }
    row("sum", "", report.total);
}

/// All images of a folder, by name.
std::vector<std::string> images_in(const std::string& folder) {
    std::vector<std::string> images;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".elf") {
            images.push_back(entry.path().string());
        }
    }
    std::ranges::sort(images);
    return images;
}

int run_size(const std::vector<std::string>& paths, bool as_json) {
    nlohmann::json all = nlohmann::json::array();
    for (const std::string& path : paths) {
        const auto image = ElfImage::open(path);
        if (!image) {
            return fail(image.error());
        }
        const auto report = measure(*image);
        if (!report) {
            return fail(report.error());
        }
        if (as_json) {
            all.push_back(to_json(path, *report));
        } else {
            print_sizes(path, *report);
        }
    }
    if (as_json) {
        fmt::print("{}\n", all.dump(2));
    }
    return 0;
}

int run_disasm(const std::string& path, const std::string& request, std::size_t width) {
    const auto image = ElfImage::open(path);
    if (!image) {
        return fail(image.error());
    }
    const auto map = read_functions(*image);
    if (!map) {
        return fail(map.error());
    }
    const FunctionChoice choice = choose_function(*map, request);
    if (!choice.candidates.empty()) {
        fail(fmt::format("{} fits {} functions of {}; say which:", request,
                         choice.candidates.size(), path));
        for (const std::string& candidate : choice.candidates) {
            fmt::print(stderr, "  {}\n", candidate);
        }
        return 1;
    }
    if (choice.functions.empty()) {
        return fail(fmt::format("{} is no function of {}; it may have been inlined everywhere.",
                                request, path));
    }
    const auto text = listing(*image, *map, choice.functions, width);
    if (!text) {
        return fail(text.error());
    }
    fmt::print("{}", *text);
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
    std::string memory_functions;
    check->add_option("--memory-functions", memory_functions,
                      "End of the path of the only source of memcpy and its family");
    std::vector<std::string> lists;
    std::vector<std::string> entries;
    auto* panics =
        app.add_subcommand("panic-reach", "Refuse ways from listed functions to a panic");
    panics->add_option("image", image, "Linked ELF image")->required();
    panics->add_option("--list", lists, "What must not be reached from where, and what may")
        ->required();
    panics->add_option("--entry", entries, "One more function that must not reach a panic");
    std::string images;
    auto* symbolize =
        app.add_subcommand("symbolize", "Add file and line to the backtraces in a log");
    symbolize->add_option("--images", images, "Folder of the images that may have written the log")
        ->required();
    symbolize->add_option("--image", image, "Image to assume until the log names its build");
    std::vector<std::string> paths;
    bool as_json = false;
    auto* size = app.add_subcommand("size", "Show how large images and their parts are");
    size->add_option("image", paths, "Linked ELF images");
    size->add_option("--images", images, "Folder whose images to take when none is named");
    size->add_flag("--json", as_json, "For tools");
    std::vector<std::string> words;
    std::size_t width = 64;
    auto* disasm = app.add_subcommand("disasm", "Disassemble a function, twins side by side");
    disasm->add_option("function", words, "[IMAGE] and the function, as `serial transmit`")
        ->required();
    disasm->add_option("--images", images, "Folder with bimetal.elf, taken when no image is named");
    disasm->add_option("--width", width, "Characters in a column")->check(CLI::Range(20, 400));
    CLI11_PARSE(app, argc, argv);
    if (attach->parsed()) {
        return run_attach(image);
    }
    if (check->parsed()) {
        return run_check(image, exports, constructors, memory_functions);
    }
    if (panics->parsed()) {
        return run_panic_reach(image, lists, entries);
    }
    if (symbolize->parsed()) {
        return run_symbolize(images, image);
    }
    if (size->parsed()) {
        if (paths.empty()) {
            paths = images_in(images);
        }
        return paths.empty() ? fail("no image is named, and --images holds none.")
                             : run_size(paths, as_json);
    }
    if (disasm->parsed()) {
        std::string path = images + "/bimetal.elf";
        if (words.size() > 1 && std::filesystem::is_regular_file(words.front())) {
            path = words.front();
            words.erase(words.begin());
        } else if (images.empty()) {
            return fail("name the image before the function, or its folder with --images.");
        }
        return run_disasm(path, fmt::format("{}", fmt::join(words, " ")), width);
    }
    return 0;
}
