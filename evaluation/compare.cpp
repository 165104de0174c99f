// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bimetal::evaluation {
namespace {

/// Fields of the context that must agree for counts to be compared, and for times as well.
constexpr std::array of_counts = {"cpp_compiler", "rust_compiler", "cpp_hardening", "optimisation",
                                  "link_time_optimised"};
constexpr std::array of_times = {"processor", "num_cpus", "emulator"};

template <std::size_t count>
bool note_differences(const json& before, const json& after,
                      const std::array<const char*, count>& fields,
                      std::vector<std::string>& sentences) {
    bool differ = false;
    for (const char* field : fields) {
        const json left = before.value(field, json());
        const json right = after.value(field, json());
        if (left != right) {
            sentences.push_back(fmt::format("{} was {}, now {}", field, left.dump(), right.dump()));
            differ = true;
        }
    }
    return differ;
}

Change change_of(const RowChange& row, double limit) {
    const double above = 1 + limit;
    const double below = 1 / above;
    if (row.low > above) {
        return Change::worse;
    }
    if (row.high < below) {
        return Change::better;
    }
    return row.low >= below && row.high <= above ? Change::same : Change::unclear;
}

/// Seeds pair repetitions; where they differ, so does the work, and pairing means nothing.
bool have_same_seeds(const Row& before, const Row& after) {
    const std::size_t shared = std::min(before.repetitions.size(), after.repetitions.size());
    for (std::size_t index = 0; index < shared; ++index) {
        if (before.repetitions[index].seed != after.repetitions[index].seed) {
            return false;
        }
    }
    return true;
}

std::optional<RowChange> change_of_rows(const Row& before, const Row& after, double limit) {
    const auto comparison = compare_rows(before, after);
    if (!comparison) {
        return std::nullopt;
    }
    RowChange change{.name = after.name(),
                     .before = spread_of(before.values()).median,
                     .after = spread_of(after.values()).median,
                     .ratio = comparison->ratio,
                     .low = comparison->low,
                     .high = comparison->high};
    const bool enough = comparison->n >= least_pairs ||
                        (repeats_exactly(after) && comparison->low == comparison->high);
    change.change =
        enough && have_same_seeds(before, after) ? change_of(change, limit) : Change::unclear;
    return change;
}

std::string_view word_of(Change change) {
    switch (change) {
    case Change::same:
        return "same";
    case Change::better:
        return "better";
    case Change::worse:
        return "WORSE";
    case Change::unclear:
        return "unclear";
    }
    return {};
}

} // namespace

std::size_t ChangeReport::count(Change change) const {
    return static_cast<std::size_t>(std::ranges::count(rows, change, &RowChange::change));
}

ChangeReport compare_sets(const ResultSet& before, const ResultSet& after, double limit) {
    ChangeReport report;
    report.moot = note_differences(before.context, after.context, of_counts, report.configuration);
    note_differences(before.context, after.context, of_times, report.configuration);
    for (const Row& row : after.rows) {
        const Row* const earlier = before.find(row.name());
        if (earlier == nullptr) {
            report.only_after.push_back(row.name());
        } else if (const auto change = change_of_rows(*earlier, row, limit)) {
            report.rows.push_back(*change);
        }
    }
    for (const Row& row : before.rows) {
        if (after.find(row.name()) == nullptr) {
            report.only_before.push_back(row.name());
        }
    }
    return report;
}

std::string text_of(const ChangeReport& report, bool all) {
    std::string text;
    for (const std::string& sentence : report.configuration) {
        text += fmt::format("configuration: {}\n", sentence);
    }
    if (report.moot) {
        text += "so counts differ for reasons outside this project's code, and no row is judged\n";
    }
    for (const RowChange& row : report.rows) {
        if (all || row.change != Change::same) {
            text += fmt::format(
                "  {:<8} {:>12.1f} -> {:>12.1f}  {:+6.1f} % ({:+.1f} to {:+.1f})  {}\n",
                report.moot ? "" : word_of(row.change), row.before, row.after,
                100 * (row.ratio - 1), 100 * (row.low - 1), 100 * (row.high - 1), row.name);
        }
    }
    for (const std::string& name : report.only_before) {
        text += fmt::format("  only before: {}\n", name);
    }
    for (const std::string& name : report.only_after) {
        text += fmt::format("  only after: {}\n", name);
    }
    text +=
        fmt::format("{} rows: {} worse, {} better, {} unclear, {} the same\n", report.rows.size(),
                    report.count(Change::worse), report.count(Change::better),
                    report.count(Change::unclear), report.count(Change::same));
    return text;
}

} // namespace bimetal::evaluation
