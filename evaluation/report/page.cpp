// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/page.hpp"

#include <fmt/format.h>

#include <array>

namespace bimetal::evaluation::report {
namespace {

struct Entry {
    const char* anchor;
    const char* heading;
};

constexpr std::array<Entry, 10> contents{{
    {"verdicts", "Verdicts"},
    {"losing", "Losing rows"},
    {"speed", "Speed"},
    {"border", "The border"},
    {"size", "Size"},
    {"stack", "Stack"},
    {"build-time", "Build time"},
    {"safety", "Safety steps"},
    {"migration", "Migration"},
    {"method", "Method"},
}};

Html navigation() {
    Html links;
    for (const Entry& entry : contents) {
        links += {fmt::format("<a href=\"#{}\">{}</a>\n", entry.anchor, entry.heading)};
    }
    return {"<nav aria-label=\"Sections\">\n" + links.code + "</nav>\n"};
}

/// What was measured, as pairs of a name and what it was.
Html configuration(const json& context) {
    constexpr std::array<std::pair<const char*, const char*>, 12> shown{{
        {"commit", "commit"},
        {"date", "date"},
        {"preset", "preset"},
        {"optimisation", "optimisation"},
        {"cpp_compiler", "C++ compiler"},
        {"rust_compiler", "Rust compiler"},
        {"cpp_hardening", "C++ hardening"},
        {"emulator", "emulator"},
        {"processor", "processor"},
        {"num_cpus", "processors"},
        {"seed", "seed"},
        {"repetitions", "repetitions"},
    }};
    Html pairs;
    const auto add = [&](const char* name, const std::string& value) {
        pairs += {fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, escape(value))};
    };
    for (const auto& [name, title] : shown) {
        const auto found = context.find(name);
        if (context.is_object() && found != context.end() && !found->is_null()) {
            std::string value = found->is_string() ? found->get<std::string>() : found->dump();
            if (std::string_view(name) == "commit" && get(context, "modified", false)) {
                value += ", with changes that no commit holds";
            }
            add(title, value);
        }
    }
    if (context.is_object() && context.contains("link_time_optimised")) {
        add("link-time optimisation",
            get(context, "link_time_optimised", false) ? "across the languages" : "none");
    }
    return pairs.code.empty() ? Html()
                              : Html{"<dl class=\"configuration\">" + pairs.code + "</dl>\n"};
}

Html absent_list(const PageParts& parts) {
    Html items;
    const auto add = [&](const std::string& what, const std::string& why) {
        items += {fmt::format("<li><b>{}</b>: {}</li>\n", escape(what), escape(why))};
    };
    for (const Absent& absent : parts.evidence.absent) {
        add(absent.what, absent.why);
    }
    if (!parts.drawings.why.empty()) {
        add("charts", parts.drawings.why + " The tables have every figure.");
    }
    if (items.code.empty()) {
        return {};
    }
    return {"<aside class=\"absent\"><h2>What is absent</h2><ul>" + items.code + "</ul></aside>\n"};
}

std::string conclusion(const std::vector<Card>& cards) {
    if (cards.empty()) {
        return "No component could be judged.";
    }
    std::array<std::vector<std::string>, 3> by_verdict;
    for (const Card& card : cards) {
        by_verdict[static_cast<std::size_t>(card.verdict)].push_back(card.component);
    }
    constexpr std::array<const char*, 3> titles{"Keep in C++", "Either", "Convert to Rust"};
    std::vector<std::string> parts;
    for (const Verdict verdict : {Verdict::convert, Verdict::keep, Verdict::either}) {
        const auto& names = by_verdict[static_cast<std::size_t>(verdict)];
        if (!names.empty()) {
            parts.push_back(
                fmt::format("{}: {}.", titles[static_cast<std::size_t>(verdict)], listed(names)));
        }
    }
    return fmt::format("{}", fmt::join(parts, " "));
}

Html header(const PageParts& parts) {
    return {"<header>\n<p class=\"mark\">Bimetal</p>\n"
            "<h1>Which components should turn to Rust?</h1>\n" +
            paragraph(conclusion(parts.cards), "conclusion").code +
            configuration(parts.evidence.context).code + "</header>\n" + navigation().code +
            absent_list(parts).code};
}

Html method() {
    Html inner;
    for (const char* const sentence : {
             "Each row compares both twins on the same work in one interleaved run, with the same "
             "seed in both at each repetition. Ratios are Rust by C++; the interval is a bootstrap "
             "of the paired ratios. What the measuring itself costs is measured and subtracted.",
             "Kernel rows count instructions in the emulator (icount, one processor); callgrind "
             "rows count them on the host; clock rows are time on the real processor. An emulated "
             "instruction is not a cycle: it knows no cache and no branch predictor.",
             "Equal means that the interval lies within 5 % in both directions, by two one-sided "
             "tests. Not decided means that n was too small to say either.",
             "Ways: fixed is a call by name with link-time optimisation across the languages, "
             "which the optimiser may inline; plain is the same without it; stub goes through one "
             "direct jump, as in a live image; same is one object of one language.",
         }) {
        inner += paragraph(sentence);
    }
    inner += {"<p>The book: <code>docs/verdicts.md</code> has the rules of the cards, "
              "<code>docs/answers.md</code> the questions with these figures, "
              "<code>docs/boundary.md</code> the mistakes between the languages, "
              "<code>docs/claims.md</code> what is tested and what is not, "
              "<code>evaluation/README.md</code> how it is measured.</p>\n"};
    return section("method", "Method", inner);
}

} // namespace

Html figure(const PageParts& parts, const std::string& name, std::string_view caption) {
    const auto found = parts.drawings.by_name.find(name);
    if (found == parts.drawings.by_name.end()) {
        return {};
    }
    return {fmt::format("<figure id=\"figure-{}\"><figcaption>{}</figcaption>"
                        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">"
                        "{}</div></figure>\n",
                        name, escape(caption), escape(caption), found->second)};
}

Html missing(const std::string& why) {
    return {fmt::format("<p class=\"missing\">Not measured: {}</p>\n", escape(why))};
}

Html repeat(const json& fact) {
    const std::string line = get<std::string>(fact, "command", "");
    return line.empty() ? Html()
                        : Html{"<p class=\"repeat\">Repeat: " + command(line).code + "</p>\n"};
}

std::string page(const PageParts& parts) {
    Html body = header(parts);
    body += {"<main>\n"};
    for (const auto& make :
         {cards_section, losing_section, speed_section, border_section, size_section, stack_section,
          build_time_section, safety_section, migration_section}) {
        body += make(parts);
    }
    body += method();
    body += {"</main>\n"};
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<link rel=\"icon\" href=\"data:,\">\n"
                       "<title>Bimetal: which components should turn to Rust?</title>\n"
                       "<style>\n{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
                       parts.style, body.code);
}

} // namespace bimetal::evaluation::report
