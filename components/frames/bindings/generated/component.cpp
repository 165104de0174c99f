// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "components/frames/bindings/generated/frames.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::frames {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::frames

#define FRAMES_FIXED_cpp 1
#define FRAMES_FIXED_rust 2
#define FRAMES_FIXED_live 0
#define FRAMES_FIXED_(selection) FRAMES_FIXED_##selection
#define FRAMES_FIXED(selection) FRAMES_FIXED_(selection)

#if FRAMES_FIXED(SEAM_FRAMES_SELECTION) == 0

#define FRAMES_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub frames_stubs[0 FRAMES_FUNCTIONS(FRAMES_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t FRAMES_CONTRACT_SYMBOL(live) = FRAMES_CONTRACT;
}

namespace bimetal::frames {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "frames",
                                    .contract = FRAMES_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = frames_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::frames

#else

namespace bimetal::frames {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "frames",
    .contract = FRAMES_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::frames

#endif

namespace bimetal::frames {

namespace {

SEAM_REGISTER_COMPONENT(frames, component);

} // namespace

} // namespace bimetal::frames
