// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace bimetal::evaluation {
namespace {

std::string number(double value) {
    return value < 1'000 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

std::string spread(const Row& row) {
    const Spread values = spread_of(row.values());
    return values.lower == values.upper ? number(values.median)
                                        : fmt::format("{} ({}-{})", number(values.median),
                                                      number(values.lower), number(values.upper));
}

std::string place_of(const Row& row) {
    return row.threads > 1 ? fmt::format("{}, {} threads", row.place, row.threads) : row.place;
}

/// Names the two sides for what they are, and says so where one is ahead.
std::string verdict_of(const Pair& pair) {
    std::string text = describe(pair.comparison);
    if (pair.cpp->string_instructions) {
        text += "; string instructions";
    }
    return text;
}

} // namespace

std::string table_of(const ResultSet& set) {
    std::string text;
    std::string component;
    for (const Pair& pair : pairs_of(set)) {
        const Row& row = *pair.cpp;
        if (row.component == "border") {
            continue;
        }
        if (row.component != component) {
            component = row.component;
            text += fmt::format("\n{}: a call, median (quartiles)\n", component);
            text +=
                fmt::format("  {:<16} {:<7} {:<20} {:>3}  {:>24}  {:>24}  {:<22} {}\n", "workload",
                            "way", "place", "n", "C++", "Rust", "Rust/C++ (90 %)", "");
        }
        text += fmt::format("  {:<16} {:<7} {:<20} {:>3}  {:>24}  {:>24}  {:<22} {}\n",
                            row.workload, row.way, place_of(row), pair.comparison.n,
                            spread(*pair.cpp), spread(*pair.rust),
                            fmt::format("{:.3f} ({:.3f}-{:.3f})", pair.comparison.ratio,
                                        pair.comparison.low, pair.comparison.high),
                            verdict_of(pair));
    }
    return text;
}

std::string border_table_of(const ResultSet& set) {
    // Row by what is called and how; a column for each pair of languages.
    using Columns = std::map<std::string, std::string>;
    std::vector<std::string> order;
    std::map<std::string, Columns> cells;
    for (const Row& row : set.rows) {
        if (row.component != "border") {
            continue;
        }
        std::string key = fmt::format("  {:<10} {:<7} {:<10}", row.workload, row.way, row.place);
        if (!cells.contains(key)) {
            order.push_back(key);
        }
        cells[key][row.caller + row.twin] = number(spread_of(row.values()).median);
    }
    if (order.empty()) {
        return {};
    }
    std::string text = fmt::format(
        "\nborder: a call and the loop around it, median\n  {:<10} {:<7} {:<10} {:>12} {:>12} "
        "{:>12} {:>12}\n",
        "call", "way", "place", "C++ to C++", "C++ to Rust", "Rust to C++", "Rust to Rust");
    for (const std::string& key : order) {
        Columns& columns = cells[key];
        text += fmt::format("{} {:>12} {:>12} {:>12} {:>12}\n", key, columns["cppcpp"],
                            columns["cpprust"], columns["rustcpp"], columns["rustrust"]);
    }
    return text;
}

std::string notes_of(const ResultSet& set) {
    std::string text;
    for (const json& overhead : set.context.value("overhead", json::array())) {
        text += fmt::format("measuring costs {} {} ({}; {} to {}, n = {}, {}); subtracted\n",
                            number(overhead.value("median", 0.0)), overhead.value("unit", ""),
                            overhead.value("place", ""), number(overhead.value("least", 0.0)),
                            number(overhead.value("greatest", 0.0)), overhead.value("n", 0),
                            overhead.value("stable", false) ? "always the same" : "it varies");
    }
    for (const json& absent : set.context.value("absent", json::array())) {
        text += fmt::format("absent: {}: {}\n", absent.value("what", ""), absent.value("why", ""));
    }
    return text;
}

} // namespace bimetal::evaluation
