// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/answers.hpp"

#include "evaluation/report/chart_parts.hpp"
#include "evaluation/report/text.hpp"
#include "evaluation/report/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace bimetal::evaluation::report {
namespace {

constexpr const char* unknown = "*Not known yet*: ";

/// A question and its answer, in Markdown.
std::string answer(const char* question, const std::string& body) {
    return fmt::format("## {}\n\n{}\n", question, body);
}

/// Lines of at most a hundred characters, as in the rest of the book.
std::string paragraph(const std::string& sentences) {
    constexpr std::size_t width = 100;
    std::string wrapped;
    std::size_t column = 0;
    std::istringstream words(sentences);
    for (std::string word; words >> word;) {
        const bool fits = column + 1 + word.size() <= width;
        wrapped += column == 0 ? "" : fits ? " " : "\n";
        column = (column == 0 || !fits ? 0 : column + 1) + word.size();
        wrapped += word;
    }
    return wrapped + "\n\n";
}

/// What foreign text must not do to a table.
std::string cell(const std::string& foreign) {
    std::string escaped;
    for (const char character : foreign) {
        escaped += character == '|' ? "\\|" : character == '<' ? "&lt;" : std::string(1, character);
    }
    return escaped;
}

std::string not_known(const std::string& why) {
    const bool ends = why.ends_with('.');
    return paragraph(unknown + why + (ends ? "" : "."));
}

std::string table(const std::vector<std::string>& columns,
                  const std::vector<std::vector<std::string>>& rows) {
    std::string lines = fmt::format("| {} |\n|", fmt::join(columns, " | "));
    for (std::size_t index = 0; index < columns.size(); ++index) {
        lines += " --- |";
    }
    lines += "\n";
    for (const auto& row : rows) {
        lines += "|";
        for (const std::string& each : row) {
            lines += fmt::format(" {} |", cell(each));
        }
        lines += "\n";
    }
    return lines + "\n";
}

/// Lines of code of a kind, of all components or of one language.
double lines_of(const Evidence& evidence, std::string_view kind, std::string_view of = "") {
    double sum = 0;
    for (const json& row : list(evidence.migration.data, "lines")) {
        if (get<std::string>(row, "kind", "") == kind &&
            (of.empty() || get<std::string>(row, "language", "") == of)) {
            sum += get(row, "lines", 0.0);
        }
    }
    return sum;
}

double only_cpp_lines(const Evidence& evidence) {
    double sum = 0;
    for (const json& row : list(evidence.migration.data, "only_cpp")) {
        sum += get(row, "lines", 0.0);
    }
    return sum;
}

std::vector<std::string> with_verdict(const std::vector<Card>& cards, Verdict verdict) {
    std::vector<std::string> names;
    for (const Card& card : cards) {
        if (card.verdict == verdict && card.confidence != Confidence::low) {
            names.push_back("`" + card.component + "`");
        }
    }
    return names;
}

std::string whole_kernel(const Evidence& evidence, const std::vector<Card>& cards) {
    std::string body;
    std::vector<std::string> said;
    for (const Verdict verdict : {Verdict::convert, Verdict::keep, Verdict::either}) {
        if (const auto names = with_verdict(cards, verdict); !names.empty()) {
            said.push_back(fmt::format("{} {}", name_of(verdict), listed(names)));
        }
    }
    if (said.empty()) {
        body += not_known("no component has been judged with more than low confidence");
    } else {
        body += paragraph(fmt::format(
            "Nothing here says so. The components with two twins were judged one by one: {} "
            "([the rules](verdicts.md)).",
            fmt::format("{}", fmt::join(said, "; "))));
    }
    if (evidence.migration.is_there()) {
        body += paragraph(fmt::format(
            "{} lines exist in C++ alone, {} in both languages as twins (those of Rust: {}). What "
            "the former would become in Rust was not tried, so no result speaks of the whole.",
            number(only_cpp_lines(evidence)), number(lines_of(evidence, "twin", "cpp")),
            number(lines_of(evidence, "twin", "rust"))));
    }
    return answer("Should the whole kernel be rewritten in Rust?", body);
}

std::string which_first(const std::vector<Card>& cards) {
    std::vector<std::vector<std::string>> rows;
    for (const Card& card : cards) {
        if (card.confidence != Confidence::low && !card.findings.empty()) {
            rows.push_back({"`" + card.component + "`", name_of(card.verdict),
                            name_of(card.confidence), card.findings.front().sentence});
        }
    }
    std::string body = rows.empty()
                           ? not_known("no component has been judged with more than low confidence")
                           : paragraph("In this order, what decided first:") +
                                 table({"component", "verdict", "confidence", "why"}, rows);
    body += not_known("which component gains the most safety. No run has counted the faults that "
                      "either twin lets pass; until one does, a verdict weighs costs only");
    return answer("Which components benefit most, and which first?", body);
}

std::string mixed_code(const Evidence& evidence) {
    std::string body = paragraph(
        "By contracts. One header a component, from which the bindings of both languages are "
        "generated ([0009](decisions/0009-what-may-cross-a-seam.md), "
        "[0010](decisions/0010-generated-bindings-are-committed.md)); its hash is in the name of a "
        "symbol, so objects of two contracts do not link. Who may know whom is a test "
        "(`house.layers`), one suite tests both twins, and the mistakes that others made stand "
        "with "
        "their tests in [boundary.md](boundary.md).");
    if (!evidence.migration.is_there()) {
        return answer("How is a mixed code base managed?",
                      body + not_known("how many lines that takes: " + evidence.migration.why));
    }
    body += paragraph(fmt::format(
        "It takes {} lines of contracts, {} of glue written by hand and {} that are generated, "
        "beside {} of twins; the suites have {}.",
        number(lines_of(evidence, "contract")), number(lines_of(evidence, "glue")),
        number(lines_of(evidence, "generated")), number(lines_of(evidence, "twin")),
        number(lines_of(evidence, "suite"))));
    return answer("How is a mixed code base managed?", body);
}

/// The median cost of one call, if it was measured.
std::optional<double> cost_of(const Evidence& evidence, const std::string& workload,
                              const std::string& caller, const std::string& twin,
                              const std::string& way) {
    const std::string place = border_place(evidence);
    for (const CallRow& row : evidence.calls) {
        if (row.place == place && row.workload == workload && row.caller == caller &&
            row.twin == twin && row.way == way) {
            return row.cost.median;
        }
    }
    return std::nullopt;
}

std::vector<std::vector<std::string>> border_rows(const Evidence& evidence) {
    std::vector<std::vector<std::string>> rows;
    std::set<std::pair<std::string, std::string>> seen;
    for (const CallRow& row : evidence.calls) {
        if (row.place != border_place(evidence) || !seen.insert({row.workload, row.way}).second) {
            continue;
        }
        std::vector<std::string> cells{row.workload, row.way};
        for (const char* const caller : {"cpp", "rust"}) {
            for (const char* const twin : {"cpp", "rust"}) {
                const auto cost = cost_of(evidence, row.workload, caller, twin, row.way);
                cells.push_back(cost ? number(*cost) : "");
            }
        }
        rows.push_back(cells);
    }
    return rows;
}

std::string border(const Evidence& evidence) {
    constexpr const char* question = "What does the foreign-function border cost?";
    if (evidence.calls.empty()) {
        return answer(question, not_known(evidence.bench_why.empty() ? "no row of the border"
                                                                     : evidence.bench_why));
    }
    const std::string place = border_place(evidence);
    std::string unit;
    for (const CallRow& row : evidence.calls) {
        unit = row.place == place ? row.unit : unit;
    }
    return answer(
        question,
        paragraph(
            fmt::format("In {} a call ({}), medians. The price of the border is the difference "
                        "to the same way in one language. `fixed` is with link-time "
                        "optimisation across the languages, `plain` without, `stub` through "
                        "the jump of a live image, `same` one object of one language.",
                        unit, place)) +
            table({"what crosses", "way", "C++ calls C++", "C++ calls Rust", "Rust calls C++",
                   "Rust calls Rust"},
                  border_rows(evidence)) +
            paragraph("That no wrapper survives in a `fixed` image is a test of the linked image "
                      "(`image.frames-cpp-direct` and its like)."));
}

std::string panics(const Evidence& evidence) {
    std::string body = paragraph(
        "A failed check in Rust and one of hardened C++ both end in one named function that does "
        "not return ([0007](decisions/0007-error-values-and-the-hardening-trap.md)). Nothing "
        "unwinds. From the functions on a list no failed check may be reached in the linked image, "
        "in either language ([0015](decisions/0015-panics-by-call-graph.md)).");
    for (const Declared& declared : evidence.declared) {
        if (declared.panic_free > 0) {
            body += fmt::format("- `{}`: {} on its list\n", declared.component,
                                counted(declared.panic_free, "function", "functions"));
        }
    }
    body += evidence.declared.empty() ? "" : "\n";
    std::vector<std::vector<std::string>> rows;
    for (const json& image : list(evidence.size.data, "images")) {
        const json panic = image.value("panic_text", json::object());
        rows.push_back({get<std::string>(image, "name", "?"), bytes(get(panic, "strings", 0.0)),
                        bytes(get(panic, "locations", 0.0)), bytes(get(image, "loadable", 0.0))});
    }
    body += rows.empty() ? not_known("what the texts of panics take in an image: " +
                                     (evidence.size.why.empty() ? "no image" : evidence.size.why))
                         : paragraph("What the texts of panics take in an image:") +
                               table({"image", "texts", "places they name", "loaded"}, rows);
    body += not_known("what a panic inside a twin costs the rest, since nothing contains one yet");
    return answer("How are panics handled?", body);
}

std::string collections(const Evidence& evidence) {
    std::string body = paragraph(
        "A twin gets no allocator here: the caller provides its memory, and nothing that crosses "
        "is "
        "allocated. Core is built with `no_global_oom_handling`, under which a `push` that cannot "
        "fail does not compile ([rust-version.md](rust-version.md)).");
    double alloc = 0;
    for (const json& image : list(evidence.size.data, "images")) {
        for (const json& row : list(image, "rows")) {
            alloc += get<std::string>(row, "part", "") == "alloc" ? get(row, "text", 0.0) : 0;
        }
    }
    body += alloc > 0 ? paragraph(fmt::format("The crate `alloc` has {} of text in the images.",
                                              bytes(alloc)))
                      : not_known("what Rust's collections cost in a kernel: no image that was "
                                  "measured holds the crate `alloc`");
    return answer("Can Rust's allocators and collections be used?", body);
}

std::string incremental(const Evidence& evidence) {
    std::string body = paragraph(
        "Incremental is what this kernel does: a component at a time, both twins kept, the choice "
        "at build or boot. [The handbook](migration/README.md) has the steps, and what each took. "
        "Most of the work of a migration is the contract and the suite, which pay without any "
        "Rust.");
    if (evidence.migration.is_there()) {
        const double rust = lines_of(evidence, "twin", "rust");
        const double rest = only_cpp_lines(evidence) + lines_of(evidence, "twin", "cpp");
        body += paragraph(fmt::format("Of what an image can hold, {} lines are Rust twins and {} "
                                      "C++, twins among them.",
                                      number(rust), number(rest)));
    } else {
        body += not_known("how far it is: " + evidence.migration.why);
    }
    body += not_known("what a full port would take; it was not tried");
    return answer("Incremental or full port?", body);
}

std::string compatibility() {
    return answer(
        "How does compatibility with C survive?",
        paragraph(
            "A contract is a C17 header. A C twin of `serial` passes the suite that the others "
            "pass, a C client talks to each of the three, and [examples/adopt]"
            "(../examples/adopt/README.md) is a kernel in C that takes in a Rust component. "
            "Clang and gcc 12 take the headers. What may not cross is refused, with what to "
            "write instead ([boundary.md](boundary.md)). All of it is tested; "
            "[claims.md](claims.md) names the tests."));
}

std::string rust_version(const Evidence& evidence) {
    const std::string rust = get<std::string>(evidence.context, "rust_compiler", "");
    const std::string cpp = get<std::string>(evidence.context, "cpp_compiler", "");
    std::string body = paragraph("[rust-version.md](rust-version.md) says which part needs which, "
                                 "what was tried, and what is unstable. No crate uses an unstable "
                                 "feature of the language.");
    body += rust.empty()
                ? not_known("which compilers the figures are from")
                : paragraph(fmt::format("The figures here are from {} and {}.", rust, cpp));
    return answer("Which Rust version?", body);
}

/// The medians of builds of a kind, as rows of a table.
std::vector<std::vector<std::string>> build_rows(const Evidence& evidence) {
    std::vector<std::vector<std::string>> rows;
    for (const json& row : list(evidence.build_time.data, "rows")) {
        if (const auto middle = median_of(list(row, "seconds"))) {
            rows.push_back({get<std::string>(row, "what", "?"), get<std::string>(row, "kind", "?"),
                            language(get<std::string>(row, "language", "")), seconds(*middle),
                            fmt::format("{}", list(row, "seconds").size())});
        }
    }
    return rows;
}

std::string existing_build(const Evidence& evidence) {
    std::string body =
        paragraph("As CMake targets and functions, by `add_subdirectory` or as an installed "
                  "package; cargo is "
                  "called for one static library an image "
                  "([0012](decisions/0012-the-bridge-as-a-package.md), "
                  "[0014](decisions/0014-one-sealed-rust-object.md)). [examples/adopt]"
                  "(../examples/adopt/README.md) gives the steps with their times.");
    std::vector<std::vector<std::string>> rows = build_rows(evidence);
    std::erase_if(rows, [](const auto& row) { return row[1] != "clean"; });
    body += rows.empty()
                ? not_known("what a clean build takes here: " +
                            (evidence.build_time.why.empty() ? "no row" : evidence.build_time.why))
                : table({"clean build", "kind", "language", "median", "n"}, rows);
    return answer("How does it fit an existing build?", body);
}

std::string twin_sizes(const Evidence& evidence) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& component : components_of(evidence)) {
        const ComponentEvidence found = evidence_of(evidence, component);
        if (found.cpp_bytes && found.rust_bytes) {
            rows.push_back({"`" + component + "`", bytes(*found.cpp_bytes),
                            bytes(*found.rust_bytes),
                            signed_percent(*found.rust_bytes / *found.cpp_bytes),
                            found.cpp_stack ? bytes(*found.cpp_stack) : "",
                            found.rust_stack ? bytes(*found.rust_stack) : ""});
        }
    }
    return rows.empty()
               ? not_known("the size of the twins: " +
                           (evidence.size.why.empty() ? "no image holds both" : evidence.size.why))
               : table({"component", "C++", "Rust", "difference", "stack, C++", "stack, Rust"},
                       rows);
}

