// SPDX-License-Identifier: MIT OR Apache-2.0
//
// An instance is for one caller at a time: with a lock around each call, two threads may share it.
#include "components/serial/conformance/suite.hpp"

#include <mutex>
#include <thread>

SEAM_TEST(serial_threads, share_an_instance_under_a_lock) {
    using bimetal::serial::Client;
    using bimetal::serial::SimulatedCpp;
    using bimetal::serial::conformance::benches;
    using bimetal::serial::conformance::handle_of;
    using bimetal::serial::conformance::stream_byte;
    auto& simulator = benches[0].simulator;
    benches[0].reset();
    Client<SimulatedCpp> client(benches[0].state);
    REQUIRE(client.initialize(handle_of(simulator), bimetal::serial::default_settings).has_value());
    constexpr std::uint64_t count = 5'000;
    std::mutex lock;
    std::thread line([&] {
        for (bool done = false; !done;) {
            const std::scoped_lock guard(lock);
            simulator.pass_time(3);
            if (simulator.interrupts()) {
                (void)client.interrupt();
            }
            done = simulator.sent_count() == count;
        }
    });
    for (std::uint64_t sent = 0; sent < count;) {
        const std::scoped_lock guard(lock);
        const std::uint8_t byte = stream_byte(sent);
        sent += client.transmit({&byte, 1}).value_or(0);
    }
    line.join();
    for (std::uint64_t index = 0; index < count; ++index) {
        REQUIRE_EQUAL(simulator.sent(index), stream_byte(index));
    }
    EXPECT(client.check().has_value());
}
