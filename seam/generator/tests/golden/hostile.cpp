// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Callers with wrong arguments, in both languages, against both twins.
#include "seam/generator/tests/golden/generated/hostile.hpp"

WEATHER_HOSTILE_FROM_RUST(RustCallsCpp, cpp)
WEATHER_HOSTILE_FROM_RUST(RustCallsRust, rust)

namespace {

using golden::weather::Client;
using golden::weather::Cpp;
using golden::weather::Rust;
using golden::weather::State;
using golden::weather::hostile::FromCpp;
using golden::weather::hostile::RustCallsCpp;
using golden::weather::hostile::RustCallsRust;

struct Memory {
    std::uint8_t before[64];
    State state;
    std::uint8_t behind[64];
};

constinit Memory memory{};

template <class Binding>
class Fixture {
  public:
    static std::span<std::uint8_t> instance() {
        Client<Binding> client(memory.state);
        (void)client.initialize(1, {}, {.first = 1, .mood = WeatherMood::sunny});
        return seam::harness::bytes_of(memory.state);
    }

    static std::uint64_t world() { return 0; }

    template <class Arguments>
    static void prepare(Arguments&) {}

    static void initialize_answers_range(seam::harness::Test& test) {
        EXPECT(Client<Binding>(memory.state)
                   .initialize(WEATHER_STATIONS, {}, {.first = 1, .mood = WeatherMood::sunny})
                   .error() == WeatherStatus::out_of_range);
    }

#if !defined(WITHOUT_A_TEST)
    static void exchange_answers_generation(seam::harness::Test&) {}
#endif
};

using CppCallsCpp = FromCpp<Cpp>;
using CppCallsRust = FromCpp<Rust>;

WEATHER_HOSTILE("cpp-calls-cpp", CppCallsCpp, Fixture<Cpp>)
WEATHER_HOSTILE("cpp-calls-rust", CppCallsRust, Fixture<Rust>)
WEATHER_HOSTILE("rust-calls-cpp", RustCallsCpp, Fixture<Cpp>)
WEATHER_HOSTILE("rust-calls-rust", RustCallsRust, Fixture<Rust>)

} // namespace
