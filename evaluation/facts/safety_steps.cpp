// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/safety_steps.hpp"

#include "evaluation/bench.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t repetitions = 8;
constexpr std::array workloads = {"frames/pair_order_0", "frames/mixed_orders", "frames/check",
                                  "serial/transmit_line", "serial/receive_line"};
constexpr const char* llvm_tools = "/usr/lib/llvm-22/bin/";

/// The workloads with that twin, called by name.
BenchPlan plan_of(const std::string& language) {
    BenchPlan plan;
    for (const char* workload : workloads) {
        plan.components.push_back(fmt::format("{}/cpp-calls-{}/fixed", workload, language));
    }
    plan.repetitions = repetitions;
    return plan;
}

/// Bytes of code in a program; 0 if they cannot be read.
std::uint64_t text_bytes(const fs::path& program) {
    const auto output = tool::output_of({fmt::format("{}llvm-size", llvm_tools), program});
    if (!output) {
        return 0;
    }
    // A line of headings, then the numbers.
    const std::size_t line = output->find('\n');
    return line == std::string::npos ? 0 : std::strtoull(output->c_str() + line, nullptr, 10);
}

/// How many failed checks the Rust twins can reach: references of their objects to core's panics.
Result<std::size_t> reachable_panics(const fs::path& library) {
    const auto output =
        tool::output_of({fmt::format("{}llvm-nm", llvm_tools), "--undefined-only", library});
    if (!output) {
        return fail(fmt::format("{} cannot be read by llvm-nm", library.string()), 1);
    }
    std::istringstream lines(*output);
    std::size_t count = 0;
    bool is_twin = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with(':')) {
            is_twin = line.starts_with("frames") || line.starts_with("serial");
        } else if (is_twin && line.find("4core9panicking") != std::string::npos) {
            ++count;
        }
    }
    return count;
}

json values_of(const Row& row) {
    return row.values();
}

/// What has no row, in a sentence.
json note(const char* language, const char* family, const std::string& text) {
    return {{"language", language}, {"family", family}, {"note", text}};
}

json notes_of(std::size_t panics) {
    json notes = json::array();
    notes.push_back(note("rust", "initialisation",
                         "Rust has no such step: every variable is initialised before it is read, "
                         "or the program does not compile"));
    notes.push_back(note(
        "rust", "bounds",
        panics == 0
            ? "nothing to switch off: no object of the Rust twins refers to a panic of core, so no "
              "bounds check is left that could fail; indices are judged by `get`, and answered"
            : fmt::format("{} references to panics of core are left in the objects of the Rust "
                          "twins, bounds checks among them; they cannot be switched off",
                          panics)));
    notes.push_back(note("rust", "hardening",
                         "core has one mode; its debug assertions are not those of a release"));
    return notes;
}

class Steps {
  public:
    Steps(const Setup& setup, fs::path folder)
        : folder_(std::move(folder)), programs_(setup.project.build / "evaluation") {}

    Result<void> measure_base() {
        for (const std::string language : {"cpp", "rust"}) {
            Result<Samples> samples = measure("measure-plain", language);
            if (!samples) {
                return std::unexpected(samples.error());
            }
            std::ranges::move(samples->rows, std::back_inserter(base_));
        }
        return {};
    }

    /// The rows of a step.
    Result<json> rows_of(const json& step) {
        const std::string program = step.at("program");
        const Result<Samples> samples = measure(program, step.at("language"));
        if (!samples) {
            return std::unexpected(samples.error());
        }
        json rows = safety_step_rows(step, samples->rows, base_);
        for (json& row : rows) {
            row["text_bytes"] = text_bytes(programs_ / program);
            row["base_text_bytes"] = text_bytes(programs_ / "measure-plain");
        }
        return rows;
    }

  private:
    Result<Samples> measure(const std::string& program, const std::string& language) {
        return measure_program(programs_ / program, plan_of(language), "callgrind", true, folder_);
    }

    fs::path folder_;
    fs::path programs_;
    std::vector<Row> base_;
};

Result<json> read_table(const fs::path& file) {
    std::ifstream stream(file);
    json table = json::parse(stream, nullptr, false);
    if (!table.is_array()) {
        return fail(fmt::format("{} is no table of steps: configure again", file.string()), 1);
    }
    return table;
}

} // namespace

json safety_step_rows(const json& step, const std::vector<Row>& rows,
                      const std::vector<Row>& base_rows) {
    json result = json::array();
    for (const Row& row : rows) {
        const auto base = std::ranges::find(base_rows, row.name(), &Row::name);
        if (base == base_rows.end()) {
            continue;
        }
        result.push_back({{"component", row.component},
                          {"workload", row.workload},
                          {"language", step.at("language")},
                          {"family", step.at("family")},
                          {"step", step.at("step")},
                          {"flags", step.at("flags")},
                          {"base", "-O2, hardening extensive, no overflow checks beyond the "
                                   "source's, no stack protector, no automatic initialisation"},
                          {"instructions", values_of(row)},
                          {"base_instructions", values_of(*base)}});
    }
    return result;
}

Result<json> measure_safety_steps(const Setup& setup) {
    if (!tool::find_program("valgrind")) {
        return fail("valgrind is missing: install Debian's package valgrind", 1);
    }
    const fs::path programs = setup.project.build / "evaluation";
    const Result<json> table = read_table(programs / "safety-steps.json");
    if (!table) {
        return std::unexpected(table.error());
    }
    if (const auto built = tool::build_targets(setup.project, {"safety-steps"}); !built) {
        return std::unexpected(built.error());
    }
    const Result<tool::TemporaryDirectory> folder = tool::TemporaryDirectory::make();
    if (!folder) {
        return std::unexpected(folder.error());
    }
    Steps steps(setup, folder->path());
    if (const auto measured = steps.measure_base(); !measured) {
        return std::unexpected(measured.error());
    }
    json rows = json::array();
    for (const json& step : *table) {
        Result<json> some = steps.rows_of(step);
        if (!some) {
            return std::unexpected(some.error());
        }
        std::ranges::move(*some, std::back_inserter(rows));
    }
    const Result<std::size_t> panics =
        reachable_panics(setup.project.build / "cargo-measured" / "measure-plain" /
                         "x86_64-unknown-linux-gnu" / "release" / "libmeasured_host.a");
    if (!panics) {
        return std::unexpected(panics.error());
    }
    return json{{"schema", 1},
                {"state", "measured"},
                {"command", "./bimetal evaluate"},
                {"rows", std::move(rows)},
                {"notes", notes_of(*panics)}};
}

} // namespace bimetal::evaluation
