// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/build_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int repetitions = 3;
/// After that no repetition is begun; each row has one at least.
constexpr std::chrono::seconds time_limit{330};

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Result<void> write_text(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (!stream) {
        return fail(fmt::format("{} cannot be written", file.string()), 1);
    }
    return {};
}

/// A command whose compilers keep and take nothing.
Result<void> run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"env", "CCACHE_DISABLE=1", "RUSTC_WRAPPER="});
    const Result<std::string> output = tool::output_of(arguments);
    if (!output) {
        return std::unexpected(output.error());
    }
    return {};
}

/// A copy of the checkout that may be changed and built.
class Copy {
  public:
    Copy(const Setup& setup, fs::path folder)
        : source_(setup.project.source), folder_(std::move(folder)),
          preset_(setup.project.build.filename().string()), build_(folder_ / "build" / preset_) {}

    Result<void> make() {
        std::error_code error;
        fs::remove_all(folder_, error);
        const auto files = tool::output_of({"git", "-C", source_.string(), "ls-files", "--cached",
                                            "--others", "--exclude-standard"});
        if (!files) {
            return std::unexpected(files.error());
        }
        std::istringstream lines(*files);
        for (std::string name; std::getline(lines, name);) {
            if (!fs::is_regular_file(source_ / name)) {
                continue; // a file that was removed but is tracked yet
            }
            fs::create_directories((folder_ / name).parent_path(), error);
            if (!fs::copy_file(source_ / name, folder_ / name, error)) {
                return fail(fmt::format("{} cannot be copied to {}", name, folder_.string()), 1);
            }
        }
        return run({"cmake", "--preset", preset_, "-S", folder_.string(), "-B", build_.string(),
                    "-DCMAKE_CXX_COMPILER_LAUNCHER=", "-DCMAKE_C_COMPILER_LAUNCHER=", "-Wno-dev"});
    }

    /// What the build of an image runs, which is no part of what is measured.
    Result<void> build_tools() const { return build({"bimetal-image", "seam-generator"}); }

    /// Seconds until the targets are up to date, one after the other.
    Result<double> seconds_to_build(const std::vector<std::string>& targets) const {
        const auto begin = Clock::now();
        for (const std::string& target : targets) {
            if (const auto built = build({target}); !built) {
                return std::unexpected(built.error());
            }
        }
        return std::chrono::duration<double>(Clock::now() - begin).count();
    }

    /// Removes all that belongs to the image, and leaves the tools.
    void clean() const {
        std::vector<fs::path> objects;
        std::error_code error;
        for (const auto& entry : fs::recursive_directory_iterator(build_, error)) {
            const std::string path = entry.path().lexically_relative(build_).string();
            const std::size_t folder = path.find("kernel");
            if (entry.path().extension() == ".o" && folder != std::string::npos &&
                path.find(".dir/") != std::string::npos) {
                objects.push_back(entry.path());
            }
        }
        for (const fs::path& object : objects) {
            fs::remove(object, error);
        }
        for (const char* part :
             {"images", "thinlto-cache", "cargo-kernel", "rust/bimetal-rust.o"}) {
            fs::remove_all(build_ / part, error);
        }
        fs::create_directories(build_ / "images", error);
    }

    void remove() const {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    fs::path file(const std::string& name) const { return folder_ / name; }

  private:
    Result<void> build(const std::vector<std::string>& targets) const {
        std::vector<std::string> command{"ninja", "-C", build_.string()};
        command.insert(command.end(), targets.begin(), targets.end());
        return run(command);
    }

    fs::path source_;
    fs::path folder_;
    std::string preset_;
    fs::path build_;
};

class Measurement {
  public:
    explicit Measurement(const Copy& copy) : copy_(copy) {}

    Result<json> run() {
        if (const auto clean = measure_clean(); !clean) {
            return std::unexpected(clean.error());
        }
        for (const SourceChange& change : measured_changes()) {
            if (const auto measured = measure_change(change); !measured) {
                return std::unexpected(measured.error());
            }
        }
        return rows_;
    }

  private:
    bool has_time() const { return Clock::now() - begin_ < time_limit; }

    Result<void> measure_clean() {
        json seconds = json::array();
        for (int i = 0; i < repetitions && (i == 0 || has_time()); ++i) {
            fmt::print(stderr, "bimetal: a clean build of the image, {} of {}\n", i + 1,
                       repetitions);
            copy_.clean();
            const Result<double> taken = copy_.seconds_to_build({"image-bimetal"});
            if (!taken) {
                return std::unexpected(taken.error());
            }
            seconds.push_back(*taken);
        }
        rows_.push_back({{"what", "everything in image bimetal, core and alloc among it; the tools "
                                  "that the build runs are there"},
                         {"kind", "clean"},
                         {"language", ""},
                         {"seconds", std::move(seconds)}});
        return {};
    }

