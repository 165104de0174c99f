// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/results.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bimetal::tool {
namespace {

using nlohmann::json;

constexpr std::size_t longest_line = 65'536;

const std::string* text(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

std::optional<std::int64_t> number(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) {
        return std::nullopt;
    }
    return found->get<std::int64_t>();
}

std::optional<bool> truth(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_boolean()) {
        return std::nullopt;
    }
    return found->get<bool>();
}

} // namespace

Result<void> Results::record_to(const std::string& file) {
    record_.open(file, std::ios::trunc);
    if (!record_) {
        return fail(fmt::format("cannot write results to {}", file));
    }
    return {};
}

void Results::receive(std::string_view bytes) {
    if (record_.is_open()) {
        record_ << bytes << std::flush;
    }
    unfinished_ += bytes;
    std::size_t start = 0;
    for (std::size_t end = 0; (end = unfinished_.find('\n', start)) != std::string::npos;
         start = end + 1) {
        take_line(std::string_view(unfinished_).substr(start, end - start));
    }
    unfinished_.erase(0, start);
    if (unfinished_.size() > longest_line) {
        violate("a line that does not end", unfinished_);
        unfinished_.clear();
    }
}

void Results::finish() {
    if (!unfinished_.empty()) {
        violate("a line without an end", unfinished_);
        unfinished_.clear();
    }
}

void Results::take_line(std::string_view line) {
    ++lines_;
    if (line.empty()) {
        return; // a report out of a non-maskable interrupt ends whatever line it cut into
    }
    const json object = json::parse(line, nullptr, false);
    const std::string* event = object.is_object() ? text(object, "event") : nullptr;
    if (event == nullptr) {
        violate("not a JSON object with an event", line);
    } else if (*event == "exec") {
        const std::string* command = text(object, "command");
        const std::optional<std::int64_t> status = number(object, "status");
        if (command == nullptr || !status) {
            return violate("an exec event without command and status", line);
        }
        ++commands_;
        if (*status != 0) {
            failed_commands_.push_back(*command);
        }
    } else if (*event == "test") {
        const std::string* suite = text(object, "suite");
        const std::string* name = text(object, "name");
        const std::optional<bool> passed = truth(object, "ok");
        if (suite == nullptr || name == nullptr || !passed) {
            return violate("a test event without suite, name and ok", line);
        }
        ++tests_;
        if (!*passed) {
            failed_tests_.push_back(*suite + "." + *name);
        }
    } else if (*event == "prompt") {
        ++prompts_;
    } else if (*event == "nmi") {
        interrupted_cpus_.insert(number(object, "cpu").value_or(-1));
    } else if (*event == "reboot") {
        reboot_was_asked_ = true;
    }
}

void Results::violate(std::string_view what, std::string_view line) {
    if (violation_) {
        return;
    }
    // The line is not JSON, so it may hold anything: show it as a JSON string, shortened.
    const std::string shown =
        json(line.substr(0, 80)).dump(-1, ' ', true, json::error_handler_t::replace);
    violation_ = fmt::format("line {} of the results channel is {}: {}", lines_, what, shown);
}

} // namespace bimetal::tool
