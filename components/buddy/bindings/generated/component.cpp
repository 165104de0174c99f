// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "components/buddy/bindings/generated/buddy.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::buddy {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::buddy

#define BUDDY_FIXED_cpp 1
#define BUDDY_FIXED_rust 2
#define BUDDY_FIXED_live 0
#define BUDDY_FIXED_(selection) BUDDY_FIXED_##selection
#define BUDDY_FIXED(selection) BUDDY_FIXED_(selection)

#if BUDDY_FIXED(SEAM_BUDDY_SELECTION) == 0

#define BUDDY_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub buddy_stubs[0 BUDDY_FUNCTIONS(BUDDY_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t BUDDY_CONTRACT_SYMBOL(live) = BUDDY_CONTRACT;
}

namespace bimetal::buddy {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "buddy",
                                    .contract = BUDDY_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = buddy_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::buddy

#else

namespace bimetal::buddy {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "buddy",
    .contract = BUDDY_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::buddy

#endif

namespace bimetal::buddy {

namespace {

SEAM_REGISTER_COMPONENT(buddy, component);

} // namespace

} // namespace bimetal::buddy
