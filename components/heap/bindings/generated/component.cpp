// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "components/heap/bindings/generated/heap.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace bimetal::heap {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace bimetal::heap

#define HEAP_FIXED_cpp 1
#define HEAP_FIXED_rust 2
#define HEAP_FIXED_live 0
#define HEAP_FIXED_(selection) HEAP_FIXED_##selection
#define HEAP_FIXED(selection) HEAP_FIXED_(selection)

#if HEAP_FIXED(SEAM_HEAP_SELECTION) == 0

#define HEAP_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::Stub heap_stubs[0 HEAP_FUNCTIONS(HEAP_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t HEAP_CONTRACT_SYMBOL(live) = HEAP_CONTRACT;
}

namespace bimetal::heap {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "heap",
                                    .contract = HEAP_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = heap_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace bimetal::heap

#else

namespace bimetal::heap {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "heap",
    .contract = HEAP_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace bimetal::heap

#endif

namespace bimetal::heap {

namespace {

SEAM_REGISTER_COMPONENT(heap, component);

} // namespace

} // namespace bimetal::heap
