// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/chart_parts.hpp"
#include "evaluation/report/text.hpp"

#include <fmt/format.h>

#include <map>

namespace bimetal::evaluation::report {
namespace {

double loadable(const json& row) {
    return get(row, "text", 0.0) + get(row, "read_only", 0.0) + get(row, "data", 0.0);
}

/// The nodes of a treemap: the image, its parts, and within a part what is of one twin or language.
json nodes_of(const json& image) {
    json nodes = json::array({{{"id", "image"}, {"parent", nullptr}}});
    std::map<std::string, bool> parts;
    std::size_t number_of_leaves = 0;
    for (const json& row : list(image, "rows")) {
        const double size = loadable(row);
        if (size <= 0) {
            continue;
        }
        const std::string part = get<std::string>(row, "part", "?");
        const std::string twin = get<std::string>(row, "twin", "");
        const std::string of = get<std::string>(row, "language", twin);
        if (!parts[part]) {
            parts[part] = true;
            nodes.push_back({{"id", "part " + part}, {"parent", "image"}});
        }
        nodes.push_back({{"id", fmt::format("leaf {}", number_of_leaves++)},
                         {"parent", "part " + part},
                         {"name", twin.empty() ? part : fmt::format("{} {}", part, language(twin))},
                         {"language", of == "cpp" || of == "rust" ? of : "other"},
                         {"words", bytes(size)},
                         {"size", size}});
    }
    return nodes;
}

} // namespace

std::optional<Chart> size_chart(const json& image) {
    json nodes = nodes_of(image);
    if (nodes.size() < 2) {
        return std::nullopt;
    }
    json spec = json::parse(R"json({
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 760, "height": 380, "padding": 2, "background": null,
        "data": [
            {"name": "tree", "transform": [
                {"type": "stratify", "key": "id", "parentKey": "parent"},
                {"type": "treemap", "field": "size", "sort": {"field": "value", "order": "descending"},
                 "round": true, "method": "squarify", "ratio": 1.6, "paddingInner": 2,
                 "size": [{"signal": "width"}, {"signal": "height"}]}]},
            {"name": "leaves", "source": "tree", "transform": [
                {"type": "filter", "expr": "!datum.children"},
                {"type": "formula", "as": "across", "expr": "datum.x1 - datum.x0"},
                {"type": "formula", "as": "down", "expr": "datum.y1 - datum.y0"}]},
            {"name": "named", "source": "leaves", "transform": [
                {"type": "filter",
                 "expr": "datum.across > 6.4 * length(datum.name) + 8 && datum.down > 16"}]},
            {"name": "sized", "source": "named", "transform": [
                {"type": "filter",
                 "expr": "datum.across > 6.2 * length(datum.words) + 8 && datum.down > 32"}]}
        ],
        "scales": [
            {"name": "fill", "type": "ordinal", "domain": ["cpp", "rust", "other"],
             "range": ["var(--cpp-fill)", "var(--rust-fill)", "var(--neutral-fill)"]},
            {"name": "words", "type": "ordinal", "domain": ["C++", "Rust", "other"],
             "range": ["var(--cpp-fill)", "var(--rust-fill)", "var(--neutral-fill)"]}
        ],
        "legends": [{"fill": "words", "orient": "top", "direction": "horizontal",
                     "symbolType": "square", "symbolStrokeWidth": 0, "symbolSize": 120}],
        "marks": [
            {"type": "rect", "from": {"data": "leaves"}, "encode": {"enter": {
                "fill": {"scale": "fill", "field": "language"},
                "x": {"field": "x0"}, "x2": {"field": "x1"},
                "y": {"field": "y0"}, "y2": {"field": "y1"}}}},
            {"type": "text", "from": {"data": "named"}, "encode": {"enter": {
                "x": {"field": "x0", "offset": 5}, "y": {"field": "y0", "offset": 13},
                "text": {"field": "name"}, "fill": {"value": "var(--ink)"},
                "fontWeight": {"value": "bold"}, "fontSize": {"value": 11}}}},
            {"type": "text", "from": {"data": "sized"}, "encode": {"enter": {
                "x": {"field": "x0", "offset": 5}, "y": {"field": "y0", "offset": 27},
                "text": {"field": "words"}, "fill": {"value": "var(--ink)"},
                "fontSize": {"value": 11}}}}
        ]
    })json");
    const std::size_t leaves = nodes.size();
    spec["data"][0]["values"] = std::move(nodes);
    spec["config"] = theme();
    const std::string name = get<std::string>(image, "name", "image");
    return Chart{.name = identifier("size-" + name),
                 .title = fmt::format("What the image {} is made of", name),
                 .description = fmt::format("A treemap of {}: text, constants and data by part and "
                                            "language; the table has every figure.",
                                            counted(leaves, "node", "nodes")),
                 .library = "vega",
                 .spec = std::move(spec)};
}

