// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Hostile callers in C++ and in Rust for either twin: one wrong argument at a time, generated from
// the contract.
#include "components/frames/conformance/generated/hostile.hpp"
#include "components/frames/conformance/suite.hpp"

FRAMES_HOSTILE_FROM_RUST(RustCallsCpp, cpp)
FRAMES_HOSTILE_FROM_RUST(RustCallsRust, rust)

namespace {

using bimetal::frames::Client;
using bimetal::frames::Cpp;
using bimetal::frames::Rust;
using bimetal::frames::conformance::benches;
using bimetal::frames::conformance::Suite;
using bimetal::frames::hostile::AddArguments;
using bimetal::frames::hostile::FromCpp;
using bimetal::frames::hostile::InitializeArguments;
using bimetal::frames::hostile::RustCallsCpp;
using bimetal::frames::hostile::RustCallsRust;
using seam::harness::Test;

constexpr std::uint64_t areas = 2;
constexpr std::uint64_t frames = areas * FRAMES_AREA_FRAMES;

/// An instance with a few frames, one of them in use. There is nothing besides that it could
/// change.
template <class Binding>
class Fixture {
  public:
    static std::span<std::uint8_t> instance() {
        auto& bench = benches[0];
        bench.reset();
        Client<Binding> client(bench.state);
        (void)client.initialize(areas, 0, 1);
        (void)client.add(0, frames / 2);
        (void)client.allocate(0, 0, bimetal::frames::Zone::any);
        return seam::harness::bytes_of(bench).first(Client<Binding>::memory_size(areas));
    }

    static std::uint64_t world() { return 0; }

    template <class Arguments>
    static void prepare(Arguments&) {}

    static void prepare(InitializeArguments& arguments) {
        arguments.area_capacity = areas;
        arguments.cpu_count = 1;
    }

    static void prepare(AddArguments& arguments) {
        arguments.first_frame = frames / 2;
        arguments.frame_count = 1;
    }

    static void initialize_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_capacities(test);
    }

    static void add_answers_range(Test& test) { Suite<Binding>::answers_wrong_ranges(test); }

    static void allocate_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void free_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void allocate_at_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_numbers(test);
    }

    static void adopt_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void allocate_batch_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_numbers(test);
    }

    static void free_batch_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_numbers(test);
    }

    static void drain_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }
};

using CppCallsCpp = FromCpp<Cpp>;
using CppCallsRust = FromCpp<Rust>;

FRAMES_HOSTILE("cpp-calls-cpp", CppCallsCpp, Fixture<Cpp>)
FRAMES_HOSTILE("cpp-calls-rust", CppCallsRust, Fixture<Rust>)
FRAMES_HOSTILE("rust-calls-cpp", RustCallsCpp, Fixture<Cpp>)
FRAMES_HOSTILE("rust-calls-rust", RustCallsRust, Fixture<Rust>)

} // namespace
