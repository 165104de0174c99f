// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. BUDDY_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "components/buddy/bindings/generated/buddy.hpp"
#include "components/buddy/bindings/generated/twin.hpp"
#include "seam/shared.hpp"

#include <cstdint>

namespace bimetal::buddy {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static BuddyStatus initialize(BuddyState* state, std::uint64_t frame_capacity) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        if (const Status fault = Instance::judge_table(state, frame_capacity); fault != Status::ok)
            [[unlikely]] {
            return fault;
        }
        Instance::make(*state, frame_capacity);
        const Status status = seam::from_expected<Status>(Type::initialize(shared_of(*state)));
        Instance::set_live(*state, status == Status::ok);
        return status;
    }

    static BuddyStatus shutdown(BuddyState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyStatus>(instance.error());
        }
        Type::shutdown(shared_of(**instance));
        Instance::set_live(**instance, false);
        return Status::ok;
    }

    static BuddyStatus add(BuddyState* state, std::uint64_t first_frame,
                           std::uint64_t frame_count) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyStatus>(instance.error());
        }
        return seam::from_expected<BuddyStatus>(
            Type::add(shared_of(**instance), first_frame, frame_count));
    }

    static BuddyFrameResult allocate(BuddyState* state, std::uint32_t order, BuddyZone zone) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyFrameResult>(instance.error());
        }
        if (!is_valid(zone)) [[unlikely]] {
            return seam::failed<BuddyFrameResult>(Status::invalid_enum);
        }
        return seam::from_expected<BuddyFrameResult>(
            Type::allocate(shared_of(**instance), order, zone));
    }

    static BuddyStatus free(BuddyState* state, std::uint64_t frame, std::uint32_t order) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyStatus>(instance.error());
        }
        return seam::from_expected<BuddyStatus>(Type::free(shared_of(**instance), frame, order));
    }

    static BuddyStatus statistics(BuddyState* state, BuddyStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyStatus>(instance.error());
        }
        if (const Status fault =
                seam::judge_structure<Status>(statistics, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<BuddyStatus>(fault);
        }
        *statistics = Type::statistics(shared_of(**instance));
        return Status::ok;
    }

    static BuddyStatus check(BuddyState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyStatus>(instance.error());
        }
        return seam::from_expected<BuddyStatus>(Type::check(shared_of(**instance)));
    }

    static BuddyDigestResult digest(BuddyState* state, BuddyDigest kind) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<BuddyDigestResult>(instance.error());
        }
        if (!is_valid(kind)) [[unlikely]] {
            return seam::failed<BuddyDigestResult>(Status::invalid_enum);
        }
        return seam::from_expected<BuddyDigestResult>(Type::digest(shared_of(**instance), kind));
    }

    static std::uint64_t state_size() { return sizeof(State); }

    static std::uint64_t state_alignment() { return alignof(State); }

  private:
    // The contract, and `shared` in ASCII: whichever twin made the instance.
    using Instance = seam::SharedInstance<State, BuddyFrame, Status, &State::frame_capacity,
                                          BUDDY_CONTRACT ^ 0x73'68'61'72'65'64>;

    static Shared shared_of(State& state) { return {state, Instance::table(state)}; }
};

} // namespace bimetal::buddy

/// Defines buddy_BINDING_FUNCTION for a twin.
#define BUDDY_EXPORT(binding, Type)                                                                \
    extern "C" {                                                                                   \
    extern const std::uint64_t BUDDY_CONTRACT_SYMBOL(binding) = BUDDY_CONTRACT;                    \
    BuddyStatus buddy_##binding##_initialize(BuddyState* state,                                    \
                                             std::uint64_t frame_capacity) noexcept {              \
        return bimetal::buddy::Export<Type>::initialize(state, frame_capacity);                    \
    }                                                                                              \
    BuddyStatus buddy_##binding##_shutdown(BuddyState* state) noexcept {                           \
        return bimetal::buddy::Export<Type>::shutdown(state);                                      \
    }                                                                                              \
    BuddyStatus buddy_##binding##_add(BuddyState* state, std::uint64_t first_frame,                \
                                      std::uint64_t frame_count) noexcept {                        \
        return bimetal::buddy::Export<Type>::add(state, first_frame, frame_count);                 \
    }                                                                                              \
    BuddyFrameResult buddy_##binding##_allocate(BuddyState* state, std::uint32_t order,            \
                                                BuddyZone zone) noexcept {                         \
        return bimetal::buddy::Export<Type>::allocate(state, order, zone);                         \
    }                                                                                              \
    BuddyStatus buddy_##binding##_free(BuddyState* state, std::uint64_t frame,                     \
                                       std::uint32_t order) noexcept {                             \
        return bimetal::buddy::Export<Type>::free(state, frame, order);                            \
    }                                                                                              \
    BuddyStatus buddy_##binding##_statistics(BuddyState* state,                                    \
                                             BuddyStatistics* statistics) noexcept {               \
        return bimetal::buddy::Export<Type>::statistics(state, statistics);                        \
    }                                                                                              \
    BuddyStatus buddy_##binding##_check(BuddyState* state) noexcept {                              \
        return bimetal::buddy::Export<Type>::check(state);                                         \
    }                                                                                              \
    BuddyDigestResult buddy_##binding##_digest(BuddyState* state, BuddyDigest kind) noexcept {     \
        return bimetal::buddy::Export<Type>::digest(state, kind);                                  \
    }                                                                                              \
    std::uint64_t buddy_##binding##_state_size() noexcept {                                        \
        return bimetal::buddy::Export<Type>::state_size();                                         \
    }                                                                                              \
    std::uint64_t buddy_##binding##_state_alignment() noexcept {                                   \
        return bimetal::buddy::Export<Type>::state_alignment();                                    \
    }                                                                                              \
    std::uint64_t buddy_##binding##_contract() noexcept {                                          \
        return BUDDY_CONTRACT;                                                                     \
    }                                                                                              \
    }
