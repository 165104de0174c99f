// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/page.hpp"
#include "evaluation/report/synthetic.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace bimetal::evaluation;
using namespace bimetal::evaluation::report;

Evidence evidence_from(const Files& files) {
    const auto folder = bimetal::tool::TemporaryDirectory::make();
    EXPECT_TRUE(folder.has_value());
    write(files, folder->path());
    return read_evidence(folder->path());
}

std::string page_of(const Evidence& evidence, const Drawings& drawings = {}) {
    const std::vector<Card> cards = judge_all(evidence);
    return page({.evidence = evidence, .cards = cards, .drawings = drawings, .style = "p {}"});
}

TEST(ReportPage, ShowsVerdictsLosingRowsAndCommands) {
    const std::string page = page_of(evidence_from(everything()));
    for (const char* const part :
         {"Convert to Rust: frames. Either: serial.", "C++ ahead by 11.8 %", "Rust ahead by 14.8 %",
          "not decided", "0123456789abcdef", "./bimetal bench frames", "./bimetal size",
          "no performance monitoring unit is visible", "frames_rust_allocate", "131 more lines",
          "./bimetal bench serial/transmit<"}) {
        EXPECT_TRUE(page.contains(part)) << part;
    }
    EXPECT_LT(page.find("Where Rust loses"), page.find("every row"));
}

TEST(ReportPage, EscapesWhatComesFromResults) {
    const std::string page = page_of(evidence_from(everything()));
    EXPECT_TRUE(page.contains("check &lt;all&gt;"));
    EXPECT_TRUE(page.contains("interrupt &amp; poll"));
    EXPECT_TRUE(page.contains("core::ptr::read&lt;&amp;T&gt;"));
    for (const char* const raw : {"<all>", "<tm>", "<&T>", "<rdi"}) {
        EXPECT_FALSE(page.contains(raw)) << raw;
    }
    Files files = everything();
    for (json& entry : files["bench.json"]["benchmarks"]) {
        if (entry["workload"] == "trace") {
            entry["workload"] = R"("><script>alert('x')</script>)";
        }
    }
    EXPECT_FALSE(page_of(evidence_from(files)).contains("<script"));
}

TEST(ReportPage, NeedsNothingFromElsewhere) {
    const std::string page = page_of(evidence_from(everything()));
    for (const char* const reference : {"src=", "@import", "url(", "<script", "<iframe"}) {
        EXPECT_FALSE(page.contains(reference)) << reference;
    }
}

TEST(ReportPage, SaysWhyEachFactIsAbsent) {
    const Evidence evidence = evidence_from(nothing());
    const std::string page = page_of(evidence, {.by_name = {}, .why = "no network."});
    for (const char* const name :
         {"bench", "size", "stack", "build_time", "safety_steps", "migration", "disassembly"}) {
        EXPECT_TRUE(page.contains(std::string("nobody measured ") + name + ".json")) << name;
    }
    EXPECT_TRUE(page.contains("no network."));
    EXPECT_TRUE(charts_of(evidence).empty());
}

TEST(ReportCharts, HaveNamesOfTheirOwnAndData) {
    const std::vector<Chart> charts = charts_of(evidence_from(everything()));
    std::set<std::string> names;
    for (const Chart& chart : charts) {
        EXPECT_TRUE(names.insert(chart.name).second) << chart.name;
        EXPECT_FALSE(chart.title.empty() || chart.description.empty()) << chart.name;
        EXPECT_FALSE(chart.spec.at("data").empty()) << chart.name;
    }
    for (const char* const name :
         {"ratio-frames-kernel", "ratio-serial-clock", "ratio-boot-kernel", "border",
          "size-bimetal-release", "stack", "build-time", "safety-steps"}) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
}

TEST(ReportCharts, AreNamedForThePage) {
    const Chart chart{
        .name = "border", .title = "A < B", .description = "c", .library = {}, .spec = {}};
    const std::string svg = for_page(
        chart,
        R"svg(<svg class="marks" width="10" height="5" viewBox="0 0 10 5"><g id="clip0" )svg"
        R"svg(clip-path="url(#clip0)" role="graphics-object" font-family="x"></g></svg>)svg");
    EXPECT_TRUE(svg.contains("id=\"border-clip0\" clip-path=\"url(#border-clip0)\""));
    EXPECT_TRUE(svg.contains("<title id=\"border-title\">A &lt; B</title>"));
    EXPECT_TRUE(svg.contains("role=\"img\""));
    EXPECT_FALSE(svg.contains("graphics-object"));
    EXPECT_TRUE(for_page(chart, "no drawing").empty());
}

} // namespace
