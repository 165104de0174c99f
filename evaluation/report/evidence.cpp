// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/evidence.hpp"

#include "evaluation/report/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

namespace bimetal::evaluation::report {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Whether a contract says how every twin lays out the state.
bool has_shared_layout(std::string_view contract) {
    return contract.contains("SEAM_SHARED_STATE") || contract.contains("SEAM_CONCURRENT_STATE");
}

Fact read_fact(const fs::path& file) {
    if (!fs::exists(file)) {
        return {.data = {}, .why = fmt::format("{} is not there", file.filename().string())};
    }
    json data = json::parse(text_of(file), nullptr, false);
    if (!data.is_object()) {
        return {.data = {}, .why = fmt::format("{} is no JSON object", file.filename().string())};
    }
    if (get<std::string>(data, "state", "") == "absent") {
        return {.data = {}, .why = get<std::string>(data, "why", "no reason is given")};
    }
    return {.data = std::move(data), .why = {}};
}

/// Functions that a panic list names as entries.
std::size_t entries_of(const fs::path& list) {
    std::istringstream lines(text_of(list));
    std::set<std::string> entries;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word;
        std::string name;
        if (words >> word >> name && word == "entry") {
            // One function of the contract has a body in either twin.
            for (const char* const twin : {"_cpp_", "_rust_"}) {
                if (const std::size_t place = name.find(twin); place != std::string::npos) {
                    name.erase(place + 1, std::string_view(twin).size() - 1);
                }
            }
            entries.insert(name.substr(0, name.find(':')));
        }
    }
    return entries.size();
}

void note_absent(Evidence& evidence) {
    if (!evidence.bench_why.empty()) {
        evidence.absent.push_back({"speed", evidence.bench_why});
    }
    const std::array<std::pair<const char*, const Fact*>, 6> facts{{
        {"size", &evidence.size},
        {"stack depth", &evidence.stack},
        {"build time", &evidence.build_time},
        {"safety steps", &evidence.safety_steps},
        {"migration facts", &evidence.migration},
        {"disassembly", &evidence.disassembly},
    }};
    for (const auto& [what, fact] : facts) {
        if (!fact->is_there()) {
            evidence.absent.push_back({what, fact->why});
        }
    }
    for (const json& part : list(evidence.context, "absent")) {
        evidence.absent.push_back(
            {get<std::string>(part, "what", "?"), get<std::string>(part, "why", "?")});
    }
    if (evidence.size.is_there() && evidence.size.data.contains("without_panic_text")) {
        const json& without = evidence.size.data.at("without_panic_text");
        if (get<std::string>(without, "state", "") == "absent") {
            evidence.absent.push_back(
                {"image without panic text", get<std::string>(without, "why", "?")});
        }
    }
}

} // namespace

const json& list(const json& object, const char* name) {
    static const json none = json::array();
    if (!object.is_object()) {
        return none;
    }
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? *found : none;
}

std::vector<Declared> read_declared(const fs::path& checkout) {
    std::vector<Declared> all;
    std::error_code error;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(checkout / "components", error)) {
        const std::string name = entry.path().filename().string();
        const fs::path contract = entry.path() / (name + ".seam.h");
        if (!fs::exists(contract)) {
            continue;
        }
        all.push_back({.component = name,
                       .shared_layout = has_shared_layout(text_of(contract)),
                       .panic_free = entries_of(entry.path() / "panic_free.list"),
                       .has_suite = fs::exists(entry.path() / "conformance/suite.hpp")});
    }
    std::ranges::sort(all, {}, &Declared::component);
    return all;
}

Evidence read_evidence(const fs::path& folder) {
    Evidence evidence;
    const Fact bench = read_fact(folder / "bench.json");
    evidence.bench_why = bench.why;
    if (bench.is_there()) {
        if (const Result<void> read = read_rows(bench.data, evidence); !read) {
            evidence.bench_why = read.error().sentence;
        }
    }
    evidence.size = read_fact(folder / "size.json");
    evidence.stack = read_fact(folder / "stack.json");
    evidence.build_time = read_fact(folder / "build_time.json");
    evidence.safety_steps = read_fact(folder / "safety_steps.json");
    evidence.migration = read_fact(folder / "migration.json");
    evidence.disassembly = read_fact(folder / "disassembly.json");
    note_absent(evidence);
    return evidence;
}

Evidence read_evidence(const Setup& setup, const fs::path& folder) {
    Evidence evidence = read_evidence(folder);
    evidence.declared = read_declared(setup.project.source);
    return evidence;
}

std::vector<std::string> components_of(const Evidence& evidence) {
    std::set<std::string> components;
    for (const PairRow& row : evidence.rows) {
        if (row.component != "boot") {
            components.insert(row.component);
        }
    }
    std::set<std::string> in_cpp;
    std::set<std::string> in_rust;
    for (const json& line : list(evidence.migration.data, "lines")) {
        if (get<std::string>(line, "kind", "") == "twin") {
            const std::string of = get<std::string>(line, "language", "");
            (of == "rust" ? in_rust : in_cpp).insert(get<std::string>(line, "component", ""));
        }
    }
    std::ranges::set_intersection(in_cpp, in_rust, std::inserter(components, components.end()));
    for (const Declared& declared : evidence.declared) {
        components.insert(declared.component);
    }
    components.erase("");
    return {components.begin(), components.end()};
}

} // namespace bimetal::evaluation::report
