// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Mutation testing of the twins: each edit of components/NAME/conformance/mutants.json is made in a
// copy of the sources, and the suite of the component must fail with it.
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace bimetal::tool {
namespace {

namespace fs = std::filesystem;

/// How long a suite may run; one that hangs has found the mutant, too.
constexpr std::chrono::seconds time_limit{60};

struct Mutant {
    std::string file; ///< below the component's folder: cpp/… or rust/…
    std::string what;
    std::string find; ///< stands once in the file
    std::string replace;

    [[nodiscard]] bool is_rust() const { return file.starts_with("rust/"); }

    [[nodiscard]] const char* language() const { return is_rust() ? "Rust" : "C++"; }
};

/// What came of a mutant: the case that failed, or nothing if it survived.
using Killer = std::optional<std::string>;

Result<std::string> read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        return fail(fmt::format("{} cannot be read", path.string()));
    }
    return text;
}

Result<void> write_text(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) {
        return fail(fmt::format("{} cannot be written", path.string()));
    }
    return {};
}

Result<std::vector<Mutant>> read_mutants(const fs::path& list) {
    const Result<std::string> text = read_text(list);
    if (!text) {
        return std::unexpected(text.error());
    }
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_array()) {
        return fail(fmt::format("{} is no JSON list of mutants", list.string()));
    }
    std::vector<Mutant> mutants;
    for (const auto& entry : json) {
        Mutant mutant;
        for (const auto& [key, field] : {std::pair{"file", &mutant.file},
                                         {"what", &mutant.what},
                                         {"find", &mutant.find},
                                         {"replace", &mutant.replace}}) {
            if (!entry.is_object() || !entry.contains(key) || !entry[key].is_string()) {
                return fail(fmt::format("{}: a mutant has no text '{}'", list.string(), key));
            }
            *field = entry[key].get<std::string>();
        }
        mutants.push_back(std::move(mutant));
    }
    return mutants;
}

/// One component: its suite's objects as they were built, and a copy of the sources to edit.
class Bench {
  public:
    Bench(const Project& project, std::string component)
        : project_(project), component_(std::move(component)),
          folder_(project.build / "mutants" / component_),
          objects_(project.build / "components" / component_ / "CMakeFiles" /
                   ("suite-" + component_ + ".dir")) {}

    Result<void> prepare() {
        if (const Result<void> built = build_targets(project_, {"suite-" + component_}); !built) {
            return built;
        }
        std::error_code error;
        // Everything as a link but the twins, which are copies; the compiled Rust stays.
        fs::remove_all(copy(), error);
        fs::create_directories(copy() / "components" / component_, error);
        link_all(project_.source, copy(), "components", error);
        link_all(project_.source / "components", copy() / "components", component_, error);
        const fs::path from = project_.source / "components" / component_;
        const fs::path to = copy() / "components" / component_;
        for (const fs::directory_entry& entry : fs::directory_iterator(from, error)) {
            const std::string name = entry.path().filename();
            if (name == "cpp" || name == "rust") {
                fs::copy(entry.path(), to / name, fs::copy_options::recursive, error);
            } else {
                fs::create_symlink(entry.path(), to / name, error);
            }
        }
        if (error) {
            return fail(fmt::format("the sources cannot be copied to {}: {}", copy().string(),
                                    error.message()));
        }
        return {};
    }

    /// The unchanged twins in a program made the same way: the suite must pass.
    Result<Killer> control(bool is_rust) { return run(is_rust); }

