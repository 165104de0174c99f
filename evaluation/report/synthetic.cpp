// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/synthetic.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <random>
#include <vector>

namespace bimetal::evaluation::report {
namespace {

constexpr int repetitions = 20;

struct Workload {
    std::string component, name;
    double instructions = 0; ///< a call, in C++
    double ratio = 1;        ///< Rust by C++
    int threads = 1;
    bool string_instructions = false;
};

const std::vector<Workload>& workloads() {
    static const std::vector<Workload> all{
        {"frames", "allocate", 214, 1.012},     {"frames", "free", 188, 0.994},
        {"frames", "trace", 216, 1.002},        {"frames", "trace", 216, 1.0, 2},
        {"frames", "check <all>", 91422, 1.02}, {"serial", "transmit", 92, 1.118, 1, true},
        {"serial", "receive", 71, 0.871},       {"serial", "interrupt & poll", 143, 1.003},
        {"boot", "prompt", 14816200, 1.008},
    };
    return all;
}

class Bench {
  public:
    json all() {
        for (const Workload& workload : workloads()) {
            add_workload(workload);
        }
        add_border();
        return {{"context", context()}, {"benchmarks", entries_}};
    }

  private:
    static json context() {
        return {{"schema", 1},
                {"date", "2026-11-26T18:00:00+00:00"},
                {"host_name", "nowhere"},
                {"num_cpus", 2},
                {"commit", "0123456789abcdef0123456789abcdef01234567"},
                {"modified", false},
                {"preset", "default"},
                {"link_time_optimised", true},
                {"cpp_compiler", "a made-up clang"},
                {"rust_compiler", "a made-up rustc"},
                {"cpp_hardening", "extensive"},
                {"optimisation", "-O2, opt-level 2"},
                {"emulator", "a made-up emulator, TCG, icount"},
                {"processor", "a made-up processor <tm>"},
                {"seed", 7},
                {"repetitions", repetitions},
                {"overhead", json::array({{{"place", "kernel"},
                                           {"median", 41},
                                           {"least", 41},
                                           {"greatest", 41},
                                           {"n", 20},
                                           {"stable", true}}})},
                {"absent", json::array({{{"what", "processor counters"},
                                         {"why", "no performance monitoring unit is visible"}}})}};
    }

    void add_workload(const Workload& of) {
        for (const std::string place : {"kernel", "callgrind", "clock"}) {
            if ((of.threads > 1 && place != "clock") ||
                (of.component == "boot" && place != "kernel")) {
                continue;
            }
            for (const std::string way : {"fixed", "stub"}) {
                // A clock that is too noisy for one of them.
                const bool noisy = place == "clock" && of.name == "free";
                const double noise = place != "clock" ? 0.001 : noisy ? 0.3 : 0.012;
                for (const std::string twin : {"cpp", "rust"}) {
                    const double call = (of.instructions + (way == "stub" ? 3 : 0)) *
                                        (twin == "rust" ? of.ratio : 1) *
                                        (place == "clock" ? 0.31 : 1);
                    add(of, {.caller = "cpp", .twin = twin, .way = way, .place = place}, call,
                        noise);
                }
            }
        }
    }

    void add_border() {
        constexpr std::array<std::pair<const char*, double>, 4> shapes{
            {{"value", 5}, {"result", 7}, {"slice", 9}, {"callback", 14}}};
        constexpr std::array<std::pair<const char*, double>, 4> ways{
            {{"same", 0}, {"fixed", 0}, {"plain", 4}, {"stub", 5}}};
        for (const auto& [shape, cost] : shapes) {
            for (const std::string caller : {"cpp", "rust"}) {
                for (const std::string twin : {"cpp", "rust"}) {
                    for (const auto& [way, more] : ways) {
                        if (caller != twin && std::string_view(way) == "same") {
                            continue;
                        }
                        add({"border", shape, 0, 1},
                            {.caller = caller, .twin = twin, .way = way, .place = "kernel"},
                            cost + more + (caller != twin ? 1 : 0), 0);
                    }
                }
            }
        }
    }

    struct Call {
        std::string caller, twin, way, place;
    };

