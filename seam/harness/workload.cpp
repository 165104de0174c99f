// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/harness/workload.hpp"

// The bounds of the section, from the linker.
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::harness::WorkloadSet __start_seam_workloads[];
[[gnu::visibility("hidden")]] extern const seam::harness::WorkloadSet __stop_seam_workloads[];
}

namespace seam::harness {

std::size_t workload_count() {
    std::size_t count = 0;
    for (const WorkloadSet* set = __start_seam_workloads; set != __stop_seam_workloads; ++set) {
        count += set->count;
    }
    return count;
}

const Workload& workload_at(std::size_t index) {
    const WorkloadSet* set = __start_seam_workloads;
    while (index >= set->count) {
        index -= set->count;
        ++set;
    }
    return set->first[index];
}

} // namespace seam::harness
