// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/harness/workload.hpp"

#include <cstddef>

// The bounds of the section, from the linker.
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::harness::Workload* const __start_seam_workloads[];
[[gnu::visibility("hidden")]] extern const seam::harness::Workload* const __stop_seam_workloads[];
}

namespace seam::harness {

std::span<const Workload* const> workloads() {
    return {__start_seam_workloads,
            static_cast<std::size_t>(__stop_seam_workloads - __start_seam_workloads)};
}

} // namespace seam::harness