std::string binary_and_debugging(const Evidence& evidence) {
    std::string body = paragraph("Text and constants of the twins, and their deepest stack:") +
                       twin_sizes(evidence);
    std::vector<std::vector<std::string>> rows = build_rows(evidence);
    std::erase_if(rows, [](const auto& row) { return row[1] == "clean"; });
    body += rows.empty()
                ? not_known("what a change takes to compile: " +
                            (evidence.build_time.why.empty() ? "no row" : evidence.build_time.why))
                : paragraph("From a change to a linked program:") +
                      table({"change", "kind", "language", "median", "n"}, rows);
    body +=
        paragraph("Debugging is one: the backtraces of the kernel name functions of both "
                  "languages, inlined ones too, and `./bimetal gdb` and `./bimetal disasm` read "
                  "both ([claims.md](claims.md), faults).");
    return answer("What does it do to the binary, to compile times, to debugging?", body);
}

std::string side_by_side(const Evidence& evidence) {
    std::vector<std::vector<std::string>> rows;
    const auto count = [](const std::optional<std::size_t>& value) {
        return value ? number(static_cast<double>(*value)) : std::string();
    };
    for (const std::string& component : components_of(evidence)) {
        const ComponentEvidence found = evidence_of(evidence, component);
        if (found.cpp_lines && found.rust_lines) {
            rows.push_back({"`" + component + "`", count(found.cpp_lines), count(found.rust_lines),
                            count(found.glue_lines), count(found.unsafe_by_hand),
                            count(found.unsafe_generated)});
        }
    }
    std::string body =
        rows.empty() ? not_known("lines, glue and unsafe code: " +
                                 (evidence.migration.why.empty() ? "no component with two twins"
                                                                 : evidence.migration.why))
                     : table({"component", "lines, C++", "lines, Rust", "glue by hand",
                              "unsafe by hand", "unsafe generated"},
                             rows);
    body +=
        paragraph("Ease of writing was not measured; these figures stand in for it. "
                  "[rust-for-cpp-authors.md](rust-for-cpp-authors.md) has the same ideas side by "
                  "side, and the handbook's entries ([serial](migration/serial.md), "
                  "[frames](migration/frames.md)) the lints and errors that were met.");
    return answer("How do the two languages feel side by side?", body);
}

