// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/chart_parts.hpp"
#include "evaluation/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bimetal::evaluation::report {
namespace {

std::string name(const json& object, const char* member) {
    return get<std::string>(object, member, "");
}

double amount(const json& object, const char* member) {
    return get(object, member, 0.0);
}

std::string in_bytes(const json& object, const char* member) {
    return number(amount(object, member));
}

/// A section of one fact, or the reason why it is absent.
Html fact_section(const char* anchor, const char* heading, const Fact& fact, const Html& inner) {
    return section(anchor, heading,
                   fact.is_there() ? inner + repeat(fact.data) : missing(fact.why));
}

std::string loadable_note(const json& image) {
    const json total = image.value("total", json::object());
    const json panic = image.value("panic_text", json::object());
    return fmt::format("{}: {} are loaded; text {}, constants {}, data {}, zeroed {}. Texts of "
                       "panics take {}, the places they name {}.",
                       name(image, "name"), bytes(amount(image, "loadable")),
                       bytes(amount(total, "text")), bytes(amount(total, "read_only")),
                       bytes(amount(total, "data")), bytes(amount(total, "bss")),
                       bytes(amount(panic, "strings")), bytes(amount(panic, "locations")));
}

Html image_tables(const json& image) {
    Table parts(fmt::format("{}: bytes by part", name(image, "name")), {{"part"},
                                                                        {"twin"},
                                                                        {"language"},
                                                                        {"text", true},
                                                                        {"constants", true},
                                                                        {"data", true},
                                                                        {"zeroed", true}});
    for (const json& row : list(image, "rows")) {
        parts.row(std::vector<std::string>{name(row, "part"), language(name(row, "twin")),
                                           language(name(row, "language")), in_bytes(row, "text"),
                                           in_bytes(row, "read_only"), in_bytes(row, "data"),
                                           in_bytes(row, "bss")});
    }
    Html inner = parts.is_empty() ? Html() : parts.html();
    Table copies(fmt::format("{}: generic code that is there more than once", name(image, "name")),
                 {{"what"}, {"language"}, {"copies", true}, {"bytes", true}});
    constexpr std::size_t most = 15;
    std::size_t count = 0;
    for (const json& row : list(image, "generic_copies")) {
        if (++count <= most) {
            copies.row(std::vector<std::string>{name(row, "name"), language(name(row, "language")),
                                                in_bytes(row, "copies"), in_bytes(row, "bytes")});
        }
    }
    if (!copies.is_empty()) {
        inner += copies.html();
        if (count > most) {
            inner += paragraph(fmt::format("The first {} of {}; size.json has all.", most, count),
                               "note");
        }
    }
    return inner;
}

Html without_panic_text(const json& size) {
    const auto found = size.find("without_panic_text");
    if (found == size.end()) {
        return {};
    }
    if (name(*found, "state") == "absent") {
        return missing("images without the texts of panics: " + name(*found, "why"));
    }
    Table table("Images without the texts of panics",
                {{"image"}, {"loaded", true}, {"with texts", true}, {"difference", true}});
    for (const json& image : list(*found, "images")) {
        const double without = amount(image, "loadable");
        const double with = amount(image.value("with", json::object()), "loadable");
        table.row(std::vector<std::string>{name(image, "name"), bytes(without), bytes(with),
                                           bytes(with - without)});
    }
    return table.is_empty() ? Html() : table.html();
}

std::string spread_text(const json& numbers) {
    const auto least = std::ranges::min_element(numbers);
    const auto greatest = std::ranges::max_element(numbers);
    return numbers.empty() ? ""
                           : fmt::format("{} to {}", number(least->get<double>()),
                                         number(greatest->get<double>()));
}

/// Only numbers, for what computes with them.
json numbers_of(const json& object, const char* member) {
    json numbers = json::array();
    for (const json& value : list(object, member)) {
        if (value.is_number()) {
            numbers.push_back(value);
        }
    }
    return numbers;
}

Html lines_table(const json& migration) {
    struct Key {
        std::string part, language, kind;
        auto operator<=>(const Key&) const = default;
    };

    std::map<Key, std::pair<double, double>> sums;
    for (const json& row : list(migration, "lines")) {
        auto& [files, lines] =
            sums[{name(row, "component").empty() ? name(row, "part") : name(row, "component"),
                  language(name(row, "language")), name(row, "kind")}];
        files += amount(row, "files");
        lines += amount(row, "lines");
    }
    Table table("Lines that are neither blank nor a comment alone",
                {{"part"}, {"kind"}, {"language"}, {"files", true}, {"lines", true}});
    for (const auto& [key, sum] : sums) {
        table.row(std::vector<std::string>{key.part, key.kind, key.language, number(sum.first),
                                           number(sum.second)});
    }
    return table.is_empty() ? Html() : table.html();
}

Html unsafe_table(const json& migration) {
    Table table("Unsafe code by crate", {{"crate"},
                                         {"room"},
                                         {"origin"},
                                         {"blocks", true},
                                         {"with a reason", true},
                                         {"functions", true},
                                         {"implementations", true}});
    for (const json& row : list(migration, "unsafe")) {
        table.row(std::vector<std::string>{name(row, "crate"), name(row, "room"),
                                           get(row, "generated", false) ? "generated" : "by hand",
                                           in_bytes(row, "blocks"), in_bytes(row, "with_reason"),
                                           in_bytes(row, "functions"),
                                           in_bytes(row, "implementations")});
    }
    return table.is_empty() ? Html() : table.html();
}

} // namespace

