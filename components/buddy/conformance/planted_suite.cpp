// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Twins with mistakes planted, made from the C++ twin. The suite or the comparison must fail for
// each, and for none without.
#include "components/buddy/bindings/generated/export.hpp"
#include "components/buddy/conformance/differential.hpp"
#include "components/buddy/conformance/suite.hpp"
#include "components/buddy/cpp/buddy.hpp"

#include <array>
#include <string_view>

namespace {

using namespace bimetal::buddy;
using namespace bimetal::buddy::conformance;
using seam::harness::Case;
using seam::harness::Outcome;

enum class Mistake : std::uint8_t {
    none,
    hands_out_a_block_twice,
    does_not_merge,
    merges_across_an_end,
    loses_the_upper_half,
    is_misaligned,
    ignores_the_zone,
    prefers_low_memory,
    takes_the_largest_block,
    frees_twice,
    frees_with_any_order,
    frees_the_inside,
    changes_what_it_refuses,
    loses_a_block_when_exhausted,
    forgets_to_count,
    takes_too_large_an_order,
    adds_overlapping_ranges,
    adds_beyond_the_table,
    makes_an_empty_table,
    keeps_links,
    frees_to_the_tail,
    sees_no_corruption,
    checks_lists_only,
    digests_the_lists,
    digests_the_mark,
};

constexpr std::array<std::string_view, 25> mistake_names{"none",
                                                         "hands out a block twice",
                                                         "does not merge",
                                                         "merges across an end",
                                                         "loses the upper half",
                                                         "is misaligned",
                                                         "ignores the zone",
                                                         "prefers low memory",
                                                         "takes the largest block",
                                                         "frees twice",
                                                         "frees with any order",
                                                         "frees the inside",
                                                         "changes what it refuses",
                                                         "loses a block when exhausted",
                                                         "forgets to count",
                                                         "takes too large an order",
                                                         "adds overlapping ranges",
                                                         "adds beyond the table",
                                                         "makes an empty table",
                                                         "keeps links",
                                                         "frees to the tail",
                                                         "sees no corruption",
                                                         "checks lists only",
                                                         "digests the lists",
                                                         "digests the mark"};

Mistake mistake = Mistake::none;

/// The C++ twin, with a mistake where `mistake` says so.
class Mistaken {
  public:
    static Result<void> initialize(Shared shared) {
        if (mistake == Mistake::makes_an_empty_table && shared.table.empty()) {
            return {};
        }
        return Buddy::initialize(shared);
    }

    static void shutdown(Shared shared) { Buddy::shutdown(shared); }

    static Result<void> add(Shared shared, std::uint64_t first, std::uint64_t count) {
        BuddyState& state = shared.state;
        const std::uint64_t used = state.range_count;
        BuddyRange* const last =
            used != 0 && used <= BUDDY_RANGE_CAPACITY ? &state.ranges[used - 1] : nullptr;
        if (mistake == Mistake::adds_overlapping_ranges && last != nullptr && count > 1 &&
            first == last->frame + last->count - 1) {
            return Buddy::add(shared, first + 1, count - 1);
        }
        if (mistake == Mistake::adds_beyond_the_table && state.total_frames < shared.table.size() &&
            count > shared.table.size() - state.total_frames) {
            return Buddy::add(shared, first, shared.table.size() - state.total_frames);
        }
        const auto added = Buddy::add(shared, first, count);
        if (mistake == Mistake::merges_across_an_end && added && last != nullptr &&
            last->frame + last->count == first) {
            last->count += static_cast<std::uint32_t>(count);
            state.ranges[--state.range_count] = {};
            state.ranges_digest =
                Layout(shared).digest_of(std::span(state.ranges).first(state.range_count));
        }
        return added;
    }

