// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "journal/generated/journal.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace journal {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace journal

#define JOURNAL_FIXED_cpp 1
#define JOURNAL_FIXED_rust 2
#define JOURNAL_FIXED_live 0
#define JOURNAL_FIXED_(selection) JOURNAL_FIXED_##selection
#define JOURNAL_FIXED(selection) JOURNAL_FIXED_(selection)

#if JOURNAL_FIXED(SEAM_JOURNAL_SELECTION) == 0

#define JOURNAL_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility(
    "hidden")]] extern const seam::Stub journal_stubs[0 JOURNAL_FUNCTIONS(JOURNAL_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t JOURNAL_CONTRACT_SYMBOL(live) = JOURNAL_CONTRACT;
}

namespace journal {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {
    Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "journal",
                                    .contract = JOURNAL_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = journal_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace journal

#else

namespace journal {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "journal",
    .contract = JOURNAL_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace journal

#endif

namespace journal {

namespace {

SEAM_REGISTER_COMPONENT(journal, component);

} // namespace

} // namespace journal
