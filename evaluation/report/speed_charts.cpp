// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/chart_parts.hpp"
#include "evaluation/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bimetal::evaluation::report {
namespace {

std::string kind_of(const PairRow& row) {
    switch (row.comparison.outcome) {
    case Outcome::equal:
        return "equal";
    case Outcome::cpp_ahead:
        return "C++ ahead";
    case Outcome::rust_ahead:
        return "Rust ahead";
    case Outcome::undecided:
        return "not decided";
    }
    return {};
}

/// What the axis shows: the ratios and some air, the margin always inside, and no outlier that
/// would press everything else together.
std::pair<double, double> domain_of(const std::vector<PairRow>& rows) {
    double low = 0.9;
    double high = 1.1;
    for (const PairRow& row : rows) {
        low = std::min({low, row.comparison.low, row.comparison.ratio});
        high = std::max({high, row.comparison.high, row.comparison.ratio});
    }
    return {std::max(low / 1.02, 0.125), std::min(high * 1.02, 8.0)};
}

json ticks_of(std::pair<double, double> domain) {
    json ticks = json::array();
    const bool wide = domain.second / domain.first > 3;
    for (const double tick :
         {0.125, 0.25, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 4.0, 8.0}) {
        const bool round = tick <= 0.7 || tick == 1.0 || tick >= 1.5;
        if (tick >= domain.first && tick <= domain.second && (round || !wide)) {
            ticks.push_back(tick);
        }
    }
    return ticks;
}

json ratio_values(const std::vector<PairRow>& rows, std::pair<double, double> domain) {
    json values = json::array();
    for (const PairRow& row : rows) {
        const auto inside = [&](double value) {
            return std::clamp(value, domain.first, domain.second);
        };
        const bool outside = inside(row.comparison.ratio) != row.comparison.ratio;
        values.push_back(
            {{"row", fmt::format("{} · {}{}{}", row.workload, row.way,
                                 row.threads > 1 ? fmt::format(" · {} threads", row.threads) : "",
                                 row.string_instructions ? " · rep" : "")},
             {"ratio", inside(row.comparison.ratio)},
             {"low", inside(row.comparison.low)},
             {"high", inside(row.comparison.high)},
             {"outcome", kind_of(row)},
             {"words", describe(row.comparison) + (outside ? ", off the scale" : "")}});
    }
    return values;
}

json ratio_layers(std::pair<double, double> domain) {
    json layers = json::parse(R"json([
        {"transform": [{"filter": "datum.outcome === 'C++ ahead'"}],
         "mark": "rect",
         "encoding": {"color": {"value": "var(--lost)"}, "x": {"value": 0}, "x2": {"value": "width"}}},
        {"data": {"values": [{}]},
         "mark": {"type": "rect", "opacity": 0.7},
         "encoding": {"color": {"value": "var(--band)"}, "x": {"type": "quantitative"}, "x2": {}, "y": {"value": 0},
                      "y2": {"value": "height"}}},
        {"data": {"values": [{}]},
         "mark": "rule",
         "encoding": {"color": {"value": "var(--muted)"}, "x": {"datum": 1}, "y": {"value": 0}, "y2": {"value": "height"}}},
        {"mark": {"type": "rule", "strokeWidth": 1.5},
         "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 55, "opacity": 1},
         "encoding": {
            "x": {"field": "ratio", "type": "quantitative"},
            "shape": {"field": "outcome", "scale": {
                "domain": ["equal", "C++ ahead", "Rust ahead", "not decided"],
                "range": ["circle", "triangle-right", "triangle-left", "diamond"]}, "legend": null}}},
        {"mark": {"type": "text", "align": "left", "dx": 8},
         "encoding": {"x": {"value": "width"}, "text": {"field": "words"},
            "color": {"value": "var(--muted)",
                      "condition": {"test": "indexof(datum.words, 'ahead') > 0",
                                    "value": "var(--ink)"}}}}
    ])json");
    layers[1]["encoding"]["x"]["datum"] = 1 / (1 + margin);
    layers[1]["encoding"]["x2"]["datum"] = 1 + margin;
    for (std::size_t layer = 1; layer <= 4; ++layer) {
        layers[layer]["encoding"]["x"]["type"] = "quantitative";
        layers[layer]["encoding"]["x"]["scale"] = {
            {"type", "log"}, {"domain", {domain.first, domain.second}}, {"nice", false}};
        layers[layer]["encoding"]["x"]["axis"] = {
            {"values", ticks_of(domain)},
            {"title", "Rust by C++, 1 is equal (further right: Rust needs more)"},
            {"labelExpr", "format(datum.value, '.3~f')"},
            {"grid", false}};
    }
    return layers;
}

