// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/verdicts.hpp"

#include "evaluation/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace bimetal::evaluation::report {
namespace {

constexpr double size_share = 0.10; // what Rust may be larger by, of the C++ twin,
constexpr double size_floor = 1024; // or in bytes, whichever is more
constexpr double stack_floor = 512; // bytes that Rust may reach deeper

/// What the rows of one workload say together: one lost row is enough to lose it, and an equal one
/// outweighs those that are not decided.
Outcome together(const std::vector<const PairRow*>& rows) {
    const auto any = [&](Outcome outcome) {
        return std::ranges::any_of(
            rows, [&](const PairRow* row) { return row->comparison.outcome == outcome; });
    };
    for (const Outcome outcome : {Outcome::cpp_ahead, Outcome::rust_ahead, Outcome::equal}) {
        if (any(outcome)) {
            return outcome;
        }
    }
    return Outcome::undecided;
}

std::string workload_of(const PairRow& row) {
    return row.threads > 1 ? fmt::format("{} on {} threads", row.workload, row.threads)
                           : row.workload;
}

/// The row of `rows` in which Rust is furthest behind.
const PairRow& worst(const std::vector<PairRow>& rows) {
    return *std::ranges::max_element(rows, {}, [](const PairRow& row) {
        return row.comparison.outcome == Outcome::cpp_ahead ? row.comparison.ratio : 0;
    });
}

std::string worst_sentence(const std::vector<PairRow>& rows) {
    const PairRow& row = worst(rows);
    return fmt::format("furthest in {}: {} {} a call in Rust, {} in C++ ({}, n = {})",
                       row_title(row), number(row.rust.median), row.unit, number(row.cpp.median),
                       change(row.comparison.ratio), row.comparison.n);
}

/// The rules before speed: what must be there at all.
void judge_basis(const ComponentEvidence& evidence, const Tally& tally,
                 std::vector<Finding>& findings) {
    if (tally.all() == 0) {
        findings.push_back({1, Verdict::either, "Its speed was not measured."});
    }
    if (!evidence.has_suite) {
        findings.push_back(
            {2, Verdict::either, "Whether one suite tests both twins is not known."});
    } else if (!*evidence.has_suite) {
        findings.push_back({2, Verdict::keep, "No suite tests both twins."});
    } else {
        findings.push_back({2, Verdict::convert, "One suite tests both twins."});
    }
    if (!evidence.unsafe_by_hand) {
        findings.push_back(
            {3, Verdict::either, "How much unsafe code the Rust twin needs is not known."});
    } else if (*evidence.unsafe_by_hand > 0) {
        findings.push_back(
            {3, Verdict::either,
             fmt::format("The Rust twin and its written glue hold {}: what Rust promises is not "
                         "checked there.",
                         counted(*evidence.unsafe_by_hand, "unsafe block", "unsafe blocks"))});
    } else {
        findings.push_back(
            {3, Verdict::convert,
             "The Rust twin and its written glue hold no unsafe block; the compiler checks all of "
             "it."});
    }
}

void judge_speed(const ComponentEvidence& evidence, const Tally& tally,
                 std::vector<Finding>& findings) {
    if (!tally.lost.empty()) {
        const bool made_up = tally.won.size() >= tally.lost.size();
        findings.push_back(
            {4, made_up ? Verdict::either : Verdict::keep,
             fmt::format("Rust is behind by more than the margin in {} of {} ({}), {}.",
                         tally.lost.size(), counted(tally.all(), "workload", "workloads"),
                         listed(tally.lost), worst_sentence(evidence.rows))});
    }
    if (!tally.won.empty()) {
        findings.push_back(
            {4, Verdict::convert,
             fmt::format("Rust is ahead by more than the margin in {} of {} ({}).",
                         tally.won.size(), counted(tally.all(), "workload", "workloads"),
                         listed(tally.won))});
    }
    if (!tally.equal.empty()) {
        findings.push_back(
            {4, Verdict::convert,
             fmt::format("Both twins are equally fast within the margin in {} of {}.",
                         tally.equal.size(), counted(tally.all(), "workload", "workloads"))});
    }
    if (tally.all() > 0 && 2 * tally.undecided.size() >= tally.all()) {
        findings.push_back({5, Verdict::either,
                            fmt::format("{} of {} are not decided.", tally.undecided.size(),
                                        counted(tally.all(), "workload", "workloads"))});
    }
    const Tally boot = tally_of(evidence.boot);
    if (!boot.lost.empty()) {
        findings.push_back({6, Verdict::either,
                            fmt::format("A kernel with all twins in Rust is behind as a whole, {}.",
                                        worst_sentence(evidence.boot))});
    } else if (!evidence.boot.empty() && boot.undecided.empty()) {
        findings.push_back({6, Verdict::convert,
                            fmt::format("A kernel with all twins in Rust needs {} to its prompt as "
                                        "one in C++ ({}).",
                                        boot.won.empty() ? "as much" : "less",
                                        signed_percent(evidence.boot.front().comparison.ratio))});
    }
}

void judge_cost(const ComponentEvidence& evidence, std::vector<Finding>& findings) {
    if (evidence.cpp_bytes && evidence.rust_bytes) {
        const double more = *evidence.rust_bytes - *evidence.cpp_bytes;
        const double allowed = std::max(size_floor, size_share * *evidence.cpp_bytes);
        const std::string figures =
            fmt::format("{} of text and constants in Rust, {} in C++", bytes(*evidence.rust_bytes),
                        bytes(*evidence.cpp_bytes));
        findings.push_back(
            {7, more > allowed ? Verdict::either : Verdict::convert,
             more > allowed
                 ? fmt::format("The Rust twin is larger by {}, more than the {} that are "
                               "taken for free: {}.",
                               bytes(more), bytes(allowed), figures)
                 : fmt::format("Its size is no reason against it: {}.", figures)});
    }
    if (evidence.cpp_stack && evidence.rust_stack) {
        const bool deep = *evidence.rust_stack - *evidence.cpp_stack > stack_floor;
        findings.push_back({8, deep ? Verdict::either : Verdict::convert,
                            fmt::format("{}: at most {} deep in Rust, {} in C++.",
                                        deep ? "The Rust twin needs more stack"
                                             : "Its stack is no reason against it",
                                        bytes(*evidence.rust_stack), bytes(*evidence.cpp_stack))});
    }
}

bool has_place(const std::vector<PairRow>& rows, const char* place) {
    return std::ranges::any_of(rows, [&](const PairRow& row) {
        return row.place == place && row.comparison.outcome != Outcome::undecided;
    });
}

/// What is too little to go by, and what the figures leave out.
std::vector<Limit> limits_of(const ComponentEvidence& evidence, const Tally& tally,
                             Verdict verdict) {
    std::vector<Limit> limits;
    const auto limit = [&](bool holds, int rule, Confidence to, std::string sentence) {
        if (holds) {
            limits.push_back({rule, to, std::move(sentence)});
        }
    };
    using enum Confidence;
    limit(tally.decided() == 0, 10, low, "no workload was decided");
    limit(tally.decided() > 0 && 2 * tally.undecided.size() >= tally.all(), 10, low,
          "half of the workloads or more were not decided");
    limit(tally.decided() > 0 && !has_place(evidence.rows, "kernel"), 10, low,
          "nothing was decided in the kernel itself");
    limit(!evidence.has_suite || !evidence.unsafe_by_hand, 10, low,
          "suites or unsafe code were not counted");
    limit(!tally.undecided.empty() && 2 * tally.undecided.size() < tally.all(), 11, medium,
          fmt::format("{} not decided",
                      counted(tally.undecided.size(), "workload was", "workloads were")));
    limit(tally.decided() > 0 && !has_place(evidence.rows, "clock"), 11, medium,
          "instructions alone: nothing was decided in time on a real processor");
    limit(std::ranges::any_of(evidence.rows, &PairRow::string_instructions), 11, medium,
          "rows with string instructions, which count as one whatever they copy");
    limit(!evidence.cpp_bytes || !evidence.rust_bytes, 11, medium, "the size was not measured");
    limit(!evidence.cpp_stack || !evidence.rust_stack, 11, medium,
          "the depth of the stack was not measured");
    limit(!evidence.stack_bounded, 11, medium, "a path into a twin has no bound on its stack");
    limit(evidence.boot.empty(), 11, medium, "the boot of a whole kernel was not compared");
    limit(evidence.panic_free.value_or(0) == 0, 11, medium,
          "whether its calls can reach a panic is not tested");
    limit(evidence.modified, 11, medium, "the tree had changes that no commit holds");
    limit(verdict == Verdict::convert, 12, medium,
          "what Rust prevents here was not measured: the benefit is not known yet");
    std::ranges::sort(limits, {}, [](const Limit& each) {
        return std::tuple(each.to, each.rule, each.sentence);
    });
    return limits;
}

std::vector<std::string> also_of(const ComponentEvidence& evidence) {
    std::vector<std::string> also;
    if (const Tally plain = tally_of(evidence.plain); plain.decided() > 0) {
        also.push_back(fmt::format("Without link-time optimisation Rust is behind in {} of {}, and "
                                   "ahead in {}.",
                                   plain.lost.size(), counted(plain.all(), "workload", "workloads"),
                                   plain.won.size()));
    }
    if (const std::size_t functions = evidence.panic_free.value_or(0); functions > 0) {
        also.push_back(
            fmt::format("From {} of its contract no failed check can be reached, in either twin.",
                        counted(functions, "function", "functions")));
    }
    if (evidence.shared_layout) {
        also.emplace_back(*evidence.shared_layout
                              ? "Its state has one layout: either twin goes on where the other "
                                "stopped, so a conversion can be taken back."
                              : "Each twin lays out its own state: the other one begins anew.");
    }
    if (evidence.cpp_lines && evidence.rust_lines) {
        also.push_back(fmt::format(
            "{} lines in C++, {} in Rust{}.", number(static_cast<double>(*evidence.cpp_lines)),
            number(static_cast<double>(*evidence.rust_lines)),
            evidence.glue_lines ? fmt::format(", {} of glue written by hand",
                                              number(static_cast<double>(*evidence.glue_lines)))
                                : ""));
    }
    if (evidence.unsafe_generated) {
        also.push_back(
            fmt::format("The generated bindings hold {}.",
                        counted(*evidence.unsafe_generated, "unsafe block", "unsafe blocks")));
    }
    also.emplace_back("What safety it gains is not known yet: no run has counted the faults that "
                      "either twin lets pass.");
    return also;
}

/// The size of a twin where an image holds both, or in the first that holds it.
void add_size(const Evidence& evidence, ComponentEvidence& found) {
    for (const json& image : list(evidence.size.data, "images")) {
        std::optional<double> cpp;
        std::optional<double> rust;
        for (const json& row : list(image, "rows")) {
            if (get<std::string>(row, "part", "") == found.component) {
                std::optional<double>& side =
                    get<std::string>(row, "twin", "") == "rust" ? rust : cpp;
                side = side.value_or(0) + get(row, "text", 0.0) + get(row, "read_only", 0.0);
            }
        }
        if (cpp && rust) {
            found.cpp_bytes = cpp;
            found.rust_bytes = rust;
            return;
        }
        found.cpp_bytes = found.cpp_bytes ? found.cpp_bytes : cpp;
        found.rust_bytes = found.rust_bytes ? found.rust_bytes : rust;
    }
}

void add_stack(const Evidence& evidence, ComponentEvidence& found) {
    for (const json& entry : list(evidence.stack.data, "entries")) {
        if (get<std::string>(entry, "component", "") == found.component) {
            std::optional<double>& side =
                get<std::string>(entry, "twin", "") == "rust" ? found.rust_stack : found.cpp_stack;
            side = std::max(side.value_or(0), get(entry, "deepest", 0.0));
            found.stack_bounded = found.stack_bounded && get(entry, "bounded", true);
        }
    }
}

void add_migration(const Evidence& evidence, ComponentEvidence& found) {
    const auto add = [](std::optional<std::size_t>& sum, std::size_t more) {
        sum = sum.value_or(0) + more;
    };
    for (const json& line : list(evidence.migration.data, "lines")) {
        if (get<std::string>(line, "component", "") != found.component) {
            continue;
        }
        const std::string kind = get<std::string>(line, "kind", "");
        const std::string of = get<std::string>(line, "language", "");
        const auto lines = get<std::size_t>(line, "lines", 0);
        if (kind == "twin" && (of == "cpp" || of == "rust")) {
            add(of == "rust" ? found.rust_lines : found.cpp_lines, lines);
        } else if (kind == "glue") {
            add(found.glue_lines, lines);
        } else if (kind == "suite") {
            found.has_suite = found.has_suite.value_or(false) || lines > 0;
        }
    }
    if (!found.rust_lines) {
        return;
    }
    found.unsafe_by_hand = 0;
    found.unsafe_generated = 0;
    for (const json& crate : list(evidence.migration.data, "unsafe")) {
        // Tests of a component are not what a conversion takes in.
        const std::string room = get<std::string>(crate, "room", "");
        if (get<std::string>(crate, "component", "") == found.component &&
            (room == "twin" || room == "glue" || room == "generated")) {
            const auto blocks = get<std::size_t>(crate, "blocks", 0);
            add(get(crate, "generated", false) ? found.unsafe_generated : found.unsafe_by_hand,
                blocks);
        }
    }
}

} // namespace

