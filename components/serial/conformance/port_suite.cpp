// SPDX-License-Identifier: MIT OR Apache-2.0
//
// In a kernel, both twins as they ship on the machine's second serial port, which nothing else
// uses.
#include "components/serial/bindings/serial.hpp"
#include "components/serial/conformance/suite.hpp"

namespace {

using bimetal::serial::Client;
using bimetal::serial::Cpp;
using bimetal::serial::Rust;
using bimetal::serial::Status;

constexpr std::uint64_t second_port = 0x2f8;

template <class Binding>
void use_second_port(seam::harness::Test& test) {
    auto& bench = bimetal::serial::conformance::benches[0];
    bench.reset();
    Client<Binding> client(bench.state);
    const auto initialized = client.initialize(second_port, bimetal::serial::default_settings);
    if (!initialized && initialized.error() == Status::device_absent) {
        test.skip("no second serial port");
        return;
    }
    REQUIRE(initialized.has_value());
    EXPECT(client.self_test().has_value());
    EXPECT(client.transmit("sent by ring and interrupt\r\n").value_or(0) == 28);
    EXPECT(client.transmit_now("sent now\r\n").value_or(0) == 10);
    EXPECT(client.set_baud(9'600).has_value());
    EXPECT(client.set_baud(115'200).has_value());
    EXPECT(client.poll().has_value());
    const auto statistics = client.statistics();
    REQUIRE(statistics.has_value());
    EXPECT_EQUAL(statistics->bytes_transmitted, std::uint64_t{38});
    EXPECT_EQUAL(statistics->timeouts, std::uint64_t{0});
    EXPECT(client.check().has_value());
    EXPECT(client.shutdown().has_value());
}

} // namespace

SEAM_REGISTER_TEST(second_port_cpp, "serial.port", "second_port_with_cpp", use_second_port<Cpp>);
SEAM_REGISTER_TEST(second_port_rust, "serial.port", "second_port_with_rust", use_second_port<Rust>);
