// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/bench.hpp"

#include "tools/bimetal/temporary_directory.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <map>
#include <regex>
#include <thread>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Runs `arguments` with its output and errors in files of `folder`. Its last words are in the
/// sentence of a failure.
Result<std::string> run_into(const fs::path& folder, const std::vector<std::string>& arguments) {
    const fs::path output = folder / "output";
    const fs::path error = folder / "error";
    const tool::Descriptor out(
        ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const tool::Descriptor err(
        ::open(error.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const tool::Descriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    Result<tool::Process> process = tool::Process::start({.arguments = arguments,
                                                          .input = null.number(),
                                                          .output = out.number(),
                                                          .error = err.number()});
    if (!process) {
        return std::unexpected(process.error());
    }
    if (!process->wait().succeeded()) {
        std::string words = content_of(error);
        words.erase(words.find_last_not_of('\n') + 1);
        words.erase(0, words.rfind('\n') + 1);
        return fail(fmt::format("{} failed: {}", fmt::join(arguments, " "),
                                words.empty() ? "it said nothing" : words),
                    1);
    }
    return content_of(output);
}

std::vector<std::string> kernel_command(const Setup& setup, const BenchPlan& plan,
                                        const std::string& commands, const fs::path& results) {
    return {setup.tool(), "--no-build", "run",       "--icount",      "--accelerator",
            "tcg",        "--image",    plan.image,  "--timeout",     "600",
            "--exec",     commands,     "--results", results.string()};
}

Result<Samples> measure_in_kernel(const Setup& setup, const BenchPlan& plan,
                                  const std::vector<std::string>& components,
                                  const fs::path& folder) {
    std::string commands;
    for (const std::string& component : components) {
        commands += fmt::format("{}bench {} {} {}", commands.empty() ? "" : "; ", component,
                                plan.repetitions, plan.seed);
    }
    const fs::path results = folder / "results";
    const auto ran = run_into(folder, kernel_command(setup, plan, commands, results));
    if (!ran) {
        return std::unexpected(ran.error());
    }
    return read_samples(content_of(results),
                        {.place = "kernel",
                         .program = "the kernel's bench",
                         .is_plain = !BIMETAL_LTO_IS_ON,
                         .only_by_name = false},
                        components.size());
}

/// What one numbered part of callgrind's output counted.
Result<std::uint64_t> count_of_part(const fs::path& output, std::uint64_t part) {
    const fs::path file = fmt::format("{}.{}", output.string(), part);
    std::ifstream stream(file);
    constexpr std::string_view mark = "summary: ";
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(mark)) {
            return std::strtoull(line.c_str() + mark.size(), nullptr, 10);
        }
    }
    return fail(fmt::format("callgrind wrote no summary to {}", file.string()), 1);
}

/// Machines that are booted, as repetitions of `boot`.
constexpr std::array memory_sizes = {64, 96, 128, 192, 256, 384, 512, 768, 1'024, 1'536};

/// Guest instructions from reset to the shell's first prompt.
Result<double> boot_once(const Setup& setup, const std::vector<std::string>& image,
                         const std::vector<std::string>& options, int memory,
                         const fs::path& folder) {
    const fs::path results = folder / "results";
    std::vector<std::string> command{
        setup.tool(), "--no-build",           "run",       "--icount", "--timeout",     "300",
        "--memory",   std::to_string(memory), "--results", results,    "--accelerator", "tcg"};
    command.insert(command.end(), image.begin(), image.end());
    if (!options.empty()) {
        command.emplace_back("--");
        command.insert(command.end(), options.begin(), options.end());
    }
    const auto ran = run_into(folder, command);
    if (!ran) {
        return std::unexpected(ran.error());
    }
    std::ifstream stream(results);
    for (std::string line; std::getline(stream, line);) {
        const json event = json::parse(line, nullptr, false);
        if (event.is_object() && event.value("event", "") == "prompt" && event.contains("tsc") &&
            event.at("tsc").is_number_unsigned()) {
            return event.at("tsc").get<double>();
        }
    }
    return fail("the kernel reported no prompt", 1);
}

/// The whole kernel with all twins in one language: fixed when built, and chosen at boot.
Result<std::vector<Row>> measure_boot(const Setup& setup, const BenchPlan& plan,
                                      const fs::path& folder) {
    std::vector<Row> rows;
    for (const std::string way : {"fixed", "stub"}) {
        for (const std::string twin : {"cpp", "rust"}) {
            rows.push_back({.component = "boot",
                            .workload = "to_prompt",
                            .caller = "cpp",
                            .twin = twin,
                            .way = way,
                            .place = "kernel",
                            .unit = "instructions",
                            .string_instructions = true});
        }
    }
    const auto repetitions = std::min<std::size_t>(plan.repetitions, memory_sizes.size());
    for (std::size_t index = 0; index < repetitions; ++index) {
        for (Row& row : rows) {
            const bool is_fixed = row.way == "fixed";
            const std::vector<std::string> image =
                is_fixed ? std::vector<std::string>{"--fixed", row.twin}
                         : std::vector<std::string>{"--image", "release"};
            const std::vector<std::string> options =
                is_fixed ? std::vector<std::string>{}
                         : std::vector<std::string>{"frames=" + row.twin, "serial=" + row.twin};
            const auto count = boot_once(setup, image, options, memory_sizes[index], folder);
            if (!count) {
                return std::unexpected(count.error());
            }
            row.repetitions.push_back({.index = static_cast<std::uint32_t>(index),
                                       .seed = static_cast<std::uint64_t>(memory_sizes[index]),
                                       .value = *count});
        }
    }
    return rows;
}

/// Why the processor's own counters cannot be read; nothing if they can.
std::optional<std::string> why_no_counters() {
    perf_event_attr attributes{};
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.size = sizeof attributes;
    attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
    attributes.exclude_kernel = 1;
    const long counter = ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
    if (counter < 0) {
        return fmt::format("the system gives none (perf_event_open: {})", std::strerror(errno));
    }
    ::close(static_cast<int>(counter));
    return std::nullopt;
}

void add_absent(json& context, const std::string& what, const std::string& why) {
    context["absent"].push_back({{"what", what}, {"why", why}});
}

std::string first_line_of(const std::vector<std::string>& command) {
    const auto output = tool::output_of(command);
    return output ? output->substr(0, output->find('\n')) : std::string();
}

std::string processor_name() {
    std::ifstream stream("/proc/cpuinfo");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("model name")) {
            return line.substr(line.find(':') + 2);
        }
    }
    return "unknown";
}