    Result<Killer> judge(const Mutant& mutant) {
        const fs::path path = copy() / "components" / component_ / mutant.file;
        const Result<std::string> text = read_text(path);
        if (!text) {
            return std::unexpected(text.error());
        }
        const std::size_t at = text->find(mutant.find);
        if (at == std::string::npos || text->find(mutant.find, at + 1) != std::string::npos) {
            return fail(
                fmt::format("the mutant '{}' of components/{}/{} is stale: what it replaces "
                            "does not stand there once; mend conformance/mutants.json",
                            mutant.what, component_, mutant.file));
        }
        std::string changed = *text;
        changed.replace(at, mutant.find.size(), mutant.replace);
        if (const Result<void> written = write_text(path, changed); !written) {
            return std::unexpected(written.error());
        }
        Result<Killer> killer = run(mutant.is_rust());
        if (const Result<void> restored = write_text(path, *text); !restored) {
            return std::unexpected(restored.error());
        }
        if (!killer) {
            return fail(fmt::format("the mutant '{}' of components/{}/{}: {}", mutant.what,
                                    component_, mutant.file, killer.error().sentence));
        }
        return killer;
    }

  private:
    [[nodiscard]] fs::path copy() const { return folder_ / "source"; }

    static void link_all(const fs::path& from, const fs::path& to, const std::string& left_out,
                         std::error_code& error) {
        for (const fs::directory_entry& entry : fs::directory_iterator(from, error)) {
            const std::string name = entry.path().filename();
            if (name != left_out && name != "build" && name != "target" && name != ".git") {
                fs::create_symlink(entry.path(), to / name, error);
            }
        }
    }

    /// Compiles the copy of one twin, links it with the other one as it is, and runs the suite.
    Result<Killer> run(bool is_rust) {
        const fs::path object = folder_ / "cpp.o";
        const fs::path program = folder_ / "suite";
        std::string library;
        if (is_rust) {
            const fs::path target = folder_ / "cargo";
            const Result<void> built = quietly(
                {"env", "RUSTFLAGS=--cap-lints=allow", std::string("RUSTC=") + BIMETAL_RUSTC,
                 BIMETAL_CARGO, "build", "--quiet", "--locked", "--release", "--manifest-path",
                 (copy() / "Cargo.toml").string(), "--package", component_ + "-host",
                 "--target-dir", target.string()});
            if (!built) {
                return std::unexpected(built.error());
            }
            library = (target / "release" / ("lib" + component_ + "_host.a")).string();
        } else {
            const Result<void> compiled =
                quietly({BIMETAL_CXX, "-std=c++23", "-O2", "-w", "-I" + copy().string(),
                         "-I" + (project_.source / "seam/include").string(), "-c",
                         (copy() / "components" / component_ / "bindings/cpp.cpp").string(), "-o",
                         object.string()});
            if (!compiled) {
                return std::unexpected(compiled.error());
            }
            library = built_library();
        }
        std::vector<std::string> link{BIMETAL_CXX, "-o", program.string()};
        std::error_code error;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(objects_, error)) {
            if (entry.path().extension() == ".o" &&
                (is_rust || entry.path().parent_path().filename() != "bindings")) {
                link.push_back(entry.path().string());
            }
        }
        if (!is_rust) {
            link.push_back(object.string());
        }
        link.insert(link.end(), {library, "-lpthread", "-ldl"});
        if (const Result<void> linked = quietly(link); !linked) {
            return std::unexpected(linked.error());
        }
        return result_of(program);
    }

    /// The Rust that the suite was linked with.
    [[nodiscard]] std::string built_library() const {
        std::error_code error;
        const std::string name = "lib" + component_ + "_host.a";
        const fs::path root = project_.build / "cargo-host" / (component_ + "-host");
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root, error)) {
            if (entry.path().filename() == name &&
                entry.path().parent_path().filename() != "deps") {
                return entry.path().string();
            }
        }
        return name;
    }

    /// Runs a compiler; its messages are shown if it fails.
    static Result<void> quietly(const std::vector<std::string>& command) {
        const Result<ExitState> end = run_to_end(command);
        if (!end) {
            return std::unexpected(end.error());
        }
        if (!end->succeeded()) {
            return fail("it does not compile; the messages are above", 1);
        }
        return {};
    }

    /// Runs the suite. The first case that fails has killed the mutant.
    Result<Killer> result_of(const fs::path& program) const {
        const fs::path log = folder_ / "log";
        Result<Process> suite = Process::start(
            {.arguments = {"sh", "-c", R"(exec "$0" >"$1" 2>&1)", program.string(), log.string()},
             .environment = {{"BIMETAL_SEED", "1"}, {"BIMETAL_OPERATIONS", "20000"}}});
        if (!suite) {
            return std::unexpected(suite.error());
        }
        const std::optional<ExitState> end = suite->wait_for(time_limit);
        if (!end) {
            suite->kill();
            return Killer("it does not end");
        }
        if (end->succeeded()) {
            return Killer();
        }
        std::ifstream lines(log);
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("not ok ")) {
                return Killer(line.substr(line.find(' ', 7) + 1));
            }
        }
        return Killer(end->by_signal ? fmt::format("signal {}", end->value) : "its status");
    }

    const Project& project_;
    std::string component_;
    fs::path folder_;
    fs::path objects_;
};

