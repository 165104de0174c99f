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

constexpr std::uint64_t slice_sum() {
    std::uint64_t total = 0;
    std::uint64_t sum = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        const std::uint64_t length = round % 8;
        total += length + (length == 0 ? 0 : 1);
        sum += total;
    }
    return sum;
}

constexpr std::uint64_t callback_sum() {
    std::uint64_t total = 0;
    std::uint64_t sum = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        total += round + 1;
        sum += total;
    }
    return sum;
}

template <class Binding>
bool run_value(std::uint32_t) {
    return Client<Binding>(state).value(rounds) == value_sum;
}

template <class Binding>
bool run_result(std::uint32_t) {
    return Client<Binding>(state).result(rounds) == result_sum;
}

template <class Binding>
bool run_slice(std::uint32_t) {
    return Client<Binding>(state).slice(rounds) == slice_sum();
}

template <class Binding>
bool run_callback(std::uint32_t) {
    return Client<Binding>(state).callback(rounds) == callback_sum();
}

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

template <class Binding>
constexpr std::array<Workload, 4> all(const char* from, const char* twin, const char* way) {
    return {workload("value", from, twin, way, prepare<Binding>, run_value<Binding>),
            workload("result", from, twin, way, prepare<Binding>, run_result<Binding>),
            workload("slice", from, twin, way, prepare<Binding>, run_slice<Binding>),
            workload("callback", from, twin, way, prepare<Binding>, run_callback<Binding>)};
}

constexpr auto cpp_from_cpp = all<CppFromCpp>("cpp", "cpp", "fixed");
constexpr auto rust_from_cpp = all<RustFromCpp>("cpp", "rust", "fixed");
constexpr auto cpp_stub_from_cpp = all<CppStubFromCpp>("cpp", "cpp", "stub");
constexpr auto rust_stub_from_cpp = all<RustStubFromCpp>("cpp", "rust", "stub");
constexpr auto same_cpp = all<SameCpp>("cpp", "cpp", "same");
constexpr auto cpp_from_rust = all<CppFromRust>("rust", "cpp", "fixed");
constexpr auto rust_from_rust = all<RustFromRust>("rust", "rust", "fixed");
constexpr auto cpp_stub_from_rust = all<CppStubFromRust>("rust", "cpp", "stub");
constexpr auto rust_stub_from_rust = all<RustStubFromRust>("rust", "rust", "stub");
constexpr auto same_rust = all<SameRust>("rust", "rust", "same");

} // namespace

SEAM_REGISTER_WORKLOADS(cpp_from_cpp);
SEAM_REGISTER_WORKLOADS(rust_from_cpp);
SEAM_REGISTER_WORKLOADS(cpp_stub_from_cpp);
SEAM_REGISTER_WORKLOADS(rust_stub_from_cpp);
SEAM_REGISTER_WORKLOADS(same_cpp);
SEAM_REGISTER_WORKLOADS(cpp_from_rust);
SEAM_REGISTER_WORKLOADS(rust_from_rust);
SEAM_REGISTER_WORKLOADS(cpp_stub_from_rust);
SEAM_REGISTER_WORKLOADS(rust_stub_from_rust);
SEAM_REGISTER_WORKLOADS(same_rust);

} // namespace bimetal::caller
