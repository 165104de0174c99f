// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Hostile callers in C++ and in Rust for each twin: one wrong argument at a time, generated from
// the contract. And a twin that judges nothing, which they must name.
#include "components/serial/bindings/c.hpp"
#include "components/serial/conformance/generated/hostile.hpp"
#include "components/serial/conformance/suite.hpp"

SERIAL_HOSTILE_FROM_RUST(RustCallsCpp, cpp)
SERIAL_HOSTILE_FROM_RUST(RustCallsRust, rust)
SERIAL_HOSTILE_FROM_RUST(RustCallsC, c)

namespace {

using bimetal::serial::C;
using bimetal::serial::Client;
using bimetal::serial::Cpp;
using bimetal::serial::Rust;
using bimetal::serial::conformance::benches;
using bimetal::serial::conformance::handle_of;
using bimetal::serial::conformance::Suite;
using bimetal::serial::hostile::FromCpp;
using bimetal::serial::hostile::InitializeArguments;
using bimetal::serial::hostile::RustCallsC;
using bimetal::serial::hostile::RustCallsCpp;
using bimetal::serial::hostile::RustCallsRust;
using seam::harness::Test;

/// An instance over the simulator. What a call could change besides is the device.
template <class Binding>
class Fixture {
  public:
    static std::span<std::uint8_t> instance() {
        auto& bench = benches[0];
        bench.reset();
        (void)Client<Binding>(bench.state)
            .initialize(handle_of(bench.simulator), bimetal::serial::default_settings);
        return seam::harness::bytes_of(bench.state);
    }

    static std::uint64_t world() {
        const auto& simulator = benches[0].simulator;
        return simulator.accesses() ^ simulator.trace_hash();
    }

    template <class Arguments>
    static void prepare(Arguments&) {}

    static void prepare(InitializeArguments& arguments) {
        arguments.device = handle_of(benches[0].simulator);
        arguments.settings = bimetal::serial::default_settings;
    }

    static void initialize_answers_range(Test& test) {
        Suite<Binding>::initialize_answers_wrong_settings(test);
    }

    static void set_baud_answers_range(Test& test) { Suite<Binding>::changes_the_rate(test); }
};

using CppCallsCpp = FromCpp<Cpp>;
using CppCallsRust = FromCpp<Rust>;
using CppCallsC = FromCpp<C>;

SERIAL_HOSTILE("cpp-calls-cpp", CppCallsCpp, Fixture<Cpp>)
SERIAL_HOSTILE("cpp-calls-rust", CppCallsRust, Fixture<Rust>)
SERIAL_HOSTILE("cpp-calls-c", CppCallsC, Fixture<C>)
SERIAL_HOSTILE("rust-calls-cpp", RustCallsCpp, Fixture<Cpp>)
SERIAL_HOSTILE("rust-calls-rust", RustCallsRust, Fixture<Rust>)
SERIAL_HOSTILE("rust-calls-c", RustCallsC, Fixture<C>)

/// The C++ twin behind entries that judge too little or act too early.
struct Careless : CppCallsCpp {
    static SerialStatus initialize(const InitializeArguments& arguments) {
        const SerialStatus status = CppCallsCpp::initialize(arguments);
        // Leaves the old instance alive when it refuses to make a new one.
        if (status == SerialStatus::invalid_enum) {
            InitializeArguments before = arguments;
            before.settings = bimetal::serial::default_settings;
            (void)CppCallsCpp::initialize(before);
        }
        return status;
    }

    static SerialCountResult receive(const bimetal::serial::hostile::ReceiveArguments& arguments) {
        const SerialCountResult result = CppCallsCpp::receive(arguments);
        // Does not see that it would write into the instance.
        return result.status == SerialStatus::overlap ? SerialCountResult{} : result;
    }

    static SerialStatus statistics(const bimetal::serial::hostile::StatisticsArguments& arguments) {
        const SerialStatus status = CppCallsCpp::statistics(arguments);
        // Fills the structure before it looks whether there is an instance.
        if (status == SerialStatus::not_initialised) {
            *arguments.statistics = {};
        }
        return status;
    }

    static SerialCountResult
    transmit(const bimetal::serial::hostile::TransmitArguments& arguments) {
        SerialCountResult result = CppCallsCpp::transmit(arguments);
        // Answers how many bytes it would have taken.
        if (result.status == SerialStatus::length_overflow) {
            result.value = 1;
        }
        return result;
    }
};

/// Keeps what the planted tests report.
class Record final : public seam::harness::Report {
  public:
    void line(std::string_view text) override { text_ += std::string(text) + "\n"; }

    [[nodiscard]] bool has(std::string_view text) const { return text_.contains(text); }

  private:
    std::string text_;
};

/// Whether the hostile callers fail the twin and say so.
bool catches(void (*body)(Test&), std::string_view sentence) {
    Record record;
    const seam::harness::Case planted{"planted", "twin", body};
    return seam::harness::run_case(planted, record, 1, 1) == seam::harness::Outcome::failed &&
           record.has(sentence);
}

using CarelessSuite = bimetal::serial::hostile::Suite<Careless, Fixture<Cpp>>;

} // namespace

SEAM_TEST(serial_hostile_planted, names_a_promise_that_is_not_kept) {
    EXPECT(catches(CarelessSuite::receive, "serial_receive:0: failed: bytes overlaps the instance: "
                                           "promises overlap, answers ok"));
}

SEAM_TEST(serial_hostile_planted, names_a_value_beside_a_failure) {
    EXPECT(catches(CarelessSuite::transmit,
                   "serial_transmit:0: failed: bytes passes the end of memory: "
                   "answers a value beside the failure"));
}

SEAM_TEST(serial_hostile_planted, names_what_changed) {
    EXPECT(catches(CarelessSuite::statistics,
                   "serial_statistics:0: failed: the instance is zeros: changes "
                   "what was passed"));
}

SEAM_TEST(serial_hostile_planted, names_an_instance_that_should_have_ended) {
    EXPECT(catches(CarelessSuite::initialize, "serial_shutdown:0: failed: after a wrong "
                                              "initialize: promises not_initialised, answers ok"));
}

SEAM_TEST(serial_hostile_planted, passes_what_is_right) {
    EXPECT(!catches(CarelessSuite::shutdown, ""));
    EXPECT(!catches(CarelessSuite::set_baud, ""));
}
