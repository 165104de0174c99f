// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/attach.hpp"
#include "tools/image/check.hpp"
#include "tools/image/listing.hpp"
#include "tools/image/log_symbolizer.hpp"
#include "tools/image/panic_reach.hpp"
#include "tools/image/size_report.hpp"
#include "tools/image/stack_report.hpp"

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
#include <ranges>
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
    nlohmann::json copies = nlohmann::json::array();
    for (const GenericCopies& each : report.generic_copies) {
        copies.push_back({{"name", each.name},
                          {"language", each.language},
                          {"copies", each.copies},
                          {"bytes", each.bytes}});
    }
    const PanicText& text = report.panic_text;
    return {{"image", path},
            {"loadable", report.loadable},
            {"backtrace_table", report.backtrace_table},
            {"total", to_json(report.total)},
            {"parts", std::move(parts)},
            {"panic_text",
             {{"messages", text.messages},
              {"file_names", text.file_names},
              {"locations", text.locations},
              {"hardening", text.hardening}}},
            {"generic_copies", std::move(copies)}};
}

void print_copies(const std::vector<GenericCopies>& copies) {
    constexpr std::size_t shown = 10;
    if (copies.empty()) {
        return;
    }
    fmt::print("  copies of generic code, which differ in arguments alone:\n");
    for (const GenericCopies& each : copies | std::views::take(shown)) {
        fmt::print("  {:>10} bytes, {:>3} copies, {}: {}\n", each.bytes, each.copies, each.language,
                   each.name);
    }
    if (copies.size() > shown) {
        fmt::print("  and {} more; --json has all\n", copies.size() - shown);
    }
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
    const PanicText& text = report.panic_text;
    fmt::print("  text for failed checks: Rust {} bytes of messages, {} of file names, {} of "
               "locations; libc++ hardening {}\n",
               text.messages, text.file_names, text.locations, text.hardening);
    print_copies(report.generic_copies);
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

int print_listings(const ElfImage& image, const FunctionMap& map,
                   const std::vector<const Function*>& functions) {
    nlohmann::json all = nlohmann::json::array();
    for (const Function* function : functions) {
        const auto parts = listings_with_calls(image, map, *function);
        if (!parts) {
            return fail(parts.error());
        }
        nlohmann::json listed = nlohmann::json::array();
        for (const FunctionListing& part : *parts) {
            listed.push_back({{"symbol", part.function->linkage_name},
                              {"bytes", part.function->end - part.function->begin},
                              {"instructions", part.instructions},
                              {"lines", part.lines}});
        }
        const Twin twin = function->origin.twin;
        all.push_back({{"symbol", function->linkage_name},
                       {"component", function->origin.component},
                       {"twin", twin == Twin::none ? "" : describe(twin)},
                       {"parts", std::move(listed)}});
    }
    fmt::print("{}\n", all.dump(2));
    return 0;
}

int run_disasm(const std::string& path, const std::string& request, std::size_t width,
               bool as_json) {
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
    if (as_json) {
        return print_listings(*image, *map, choice.functions);
    }
    const auto text = listing(*image, *map, choice.functions, width);
    if (!text) {
        return fail(text.error());
    }
    fmt::print("{}", *text);
    return 0;
}

nlohmann::json to_json(const std::string& path, const StackReport& report) {
    nlohmann::json entries = nlohmann::json::array();
    for (const StackDepth& each : report.entries) {
        entries.push_back({{"component", each.component},
                           {"function", each.function},
                           {"twin", each.twin == Twin::none ? "" : describe(each.twin)},
                           {"frame", each.frame},
                           {"deepest", each.deepest},
                           {"bounded", each.bounded},
                           {"path", each.path}});
    }
    nlohmann::json frames = nlohmann::json::array();
    for (const StackDepth& each : report.largest_frames) {
        frames.push_back({{"function", each.function},
                          {"language", describe(each.language)},
                          {"bytes", each.frame}});
    }
    return {{"image", path},
            {"entries", std::move(entries)},
            {"largest_frames", std::move(frames)},
            {"functions", report.functions},
            {"reported", report.reported}};
}

void print_stack(const std::string& path, const StackReport& report) {
    fmt::print("{}: the compilers report on {} of {} functions\n", path, report.reported,
               report.functions);
    fmt::print("  {:<34} {:<5} {:>7} {:>9}  {}\n", "function", "twin", "frame", "deepest",
               "through");
    for (const StackDepth& each : report.entries) {
        const std::string name = each.component.empty() || each.twin == Twin::none
                                     ? each.function
                                     : fmt::format("{} {}", each.component, each.function);
        fmt::print("  {:<34} {:<5} {:>7} {:>9}  {}\n", name,
                   each.twin == Twin::none ? "" : describe(each.twin), each.frame,
                   each.bounded ? fmt::format("{}", each.deepest) : "no bound",
                   fmt::join(each.path | std::views::drop(1), " > "));
    }
    fmt::print("  the largest frames:\n");
    for (const StackDepth& each : report.largest_frames) {
        fmt::print("  {:>10} bytes, {}: {}\n", each.frame, describe(each.language), each.function);
    }
}

int run_stack(const std::string& path, const std::vector<std::string>& files,
              const std::string& request, bool as_json) {
    PanicLists lists;
    for (const std::string& file : files) {
        if (const auto read = lists.read(file); !read) {
            return fail(read.error());
        }
    }
    const auto image = ElfImage::open(path);
    if (!image) {
        return fail(image.error());
    }
    const auto report = measure_stack(*image, lists, request);
    if (!report) {
        return fail(report.error());
    }
    if (as_json) {
        fmt::print("{}\n", to_json(path, *report).dump(2));
    } else {
        print_stack(path, *report);
    }
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
    disasm->add_flag("--json", as_json, "For tools; with what of the same twin it calls");
    disasm->add_option("--width", width, "Characters in a column")->check(CLI::Range(20, 400));
    auto* stack = app.add_subcommand("stack", "Show how much stack functions take");
    stack->add_option("function", words, "[IMAGE] and a function; default: each of both twins");
    stack->add_option("--images", images, "Folder with bimetal.elf, taken when no image is named");
    stack->add_option("--list", lists,
                      "What a panic is, which is not followed, and where indirect calls go");
    stack->add_flag("--json", as_json, "For tools");
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
    if (disasm->parsed() || stack->parsed()) {
        std::string path = images + "/bimetal.elf";
        const std::size_t needed = disasm->parsed() ? 2 : 1;
        if (words.size() >= needed && std::filesystem::is_regular_file(words.front())) {
            path = words.front();
            words.erase(words.begin());
        } else if (images.empty()) {
            return fail("name the image before the function, or its folder with --images.");
        }
        const std::string request = fmt::format("{}", fmt::join(words, " "));
        return disasm->parsed() ? run_disasm(path, request, width, as_json)
                                : run_stack(path, lists, request, as_json);
    }
    return 0;
}
