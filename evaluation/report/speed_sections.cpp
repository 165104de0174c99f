// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>

namespace bimetal::evaluation::report {
namespace {

Html card_html(const Card& card) {
    Html inner{
        fmt::format("<h3>{}</h3>\n<p class=\"verdict\">{}</p>\n"
                    "<p class=\"confidence\">confidence: <b>{}</b></p>\n<ul class=\"why\">\n",
                    escape(card.component), name_of(card.verdict), name_of(card.confidence))};
    for (const Finding& finding : card.findings) {
        const bool decides = finding.allows == card.verdict && card.verdict != Verdict::convert;
        inner += {fmt::format("<li{}>{} <span class=\"rule\">rule {}</span></li>\n",
                              decides ? " class=\"decides\"" : "", escape(finding.sentence),
                              finding.rule)};
    }
    inner += {"</ul>\n"};
    if (!card.limits.empty()) {
        std::vector<std::string> limits;
        for (const Limit& limit : card.limits) {
            limits.push_back(limit.sentence);
        }
        inner += {fmt::format("<p class=\"limits\"><b>What limits the confidence:</b> {}.</p>\n",
                              escape(fmt::format("{}", fmt::join(limits, "; "))))};
    }
    for (const std::string& sentence : card.also) {
        inner += paragraph(sentence, "also");
    }
    return {fmt::format("<article class=\"card {}\">\n{}</article>\n", name_of(card.verdict),
                        inner.code)};
}

std::string quartiles(const Spread& spread) {
    return fmt::format("{} to {}", number(spread.lower), number(spread.upper));
}

std::string with_quartiles(const Spread& spread) {
    return spread.lower == spread.median && spread.upper == spread.median
               ? number(spread.median)
               : fmt::format("{} ({})", number(spread.median), quartiles(spread));
}

std::string row_class(const PairRow& row) {
    return row.comparison.outcome == Outcome::cpp_ahead    ? "lost"
           : row.comparison.outcome == Outcome::rust_ahead ? "won"
           : row.comparison.outcome == Outcome::undecided  ? "undecided"
                                                           : "";
}

std::vector<Column> row_columns() {
    return {{"workload"},
            {"way"},
            {"place"},
            {"n", true},
            {"C++: median (quartiles)", true},
            {"Rust: median (quartiles)", true},
            {"Rust by C++", true},
            {"interval", true},
            {"verdict", false, "verdict"}};
}

std::vector<std::string> row_cells(const PairRow& row, const std::string& workload) {
    return {fmt::format("{}{}{}", workload,
                        row.threads > 1 ? fmt::format(", {} threads", row.threads) : "",
                        row.string_instructions ? ", rep" : ""),
            row.way,
            row.place,
            fmt::format("{}", row.comparison.n),
            fmt::format("{} ({})", number(row.cpp.median), quartiles(row.cpp)),
            fmt::format("{} ({})", number(row.rust.median), quartiles(row.rust)),
            fmt::format("{:.3f}", row.comparison.ratio),
            fmt::format("{:.3f} to {:.3f}", row.comparison.low, row.comparison.high),
            describe(row.comparison)};
}

/// What repeats a row.
std::string bench_line(const PairRow& row) {
    return row.component == "boot"
               ? "./bimetal bench boot"
               : fmt::format("./bimetal bench {}/{}", row.component, row.workload);
}

/// What repeats all rows of a component, and one of them.
Html bench_command(const std::string& component) {
    const std::string one =
        component == "boot" ? ""
                            : fmt::format("./bimetal bench {}/WORKLOAD --place PLACE", component);
    return {"<p class=\"repeat\">Repeat: " + command("./bimetal bench " + component).code +
            (one.empty() ? "" : "; one row: " + command(one).code) + "</p>\n"};
}

std::vector<PairRow> rows_with(const Evidence& evidence, Outcome outcome) {
    std::vector<PairRow> rows;
    std::ranges::copy_if(evidence.rows, std::back_inserter(rows),
                         [&](const PairRow& row) { return row.comparison.outcome == outcome; });
    return rows;
}

Html losing_table(std::vector<PairRow> rows, const std::string& caption) {
    std::ranges::sort(rows, [](const PairRow& left, const PairRow& right) {
        return std::max(left.comparison.ratio, 1 / left.comparison.ratio) >
               std::max(right.comparison.ratio, 1 / right.comparison.ratio);
    });
    std::vector<Column> columns = row_columns();
    columns.push_back({.title = "repeat", .classes = "repeat"});
    Table table(caption, std::move(columns));
    for (const PairRow& row : rows) {
        std::vector<std::string> cells =
            row_cells(row, fmt::format("{} {}", row.component, row.workload));
        cells.push_back(bench_line(row));
        table.row(cells, row_class(row));
    }
    return table.html();
}

/// Two tables: of the ways that an image can have, and without link-time optimisation.
Html losing_tables(const std::vector<PairRow>& rows, const std::string& loser) {
    std::vector<PairRow> deciding;
    std::vector<PairRow> plain;
    for (const PairRow& row : rows) {
        (row.way == "plain" ? plain : deciding).push_back(row);
    }
    Html inner;
    if (!deciding.empty()) {
        inner += losing_table(deciding, fmt::format("Where {} loses, worst first", loser));
    }
    if (!plain.empty()) {
        inner += losing_table(plain, fmt::format("Where {} loses without link-time optimisation, "
                                                 "worst first; these decide no verdict",
                                                 loser));
    }
    return inner;
}

Html component_rows(const PageParts& parts, const std::string& component) {
    Html inner{fmt::format(
        "<h3 id=\"rows-{}\">{}</h3>\n", identifier(component),
        escape(component == "boot" ? "boot: the whole kernel to its prompt" : component))};
    Table table(fmt::format("{}: every row; a call in instructions, in ns on the clock", component),
                row_columns());
    Html drawings;
    for (const std::string& place : places()) {
        drawings += figure(parts, identifier(fmt::format("ratio-{}-{}", component, place)),
                           fmt::format("{}, {}: Rust by C++ with intervals; the band is the margin",
                                       component, place));
    }
    inner += {"<div class=\"figures\">\n" + drawings.code + "</div>\n"};
    for (const PairRow& row : parts.evidence.rows) {
        if (row.component == component) {
            table.row(row_cells(row, row.workload), row_class(row));
        }
    }
    return table.is_empty() ? Html() : inner + table.html() + bench_command(component);
}

Html overhead(const json& context) {
    Table table("What measuring itself costs, subtracted from every row", {{"place"},
                                                                           {"n", true},
                                                                           {"median", true},
                                                                           {"least", true},
                                                                           {"greatest", true},
                                                                           {"stable"}});
    for (const json& row : list(context, "overhead")) {
        table.row(std::vector<std::string>{
            get<std::string>(row, "place", "?"), number(get(row, "n", 0.0)),
            number(get(row, "median", 0.0)), number(get(row, "least", 0.0)),
            number(get(row, "greatest", 0.0)), get(row, "stable", false) ? "yes" : "no"});
    }
    return table.is_empty() ? Html() : table.html();
}

/// The calls that differ in who calls whom alone, side by side.
Html border_table(const Evidence& evidence) {
    struct Key {
        std::string workload, way, place, unit;
        bool operator==(const Key&) const = default;
    };

    std::vector<std::pair<Key, std::map<std::string, const CallRow*>>> lines;
    for (const CallRow& row : evidence.calls) {
        const Key key{row.workload, row.way, row.place, row.unit};
        auto line = std::ranges::find(lines, key, [](const auto& each) { return each.first; });
        if (line == lines.end()) {
            line = lines.insert(lines.end(), {key, {}});
        }
        line->second[row.caller + " " + row.twin] = &row;
    }
    Table table("What a call costs: median, and quartiles where they differ from it",
                {{"workload"},
                 {"way"},
                 {"place"},
                 {"unit"},
                 {"n", true},
                 {"C++ calls C++", true},
                 {"C++ calls Rust", true},
                 {"Rust calls C++", true},
                 {"Rust calls Rust", true},
                 {"C++ to Rust costs more by", true}});
    for (const auto& [key, calls] : lines) {
        std::vector<std::string> cells{key.workload, key.way, key.place, key.unit,
                                       fmt::format("{}", calls.begin()->second->cost.n)};
        for (const char* const pair : {"cpp cpp", "cpp rust", "rust cpp", "rust rust"}) {
            const auto found = calls.find(pair);
            cells.push_back(found == calls.end() ? "" : with_quartiles(found->second->cost));
        }
        const auto across = calls.find("cpp rust");
        const auto inside = calls.find("cpp cpp");
        cells.push_back(across == calls.end() || inside == calls.end()
                            ? ""
                            : number(across->second->cost.median - inside->second->cost.median));
        table.row(cells);
    }
    return table.html();
}

Html assembly_pair(const json& pair) {
    constexpr std::size_t most_lines = 300;
    std::vector<std::string> counts;
    Html sides;
    for (const json& side : list(pair, "sides")) {
        const std::string of = language(get<std::string>(side, "twin", "?"));
        counts.push_back(fmt::format("{} {}", of, number(get(side, "instructions", 0.0))));
        std::string lines;
        std::size_t count = 0;
        for (const json& line : list(side, "lines")) {
            if (++count > most_lines) {
                lines +=
                    fmt::format("… and {} more lines\n", list(side, "lines").size() - most_lines);
                break;
            }
            lines += (line.is_string() ? line.get<std::string>() : line.dump()) + "\n";
        }
        sides += {fmt::format("<div><h4>{} <code>{}</code></h4><pre>{}</pre></div>\n", escape(of),
                              escape(get<std::string>(side, "symbol", "")), escape(lines))};
    }
    return {fmt::format("<details><summary>{}{} <span class=\"rule\">instructions: {}</span>"
                        "</summary><div class=\"sides\">{}</div></details>\n",
                        escape(get<std::string>(pair, "component", "").empty()
                                   ? ""
                                   : get<std::string>(pair, "component", "") + ": "),
                        escape(get<std::string>(pair, "title", "?")),
                        escape(fmt::format("{}", fmt::join(counts, ", "))), sides.code)};
}

Html assembly(const Evidence& evidence) {
    Html inner{"<h3 id=\"assembly\">Side by side</h3>\n"};
    if (!evidence.disassembly.is_there()) {
        return inner + missing(evidence.disassembly.why);
    }
    inner += {"<p class=\"print-only\">The listings are left out in print; the page on screen has "
              "them.</p>\n<div class=\"screen-only\">\n"};
    for (const json& pair : list(evidence.disassembly.data, "pairs")) {
        inner += assembly_pair(pair);
    }
    return inner + Html{"</div>\n"} + repeat(evidence.disassembly.data);
}

} // namespace

Html cards_section(const PageParts& parts) {
    Html cards;
    for (const Card& card : parts.cards) {
        cards += card_html(card);
    }
    if (parts.cards.empty()) {
        return section("verdicts", "Verdicts",
                       paragraph("No component has two twins in these results."));
    }
    return section(
        "verdicts", "Verdicts",
        Html{"<div class=\"cards\">\n" + cards.code + "</div>\n"} +
            paragraph("By the rules of docs/verdicts.md: each allows at most one verdict, "
                      "and the least favourable to Rust decides. A measured loss "
                      "outweighs a benefit that was not measured.",
                      "note"));
}

Html losing_section(const PageParts& parts) {
    const Evidence& evidence = parts.evidence;
    if (!evidence.bench_why.empty()) {
        return section("losing", "Losing rows", missing(evidence.bench_why));
    }
    const auto lost = rows_with(evidence, Outcome::cpp_ahead);
    const auto won = rows_with(evidence, Outcome::rust_ahead);
    const auto open = rows_with(evidence, Outcome::undecided);
    Html inner = paragraph(fmt::format(
        "Of {}, {} are equal within 5 %; Rust is behind in {}, C++ in {}; {} not decided.",
        counted(evidence.rows.size(), "row", "rows"),
        evidence.rows.size() - lost.size() - won.size() - open.size(), lost.size(), won.size(),
        open.size() == 1 ? "1 is" : fmt::format("{} are", open.size())));
    inner += losing_tables(lost, "Rust");
    inner += losing_tables(won, "C++");
    return section("losing", "Losing rows", inner);
}

Html speed_section(const PageParts& parts) {
    const Evidence& evidence = parts.evidence;
    if (!evidence.bench_why.empty()) {
        return section("speed", "Speed", missing(evidence.bench_why));
    }
    Html inner;
    std::vector<std::string> components = components_of(evidence);
    components.emplace_back("boot");
    for (const std::string& component : components) {
        inner += component_rows(parts, component);
    }
    return section("speed", "Speed", inner + overhead(evidence.context));
}

Html border_section(const PageParts& parts) {
    const Evidence& evidence = parts.evidence;
    Html inner;
    if (evidence.calls.empty()) {
        inner += missing(evidence.bench_why.empty() ? "there are no rows of the border."
                                                    : evidence.bench_why);
        return section("border", "The border", inner + assembly(evidence));
    }
    inner += paragraph("What a call costs where {C++, Rust} calls {C++, Rust}: the difference of a "
                       "row across the languages to the row of one language, called the same way, "
                       "is the price of the border.");
    inner +=
        figure(parts, "border",
               fmt::format("Cost of a call by caller, callee and way, {}", border_place(evidence)));
    inner += border_table(evidence);
    return section("border", "The border", inner + bench_command("border") + assembly(evidence));
}

} // namespace bimetal::evaluation::report
