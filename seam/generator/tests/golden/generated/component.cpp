// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "seam/generator/tests/golden/generated/weather.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace golden::weather {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace golden::weather

#define WEATHER_FIXED_cpp 1
#define WEATHER_FIXED_rust 2
#define WEATHER_FIXED_live 0
#define WEATHER_FIXED_(selection) WEATHER_FIXED_##selection
#define WEATHER_FIXED(selection) WEATHER_FIXED_(selection)

#if WEATHER_FIXED(SEAM_WEATHER_SELECTION) == 0

#define WEATHER_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub weather_stubs[0 WEATHER_FUNCTIONS(WEATHER_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t WEATHER_CONTRACT_SYMBOL(live) = WEATHER_CONTRACT;
}

namespace golden::weather {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "weather",
                                    .contract = WEATHER_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = weather_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace golden::weather

#else

namespace golden::weather {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "weather",
    .contract = WEATHER_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace golden::weather

#endif

namespace golden::weather {

namespace {

SEAM_REGISTER_COMPONENT(weather, component);

} // namespace

} // namespace golden::weather
