// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/panic_reach.hpp"

#include "tools/image/call_graph.hpp"
#include "tools/image/debug_information.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace bimetal::image {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
    return std::ranges::any_of(
        patterns, [&](const std::string& pattern) { return name_matches(pattern, name); });
}

/// How a search came to a function.
struct Step {
    std::size_t from;
    std::uint64_t address;
    bool indirect;
};

class Searcher {
  public:
    Searcher(const FunctionMap& functions, const CallGraph& graph, const PanicLists& lists,
             const DebugInformation& lines)
        : functions_(functions.functions), graph_(graph), lists_(lists), lines_(lines),
          used_(lists.allowed.size(), false) {
        for (const Function& function : functions_) {
            names_.push_back(report_name(function.linkage_name));
        }
    }

    PanicReport run() {
        for (const std::string& entry : lists_.entries) {
            bool found = false;
            for (std::size_t i = 0; i < functions_.size(); ++i) {
                if (name_matches(entry, names_[i]) ||
                    name_matches(entry, functions_[i].linkage_name)) {
                    found = true;
                    ++report_.entries;
                    search(i);
                }
            }
            if (!found) {
                report_.violations.push_back(fmt::format(
                    "the entry {} is no function of the image: it may have another name by now, "
                    "or was inlined.",
                    entry));
            }
        }
        for (std::size_t i = 0; i < used_.size(); ++i) {
            if (!used_[i]) {
                report_.violations.push_back(
                    fmt::format("{}: nothing needs this any more: take it off the list.",
                                lists_.allowed[i].place));
            }
        }
        report_.reached = reached_.size();
        return std::move(report_);
    }

  private:
    bool is_never(std::size_t function) const {
        return matches_any(lists_.never, names_[function]);
    }

    void search(std::size_t entry) {
        std::map<std::size_t, Step> steps{{entry, {entry, 0, false}}};
        std::vector<std::size_t> queue{entry};
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const std::size_t current = queue[next];
            reached_.insert(current);
            check_inlined(entry, current, steps);
            for (const CallSite& site : graph_.sites[current]) {
                const auto chain = functions_at(functions_[current], site.address);
                if (!site.finding.empty()) {
                    report(entry, site.finding, steps, current, site.address);
                    continue;
                }
                const auto targets = site.indirect ? indirect_targets(chain) : site.targets;
                for (const std::size_t target : targets) {
                    if (steps.contains(target) || is_allowed(chain, target, site.indirect)) {
                        continue;
                    }
                    steps[target] = {current, site.address, site.indirect};
                    if (is_never(target)) {
                        reached_.insert(target);
                        report(entry, names_[target], steps, target, 0);
                    } else {
                        queue.push_back(target);
                    }
                }
            }
        }
    }

    /// What must never be reached may have been inlined into what is.
    void check_inlined(std::size_t entry, std::size_t current,
                       const std::map<std::size_t, Step>& steps) {
        const auto& calls = functions_[current].calls;
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const std::string name = report_name(calls[i].linkage_name);
            if (!matches_any(lists_.never, name)) {
                continue;
            }
            std::vector<std::string> chain;
            bool within_another = false;
            for (std::uint32_t parent = calls[i].parent; parent != 0;
                 parent = calls[parent - 1].parent) {
                chain.push_back(report_name(calls[parent - 1].linkage_name));
                within_another |= matches_any(lists_.never, chain.back());
            }
            chain.push_back(names_[current]);
            if (!within_another && !is_allowed_name(chain, name)) {
                report(entry, fmt::format("{}, inlined into {}", name, fmt::join(chain, " in ")),
                       steps, current, 0);
            }
        }
    }

    /// Where an indirect call may go: what the lists say, or everything whose address is taken.
    std::vector<std::size_t> indirect_targets(const std::vector<std::string>& chain) {
        std::set<std::size_t> targets;
        bool listed = false;
        for (std::size_t i = 0; i < lists_.allowed.size(); ++i) {
            const auto& allowed = lists_.allowed[i];
            if (!allowed.indirect || !is_in(chain, allowed.caller)) {
                continue;
            }
            listed = true;
            used_[i] = true;
            for (const std::string& callee : allowed.callees) {
                bool found = false;
                for (const std::size_t taken : graph_.address_taken) {
                    if (name_matches(callee, names_[taken])) {
                        found = true;
                        targets.insert(taken);
                    }
                }
                if (!found && missing_.insert(allowed.place + callee).second) {
                    report_.violations.push_back(
                        fmt::format("{}: {} is no function of the image whose address is taken.",
                                    allowed.place, callee));
                }
            }
        }
        if (!listed) {
            return {graph_.address_taken.begin(), graph_.address_taken.end()};
        }
        return {targets.begin(), targets.end()};
    }

    static bool is_in(const std::vector<std::string>& chain, const std::string& caller) {
        return std::ranges::any_of(
            chain, [&](const std::string& name) { return name_matches(caller, name); });
    }

    bool is_allowed(const std::vector<std::string>& chain, std::size_t target, bool indirect) {
        return !indirect && is_allowed_name(chain, names_[target]);
    }

    bool is_allowed_name(const std::vector<std::string>& chain, const std::string& name) {
        for (std::size_t i = 0; i < lists_.allowed.size(); ++i) {
            const auto& allowed = lists_.allowed[i];
            if (!allowed.indirect && is_in(chain, allowed.caller) &&
                matches_any(allowed.callees, name)) {
                used_[i] = true;
                return true;
            }
        }
        return false;
    }

    std::string line_of(std::uint64_t address) const {
        const auto frames = lines_.frames(address);
        if (frames.empty() || frames.front().file.empty()) {
            return fmt::format("at {:#x}", address);
        }
        std::string text = fmt::format("at {}:{}", frames.front().file, frames.front().line);
        for (std::size_t i = 0; i + 1 < frames.size(); ++i) {
            text += fmt::format(" in {}", frames[i].function);
        }
        return text;
    }

    void report(std::size_t entry, const std::string& what,
                const std::map<std::size_t, Step>& steps, std::size_t last, std::uint64_t address) {
        std::vector<std::string> path;
        if (address != 0) {
            path.push_back(fmt::format("    {}", line_of(address)));
        }
        for (std::size_t at = last; at != entry;) {
            const Step& step = steps.at(at);
            path.push_back(fmt::format("    {}", names_[at]));
            path.push_back(fmt::format("      called {}{}", line_of(step.address),
                                       step.indirect ? ", through a pointer" : ""));
            at = step.from;
        }
        path.push_back(fmt::format("    {}", names_[entry]));
        std::ranges::reverse(path);
        report_.violations.push_back(
            fmt::format("{} is listed as free of panics, but reaches {}:\n{}", names_[entry], what,
                        fmt::join(path, "\n")));
    }

    const std::vector<Function>& functions_;
    const CallGraph& graph_;
    const PanicLists& lists_;
    const DebugInformation& lines_;
    std::vector<bool> used_;
    std::vector<std::string> names_;
    std::set<std::size_t> reached_;
    std::set<std::string> missing_;
    PanicReport report_;
};

} // namespace

