// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. JOURNAL_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "journal/generated/journal.hpp"
#include "journal/generated/twin.hpp"
#include "seam/entry.hpp"

#include <cstdint>

namespace journal {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static JournalStatus initialize(JournalState* state) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        auto* const instance = Instance::make(state);
        instance->twin.initialize();
        instance->set_live(true);
        return Status::ok;
    }

    static JournalCountResult append(JournalState* state, JournalLevel level, SeamBytes text) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<JournalCountResult>(instance.error());
        }
        if (!is_valid(level)) [[unlikely]] {
            return seam::failed<JournalCountResult>(Status::invalid_enum);
        }
        if (const Status fault = seam::judge_slice<Status>(text, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<JournalCountResult>(fault);
        }
        return seam::from_expected<JournalCountResult>(
            (*instance)->twin.append(level, seam::to_span(text)));
    }

    static JournalStatus peek(JournalState* state, JournalRecord* record) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<JournalStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(record, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<JournalStatus>(fault);
        }
        const auto answer = (*instance)->twin.peek();
        if (!answer) [[unlikely]] {
            return answer.error();
        }
        *record = *answer;
        return Status::ok;
    }

    static JournalCountResult take(JournalState* state, SeamMutableBytes text) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<JournalCountResult>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(text, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<JournalCountResult>(fault);
        }
        return seam::from_expected<JournalCountResult>((*instance)->twin.take(seam::to_span(text)));
    }

    static JournalStatus statistics(JournalState* state, JournalStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<JournalStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(statistics, state);
            fault != Status::ok) [[unlikely]] {
            return seam::failed<JournalStatus>(fault);
        }
        *statistics = (*instance)->twin.statistics();
        return Status::ok;
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, JOURNAL_CONTRACT ^ 0x63'70'70>;
};

} // namespace journal

/// Defines journal_BINDING_FUNCTION for a twin.
#define JOURNAL_EXPORT(binding, Type)                                                              \
    extern "C" {                                                                                   \
    extern const std::uint64_t JOURNAL_CONTRACT_SYMBOL(binding) = JOURNAL_CONTRACT;                \
    JournalStatus journal_##binding##_initialize(JournalState* state) noexcept {                   \
        return journal::Export<Type>::initialize(state);                                           \
    }                                                                                              \
    JournalCountResult journal_##binding##_append(JournalState* state, JournalLevel level,         \
                                                  SeamBytes text) noexcept {                       \
        return journal::Export<Type>::append(state, level, text);                                  \
    }                                                                                              \
    JournalStatus journal_##binding##_peek(JournalState* state, JournalRecord* record) noexcept {  \
        return journal::Export<Type>::peek(state, record);                                         \
    }                                                                                              \
    JournalCountResult journal_##binding##_take(JournalState* state,                               \
                                                SeamMutableBytes text) noexcept {                  \
        return journal::Export<Type>::take(state, text);                                           \
    }                                                                                              \
    JournalStatus journal_##binding##_statistics(JournalState* state,                              \
                                                 JournalStatistics* statistics) noexcept {         \
        return journal::Export<Type>::statistics(state, statistics);                               \
    }                                                                                              \
    std::uint64_t journal_##binding##_state_size() noexcept {                                      \
        return journal::Export<Type>::state_size();                                                \
    }                                                                                              \
    std::uint64_t journal_##binding##_state_alignment() noexcept {                                 \
        return journal::Export<Type>::state_alignment();                                           \
    }                                                                                              \
    std::uint64_t journal_##binding##_contract() noexcept {                                        \
        return JOURNAL_CONTRACT;                                                                   \
    }                                                                                              \
    }