    Result<void> measure_change(const SourceChange& change) {
        const fs::path file = copy_.file(change.file);
        const std::string original = content_of(file);
        std::vector<std::string> targets;
        if (!change.target.empty()) {
            targets.push_back(change.target);
        }
        targets.emplace_back("image-bimetal");
        json seconds = json::array();
        for (int i = 0; i < repetitions && (i == 0 || has_time()); ++i) {
            fmt::print(stderr, "bimetal: a build after a change in {}, {} of {}\n", change.file,
                       i + 1, repetitions);
            const Result<std::string> text = changed(change, original, i);
            if (!text) {
                return std::unexpected(text.error());
            }
            if (const auto written = write_text(file, *text); !written) {
                return std::unexpected(written.error());
            }
            const Result<double> taken = copy_.seconds_to_build(targets);
            if (!taken) {
                return std::unexpected(taken.error());
            }
            seconds.push_back(*taken);
        }
        rows_.push_back({{"what", change.what},
                         {"kind", change.kind},
                         {"language", change.language},
                         {"seconds", std::move(seconds)}});
        return restore(file, original, targets);
    }

    /// Back to what it was, untimed, so that the next change stands alone.
    Result<void> restore(const fs::path& file, const std::string& original,
                         const std::vector<std::string>& targets) const {
        if (const auto written = write_text(file, original); !written) {
            return std::unexpected(written.error());
        }
        const Result<double> taken = copy_.seconds_to_build(targets);
        return taken ? Result<void>() : std::unexpected(taken.error());
    }

    const Copy& copy_;
    Clock::time_point begin_ = Clock::now();
    json rows_ = json::array();
};

} // namespace

std::vector<SourceChange> measured_changes() {
    return {
        {.what = "one more function in the C++ twin of frames (cpp/two_level.hpp)",
         .kind = "twin",
         .language = "cpp",
         .file = "components/frames/cpp/two_level.hpp",
         .behind = {},
         .text = "namespace bimetal::frames {{\n[[gnu::used]] inline unsigned measured_change() "
                 "{{\n    return {};\n}}\n}}\n",
         .target = {}},
        {.what = "one more statement in the Rust twin of frames (rust/src/two_level.rs)",
         .kind = "twin",
         .language = "rust",
         .file = "components/frames/rust/src/two_level.rs",
         .behind =
             "    fn statistics(shared: Shared<'_>, kind: Count) -> Result<Statistics, Error> {",
         .text = "        let _ = core::hint::black_box({}_u32);\n",
         .target = {}},
        {.what = "one more constant in the contract of frames (frames.seam.h), whose bindings are "
                 "written again",
         .kind = "seam",
         .language = "c",
         .file = "components/frames/frames.seam.h",
         .behind = "SEAM_COMPONENT(frames, 2);",
         .text = "#define FRAMES_MEASURED_CHANGE {}\n",
         .target = "frames-bindings"},
        {.what = "one more function in a source of the core (kernel/sched/scheduler.cpp)",
         .kind = "core",
         .language = "cpp",
         .file = "kernel/sched/scheduler.cpp",
         .behind = {},
         .text = "namespace {{\n[[gnu::used]] unsigned measured_change() {{\n    return "
                 "{};\n}}\n}}\n",
         .target = {}},
    };
}

Result<std::string> changed(const SourceChange& change, std::string_view original, int number) {
    std::string text(original);
    std::size_t at = text.size();
    if (!change.behind.empty()) {
        const std::size_t line = text.find(change.behind + "\n");
        if (line == std::string::npos) {
            return fail(fmt::format("{} has no line {}", change.file, change.behind), 1);
        }
        at = line + change.behind.size() + 1;
    }
    text.insert(at, fmt::format(fmt::runtime(change.text), number));
    return text;
}

Result<json> measure_build_time(const Setup& setup) {
    Copy copy(setup, setup.project.build / "build-time");
    if (const auto made = copy.make(); !made) {
        return std::unexpected(made.error());
    }
    fmt::print(stderr, "bimetal: building the tools that a build runs\n");
    if (const auto built = copy.build_tools(); !built) {
        return std::unexpected(built.error());
    }
    Result<json> rows = Measurement(copy).run();
    copy.remove();
    if (!rows) {
        return rows;
    }
    return json{{"schema", 1},
                {"command", "./bimetal evaluate"},
                {"state", "measured"},
                {"why", "in a copy of the checkout, without a compiler cache"},
                {"cpus", std::thread::hardware_concurrency()},
                {"rows", std::move(*rows)}};
}

} // namespace bimetal::evaluation
