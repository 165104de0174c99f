// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Hostile callers in C++ and in Rust for either twin: one wrong argument at a time, generated from
// the contract.
#include "components/buddy/conformance/generated/hostile.hpp"
#include "components/buddy/conformance/suite.hpp"

BUDDY_HOSTILE_FROM_RUST(RustCallsCpp, cpp)
BUDDY_HOSTILE_FROM_RUST(RustCallsRust, rust)

namespace {

using bimetal::buddy::Client;
using bimetal::buddy::Cpp;
using bimetal::buddy::Rust;
using bimetal::buddy::conformance::benches;
using bimetal::buddy::conformance::Suite;
using bimetal::buddy::hostile::AddArguments;
using bimetal::buddy::hostile::FromCpp;
using bimetal::buddy::hostile::InitializeArguments;
using bimetal::buddy::hostile::RustCallsCpp;
using bimetal::buddy::hostile::RustCallsRust;
using seam::harness::Test;

constexpr std::uint64_t frames = 64;

/// An instance with a few frames, one of them in use. There is nothing besides that it could
/// change.
template <class Binding>
class Fixture {
  public:
    static std::span<std::uint8_t> instance() {
        auto& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        (void)client.initialize(frames);
        (void)client.add(0, frames / 2);
        (void)client.allocate(0, bimetal::buddy::Zone::any);
        return seam::harness::bytes_of(bench).first(Client<Binding>::memory_size(frames));
    }

    static std::uint64_t world() { return 0; }

    template <class Arguments>
    static void prepare(Arguments&) {}

    static void prepare(InitializeArguments& arguments) { arguments.frame_capacity = frames; }

    static void prepare(AddArguments& arguments) {
        arguments.first_frame = frames;
        arguments.frame_count = 1;
    }

    static void initialize_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_capacities(test);
    }

    static void add_answers_range(Test& test) { Suite<Binding>::answers_wrong_ranges(test); }

    static void allocate_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void free_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }
};

using CppCallsCpp = FromCpp<Cpp>;
using CppCallsRust = FromCpp<Rust>;

BUDDY_HOSTILE("cpp-calls-cpp", CppCallsCpp, Fixture<Cpp>)
BUDDY_HOSTILE("cpp-calls-rust", CppCallsRust, Fixture<Rust>)
BUDDY_HOSTILE("rust-calls-cpp", RustCallsCpp, Fixture<Cpp>)
BUDDY_HOSTILE("rust-calls-rust", RustCallsRust, Fixture<Rust>)

} // namespace
