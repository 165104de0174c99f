// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. BORDER_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "seam/border/bindings/generated/border.hpp"
#include "seam/border/bindings/generated/twin.hpp"
#include "seam/entry.hpp"

#include <cstdint>

namespace bimetal::border {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static BorderStatus initialize(BorderState* state) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        auto* const instance = Instance::make(state);
        instance->twin.initialize();
        instance->set_live(true);
        return Status::ok;
    }

    static BorderStatus shutdown(BorderState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BorderStatus>(instance.error());
        }
        (*instance)->twin.shutdown();
        (*instance)->set_live(false);
        return Status::ok;
    }

    static BorderStatus value(BorderState* state, std::uint64_t number) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BorderStatus>(instance.error());
        }
        (*instance)->twin.value(number);
        return Status::ok;
    }

    static BorderNumberResult result(BorderState* state, std::uint64_t number) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BorderNumberResult>(instance.error());
        }
        return seam::from_expected<BorderNumberResult>((*instance)->twin.result(number));
    }

    static BorderNumberResult slice(BorderState* state, SeamBytes bytes) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BorderNumberResult>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(bytes, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<BorderNumberResult>(fault);
        }
        return seam::from_expected<BorderNumberResult>(
            (*instance)->twin.slice(seam::to_span(bytes)));
    }

    static BorderNumberResult callback(BorderState* state, std::uint64_t number) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BorderNumberResult>(instance.error());
        }
        return seam::from_expected<BorderNumberResult>((*instance)->twin.callback(number));
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, BORDER_CONTRACT ^ 0x63'70'70>;
};

} // namespace bimetal::border

/// Defines border_BINDING_FUNCTION for a twin.
#define BORDER_EXPORT(binding, Type)                                                               \
    extern "C" {                                                                                   \
    extern const std::uint64_t BORDER_CONTRACT_SYMBOL(binding) = BORDER_CONTRACT;                  \
    BorderStatus border_##binding##_initialize(BorderState* state) noexcept {                      \
        return bimetal::border::Export<Type>::initialize(state);                                   \
    }                                                                                              \
    BorderStatus border_##binding##_shutdown(BorderState* state) noexcept {                        \
        return bimetal::border::Export<Type>::shutdown(state);                                     \
    }                                                                                              \
    BorderStatus border_##binding##_value(BorderState* state, std::uint64_t number) noexcept {     \
        return bimetal::border::Export<Type>::value(state, number);                                \
    }                                                                                              \
    BorderNumberResult border_##binding##_result(BorderState* state,                               \
                                                 std::uint64_t number) noexcept {                  \
        return bimetal::border::Export<Type>::result(state, number);                               \
    }                                                                                              \
    BorderNumberResult border_##binding##_slice(BorderState* state, SeamBytes bytes) noexcept {    \
        return bimetal::border::Export<Type>::slice(state, bytes);                                 \
    }                                                                                              \
    BorderNumberResult border_##binding##_callback(BorderState* state,                             \
                                                   std::uint64_t number) noexcept {                \
        return bimetal::border::Export<Type>::callback(state, number);                             \
    }                                                                                              \
    std::uint64_t border_##binding##_state_size() noexcept {                                       \
        return bimetal::border::Export<Type>::state_size();                                        \
    }                                                                                              \
    std::uint64_t border_##binding##_state_alignment() noexcept {                                  \
        return bimetal::border::Export<Type>::state_alignment();                                   \
    }                                                                                              \
    std::uint64_t border_##binding##_contract() noexcept {                                         \
        return BORDER_CONTRACT;                                                                    \
    }                                                                                              \
    }
