// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/migration.hpp"

#include "evaluation/facts/source.hpp"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <tuple>

namespace bimetal::evaluation {
namespace {

struct Lines {
    std::size_t files = 0;
    std::size_t lines = 0;
};

using LineKey = std::tuple<std::string, std::string, std::string, std::string>;

std::map<LineKey, Lines> count_lines(const house::Tree& tree) {
    std::map<LineKey, Lines> counts;
    for (const auto& [path, text] : tree.files()) {
        const SourcePlace place = source_place_of(path);
        if (place.kind.empty()) {
            continue;
        }
        Lines& lines = counts[{place.part, place.component, place.kind, place.language}];
        ++lines.files;
        lines.lines += code_lines(text, place.language == "rust" ? house::Language::rust
                                                                 : house::Language::c_family);
    }
    return counts;
}

/// Where a crate belongs, as a file of it does.
SourcePlace place_of_crate(const std::string& crate) {
    SourcePlace place = source_place_of(crate + "/x.rs");
    if (place.kind.empty()) {
        place.kind = "tests and examples";
    }
    return place;
}

} // namespace

json migration_facts(const house::Tree& tree) {
    json lines = json::array();
    std::map<std::string, std::size_t> core;
    std::map<std::string, std::size_t> glue;
    for (const auto& [key, count] : count_lines(tree)) {
        const auto& [part, component, kind, language] = key;
        lines.push_back({{"part", part},
                         {"component", component},
                         {"kind", kind},
                         {"language", language},
                         {"files", count.files},
                         {"lines", count.lines}});
        if (kind == "core" && language == "cpp") {
            core[part] += count.lines;
        }
    }
    json unsafe = json::array();
    for (const auto& [crate, count] : unsafe_by_crate(tree)) {
        const SourcePlace place = place_of_crate(crate);
        unsafe.push_back({{"crate", crate},
                          {"component", place.component},
                          {"room", place.kind},
                          {"blocks", count.blocks},
                          {"with_reason", count.with_reason},
                          {"functions", count.functions},
                          {"implementations", count.implementations},
                          {"generated", crate.ends_with("generated")}});
    }
    json only_cpp = json::array();
    for (const auto& [part, count] : core) {
        only_cpp.push_back({{"part", part}, {"lines", count}});
    }
    return {{"schema", 1},
            {"command", "./bimetal facts"},
            {"lines", std::move(lines)},
            {"unsafe", std::move(unsafe)},
            {"only_cpp", std::move(only_cpp)}};
}

Result<json> measure_migration(const Setup& setup) {
    try {
        return migration_facts(house::Tree::load(setup.project.source.string()));
    } catch (const std::runtime_error& error) {
        return fail(fmt::format("the sources cannot be read: {}", error.what()), 1);
    }
}

std::string text_of_migration(const json& facts) {
    std::string text = fmt::format("lines that are neither blank nor a comment alone\n"
                                   "  {:<24} {:<10} {:<10} {:>6} {:>8}\n",
                                   "part", "kind", "language", "files", "lines");
    for (const json& row : facts.at("lines")) {
        text +=
            fmt::format("  {:<24} {:<10} {:<10} {:>6} {:>8}\n", row.at("part").get<std::string>(),
                        row.at("kind").get<std::string>(), row.at("language").get<std::string>(),
                        row.at("files").get<std::size_t>(), row.at("lines").get<std::size_t>());
    }
    text += fmt::format("unsafe code\n  {:<44} {:>7} {:>12} {:>10} {:>8}\n", "crate", "blocks",
                        "with reason", "functions", "impls");
    for (const json& row : facts.at("unsafe")) {
        text += fmt::format(
            "  {:<44} {:>7} {:>12} {:>10} {:>8}\n", row.at("crate").get<std::string>(),
            row.at("blocks").get<std::size_t>(), row.at("with_reason").get<std::size_t>(),
            row.at("functions").get<std::size_t>(), row.at("implementations").get<std::size_t>());
    }
    text += "the core that is only C++\n";
    for (const json& row : facts.at("only_cpp")) {
        text += fmt::format("  {:<44} {:>7}\n", row.at("part").get<std::string>(),
                            row.at("lines").get<std::size_t>());
    }
    return text;
}

} // namespace bimetal::evaluation
