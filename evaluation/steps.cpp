// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>

namespace bimetal::evaluation {
namespace {

namespace fs = std::filesystem;

constexpr int schema = 1;
constexpr const char* state_name = "state.json";

/// A file's JSON; null if there is none or it is none.
json read_json(const fs::path& file) {
    std::ifstream stream(file);
    return stream ? json::parse(stream, nullptr, false) : json();
}

/// Beside the file first, then in its place: a reader never sees half of it.
Result<void> write_json(const fs::path& file, const json& value) {
    const fs::path beside = file.string() + ".new";
    std::ofstream stream(beside, std::ios::trunc);
    stream << value.dump(1) << '\n';
    stream.close();
    std::error_code error;
    if (stream) {
        fs::rename(beside, file, error);
    }
    if (!stream || error) {
        return fail(fmt::format("{} cannot be written", file.string()));
    }
    return {};
}

std::string duration(double seconds) {
    if (seconds < 90) {
        return fmt::format("{:.0f} s", std::ceil(seconds));
    }
    return fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

class Run {
  public:
    Run(std::span<const Step> steps, const StepPlan& plan) : steps_(steps), plan_(plan) {
        state_ = read_json(plan_.folder / state_name);
        if (!state_.is_object() || !state_.contains("schema") || state_.at("schema") != schema ||
            !state_.contains("steps") || !state_.at("steps").is_object()) {
            state_ = {{"schema", schema}, {"steps", json::object()}};
        }
    }

    Result<std::vector<StepOutcome>> all() {
        std::vector<StepOutcome> outcomes;
        for (number_ = 1; number_ <= steps_.size(); ++number_) {
            const Step& step = steps_[number_ - 1];
            Result<StepOutcome> outcome = one(step);
            if (!outcome) {
                return std::unexpected(outcome.error());
            }
            outcomes.push_back(std::move(*outcome));
        }
        return outcomes;
    }

  private:
    Result<StepOutcome> one(const Step& step) {
        if (has_result(step)) {
            say(step, "taken from an earlier run");
            return StepOutcome{.name = step.name, .end = StepEnd::taken, .why = {}, .seconds = 0};
        }
        if (plan_.quick && step.builds) {
            return without(step, StepEnd::absent,
                           "a quick evaluation builds nothing; a full one measures it", 0);
        }
        say(step, fmt::format("begins, about {} left", duration(time_left())));
        const auto begin = std::chrono::steady_clock::now();
        Result<json> result = step.measure();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        expected_done_ += step.expected_seconds;
        seconds_done_ += seconds;
        if (!result) {
            return without(step, StepEnd::failed, result.error().sentence, seconds);
        }
        if (const auto written = write_json(file_of(step), *result); !written) {
            return std::unexpected(written.error());
        }
        state_["steps"][step.name] = {
            {"tree", plan_.tree}, {"quick", plan_.quick}, {"seconds", seconds}};
        if (const auto written = write_json(plan_.folder / state_name, state_); !written) {
            return std::unexpected(written.error());
        }
        say(step, fmt::format("done in {}", duration(seconds)));
        return StepOutcome{
            .name = step.name, .end = StepEnd::measured, .why = {}, .seconds = seconds};
    }

    /// No result: the file says why, and the next run tries again.
    Result<StepOutcome> without(const Step& step, StepEnd end, const std::string& why,
                                double seconds) {
        say(step, fmt::format("{}: {}", end == StepEnd::failed ? "failed" : "left out", why));
        state_["steps"].erase(step.name);
        for (const auto& [file, value] : {std::pair(file_of(step), absent(why)),
                                          std::pair(plan_.folder / state_name, state_)}) {
            if (const auto written = write_json(file, value); !written) {
                return std::unexpected(written.error());
            }
        }
        return StepOutcome{.name = step.name, .end = end, .why = why, .seconds = seconds};
    }

    fs::path file_of(const Step& step) const { return plan_.folder / (step.name + ".json"); }

    bool has_result(const Step& step) const {
        const json& steps = state_.at("steps");
        const auto found = steps.find(step.name);
        return !plan_.tree.empty() && found != steps.end() && found->is_object() &&
               found->value("tree", "") == plan_.tree &&
               (plan_.quick || !found->value("quick", true)) &&
               read_json(file_of(step)).is_object();
    }

    /// What the rest is expected to take, by what was expected of the steps that ran.
    double time_left() const {
        double expected = 0;
        for (const Step& step : steps_.subspan(number_ - 1)) {
            expected +=
                has_result(step) || (plan_.quick && step.builds) ? 0 : step.expected_seconds;
        }
        const double scale = expected_done_ > 0 ? seconds_done_ / expected_done_ : 1;
        return expected * std::clamp(scale, 0.25, 4.0);
    }

    void say(const Step& step, const std::string& what) const {
        plan_.say(fmt::format("[{} of {}] {}: {}", number_, steps_.size(), step.title, what));
    }

    std::span<const Step> steps_;
    const StepPlan& plan_;
    json state_;
    std::size_t number_ = 1;
    double expected_done_ = 0;
    double seconds_done_ = 0;
};

/// FNV-1a.
void add_to_hash(std::uint64_t& hash, std::string_view text) {
    for (const char character : text) {
        hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3;
    }
}

bool is_document(std::string_view path) {
    return path.starts_with("docs/") || path.ends_with(".md");
}

} // namespace

json absent(const std::string& why) {
    return {{"schema", schema}, {"state", "absent"}, {"why", why}};
}

Result<std::vector<StepOutcome>> run_steps(std::span<const Step> steps, const StepPlan& plan) {
    std::error_code error;
    fs::create_directories(plan.folder, error);
    if (error) {
        return fail(fmt::format("the results' folder {} cannot be made: {}", plan.folder.string(),
                                error.message()));
    }
    return Run(steps, plan).all();
}

std::string state_of_tree(const tool::Project& project) {
    const std::string folder = project.source.string();
    const auto tracked = tool::output_of({"git", "-C", folder, "ls-tree", "-r", "HEAD"});
    const auto changes = tool::output_of(
        {"git", "-C", folder, "diff", "--binary", "HEAD", "--", ".", ":!docs", ":!*.md"});
    const auto others =
        tool::output_of({"git", "-C", folder, "ls-files", "--others", "--exclude-standard"});
    if (!tracked || !changes || !others) {
        return {};
    }
    std::uint64_t hash = 0xcbf29ce484222325;
    std::istringstream lines(*tracked);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos && !is_document(std::string_view(line).substr(tab + 1))) {
            add_to_hash(hash, line);
        }
    }
    add_to_hash(hash, *changes);
    std::istringstream names(*others);
    for (std::string name; std::getline(names, name);) {
        if (!is_document(name)) {
            std::ifstream file(project.source / name, std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            add_to_hash(hash, name);
            add_to_hash(hash, text);
        }
    }
    return fmt::format("{:016x}", hash);
}

} // namespace bimetal::evaluation
