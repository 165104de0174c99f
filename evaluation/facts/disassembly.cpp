// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/disassembly.hpp"

#include "evaluation/facts/image_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

namespace bimetal::evaluation {
namespace {

constexpr std::string_view image_name = "bimetal-bench";
/// The page that shows them has a limit of its own.
constexpr std::size_t longest_json = 300'000;

struct SeamFunction {
    std::string_view component;
    std::string_view name;
};

constexpr std::array hot_functions = {
    SeamFunction{.component = "frames", .name = "allocate"},
    SeamFunction{.component = "frames", .name = "free"},
    SeamFunction{.component = "serial", .name = "transmit"},
    SeamFunction{.component = "serial", .name = "interrupt"},
    SeamFunction{.component = "serial", .name = "receive"},
};

Result<std::vector<std::string>> symbols_of(const std::string& image) {
    const Result<std::string> text = tool::output_of(
        {"/usr/lib/llvm-22/bin/llvm-nm", "--defined-only", "--format=just-symbols", image});
    if (!text) {
        return std::unexpected(text.error());
    }
    std::vector<std::string> symbols;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        symbols.push_back(line);
    }
    return symbols;
}

Result<json> measure_side(const Setup& setup, const std::string& image, const std::string& twin,
                          const std::string& symbol) {
    const Result<json> printed = image_json(setup, "disasm", {image, symbol});
    if (!printed) {
        return std::unexpected(printed.error());
    }
    if (printed->size() != 1) {
        return fail(fmt::format("{} is no one function of {}", symbol, image_name), 1);
    }
    return side_of(twin, printed->at(0));
}

} // namespace

std::vector<SymbolPair> pairs_among(std::span<const std::string> symbols) {
    const std::set<std::string> known(symbols.begin(), symbols.end());
    std::vector<SymbolPair> pairs;
    const auto add = [&](SymbolPair pair) {
        if (known.contains(pair.cpp) && known.contains(pair.rust)) {
            pairs.push_back(std::move(pair));
        }
    };
    for (const SeamFunction& function : hot_functions) {
        add({.title = fmt::format("{} {}", function.component, function.name),
             .component = std::string(function.component),
             .cpp = fmt::format("{}_cpp_{}", function.component, function.name),
             .rust = fmt::format("{}_rust_{}", function.component, function.name)});
    }
    constexpr std::string_view prefix = "border_";
    constexpr std::string_view mark = "_calls_cpp";
    for (const std::string& symbol : known) {
        const std::size_t at = symbol.find(mark);
        if (!symbol.starts_with(prefix) || at == std::string::npos) {
            continue;
        }
        const std::string rust = std::string(symbol).replace(at, mark.size(), "_calls_rust");
        std::string title = std::string(symbol).replace(at, mark.size(), "_calls");
        std::ranges::replace(title, '_', ' ');
        add({.title = title, .component = "border", .cpp = symbol, .rust = rust});
    }
    return pairs;
}

json side_of(const std::string& twin, const json& function) {
    json lines = json::array();
    std::size_t instructions = 0;
    for (const json& part : function.at("parts")) {
        if (!lines.empty()) {
            lines.push_back("");
        }
        for (const json& line : part.at("lines")) {
            lines.push_back(line);
        }
        instructions += part.at("instructions").get<std::size_t>();
    }
    return {{"twin", twin},
            {"symbol", function.at("symbol")},
            {"instructions", instructions},
            {"lines", std::move(lines)}};
}

json pairs_within(json pairs, std::size_t limit) {
    json left_out = json::array();
    while (!pairs.empty() && pairs.dump().size() > limit) {
        left_out.push_back(pairs.back().at("title"));
        pairs.erase(pairs.size() - 1);
    }
    return {{"pairs", std::move(pairs)}, {"left_out", std::move(left_out)}};
}

Result<json> measure_disassembly(const Setup& setup) {
    const auto image = built_image(setup, std::string(image_name));
    if (!image) {
        return std::unexpected(image.error());
    }
    const auto symbols = symbols_of(*image);
    if (!symbols) {
        return std::unexpected(symbols.error());
    }
    json pairs = json::array();
    for (const SymbolPair& pair : pairs_among(*symbols)) {
        const auto cpp = measure_side(setup, *image, "cpp", pair.cpp);
        const auto rust = measure_side(setup, *image, "rust", pair.rust);
        if (!cpp || !rust) {
            return std::unexpected(cpp ? rust.error() : cpp.error());
        }
        pairs.push_back({{"title", pair.title},
                         {"component", pair.component},
                         {"sides", json::array({*cpp, *rust})}});
    }
    json fact = pairs_within(std::move(pairs), longest_json);
    fact["schema"] = 1;
    fact["command"] =
        fmt::format("./bimetal disasm build/default/images/{}.elf FUNCTION", image_name);
    fact["image"] = image_name;
    return fact;
}

} // namespace bimetal::evaluation