    void add(const Workload& of, const Call& call, double cost, double noise) {
        std::normal_distribution<double> spread(1, noise);
        const bool clock = call.place == "clock";
        const std::string name = fmt::format(
            "{}/{}/{}-calls-{}/{}/{}{}", of.component, of.name, call.caller, call.twin, call.way,
            call.place, of.threads > 1 ? fmt::format("/threads:{}", of.threads) : "");
        for (int index = 0; index < repetitions; ++index) {
            const double time = cost * (noise > 0 ? std::max(0.1, spread(random_)) : 1);
            entries_.push_back({{"name", name},
                                {"run_name", name},
                                {"run_type", "iteration"},
                                {"repetitions", repetitions},
                                {"repetition_index", index},
                                {"threads", of.threads},
                                {"iterations", 1000},
                                {"real_time", time},
                                {"cpu_time", time},
                                {"time_unit", "ns"},
                                {"component", of.component},
                                {"workload", of.name},
                                {"caller", call.caller},
                                {"twin", call.twin},
                                {"way", call.way},
                                {"place", call.place},
                                {"unit", clock ? "ns" : "instructions"},
                                {"string_instructions", of.string_instructions && !clock},
                                {"seed", 7 + index}});
        }
    }

    json entries_ = json::array();
    std::mt19937_64 random_{7};
};

json size_facts() {
    json rows = json::array();
    const auto add = [&](const char* part, const char* twin, const char* of, int text,
                         int constants) {
        rows.push_back({{"part", part},
                        {"twin", twin},
                        {"language", of},
                        {"text", text},
                        {"read_only", constants},
                        {"data", 64},
                        {"bss", 4096}});
    };
    add("frames", "cpp", "cpp", 5120, 640);
    add("frames", "rust", "rust", 5632, 704);
    add("serial", "cpp", "cpp", 6144, 512);
    add("serial", "rust", "rust", 8192, 1024);
    add("shell", "", "cpp", 41000, 9000);
    add("memory", "", "cpp", 32000, 3000);
    add("sched", "", "cpp", 27000, 2100);
    add("core", "", "rust", 9800, 4100);
    add("boot", "", "assembly", 2100, 100);
    const json panic = {{"strings", 5321}, {"locations", 2160}};
    const json total = {{"text", 140000}, {"read_only", 21000}, {"data", 600}, {"bss", 40000}};
    return {
        {"schema", 1},
        {"command", "./bimetal size"},
        {"images", json::array({{{"name", "bimetal-release"},
                                 {"loadable", 171234},
                                 {"total", total},
                                 {"rows", rows},
                                 {"panic_text", panic},
                                 {"generic_copies", json::array({{{"name", "core::ptr::read<&T>"},
                                                                  {"language", "rust"},
                                                                  {"copies", 4},
                                                                  {"bytes", 208}}})}}})},
        {"without_panic_text",
         {{"state", "measured"},
          {"images",
           json::array(
               {{{"name", "bimetal-release"},
                 {"text", 139000},
                 {"read_only", 15000},
                 {"loadable", 164002},
                 {"with", {{"text", 140000}, {"read_only", 21000}, {"loadable", 171234}}}}})}}}};
}

json stack_facts() {
    json entries = json::array();
    const auto add = [&](const char* component, const char* function, const char* twin, int depth) {
        entries.push_back({{"component", component},
                           {"function", function},
                           {"twin", twin},
                           {"frame", 48},
                           {"deepest", depth},
                           {"bounded", true},
                           {"path", json::array({function, "inner"})}});
    };
    add("frames", "allocate", "cpp", 232);
    add("frames", "allocate", "rust", 264);
    add("frames", "free", "cpp", 176);
    add("frames", "free", "rust", 184);
    add("serial", "transmit", "cpp", 144);
    add("serial", "transmit", "rust", 1304);
    return {{"schema", 1},
            {"command", "./bimetal evaluate"},
            {"image", "bimetal-release"},
            {"entries", entries},
            {"largest_frames",
             json::array({{{"function", "shell::run"}, {"language", "cpp"}, {"bytes", 1712}}})}};
}

json build_facts() {
    const auto row = [](const char* what, const char* kind, const char* of, double middle) {
        return json{{"what", what},
                    {"kind", kind},
                    {"language", of},
                    {"seconds", json::array({middle * 0.96, middle, middle * 1.07})}};
    };
    return {{"schema", 1},
            {"command", "./bimetal evaluate"},
            {"cpus", 2},
            {"state", "measured"},
            {"rows", json::array({row("release image, clean", "clean", "", 96.4),
                                  row("frames, C++ twin", "twin", "cpp", 1.5),
                                  row("frames, Rust twin", "twin", "rust", 2.31),
                                  row("serial.seam.h", "seam", "", 5.2),
                                  row("kernel/text", "core", "cpp", 3.3)})}};
}

json safety_facts() {
    json rows = json::array();
    const auto add = [&](const char* of, const char* family, const char* step, const char* base,
                         double ratio) {
        for (const auto& [component, workload, instructions] :
             {std::tuple("frames", "trace", 216.0), std::tuple("serial", "transmit", 92.0)}) {
            const double with = instructions * ratio * (component[0] == 'f' ? 1 : 1.01);
            rows.push_back({{"component", component},
                            {"workload", workload},
                            {"language", of},
                            {"family", family},
                            {"step", step},
                            {"base", base},
                            {"instructions", json::array({with, with, with + 0.1})},
                            {"base_instructions", json::array({instructions, instructions})},
                            {"text_bytes", 5600 * ratio},
                            {"base_text_bytes", 5600}});
        }
    };
    add("rust", "bounds", "checked", "unchecked", 1.034);
    add("rust", "overflow", "checked", "wrapping", 1.021);
    add("cpp", "hardening", "extensive", "none", 1.018);
    add("cpp", "hardening", "debug", "none", 1.173);
    add("cpp", "initialisation", "zero", "none", 1.006);
    add("cpp", "stack_protector", "strong", "none", 1.027);
    for (const char* const of : {"cpp", "rust"}) {
        add(of, "optimisation", "1", "2", 1.31);
        add(of, "optimisation", "3", "2", 0.97);
        add(of, "optimisation", "s", "2", 1.16);
        add(of, "optimisation", "z", "2", 1.44);
    }
    return {
        {"schema", 1}, {"command", "./bimetal evaluate"}, {"state", "measured"}, {"rows", rows}};
}

json migration_facts() {
    json lines = json::array();
    const auto add = [&](const char* component, const char* of, const char* kind, int count) {
        lines.push_back({{"part", component},
                         {"component", component},
                         {"language", of},
                         {"kind", kind},
                         {"files", 2},
                         {"lines", count}});
    };
    for (const char* const component : {"frames", "serial"}) {
        add(component, "c", "contract", 156);
        add(component, "cpp", "twin", 584);
        add(component, "rust", "twin", 595);
        add(component, "cpp", "glue", 5);
        add(component, "cpp", "generated", 1086);
        add(component, "cpp", "suite", 1710);
    }
    const auto crate = [](const std::string& name, const std::string& component, const char* room,
                          int blocks, bool generated) {
        return json{{"crate", name},        {"component", component}, {"room", room},
                    {"blocks", blocks},     {"with_reason", blocks},  {"functions", 0},
                    {"implementations", 0}, {"generated", generated}};
    };
    return {{"schema", 1},
            {"command", "./bimetal evaluate"},
            {"lines", lines},
            {"unsafe",
             json::array(
                 {crate("components/frames/rust", "frames", "twin", 0, false),
                  crate("components/frames/bindings/generated", "frames", "generated", 41, true),
                  crate("components/serial/rust", "serial", "twin", 0, false),
                  crate("components/serial/bindings/generated", "serial", "generated", 52, true),
                  crate("seam/rust", "", "bridge", 9, false)})},
            {"only_cpp", json::array({{{"part", "kernel/memory"}, {"lines", 2311}},
                                      {{"part", "kernel/sched"}, {"lines", 1820}}})}};
}

json disassembly_facts() {
    const auto side = [](const char* twin, const char* symbol, int instructions) {
        json lines = json::array();
        for (int line = 0; line < instructions - 1; ++line) {
            lines.push_back(fmt::format("mov    rax, qword ptr <rdi + {}>", line * 8));
        }
        lines.push_back("ret");
        return json{
            {"twin", twin}, {"symbol", symbol}, {"instructions", instructions}, {"lines", lines}};
    };
    return {{"schema", 1},
            {"command", "./bimetal disasm"},
            {"image", "bimetal-release"},
            {"pairs",
             json::array({{{"title", "allocate"},
                           {"component", "frames"},
                           {"sides", json::array({side("cpp", "frames_cpp_allocate", 23),
                                                  side("rust", "frames_rust_allocate", 25)})}},
                          {{"title", "check"},
                           {"component", "frames"},
                           {"sides", json::array({side("cpp", "frames_cpp_check", 412),
                                                  side("rust", "frames_rust_check", 431)})}}})}};
}

} // namespace

Files everything() {
    return {{"bench.json", Bench().all()},
            {"size.json", size_facts()},
            {"stack.json", stack_facts()},
            {"build_time.json", build_facts()},
            {"safety_steps.json", safety_facts()},
            {"migration.json", migration_facts()},
            {"disassembly.json", disassembly_facts()}};
}

Files nothing() {
    Files files = everything();
    for (auto& [name, content] : files) {
        content = {{"schema", 1}, {"state", "absent"}, {"why", "nobody measured " + name}};
    }
    return files;
}

void write(const Files& files, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, content] : files) {
        std::ofstream(folder / name) << content.dump(1) << '\n';
    }
}

} // namespace bimetal::evaluation::report
