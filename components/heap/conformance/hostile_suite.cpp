// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Hostile callers in C++ and in Rust for either twin: one wrong argument at a time, generated from
// the contract.
#include "components/heap/conformance/generated/hostile.hpp"
#include "components/heap/conformance/suite.hpp"

HEAP_HOSTILE_FROM_RUST(RustCallsCpp, cpp)
HEAP_HOSTILE_FROM_RUST(RustCallsRust, rust)

namespace {

using bimetal::heap::Client;
using bimetal::heap::Cpp;
using bimetal::heap::Rust;
using bimetal::heap::conformance::benches;
using bimetal::heap::conformance::Suite;
using bimetal::heap::conformance::supplies;
using bimetal::heap::hostile::FromCpp;
using bimetal::heap::hostile::InitializeArguments;
using bimetal::heap::hostile::RustCallsCpp;
using bimetal::heap::hostile::RustCallsRust;
using seam::harness::Test;

constexpr std::uint64_t pages = 64;

/// An instance with a few pages, and a block in use. There is nothing besides that it could change
/// but its pages.
template <class Binding>
class Fixture {
  public:
    static std::span<std::uint8_t> instance() {
        auto& bench = benches[0];
        bench.reset();
        supplies[0].reset();
        Client<Binding> client(bench.state);
        (void)client.initialize(pages, bimetal::heap::conformance::suite_first_page, 1, 0);
        (void)client.allocate(0, 100, 8, 0);
        return seam::harness::bytes_of(bench).first(Client<Binding>::memory_size(pages));
    }

    static std::uint64_t world() { return supplies[0].used(); }

    template <class Arguments>
    static void prepare(Arguments&) {}

    static void prepare(InitializeArguments& arguments) {
        arguments.page_capacity = pages;
        arguments.cpu_count = 1;
    }

    static void initialize_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_capacities(test);
    }

    static void allocate_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void free_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void free_sized_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_numbers(test);
    }

    static void resize_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void drain_answers_range(Test& test) { Suite<Binding>::answers_wrong_numbers(test); }

    static void class_statistics_answers_range(Test& test) {
        Suite<Binding>::answers_wrong_numbers(test);
    }
};

using CppCallsCpp = FromCpp<Cpp>;
using CppCallsRust = FromCpp<Rust>;

HEAP_HOSTILE("cpp-calls-cpp", CppCallsCpp, Fixture<Cpp>)
HEAP_HOSTILE("cpp-calls-rust", CppCallsRust, Fixture<Rust>)
HEAP_HOSTILE("rust-calls-cpp", RustCallsCpp, Fixture<Cpp>)
HEAP_HOSTILE("rust-calls-rust", RustCallsRust, Fixture<Rust>)

} // namespace
