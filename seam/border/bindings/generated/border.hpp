// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// What a C++ caller of component `border` uses. SEAM_BORDER_SELECTION (cpp, rust or live) says
// which twin `bimetal::border::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "seam/bits.hpp"
#include "seam/border/bindings/generated/contract.h"
#include "seam/border/bindings/generated/layout.hpp"
#include "seam/border/border.seam.h"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(BorderStatus value) {
    switch (value) {
    case BorderStatus::ok:
        return "ok";
    case BorderStatus::null_argument:
        return "null_argument";
    case BorderStatus::misaligned:
        return "misaligned";
    case BorderStatus::length_overflow:
        return "length_overflow";
    case BorderStatus::overlap:
        return "overlap";
    case BorderStatus::not_initialised:
        return "not_initialised";
    case BorderStatus::odd:
        return "odd";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(BorderStatus value) {
    switch (value) {
    case BorderStatus::ok:
    case BorderStatus::null_argument:
    case BorderStatus::misaligned:
    case BorderStatus::length_overflow:
    case BorderStatus::overlap:
    case BorderStatus::not_initialised:
    case BorderStatus::odd:
        return true;
    }
    return false;
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define BORDER_DECLARE_FUNCTION_(function, twin)                                                   \
    extern decltype(border_##function) border_##twin##_##function;
#define BORDER_DECLARE_TWIN(twin)                                                                  \
    extern "C" {                                                                                   \
    BORDER_FUNCTIONS(BORDER_DECLARE_FUNCTION_, twin)                                               \
    extern const std::uint64_t BORDER_CONTRACT_SYMBOL(twin);                                       \
    }

// A type whose static members are one twin's functions.
#define BORDER_BINDING_FUNCTION_(function, twin)                                                   \
    static constexpr auto* function = &border_##twin##_##function;
#define BORDER_BINDING(Binding, twin)                                                              \
    BORDER_DECLARE_TWIN(twin)                                                                      \
    namespace bimetal::border {                                                                    \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        BORDER_FUNCTIONS(BORDER_BINDING_FUNCTION_, twin)                                           \
        static constexpr const std::uint64_t* contract_symbol = &BORDER_CONTRACT_SYMBOL(twin);     \
    };                                                                                             \
    }

BORDER_BINDING(Cpp, cpp)
BORDER_BINDING(Rust, rust)
BORDER_BINDING(Live, live)

namespace bimetal::border {

using Status = BorderStatus;
using State = BorderState;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// An instance whose total is 0.
    [[nodiscard]] std::expected<void, Status> initialize() {
        return seam::to_expected(Binding::initialize(state_));
    }

    /// Ends the instance.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Plain values: a number in, a status out. Adds the number to the total.
    [[nodiscard]] std::expected<void, Status> value(std::uint64_t number) {
        return seam::to_expected(Binding::value(state_, number));
    }

    /// A result: adds an even number to the total, and answers that.
    [[nodiscard]] std::expected<std::uint64_t, Status> result(std::uint64_t number) {
        return seam::to_expected(Binding::result(state_, number));
    }

    /// A slice: adds its length and its first byte to the total, and answers that.
    [[nodiscard]] std::expected<std::uint64_t, Status> slice(seam::ByteView bytes) {
        return seam::to_expected(Binding::slice(state_, seam::to_slice(bytes)));
    }

    /// A callback: adds what the service next() answers to the total, and answers
    /// that.
    [[nodiscard]] std::expected<std::uint64_t, Status> callback(std::uint64_t number) {
        return seam::to_expected(Binding::callback(state_, number));
    }

  private:
    State* state_;
};

#if defined(SEAM_BORDER_SELECTION)
#define BORDER_SELECTED_cpp Cpp
#define BORDER_SELECTED_rust Rust
#define BORDER_SELECTED_live Live
#define BORDER_SELECTED_(selection) BORDER_SELECTED_##selection
#define BORDER_SELECTED(selection) BORDER_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = BORDER_SELECTED(SEAM_BORDER_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    BORDER_CONTRACT_PASTE(needs_contract_, BORDER_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::border
