// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "seam/border/bindings/caller-generated/caller.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::caller {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::caller

#define CALLER_FIXED_cpp 1
#define CALLER_FIXED_rust 2
#define CALLER_FIXED_live 0
#define CALLER_FIXED_(selection) CALLER_FIXED_##selection
#define CALLER_FIXED(selection) CALLER_FIXED_(selection)

#if CALLER_FIXED(SEAM_CALLER_SELECTION) == 0

#define CALLER_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub caller_stubs[0 CALLER_FUNCTIONS(CALLER_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t CALLER_CONTRACT_SYMBOL(live) = CALLER_CONTRACT;
}

namespace bimetal::caller {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "caller",
                                    .contract = CALLER_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = caller_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::caller

#else

namespace bimetal::caller {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "caller",
    .contract = CALLER_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::caller

#endif

namespace bimetal::caller {

namespace {

SEAM_REGISTER_COMPONENT(caller, component);

} // namespace

} // namespace bimetal::caller
