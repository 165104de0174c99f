// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/evaluate.hpp"

#include "evaluation/bench.hpp"
#include "evaluation/facts/build_time.hpp"
#include "evaluation/facts/disassembly.hpp"
#include "evaluation/facts/migration.hpp"
#include "evaluation/facts/safety_steps.hpp"
#include "evaluation/facts/size.hpp"
#include "evaluation/facts/stack.hpp"
#include "evaluation/history.hpp"
#include "evaluation/report/report.hpp"
#include "evaluation/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;

void say(const std::string& sentence) {
    fmt::print(stderr, "bimetal: {}\n", sentence);
}

/// Measures one component; what `bench` says of progress is said under the step's name.
Result<json> bench_component(const Setup& setup, const EvaluateOptions& options,
                             const std::string& component) {
    BenchPlan plan = options.quick ? quick_plan() : BenchPlan{};
    plan.components = {component};
    plan.seed = options.seed;
    plan.say = [](const std::string& sentence) { say("  " + sentence); };
    const Result<ResultSet> set = measure_bench(setup, plan);
    if (!set) {
        return std::unexpected(set.error());
    }
    if (!options.history.empty()) {
        if (const auto added = append_history(options.history, *set); !added) {
            return std::unexpected(added.error());
        }
    }
    return to_json(*set);
}

std::string bench_step(const std::string& component) {
    return "bench-" + component;
}

/// Joins the results of the components into bench.json, which the report reads.
Result<void> join_bench(const fs::path& folder) {
    ResultSet all;
    std::string why;
    for (const std::string& component : measured_components()) {
        Result<ResultSet> set = read_results(folder / (bench_step(component) + ".json"));
        if (!set) {
            why = set.error().sentence;
            continue;
        }
        if (all.rows.empty()) {
            all.context = set->context;
        } else {
            for (json& overhead : set->context["overhead"]) {
                all.context["overhead"].push_back(std::move(overhead));
            }
        }
        std::ranges::move(set->rows, std::back_inserter(all.rows));
    }
    if (all.rows.empty()) {
        std::error_code ignored;
        fs::remove(folder / "bench.json", ignored);
        say(fmt::format("nothing was measured of any component: {}", why));
        return {};
    }
    return write_results(folder / "bench.json", all);
}

/// Seconds on two cores, as they were once; for the time left.
std::vector<Step> steps_of(const Setup& setup, const EvaluateOptions& options) {
    std::vector<Step> steps;
    for (const std::string& component : measured_components()) {
        steps.push_back({.name = bench_step(component),
                         .title = fmt::format("measuring {}", component),
                         .expected_seconds = options.quick ? 25.0 : 45.0,
                         .measure = [&setup, &options, component] {
                             return bench_component(setup, options, component);
                         }});
    }
    const auto add = [&steps, &setup](const char* name, const char* title, double seconds,
                                      Result<json> (*measure)(const Setup&), bool builds = false) {
        steps.push_back({.name = name,
                         .title = title,
                         .expected_seconds = seconds,
                         .builds = builds,
                         .measure = [&setup, measure] { return measure(setup); }});
    };
    add("migration", "what the sources say", 1, measure_migration);
    add("stack", "how much stack the twins take", 3, measure_stack);
    add("disassembly", "the twins' instructions", 5, measure_disassembly);
    // A full evaluation builds the images without the text of failed checks, too.
    add("size", "how large the images are", options.quick ? 5 : 200, measure_size);
    add("safety_steps", "what each safety step costs", 250, measure_safety_steps, true);
    add("build_time", "how long a build takes", 400, measure_build_time, true);
    return steps;
}

/// How long a whole run took, and what went wrong.
int end_of(const std::vector<StepOutcome>& outcomes, double seconds) {
    say(fmt::format("evaluated in {:.0f} s", seconds));
    int status = 0;
    for (const StepOutcome& outcome : outcomes) {
        if (outcome.end == StepEnd::failed) {
            say(fmt::format("{} could not be measured: {}", outcome.name, outcome.why));
            status = 1;
        }
    }
    return status;
}

} // namespace

Result<int> run_evaluate(Setup setup, const EvaluateOptions& options) {
    const auto begin = std::chrono::steady_clock::now();
    setup.quick = options.quick;
    setup.results = options.output;
    if (options.again) {
        std::error_code ignored;
        fs::remove(setup.results / "state.json", ignored);
    }
    const StepPlan plan{.folder = setup.results,
                        .tree = state_of_tree(setup.project),
                        .quick = options.quick,
                        .say = say};
    const std::vector<Step> steps = steps_of(setup, options);
    const auto outcomes = run_steps(steps, plan);
    if (!outcomes) {
        return std::unexpected(outcomes.error());
    }
    if (const auto joined = join_bench(setup.results); !joined) {
        return std::unexpected(joined.error());
    }
    if (const auto written = report::write_report(setup, setup.results); !written) {
        return std::unexpected(written.error());
    }
    if (!options.answers.empty()) {
        std::error_code error;
        fs::copy_file(setup.results / "answers.md", options.answers,
                      fs::copy_options::overwrite_existing, error);
        if (error) {
            return fail(
                fmt::format("{} cannot be written: {}", options.answers.string(), error.message()));
        }
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    return end_of(*outcomes, taken.count());
}

} // namespace bimetal::evaluation
