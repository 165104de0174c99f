// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/answers.hpp"
#include "evaluation/report/synthetic.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace {

using namespace bimetal::evaluation;
using namespace bimetal::evaluation::report;

Evidence evidence_from(const Files& files) {
    const auto folder = bimetal::tool::TemporaryDirectory::make();
    EXPECT_TRUE(folder.has_value());
    write(files, folder->path());
    return read_evidence(folder->path());
}

/// A text without its line breaks, which fall where they may.
std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

/// The page's sections by their headings.
std::map<std::string, std::string> sections_of(const std::string& page) {
    std::map<std::string, std::string> sections;
    for (std::size_t place = page.find("\n## "); place != std::string::npos;) {
        const std::size_t end_of_heading = page.find('\n', place + 1);
        const std::size_t next = page.find("\n## ", place + 1);
        sections[page.substr(place + 4, end_of_heading - place - 4)] =
            one_line(page.substr(end_of_heading, next - end_of_heading));
        place = next;
    }
    return sections;
}

const std::vector<std::string> about_figures = {
    "Should the whole kernel be rewritten in Rust?",
    "Which components benefit most, and which first?",
    "How is a mixed code base managed?",
    "What does the foreign-function border cost?",
    "How are panics handled?",
    "Can Rust's allocators and collections be used?",
    "Incremental or full port?",
    "Which Rust version?",
    "How does it fit an existing build?",
    "What does it do to the binary, to compile times, to debugging?",
    "How do the two languages feel side by side?",
    "What do safety checks cost, and are abstractions free?",
};

const std::vector<std::string> about_the_book = {"How does compatibility with C survive?",
                                                 "What is proved?"};

TEST(Answers, SayNotKnownYetWithoutResults) {
    for (const Files& files : {nothing(), Files()}) {
        auto sections = sections_of(answers(evidence_from(files)));
        EXPECT_EQ(sections.size(), about_figures.size() + about_the_book.size());
        for (const std::string& heading : about_figures) {
            EXPECT_TRUE(sections[heading].contains("Not known yet")) << heading;
            EXPECT_FALSE(sections[heading].contains('%')) << heading << sections[heading];
        }
        for (const std::string& heading : about_the_book) {
            EXPECT_FALSE(sections[heading].empty()) << heading;
        }
    }
}

TEST(Answers, HoldTheFiguresOfTheResults) {
    auto sections = sections_of(answers(evidence_from(everything())));
    const std::vector<std::pair<std::string, std::vector<std::string>>> expected = {
        {"Should the whole kernel be rewritten in Rust?",
         {"convert `frames`", "either `serial`", "4,131 lines", "1,168", "1,190"}},
        {"Which components benefit most, and which first?",
         {"| `frames` | convert | medium |", "| `serial` | either |"}},
        {"How is a mixed code base managed?", {"312", "2,172", "3,420"}},
        {"What does the foreign-function border cost?",
         {"| value | plain | 9 | 10 | 10 | 9 |", "| callback | stub | 19 | 20 | 20 | 19 |",
          "| slice | same | 9 |  |  | 9 |"}},
        {"How are panics handled?", {"5,321 B", "2,160 B", "171,234 B"}},
        {"Incremental or full port?", {"1,190", "5,299"}},
        {"Which Rust version?", {"a made-up rustc", "a made-up clang"}},
        {"How does it fit an existing build?", {"96 s"}},
        {"What does it do to the binary, to compile times, to debugging?",
         {"5,760 B", "6,336 B", "+10.0 %", "2.3 s", "232 B", "264 B"}},
        {"How do the two languages feel side by side?", {"| `frames` | 584 | 595 | 5 | 0 | 41 |"}},
        {"What do safety checks cost, and are abstractions free?",
         {"| hardening | debug | C++ | +17.9 %", "| optimisation | 3 | Rust | -2.5 %"}},
    };
    for (const auto& [heading, figures] : expected) {
        for (const std::string& figure : figures) {
            EXPECT_TRUE(sections[heading].contains(figure)) << figure << " is not in:\n"
                                                            << heading << sections[heading];
        }
    }
}

TEST(Answers, ChangeWithTheResults) {
    Files files = everything();
    for (json& crate : files["migration.json"]["unsafe"]) {
        if (crate["crate"] == "components/frames/rust") {
            crate["blocks"] = 3;
        }
    }
    const std::string page = one_line(answers(evidence_from(files)));
    EXPECT_FALSE(page.contains("convert `frames`"));
    EXPECT_TRUE(page.contains("3 unsafe blocks"));
}

} // namespace