    static Result<std::uint64_t> allocate(Shared shared, std::uint32_t order, BuddyZone zone) {
        BuddyState& state = shared.state;
        switch (mistake) {
        case Mistake::ignores_the_zone:
            return Buddy::allocate(shared, order, BuddyZone::any);
        case Mistake::prefers_low_memory: {
            const auto low = Buddy::allocate(shared, order, BuddyZone::below_4g);
            return low ? low : Buddy::allocate(shared, order, zone);
        }
        case Mistake::takes_too_large_an_order:
            if (order == max_order + 1) {
                return Buddy::allocate(shared, max_order, zone);
            }
            break;
        case Mistake::takes_the_largest_block:
            return take_largest(shared, order, zone);
        default:
            break;
        }
        const auto block = Buddy::allocate(shared, order, zone);
        if (!block) {
            if (mistake == Mistake::loses_a_block_when_exhausted &&
                block.error() == BuddyStatus::exhausted && order != 0) {
                (void)Buddy::allocate(shared, 0, BuddyZone::any);
            }
            return block;
        }
        ++allocations;
        switch (mistake) {
        case Mistake::hands_out_a_block_twice:
            if (allocations % 64 == 0) {
                // Still free for the next.
                (void)Buddy::free(shared, *block, order);
            }
            break;
        case Mistake::loses_the_upper_half:
            if (order != 0 && allocations % 64 == 0) {
                set_state(shared, *block, BUDDY_ALLOCATED | (order - 1));
                set_state(shared, *block + frames_of(order - 1), BUDDY_ALLOCATED | (order - 1));
            }
            break;
        case Mistake::is_misaligned:
            return order == 0 ? *block : *block + 1;
        case Mistake::forgets_to_count:
            if (allocations % 64 == 0) {
                ++state.free_frames;
            }
            break;
        case Mistake::keeps_links:
            if (BuddyFrame* const kept = entry(shared, *block)) {
                kept->next = 0;
            }
            break;
        default:
            break;
        }
        return block;
    }

    static Result<void> free(Shared shared, std::uint64_t frame, std::uint32_t order) {
        BuddyState& state = shared.state;
        switch (mistake) {
        case Mistake::frees_with_any_order:
            if (const BuddyFrame* const block = entry(shared, frame);
                block != nullptr && (block->state & BUDDY_ALLOCATED) != 0) {
                return Buddy::free(shared, frame, block->state & 0xff);
            }
            break;
        case Mistake::frees_the_inside:
            if (const BuddyFrame* const block = entry(shared, frame);
                block != nullptr && block->state == 0 && order == 0) {
                return {};
            }
            break;
        case Mistake::does_not_merge:
            if (const BuddyFrame* const block = entry(shared, frame);
                block != nullptr && order <= max_order &&
                block->state == (BUDDY_ALLOCATED | order)) {
                return Layout(shared).push(half_of(frame), order, index(shared, frame));
            }
            break;
        default:
            break;
        }
        const auto freed = Buddy::free(shared, frame, order);
        if (mistake == Mistake::frees_twice && !freed &&
            freed.error() == BuddyStatus::double_free) {
            return {};
        }
        if (mistake == Mistake::changes_what_it_refuses && !freed &&
            freed.error() == BuddyStatus::wrong_order) {
            (void)Buddy::allocate(shared, 0, BuddyZone::any);
        }
        if (mistake == Mistake::frees_to_the_tail && freed && order == 0) {
            move_to_tail(shared,
                         state.lists[half_of(frame) == Half::below_4g ? 0 : BUDDY_ORDER_COUNT]);
        }
        return freed;
    }

    static BuddyStatistics statistics(Shared shared) { return Buddy::statistics(shared); }

    static Result<void> check(Shared shared) {
        if (mistake == Mistake::sees_no_corruption) {
            return {};
        }
        if (mistake == Mistake::checks_lists_only) {
            const Layout layout(shared);
            for (std::uint32_t order = 0; order <= max_order; ++order) {
                if (!is_consistent_list(layout, Half::below_4g, order) ||
                    !is_consistent_list(layout, Half::above_4g, order)) {
                    return failure(BuddyStatus::corrupt);
                }
            }
            return {};
        }
        return Buddy::check(shared);
    }

    static Result<std::uint64_t> digest(Shared shared, BuddyDigest kind) {
        if (mistake == Mistake::digests_the_lists && kind == BuddyDigest::logical) {
            return Buddy::digest(shared, BuddyDigest::exact);
        }
        if (mistake == Mistake::digests_the_mark && kind == BuddyDigest::exact) {
            Hash hash;
            hash.word(shared.state.mark);
            hash.word(Buddy::digest(shared, kind).value_or(0));
            return hash.value();
        }
        return Buddy::digest(shared, kind);
    }

