// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

// The bounds of the section, from the linker.
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::harness::Case* const __start_seam_tests[];
[[gnu::visibility("hidden")]] extern const seam::harness::Case* const __stop_seam_tests[];
}

namespace seam::harness {

namespace {

/// FNV-1a over a test's name, so that its seed does not depend on which other tests run.
std::uint64_t hash_of(std::string_view suite, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const std::string_view part : {suite, std::string_view("."), name}) {
        for (const char character : part) {
            hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3;
        }
    }
    return hash;
}

/// Whether `text` matches `pattern` as a whole, where `*` stands for any text. Goes back to the
/// last
/// `*` only: an earlier one can never do better.
bool matches_whole(std::string_view pattern, std::string_view text) {
    std::size_t in_pattern = 0;
    std::size_t in_text = 0;
    std::size_t after_star = std::string_view::npos;
    std::size_t star_text = 0;
    while (in_text < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            after_star = ++in_pattern;
            star_text = in_text;
        } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[in_text]) {
            ++in_pattern;
            ++in_text;
        } else if (after_star != std::string_view::npos) {
            in_pattern = after_star;
            in_text = ++star_text;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

} // namespace

Line& Line::operator<<(std::string_view text) {
    const std::size_t count = std::min(text.size(), std::size(characters_) - length_);
    if (count != 0) {
        std::memcpy(characters_ + length_, text.data(), count);
    }
    length_ += count;
    return *this;
}

Line& Line::decimal(std::uint64_t value) {
    char digits[20];
    std::size_t first = std::size(digits);
    do {
        digits[--first] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    return *this << std::string_view(digits + first, std::size(digits) - first);
}

Line& Line::hexadecimal(std::uint64_t value) {
    char digits[16];
    std::size_t first = std::size(digits);
    do {
        digits[--first] = "0123456789abcdef"[value % 16];
        value /= 16;
    } while (value != 0);
    return *this << "0x" << std::string_view(digits + first, std::size(digits) - first);
}

void Test::fail(const char* file, int line, const Line& text) {
    // The first failures tell; a loop that fails in every round would bury them.
    constexpr std::uint32_t reported_failures = 8;
    if (++failures_ > reported_failures) {
        return;
    }
    Line output;
    output << "# " << file << ":" << line << ": failed: " << text.text();
    report_->line(output.text());
}

void Test::note(std::string_view text) {
    Line output;
    output << "# " << text;
    report_->line(output.text());
}

std::span<const Case* const> cases() {
    return {__start_seam_tests, static_cast<std::size_t>(__stop_seam_tests - __start_seam_tests)};
}

bool matches(std::string_view pattern, const Case& test_case) {
    if (pattern.empty()) {
        return true;
    }
    Line full;
    full << test_case.suite << "." << test_case.name;
    if (pattern.find('*') != std::string_view::npos) {
        return matches_whole(pattern, full.text());
    }
    return full.text().find(pattern) != std::string_view::npos;
}

Outcome run_case(const Case& test_case, Report& report, std::uint64_t seed, std::uint32_t number) {
    Test test(report, seed ^ hash_of(test_case.suite, test_case.name));
    test_case.body(test);
    const Outcome outcome = test.outcome();
    if (outcome == Outcome::failed) {
        Line repeat;
        repeat << "# repeat with seed ";
        repeat.hexadecimal(seed);
        report.line(repeat.text());
    }
    Line line;
    line << (outcome == Outcome::failed ? "not ok " : "ok ") << number << " " << test_case.suite
         << "." << test_case.name;
    if (outcome == Outcome::skipped) {
        line << " # SKIP " << test.reason();
    }
    report.line(line.text());
    report.ended(test_case.suite, test_case.name, outcome);
    return outcome;
}

Outcome run_silently(const Case& test_case, std::uint64_t seed) {
    class Silence final : public Report {
      public:
        void line(std::string_view) override {}
    };

    Silence silence;
    return run_case(test_case, silence, seed, 1);
}

Totals run(std::string_view pattern, Report& report, std::uint64_t seed) {
    std::uint32_t planned = 0;
    for (const Case* test_case : cases()) {
        planned += matches(pattern, *test_case) ? 1 : 0;
    }
    report.line("KTAP version 1");
    Line header;
    header << "# seed ";
    header.hexadecimal(seed);
    report.line(header.text());
    Line plan;
    plan << "1.." << planned;
    report.line(plan.text());

    Totals totals;
    std::uint32_t number = 0;
    for (const Case* test_case : cases()) {
        if (!matches(pattern, *test_case)) {
            continue;
        }
        switch (run_case(*test_case, report, seed, ++number)) {
        case Outcome::passed:
            ++totals.passed;
            break;
        case Outcome::failed:
            ++totals.failed;
            break;
        case Outcome::skipped:
            ++totals.skipped;
            break;
        }
    }
    Line summary;
    summary << "# passed " << totals.passed << ", failed " << totals.failed << ", skipped "
            << totals.skipped;
    report.line(summary.text());
    return totals;
}

} // namespace seam::harness
