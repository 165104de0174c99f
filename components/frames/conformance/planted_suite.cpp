// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Twins with mistakes planted, made from the C++ twin. The suite or the comparison must fail for
// each, and for none without.
#include "components/frames/bindings/generated/export.hpp"
#include "components/frames/conformance/differential.hpp"
#include "components/frames/conformance/suite.hpp"
#include "components/frames/cpp/two_level.hpp"

#include <array>
#include <string_view>

namespace {

using namespace bimetal::frames;
using namespace bimetal::frames::conformance;
using seam::harness::Case;
using seam::harness::Outcome;
using Right = TwoLevel<ProcessorAtomics>;

enum class Mistake : std::uint8_t {
    none,
    hands_out_a_frame_twice,
    ignores_the_zone,
    loses_a_frame,
    frees_twice,
    frees_with_any_order,
    changes_what_it_refuses,
    keeps_its_tree_when_drained,
    keeps_frames_when_drained,
    takes_too_large_an_order,
    takes_any_cpu,
    gives_up_early,
    sees_no_corruption,
    digests_without_magazines,
    digests_too_little,
    counts_without_magazines,
    takes_what_is_taken,
    adopts_nothing_kept,
    adds_beyond_the_table,
    stops_at_the_first_wrong_frame,
    hides_an_earlier_double_free,
    hands_out_a_batch_that_is_short,
};

constexpr std::array<std::string_view, 22> mistake_names{"none",
                                                         "hands out a frame twice",
                                                         "ignores the zone",
                                                         "loses a frame",
                                                         "frees twice",
                                                         "frees with any order",
                                                         "changes what it refuses",
                                                         "keeps its tree when drained",
                                                         "keeps frames when drained",
                                                         "takes too large an order",
                                                         "takes any CPU",
                                                         "gives up early",
                                                         "sees no corruption",
                                                         "digests without magazines",
                                                         "digests too little",
                                                         "counts without magazines",
                                                         "takes what is taken",
                                                         "adopts nothing that is kept",
                                                         "adds beyond the table",
                                                         "stops at the first wrong frame",
                                                         "hides an earlier double free",
                                                         "hands out a batch that is short"};

Mistake mistake = Mistake::none;

/// The C++ twin, with a mistake where `mistake` says so.
class Mistaken {
  public:
    static Result<void> initialize(Shared shared, std::uint64_t first_frame,
                                   std::uint32_t cpu_count) {
        return Right::initialize(shared, first_frame, cpu_count);
    }

    static void shutdown(Shared shared) { Right::shutdown(shared); }

    static Result<void> add(Shared shared, std::uint64_t first, std::uint64_t count) {
        const std::uint64_t end =
            shared.state.first_frame + shared.table.size() * FRAMES_AREA_FRAMES;
        if (mistake == Mistake::adds_beyond_the_table && first < end && count > end - first) {
            count = end - first;
        }
        return Right::add(shared, first, count);
    }

    static Result<std::uint64_t> allocate(Shared shared, std::uint32_t cpu, std::uint32_t order,
                                          FramesZone zone) {
        if (mistake == Mistake::ignores_the_zone) {
            zone = FramesZone::any;
        }
        if (mistake == Mistake::takes_too_large_an_order && order == max_order + 1) {
            order = max_order;
        }
        if (mistake == Mistake::takes_any_cpu) {
            cpu %= static_cast<std::uint32_t>(shared.state.cpu_count);
        }
        if (mistake == Mistake::gives_up_early && order == 0 &&
            Right::statistics(shared, FramesCount::fast).value_or(FramesStatistics{}).free_frames <
                100) {
            return failure(FramesStatus::exhausted);
        }
        const auto frame = Right::allocate(shared, cpu, order, zone);
        if (mistake == Mistake::hands_out_a_frame_twice && order == 0 && frame &&
            *frame % 64 == 7) {
            return *frame - 1;
        }
        return frame;
    }

    static Result<void> free(Shared shared, std::uint32_t cpu, std::uint64_t frame,
                             std::uint32_t order) {
        if (mistake == Mistake::loses_a_frame && order == 0 && frame % 512 == 9) {
            return {};
        }
        const auto freed = Right::free(shared, cpu, frame, order);
        if (freed) {
            return freed;
        }
        const FramesStatus status = freed.error();
        if (mistake == Mistake::changes_what_it_refuses) {
            shared.state.cpus[0].area ^= 1;
        }
        const bool hidden =
            (mistake == Mistake::frees_twice && status == FramesStatus::double_free) ||
            (mistake == Mistake::frees_with_any_order && status == FramesStatus::wrong_order) ||
            (mistake == Mistake::hides_an_earlier_double_free &&
             status == FramesStatus::earlier_double_free);
        return hidden ? Result<void>() : freed;
    }