std::vector<std::vector<std::string>> step_rows(const Evidence& evidence) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<double>> changes;
    std::map<std::string, std::vector<std::string>> cells;
    for (const json& row : list(evidence.safety_steps.data, "rows")) {
        const auto with = median_of(list(row, "instructions"));
        const auto base = median_of(list(row, "base_instructions"));
        if (!with || !base || *base <= 0) {
            continue;
        }
        const std::vector<std::string> names{get<std::string>(row, "family", "?"),
                                             get<std::string>(row, "step", "?"),
                                             language(get<std::string>(row, "language", ""))};
        const std::string key = fmt::format("{}", fmt::join(names, "\n"));
        if (changes[key].empty()) {
            order.push_back(key);
            cells[key] = names;
        }
        changes[key].push_back(*with / *base);
    }
    std::vector<std::vector<std::string>> rows;
    for (const std::string& key : order) {
        std::vector<std::string> row = cells[key];
        row.push_back(signed_percent(median_of(json(changes[key])).value_or(0)));
        row.push_back(signed_percent(*std::ranges::max_element(changes[key])));
        row.push_back(fmt::format("{}", changes[key].size()));
        rows.push_back(row);
    }
    return rows;
}

std::string safety_and_abstractions(const Evidence& evidence) {
    const auto steps = step_rows(evidence);
    std::string body =
        steps.empty()
            ? not_known("what safety checks cost: " +
                        (evidence.safety_steps.why.empty() ? "no row" : evidence.safety_steps.why))
            : paragraph(
                  "Each step alone on host libraries, instructions against its base, over the "
                  "workloads of all components:") +
                  table({"family", "step", "language", "median", "largest", "workloads"}, steps);
    for (const json& note : list(evidence.safety_steps.data, "notes")) {
        body += paragraph(
            fmt::format("{}, {}: {}.", language(get<std::string>(note, "language", "")),
                        get<std::string>(note, "family", ""), get<std::string>(note, "note", "")));
    }
    std::size_t equal = 0;
    std::size_t fixed = 0;
    for (const PairRow& row : evidence.rows) {
        if (row.way == "fixed" && row.unit == "instructions") {
            ++fixed;
            equal += row.comparison.outcome == Outcome::equal ? 1 : 0;
        }
    }
    body += fixed == 0
                ? not_known("whether abstractions are free: no row with link-time "
                            "optimisation counts instructions")
                : paragraph(fmt::format(
                      "Of {} that count instructions with link-time optimisation, {} are equal "
                      "within 5 %: what "
                      "the Rust twins are written with there (iterators, results, checked access) "
                      "costs what C++ has in "
                      "its place. The other {} are in the report, with the figures of both sides.",
                      counted(fixed, "row", "rows"), equal, fixed - equal));
    return answer("What do safety checks cost, and are abstractions free?", body);
}

