// SPDX-License-Identifier: MIT OR Apache-2.0
// `test`: runs what is linked, as KTAP on the console and as objects for tools.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"
#include "kernel/text/parse.hpp"
#include "seam/harness/harness.hpp"

namespace bimetal::shell {
namespace {

class ConsoleReport final : public seam::harness::Report {
  public:
    explicit ConsoleReport(text::Sink& out) : out_(out) {}

    void line(std::string_view text) override { text::print(out_, "{}\n", text); }

    void ended(std::string_view suite, std::string_view name,
               seam::harness::Outcome outcome) override {
        results::Event("test")
            .text("suite", suite)
            .text("name", name)
            .boolean("ok", outcome != seam::harness::Outcome::failed)
            .boolean("skipped", outcome == seam::harness::Outcome::skipped);
    }

  private:
    text::Sink& out_;
};

void hang_here(void*) {
    arch::disable_interrupts();
    for (;;) {
        arch::pause();
    }
}

} // namespace

constinit const bool image_has_tests = true;

Status command_test(Arguments arguments, text::Sink& out) {
    std::uint64_t seed = arch::read_time_stamp();
    std::string_view pattern;
    if (!arguments.empty()) {
        pattern = arguments[0];
    }
    if (arguments.size() > 1) {
        const auto given = text::parse_unsigned(arguments[1]);
        if (!given || arguments.size() > 2) {
            text::print(out, "usage: test [NAME] [SEED]\n");
            return Status::usage;
        }
        seed = *given;
    }
    ConsoleReport report(out);
    const seam::harness::Totals totals = seam::harness::run(pattern, report, seed);
    if (totals.passed + totals.failed + totals.skipped == 0) {
        text::print(out, "test: no test matches '{}'\n", pattern);
        return Status::failed;
    }
    text::print(out, "{} passed, {} failed, {} skipped; repeat with: test {} {:#x}\n",
                totals.passed, totals.failed, totals.skipped, pattern.empty() ? "*" : pattern,
                seed);
    results::Event("tests")
        .number("passed", totals.passed)
        .number("failed", totals.failed)
        .number("skipped", totals.skipped)
        .number("seed", seed);
    return totals.failed == 0 ? Status::ok : Status::failed;
}

Status command_hang(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "hang: takes no arguments\n");
        return Status::usage;
    }
    text::print(out, "hanging all processors\n");
    const std::uint32_t self = arch::current_thread()->cpu;
    for (std::uint32_t index = 0; index < arch::cpu_count(); ++index) {
        if (index != self && !sched::spawn_detached("hang", hang_here, nullptr, index)) {
            text::print(out, "hang: no memory for a thread on processor {}\n", index);
        }
    }
    sched::sleep_for(50'000'000); // the others get there first
    hang_here(nullptr);
    return Status::failed;
}

} // namespace bimetal::shell
