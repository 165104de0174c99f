// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Twins with mistakes planted, made from the C++ twin. The suite or the comparison must fail for
// each, and for none without.
#include "components/heap/bindings/generated/export.hpp"
#include "components/heap/conformance/differential.hpp"
#include "components/heap/conformance/suite.hpp"
#include "components/heap/cpp/slab_heap.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace {

using namespace bimetal::heap;
using namespace bimetal::heap::conformance;
using seam::harness::Case;
using seam::harness::Outcome;

enum class Mistake : std::uint8_t {
    none,
    hands_out_a_block_twice,
    ignores_the_alignment,
    hands_out_less,
    hands_out_more,
    loses_a_block,
    takes_any_size_back,
    hides_a_double_free,
    hides_an_earlier_double_free,
    takes_what_is_no_block,
    takes_any_cpu,
    takes_any_owner,
    counts_for_another_owner,
    counts_without_magazines,
    gives_up_early,
    changes_what_it_refuses,
    keeps_blocks_when_drained,
    always_lets_grow,
    never_lets_grow,
    sees_no_corruption,
    digests_without_magazines,
    digests_too_little,
    never_gives_pages_back,
    gives_pages_back_twice,
    keeps_pages_at_the_end,
    takes_pages_outside_its_table,
};

constexpr std::array<std::string_view, 26> mistake_names{"none",
                                                         "hands out a block twice",
                                                         "ignores the alignment",
                                                         "hands out less",
                                                         "hands out more",
                                                         "loses a block",
                                                         "takes any size back",
                                                         "hides a double free",
                                                         "hides an earlier double free",
                                                         "takes what is no block",
                                                         "takes any CPU",
                                                         "takes any owner",
                                                         "counts for another owner",
                                                         "counts without magazines",
                                                         "gives up early",
                                                         "changes what it refuses",
                                                         "keeps blocks when drained",
                                                         "always lets grow",
                                                         "never lets grow",
                                                         "sees no corruption",
                                                         "digests without magazines",
                                                         "digests too little",
                                                         "never gives pages back",
                                                         "gives pages back twice",
                                                         "keeps pages at the end",
                                                         "takes pages outside its table"};

Mistake mistake = Mistake::none;

class MistakenPages {
  public:
    std::uint64_t allocate_pages(std::uint64_t source, std::uint32_t cpu, std::uint32_t order) {
        return LinkedServices().allocate_pages(source, cpu, order);
    }

    void free_pages(std::uint64_t source, std::uint32_t cpu, std::uint64_t page,
                    std::uint32_t order) {
        if (mistake == Mistake::never_gives_pages_back) {
            return;
        }
        LinkedServices().free_pages(source, cpu, page, order);
        if (mistake == Mistake::gives_pages_back_twice) {
            LinkedServices().free_pages(source, cpu, page, order);
        }
    }
};

using Right = SlabHeap<ProcessorAtomics, MistakenPages>;

/// The C++ twin, with a mistake where `mistake` says so.
class Mistaken {
  public:
    static Result<void> initialize(Shared shared, std::uint64_t first_page, std::uint32_t cpu_count,
                                   std::uint64_t source) {
        if (mistake == Mistake::takes_pages_outside_its_table && first_page > suite_first_page &&
            first_page < suite_first_page + suite_pages) {
            first_page = suite_first_page;
        }
        return Right::initialize(shared, first_page, cpu_count, source);
    }

    static void shutdown(Shared shared) {
        if (mistake != Mistake::keeps_pages_at_the_end) {
            Right::shutdown(shared);
        }
    }

    static Result<std::uint64_t> allocate(Shared shared, std::uint32_t cpu, std::uint64_t size,
                                          std::uint64_t alignment, std::uint32_t owner) {
        if (mistake == Mistake::ignores_the_alignment && std::has_single_bit(alignment)) {
            alignment = std::min<std::uint64_t>(alignment, 16);
        }
        if (mistake == Mistake::hands_out_less && size > 64 && size <= largest_class) {
            size -= 48;
        }
        if (mistake == Mistake::hands_out_more && size == 1'000) {
            size = 1'025;
        }
        if (mistake == Mistake::takes_any_cpu) {
            cpu %= static_cast<std::uint32_t>(shared.state.cpu_count);
        }
        if (mistake == Mistake::takes_any_owner) {
            owner %= HEAP_OWNER_COUNT;
        }
        if (mistake == Mistake::counts_for_another_owner && owner == 7) {
            owner = 6;
        }
        if (mistake == Mistake::gives_up_early && shared.state.slab_pages > 80) {
            return failure(HeapStatus::exhausted);
        }
        const auto block = Right::allocate(shared, cpu, size, alignment, owner);
        if (mistake == Mistake::hands_out_a_block_twice && block && size <= 64 && size > 48 &&
            *block % 4096 == 64 * 7) {
            return *block - 64;
        }
        return block;
    }

