// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the generated entries of a C++ twin are made of: judging what came across the boundary, and
// the instance in the caller's memory.
#pragma once

#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <new>
#include <type_traits>

namespace seam {

/// A failure, as a function with that result answers it.
template <class Result, StatusEnum Status>
[[nodiscard]] constexpr Result failed(Status status) noexcept {
    if constexpr (std::is_same_v<Result, Status>) {
        return status;
    } else {
        Result result{};
        result.status = status;
        return result;
    }
}

/// Judges memory that must be there and aligned.
template <StatusEnum Status>
[[nodiscard]] inline Status judge_memory(const void* memory, std::size_t alignment) noexcept {
    if (memory == nullptr) [[unlikely]] {
        return Status::null_argument;
    }
    if (reinterpret_cast<std::uintptr_t>(memory) % alignment != 0) [[unlikely]] {
        return Status::misaligned;
    }
    return Status::ok;
}

/// Judges a structure that was passed by pointer: there, aligned, apart from the instance, which
/// has `size` bytes.
template <StatusEnum Status, class Structure, class State>
[[nodiscard]] inline Status judge_structure(const Structure* structure, const State* state,
                                            std::uint64_t size = sizeof(State)) noexcept {
    const auto fault = judge_memory<Status>(structure, alignof(Structure));
    if (fault != Status::ok) [[unlikely]] {
        return fault;
    }
    return overlaps(state, size, structure, sizeof(Structure)) ? Status::overlap : Status::ok;
}

/// Judges a slice: possible, and apart from the instance, which has `size` bytes.
template <StatusEnum Status, class Slice, class State>
[[nodiscard]] inline Status judge_slice(const Slice& slice, const State* state,
                                        std::uint64_t size = sizeof(State)) noexcept {
    switch (fault_of(slice)) {
    case SliceFault::none:
        break;
    case SliceFault::null:
        return Status::null_argument;
    case SliceFault::overflow:
        return Status::length_overflow;
    }
    const bool apart = slice.length == 0 || !overlaps(state, size, slice.data, slice.length);
    return apart ? Status::ok : Status::overlap;
}

/// Judges two slices of which one is written: apart from each other.
template <StatusEnum Status, class First, class Second>
[[nodiscard]] inline Status judge_apart(const First& first, const Second& second) noexcept {
    const bool apart = first.length == 0 || second.length == 0 ||
                       !overlaps(first.data, first.length, second.data, second.length);
    return apart ? Status::ok : Status::overlap;
}

/// A twin in the memory of a `State`. The first word is `live` while the twin may be called, so
/// that memory without an instance, or with one of another twin, is told apart.
template <class Type, class State, StatusEnum Status, std::uint64_t live>
class Instance {
  public:
    /// Judges the memory, and ends what was in it.
    [[nodiscard]] static Status clear(State* state) noexcept {
        const auto fault = judge_memory<Status>(state, alignof(State));
        if (fault == Status::ok) [[likely]] {
            write_mark(state, 0);
        }
        return fault;
    }

    /// A twin that is not live yet, in memory that clear() found good.
    [[nodiscard]] static Instance* make(State* state) noexcept {
        static_assert(sizeof(Instance) <= sizeof(State), "the twin does not fit into its state");
        static_assert(alignof(Instance) <= alignof(State), "the state is not aligned for the twin");
        static_assert(std::is_trivially_destructible_v<Type>, "nobody destroys a twin");
        return new (static_cast<void*>(state)) Instance;
    }

    /// The live instance in that memory.
    [[nodiscard]] static std::expected<Instance*, Status> find(State* state) noexcept {
        const auto fault = judge_memory<Status>(state, alignof(State));
        if (fault != Status::ok) [[unlikely]] {
            return std::unexpected(fault);
        }
        std::uint64_t mark = 0;
        std::memcpy(&mark, state, sizeof mark);
        if (mark != live) [[unlikely]] {
            return std::unexpected(Status::not_initialised);
        }
        return std::launder(reinterpret_cast<Instance*>(state));
    }

    /// From now on find() finds it, or no longer does.
    void set_live(bool is_live) noexcept { mark_ = is_live ? live : 0; }

  private:
    static void write_mark(State* state, std::uint64_t mark) noexcept {
        std::memcpy(state, &mark, sizeof mark);
    }

    std::uint64_t mark_ = 0;

  public:
    Type twin{};
};

} // namespace seam
