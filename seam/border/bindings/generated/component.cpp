// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "seam/border/bindings/generated/border.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::border {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::border

#define BORDER_FIXED_cpp 1
#define BORDER_FIXED_rust 2
#define BORDER_FIXED_live 0
#define BORDER_FIXED_(selection) BORDER_FIXED_##selection
#define BORDER_FIXED(selection) BORDER_FIXED_(selection)

#if BORDER_FIXED(SEAM_BORDER_SELECTION) == 0

#define BORDER_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub border_stubs[0 BORDER_FUNCTIONS(BORDER_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t BORDER_CONTRACT_SYMBOL(live) = BORDER_CONTRACT;
}

namespace bimetal::border {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "border",
                                    .contract = BORDER_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = border_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::border

#else

namespace bimetal::border {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "border",
    .contract = BORDER_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::border

#endif

namespace bimetal::border {

namespace {

SEAM_REGISTER_COMPONENT(border, component);

} // namespace

} // namespace bimetal::border
