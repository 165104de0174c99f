// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <regex>
#include <sstream>

namespace bimetal::evaluation {
namespace {

using house::split_path;

std::string language_of(std::string_view path) {
    constexpr std::array<std::pair<std::string_view, const char*>, 6> languages{
        {{".cpp", "cpp"},
         {".hpp", "cpp"},
         {".h", "c"},
         {".c", "c"},
         {".rs", "rust"},
         {".S", "assembly"}}};
    for (const auto& [ending, language] : languages) {
        if (path.ends_with(ending)) {
            return language;
        }
    }
    return {};
}

bool is_test(const std::vector<std::string>& parts) {
    const std::string& file = parts.back();
    const std::string stem = file.substr(0, file.rfind('.'));
    return std::ranges::find(parts, "tests") != parts.end() || stem.ends_with("_test");
}

bool has(const std::vector<std::string>& parts, std::string_view folder) {
    return std::ranges::find(parts, folder) != parts.end();
}

std::string component_kind(const std::vector<std::string>& parts) {
    if (parts[2] == "conformance") {
        return "suite";
    }
    if (has(parts, "generated")) {
        return "generated";
    }
    const std::string& folder = parts[2];
    if (folder.ends_with(".seam.h")) {
        return "contract";
    }
    if (folder == "cpp" || folder == "rust" || folder == "c") {
        return "twin";
    }
    if (folder == "bindings") {
        return "glue";
    }
    return folder == "bench" ? "bench" : "suite";
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t begin = line.find_first_not_of(" \t");
        lines.push_back(begin == std::string::npos ? "" : line.substr(begin));
    }
    return lines;
}

bool is_comment(const std::string& line) {
    return line.starts_with("//");
}

/// Whether the statement that reaches line `index` (from 0) has a reason above it. A statement goes
/// back to the line after one that ends another, or a block, or begins one.
bool has_reason(const std::vector<std::string>& lines, std::size_t index) {
    constexpr std::size_t longest_statement = 6;
    if (lines[index].find("SAFETY:") != std::string::npos) {
        return true;
    }
    std::size_t line = index;
    for (std::size_t steps = 0; line > 0 && steps < longest_statement; ++steps) {
        const std::string& above = lines[line - 1];
        if (above.empty() || is_comment(above)) {
            break;
        }
        if (std::string_view(";{}").find(above.back()) != std::string_view::npos) {
            break;
        }
        --line;
    }
    while (line > 0 && is_comment(lines[line - 1])) {
        --line;
        if (lines[line].find("SAFETY:") != std::string::npos) {
            return true;
        }
    }
    return false;
}

std::size_t count_matches(const std::string& text, const std::regex& pattern) {
    return static_cast<std::size_t>(std::distance(
        std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator()));
}

std::string crate_of(const house::Tree& tree, const std::string& path) {
    for (std::string folder = house::folder_of(path); !folder.empty();
         folder = house::folder_of(folder)) {
        if (folder.ends_with("generated") || tree.find(folder + "/Cargo.toml") != nullptr) {
            return folder;
        }
    }
    return house::folder_of(path);
}

bool is_generated(const std::string& crate) {
    return crate.ends_with("generated");
}

struct Limit {
    std::size_t blocks = 0, functions = 0, implementations = 0;
};

std::string text_of(const Limit& limit) {
    return fmt::format("{} blocks, {} functions, {} implementations", limit.blocks, limit.functions,
                       limit.implementations);
}

} // namespace

SourcePlace source_place_of(std::string_view path) {
    const std::vector<std::string> parts = split_path(path);
    SourcePlace place{.part = {}, .component = {}, .kind = {}, .language = language_of(path)};
    if (place.language.empty() || parts.size() < 2) {
        return place;
    }
    const std::string& room = parts[0];
    place.part = parts.size() > 2 ? room + "/" + parts[1] : room;
    if (room == "components" && parts.size() > 2) {
        place.part = place.component = parts[1];
        place.kind = component_kind(parts);
    } else if (room == "kernel") {
        place.kind = is_test(parts) ? "suite" : "core";
    } else if (room == "seam") {
        place.kind = is_test(parts) || parts[1] == "torture" ? "suite" : "bridge";
    } else if (room == "rust") {
        place.kind = is_test(parts) ? "suite" : "glue";
    } else if (room == "tools" || room == "evaluation") {
        place.kind = is_test(parts) ? "suite" : "tools";
    } else if (room == "tests") {
        place.kind = "suite";
    }
    return place;
}