  private:
    static std::uint32_t index(Shared shared, std::uint64_t frame) {
        const auto ranges = Layout(shared).ranges();
        const BuddyRange* const range =
            ranges ? Layout::range_of(*ranges, frame) : static_cast<const BuddyRange*>(nullptr);
        return range == nullptr ? std::uint32_t{BUDDY_NONE}
                                : index_in(*range, frame).value_or(BUDDY_NONE);
    }

    static BuddyFrame* entry(Shared shared, std::uint64_t frame) {
        return Layout(shared).frame(index(shared, frame));
    }

    static void set_state(Shared shared, std::uint64_t frame, std::uint32_t state) {
        if (BuddyFrame* const changed = entry(shared, frame)) {
            changed->state = state;
        }
    }

    /// Splits more than it must.
    static Result<std::uint64_t> take_largest(Shared shared, std::uint32_t order, BuddyZone zone) {
        if (order > max_order) {
            return failure(BuddyStatus::out_of_range);
        }
        for (std::uint32_t larger = max_order; larger > order; --larger) {
            const auto block = Buddy::allocate(shared, larger, zone);
            if (!block) {
                continue;
            }
            const Layout layout(shared);
            const std::uint32_t first = index(shared, *block);
            for (std::uint32_t half = larger; half-- > order;) {
                (void)layout.push(half_of(*block), half,
                                  first + static_cast<std::uint32_t>(frames_of(half)));
            }
            set_state(shared, *block, BUDDY_ALLOCATED | order);
            return block;
        }
        return Buddy::allocate(shared, order, zone);
    }

    static void move_to_tail(Shared shared, BuddyList& list) {
        const Layout layout(shared);
        const std::uint32_t head = list.head;
        BuddyFrame* const moved = layout.frame(head);
        BuddyFrame* tail = moved == nullptr ? nullptr : layout.frame(moved->next);
        if (tail == nullptr) {
            return;
        }
        std::uint32_t tail_index = moved->next;
        for (std::uint32_t block = 0; block < list.blocks; ++block) {
            BuddyFrame* const next = layout.frame(tail->next);
            if (next == nullptr) {
                break;
            }
            tail_index = tail->next;
            tail = next;
        }
        list.head = moved->next;
        layout.frame(list.head)->previous = BUDDY_NONE;
        tail->next = head;
        *moved = {.next = BUDDY_NONE, .previous = tail_index, .state = moved->state};
    }

    static inline std::uint64_t allocations = 0;
};

} // namespace

BUDDY_BINDING(Planted, planted)
BUDDY_EXPORT(planted, Mistaken)

namespace {

constexpr std::array comparison_cases{
    SuiteCase{"agree_under_random_use", Differential<Cpp, Planted>::agree_under_random_use},
    SuiteCase{"goes_on_in_place", Differential<Cpp, Planted>::goes_on_in_place},
    SuiteCase{"judge_each_others_layouts", Differential<Planted, Cpp>::judge_each_others_layouts}};

/// The first case that fails, or null.
const char* first_to_fail(std::span<const SuiteCase> cases, Mistake planted, std::uint64_t seed) {
    const char* found = nullptr;
    for (const SuiteCase& suite_case : cases) {
        mistake = planted;
        const Outcome outcome =
            run_silently(Case{"planted", suite_case.name, suite_case.body}, seed);
        mistake = Mistake::none;
        if (outcome == Outcome::failed && found == nullptr) {
            found = suite_case.name;
        }
    }
    return found;
}

} // namespace

SEAM_TEST(buddy_planted, is_right_without_a_mistake) {
    EXPECT(first_to_fail(suite_cases<Planted>, Mistake::none, test.seed()) == nullptr);
    EXPECT(first_to_fail(comparison_cases, Mistake::none, test.seed()) == nullptr);
}

SEAM_TEST(buddy_planted, each_mistake_is_seen) {
    for (std::size_t number = 1; number < mistake_names.size(); ++number) {
        const auto planted = static_cast<Mistake>(number);
        const char* const by_suite = first_to_fail(suite_cases<Planted>, planted, test.seed());
        const char* const by_comparison = first_to_fail(comparison_cases, planted, test.seed());
        seam::harness::Line line;
        line << mistake_names[number] << ": " << (by_suite == nullptr ? "-" : by_suite) << ", "
             << (by_comparison == nullptr ? "-" : by_comparison);
        test.note(line.text());
        EXPECT(by_suite != nullptr || by_comparison != nullptr);
    }
}
