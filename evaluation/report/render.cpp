// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/render.hpp"

#include "evaluation/report/text.hpp"
#include "tools/bimetal/descriptor.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/temporary_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <chrono>
#include <fstream>
#include <regex>

namespace bimetal::evaluation::report {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Debian's own where there is one: another python3 in PATH may lack the module venv.
std::string python() {
    return fs::exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
}

/// Runs a program whose output belongs into a log.
Result<void> run_into(const fs::path& log, const std::vector<std::string>& arguments,
                      std::chrono::milliseconds limit) {
    const tool::Descriptor file(
        ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0666));
    Result<tool::Process> process = tool::Process::start(
        {.arguments = arguments, .output = file.number(), .error = file.number()});
    if (!process) {
        return std::unexpected(process.error());
    }
    const auto end = process->wait_for(limit);
    if (!end || !end->succeeded()) {
        return fail(fmt::format("{} {}; {} has its messages", arguments.front(),
                                end ? "failed" : "took too long", log.string()));
    }
    return {};
}

/// The environment's Python with what requirements.txt names, made when it is missing or made for
/// other requirements.
Result<fs::path> environment(const Setup& setup) {
    const fs::path folder = setup.project.build / "report-venv";
    const fs::path requirements = setup.project.source / "evaluation/report/requirements.txt";
    const fs::path made_for = folder / "made-for.txt";
    const fs::path log = setup.project.build / "report-venv.log";
    const fs::path lock_file = setup.project.build / "report-venv.lock";
    const tool::Descriptor lock(::open(lock_file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666));
    ::flock(lock.number(), LOCK_EX);
    if (fs::exists(made_for) && text_of(made_for) == text_of(requirements)) {
        return folder / "bin/python";
    }
    std::error_code ignored;
    fs::remove(log, ignored);
    if (const auto made = run_into(log, {python(), "-m", "venv", "--clear", folder}, 120s); !made) {
        return fail("a Python environment cannot be made: " + made.error().sentence);
    }
    const auto installed =
        run_into(log,
                 {folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps",
                  "--require-hashes", "--only-binary", ":all:", "--retries", "1", "--timeout", "20",
                  "--requirement", requirements},
                 300s);
    if (!installed) {
        return fail("vl-convert-python cannot be installed from PyPI: " +
                    installed.error().sentence);
    }
    fs::copy_file(requirements, made_for, fs::copy_options::overwrite_existing, ignored);
    return folder / "bin/python";
}

/// What the script wrote for these charts.
Result<json> run_script(const Setup& setup, const fs::path& interpreter, const json& charts) {
    const Result<tool::TemporaryDirectory> folder = tool::TemporaryDirectory::make();
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const fs::path input = folder->path() / "charts.json";
    const fs::path output = folder->path() / "drawings.json";
    std::ofstream(input) << charts;
    const auto ran = run_into(
        setup.project.build / "report-venv.log",
        {interpreter, setup.project.source / "evaluation/report/render.py", input, output}, 300s);
    if (!ran) {
        return std::unexpected(ran.error());
    }
    json drawings = json::parse(text_of(output), nullptr, false);
    if (!drawings.is_object()) {
        return fail("the drawings are no JSON object");
    }
    return drawings;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t place = text.find(what); place != std::string::npos;
         place = text.find(what, place + by.size())) {
        text.replace(place, what.size(), by);
    }
}

} // namespace

std::string for_page(const Chart& chart, const std::string& svg) {
    const std::size_t end = svg.find('>');
    const std::string opening = svg.substr(0, end);
    std::smatch size;
    if (!std::regex_search(opening, size, std::regex(R"re(viewBox="0 0 ([0-9.]+) ([0-9.]+)")re"))) {
        return {};
    }
    const std::string width = size[1].str();
    std::string body = svg.substr(end + 1);
    for (const char* const before : {" id=\"", "url(#", "href=\"#"}) {
        replace_all(body, before, before + chart.name + "-");
    }
    body =
        std::regex_replace(body, std::regex(R"re( (role|aria-[a-z]+|font-family)="[^"]*")re"), "");
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" )"
        R"(role="img" aria-labelledby="{0}-title {0}-description" viewBox="0 0 {1} {2}" )"
        R"(style="width:{1}px"><title id="{0}-title">{3}</title>)"
        R"(<desc id="{0}-description">{4}</desc>{5})",
        chart.name, width, size[2].str(), escape(chart.title), escape(chart.description), body);
}

Drawings draw(const Setup& setup, std::span<const Chart> charts) {
    Drawings drawings;
    if (charts.empty()) {
        return drawings;
    }
    const Result<fs::path> interpreter = environment(setup);
    if (!interpreter) {
        drawings.why = interpreter.error().sentence;
        return drawings;
    }
    json input = json::array();
    for (const Chart& chart : charts) {
        input.push_back({{"name", chart.name}, {"library", chart.library}, {"spec", chart.spec}});
    }
    const Result<json> output = run_script(setup, *interpreter, input);
    if (!output) {
        drawings.why = output.error().sentence;
        return drawings;
    }
    for (const Chart& chart : charts) {
        const std::string svg = get<std::string>(*output, chart.name.c_str(), "");
        if (svg.empty()) {
            drawings.why = fmt::format("{} could not be drawn; {} has the message", chart.name,
                                       (setup.project.build / "report-venv.log").string());
        } else {
            drawings.by_name[chart.name] = for_page(chart, svg);
        }
    }
    return drawings;
}

} // namespace bimetal::evaluation::report