    static Result<void> allocate_at(Shared shared, std::uint32_t cpu, std::uint64_t frame,
                                    std::uint32_t order) {
        const auto taken = Right::allocate_at(shared, cpu, frame, order);
        const bool is_taken = !taken && taken.error() == FramesStatus::taken;
        return mistake == Mistake::takes_what_is_taken && is_taken ? Result<void>() : taken;
    }

    static Result<void> adopt(Shared shared, std::uint32_t cpu, std::uint64_t frame,
                              std::uint32_t order) {
        return mistake == Mistake::adopts_nothing_kept
                   ? Right::allocate_at(shared, cpu, frame, order)
                   : Right::adopt(shared, cpu, frame, order);
    }

    static Result<FramesBatch> allocate_batch(Shared shared, std::uint32_t cpu, std::uint32_t order,
                                              FramesZone zone, std::uint64_t count) {
        const bool is_short =
            mistake == Mistake::hands_out_a_batch_that_is_short && count > 1 && count <= 64;
        return Right::allocate_batch(shared, cpu, order, zone, is_short ? count - 1 : count);
    }

    static Result<void> free_batch(Shared shared, std::uint32_t cpu, std::uint32_t order,
                                   const FramesBatch& batch) {
        if (mistake == Mistake::stops_at_the_first_wrong_frame && batch.count > 1 &&
            batch.frames[0] == 0) {
            return failure(FramesStatus::unmanaged);
        }
        return Right::free_batch(shared, cpu, order, batch);
    }

    static Result<void> drain(Shared shared, std::uint32_t cpu) {
        if (mistake == Mistake::keeps_frames_when_drained) {
            return cpu < shared.state.cpu_count ? Result<void>()
                                                : failure(FramesStatus::out_of_range);
        }
        const std::uint64_t kept = shared.state.cpus[cpu % FRAMES_CPU_CAPACITY].local;
        const auto drained = Right::drain(shared, cpu);
        if (mistake == Mistake::keeps_its_tree_when_drained && drained) {
            shared.state.cpus[cpu].local = kept & ~tree_count;
        }
        return drained;
    }

    static Result<FramesStatistics> statistics(Shared shared, FramesCount kind) {
        auto statistics = Right::statistics(shared, kind);
        if (mistake == Mistake::counts_without_magazines && statistics) {
            statistics->free_frames -= statistics->magazine_frames;
        }
        return statistics;
    }

    static Result<void> check(Shared shared) {
        return mistake == Mistake::sees_no_corruption ? Result<void>() : Right::check(shared);
    }

    static Result<std::uint64_t> digest(Shared shared, FramesDigest kind) {
        if (mistake == Mistake::digests_too_little && kind == FramesDigest::exact) {
            return Right::digest(shared, FramesDigest::logical);
        }
        if (mistake != Mistake::digests_without_magazines || kind != FramesDigest::logical) {
            return Right::digest(shared, kind);
        }
        FramesCpu& cpu = shared.state.cpus[0];
        const std::uint64_t count = std::exchange(cpu.frame_count, 0);
        const auto digest = Right::digest(shared, kind);
        cpu.frame_count = count;
        return digest;
    }
};

} // namespace

FRAMES_BINDING(Planted, planted)
FRAMES_EXPORT(planted, Mistaken)

namespace {

constexpr auto suite_cases = FRAMES_CONFORMANCE_ARRAY(Planted);
constexpr std::array comparison_cases{
    SuiteCase{"agree_under_random_use", Differential<Cpp, Planted>::agree_under_random_use},
    SuiteCase{"goes_on_in_place", Differential<Cpp, Planted>::goes_on_in_place}};

/// The first case that fails, or null.
const char* first_to_fail(std::span<const SuiteCase> cases, Mistake planted, std::uint64_t seed) {
    const char* found = nullptr;
    for (const SuiteCase& suite_case : cases) {
        mistake = planted;
        const Outcome outcome =
            run_silently(Case{"planted", suite_case.name, suite_case.body}, seed);
        mistake = Mistake::none;
        if (outcome == Outcome::failed) {
            found = suite_case.name;
            break;
        }
    }
    return found;
}

} // namespace

SEAM_TEST(frames_planted, is_right_without_a_mistake) {
    EXPECT(first_to_fail(suite_cases, Mistake::none, test.seed()) == nullptr);
    EXPECT(first_to_fail(comparison_cases, Mistake::none, test.seed()) == nullptr);
}

SEAM_TEST(frames_planted, each_mistake_is_seen) {
    for (std::size_t number = 1; number < mistake_names.size(); ++number) {
        const auto planted = static_cast<Mistake>(number);
        const char* const by_suite = first_to_fail(suite_cases, planted, test.seed());
        const char* const by_comparison = first_to_fail(comparison_cases, planted, test.seed());
        seam::harness::Line line;
        line << mistake_names[number] << ": " << (by_suite == nullptr ? "-" : by_suite) << ", "
             << (by_comparison == nullptr ? "-" : by_comparison);
        test.note(line.text());
        EXPECT(by_suite != nullptr || by_comparison != nullptr);
    }
}
