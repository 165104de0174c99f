// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/harness/sampling.hpp"

#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace seam::harness {

namespace {

using Text = std::string_view;

/// Not inlined where it is measured, as no workload is: it is called through its address.
bool do_nothing(std::uint32_t) {
    return true;
}

/// Takes `part` off the front of `pattern`, and the stroke behind it; false if it stands not there.
bool take_part(Text& pattern, Text part) {
    if (pattern.empty()) {
        return true;
    }
    if (!pattern.starts_with(part)) {
        return false;
    }
    pattern.remove_prefix(part.size());
    if (!pattern.empty() && !pattern.starts_with('/')) {
        return false;
    }
    pattern.remove_prefix(std::min<std::size_t>(1, pattern.size()));
    return true;
}

/// The rows that compare with one of them.
struct Group {
    std::array<const Workload*, group_capacity> rows;
    std::size_t count = 0;
    std::uint32_t without_room = 0;

    void shuffle(Random& random) {
        for (std::size_t left = count; left > 1; --left) {
            std::swap(rows[left - 1], rows[static_cast<std::size_t>(random.below(left))]);
        }
    }
};

bool is_wanted(const SamplingPlan& plan, const Workload& workload) {
    return workload.threads <= plan.most_threads && row_matches(plan.pattern, workload);
}

/// Calls `use` with each group, in the order of their first rows.
template <class Use>
void for_each_group(const SamplingPlan& plan, Use use) {
    const std::size_t count = workload_count();
    for (std::size_t first = 0; first < count; ++first) {
        Group group;
        const Workload& row = workload_at(first);
        bool is_first = is_wanted(plan, row);
        for (std::size_t other = 0; is_first && other < count; ++other) {
            const Workload& candidate = workload_at(other);
            if (!is_wanted(plan, candidate) || !rows_compare(row, candidate)) {
                continue;
            }
            is_first = other >= first;
            if (group.count == group.rows.size()) {
                ++group.without_room;
                continue;
            }
            group.rows[group.count++] = &candidate;
        }
        if (is_first) {
            use(group);
        }
    }
}

std::optional<std::uint64_t> measure(const Workload& workload, std::uint64_t seed, Meter& meter) {
    if (!workload.prepare(seed)) {
        return std::nullopt;
    }
    return meter.count(workload.run, workload.threads);
}

} // namespace

bool row_matches(std::string_view pattern, const Workload& workload) {
    Line calls;
    calls << workload.caller << "-calls-" << workload.twin;
    return take_part(pattern, workload.component) && take_part(pattern, workload.name) &&
           take_part(pattern, calls.text()) && take_part(pattern, workload.way) && pattern.empty();
}

bool rows_compare(const Workload& left, const Workload& right) {
    return Text(left.component) == right.component && Text(left.name) == right.name &&
           left.threads == right.threads;
}

SamplingTotals take_samples(const SamplingPlan& plan, Meter& meter, SampleReport& report) {
    SamplingTotals totals;
    Random random(plan.seed);
    const std::uint64_t first_seed = random.next();
    for_each_group(plan, [&](Group& group) {
        totals.rows += static_cast<std::uint32_t>(group.count);
        totals.failed += group.without_room;
        for (std::size_t index = 0; index < group.count; ++index) {
            (void)measure(*group.rows[index], first_seed, meter);
        }
    });
    for (std::uint32_t repetition = 0; repetition < plan.repetitions; ++repetition) {
        const std::uint64_t seed = random.next();
        for_each_group(plan, [&](Group& group) {
            group.shuffle(random);
            for (std::size_t index = 0; index < group.count; ++index) {
                const auto count = measure(*group.rows[index], seed, meter);
                totals.failed += count ? 0 : 1;
                report.sample(*group.rows[index], repetition, seed, count);
            }
            // What it costs to start threads is not what the calls of one cost.
            if (group.rows[0]->threads == 1) {
                if (const auto count = meter.count(do_nothing, 1)) {
                    report.overhead(repetition, *count);
                }
            }
        });
    }
    return totals;
}

} // namespace seam::harness