std::size_t code_lines(std::string_view source, house::Language language) {
    const std::string code = house::without_comments(source, language);
    std::istringstream stream(code);
    std::size_t count = 0;
    for (std::string line; std::getline(stream, line);) {
        count += line.find_first_not_of(" \t\r") == std::string::npos ? 0 : 1;
    }
    return count;
}

void count_unsafe(UnsafeCount& count, const std::string& file, const std::string& source) {
    static const std::regex block(R"(\bunsafe\s*\{)");
    static const std::regex function(R"(\bunsafe\s+(?:extern\s+"[^"]*"\s+)?fn\s+\w)");
    static const std::regex implementation(R"(\bunsafe\s+impl\b)");
    const std::string code = house::without_comments(source, house::Language::rust);
    const std::vector<std::string> lines = lines_of(source);
    for (std::sregex_iterator it(code.begin(), code.end(), block), end; it != end; ++it) {
        const std::size_t line = house::line_at(code, static_cast<std::size_t>(it->position()));
        ++count.blocks;
        if (has_reason(lines, line - 1)) {
            ++count.with_reason;
        } else {
            count.without_reason.push_back(fmt::format("{}:{}", file, line));
        }
    }
    count.functions += count_matches(code, function);
    count.implementations += count_matches(code, implementation);
}

std::map<std::string, UnsafeCount> unsafe_by_crate(const house::Tree& tree) {
    std::map<std::string, UnsafeCount> counts;
    for (const auto& [path, text] : tree.files()) {
        if (path.ends_with(".rs")) {
            count_unsafe(counts[crate_of(tree, path)], path, text);
        }
    }
    return counts;
}

std::vector<std::string> check_unsafe(const house::Tree& tree, const std::string& list) {
    std::map<std::string, Limit> limits;
    std::istringstream stream(list);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string crate;
        Limit limit;
        if (!line.empty() && !line.starts_with('#') &&
            words >> crate >> limit.blocks >> limit.functions >> limit.implementations) {
            limits[crate] = limit;
        }
    }
    std::vector<std::string> findings;
    for (const auto& [crate, count] : unsafe_by_crate(tree)) {
        if (is_generated(crate)) {
            continue;
        }
        for (const std::string& place : count.without_reason) {
            findings.push_back(
                fmt::format("{}: an unsafe block without a `// SAFETY:` comment above it", place));
        }
        const Limit limit = limits[crate];
        const Limit now{count.blocks, count.functions, count.implementations};
        limits.erase(crate);
        if (now.blocks > limit.blocks || now.functions > limit.functions ||
            now.implementations > limit.implementations) {
            findings.push_back(fmt::format("{}: unsafe code grew from {} to {}: do without, or "
                                           "raise the list and say why in the commit",
                                           crate, text_of(limit), text_of(now)));
        } else if (now.blocks != limit.blocks || now.functions != limit.functions ||
                   now.implementations != limit.implementations) {
            findings.push_back(fmt::format("{}: unsafe code shrank from {} to {}: lower the list, "
                                           "so that it stays so",
                                           crate, text_of(limit), text_of(now)));
        }
    }
    for (const auto& [crate, limit] : limits) {
        findings.push_back(fmt::format("{}: is on the list, and there is no such crate", crate));
    }
    return findings;
}

std::string unsafe_list(const house::Tree& tree) {
    std::string text;
    for (const auto& [crate, count] : unsafe_by_crate(tree)) {
        if (!is_generated(crate) && count.total() != 0) {
            text += fmt::format("{} {} {} {}\n", crate, count.blocks, count.functions,
                                count.implementations);
        }
    }
    return text;
}

} // namespace bimetal::evaluation