ComponentEvidence evidence_of(const Evidence& evidence, const std::string& component) {
    ComponentEvidence found{.component = component};
    for (const PairRow& row : evidence.rows) {
        if (row.component == component) {
            (row.way == "plain" ? found.plain : found.rows).push_back(row);
        } else if (row.component == "boot") {
            found.boot.push_back(row);
        }
    }
    add_size(evidence, found);
    add_stack(evidence, found);
    add_migration(evidence, found);
    for (const Declared& declared : evidence.declared) {
        if (declared.component == component) {
            found.has_suite = declared.has_suite;
            found.panic_free = declared.panic_free;
            found.shared_layout = declared.shared_layout;
        }
    }
    found.modified = get(evidence.context, "modified", false);
    return found;
}

Tally tally_of(const std::vector<PairRow>& rows) {
    std::map<std::string, std::vector<const PairRow*>> workloads;
    for (const PairRow& row : rows) {
        workloads[workload_of(row)].push_back(&row);
    }
    Tally tally;
    for (const auto& [workload, of_workload] : workloads) {
        switch (together(of_workload)) {
        case Outcome::equal:
            tally.equal.push_back(workload);
            break;
        case Outcome::cpp_ahead:
            tally.lost.push_back(workload);
            break;
        case Outcome::rust_ahead:
            tally.won.push_back(workload);
            break;
        case Outcome::undecided:
            tally.undecided.push_back(workload);
            break;
        }
    }
    return tally;
}

