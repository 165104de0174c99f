// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A state that every twin lays out alike: a structure that begins with a mark, and a table behind
// it. Whoever finds the mark may go on with what is there, whichever twin made it.
#pragma once

#include "seam/entry.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>
#include <span>

namespace seam {

/// How many bytes a `State` and `length` structures `Entry` behind it take. Where there is no such
/// memory, the greatest number.
template <class State, class Entry>
[[nodiscard]] constexpr std::uint64_t memory_size(std::uint64_t length) noexcept {
    constexpr auto greatest = std::numeric_limits<std::uint64_t>::max();
    constexpr auto most = (greatest - sizeof(State)) / sizeof(Entry);
    return length > most ? greatest : sizeof(State) + length * sizeof(Entry);
}

/// The memory of an instance, whose `State` keeps the length of the table in `length`.
template <class State, class Entry, StatusEnum Status, std::uint64_t State::* length,
          std::uint64_t live>
class SharedInstance {
    static_assert(sizeof(State) % alignof(Entry) == 0, "the table would not be aligned");

  public:
    /// Judges the memory, and ends what was in it.
    [[nodiscard]] static Status clear(State* state) noexcept {
        const auto fault = judge_memory<Status>(state, alignof(State));
        if (fault == Status::ok) [[likely]] {
            set_live(*state, false);
        }
        return fault;
    }

    /// Judges whether memory can hold a table of `entries`, in memory that clear() found good.
    [[nodiscard]] static Status judge_table(const State* state, std::uint64_t entries) noexcept {
        const std::uint64_t most = std::numeric_limits<std::ptrdiff_t>::max();
        const std::uint64_t size = memory_size<State, Entry>(entries);
        const bool possible = size <= most && reinterpret_cast<std::uintptr_t>(state) <=
                                                  std::numeric_limits<std::uintptr_t>::max() - size;
        return possible ? Status::ok : Status::length_overflow;
    }

    /// Zeros, and the length of the table, whose entries are left as they are.
    static void make(State& state, std::uint64_t entries) noexcept {
        std::memset(static_cast<void*>(&state), 0, sizeof(State));
        state.*length = entries;
    }

    /// The live instance in that memory.
    [[nodiscard]] static std::expected<State*, Status> find(State* state) noexcept {
        const auto fault = judge_memory<Status>(state, alignof(State));
        if (fault != Status::ok) [[unlikely]] {
            return std::unexpected(fault);
        }
        if (state->mark != live) [[unlikely]] {
            return std::unexpected(Status::not_initialised);
        }
        return state;
    }

    /// From now on find() finds it, or no longer does.
    static void set_live(State& state, bool is_live) noexcept { state.mark = is_live ? live : 0; }

    /// What follows the state.
    [[nodiscard]] static std::span<Entry> table(State& state) noexcept {
        return {reinterpret_cast<Entry*>(&state + 1), static_cast<std::size_t>(state.*length)};
    }

    /// The bytes of the state and its table.
    [[nodiscard]] static std::uint64_t size(const State& state) noexcept {
        return memory_size<State, Entry>(state.*length);
    }
};

} // namespace seam
