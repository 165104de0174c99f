// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/report.hpp"

#include "evaluation/report/answers.hpp"
#include "evaluation/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace bimetal::evaluation::report {
namespace {

namespace fs = std::filesystem;

Result<void> write(const fs::path& file, const std::string& content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << content;
    stream.close();
    if (!stream) {
        return fail(fmt::format("{} cannot be written", file.string()));
    }
    return {};
}

/// The rows in which Rust is furthest behind.
std::string worst_rows(const Evidence& evidence) {
    constexpr std::size_t most = 10;
    std::vector<PairRow> lost;
    for (const PairRow& row : evidence.rows) {
        if (row.comparison.outcome == Outcome::cpp_ahead) {
            lost.push_back(row);
        }
    }
    std::ranges::sort(lost, [](const PairRow& left, const PairRow& right) {
        return left.comparison.ratio > right.comparison.ratio;
    });
    std::string lines;
    for (std::size_t index = 0; index < std::min(most, lost.size()); ++index) {
        const PairRow& row = lost[index];
        lines += fmt::format("  Rust behind: {} {}: {}\n", row.component, row_title(row),
                             describe(row.comparison));
    }
    if (lost.size() > most) {
        lines += fmt::format("  and in {} more, which are in the report\n", lost.size() - most);
    }
    return lines;
}

Result<std::string> style(const Setup& setup) {
    const fs::path file = setup.project.source / "evaluation/report/style.css";
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(fmt::format("{} cannot be read", file.string()));
    }
    return std::string{std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

std::string summary(const Evidence& evidence, const std::vector<Card>& cards) {
    std::string lines;
    for (const Card& card : cards) {
        lines += fmt::format("{:<12} {:<8} confidence {:<7} {}\n", card.component,
                             name_of(card.verdict), name_of(card.confidence),
                             card.findings.empty() ? "" : card.findings.front().sentence);
    }
    const auto count = [&](Outcome outcome) {
        return std::ranges::count(evidence.rows, outcome,
                                  [](const PairRow& row) { return row.comparison.outcome; });
    };
    if (evidence.bench_why.empty()) {
        lines += fmt::format("{}: {} equal within 5 %, C++ ahead in {}, Rust ahead in {}, {} not "
                             "decided\n",
                             counted(evidence.rows.size(), "row", "rows"), count(Outcome::equal),
                             count(Outcome::cpp_ahead), count(Outcome::rust_ahead),
                             count(Outcome::undecided));
    }
    lines += worst_rows(evidence);
    for (const Absent& absent : evidence.absent) {
        lines += fmt::format("  absent: {}: {}\n", absent.what, absent.why);
    }
    return lines;
}

Result<void> write_report(const Setup& setup, const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        return fail(fmt::format("there is no folder {} with results", folder.string()));
    }
    const Evidence evidence = read_evidence(setup, folder);
    const std::vector<Card> cards = judge_all(evidence);
    const Result<std::string> css = style(setup);
    if (!css) {
        return std::unexpected(css.error());
    }
    const Drawings drawings = draw(setup, charts_of(evidence));
    const std::string html =
        page({.evidence = evidence, .cards = cards, .drawings = drawings, .style = *css});
    const std::vector<std::pair<const char*, std::string>> files{
        {"verdicts.json", to_json(cards).dump(1) + "\n"},
        {"report.html", html},
        {"answers.md", answers(evidence)},
    };
    for (const auto& [name, content] : files) {
        if (const Result<void> written = write(folder / name, content); !written) {
            return written;
        }
    }
    fmt::print("{}", summary(evidence, cards));
    if (!drawings.why.empty()) {
        fmt::print("  charts: {}\n", drawings.why);
    }
    fmt::print("{}\n", (folder / "report.html").string());
    return {};
}

} // namespace bimetal::evaluation::report