double processor_megahertz() {
    std::ifstream stream("/proc/cpuinfo");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("cpu MHz")) {
            return std::strtod(line.c_str() + line.find(':') + 1, nullptr);
        }
    }
    return 0;
}

json load_averages() {
    std::array<double, 3> loads{};
    json list = json::array();
    if (::getloadavg(loads.data(), static_cast<int>(loads.size())) == 3) {
        list = loads;
    }
    return list;
}

/// One place after the other; each with all components.
class Bench {
  public:
    Bench(const Setup& setup, const BenchPlan& plan, fs::path folder)
        : setup_(setup), plan_(plan), folder_(std::move(folder)) {}

    Result<ResultSet> run() {
        begin_context();
        std::vector<std::string> components = plan_.components;
        if (components.empty()) {
            components = measured_components();
        }
        const bool with_boot = std::erase(components, "boot") != 0;
        if (!components.empty()) {
            if (const auto measured = run_places(components); !measured) {
                return std::unexpected(measured.error());
            }
        }
        if (with_boot && wants("kernel")) {
            plan_.say("the whole kernel to its prompt, in the emulator");
            auto rows = measure_boot(setup_, plan_, folder_);
            if (!rows) {
                return std::unexpected(rows.error());
            }
            std::ranges::move(*rows, std::back_inserter(set_.rows));
        }
        return std::move(set_);
    }

  private:
    bool wants(const std::string& place) const {
        return plan_.places.empty() || std::ranges::find(plan_.places, place) != plan_.places.end();
    }

    void begin_context() {
        set_.context = configuration_of(setup_);
        set_.context["seed"] = plan_.seed;
        set_.context["repetitions"] = plan_.repetitions;
        set_.context["clock_repetitions"] = plan_.clock_repetitions;
        set_.context["overhead"] = json::array();
        set_.context["absent"] = json::array();
        if (const auto why = why_no_counters()) {
            add_absent(set_.context, "instructions and cycles of the real processor", *why);
        }
    }

    Result<void> run_places(const std::vector<std::string>& components) {
        if (wants("kernel")) {
            plan_.say("in the kernel, guest instructions");
            if (const auto taken = take(measure_in_kernel(setup_, plan_, components, folder_));
                !taken) {
                return taken;
            }
        }
        for (const std::string place : {"callgrind", "clock"}) {
            if (!wants(place)) {
                continue;
            }
            if (place == "callgrind" && !tool::find_program("valgrind")) {
                add_absent(set_.context, "host instructions",
                           "valgrind is missing: install Debian's package valgrind");
                continue;
            }
            plan_.say(place == "clock" ? "on the host, by the clock"
                                       : "on the host, callgrind's instructions");
            for (const bool is_plain : {false, true}) {
                if (!is_plain && !BIMETAL_LTO_IS_ON) {
                    continue;
                }
                BenchPlan plan = plan_;
                plan.components = components;
                const fs::path program = setup_.project.build / "evaluation" /
                                         (is_plain ? "measure-plain" : "measure-lto");
                if (const auto taken =
                        take(measure_program(program, plan, place, is_plain, folder_));
                    !taken) {
                    return taken;
                }
            }
        }
        return {};
    }

