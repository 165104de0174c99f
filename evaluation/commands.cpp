// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/commands.hpp"

#include "evaluation/compare.hpp"
#include "evaluation/facts/migration.hpp"
#include "evaluation/facts/source.hpp"
#include "evaluation/history.hpp"
#include "evaluation/table.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace bimetal::evaluation {
namespace {

constexpr double gate_limit = 0.03;

/// What the gate counts, in both twins.
constexpr std::array gated_workloads = {
    "frames/pair_order_0", "frames/random_order_0", "frames/mixed_orders",  "heap/pair_64",
    "heap/churn_1k",       "heap/recorded_job",     "serial/transmit_line", "serial/receive_line"};

BenchPlan gate_plan(const std::string& image) {
    BenchPlan plan;
    for (const std::string workload : gated_workloads) {
        for (const std::string twin : {"cpp", "rust"}) {
            plan.components.push_back(fmt::format("{}/cpp-calls-{}/fixed", workload, twin));
        }
    }
    plan.places = {"kernel"};
    plan.repetitions = least_pairs;
    plan.image = image;
    plan.say = [](const std::string&) {};
    return plan;
}

Result<ResultSet> read_or_find(const std::string& name, const std::filesystem::path& history) {
    if (std::filesystem::exists(name)) {
        return read_results(name);
    }
    const bool is_commit = name.size() >= 4 && std::ranges::all_of(name, [](unsigned char letter) {
                               return std::isxdigit(letter) != 0;
                           });
    if (!is_commit) {
        return fail(fmt::format("'{}' is neither a file of results nor a commit", name));
    }
    return find_in_history(history, name);
}

} // namespace

Result<int> run_peers(const Setup& setup, const PeersOptions& options) {
    if (!options.component.empty() && options.component != "frames" &&
        options.component != "heap") {
        return fail(fmt::format("nobody else is compared with '{}': frames and heap have peers",
                                options.component));
    }
    if (const auto built = tool::build_targets(setup.project, {"measure-peers"}); !built) {
        return std::unexpected(built.error());
    }
    std::vector<std::string> command{setup.project.build / "evaluation/measure-peers", "--rounds",
                                     std::to_string(options.rounds)};
    if (!options.component.empty()) {
        command.push_back(options.component);
    }
    // Without a registry within reach there are fewer peers, and the program says so.
    const std::filesystem::path target = setup.project.build / "peers";
    const Result<tool::ExitState> crates = tool::run_to_end(
        {"env", "-u", "RUSTFLAGS", std::string("RUSTC=") + BIMETAL_RUSTC, BIMETAL_CARGO, "build",
         "--quiet", "--locked", "--release", "--manifest-path",
         (setup.project.source / "evaluation/peers/crates/Cargo.toml").string(), "--target-dir",
         target.string()});
    if (crates && crates->succeeded()) {
        command.insert(command.end(), {"--crates", (target / "release/libpeers.so").string()});
    }
    const Result<tool::ExitState> end = tool::run_to_end(command);
    if (!end) {
        return std::unexpected(end.error());
    }
    return end->succeeded() ? Result<int>(0) : fail("the program that measures peers failed", 1);
}

Result<int> run_bench(const Setup& setup, BenchOptions options) {
    if (options.quick) {
        const BenchPlan quick = quick_plan();
        options.plan.repetitions = quick.repetitions;
        options.plan.clock_repetitions = quick.clock_repetitions;
    }
    options.plan.say = [](const std::string& sentence) {
        fmt::print(stderr, "bimetal: measuring {}\n", sentence);
    };
    const Result<ResultSet> set = measure_bench(setup, options.plan);
    if (!set) {
        return std::unexpected(set.error());
    }
    fmt::print("{}{}\n{}", table_of(*set), border_table_of(*set), notes_of(*set));
    if (!options.output.empty()) {
        if (const auto written = write_results(options.output, *set); !written) {
            return std::unexpected(written.error());
        }
    }
    if (!options.history.empty()) {
        if (const auto written = append_history(options.history, *set); !written) {
            return std::unexpected(written.error());
        }
    }
    return 0;
}

Result<int> run_compare(const CompareOptions& options) {
    const Result<ResultSet> before = read_or_find(options.before, options.history);
    if (!before) {
        return std::unexpected(before.error());
    }
    const Result<ResultSet> after = read_or_find(options.after, options.history);
    if (!after) {
        return std::unexpected(after.error());
    }
    const ChangeReport report = compare_sets(*before, *after, options.limit_percent / 100);
    fmt::print("{}", text_of(report, options.all));
    return !report.moot && report.count(Change::worse) != 0 ? 1 : 0;
}

Result<int> run_facts(const Setup& setup, const FactsOptions& options) {
    const Result<json> facts = measure_migration(setup);
    if (!facts) {
        return std::unexpected(facts.error());
    }
    fmt::print("{}", options.as_json ? facts->dump(1) + "\n" : text_of_migration(*facts));
    return 0;
}

Result<int> run_unsafe(const Setup& setup, const FactsOptions& options) {
    const house::Tree tree = house::Tree::load(setup.project.source.string());
    if (options.write) {
        std::ofstream file(options.unsafe_list);
        file << "# Unsafe code by hand: crate, blocks, functions, implementations. It may shrink, "
                "and "
                "this list with it.\n"
             << unsafe_list(tree);
        return file.good()
                   ? Result<int>(0)
                   : fail(fmt::format("{} cannot be written", options.unsafe_list.string()));
    }
    std::ifstream file(options.unsafe_list);
    if (!file) {
        return fail(fmt::format("{} cannot be read", options.unsafe_list.string()));
    }
    const std::string list{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::string> findings = check_unsafe(tree, list);
    for (const std::string& finding : findings) {
        fmt::print("{}\n", finding);
    }
    return findings.empty() ? 0 : 1;
}

Result<int> run_gate(const Setup& setup, const GateOptions& options) {
    const Result<ResultSet> now = measure_bench(setup, gate_plan(options.image));
    if (!now) {
        return std::unexpected(now.error());
    }
    if (options.write) {
        if (const auto written = write_results(options.baseline, *now); !written) {
            return std::unexpected(written.error());
        }
        fmt::print("recorded {} rows in {}\n", now->rows.size(), options.baseline.string());
        return 0;
    }
    const Result<ResultSet> before = read_results(options.baseline);
    if (!before) {
        return std::unexpected(before.error());
    }
    const ChangeReport report = compare_sets(*before, *now, gate_limit);
    fmt::print("{}", text_of(report, true));
    if (report.moot) {
        fmt::print("the baseline is of other compilers: record it again with ./bimetal bench "
                   "--write-baseline\n");
        return status_skipped;
    }
    if (!report.only_before.empty() || !report.only_after.empty()) {
        return fail("the baseline has other rows than are measured now: record it again with "
                    "./bimetal bench --write-baseline",
                    1);
    }
    if (report.count(Change::better) != 0) {
        fmt::print("some rows got better by more than 3 %: record that with ./bimetal bench "
                   "--write-baseline, so that it is kept\n");
    }
    const std::size_t worse = report.count(Change::worse) + report.count(Change::unclear);
    if (worse != 0) {
        return fail(
            fmt::format("{} rows cost more than 3 % more instructions than the baseline, or "
                        "may: mend that, or record it with ./bimetal bench --write-baseline "
                        "and say why in the commit",
                        worse),
            1);
    }
    return 0;
}

} // namespace bimetal::evaluation