std::string proved() {
    return answer("What is proved?",
                  paragraph("[claims.md](claims.md) says of each property whether it is proved, "
                            "model-checked, tested, assumed or untested, under which bound and by "
                            "which test. A gate is only counted where a planted violation was seen "
                            "to be caught."));
}

std::string introduction(const Evidence& evidence) {
    const std::string commit = get<std::string>(evidence.context, "commit", "");
    std::string source = "There are no measurements behind this page yet.";
    if (!commit.empty()) {
        source = fmt::format(
            "The figures are of commit {}{}, {}, preset {}, in {} and on {}, n = {}; an emulated "
            "instruction is not a cycle.",
            commit.substr(0, 12),
            get(evidence.context, "modified", false) ? " with changes that no commit holds" : "",
            get<std::string>(evidence.context, "date", "date unknown"),
            get<std::string>(evidence.context, "preset", "unknown"),
            get<std::string>(evidence.context, "emulator", "no emulator"),
            get<std::string>(evidence.context, "processor", "an unknown processor"),
            get<std::size_t>(evidence.context, "repetitions", 0));
    }
    return "# Questions of a kernel team, answered by measurement\n\n" +
           paragraph(
               "Written by `./bimetal evaluate --answers docs/answers.md`; a change by hand is "
               "lost. " +
               source);
}

} // namespace

std::string answers(const Evidence& evidence) {
    const std::vector<Card> cards = judge_all(evidence);
    std::string page = introduction(evidence) + whole_kernel(evidence, cards) + which_first(cards) +
                       mixed_code(evidence) + border(evidence) + panics(evidence) +
                       collections(evidence) + incremental(evidence) + compatibility() +
                       rust_version(evidence) + existing_build(evidence) +
                       binary_and_debugging(evidence) + side_by_side(evidence) +
                       safety_and_abstractions(evidence) + proved();
    while (page.ends_with("\n\n")) {
        page.pop_back();
    }
    // One empty line between sections.
    for (std::size_t place = page.find("\n\n\n"); place != std::string::npos;
         place = page.find("\n\n\n")) {
        page.erase(place, 1);
    }
    return page;
}

Result<std::string> answers(const Setup& setup, const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) {
        return fail(fmt::format("there is no folder {} with results", folder.string()));
    }
    return answers(read_evidence(setup, folder));
}

} // namespace bimetal::evaluation::report