std::string ratio_description(const std::vector<PairRow>& rows) {
    std::size_t counts[4] = {};
    std::vector<std::string> behind;
    for (const PairRow& row : rows) {
        ++counts[static_cast<std::size_t>(row.comparison.outcome)];
        if (row.comparison.outcome == Outcome::cpp_ahead) {
            behind.push_back(
                fmt::format("{} {} ({})", row.workload, row.way, describe(row.comparison)));
        }
    }
    return fmt::format("{}: {} equal within the margin, {} with C++ ahead, {} with Rust ahead, {} "
                       "not decided.{}",
                       counted(rows.size(), "row", "rows"), counts[0], counts[1], counts[2],
                       counts[3],
                       behind.empty() ? "" : " Rust is behind in " + listed(behind) + ".");
}

} // namespace

std::optional<Chart> ratio_chart(const Evidence& evidence, const std::string& component,
                                 const std::string& place) {
    std::vector<PairRow> of_component;
    std::ranges::copy_if(evidence.rows, std::back_inserter(of_component),
                         [&](const PairRow& row) { return row.component == component; });
    // One scale for all places.
    const auto domain = domain_of(of_component);
    std::vector<PairRow> rows;
    std::ranges::copy_if(of_component, std::back_inserter(rows),
                         [&](const PairRow& row) { return row.place == place; });
    if (rows.empty()) {
        return std::nullopt;
    }
    json spec = plot(ratio_values(rows, domain), 240);
    make_room(spec, "row", "words");
    spec["height"] = {{"step", 17}};
    spec["encoding"] = json::parse(R"json({
        "y": {"field": "row", "type": "nominal", "sort": null, "title": null},
        "color": {"field": "outcome", "type": "nominal", "scale": {
            "domain": ["equal", "C++ ahead", "Rust ahead", "not decided"],
            "range": ["var(--ink)", "var(--cpp)", "var(--rust)", "var(--muted)"]}, "legend": null}
    })json");
    for (const json& value : spec["data"]["values"]) {
        spec["encoding"]["y"]["sort"].push_back(value["row"]);
    }
    spec["layer"] = ratio_layers(domain);
    return Chart{.name = identifier("ratio-" + component + "-" + place),
                 .title = fmt::format("{}, {}: the Rust twin by the C++ twin", component, place),
                 .description = ratio_description(rows),
                 .library = "vega-lite",
                 .spec = std::move(spec)};
}

std::string border_place(const Evidence& evidence) {
    for (const std::string& place : places()) {
        if (std::ranges::any_of(evidence.calls,
                                [&](const CallRow& row) { return row.place == place; })) {
            return place;
        }
    }
    return {};
}

std::optional<Chart> border_chart(const Evidence& evidence) {
    const std::string place = border_place(evidence);
    if (place.empty()) {
        return std::nullopt;
    }
    json values = json::array();
    std::string unit;
    for (const CallRow& row : evidence.calls) {
        if (row.place == place) {
            unit = row.unit;
            values.push_back(
                {{"workload", row.workload},
                 {"pair", fmt::format("{} calls {}", language(row.caller), language(row.twin))},
                 {"way", row.way},
                 {"kind", row.caller == row.twin ? "one language" : "across"},
                 {"cost", row.cost.median},
                 {"words", fmt::format("{}  {}", row.way, number(row.cost.median))}});
        }
    }
    json spec = plot(values, 280);
    spec.erase("width");
    json workloads = json::array();
    for (const json& value : values) {
        if (std::ranges::find(workloads, value["workload"]) == workloads.end()) {
            workloads.push_back(value["workload"]);
        }
    }
    make_room(spec, "pair", "words");
    spec["facet"] = {{"field", "workload"}, {"type", "nominal"}, {"sort", workloads}};
    spec["columns"] = 2;
    spec["resolve"] = {{"scale", {{"x", "shared"}}}};
    spec["spec"] = json::parse(R"json({
        "width": 330, "height": {"step": 13},
        "encoding": {
            "y": {"field": "pair", "type": "nominal", "title": null,
                  "sort": ["C++ calls C++", "C++ calls Rust", "Rust calls C++", "Rust calls Rust"],
                  "scale": {"paddingInner": 0.25}},
            "yOffset": {"field": "way", "sort": ["same", "fixed", "plain", "stub"]},
            "x": {"field": "cost", "type": "quantitative", "axis": {"tickCount": 5}}
        },
        "layer": [
            {"mark": {"type": "bar"},
             "encoding": {"color": {"field": "kind", "type": "nominal",
                "scale": {"domain": ["one language", "across"],
                          "range": ["var(--neutral)", "var(--across)"]},
                "legend": {"title": null}}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10},
             "encoding": {"text": {"field": "words"}}}
        ]
    })json");
    spec["spec"]["encoding"]["x"]["title"] = unit + " a call";
    return Chart{.name = "border",
                 .title = "What a call costs, by caller, callee and way",
                 .description = fmt::format("{} a call, measured by {}; the table below has every "
                                            "figure.",
                                            unit, place),
                 .library = "vega-lite",
                 .spec = std::move(spec)};
}