Card judge(const ComponentEvidence& evidence) {
    const Tally tally = tally_of(evidence.rows);
    Card card{.component = evidence.component};
    judge_basis(evidence, tally, card.findings);
    judge_speed(evidence, tally, card.findings);
    judge_cost(evidence, card.findings);
    card.verdict = Verdict::convert;
    for (const Finding& finding : card.findings) {
        card.verdict = std::min(card.verdict, finding.allows);
    }
    std::ranges::sort(card.findings, {}, [](const Finding& finding) {
        return std::tuple(finding.allows, finding.rule, finding.sentence);
    });
    if (card.verdict == Verdict::convert) {
        card.findings.insert(
            card.findings.begin(),
            {9, Verdict::convert,
             "Nothing that was measured speaks against the Rust twin, and the compiler refuses "
             "unsafe code in it."});
    }
    card.limits = limits_of(evidence, tally, card.verdict);
    card.confidence = Confidence::high;
    for (const Limit& limit : card.limits) {
        card.confidence = std::min(card.confidence, limit.to);
    }
    card.also = also_of(evidence);
    return card;
}

std::vector<Card> judge_all(const Evidence& evidence) {
    std::vector<Card> cards;
    for (const std::string& component : components_of(evidence)) {
        cards.push_back(judge(evidence_of(evidence, component)));
    }
    std::ranges::sort(cards, [](const Card& left, const Card& right) {
        return std::tuple(right.verdict, right.confidence, left.component) <
               std::tuple(left.verdict, left.confidence, right.component);
    });
    return cards;
}

