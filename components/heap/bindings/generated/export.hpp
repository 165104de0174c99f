// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. HEAP_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "components/heap/bindings/generated/heap.hpp"
#include "components/heap/bindings/generated/twin.hpp"
#include "seam/shared.hpp"

#include <cstdint>

namespace bimetal::heap {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static HeapStatus initialize(HeapState* state, std::uint64_t page_capacity,
                                 std::uint64_t first_page, std::uint32_t cpu_count,
                                 std::uint64_t source) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        if (const Status fault = Instance::judge_table(state, page_capacity); fault != Status::ok)
            [[unlikely]] {
            return fault;
        }
        Instance::make(*state, page_capacity);
        const Status status = seam::from_expected<Status>(
            Type::initialize(shared_of(*state), first_page, cpu_count, source));
        Instance::set_live(*state, status == Status::ok);
        return status;
    }

    static HeapStatus shutdown(HeapState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        Type::shutdown(shared_of(**instance));
        Instance::set_live(**instance, false);
        return Status::ok;
    }

    static HeapBlockResult allocate(HeapState* state, std::uint32_t cpu, std::uint64_t size,
                                    std::uint64_t alignment, std::uint32_t owner) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapBlockResult>(instance.error());
        }
        return seam::from_expected<HeapBlockResult>(
            Type::allocate(shared_of(**instance), cpu, size, alignment, owner));
    }

    static HeapStatus free(HeapState* state, std::uint32_t cpu, std::uint64_t address,
                           std::uint32_t owner) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        return seam::from_expected<HeapStatus>(
            Type::free(shared_of(**instance), cpu, address, owner));
    }

    static HeapStatus free_sized(HeapState* state, std::uint32_t cpu, std::uint64_t address,
                                 std::uint64_t size, std::uint64_t alignment, std::uint32_t owner) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        return seam::from_expected<HeapStatus>(
            Type::free_sized(shared_of(**instance), cpu, address, size, alignment, owner));
    }

    static HeapStatus resize(HeapState* state, std::uint64_t address, std::uint64_t size) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        return seam::from_expected<HeapStatus>(Type::resize(shared_of(**instance), address, size));
    }

    static HeapSizeResult size_of(HeapState* state, std::uint64_t address) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapSizeResult>(instance.error());
        }
        return seam::from_expected<HeapSizeResult>(Type::size_of(shared_of(**instance), address));
    }

    static HeapStatus drain(HeapState* state, std::uint32_t cpu) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        return seam::from_expected<HeapStatus>(Type::drain(shared_of(**instance), cpu));
    }

    static HeapStatus statistics(HeapState* state, HeapStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        if (const Status fault =
                seam::judge_structure<Status>(statistics, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<HeapStatus>(fault);
        }
        *statistics = Type::statistics(shared_of(**instance));
        return Status::ok;
    }

    static HeapStatus class_statistics(HeapState* state, std::uint32_t size_class,
                                       HeapClassStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        if (const Status fault =
                seam::judge_structure<Status>(statistics, state, Instance::size(**instance));
            fault != Status::ok) [[unlikely]] {
            return seam::failed<HeapStatus>(fault);
        }
        const auto answer = Type::class_statistics(shared_of(**instance), size_class);
        if (!answer) [[unlikely]] {
            return answer.error();
        }
        *statistics = *answer;
        return Status::ok;
    }

    static HeapStatus check(HeapState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapStatus>(instance.error());
        }
        return seam::from_expected<HeapStatus>(Type::check(shared_of(**instance)));
    }

    static HeapDigestResult digest(HeapState* state, HeapDigest kind) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<HeapDigestResult>(instance.error());
        }
        if (!is_valid(kind)) [[unlikely]] {
            return seam::failed<HeapDigestResult>(Status::invalid_enum);
        }
        return seam::from_expected<HeapDigestResult>(Type::digest(shared_of(**instance), kind));
    }

    static std::uint64_t state_size() { return sizeof(State); }

    static std::uint64_t state_alignment() { return alignof(State); }

  private:
    // The contract, and `shared` in ASCII: whichever twin made the instance.
    using Instance = seam::SharedInstance<State, HeapPage, Status, &State::page_capacity,
                                          HEAP_CONTRACT ^ 0x73'68'61'72'65'64>;

    static Shared shared_of(State& state) { return {state, Instance::table(state)}; }
};

} // namespace bimetal::heap

