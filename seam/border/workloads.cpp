// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The loops as workloads: {C++, Rust} calling {C++, Rust}, in each way.
#include "seam/border/bindings/caller-generated/caller.hpp"
#include "seam/harness/workload.hpp"

#include <array>
#include <cstdint>
#include <expected>

CALLER_BINDING(CppFromCpp, cppfixed_cpp)
CALLER_BINDING(RustFromCpp, rustfixed_cpp)
CALLER_BINDING(CppStubFromCpp, cppstub_cpp)
CALLER_BINDING(RustStubFromCpp, ruststub_cpp)
CALLER_BINDING(SameCpp, same_cpp)
CALLER_BINDING(CppFromRust, cppfixed_rust)
CALLER_BINDING(RustFromRust, rustfixed_rust)
CALLER_BINDING(CppStubFromRust, cppstub_rust)
CALLER_BINDING(RustStubFromRust, ruststub_rust)
CALLER_BINDING(SameRust, same_rust)

namespace bimetal::caller {
namespace {

using seam::harness::Workload;

constexpr std::uint32_t rounds = 2'000;

constinit State state{};

template <class Binding>
bool prepare(std::uint64_t) {
    return Client<Binding>(state).initialize().has_value();
}

// What each loop must answer.
constexpr std::uint64_t value_sum = rounds;
// The totals 0, 2, 6, 12, …: round * (round + 1).
constexpr std::uint64_t result_sum =
    std::uint64_t{rounds} * rounds * rounds / 3 - std::uint64_t{rounds} / 3;

constexpr std::uint64_t sum_of_slices() {
    std::uint64_t total = 0;
    std::uint64_t sum = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        const std::uint64_t length = round % 8;
        total += length + (length == 0 ? 0 : 1);
        sum += total;
    }
    return sum;
}

constexpr std::uint64_t sum_of_callbacks() {
    std::uint64_t total = 0;
    std::uint64_t sum = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        total += round + 1;
        sum += total;
    }
    return sum;
}

constexpr std::uint64_t slice_sum = sum_of_slices();
constexpr std::uint64_t callback_sum = sum_of_callbacks();

constexpr Workload workload(const char* name, const char* from, const char* twin, const char* way,
                            bool (*prepare)(std::uint64_t), bool (*run)(std::uint32_t)) {
    return {.component = "border",
            .name = name,
            .caller = from,
            .twin = twin,
            .way = way,
            .operations = rounds,
            .threads = 1,
            .copies_blocks = false,
            .prepare = prepare,
            .run = run};
}

} // namespace

// A loop as a function of its own, named border_FROM_calls_TWIN_KIND_WAY for who disassembles it.
#define BORDER_LOOP(Binding, from, twin, way, kind)                                                \
    [[gnu::noinline]] bool from##_calls_##twin##_##way##_##kind(std::uint32_t) asm(                \
        "border_" #from "_calls_" #twin "_" #kind "_" #way);                                       \
    bool from##_calls_##twin##_##way##_##kind(std::uint32_t) {                                     \
        return Client<Binding>(state).kind(rounds) == kind##_sum;                                  \
    }
#define BORDER_WORKLOAD(Binding, from, twin, way, kind)                                            \
    workload(#kind, #from, #twin, #way, prepare<Binding>, from##_calls_##twin##_##way##_##kind)

// The four loops of a caller and what it calls, registered.
#define BORDER_LOOPS(Binding, from, twin, way)                                                     \
    BORDER_LOOP(Binding, from, twin, way, value)                                                   \
    BORDER_LOOP(Binding, from, twin, way, result)                                                  \
    BORDER_LOOP(Binding, from, twin, way, slice)                                                   \
    BORDER_LOOP(Binding, from, twin, way, callback)                                                \
    static constexpr std::array<Workload, 4> from##_##twin##_##way{                                \
        BORDER_WORKLOAD(Binding, from, twin, way, value),                                          \
        BORDER_WORKLOAD(Binding, from, twin, way, result),                                         \
        BORDER_WORKLOAD(Binding, from, twin, way, slice),                                          \
        BORDER_WORKLOAD(Binding, from, twin, way, callback)};                                      \
    SEAM_REGISTER_WORKLOADS(from##_##twin##_##way);

BORDER_LOOPS(CppFromCpp, cpp, cpp, fixed)
BORDER_LOOPS(RustFromCpp, cpp, rust, fixed)
BORDER_LOOPS(CppStubFromCpp, cpp, cpp, stub)
BORDER_LOOPS(RustStubFromCpp, cpp, rust, stub)
BORDER_LOOPS(SameCpp, cpp, cpp, same)
BORDER_LOOPS(CppFromRust, rust, cpp, fixed)
BORDER_LOOPS(RustFromRust, rust, rust, fixed)
BORDER_LOOPS(CppStubFromRust, rust, cpp, stub)
BORDER_LOOPS(RustStubFromRust, rust, rust, stub)
BORDER_LOOPS(SameRust, rust, rust, same)

} // namespace bimetal::caller
