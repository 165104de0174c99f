// SPDX-License-Identifier: MIT OR Apache-2.0
// The host program behind `bimetal bench`, `compare` and `evaluate`.

#include "evaluation/commands.hpp"
#include "evaluation/evaluate.hpp"
#include "evaluation/report/report.hpp"
#include "evaluation/setup.hpp"
#include "tools/bimetal/project.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;

/// Whether others are measured, and how.
struct Peers {
    bool wanted = false;
    PeersOptions options;
};

void add_bench(CLI::App& app, BenchOptions& options, GateOptions& gate, Peers& peers,
               bool& no_history, bool& is_gate) {
    CLI::App* command = app.add_subcommand(
        "bench", "Measure both twins of components, interleaved, and compare them");
    command
        ->add_option("component", options.plan.components,
                     "Components (frames), or workloads (frames/check); default: all")
        ->type_name("COMPONENT");
    command
        ->add_option("--place", options.plan.places,
                     "Where: kernel (guest instructions), callgrind (host instructions), clock")
        ->check(CLI::IsMember({"kernel", "callgrind", "clock"}))
        ->take_all();
    command
        ->add_option("--repetitions", options.plan.repetitions,
                     "Repetitions of rows that count instructions")
        ->check(CLI::Range(1, 1'000));
    command
        ->add_option("--clock-repetitions", options.plan.clock_repetitions,
                     "Repetitions of rows that take time")
        ->check(CLI::Range(1, 100'000));
    command->add_option("--seed", options.plan.seed, "Decides all random choices");
    command->add_flag("--quick", options.quick, "Fewer repetitions");
    command->add_option("-o,--output", options.output, "Write the results there, as JSON")
        ->type_name("FILE");
    command->add_option("--history", options.history, "The history to add to")->type_name("FILE");
    command->add_flag("--no-history", no_history, "Add nothing to the history");
    command->add_flag("--peers", peers.wanted,
                      "Measure what others offer in place of frames and heap beside both twins");
    command->add_option("--rounds", peers.options.rounds, "Rounds of --peers")
        ->check(CLI::Range(1, 1'000));
    command->add_flag("--gate", is_gate,
                      "Measure a few rows in the kernel and compare them with the baseline");
    command->add_flag("--write-baseline", gate.write, "Record that baseline anew");
    command->add_option("--baseline", gate.baseline, "The baseline's file")->type_name("FILE");
    command->add_option("--gate-image", gate.image, "The image that the gate measures")
        ->type_name("NAME");
}

void add_compare(CLI::App& app, CompareOptions& options) {
    CLI::App* command = app.add_subcommand(
        "compare", "Say what changed between two results or commits, and whether it matters");
    command->add_option("before", options.before, "A file of results, or a commit in the history")
        ->required();
    command->add_option("after", options.after, "The same")->required();
    command->add_option("--limit", options.limit_percent, "What matters, in percent")
        ->check(CLI::Range(0.0, 1'000.0));
    command->add_option("--history", options.history, "The history to look commits up in")
        ->type_name("FILE");
    command->add_flag("--all", options.all, "Show what did not change, too");
}

void add_evaluate(CLI::App& app, EvaluateOptions& options) {
    CLI::App* command = app.add_subcommand(
        "evaluate", "Measure everything and write the report: which twin, why, how sure");
    command->add_flag("--quick", options.quick,
                      "Fewer repetitions, and nothing is built: under 5 minutes");
    command->add_flag("--again", options.again, "Forget what earlier runs measured");
    command->add_option("-o,--output", options.output, "The folder of results and report")
        ->type_name("FOLDER");
    command->add_option("--answers", options.answers, "Write the answers there, too")
        ->type_name("FILE");
    command->add_option("--seed", options.seed, "Decides all random choices");
}

void add_facts(CLI::App& app, FactsOptions& options) {
    CLI::App* command = app.add_subcommand(
        "facts", "Show lines by language and component, unsafe code, what is only C++");
    command->add_flag("--json", options.as_json, "As JSON");
    CLI::App* unsafe = app.add_subcommand("unsafe", "Compare unsafe code with a list");
    unsafe->add_option("list", options.unsafe_list, "CRATE BLOCKS FUNCTIONS IMPLEMENTATIONS")
        ->type_name("FILE")
        ->required();
    unsafe->add_flag("--write", options.write, "Write the list anew");
}

Result<int> dispatch(int count, char** arguments) {
    Setup setup{.project = tool::this_project(), .results = {}};
    const fs::path history = setup.project.source / "build" / "history.jsonl";
    BenchOptions bench{.plan = {}, .output = {}, .history = history};
    CompareOptions compare{.before = {}, .after = {}, .history = history};
    GateOptions gate{.baseline = setup.project.source / "evaluation" / "baseline.json"};
    FactsOptions facts;
    EvaluateOptions evaluate{.output = setup.project.build / "evaluation" / "results",
                             .answers = {},
                             .history = history};
    bool no_history = false;
    bool is_gate = false;
    Peers peers;

    CLI::App app("Measures and compares the twins of components", "bimetal");
    app.require_subcommand(1, 1);
    app.option_defaults()->take_last();
    add_bench(app, bench, gate, peers, no_history, is_gate);
    add_compare(app, compare);
    add_facts(app, facts);
    add_evaluate(app, evaluate);
    app.add_subcommand("report", "Write the report of a folder of results anew")
        ->group("")
        ->add_option("-o,--output", setup.results, "The folder")
        ->required();
    try {
        app.parse(count, arguments);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return fail(fmt::format("{}; see bimetal bench --help, compare --help or evaluate --help",
                                error.what()));
    }
    const std::string name = app.get_subcommands().front()->get_name();
    if (name == "compare") {
        return run_compare(compare);
    }
    if (name == "evaluate") {
        return run_evaluate(setup, evaluate);
    }
    if (name == "facts") {
        return run_facts(setup, facts);
    }
    if (name == "unsafe") {
        return run_unsafe(setup, facts);
    }
    if (name == "report") {
        const Result<void> written = report::write_report(setup, setup.results);
        return written ? Result<int>(0) : std::unexpected(written.error());
    }
    if (peers.wanted) {
        if (bench.plan.components.size() > 1) {
            return fail("--peers takes one component, frames or heap, or none for both");
        }
        if (!bench.plan.components.empty()) {
            peers.options.component = bench.plan.components.front();
        }
        return run_peers(setup, peers.options);
    }
    if (is_gate || gate.write) {
        return run_gate(setup, gate);
    }
    if (no_history) {
        bench.history.clear();
    }
    return run_bench(setup, bench);
}

} // namespace
} // namespace bimetal::evaluation

int main(int count, char** arguments) {
    const bimetal::tool::Result<int> status = bimetal::evaluation::dispatch(count, arguments);
    if (!status) {
        fmt::print(stderr, "bimetal: {}\n", status.error().sentence);
        return status.error().status;
    }
    return *status;
}
