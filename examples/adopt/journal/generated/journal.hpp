// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// What a C++ caller of component `journal` uses. SEAM_JOURNAL_SELECTION (cpp, rust or live) says
// which twin `journal::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "journal/generated/contract.h"
#include "journal/generated/layout.hpp"
#include "journal/journal.seam.h"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(JournalStatus value) {
    switch (value) {
    case JournalStatus::ok:
        return "ok";
    case JournalStatus::null_argument:
        return "null_argument";
    case JournalStatus::misaligned:
        return "misaligned";
    case JournalStatus::length_overflow:
        return "length_overflow";
    case JournalStatus::invalid_enum:
        return "invalid_enum";
    case JournalStatus::overlap:
        return "overlap";
    case JournalStatus::not_initialised:
        return "not_initialised";
    case JournalStatus::too_long:
        return "too_long";
    case JournalStatus::too_small:
        return "too_small";
    case JournalStatus::empty:
        return "empty";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(JournalStatus value) {
    switch (value) {
    case JournalStatus::ok:
    case JournalStatus::null_argument:
    case JournalStatus::misaligned:
    case JournalStatus::length_overflow:
    case JournalStatus::invalid_enum:
    case JournalStatus::overlap:
    case JournalStatus::not_initialised:
    case JournalStatus::too_long:
    case JournalStatus::too_small:
    case JournalStatus::empty:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(JournalLevel value) {
    switch (value) {
    case JournalLevel::note:
        return "note";
    case JournalLevel::warning:
        return "warning";
    case JournalLevel::failure:
        return "failure";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(JournalLevel value) {
    switch (value) {
    case JournalLevel::note:
    case JournalLevel::warning:
    case JournalLevel::failure:
        return true;
    }
    return false;
}

/// Whether the contract names every number in it that is an enumeration.
[[nodiscard]] constexpr bool is_valid(const JournalRecord& value) {
    return is_valid(value.level);
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define JOURNAL_DECLARE_FUNCTION_(function, twin)                                                  \
    extern decltype(journal_##function) journal_##twin##_##function;
#define JOURNAL_DECLARE_TWIN(twin)                                                                 \
    extern "C" {                                                                                   \
    JOURNAL_FUNCTIONS(JOURNAL_DECLARE_FUNCTION_, twin)                                             \
    extern const std::uint64_t JOURNAL_CONTRACT_SYMBOL(twin);                                      \
    }

// A type whose static members are one twin's functions.
#define JOURNAL_BINDING_FUNCTION_(function, twin)                                                  \
    static constexpr auto* function = &journal_##twin##_##function;
#define JOURNAL_BINDING(Binding, twin)                                                             \
    JOURNAL_DECLARE_TWIN(twin)                                                                     \
    namespace journal {                                                                            \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        JOURNAL_FUNCTIONS(JOURNAL_BINDING_FUNCTION_, twin)                                         \
        static constexpr const std::uint64_t* contract_symbol = &JOURNAL_CONTRACT_SYMBOL(twin);    \
    };                                                                                             \
    }

JOURNAL_BINDING(Cpp, cpp)
JOURNAL_BINDING(Rust, rust)
JOURNAL_BINDING(Live, live)

namespace journal {

using Status = JournalStatus;
using Level = JournalLevel;
using Record = JournalRecord;
using Statistics = JournalStatistics;
using State = JournalState;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// An empty journal. An instance may be initialised again; what it held is
    /// dropped.
    [[nodiscard]] std::expected<void, Status> initialize() {
        return seam::to_expected(Binding::initialize(state_));
    }

    /// Takes a message in. The value is how many old ones made room for it.
    [[nodiscard]] std::expected<std::uint64_t, Status> append(Level level, seam::ByteView text) {
        return seam::to_expected(Binding::append(state_, level, seam::to_slice(text)));
    }

    /// Describes the oldest message, which stays.
    [[nodiscard]] std::expected<Record, Status> peek() const {
        Record answer{};
        if (const Status status = Binding::peek(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Moves the text of the oldest message out. The value is its length.
    [[nodiscard]] std::expected<std::uint64_t, Status> take(std::span<std::uint8_t> text) {
        return seam::to_expected(Binding::take(state_, seam::to_mutable_slice(text)));
    }

    /// Copies the counters.
    [[nodiscard]] std::expected<Statistics, Status> statistics() const {
        Statistics answer{};
        if (const Status status = Binding::statistics(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

  private:
    State* state_;
};

#if defined(SEAM_JOURNAL_SELECTION)
#define JOURNAL_SELECTED_cpp Cpp
#define JOURNAL_SELECTED_rust Rust
#define JOURNAL_SELECTED_live Live
#define JOURNAL_SELECTED_(selection) JOURNAL_SELECTED_##selection
#define JOURNAL_SELECTED(selection) JOURNAL_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = JOURNAL_SELECTED(SEAM_JOURNAL_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    JOURNAL_CONTRACT_PASTE(needs_contract_, JOURNAL_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace journal