    Result<void> take(Result<Samples> samples) {
        if (!samples) {
            return std::unexpected(samples.error());
        }
        if (samples->failed != 0) {
            return fail(fmt::format("{} samples failed: a call did not end as its workload expects",
                                    samples->failed),
                        1);
        }
        std::ranges::move(samples->rows, std::back_inserter(set_.rows));
        const Overhead& overhead = samples->overhead;
        set_.context["overhead"].push_back({{"place", overhead.place},
                                            {"unit", overhead.unit},
                                            {"n", overhead.n},
                                            {"least", overhead.least},
                                            {"median", overhead.median},
                                            {"greatest", overhead.greatest},
                                            {"stable", overhead.least == overhead.greatest}});
        return {};
    }

    const Setup& setup_;
    const BenchPlan& plan_;
    fs::path folder_;
    ResultSet set_;
};

} // namespace

BenchPlan quick_plan() {
    return {.repetitions = 10, .clock_repetitions = 30, .say = {}};
}

std::vector<std::string> measured_components() {
    // From the build: bimetal_workloads() lists them.
    std::vector<std::string> components;
    std::string_view rest = BIMETAL_MEASURED_COMPONENTS;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        components.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    components.emplace_back("boot");
    return components;
}

Result<Samples> measure_program(const fs::path& program, const BenchPlan& plan,
                                const std::string& place, bool is_plain, const fs::path& folder) {
    const bool by_clock = place == "clock";
    const fs::path parts = folder / (program.filename().string() + ".callgrind");
    std::vector<std::string> command;
    if (!by_clock) {
        command = {"valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=" + parts.string()};
    }
    command.insert(command.end(),
                   {program.string(), place,
                    std::to_string(by_clock ? plan.clock_repetitions : plan.repetitions),
                    std::to_string(plan.seed)});
    command.insert(command.end(), plan.components.begin(), plan.components.end());
    const auto lines = run_into(folder, command);
    if (!lines) {
        return std::unexpected(lines.error());
    }
    SamplesSource source{
        .place = place,
        .program = program.filename().string(),
        .is_plain = is_plain,
        // Through a stub, and within one language, it is as with link-time optimisation.
        .only_by_name = is_plain && BIMETAL_LTO_IS_ON};
    if (!by_clock) {
        source.count_of_part = [&parts](std::uint64_t part) { return count_of_part(parts, part); };
    }
    return read_samples(*lines, source, 1);
}

Result<ResultSet> measure_bench(const Setup& setup, const BenchPlan& plan) {
    const std::vector<std::string> known = measured_components();
    for (const std::string& component : plan.components) {
        const std::string name = component.substr(0, component.find('/'));
        if (std::ranges::find(known, name) == known.end()) {
            return fail(
                fmt::format("'{}' has no workloads: there are {}", name, fmt::join(known, ", ")));
        }
    }
    const Result<tool::TemporaryDirectory> folder = tool::TemporaryDirectory::make();
    if (!folder) {
        return std::unexpected(folder.error());
    }
    return Bench(setup, plan, folder->path()).run();
}

json configuration_of(const Setup& setup) {
    const std::string source = setup.project.source.string();
    const std::string commit = first_line_of({"git", "-C", source, "rev-parse", "HEAD"});
    const auto status = tool::output_of({"git", "-C", source, "status", "--porcelain"});
    const std::time_t now = std::time(nullptr);
    return {{"date", fmt::format("{:%Y-%m-%dT%H:%M:%S+00:00}", fmt::gmtime(now))},
            {"host_name", "-"}, // results are passed on; which machine it was is nobody's business
            {"executable", "bimetal bench"},
            {"num_cpus", std::thread::hardware_concurrency()},
            {"mhz_per_cpu", processor_megahertz()},
            {"cpu_scaling_enabled", false},
            {"caches", json::array()},
            {"load_avg", load_averages()},
            {"library_build_type", "release"},
            {"commit", commit.empty() ? "unknown" : commit},
            {"modified", status && !status->empty()},
            {"preset", setup.project.build.filename().string()},
            {"link_time_optimised", bool{BIMETAL_LTO_IS_ON}},
            {"cpp_compiler", first_line_of({BIMETAL_CXX, "--version"})},
            {"rust_compiler", first_line_of({BIMETAL_RUSTC, "--version"})},
            {"cpp_hardening", "libc++, extensive"},
            {"optimisation", "-O2 in both languages"},
            {"emulator", first_line_of({"qemu-system-x86_64", "--version"})},
            {"processor", processor_name()}};
}

} // namespace bimetal::evaluation
