// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// What a C++ caller of component `buddy` uses. SEAM_BUDDY_SELECTION (cpp, rust or live) says which
// twin `bimetal::buddy::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "components/buddy/bindings/generated/contract.h"
#include "components/buddy/bindings/generated/layout.hpp"
#include "components/buddy/buddy.seam.h"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/shared.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(BuddyStatus value) {
    switch (value) {
    case BuddyStatus::ok:
        return "ok";
    case BuddyStatus::null_argument:
        return "null_argument";
    case BuddyStatus::misaligned:
        return "misaligned";
    case BuddyStatus::out_of_range:
        return "out_of_range";
    case BuddyStatus::length_overflow:
        return "length_overflow";
    case BuddyStatus::invalid_enum:
        return "invalid_enum";
    case BuddyStatus::overlap:
        return "overlap";
    case BuddyStatus::not_initialised:
        return "not_initialised";
    case BuddyStatus::exhausted:
        return "exhausted";
    case BuddyStatus::out_of_order:
        return "out_of_order";
    case BuddyStatus::unmanaged:
        return "unmanaged";
    case BuddyStatus::misaligned_block:
        return "misaligned_block";
    case BuddyStatus::double_free:
        return "double_free";
    case BuddyStatus::wrong_order:
        return "wrong_order";
    case BuddyStatus::corrupt:
        return "corrupt";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(BuddyStatus value) {
    switch (value) {
    case BuddyStatus::ok:
    case BuddyStatus::null_argument:
    case BuddyStatus::misaligned:
    case BuddyStatus::out_of_range:
    case BuddyStatus::length_overflow:
    case BuddyStatus::invalid_enum:
    case BuddyStatus::overlap:
    case BuddyStatus::not_initialised:
    case BuddyStatus::exhausted:
    case BuddyStatus::out_of_order:
    case BuddyStatus::unmanaged:
    case BuddyStatus::misaligned_block:
    case BuddyStatus::double_free:
    case BuddyStatus::wrong_order:
    case BuddyStatus::corrupt:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(BuddyZone value) {
    switch (value) {
    case BuddyZone::any:
        return "any";
    case BuddyZone::below_4g:
        return "below_4g";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(BuddyZone value) {
    switch (value) {
    case BuddyZone::any:
    case BuddyZone::below_4g:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(BuddyDigest value) {
    switch (value) {
    case BuddyDigest::logical:
        return "logical";
    case BuddyDigest::exact:
        return "exact";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(BuddyDigest value) {
    switch (value) {
    case BuddyDigest::logical:
    case BuddyDigest::exact:
        return true;
    }
    return false;
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define BUDDY_DECLARE_FUNCTION_(function, twin)                                                    \
    extern decltype(buddy_##function) buddy_##twin##_##function;
#define BUDDY_DECLARE_TWIN(twin)                                                                   \
    extern "C" {                                                                                   \
    BUDDY_FUNCTIONS(BUDDY_DECLARE_FUNCTION_, twin)                                                 \
    extern const std::uint64_t BUDDY_CONTRACT_SYMBOL(twin);                                        \
    }

// A type whose static members are one twin's functions.
#define BUDDY_BINDING_FUNCTION_(function, twin)                                                    \
    static constexpr auto* function = &buddy_##twin##_##function;
#define BUDDY_BINDING(Binding, twin)                                                               \
    BUDDY_DECLARE_TWIN(twin)                                                                       \
    namespace bimetal::buddy {                                                                     \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        BUDDY_FUNCTIONS(BUDDY_BINDING_FUNCTION_, twin)                                             \
        static constexpr const std::uint64_t* contract_symbol = &BUDDY_CONTRACT_SYMBOL(twin);      \
    };                                                                                             \
    }

BUDDY_BINDING(Cpp, cpp)
BUDDY_BINDING(Rust, rust)
BUDDY_BINDING(Live, live)

namespace bimetal::buddy {

using Status = BuddyStatus;
using Zone = BuddyZone;
using Digest = BuddyDigest;
using Frame = BuddyFrame;
using Range = BuddyRange;
using List = BuddyList;
using State = BuddyState;
using Statistics = BuddyStatistics;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// The bytes of an instance: the state and the table behind it. Where there is no such memory,
    /// the greatest number.
    [[nodiscard]] static constexpr std::uint64_t memory_size(std::uint64_t frame_capacity) {
        return seam::memory_size<State, BuddyFrame>(frame_capacity);
    }

    /// Makes an instance without frames, with a table for `frame_capacity` of them: 1
    /// to BUDDY_NONE. What the memory held is dropped.
    [[nodiscard]] std::expected<void, Status> initialize(std::uint64_t frame_capacity) {
        return seam::to_expected(Binding::initialize(state_, frame_capacity));
    }

    /// Ends the instance. Its frames and its memory are the caller's again.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and below BUDDY_FRAME_LIMIT. Nothing is added when it
    /// fails, `corrupt` apart.
    [[nodiscard]] std::expected<void, Status> add(std::uint64_t first_frame,
                                                  std::uint64_t frame_count) {
        return seam::to_expected(Binding::add(state_, first_frame, frame_count));
    }

    /// Takes a block of 2^order frames, order at most BUDDY_MAX_ORDER. The value is
    /// its first frame.
    [[nodiscard]] std::expected<std::uint64_t, Status> allocate(std::uint32_t order, Zone zone) {
        return seam::to_expected(Binding::allocate(state_, order, zone));
    }

    /// Gives back the block that allocate() answered, whole, with its order. It merges
    /// with its buddy as long as that is free. Nothing changes when it fails,
    /// `corrupt` apart.
    [[nodiscard]] std::expected<void, Status> free(std::uint64_t frame, std::uint32_t order) {
        return seam::to_expected(Binding::free(state_, frame, order));
    }

    /// Copies the counters; takes constant time.
    [[nodiscard]] std::expected<Statistics, Status> statistics() const {
        Statistics answer{};
        if (const Status status = Binding::statistics(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Says whether the whole layout is consistent. Every entry of the table in use
    /// and every word of the state, but `mark` and `frame_capacity`, follows from the
    /// others or is tied to them: no single one can change unnoticed.
    [[nodiscard]] std::expected<void, Status> check() const {
        return seam::to_expected(Binding::check(state_));
    }

    /// A hash of the instance.
    [[nodiscard]] std::expected<std::uint64_t, Status> digest(Digest kind) const {
        return seam::to_expected(Binding::digest(state_, kind));
    }

  private:
    State* state_;
};

#if defined(SEAM_BUDDY_SELECTION)
#define BUDDY_SELECTED_cpp Cpp
#define BUDDY_SELECTED_rust Rust
#define BUDDY_SELECTED_live Live
#define BUDDY_SELECTED_(selection) BUDDY_SELECTED_##selection
#define BUDDY_SELECTED(selection) BUDDY_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = BUDDY_SELECTED(SEAM_BUDDY_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    BUDDY_CONTRACT_PASTE(needs_contract_, BUDDY_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::buddy
