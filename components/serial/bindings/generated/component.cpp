// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "components/serial/bindings/generated/serial.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::serial {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::serial

#define SERIAL_FIXED_cpp 1
#define SERIAL_FIXED_rust 2
#define SERIAL_FIXED_live 0
#define SERIAL_FIXED_(selection) SERIAL_FIXED_##selection
#define SERIAL_FIXED(selection) SERIAL_FIXED_(selection)

#if SERIAL_FIXED(SEAM_SERIAL_SELECTION) == 0

#define SERIAL_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub serial_stubs[0 SERIAL_FUNCTIONS(SERIAL_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t SERIAL_CONTRACT_SYMBOL(live) = SERIAL_CONTRACT;
}

namespace bimetal::serial {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "serial",
                                    .contract = SERIAL_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = serial_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::serial

#else

namespace bimetal::serial {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "serial",
    .contract = SERIAL_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::serial

#endif

namespace bimetal::serial {

namespace {

SEAM_REGISTER_COMPONENT(serial, component);

} // namespace

} // namespace bimetal::serial
