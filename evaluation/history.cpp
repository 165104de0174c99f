// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

namespace bimetal::evaluation {

Result<void> append_history(const std::filesystem::path& file, const ResultSet& set) {
    const std::string line = to_json(set).dump() + "\n";
    const tool::Descriptor out(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    // One write, under a lock: lines of two runs do not mix.
    if (out.number() < 0 || ::flock(out.number(), LOCK_EX) != 0 ||
        !tool::write_all(out.number(), line)) {
        return fail(fmt::format("the history {} cannot be written", file.string()));
    }
    return {};
}

Result<ResultSet> find_in_history(const std::filesystem::path& file, const std::string& commit) {
    std::ifstream stream(file);
    std::optional<ResultSet> found;
    for (std::string line; std::getline(stream, line);) {
        const json value = json::parse(line, nullptr, false);
        // A line that was cut off by a full disk is not worth losing the others for.
        auto set = from_json(value, file.string());
        if (!set || !set->context.value("commit", "").starts_with(commit)) {
            continue;
        }
        if (found && found->context.at("commit") != set->context.at("commit")) {
            return fail(fmt::format("{} begins the names of several commits in the history: write "
                                    "more of it",
                                    commit));
        }
        for (Row& earlier : found ? found->rows : std::vector<Row>()) {
            if (set->find(earlier.name()) == nullptr) {
                set->rows.push_back(std::move(earlier));
            }
        }
        found = std::move(*set);
    }
    if (!found) {
        return fail(fmt::format("nothing was measured at commit {}: check it out, run ./bimetal "
                                "bench, and come back; or name a file of results",
                                commit));
    }
    return std::move(*found);
}

} // namespace bimetal::evaluation
