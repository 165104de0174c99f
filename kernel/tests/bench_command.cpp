// SPDX-License-Identifier: MIT OR Apache-2.0
// `bench`: measures the workloads that are linked, in guest instructions where the time-stamp
// counter counts those (`bimetal run --icount`); a table on the console, objects for tools.
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/console/results.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"
#include "kernel/text/parse.hpp"
#include "seam/harness/sampling.hpp"

#include <algorithm>
#include <array>

namespace bimetal::shell {
namespace {

using seam::harness::Workload;

constexpr std::uint32_t default_repetitions = 12;
constexpr std::uint32_t most_repetitions = 1'000;

/// Counts with interrupts off: nothing else runs on this processor meanwhile.
class TimeStampMeter final : public seam::harness::Meter {
  public:
    std::optional<std::uint64_t> count(bool (*run)(std::uint32_t), std::uint32_t) override {
        const bool enabled = arch::save_and_disable_interrupts();
        const std::uint64_t begin = arch::read_time_stamp();
        const bool succeeded = run(0);
        const std::uint64_t end = arch::read_time_stamp();
        arch::restore_interrupts(enabled);
        return succeeded ? std::optional(end - begin) : std::nullopt;
    }
};

/// A loop of two instructions a round.
bool run_known_loop(std::uint32_t) {
    std::uint64_t rounds = 100'000;
    asm volatile("1: decq %0\n\tjnz 1b" : "+r"(rounds) : : "cc");
    return true;
}

/// Whether the counter advances by one an instruction, twice alike.
bool counts_instructions(TimeStampMeter& meter) {
    constexpr std::uint64_t loop = 200'000;
    constexpr std::uint64_t around = 100;
    const auto first = meter.count(run_known_loop, 1);
    const auto second = meter.count(run_known_loop, 1);
    return first && second && *first == *second && *first >= loop && *first < loop + around;
}

/// Tells the tools each sample, and people how many rows failed.
class ChannelReport final : public seam::harness::SampleReport {
  public:
    void sample(const Workload& workload, std::uint32_t repetition, std::uint64_t seed,
                std::optional<std::uint64_t> count) override {
        results::Event event(count ? "sample" : "failed-sample");
        event.text("component", workload.component)
            .text("workload", workload.name)
            .text("caller", workload.caller)
            .text("twin", workload.twin)
            .text("way", workload.way)
            .number("threads", workload.threads)
            .boolean("string_instructions", workload.copies_blocks)
            .number("repetition", repetition)
            .number("seed", seed)
            .number("operations", workload.operations);
        if (count) {
            event.number("count", *count);
            remember(workload, *count);
        }
    }

    void overhead(std::uint32_t repetition, std::uint64_t count) override {
        results::Event("overhead").number("repetition", repetition).number("count", count);
        least_overhead_ = std::min(least_overhead_, count);
        greatest_overhead_ = std::max(greatest_overhead_, count);
    }

    void begin() {
        rows_ = 0;
        least_overhead_ = ~std::uint64_t{0};
        greatest_overhead_ = 0;
    }

    /// Means, for a look; the tools make medians and intervals of the samples.
    void print(text::Sink& out) const {
        text::print(out, "  count a call  row\n");
        for (std::size_t index = 0; index < rows_; ++index) {
            const Row& row = table_[index];
            const std::uint64_t calls = row.samples * row.workload->operations;
            const std::uint64_t spent =
                row.count - std::min(row.count, row.samples * least_overhead_);
            const std::uint64_t hundredths = calls == 0 ? 0 : spent * 100 / calls;
            text::print(out, "  {:>9}.{:02}  {}/{}/{}-calls-{}/{}{}\n", hundredths / 100,
                        hundredths % 100, row.workload->component, row.workload->name,
                        row.workload->caller, row.workload->twin, row.workload->way,
                        row.workload->copies_blocks ? "  (string instructions)" : "");
        }
        text::print(out, "  measuring costs {} to {}, the least is subtracted\n", least_overhead_,
                    greatest_overhead_);
    }

  private:
    struct Row {
        const Workload* workload = nullptr;
        std::uint64_t samples = 0;
        std::uint64_t count = 0;
    };

    void remember(const Workload& workload, std::uint64_t count) {
        std::size_t index = 0;
        while (index < rows_ && table_[index].workload != &workload) {
            ++index;
        }
        if (index == table_.size()) {
            return; // more rows than the table shows; the tools get all
        }
        if (index == rows_) {
            table_[rows_++] = {.workload = &workload, .samples = 0, .count = 0};
        }
        ++table_[index].samples;
        table_[index].count += count;
    }

    std::array<Row, 256> table_{};
    std::size_t rows_ = 0;
    std::uint64_t least_overhead_ = 0;
    std::uint64_t greatest_overhead_ = 0;
};

// Too large for a kernel stack. The shell runs one command at a time.
constinit ChannelReport report;

struct Request {
    std::string_view pattern;
    std::uint32_t repetitions = default_repetitions;
    std::uint64_t seed = 1;
};

std::optional<Request> read_arguments(Arguments arguments) {
    Request request;
    if (!arguments.empty() && arguments[0] != "*") {
        request.pattern = arguments[0];
    }
    if (arguments.size() > 1) {
        const auto given = text::parse_unsigned(arguments[1]);
        if (!given || *given == 0 || *given > most_repetitions) {
            return std::nullopt;
        }
        request.repetitions = static_cast<std::uint32_t>(*given);
    }
    if (arguments.size() > 2) {
        const auto given = text::parse_unsigned(arguments[2]);
        if (!given || arguments.size() > 3) {
            return std::nullopt;
        }
        request.seed = *given;
    }
    return request;
}

} // namespace

Status command_bench(Arguments arguments, text::Sink& out) {
    const auto request = read_arguments(arguments);
    if (!request) {
        text::print(out, "usage: bench [COMPONENT[/WORKLOAD]] [REPETITIONS up to {}] [SEED]\n",
                    most_repetitions);
        return Status::usage;
    }
    TimeStampMeter meter;
    const bool instructions = counts_instructions(meter);
    report.begin();
    const seam::harness::SamplingTotals totals =
        seam::harness::take_samples({.pattern = request->pattern,
                                     .repetitions = request->repetitions,
                                     .seed = request->seed,
                                     .most_threads = 1},
                                    meter, report);
    results::Event("measured")
        .text("counter", instructions ? "icount" : "tsc")
        .text("unit", instructions ? "instructions" : "ticks")
        .number("repetitions", request->repetitions)
        .number("rows", totals.rows)
        .number("failed", totals.failed);
    if (totals.rows == 0) {
        text::print(out, "bench: no workload matches '{}'\n", request->pattern);
        return Status::failed;
    }
    report.print(out);
    text::print(out, "{} rows, {} repetitions, {} samples failed; counted {}\n", totals.rows,
                request->repetitions, totals.failed,
                instructions ? "guest instructions"
                             : "ticks of the time-stamp counter, not instructions: say --icount");
    return totals.failed == 0 ? Status::ok : Status::failed;
}

} // namespace bimetal::shell