Html size_section(const PageParts& parts) {
    const Fact& size = parts.evidence.size;
    Html inner;
    for (const json& image : list(size.data, "images")) {
        inner += {fmt::format("<h3>{}</h3>\n", escape(name(image, "name")))};
        inner += paragraph(loadable_note(image));
        inner += figure(
            parts, identifier("size-" + name(image, "name")),
            fmt::format("{}: text, constants and data by part and language", name(image, "name")));
        inner += image_tables(image);
    }
    if (size.is_there()) {
        inner += without_panic_text(size.data);
    }
    return fact_section("size", "Size", size, inner);
}

Html stack_section(const PageParts& parts) {
    const Fact& stack = parts.evidence.stack;
    Html inner = figure(parts, "stack", "Deepest path of stack into each twin");
    Table entries("Stack of each function of a contract", {{"component"},
                                                           {"function"},
                                                           {"twin"},
                                                           {"own frame", true},
                                                           {"deepest path", true},
                                                           {"bounded"},
                                                           {"path"}});
    for (const json& row : list(stack.data, "entries")) {
        std::vector<std::string> path;
        for (const json& step : list(row, "path")) {
            path.push_back(step.is_string() ? step.get<std::string>() : step.dump());
        }
        entries.row(std::vector<std::string>{
            name(row, "component"), name(row, "function"), language(name(row, "twin")),
            in_bytes(row, "frame"), in_bytes(row, "deepest"),
            get(row, "bounded", false) ? "yes" : "no", fmt::format("{}", fmt::join(path, " → "))});
    }
    Table frames("The largest frames of the image", {{"function"}, {"language"}, {"bytes", true}});
    for (const json& row : list(stack.data, "largest_frames")) {
        frames.row(std::vector<std::string>{name(row, "function"), language(name(row, "language")),
                                            in_bytes(row, "bytes")});
    }
    inner += entries.is_empty() ? Html() : entries.html();
    inner += frames.is_empty() ? Html() : frames.html();
    return fact_section("stack", "Stack", stack, inner);
}

Html build_time_section(const PageParts& parts) {
    const Fact& times = parts.evidence.build_time;
    Html inner = figure(parts, "build-time", "Seconds, clean and after a change");
    Table table("Build time in seconds", {{"what"},
                                          {"kind"},
                                          {"language"},
                                          {"n", true},
                                          {"median", true},
                                          {"least to greatest", true}});
    for (const json& row : list(times.data, "rows")) {
        const json runs = numbers_of(row, "seconds");
        table.row(std::vector<std::string>{
            name(row, "what"), name(row, "kind"), language(name(row, "language")),
            fmt::format("{}", runs.size()), runs.empty() ? "" : number(median_of(runs).value_or(0)),
            spread_text(runs)});
    }
    inner += table.is_empty() ? Html() : table.html();
    if (times.is_there() && times.data.contains("cpus")) {
        inner += paragraph(fmt::format("On {}; a machine that does other things too is slower.",
                                       counted(get<std::size_t>(times.data, "cpus", 0), "processor",
                                               "processors")),
                           "note");
    }
    return fact_section("build-time", "Build time", times, inner);
}

Html safety_section(const PageParts& parts) {
    const Fact& steps = parts.evidence.safety_steps;
    Html inner =
        paragraph("One step at a time on host libraries, in callgrind's instructions: what "
                  "a check costs that the other language may not make.");
    inner += figure(parts, "safety-steps", "Change in instructions by step and language");
    Table table("Safety steps", {{"component"},
                                 {"workload"},
                                 {"language"},
                                 {"family"},
                                 {"step"},
                                 {"against"},
                                 {"n", true},
                                 {"instructions", true},
                                 {"base", true},
                                 {"change", true},
                                 {"text", true}});
    for (const json& row : list(steps.data, "rows")) {
        const json with = numbers_of(row, "instructions");
        const json base = numbers_of(row, "base_instructions");
        const double text_bytes = amount(row, "text_bytes");
        const double base_bytes = amount(row, "base_text_bytes");
        const bool comparable = !with.empty() && !base.empty() && median_of(base).value_or(0) > 0;
        table.row(std::vector<std::string>{
            name(row, "component"), name(row, "workload"), language(name(row, "language")),
            name(row, "family"), name(row, "step"), name(row, "base"),
            fmt::format("{}", with.size()), with.empty() ? "" : number(median_of(with).value_or(0)),
            base.empty() ? "" : number(median_of(base).value_or(0)),
            comparable ? signed_percent(median_of(with).value_or(0) / median_of(base).value_or(0))
                       : "",
            base_bytes > 0 ? signed_percent(text_bytes / base_bytes) : ""});
    }
    inner += table.is_empty() ? Html() : table.html();
    for (const json& note : list(steps.data, "notes")) {
        inner += paragraph(fmt::format("{}, {}: {}.", language(name(note, "language")),
                                       name(note, "family"), name(note, "note")));
    }
    return fact_section("safety", "Safety steps", steps, inner);
}

Html migration_section(const PageParts& parts) {
    const Fact& migration = parts.evidence.migration;
    Html inner = lines_table(migration.data) + unsafe_table(migration.data);
    Table only("What is still only C++", {{"part"}, {"lines", true}});
    for (const json& row : list(migration.data, "only_cpp")) {
        only.row(std::vector<std::string>{name(row, "part"), in_bytes(row, "lines")});
    }
    inner += only.is_empty() ? Html() : only.html();
    return fact_section("migration", "Migration", migration, inner);
}

} // namespace bimetal::evaluation::report