struct Score {
    unsigned killed = 0;
    unsigned all = 0;
};

/// Judges the mutants of a component; adds to the scores by language.
Result<void> judge_component(const Project& project, const std::string& component,
                             const MutantsOptions& options, std::map<std::string, Score>& scores) {
    const fs::path list = options.list.empty() ? project.source / "components" / component /
                                                     "conformance/mutants.json"
                                               : fs::path(options.list);
    if (!fs::exists(list)) {
        return fail(fmt::format("component '{}' has no mutants: {} does not exist", component,
                                list.string()));
    }
    const Result<std::vector<Mutant>> mutants = read_mutants(list);
    if (!mutants) {
        return std::unexpected(mutants.error());
    }
    Bench bench(project, component);
    if (const Result<void> ready = bench.prepare(); !ready) {
        return ready;
    }
    for (const bool is_rust : {false, true}) {
        const char* const language = is_rust ? "Rust" : "C++";
        const bool wanted =
            options.language.empty() || options.language == (is_rust ? "rust" : "cpp");
        unsigned judged = 0;
        bool controlled = false;
        for (const Mutant& mutant : *mutants) {
            if (!wanted || mutant.is_rust() != is_rust ||
                (options.limit != 0 && judged == options.limit)) {
                continue;
            }
            ++judged;
            if (!std::exchange(controlled, true)) {
                const Result<Killer> control = bench.control(is_rust);
                if (!control) {
                    return std::unexpected(control.error());
                }
                if (*control) {
                    return fail(fmt::format("the suite of {} fails without a mutant: {}", component,
                                            **control),
                                1);
                }
            }
            const Result<Killer> killer = bench.judge(mutant);
            if (!killer) {
                return std::unexpected(killer.error());
            }
            fmt::print("  {:<8} {:<4} {:<22} {}: {}\n", component, language, mutant.file,
                       mutant.what, *killer ? "killed by " + **killer : "SURVIVED");
            std::fflush(stdout);
            Score& score = scores[fmt::format("{}, {}", component, language)];
            score.killed += *killer ? 1 : 0;
            ++score.all;
        }
    }
    return {};
}

} // namespace

Result<int> mutants(const Project& project, const MutantsOptions& options) {
    std::vector<std::string> components = options.components;
    if (components.empty()) {
        for (const fs::directory_entry& entry :
             fs::directory_iterator(project.source / "components")) {
            if (fs::exists(entry.path() / "conformance/mutants.json")) {
                components.push_back(entry.path().filename());
            }
        }
        std::ranges::sort(components);
    }
    std::map<std::string, Score> scores;
    for (const std::string& component : components) {
        if (const Result<void> judged = judge_component(project, component, options, scores);
            !judged) {
            return std::unexpected(judged.error());
        }
    }
    bool all = true;
    for (const auto& [what, score] : scores) {
        fmt::print("{}: {} of {} killed\n", what, score.killed, score.all);
        all = all && score.killed == score.all;
    }
    return all ? 0 : 1;
}

} // namespace bimetal::tool