std::optional<Chart> stack_chart(const Evidence& evidence) {
    struct Deepest {
        double bytes = 0;
        std::string function;
    };

    std::map<std::pair<std::string, std::string>, Deepest> deepest;
    for (const json& entry : list(evidence.stack.data, "entries")) {
        const double depth = get(entry, "deepest", 0.0);
        Deepest& found = deepest[{get<std::string>(entry, "component", "?"),
                                  get<std::string>(entry, "twin", "?")}];
        if (depth >= found.bytes) {
            found = {.bytes = depth, .function = get<std::string>(entry, "function", "?")};
        }
    }
    json values = json::array();
    for (const auto& [key, found] : deepest) {
        values.push_back({{"row", fmt::format("{}, {}", key.first, language(key.second))},
                          {"language", language(key.second)},
                          {"bytes", found.bytes},
                          {"words", fmt::format("{}, {}", bytes(found.bytes), found.function)}});
    }
    if (values.empty()) {
        return std::nullopt;
    }
    json spec = plot(values, 380);
    make_room(spec, "row", "words");
    spec["height"] = {{"step", 20}};
    spec["encoding"] = json::parse(R"json({
        "y": {"field": "row", "type": "nominal", "sort": null, "title": null},
        "x": {"field": "bytes", "type": "quantitative", "title": "bytes of stack, deepest path",
              "axis": {"tickCount": 6}}
    })json");
    spec["layer"] = json::parse(R"json([
        {"mark": {"type": "bar", "height": 12}, "encoding": {"color": {"field": "language",
            "type": "nominal", "legend": null, "scale": {
            "domain": ["C++", "Rust"], "range": ["var(--cpp)", "var(--rust)"]}}}},
        {"mark": {"type": "text", "align": "left", "dx": 6},
         "encoding": {"text": {"field": "words"}}}
    ])json");
    return Chart{.name = "stack",
                 .title = "The deepest path of stack into each twin",
                 .description = counted(values.size(), "twin", "twins") +
                                ", each with the function that reaches deepest.",
                 .library = "vega-lite",
                 .spec = std::move(spec)};
}

std::optional<Chart> build_time_chart(const Evidence& evidence) {
    json values = json::array();
    std::size_t rows = 0;
    for (const json& row : list(evidence.build_time.data, "rows")) {
        const auto middle = median_of(list(row, "seconds"));
        const std::string of = get<std::string>(row, "language", "");
        rows += middle ? 1 : 0;
        for (const json& run : list(row, "seconds")) {
            values.push_back({{"kind", get<std::string>(row, "kind", "?")},
                              {"what", get<std::string>(row, "what", "?")},
                              {"language", of == "cpp" || of == "rust" ? language(of) : "both"},
                              {"middle", middle.value_or(0)},
                              {"seconds", run}});
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    json spec = plot(values, 380);
    make_room(spec, "what", "");
    spec["height"] = {{"step", 20}};
    spec["encoding"] = json::parse(R"json({
        "y": {"field": "what", "type": "nominal", "sort": null, "title": null}
    })json");
    spec["layer"] = json::parse(R"json([
        {"mark": {"type": "point", "filled": true, "size": 36, "opacity": 0.75}, "encoding": {
            "x": {"field": "seconds", "type": "quantitative", "title": "seconds, one point a run",
                  "scale": {"type": "log", "nice": false, "padding": 12},
                  "axis": {"grid": true, "labelExpr": "format(datum.value, '~g')",
                           "values": [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]}},
            "color": {"field": "language", "type": "nominal", "legend": {"title": null}, "scale": {
                "domain": ["C++", "Rust", "both"],
                "range": ["var(--cpp)", "var(--rust)", "var(--muted)"]}},
            "shape": {"field": "language", "type": "nominal", "legend": {"title": null}, "scale": {
                "domain": ["C++", "Rust", "both"], "range": ["circle", "square", "diamond"]}}}},
        {"transform": [{"aggregate": [{"op": "median", "field": "seconds", "as": "half"}],
                        "groupby": ["what"]}],
         "mark": {"type": "text", "align": "left", "dx": 8},
         "encoding": {"x": {"value": "width"},
                      "text": {"field": "half", "format": ".1f"}}}
    ])json");
    return Chart{.name = "build-time",
                 .title = "Build time, clean and after a change",
                 .description = fmt::format("{}; the number at the right is the median in seconds.",
                                            counted(rows, "build", "builds")),
                 .library = "vega-lite",
                 .spec = std::move(spec)};
}

} // namespace bimetal::evaluation::report
