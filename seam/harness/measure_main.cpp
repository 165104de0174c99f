// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Measures the linked workloads on the host: one JSON object a line on standard output, as the
// kernel's `bench` has them on its channel.
//
//     PROGRAM clock|callgrind REPETITIONS SEED [WORKLOAD]...
//
// `clock` counts nanoseconds. `callgrind` is run under valgrind --tool=callgrind and has it write
// one part of its output for each sample, which says the count: the object has the part's number in
// its place.
#include "seam/harness/sampling.hpp"

#include <valgrind/callgrind.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>
#include <vector>

extern "C" [[noreturn]] void seam_hardening_trap(const char* message) noexcept {
    std::fprintf(stderr, "a check of the C++ library failed: %s\n", message);
    std::abort();
}

namespace {

using namespace seam::harness;

constexpr std::uint32_t most_threads = 2;

class ClockMeter final : public Meter {
  public:
    std::optional<std::uint64_t> count(bool (*run)(std::uint32_t), std::uint32_t threads) override {
        return threads == 1 ? count_one(run) : count_many(run, threads);
    }

  private:
    using Clock = std::chrono::steady_clock;

    static std::uint64_t nanoseconds(Clock::duration time) {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
    }

    static std::optional<std::uint64_t> count_one(bool (*run)(std::uint32_t)) {
        const auto begin = Clock::now();
        const bool succeeded = run(0);
        const auto end = Clock::now();
        return succeeded ? std::optional(nanoseconds(end - begin)) : std::nullopt;
    }

    /// From when all are there until the last is done.
    static std::optional<std::uint64_t> count_many(bool (*run)(std::uint32_t),
                                                   std::uint32_t threads) {
        std::atomic<std::uint32_t> waiting = 0;
        std::atomic<std::uint32_t> failed = 0;
        std::atomic<bool> started = false;
        std::vector<Clock::time_point> ends(threads);
        std::vector<std::thread> team;
        team.reserve(threads);
        for (std::uint32_t index = 0; index < threads; ++index) {
            team.emplace_back([&, index] {
                waiting.fetch_add(1);
                while (!started.load(std::memory_order_acquire)) {
                }
                failed.fetch_add(run(index) ? 0 : 1);
                ends[index] = Clock::now();
            });
        }
        while (waiting.load() != threads) {
        }
        const auto begin = Clock::now();
        started.store(true, std::memory_order_release);
        for (std::thread& member : team) {
            member.join();
        }
        if (failed.load() != 0) {
            return std::nullopt;
        }
        return nanoseconds(*std::ranges::max_element(ends) - begin);
    }
};

/// Counts parts: what a part holds is in callgrind's output.
class CallgrindMeter final : public Meter {
  public:
    std::optional<std::uint64_t> count(bool (*run)(std::uint32_t), std::uint32_t) override {
        CALLGRIND_ZERO_STATS;
        const bool succeeded = run(0);
        CALLGRIND_DUMP_STATS;
        ++part_;
        return succeeded ? std::optional(part_) : std::nullopt;
    }

  private:
    std::uint64_t part_ = 0;
};

class LineReport final : public SampleReport {
  public:
    explicit LineReport(const char* count) : count_(count) {}

    void sample(const Workload& workload, std::uint32_t repetition, std::uint64_t seed,
                std::optional<std::uint64_t> count) override {
        std::printf("{\"event\":\"%s\",\"component\":\"%s\",\"workload\":\"%s\",\"caller\":\"%s\","
                    "\"twin\":\"%s\",\"way\":\"%s\",\"threads\":%u,\"string_instructions\":%s,"
                    "\"repetition\":%u,\"seed\":%llu,\"operations\":%u",
                    count ? "sample" : "failed-sample", workload.component, workload.name,
                    workload.caller, workload.twin, workload.way, workload.threads,
                    workload.copies_blocks ? "true" : "false", repetition,
                    static_cast<unsigned long long>(seed), workload.operations);
        if (count) {
            std::printf(",\"%s\":%llu", count_, static_cast<unsigned long long>(*count));
        }
        std::printf("}\n");
    }

    void overhead(std::uint32_t repetition, std::uint64_t count) override {
        std::printf("{\"event\":\"overhead\",\"repetition\":%u,\"%s\":%llu}\n", repetition, count_,
                    static_cast<unsigned long long>(count));
    }

  private:
    const char* count_;
};

std::optional<std::uint64_t> number(const char* text) {
    char* end = nullptr;
    errno = 0;
    const unsigned long long value = std::strtoull(text, &end, 0);
    if (errno != 0 || end == text || *end != '\0') {
        return std::nullopt;
    }
    return value;
}

int wrong_use() {
    std::fprintf(stderr, "usage: PROGRAM clock|callgrind REPETITIONS SEED [WORKLOAD]...\n");
    return 2;
}

} // namespace

int main(int count, char** arguments) {
    if (count < 4) {
        return wrong_use();
    }
    const std::string_view counter = arguments[1];
    const auto repetitions = number(arguments[2]);
    const auto seed = number(arguments[3]);
    const bool under_callgrind = counter == "callgrind";
    if (!repetitions || *repetitions == 0 || *repetitions > 100'000 || !seed ||
        (!under_callgrind && counter != "clock")) {
        return wrong_use();
    }
    if (under_callgrind && RUNNING_ON_VALGRIND == 0) {
        std::fprintf(stderr, "callgrind counts only under valgrind --tool=callgrind\n");
        return 2;
    }
    ClockMeter clock;
    CallgrindMeter callgrind;
    Meter& meter = under_callgrind ? static_cast<Meter&>(callgrind) : clock;
    LineReport report(under_callgrind ? "part" : "count");
    SamplingTotals totals;
    for (int index = 4; index < std::max(count, 5); ++index) {
        const SamplingTotals some =
            take_samples({.pattern = index < count ? arguments[index] : "",
                          .repetitions = static_cast<std::uint32_t>(*repetitions),
                          .seed = *seed,
                          .most_threads = under_callgrind ? 1 : most_threads},
                         meter, report);
        if (some.rows == 0) {
            std::fprintf(stderr, "no workload matches %s\n", index < count ? arguments[index] : "");
            return 2;
        }
        totals.rows += some.rows;
        totals.failed += some.failed;
    }
    std::printf("{\"event\":\"measured\",\"counter\":\"%s\",\"unit\":\"%s\",\"repetitions\":%llu,"
                "\"rows\":%u,\"failed\":%u}\n",
                arguments[1], under_callgrind ? "instructions" : "ns",
                static_cast<unsigned long long>(*repetitions), totals.rows, totals.failed);
    return totals.failed == 0 ? 0 : 1;
}