    static Result<void> free(Shared shared, std::uint32_t cpu, std::uint64_t address,
                             std::uint32_t owner) {
        if (mistake == Mistake::loses_a_block && address % 4096 == 64 * 9) {
            return {};
        }
        if (mistake == Mistake::takes_what_is_no_block) {
            address &= ~std::uint64_t{15};
        }
        const auto freed = Right::free(shared, cpu, address, owner);
        if (freed) {
            return freed;
        }
        if (mistake == Mistake::changes_what_it_refuses) {
            shared.state.cpus[0].magazines[0].blocks[30] ^= 1;
        }
        return hidden(freed.error()) ? Result<void>() : freed;
    }

    static Result<void> free_sized(Shared shared, std::uint32_t cpu, std::uint64_t address,
                                   std::uint64_t size, std::uint64_t alignment,
                                   std::uint32_t owner) {
        if (mistake == Mistake::takes_any_size_back) {
            return Right::free(shared, cpu, address, owner);
        }
        return Right::free_sized(shared, cpu, address, size, alignment, owner);
    }

    static Result<void> resize(Shared shared, std::uint64_t address, std::uint64_t size) {
        const auto answer = Right::resize(shared, address, size);
        const bool moves = !answer && answer.error() == HeapStatus::must_move;
        if (mistake == Mistake::always_lets_grow && moves) {
            return {};
        }
        if (mistake == Mistake::never_lets_grow && answer) {
            return failure(HeapStatus::must_move);
        }
        return answer;
    }

    static Result<std::uint64_t> size_of(Shared shared, std::uint64_t address) {
        return Right::size_of(shared, address);
    }

    static Result<void> drain(Shared shared, std::uint32_t cpu) {
        if (mistake == Mistake::keeps_blocks_when_drained) {
            return cpu < shared.state.cpu_count ? Result<void>()
                                                : failure(HeapStatus::out_of_range);
        }
        const auto drained = Right::drain(shared, cpu);
        return !drained && hidden(drained.error()) ? Result<void>() : drained;
    }

    static HeapStatistics statistics(Shared shared) {
        auto statistics = Right::statistics(shared);
        if (mistake == Mistake::counts_without_magazines) {
            statistics.magazine_blocks = 0;
        }
        return statistics;
    }

    static Result<HeapClassStatistics> class_statistics(Shared shared, std::uint32_t size_class) {
        return Right::class_statistics(shared, size_class);
    }

    static Result<void> check(Shared shared) {
        return mistake == Mistake::sees_no_corruption ? Result<void>() : Right::check(shared);
    }

    static Result<std::uint64_t> digest(Shared shared, HeapDigest kind) {
        if (mistake == Mistake::digests_too_little && kind == HeapDigest::exact) {
            return Right::digest(shared, HeapDigest::logical);
        }
        if (mistake != Mistake::digests_without_magazines || kind != HeapDigest::logical) {
            return Right::digest(shared, kind);
        }
        std::uint64_t& count = shared.state.cpus[3].magazines[0].count;
        const std::uint64_t kept = std::exchange(count, 0);
        const auto digest = Right::digest(shared, kind);
        count = kept;
        return digest;
    }

  private:
    static bool hidden(HeapStatus status) {
        return (mistake == Mistake::hides_a_double_free && status == HeapStatus::double_free) ||
               (mistake == Mistake::hides_an_earlier_double_free &&
                status == HeapStatus::earlier_double_free);
    }
};

} // namespace

HEAP_BINDING(Planted, planted)
HEAP_EXPORT(planted, Mistaken)

namespace {

constexpr auto suite_cases = HEAP_CONFORMANCE_ARRAY(Planted);
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

SEAM_TEST(heap_planted, is_right_without_a_mistake) {
    EXPECT(first_to_fail(suite_cases, Mistake::none, test.seed()) == nullptr);
    EXPECT(first_to_fail(comparison_cases, Mistake::none, test.seed()) == nullptr);
}

SEAM_TEST(heap_planted, each_mistake_is_seen) {
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
