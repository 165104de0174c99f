// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/rows.hpp"

namespace bimetal::evaluation::report {

Result<void> read_rows(const json& bench, Evidence& evidence) {
    const Result<ResultSet> set = from_json(bench, "bench.json");
    if (!set) {
        return std::unexpected(set.error());
    }
    evidence.context = set->context;
    for (const Pair& pair : pairs_of(*set)) {
        const Row& row = *pair.cpp;
        if (row.component != "border") {
            evidence.rows.push_back(
                {.component = row.component,
                 .workload = row.workload,
                 .caller = row.caller,
                 .way = row.way,
                 .place = row.place,
                 .unit = row.unit,
                 .threads = row.threads,
                 .string_instructions = row.string_instructions || pair.rust->string_instructions,
                 .cpp = spread_of(row.values()),
                 .rust = spread_of(pair.rust->values()),
                 .comparison = pair.comparison});
        }
    }
    for (const Row& row : set->rows) {
        if (row.component == "border" && !row.repetitions.empty()) {
            evidence.calls.push_back({.workload = row.workload,
                                      .caller = row.caller,
                                      .twin = row.twin,
                                      .way = row.way,
                                      .place = row.place,
                                      .unit = row.unit,
                                      .cost = spread_of(row.values())});
        }
    }
    return {};
}

} // namespace bimetal::evaluation::report