bool name_matches(std::string_view pattern, std::string_view name) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == name;
    }
    if (!name.starts_with(pattern.substr(0, star))) {
        return false;
    }
    name.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (;; name.remove_prefix(1)) {
        if (name_matches(pattern, name)) {
            return true;
        }
        if (name.empty()) {
            return false;
        }
    }
}

std::vector<std::size_t> listed_targets(const std::vector<std::string>& chain,
                                        const PanicLists& lists, const CallGraph& graph,
                                        const std::vector<std::string>& names) {
    std::set<std::size_t> targets;
    for (const PanicLists::Allowed& allowed : lists.allowed) {
        const bool is_written_here = std::ranges::any_of(
            chain, [&](const std::string& name) { return name_matches(allowed.caller, name); });
        if (!allowed.indirect || !is_written_here) {
            continue;
        }
        for (const std::size_t taken : graph.address_taken) {
            if (matches_any(allowed.callees, names[taken])) {
                targets.insert(taken);
            }
        }
    }
    return {targets.begin(), targets.end()};
}

Result<void> PanicLists::add(std::string_view text, const std::string& file) {
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const std::string place = fmt::format("{}:{}", file, number);
        const std::size_t word_end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, word_end);
        const std::size_t reason = line.find(": ");
        if (reason == std::string_view::npos || trimmed(line.substr(reason + 1)).empty()) {
            return std::unexpected(
                fmt::format("{}: a line says why after a colon: `{} NAME: reason`.", place, word));
        }
        const std::string_view body = trimmed(line.substr(word_end, reason - word_end));
        const std::size_t arrow = body.find(" -> ");
        if ((word == "never" || word == "entry") && !body.empty() &&
            arrow == std::string_view::npos) {
            (word == "never" ? never : entries).emplace_back(body);
        } else if ((word == "allow" || word == "indirect") && arrow != std::string_view::npos) {
            Allowed one{.caller = std::string(trimmed(body.substr(0, arrow))),
                        .callees = {},
                        .indirect = word == "indirect",
                        .place = place};
            std::string_view rest = body.substr(arrow + 4);
            while (!rest.empty()) {
                const std::size_t bar = std::min(rest.find(" | "), rest.size());
                one.callees.emplace_back(trimmed(rest.substr(0, bar)));
                rest.remove_prefix(std::min(bar + 3, rest.size()));
            }
            allowed.push_back(std::move(one));
        } else {
            return std::unexpected(fmt::format(
                "{}: a line is `never NAME`, `entry NAME`, `allow CALLER -> CALLEE` or `indirect "
                "CALLER -> CALLEE | CALLEE`, then a colon and the reason.",
                place));
        }
    }
    return {};
}

Result<void> PanicLists::read(const std::filesystem::path& path) {
    const std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) {
        return std::unexpected(fmt::format("{}: cannot be read.", path.string()));
    }
    return add(text.str(), path.string());
}

Result<PanicReport> find_panics(const ElfImage& image, const PanicLists& lists) {
    if (lists.entries.empty() || lists.never.empty()) {
        return std::unexpected("the lists name no entry, or nothing that must not be reached.");
    }
    const auto functions = read_functions(image);
    if (!functions) {
        return std::unexpected(functions.error());
    }
    const auto graph = read_calls(image, *functions);
    if (!graph) {
        return std::unexpected(fmt::format("{}: {}", image.path().string(), graph.error()));
    }
    const auto lines = DebugInformation::open(image.path());
    if (!lines) {
        return std::unexpected(lines.error());
    }
    return Searcher(*functions, *graph, lists, *lines).run();
}

} // namespace bimetal::image