std::optional<Chart> safety_chart(const Evidence& evidence) {
    json values = json::array();
    for (const json& row : list(evidence.safety_steps.data, "rows")) {
        const auto with = median_of(list(row, "instructions"));
        const auto without = median_of(list(row, "base_instructions"));
        if (with && without && *without > 0) {
            values.push_back(
                {{"family", get<std::string>(row, "family", "?")},
                 {"step", fmt::format("{}: {}", language(get<std::string>(row, "language", "")),
                                      get<std::string>(row, "step", "?"))},
                 {"language", language(get<std::string>(row, "language", ""))},
                 {"workload", fmt::format("{} {}", get<std::string>(row, "component", ""),
                                          get<std::string>(row, "workload", ""))},
                 {"change", (*with / *without - 1) * 100}});
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    json spec = plot(values, 420);
    spec.erase("width");
    make_room(spec, "step", "");
    spec["facet"] = {{"row",
                      {{"field", "family"},
                       {"type", "nominal"},
                       {"sort", nullptr},
                       {"header", {{"labelAngle", 0}, {"labelOrient", "top"}}}}}};
    spec["resolve"] = {{"scale", {{"y", "independent"}, {"x", "shared"}}}};
    spec["spacing"] = 14;
    spec["spec"] = json::parse(R"json({
        "width": 420, "height": {"step": 18},
        "encoding": {"y": {"field": "step", "type": "nominal", "sort": null, "title": null}},
        "layer": [
            {"mark": {"type": "rule", "color": "var(--muted)"},
             "encoding": {"x": {"datum": 0, "type": "quantitative"}, "y": null}},
            {"mark": {"type": "point", "filled": true, "size": 36, "opacity": 0.75},
             "encoding": {
                "x": {"field": "change", "type": "quantitative",
                      "title": "change in instructions against the base, per cent; one point a workload",
                      "axis": {"grid": true, "tickCount": 8}},
                "color": {"field": "language", "type": "nominal", "scale": {
                    "domain": ["C++", "Rust"], "range": ["var(--cpp)", "var(--rust)"]},
                    "legend": {"title": null}},
                "shape": {"field": "language", "type": "nominal", "scale": {
                    "domain": ["C++", "Rust"], "range": ["circle", "square"]},
                    "legend": {"title": null}}}},
            {"transform": [{"aggregate": [{"op": "median", "field": "change", "as": "middle"},
                                          {"op": "max", "field": "change", "as": "right"}],
                            "groupby": ["step"]}],
             "mark": {"type": "text", "align": "left", "dx": 8},
             "encoding": {"x": {"field": "right", "type": "quantitative"},
                          "text": {"field": "middle", "format": "+.1f"}}}
        ]
    })json");
    return Chart{.name = "safety-steps",
                 .title = "What each safety step costs in instructions",
                 .description = fmt::format("{} of steps on host libraries; the number beside the "
                                            "points is their median in per cent.",
                                            counted(values.size(), "row", "rows")),
                 .library = "vega-lite",
                 .spec = std::move(spec)};
}

} // namespace bimetal::evaluation::report
