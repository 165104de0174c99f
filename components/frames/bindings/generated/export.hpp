// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. FRAMES_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "components/frames/bindings/generated/frames.hpp"
#include "components/frames/bindings/generated/twin.hpp"
#include "seam/shared.hpp"

#include <cstdint>

namespace bimetal::frames {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static FramesStatus initialize(FramesState* state, std::uint64_t area_capacity,
                                   std::uint64_t first_frame, std::uint32_t cpu_count) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        if (const Status fault = Instance::judge_table(state, area_capacity); fault != Status::ok)
            [[unlikely]] {
            return fault;
        }
        Instance::make(*state, area_capacity);
        const Status status = seam::from_expected<Status>(
            Type::initialize(shared_of(*state), first_frame, cpu_count));
        Instance::set_live(*state, status == Status::ok);
        return status;
    }

    static FramesStatus shutdown(FramesState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        Type::shutdown(shared_of(**instance));
        Instance::set_live(**instance, false);
        return Status::ok;
    }

    static FramesStatus add(FramesState* state, std::uint64_t first_frame,
                            std::uint64_t frame_count) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(
            Type::add(shared_of(**instance), first_frame, frame_count));
    }

    static FramesFrameResult allocate(FramesState* state, std::uint32_t cpu, std::uint32_t order,
                                      FramesZone zone) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesFrameResult>(instance.error());
        }
        if (!is_valid(zone)) [[unlikely]] {
            return seam::failed<FramesFrameResult>(Status::invalid_enum);
        }
        return seam::from_expected<FramesFrameResult>(
            Type::allocate(shared_of(**instance), cpu, order, zone));
    }

    static FramesStatus free(FramesState* state, std::uint32_t cpu, std::uint64_t frame,
                             std::uint32_t order) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(
            Type::free(shared_of(**instance), cpu, frame, order));
    }

    static FramesStatus allocate_at(FramesState* state, std::uint32_t cpu, std::uint64_t frame,
                                    std::uint32_t order) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(
            Type::allocate_at(shared_of(**instance), cpu, frame, order));
    }

    static FramesStatus adopt(FramesState* state, std::uint32_t cpu, std::uint64_t frame,
                              std::uint32_t order) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(
            Type::adopt(shared_of(**instance), cpu, frame, order));
    }

    static FramesStatus allocate_batch(FramesState* state, std::uint32_t cpu, std::uint32_t order,
                                       FramesZone zone, std::uint64_t count, FramesBatch* batch) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        if (!is_valid(zone)) [[unlikely]] {
            return seam::failed<FramesStatus>(Status::invalid_enum);
        }
        if (const Status fault =
                seam::judge_structure<Status>(batch, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<FramesStatus>(fault);
        }
        const auto answer = Type::allocate_batch(shared_of(**instance), cpu, order, zone, count);
        if (!answer) [[unlikely]] {
            return answer.error();
        }
        *batch = *answer;
        return Status::ok;
    }

    static FramesStatus free_batch(FramesState* state, std::uint32_t cpu, std::uint32_t order,
                                   const FramesBatch* batch) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        if (const Status fault =
                seam::judge_structure<Status>(batch, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<FramesStatus>(fault);
        }
        const FramesBatch batch_copy = *batch;
        return seam::from_expected<FramesStatus>(
            Type::free_batch(shared_of(**instance), cpu, order, batch_copy));
    }

    static FramesStatus drain(FramesState* state, std::uint32_t cpu) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(Type::drain(shared_of(**instance), cpu));
    }

    static FramesStatus statistics(FramesState* state, FramesCount kind,
                                   FramesStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        if (!is_valid(kind)) [[unlikely]] {
            return seam::failed<FramesStatus>(Status::invalid_enum);
        }
        if (const Status fault =
                seam::judge_structure<Status>(statistics, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<FramesStatus>(fault);
        }
        const auto answer = Type::statistics(shared_of(**instance), kind);
        if (!answer) [[unlikely]] {
            return answer.error();
        }
        *statistics = *answer;
        return Status::ok;
    }

    static FramesStatus check(FramesState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesStatus>(instance.error());
        }
        return seam::from_expected<FramesStatus>(Type::check(shared_of(**instance)));
    }

    static FramesDigestResult digest(FramesState* state, FramesDigest kind) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<FramesDigestResult>(instance.error());
        }
        if (!is_valid(kind)) [[unlikely]] {
            return seam::failed<FramesDigestResult>(Status::invalid_enum);
        }
        return seam::from_expected<FramesDigestResult>(Type::digest(shared_of(**instance), kind));
    }

    static std::uint64_t state_size() { return sizeof(State); }

    static std::uint64_t state_alignment() { return alignof(State); }

  private:
    // The contract, and `shared` in ASCII: whichever twin made the instance.
    using Instance = seam::SharedInstance<State, FramesArea, Status, &State::area_capacity,
                                          FRAMES_CONTRACT ^ 0x73'68'61'72'65'64>;

    static Shared shared_of(State& state) { return {state, Instance::table(state)}; }
};

} // namespace bimetal::frames

