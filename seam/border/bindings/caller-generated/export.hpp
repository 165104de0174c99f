// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. CALLER_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "seam/border/bindings/caller-generated/caller.hpp"
#include "seam/border/bindings/caller-generated/twin.hpp"
#include "seam/entry.hpp"

#include <cstdint>

namespace bimetal::caller {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static CallerStatus initialize(CallerState* state) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        auto* const instance = Instance::make(state);
        const Status status = seam::from_expected<Status>(instance->twin.initialize());
        instance->set_live(status == Status::ok);
        return status;
    }

    static CallerStatus shutdown(CallerState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<CallerStatus>(instance.error());
        }
        (*instance)->twin.shutdown();
        (*instance)->set_live(false);
        return Status::ok;
    }

    static CallerSumResult value(CallerState* state, std::uint64_t rounds) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<CallerSumResult>(instance.error());
        }
        return seam::from_expected<CallerSumResult>((*instance)->twin.value(rounds));
    }

    static CallerSumResult result(CallerState* state, std::uint64_t rounds) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<CallerSumResult>(instance.error());
        }
        return seam::from_expected<CallerSumResult>((*instance)->twin.result(rounds));
    }

    static CallerSumResult slice(CallerState* state, std::uint64_t rounds) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<CallerSumResult>(instance.error());
        }
        return seam::from_expected<CallerSumResult>((*instance)->twin.slice(rounds));
    }

    static CallerSumResult callback(CallerState* state, std::uint64_t rounds) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<CallerSumResult>(instance.error());
        }
        return seam::from_expected<CallerSumResult>((*instance)->twin.callback(rounds));
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, CALLER_CONTRACT ^ 0x63'70'70>;
};

} // namespace bimetal::caller

/// Defines caller_BINDING_FUNCTION for a twin.
#define CALLER_EXPORT(binding, Type)                                                               \
    extern "C" {                                                                                   \
    extern const std::uint64_t CALLER_CONTRACT_SYMBOL(binding) = CALLER_CONTRACT;                  \
    CallerStatus caller_##binding##_initialize(CallerState* state) noexcept {                      \
        return bimetal::caller::Export<Type>::initialize(state);                                   \
    }                                                                                              \
    CallerStatus caller_##binding##_shutdown(CallerState* state) noexcept {                        \
        return bimetal::caller::Export<Type>::shutdown(state);                                     \
    }                                                                                              \
    CallerSumResult caller_##binding##_value(CallerState* state, std::uint64_t rounds) noexcept {  \
        return bimetal::caller::Export<Type>::value(state, rounds);                                \
    }                                                                                              \
    CallerSumResult caller_##binding##_result(CallerState* state, std::uint64_t rounds) noexcept { \
        return bimetal::caller::Export<Type>::result(state, rounds);                               \
    }                                                                                              \
    CallerSumResult caller_##binding##_slice(CallerState* state, std::uint64_t rounds) noexcept {  \
        return bimetal::caller::Export<Type>::slice(state, rounds);                                \
    }                                                                                              \
    CallerSumResult caller_##binding##_callback(CallerState* state,                                \
                                                std::uint64_t rounds) noexcept {                   \
        return bimetal::caller::Export<Type>::callback(state, rounds);                             \
    }                                                                                              \
    std::uint64_t caller_##binding##_state_size() noexcept {                                       \
        return bimetal::caller::Export<Type>::state_size();                                        \
    }                                                                                              \
    std::uint64_t caller_##binding##_state_alignment() noexcept {                                  \
        return bimetal::caller::Export<Type>::state_alignment();                                   \
    }                                                                                              \
    std::uint64_t caller_##binding##_contract() noexcept {                                         \
        return CALLER_CONTRACT;                                                                    \
    }                                                                                              \
    }
