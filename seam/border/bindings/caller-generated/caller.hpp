// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// What a C++ caller of component `caller` uses. SEAM_CALLER_SELECTION (cpp, rust or live) says
// which twin `bimetal::caller::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "seam/bits.hpp"
#include "seam/border/bindings/caller-generated/contract.h"
#include "seam/border/bindings/caller-generated/layout.hpp"
#include "seam/border/caller.seam.h"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(CallerStatus value) {
    switch (value) {
    case CallerStatus::ok:
        return "ok";
    case CallerStatus::null_argument:
        return "null_argument";
    case CallerStatus::misaligned:
        return "misaligned";
    case CallerStatus::not_initialised:
        return "not_initialised";
    case CallerStatus::refused:
        return "refused";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(CallerStatus value) {
    switch (value) {
    case CallerStatus::ok:
    case CallerStatus::null_argument:
    case CallerStatus::misaligned:
    case CallerStatus::not_initialised:
    case CallerStatus::refused:
        return true;
    }
    return false;
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define CALLER_DECLARE_FUNCTION_(function, twin)                                                   \
    extern decltype(caller_##function) caller_##twin##_##function;
#define CALLER_DECLARE_TWIN(twin)                                                                  \
    extern "C" {                                                                                   \
    CALLER_FUNCTIONS(CALLER_DECLARE_FUNCTION_, twin)                                               \
    extern const std::uint64_t CALLER_CONTRACT_SYMBOL(twin);                                       \
    }

// A type whose static members are one twin's functions.
#define CALLER_BINDING_FUNCTION_(function, twin)                                                   \
    static constexpr auto* function = &caller_##twin##_##function;
#define CALLER_BINDING(Binding, twin)                                                              \
    CALLER_DECLARE_TWIN(twin)                                                                      \
    namespace bimetal::caller {                                                                    \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        CALLER_FUNCTIONS(CALLER_BINDING_FUNCTION_, twin)                                           \
        static constexpr const std::uint64_t* contract_symbol = &CALLER_CONTRACT_SYMBOL(twin);     \
    };                                                                                             \
    }

CALLER_BINDING(Cpp, cpp)
CALLER_BINDING(Rust, rust)
CALLER_BINDING(Live, live)

namespace bimetal::caller {

using Status = CallerStatus;
using State = CallerState;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// Initialises what is called.
    [[nodiscard]] std::expected<void, Status> initialize() {
        return seam::to_expected(Binding::initialize(state_));
    }

    /// Ends the instance.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Calls value() `rounds` times.
    [[nodiscard]] std::expected<std::uint64_t, Status> value(std::uint64_t rounds) {
        return seam::to_expected(Binding::value(state_, rounds));
    }

    /// Calls result() `rounds` times.
    [[nodiscard]] std::expected<std::uint64_t, Status> result(std::uint64_t rounds) {
        return seam::to_expected(Binding::result(state_, rounds));
    }

    /// Calls slice() `rounds` times, with eight bytes.
    [[nodiscard]] std::expected<std::uint64_t, Status> slice(std::uint64_t rounds) {
        return seam::to_expected(Binding::slice(state_, rounds));
    }

    /// Calls callback() `rounds` times.
    [[nodiscard]] std::expected<std::uint64_t, Status> callback(std::uint64_t rounds) {
        return seam::to_expected(Binding::callback(state_, rounds));
    }

  private:
    State* state_;
};

#if defined(SEAM_CALLER_SELECTION)
#define CALLER_SELECTED_cpp Cpp
#define CALLER_SELECTED_rust Rust
#define CALLER_SELECTED_live Live
#define CALLER_SELECTED_(selection) CALLER_SELECTED_##selection
#define CALLER_SELECTED(selection) CALLER_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = CALLER_SELECTED(SEAM_CALLER_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    CALLER_CONTRACT_PASTE(needs_contract_, CALLER_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::caller