std::string name_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::keep:
        return "keep";
    case Verdict::either:
        return "either";
    case Verdict::convert:
        return "convert";
    }
    return {};
}

std::string name_of(Confidence confidence) {
    switch (confidence) {
    case Confidence::low:
        return "low";
    case Confidence::medium:
        return "medium";
    case Confidence::high:
        return "high";
    }
    return {};
}

json to_json(const std::vector<Card>& cards) {
    json all = json::array();
    for (const Card& card : cards) {
        json findings = json::array();
        for (const Finding& finding : card.findings) {
            findings.push_back({{"rule", finding.rule},
                                {"allows", name_of(finding.allows)},
                                {"sentence", finding.sentence}});
        }
        json limits = json::array();
        for (const Limit& limit : card.limits) {
            limits.push_back(
                {{"rule", limit.rule}, {"to", name_of(limit.to)}, {"sentence", limit.sentence}});
        }
        all.push_back({{"component", card.component},
                       {"verdict", name_of(card.verdict)},
                       {"confidence", name_of(card.confidence)},
                       {"findings", findings},
                       {"limits", limits},
                       {"also", card.also}});
    }
    return {{"schema", 1}, {"rules", "docs/verdicts.md"}, {"cards", all}};
}

} // namespace bimetal::evaluation::report
