// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/compare.hpp"
#include "evaluation/history.hpp"
#include "evaluation/results.hpp"
#include "evaluation/samples.hpp"
#include "evaluation/table.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace {

using namespace bimetal::evaluation;
namespace fs = std::filesystem;

/// What a measuring program says: two rows, paired by seed, and an overhead of 10.
std::string stream_of(std::uint64_t rust_count) {
    std::string lines = "a word of somebody else\n";
    const auto sample = [&lines](const char* twin, const char* way, int repetition,
                                 std::uint64_t count) {
        lines += json{{"event", "sample"},
                      {"component", "frames"},
                      {"workload", "check"},
                      {"caller", "cpp"},
                      {"twin", twin},
                      {"way", way},
                      {"threads", 1},
                      {"string_instructions", false},
                      {"repetition", repetition},
                      {"seed", 100 + repetition},
                      {"operations", 10},
                      {"count", count}}
                     .dump() +
                 "\n";
    };
    for (int repetition = 0; repetition < 10; ++repetition) {
        sample("rust", "fixed", repetition, rust_count);
        sample("cpp", "fixed", repetition, 1'010);
        sample("cpp", "stub", repetition, 2'010);
        lines += "{\"event\":\"overhead\",\"repetition\":0,\"count\":10}\n";
    }
    return lines + "{\"event\":\"measured\",\"counter\":\"icount\",\"unit\":\"instructions\"}\n";
}

ResultSet set_of(std::uint64_t rust_count) {
    auto samples =
        read_samples(stream_of(rust_count), {.place = "kernel", .program = "the program"}, 1);
    EXPECT_TRUE(samples.has_value());
    ResultSet set;
    set.context = {{"commit", "abcdef123456"}, {"cpp_compiler", "clang"}};
    set.rows = samples ? std::move(samples->rows) : std::vector<Row>();
    return set;
}

TEST(Samples, BecomeRowsWithoutTheOverhead) {
    const auto samples =
        read_samples(stream_of(1'210), {.place = "kernel", .program = "the program"}, 1);
    ASSERT_TRUE(samples.has_value());
    ASSERT_EQ(samples->rows.size(), 3U);
    EXPECT_EQ(samples->rows[0].name(), "frames/check/cpp-calls-rust/fixed/kernel");
    EXPECT_DOUBLE_EQ(samples->rows[0].repetitions[3].value, 120);
    EXPECT_EQ(samples->rows[0].repetitions[3].seed, 103U);
    EXPECT_DOUBLE_EQ(samples->overhead.median, 10);
    EXPECT_EQ(samples->overhead.n, 10U);
}

TEST(Samples, OfAProgramWithoutLinkTimeOptimisationArePlain) {
    const auto samples = read_samples(
        stream_of(1'210),
        {.place = "clock", .program = "the program", .is_plain = true, .only_by_name = true}, 1);
    ASSERT_TRUE(samples.has_value());
    ASSERT_EQ(samples->rows.size(), 2U);
    EXPECT_EQ(samples->rows[0].way, "plain");
}

TEST(Samples, AreRefusedWhenTheyAreNotWhole) {
    const auto sentence = [](const std::string& lines, const SamplesSource& source) {
        const auto samples = read_samples(lines, source, 1);
        return samples ? std::string() : samples.error().sentence;
    };
    const SamplesSource source{.place = "kernel", .program = "the program"};
    std::string cut = stream_of(1'210);
    cut.erase(cut.rfind(R"({"event":"measured")"));
    EXPECT_EQ(sentence(cut, source), "the program ended before it had measured all");
    std::string ticks = stream_of(1'210);
    ticks.replace(ticks.find("icount"), 6, "tsc");
    EXPECT_NE(sentence(ticks, source).find("without -icount"), std::string::npos);
    EXPECT_NE(
        sentence(R"({"event":"sample","threads":"two"})", source).find("a field of the wrong type"),
        std::string::npos);
    EXPECT_NE(sentence(R"({"event":"sample"})", source).find("without a count"), std::string::npos);
}

TEST(Results, SurviveBeingWrittenAndRead) {
    const ResultSet set = set_of(1'210);
    const json value = to_json(set);
    // Google Benchmark's tools want these of each entry.
    for (const json& entry : value.at("benchmarks")) {
        for (const char* field :
             {"name", "run_name", "run_type", "iterations", "real_time", "cpu_time", "time_unit"}) {
            EXPECT_TRUE(entry.contains(field)) << field;
        }
    }
    const auto again = from_json(value, "the file");
    ASSERT_TRUE(again.has_value());
    ASSERT_EQ(again->rows.size(), set.rows.size());
    EXPECT_EQ(again->rows[1].values(), set.rows[1].values());
    EXPECT_EQ(to_json(*again), value);
}

TEST(Results, AreRefusedWithTheReason) {
    const auto sentence = [](const json& value) {
        const auto set = from_json(value, "the file");
        return set ? std::string() : set.error().sentence;
    };
    EXPECT_NE(sentence(json::array()).find("the file holds no results"), std::string::npos);
    EXPECT_NE(sentence({{"context", json::object()}, {"benchmarks", json::array()}})
                  .find("another version"),
              std::string::npos);
    json value = to_json(set_of(1'210));
    value["benchmarks"][0].erase("twin");
    EXPECT_EQ(sentence(value), "the file: an entry of benchmarks has no twin of the right type");
    EXPECT_FALSE(read_results("/no/such/file").has_value());
}

TEST(Pairs, AreOfOneWorkloadAndWay) {
    const ResultSet set = set_of(1'210);
    const std::vector<Pair> pairs = pairs_of(set);
    ASSERT_EQ(pairs.size(), 1U); // the stub row has no partner
    EXPECT_EQ(pairs[0].comparison.outcome, Outcome::cpp_ahead);
    EXPECT_DOUBLE_EQ(pairs[0].comparison.ratio, 1.2);
    EXPECT_NE(table_of(set).find("C++ ahead by 20.0 %"), std::string::npos);
}

TEST(Changes, ThatMatterAreFound) {
    const ChangeReport worse = compare_sets(set_of(1'010), set_of(1'060), 0.03);
    EXPECT_EQ(worse.count(Change::worse), 1U);
    EXPECT_EQ(worse.count(Change::same), 2U);
    EXPECT_NE(text_of(worse, false).find("WORSE"), std::string::npos);
    EXPECT_EQ(compare_sets(set_of(1'060), set_of(1'010), 0.03).count(Change::better), 1U);
    EXPECT_EQ(compare_sets(set_of(1'010), set_of(1'030), 0.03).count(Change::same), 3U);
}

TEST(Changes, AreMootWithOtherCompilers) {
    ResultSet other = set_of(2'010);
    other.context["cpp_compiler"] = "another";
    const ChangeReport report = compare_sets(set_of(1'010), other, 0.03);
    EXPECT_TRUE(report.moot);
    EXPECT_EQ(report.configuration.size(), 1U);
}

TEST(Changes, AreUnclearWhereTheWorkIsAnother) {
    ResultSet other = set_of(2'010);
    for (Row& row : other.rows) {
        row.repetitions[0].seed = 1;
    }
    EXPECT_EQ(compare_sets(set_of(1'010), other, 0.03).count(Change::unclear), 3U);
}

TEST(History, IsFoundByCommit) {
    std::string pattern = (fs::temp_directory_path() / "bimetal-history-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const fs::path file = fs::path(pattern) / "history.jsonl";
    ResultSet first = set_of(1'010);
    ResultSet second = set_of(1'210);
    second.context["commit"] = "abcd00000000";
    ASSERT_TRUE(append_history(file, first).has_value());
    std::ofstream(file, std::ios::app) << "{ cut off\n";
    ASSERT_TRUE(append_history(file, second).has_value());
    EXPECT_EQ(find_in_history(file, "abcdef")->rows.size(), 3U);
    EXPECT_NE(find_in_history(file, "abcd").error().sentence.find("several commits"),
              std::string::npos);
    EXPECT_NE(find_in_history(file, "1234").error().sentence.find("nothing was measured"),
              std::string::npos);
    fs::remove_all(pattern);
}

} // namespace