/// Defines frames_BINDING_FUNCTION for a twin.
#define FRAMES_EXPORT(binding, Type)                                                               \
    extern "C" {                                                                                   \
    extern const std::uint64_t FRAMES_CONTRACT_SYMBOL(binding) = FRAMES_CONTRACT;                  \
    FramesStatus frames_##binding##_initialize(FramesState* state, std::uint64_t area_capacity,    \
                                               std::uint64_t first_frame,                          \
                                               std::uint32_t cpu_count) noexcept {                 \
        return bimetal::frames::Export<Type>::initialize(state, area_capacity, first_frame,        \
                                                         cpu_count);                               \
    }                                                                                              \
    FramesStatus frames_##binding##_shutdown(FramesState* state) noexcept {                        \
        return bimetal::frames::Export<Type>::shutdown(state);                                     \
    }                                                                                              \
    FramesStatus frames_##binding##_add(FramesState* state, std::uint64_t first_frame,             \
                                        std::uint64_t frame_count) noexcept {                      \
        return bimetal::frames::Export<Type>::add(state, first_frame, frame_count);                \
    }                                                                                              \
    FramesFrameResult frames_##binding##_allocate(FramesState* state, std::uint32_t cpu,           \
                                                  std::uint32_t order, FramesZone zone) noexcept { \
        return bimetal::frames::Export<Type>::allocate(state, cpu, order, zone);                   \
    }                                                                                              \
    FramesStatus frames_##binding##_free(FramesState* state, std::uint32_t cpu,                    \
                                         std::uint64_t frame, std::uint32_t order) noexcept {      \
        return bimetal::frames::Export<Type>::free(state, cpu, frame, order);                      \
    }                                                                                              \
    FramesStatus frames_##binding##_allocate_at(FramesState* state, std::uint32_t cpu,             \
                                                std::uint64_t frame,                               \
                                                std::uint32_t order) noexcept {                    \
        return bimetal::frames::Export<Type>::allocate_at(state, cpu, frame, order);               \
    }                                                                                              \
    FramesStatus frames_##binding##_adopt(FramesState* state, std::uint32_t cpu,                   \
                                          std::uint64_t frame, std::uint32_t order) noexcept {     \
        return bimetal::frames::Export<Type>::adopt(state, cpu, frame, order);                     \
    }                                                                                              \
    FramesStatus frames_##binding##_allocate_batch(FramesState* state, std::uint32_t cpu,          \
                                                   std::uint32_t order, FramesZone zone,           \
                                                   std::uint64_t count,                            \
                                                   FramesBatch* batch) noexcept {                  \
        return bimetal::frames::Export<Type>::allocate_batch(state, cpu, order, zone, count,       \
                                                             batch);                               \
    }                                                                                              \
    FramesStatus frames_##binding##_free_batch(FramesState* state, std::uint32_t cpu,              \
                                               std::uint32_t order,                                \
                                               const FramesBatch* batch) noexcept {                \
        return bimetal::frames::Export<Type>::free_batch(state, cpu, order, batch);                \
    }                                                                                              \
    FramesStatus frames_##binding##_drain(FramesState* state, std::uint32_t cpu) noexcept {        \
        return bimetal::frames::Export<Type>::drain(state, cpu);                                   \
    }                                                                                              \
    FramesStatus frames_##binding##_statistics(FramesState* state, FramesCount kind,               \
                                               FramesStatistics* statistics) noexcept {            \
        return bimetal::frames::Export<Type>::statistics(state, kind, statistics);                 \
    }                                                                                              \
    FramesStatus frames_##binding##_check(FramesState* state) noexcept {                           \
        return bimetal::frames::Export<Type>::check(state);                                        \
    }                                                                                              \
    FramesDigestResult frames_##binding##_digest(FramesState* state, FramesDigest kind) noexcept { \
        return bimetal::frames::Export<Type>::digest(state, kind);                                 \
    }                                                                                              \
    std::uint64_t frames_##binding##_state_size() noexcept {                                       \
        return bimetal::frames::Export<Type>::state_size();                                        \
    }                                                                                              \
    std::uint64_t frames_##binding##_state_alignment() noexcept {                                  \
        return bimetal::frames::Export<Type>::state_alignment();                                   \
    }                                                                                              \
    std::uint64_t frames_##binding##_contract() noexcept {                                         \
        return FRAMES_CONTRACT;                                                                    \
    }                                                                                              \
    }