/// Defines heap_BINDING_FUNCTION for a twin.
#define HEAP_EXPORT(binding, Type)                                                                 \
    extern "C" {                                                                                   \
    extern const std::uint64_t HEAP_CONTRACT_SYMBOL(binding) = HEAP_CONTRACT;                      \
    HeapStatus heap_##binding##_initialize(HeapState* state, std::uint64_t page_capacity,          \
                                           std::uint64_t first_page, std::uint32_t cpu_count,      \
                                           std::uint64_t source) noexcept {                        \
        return bimetal::heap::Export<Type>::initialize(state, page_capacity, first_page,           \
                                                       cpu_count, source);                         \
    }                                                                                              \
    HeapStatus heap_##binding##_shutdown(HeapState* state) noexcept {                              \
        return bimetal::heap::Export<Type>::shutdown(state);                                       \
    }                                                                                              \
    HeapBlockResult heap_##binding##_allocate(HeapState* state, std::uint32_t cpu,                 \
                                              std::uint64_t size, std::uint64_t alignment,         \
                                              std::uint32_t owner) noexcept {                      \
        return bimetal::heap::Export<Type>::allocate(state, cpu, size, alignment, owner);          \
    }                                                                                              \
    HeapStatus heap_##binding##_free(HeapState* state, std::uint32_t cpu, std::uint64_t address,   \
                                     std::uint32_t owner) noexcept {                               \
        return bimetal::heap::Export<Type>::free(state, cpu, address, owner);                      \
    }                                                                                              \
    HeapStatus heap_##binding##_free_sized(HeapState* state, std::uint32_t cpu,                    \
                                           std::uint64_t address, std::uint64_t size,              \
                                           std::uint64_t alignment,                                \
                                           std::uint32_t owner) noexcept {                         \
        return bimetal::heap::Export<Type>::free_sized(state, cpu, address, size, alignment,       \
                                                       owner);                                     \
    }                                                                                              \
    HeapStatus heap_##binding##_resize(HeapState* state, std::uint64_t address,                    \
                                       std::uint64_t size) noexcept {                              \
        return bimetal::heap::Export<Type>::resize(state, address, size);                          \
    }                                                                                              \
    HeapSizeResult heap_##binding##_size_of(HeapState* state, std::uint64_t address) noexcept {    \
        return bimetal::heap::Export<Type>::size_of(state, address);                               \
    }                                                                                              \
    HeapStatus heap_##binding##_drain(HeapState* state, std::uint32_t cpu) noexcept {              \
        return bimetal::heap::Export<Type>::drain(state, cpu);                                     \
    }                                                                                              \
    HeapStatus heap_##binding##_statistics(HeapState* state,                                       \
                                           HeapStatistics* statistics) noexcept {                  \
        return bimetal::heap::Export<Type>::statistics(state, statistics);                         \
    }                                                                                              \
    HeapStatus heap_##binding##_class_statistics(HeapState* state, std::uint32_t size_class,       \
                                                 HeapClassStatistics* statistics) noexcept {       \
        return bimetal::heap::Export<Type>::class_statistics(state, size_class, statistics);       \
    }                                                                                              \
    HeapStatus heap_##binding##_check(HeapState* state) noexcept {                                 \
        return bimetal::heap::Export<Type>::check(state);                                          \
    }                                                                                              \
    HeapDigestResult heap_##binding##_digest(HeapState* state, HeapDigest kind) noexcept {         \
        return bimetal::heap::Export<Type>::digest(state, kind);                                   \
    }                                                                                              \
    std::uint64_t heap_##binding##_state_size() noexcept {                                         \
        return bimetal::heap::Export<Type>::state_size();                                          \
    }                                                                                              \
    std::uint64_t heap_##binding##_state_alignment() noexcept {                                    \
        return bimetal::heap::Export<Type>::state_alignment();                                     \
    }                                                                                              \
    std::uint64_t heap_##binding##_contract() noexcept {                                           \
        return HEAP_CONTRACT;                                                                      \
    }                                                                                              \
    }
