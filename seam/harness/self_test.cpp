// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The harness is fed failures, which it must catch; it runs its own tests.
#include "seam/harness/harness.hpp"

#include <iterator>

using seam::harness::Case;
using seam::harness::Line;
using seam::harness::Outcome;
using seam::harness::Random;
using seam::harness::Report;
using seam::harness::Test;

namespace {

/// Remembers the last lines.
class Recorder final : public Report {
  public:
    void line(std::string_view text) override {
        Line copy;
        copy << text;
        lines_[count_++ % std::size(lines_)] = copy;
    }

    void ended(std::string_view, std::string_view, Outcome outcome) override { outcome_ = outcome; }

    [[nodiscard]] bool has(std::string_view text) const {
        for (std::size_t index = 0; index < count_ && index < std::size(lines_); ++index) {
            if (lines_[index].text().find(text) != std::string_view::npos) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] std::size_t count() const { return count_; }

    [[nodiscard]] Outcome outcome() const { return outcome_; }

  private:
    Line lines_[4];
    std::size_t count_ = 0;
    Outcome outcome_ = Outcome::passed;
};

void fails_once(Test& test) {
    EXPECT_EQUAL(2 + 2, 5);
}

void fails_and_goes_on(Test& test) {
    for (int round = 0; round < 100; ++round) {
        EXPECT(round < 0);
    }
}

bool went_on = false;

void fails_and_returns(Test& test) {
    went_on = false;
    REQUIRE(test.seed() == 0 && test.seed() == 1);
    went_on = true;
}

void skips(Test& test) {
    test.skip("no such device");
}

constexpr Case failing_once{"planted", "fails_once", fails_once};
constexpr Case failing_on{"planted", "fails_and_goes_on", fails_and_goes_on};
constexpr Case failing_early{"planted", "fails_and_returns", fails_and_returns};
constexpr Case skipping{"planted", "skips", skips};

} // namespace

SEAM_TEST(harness, catches_a_failure) {
    Recorder recorder;
    EXPECT(seam::harness::run_case(failing_once, recorder, 0x2a, 7) == Outcome::failed);
    EXPECT(recorder.outcome() == Outcome::failed);
    EXPECT(recorder.has("not ok 7 planted.fails_once"));
    EXPECT(recorder.has("self_test.cpp:"));
    EXPECT(recorder.has("2 + 2 == 5: 4 and 5"));
    EXPECT(recorder.has("# repeat with seed 0x2a"));
}

SEAM_TEST(harness, reports_the_first_failures_only) {
    Recorder recorder;
    EXPECT(seam::harness::run_case(failing_on, recorder, 1, 1) == Outcome::failed);
    EXPECT_EQUAL(recorder.count(), std::size_t{10});
}

SEAM_TEST(harness, require_ends_the_test) {
    Recorder recorder;
    EXPECT(seam::harness::run_case(failing_early, recorder, 1, 1) == Outcome::failed);
    EXPECT(!went_on);
}

SEAM_TEST(harness, reports_a_skip) {
    Recorder recorder;
    EXPECT(seam::harness::run_case(skipping, recorder, 1, 3) == Outcome::skipped);
    EXPECT(recorder.has("ok 3 planted.skips # SKIP no such device"));
}

SEAM_TEST(harness, matches_patterns) {
    const auto matches = [](std::string_view pattern) {
        return seam::harness::matches(pattern, failing_once);
    };
    EXPECT(matches(""));
    EXPECT(matches("planted"));
    EXPECT(matches("planted.fails_once"));
    EXPECT(matches("ted.fai"));
    EXPECT(matches("planted.*"));
    EXPECT(matches("*once"));
    EXPECT(matches("p*.*o*e"));
    EXPECT(matches("*ted.*_on*ce*"));
    EXPECT(!matches("planted*twice"));
    EXPECT(!matches("*fails"));
    EXPECT(!matches("serial"));
}

SEAM_TEST(harness, formats_values) {
    Line line;
    line << -1 << " " << INT64_MIN << " " << UINT64_MAX << " " << std::uint8_t{200} << " " << true;
    EXPECT_EQUAL(line.text(),
                 std::string_view("-1 -9223372036854775808 18446744073709551615 200 true"));
    Line hexadecimal;
    hexadecimal.hexadecimal(0);
    hexadecimal.hexadecimal(0xdeadbeef12345678);
    EXPECT_EQUAL(hexadecimal.text(), std::string_view("0x00xdeadbeef12345678"));
    Line full;
    for (int round = 0; round < 100; ++round) {
        full << "0123456789";
    }
    EXPECT_EQUAL(full.text().size(), std::size_t{224});
}

SEAM_TEST(harness, repeats_random_numbers) {
    Random first = test.random();
    Random second = test.random();
    for (int round = 0; round < 100; ++round) {
        EXPECT_EQUAL(first.next(), second.next());
    }
    EXPECT(Random(1).next() != Random(2).next());
}

SEAM_TEST(harness, finds_its_own_tests) {
    std::size_t found = 0;
    for (const Case* test_case : seam::harness::cases()) {
        found += std::string_view(test_case->suite) == "harness" ? 1 : 0;
    }
    EXPECT_EQUAL(found, std::size_t{8});
}
