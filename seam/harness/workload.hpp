// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What is measured, on the host and in a kernel alike: a workload prepares a state from a seed and
// then makes a known number of calls. Who measures brings the counter: guest instructions in a
// kernel, callgrind's or a clock on the host. A workload is registered where it is written, through
// linker section `seam_workloads`, which the linker script of a kernel keeps between
// __start_seam_workloads and __stop_seam_workloads. No allocation, no constructors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace seam::harness {

/// One row of a measurement. Rows that differ in `caller`, `twin` or `way` only are compared: they
/// get the same seeds, and from one seed all of them make the same calls.
struct Workload {
    const char* component; ///< `frames`, `serial`; `border` for the price of a call itself
    const char* name;      ///< in lower-case words with underscores, the same for all that compare
    const char* caller;    ///< language of the loop that calls: `cpp` or `rust`
    const char* twin;      ///< language of what is called: `cpp`, `rust`
    const char* way; ///< `fixed`: by name, inlined where the build allows; `stub`: through one
    std::uint32_t operations; ///< calls that one run() makes, on each thread
    std::uint32_t threads;    ///< that call run() at once; more than 1 on the host only
    bool copies_blocks;       ///< runs string instructions, which the counters count differently

    /// Brings the workload's state to where run() begins. Not measured. False if it cannot.
    bool (*prepare)(std::uint64_t seed);
    /// What is measured; may be called once after each prepare(). `thread` counts from 0. False if
    /// a call did not end as it must.
    bool (*run)(std::uint32_t thread);
};

/// A row of component `component` whose loops are in C++: `Kind` has the static members
/// `operations`, `prepare` and `run`.
template <class Kind>
constexpr Workload workload_of(const char* component, const char* name, const char* twin,
                               const char* way, std::uint32_t threads = 1,
                               bool copies_blocks = false) {
    return {.component = component,
            .name = name,
            .caller = "cpp",
            .twin = twin,
            .way = way,
            .operations = Kind::operations,
            .threads = threads,
            .copies_blocks = copies_blocks,
            .prepare = Kind::prepare,
            .run = Kind::run};
}

/// Some workloads that were registered together.
struct WorkloadSet {
    const Workload* first;
    std::size_t count;
};

/// How many workloads were linked, and each of them, in no order that means anything.
[[nodiscard]] std::size_t workload_count();
[[nodiscard]] const Workload& workload_at(std::size_t index);

} // namespace seam::harness

/// Registers `workloads`, a constant array of seam::harness::Workload.
#define SEAM_REGISTER_WORKLOADS(workloads)                                                         \
    [[gnu::used, gnu::retain,                                                                      \
      gnu::section(                                                                                \
          "seam_workloads")]] static constexpr seam::harness::WorkloadSet seam_set_##workloads {   \
        (workloads).data(), (workloads).size()                                                     \
    }
