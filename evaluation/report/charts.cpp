// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/charts.hpp"

#include "evaluation/report/chart_parts.hpp"

#include <algorithm>

namespace bimetal::evaluation::report {

json plot(const json& values, int width) {
    return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
            {"width", width},
            {"background", nullptr},
            {"padding", {{"left", 4}, {"top", 2}, {"bottom", 2}, {"right", 4}}},
            {"data", {{"values", values}}},
            {"config", theme()}};
}

void make_room(json& spec, const char* left, const char* right) {
    // Of what a letter is wide when it is drawn, about a fifth more than when it was measured.
    constexpr double a_letter = 1.5;
    double longest_left = 0;
    double longest_right = 0;
    for (const json& value : spec.at("data").at("values")) {
        const auto length = [&](const char* name) {
            return static_cast<double>(get<std::string>(value, name, "").size());
        };
        longest_left = std::max(longest_left, length(left));
        longest_right = std::max(longest_right, length(right));
    }
    spec["padding"] = {{"left", 4 + a_letter * longest_left},
                       {"top", 2},
                       {"bottom", 2},
                       {"right", 4 + a_letter * longest_right}};
}

json theme() {
    return json::parse(R"json({
        "aria": false,
        "font": "sans-serif",
        "view": {"stroke": null},
        "axis": {
            "labelColor": "var(--ink)", "labelFontSize": 11, "labelLimit": 420,
            "titleColor": "var(--muted)", "titleFontSize": 11, "titleFontWeight": "normal",
            "gridColor": "var(--line)", "domainColor": "var(--line)", "tickColor": "var(--line)"
        },
        "axisY": {"domain": false, "ticks": false, "labelPadding": 6, "grid": false},
        "header": {
            "labelColor": "var(--ink)", "labelFontSize": 12, "labelFontWeight": "bold",
            "labelAnchor": "start", "title": null
        },
        "legend": {
            "labelColor": "var(--ink)", "labelFontSize": 11, "titleColor": "var(--muted)",
            "titleFontSize": 11, "titleFontWeight": "normal", "orient": "top"
        },
        "text": {"color": "var(--ink)", "fontSize": 11}
    })json");
}

const std::vector<std::string>& places() {
    static const std::vector<std::string> all{"kernel", "callgrind", "clock"};
    return all;
}

std::string identifier(std::string_view text) {
    std::string name;
    for (const char character : text) {
        const bool upper = character >= 'A' && character <= 'Z';
        const bool plain =
            (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        name += upper ? static_cast<char>(character - 'A' + 'a') : plain ? character : '-';
    }
    return name;
}

std::optional<double> median_of(const json& numbers) {
    std::vector<double> values;
    for (const json& value : numbers) {
        if (value.is_number()) {
            values.push_back(value.get<double>());
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<Chart> charts_of(const Evidence& evidence) {
    std::vector<Chart> charts;
    const auto add = [&](std::optional<Chart> chart) {
        if (chart) {
            charts.push_back(std::move(*chart));
        }
    };
    std::vector<std::string> components = components_of(evidence);
    components.emplace_back("boot");
    for (const std::string& component : components) {
        for (const std::string& place : places()) {
            add(ratio_chart(evidence, component, place));
        }
    }
    add(border_chart(evidence));
    for (const json& image : list(evidence.size.data, "images")) {
        add(size_chart(image));
    }
    add(stack_chart(evidence));
    add(build_time_chart(evidence));
    add(safety_chart(evidence));
    return charts;
}

} // namespace bimetal::evaluation::report
