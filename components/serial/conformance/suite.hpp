// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What every twin of `serial` must do, through the seam: SERIAL_CONFORMANCE registers all of it for
// one binding whose devices are simulators.
#pragma once

#include "components/serial/bindings/serial.hpp"
#include "components/serial/bindings/simulated.hpp"
#include "components/serial/conformance/uart_simulator.hpp"
#include "seam/harness/harness.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>

namespace bimetal::serial::conformance {

using seam::harness::Random;
using seam::harness::Test;

/// The device handle that leads to a simulator, and back.
[[nodiscard]] inline std::uint64_t handle_of(UartSimulator& simulator) {
    return reinterpret_cast<std::uintptr_t>(&simulator);
}

[[nodiscard]] inline UartSimulator& simulator_of(std::uint64_t handle) {
    return *reinterpret_cast<UartSimulator*>(static_cast<std::uintptr_t>(handle));
}

/// A simulator and an instance for it. There are few, since kernel stacks are small.
struct Bench {
    UartSimulator simulator;
    State state;

    void reset() {
        simulator.reset();
        std::memset(&state, 0, sizeof state);
    }
};

inline constinit std::array<Bench, 2> benches{};

inline constexpr std::uint8_t all_receive_interrupts = 0x05;
inline constexpr std::uint8_t transmit_interrupt = 0x02;

/// The `index`-th byte of a stream in which neither shifts nor gaps go unnoticed.
constexpr std::uint8_t stream_byte(std::uint64_t index) {
    return static_cast<std::uint8_t>((index * 0x9e3779b97f4a7c15) >> 56);
}

/// A line's worth of the stream.
template <std::size_t size>
constexpr std::array<std::uint8_t, size> stream(std::uint64_t first) {
    std::array<std::uint8_t, size> bytes{};
    for (std::size_t index = 0; index < size; ++index) {
        bytes[index] = stream_byte(first + index);
    }
    return bytes;
}

template <class Binding>
class Suite {
  public:
    static void initialize_sets_up_the_device(Test& test) {
        auto& [simulator, client] = fresh();

        struct Example {
            Settings settings;
            std::uint16_t divisor;
            std::uint8_t line_control;
            std::uint8_t fifo_control;
        };

        constexpr Example examples[] = {
            {default_settings, 1, 0x03, 0x87},
            {{1'843'200, 9'600, 7, Parity::even, StopBits::one, Trigger::one}, 12, 0x1a, 0x07},
            {{1'843'200, 110, 5, Parity::odd, StopBits::two, Trigger::four}, 1047, 0x0c, 0x47},
            {{24'000'000, 115'200, 6, Parity::mark, StopBits::one, Trigger::fourteen},
             13,
             0x29,
             0xc7},
            {{1'843'200, 2, 8, Parity::space, StopBits::two, Trigger::eight}, 57600, 0x3f, 0x87},
        };
        for (const Example& example : examples) {
            simulator.reset();
            REQUIRE(client.initialize(handle_of(simulator), example.settings).has_value());
            EXPECT_EQUAL(simulator.divisor(), example.divisor);
            EXPECT_EQUAL(simulator.line_control(), example.line_control);
            EXPECT_EQUAL(simulator.fifo_control(), example.fifo_control);
            EXPECT_EQUAL(simulator.interrupt_enable(), all_receive_interrupts);
            EXPECT_EQUAL(simulator.modem_control(), std::uint8_t{0x0b});
            EXPECT(client.check().has_value());
        }
    }

    static void initialize_answers_wrong_settings(Test& test) {
        auto& [simulator, client] = fresh();
        const auto refused = [&](Settings settings) {
            const auto result = client.initialize(handle_of(simulator), settings);
            return result.has_value() ? Status::ok : result.error();
        };
        const auto changed = [](auto change) {
            Settings settings = default_settings;
            change(settings);
            return settings;
        };
        EXPECT(refused(changed([](Settings& s) { s.clock = 0; })) == Status::out_of_range);
        EXPECT(refused(changed([](Settings& s) { s.baud = 0; })) == Status::out_of_range);
        for (const unsigned bits : {0U, 4U, 9U, 255U}) {
            EXPECT(refused(changed([bits](Settings& s) {
                       s.data_bits = static_cast<std::uint8_t>(bits);
                   })) == Status::out_of_range);
        }
        for (const std::uint32_t baud : {1U, 100'000U, 200'000U, 4'000'000'000U}) {
            EXPECT(refused(changed([baud](Settings& s) { s.baud = baud; })) ==
                   Status::baud_unreachable);
        }
        EXPECT(refused(changed([](Settings& s) { s.clock = 1; })) == Status::baud_unreachable);
        for (unsigned number = 0; number < 256; ++number) {
            const auto byte = static_cast<std::uint8_t>(number);
            if (number > 4) {
                EXPECT(refused(changed([byte](Settings& s) {
                           s.parity = std::bit_cast<Parity>(byte);
                       })) == Status::invalid_enum);
            }
            if (number != 1 && number != 2) {
                EXPECT(refused(changed([byte](Settings& s) {
                           s.stop_bits = std::bit_cast<StopBits>(byte);
                       })) == Status::invalid_enum);
            }
            if (number != 1 && number != 4 && number != 8 && number != 14) {
                EXPECT(refused(changed([byte](Settings& s) {
                           s.trigger = std::bit_cast<Trigger>(byte);
                       })) == Status::invalid_enum);
            }
        }
        // None of these went as far as the device, and none made an instance.
        EXPECT_EQUAL(simulator.accesses(), std::uint64_t{0});
        EXPECT(client.check().error() == Status::not_initialised);
    }

    static void finds_absent_and_stuck_devices(Test& test) {
        auto& [simulator, client] = fresh();
        const auto answer = [&](UartSimulator::Faults faults) {
            simulator.reset();
            simulator.faults = faults;
            const auto result = client.initialize(handle_of(simulator), default_settings);
            EXPECT(client.check().has_value() == result.has_value());
            return result.has_value() ? Status::ok : result.error();
        };
        EXPECT(answer({}) == Status::ok);
        EXPECT(answer({.absent = true}) == Status::device_absent);
        EXPECT(answer({.no_scratch = true}) == Status::device_absent);
        EXPECT(answer({.wired_enable = true}) == Status::device_absent);
        EXPECT(answer({.stuck_divisor = true}) == Status::device_stuck);
        // A transmitter that is always full is found by a wait, which ends.
        simulator.reset();
        simulator.faults.stuck_transmitter = true;
        EXPECT(client.initialize(handle_of(simulator), default_settings).error() ==
               Status::device_stuck);
        EXPECT(simulator.accesses() < 200'000);
        // A device may go at any moment.
        for (std::uint64_t moment = 1; moment < 24; ++moment) {
            const Status status = answer({.vanish_after = moment});
            EXPECT(status == Status::ok || status == Status::device_absent ||
                   status == Status::device_stuck);
        }
    }

    static void waits_for_what_firmware_sends(Test& test) {
        auto& [simulator, client] = fresh();
        simulator.write(2, 0x01);
        for (const char character : {'b', 'o', 'o', 't'}) {
            simulator.write(0, static_cast<std::uint8_t>(character));
        }
        simulator.write(3, 0x03);
        simulator.receive('x');
        REQUIRE(client.initialize(handle_of(simulator), default_settings).has_value());
        EXPECT_EQUAL(simulator.sent_count(), std::size_t{4});
        EXPECT_EQUAL(simulator.sent(3), std::uint8_t{'t'});
        // What came before belongs to nobody.
        EXPECT_EQUAL(simulator.waiting_to_be_read(), std::size_t{0});
    }

    static void works_without_fifos(Test& test) {
        auto& [simulator, client] = fresh();
        simulator.faults.no_fifo = true;
        REQUIRE(client.initialize(handle_of(simulator), default_settings).has_value());
        EXPECT_EQUAL(simulator.fifo_control(), std::uint8_t{0});
        send_all(test, simulator, client, 100);
        for (std::uint64_t index = 0; index < 100; ++index) {
            EXPECT(simulator.receive(stream_byte(index)));
            serve(test, simulator, client);
        }
        expect_received(test, client, 0, 100);
    }

    static void sends_in_order(Test& test) {
        auto& [simulator, client] = initialized(test);
        send_all(test, simulator, client, 10'000);
        const auto statistics = client.statistics();
        REQUIRE(statistics.has_value());
        EXPECT_EQUAL(statistics->bytes_transmitted, std::uint64_t{10'000});
        // With nothing to send, the device is told not to ask for more.
        EXPECT_EQUAL(simulator.interrupt_enable(), all_receive_interrupts);
    }

    static void takes_what_fits(Test& test) {
        auto& [simulator, client] = initialized(test);
        simulator.reads_per_character = 0;
        std::uint64_t taken = 0;
        for (int round = 0; round < 40; ++round) {
            const auto bytes = stream<100>(taken);
            const auto count = client.transmit(bytes);
            REQUIRE(count.has_value());
            taken += *count;
        }
        // The ring, and what the first call put into the device.
        EXPECT_EQUAL(taken, std::uint64_t{SERIAL_TRANSMIT_CAPACITY + 16});
        EXPECT(client.transmit("x").value_or(1) == 0);
        EXPECT(client.check().has_value());
        drain(test, simulator, client);
        expect_sent(test, simulator, 0, taken);
    }

    static void receives_in_order(Test& test) {
        auto& [simulator, client] = initialized(test);
        std::uint64_t fed = 0;
        std::uint64_t fetched = 0;
        for (int round = 0; fetched < 5'000; ++round) {
            REQUIRE(round < 5'000 && !test.failed());
            for (std::uint64_t burst = 0; burst < 1 + fed % 16; ++burst) {
                fed += simulator.receive(stream_byte(fed)) ? 1 : 0;
            }
            // Fewer than the trigger come by the timeout.
            simulator.pass_time(1);
            serve(test, simulator, client);
            std::array<std::uint8_t, 23> bytes;
            const auto count = client.receive(bytes);
            REQUIRE(count.has_value() && *count <= bytes.size());
            for (std::uint64_t index = 0; index < *count; ++index) {
                REQUIRE_EQUAL(bytes[index], stream_byte(fetched + index));
            }
            fetched += *count;
        }
        EXPECT(client.check().has_value());
    }

    static void receives_into_any_length(Test& test) {
        auto& [simulator, client] = initialized(test);
        for (std::uint64_t index = 0; index < 16; ++index) {
            simulator.receive(stream_byte(index));
        }
        serve(test, simulator, client);
        std::array<std::uint8_t, 16> bytes{};
        EXPECT(client.receive(std::span(bytes).first(0)).value_or(1) == 0);
        EXPECT(client.receive(std::span(bytes).first(1)).value_or(0) == 1);
        EXPECT(client.receive(std::span(bytes).subspan(1)).value_or(0) == 15);
        EXPECT(bytes == stream<16>(0));
        EXPECT(client.receive(bytes).value_or(1) == 0);
    }

    static void counts_line_errors(Test& test) {
        auto& [simulator, client] = initialized(test);
        simulator.receive('a');
        simulator.receive('?', UartSimulator::parity_error);
        simulator.receive('b');
        simulator.receive('?', UartSimulator::framing_error);
        simulator.receive('?', UartSimulator::framing_error | UartSimulator::parity_error);
        simulator.receive(0, UartSimulator::line_break | UartSimulator::framing_error);
        simulator.receive('c');
        simulator.pass_time(1);
        const auto events = client.interrupt();
        REQUIRE(events.has_value());
        EXPECT(events->has(Event::received) && events->has(Event::line_error) &&
               events->has(Event::line_break) && !events->has(Event::spurious));
        std::array<std::uint8_t, 8> bytes{};
        REQUIRE(client.receive(bytes).value_or(0) == 3);
        EXPECT(bytes[0] == 'a' && bytes[1] == 'b' && bytes[2] == 'c');
        const auto statistics = client.statistics();
        REQUIRE(statistics.has_value());
        EXPECT_EQUAL(statistics->parity_errors, std::uint64_t{2});
        EXPECT_EQUAL(statistics->framing_errors, std::uint64_t{2});
        EXPECT_EQUAL(statistics->breaks, std::uint64_t{1});
        EXPECT_EQUAL(statistics->bytes_received, std::uint64_t{3});
    }

    static void counts_overruns(Test& test) {
        auto& [simulator, client] = initialized(test);
        for (std::uint64_t index = 0; index < 20; ++index) {
            simulator.receive(stream_byte(index));
        }
        const auto events = client.interrupt();
        REQUIRE(events.has_value());
        EXPECT(events->has(Event::line_error));
        EXPECT_EQUAL(client.statistics()->overruns, std::uint64_t{1});
        expect_received(test, client, 0, 16);
    }

    static void keeps_errors_that_sending_saw(Test& test) {
        auto& [simulator, client] = initialized(test);
        simulator.receive('?', UartSimulator::parity_error);
        simulator.receive('a');
        // Reading the line status to send clears the error of the byte that waits.
        REQUIRE(client.transmit("b").value_or(0) == 1);
        simulator.pass_time(1);
        serve(test, simulator, client);
        std::array<std::uint8_t, 8> bytes{};
        REQUIRE(client.receive(bytes).value_or(0) == 1);
        EXPECT_EQUAL(bytes[0], std::uint8_t{'a'});
        EXPECT_EQUAL(client.statistics()->parity_errors, std::uint64_t{1});
    }

    static void stops_the_sender_when_full(Test& test) {
        auto& [simulator, client] = initialized(test);
        std::uint64_t fed = 0;
        // The sender obeys its clear-to-send line, our request to send.
        const auto feed = [&] {
            while ((simulator.modem_control() & 0x02) != 0 && simulator.waiting_to_be_read() < 16) {
                simulator.receive(stream_byte(fed++));
            }
        };
        bool throttled = false;
        for (int round = 0; round < 200; ++round) {
            feed();
            if (simulator.interrupts()) {
                const auto events = client.interrupt();
                REQUIRE(events.has_value());
                throttled |= events->has(Event::throttled);
            }
        }
        EXPECT(throttled);
        EXPECT_EQUAL(simulator.modem_control() & 0x02, 0);
        EXPECT(fed >= SERIAL_RECEIVE_CAPACITY && fed <= SERIAL_RECEIVE_CAPACITY + 16);
        // A silenced device interrupts no more, and the rest still works.
        EXPECT(!simulator.interrupts());
        EXPECT(client.check().has_value());
        EXPECT(client.poll()->has(Event::throttled));
        send_all(test, simulator, client, 100);

        std::uint64_t fetched = 0;
        while (fetched < 3 * SERIAL_RECEIVE_CAPACITY) {
            feed();
            simulator.pass_time(1);
            serve(test, simulator, client);
            std::array<std::uint8_t, 100> bytes;
            const auto count = client.receive(bytes);
            REQUIRE(count.has_value() && *count != 0);
            for (std::uint64_t index = 0; index < *count; ++index) {
                REQUIRE_EQUAL(bytes[index], stream_byte(fetched + index));
            }
            fetched += *count;
        }
        EXPECT(client.statistics()->throttles >= 1);
        EXPECT_EQUAL(client.statistics()->overruns, std::uint64_t{0});
    }

    static void survives_spurious_interrupts(Test& test) {
        auto& [simulator, client] = initialized(test);
        for (int round = 0; round < 100; ++round) {
            const auto events = client.interrupt();
            REQUIRE(events.has_value());
            EXPECT_EQUAL(events->bits(), static_cast<std::uint64_t>(Event::spurious));
        }
        EXPECT_EQUAL(client.statistics()->spurious_interrupts, std::uint64_t{100});
        send_all(test, simulator, client, 100);
    }

    static void recovers_lost_interrupts(Test& test) {
        auto& [simulator, client] = initialized(test);
        REQUIRE(client.transmit(stream<200>(0)).value_or(0) == 200);
        for (std::uint64_t index = 0; index < 10; ++index) {
            simulator.receive(stream_byte(index));
        }
        // Nobody calls interrupt(), and reading the reason loses the transmitter's.
        for (int round = 0; round < 40; ++round) {
            simulator.pass_time(17);
            simulator.read(2);
            REQUIRE(client.poll().has_value());
        }
        expect_sent(test, simulator, 0, 200);
        expect_received(test, client, 0, 10);
        EXPECT(client.check().has_value());
    }

    static void reports_modem_lines(Test& test) {
        auto& [simulator, client] = initialized(test);
        simulator.write(1, 0x0d);
        simulator.set_modem_lines(0x30);
        EXPECT(simulator.interrupts());
        EXPECT(client.interrupt()->has(Event::modem));
        EXPECT(!simulator.interrupts());
    }

    static void silences_a_stuck_interrupt(Test& test) {
        for (const bool unknown : {false, true}) {
            auto& [simulator, client] = initialized(test);
            REQUIRE(client.transmit(stream<100>(0)).value_or(0) == 100);
            simulator.faults.stuck_interrupt = !unknown;
            simulator.faults.unknown_interrupt = unknown;
            const std::uint64_t before = simulator.accesses();
            EXPECT(client.interrupt().error() == Status::device_stuck);
            EXPECT(simulator.accesses() - before < 1'000);
            EXPECT_EQUAL(simulator.interrupt_enable(), std::uint8_t{0});
            const std::uint64_t after = simulator.accesses();
            EXPECT(client.interrupt().error() == Status::device_stuck);
            EXPECT(client.poll().error() == Status::device_stuck);
            EXPECT(client.transmit("x").error() == Status::device_stuck);
            EXPECT_EQUAL(simulator.accesses(), after);
            EXPECT(client.check().has_value());
            // The way out of a panic tries all the same.
            EXPECT(client.transmit_now("panic").value_or(0) == 5);
            simulator.faults = {};
            EXPECT(client.initialize(handle_of(simulator), default_settings).has_value());
            EXPECT(client.transmit("x").value_or(0) == 1);
        }
    }

    static void notices_a_device_that_goes(Test& test) {
        const auto gone_during = [&](auto call) {
            auto& [simulator, client] = initialized(test);
            simulator.faults.absent = true;
            const auto result = call(client);
            return result.has_value() ? Status::ok : result.error();
        };
        EXPECT(gone_during([](auto& c) { return c.interrupt(); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.poll(); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.transmit("x"); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.transmit_now("x"); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.self_test(); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.set_baud(9600); }) == Status::device_absent);
        EXPECT(gone_during([](auto& c) { return c.shutdown(); }) == Status::ok);
    }

    static void does_not_mistake_a_break_for_absence(Test& test) {
        auto& [simulator, client] = initialized(test);
        // Full of breaks and overrun: every bit of the line status is set.
        for (int count = 0; count < 17; ++count) {
            simulator.receive(0, 0x1c);
        }
        EXPECT(client.transmit("x").value_or(0) == 1);
        serve(test, simulator, client);
        EXPECT_EQUAL(client.statistics()->breaks, std::uint64_t{16});
        EXPECT_EQUAL(client.statistics()->overruns, std::uint64_t{1});
    }

    static void sends_now_without_interrupts(Test& test) {
        auto& [simulator, client] = initialized(test);
        REQUIRE(client.transmit(stream<300>(0)).value_or(0) == 300);
        std::array<char, 100> text{};
        for (std::size_t index = 0; index < text.size(); ++index) {
            text[index] = static_cast<char>(stream_byte(300 + index));
        }
        EXPECT(client.transmit_now({text.data(), text.size()}).value_or(0) == 100);
        EXPECT(client.transmit_now("").value_or(1) == 0);
        simulator.pass_time(17);
        expect_sent(test, simulator, 0, 400);
        EXPECT_EQUAL(simulator.overwritten(), std::uint64_t{0});
        EXPECT(client.check().has_value());
    }

    static void waits_are_bounded(Test& test) {
        const auto stuck_during = [&](auto call) {
            auto& [simulator, client] = initialized(test);
            (void)client.transmit("before");
            simulator.faults.stuck_transmitter = true;
            const std::uint64_t before = simulator.accesses();
            const auto result = call(client);
            EXPECT(simulator.accesses() - before < 200'000);
            EXPECT_EQUAL(client.statistics()->timeouts, std::uint64_t{1});
            return result.has_value() ? Status::ok : result.error();
        };
        EXPECT(stuck_during([](auto& c) { return c.transmit_now("x"); }) == Status::device_stuck);
        EXPECT(stuck_during([](auto& c) { return c.set_baud(9600); }) == Status::device_stuck);
        EXPECT(stuck_during([](auto& c) { return c.self_test(); }) == Status::device_stuck);
    }

    static void changes_the_rate(Test& test) {
        auto& [simulator, client] = initialized(test);
        REQUIRE(client.transmit("x").value_or(0) == 1);
        EXPECT(client.set_baud(9'600).has_value());
        EXPECT_EQUAL(simulator.divisor(), std::uint16_t{12});
        EXPECT_EQUAL(simulator.line_control(), std::uint8_t{0x03});
        // At the old rate, before.
        EXPECT_EQUAL(simulator.sent_count(), std::size_t{1});
        const std::uint64_t before = simulator.accesses();
        EXPECT(client.set_baud(0).error() == Status::out_of_range);
        EXPECT(client.set_baud(100'000).error() == Status::baud_unreachable);
        EXPECT(client.set_baud(UINT32_MAX).error() == Status::baud_unreachable);
        EXPECT_EQUAL(simulator.accesses(), before);
        simulator.faults.stuck_divisor = true;
        EXPECT(client.set_baud(115'200).error() == Status::device_stuck);
        EXPECT(client.check().has_value());
    }

    static void tests_itself(Test& test) {
        auto& [simulator, client] = initialized(test);
        REQUIRE(client.transmit(stream<64>(0)).value_or(0) == 64);
        for (std::uint64_t index = 0; index < 8; ++index) {
            simulator.receive(stream_byte(index));
        }
        EXPECT(client.self_test().has_value());
        EXPECT_EQUAL(simulator.modem_control(), std::uint8_t{0x0b});
        EXPECT_EQUAL(simulator.interrupt_enable(),
                     static_cast<std::uint8_t>(all_receive_interrupts | transmit_interrupt));
        expect_received(test, client, 0, 8);
        drain(test, simulator, client);
        expect_sent(test, simulator, 0, 64);
        simulator.faults.damaged_loopback = true;
        EXPECT(client.self_test().error() == Status::self_test_failed);
        simulator.faults = {.dead_modem_lines = true};
        EXPECT(client.self_test().error() == Status::self_test_failed);
        simulator.faults = {};
        EXPECT(client.self_test().has_value());
        send_all(test, simulator, client, 64);
    }

    static void shuts_down(Test& test) {
        auto& [simulator, client] = initialized(test);
        EXPECT(client.shutdown().has_value());
        EXPECT_EQUAL(simulator.interrupt_enable(), std::uint8_t{0});
        simulator.receive('x');
        EXPECT(!simulator.interrupts());
        EXPECT(client.shutdown().error() == Status::not_initialised);
        EXPECT(client.initialize(handle_of(simulator), default_settings).has_value());
        EXPECT(client.check().has_value());
    }

    static void answers_wrong_instances(Test& test) {
        auto& [simulator, client] = fresh();
        State& state = benches[0].state;
        expect_all(test, nullptr, Status::null_argument);
        auto* bytes = reinterpret_cast<unsigned char*>(&state);
        for (std::size_t offset = 1; offset < SERIAL_STATE_ALIGNMENT; ++offset) {
            expect_all(test, bytes + offset, Status::misaligned);
        }
        expect_all(test, &state, Status::not_initialised);
        std::memset(&state, 0xff, sizeof state);
        expect_all(test, &state, Status::not_initialised);
        REQUIRE(client.initialize(handle_of(simulator), default_settings).has_value());
        REQUIRE(client.shutdown().has_value());
        expect_all(test, &state, Status::not_initialised);
        // A failed initialisation ends what was there before.
        REQUIRE(client.initialize(handle_of(simulator), default_settings).has_value());
        REQUIRE(!client.initialize(handle_of(simulator), {}).has_value());
        expect_all(test, &state, Status::not_initialised);
    }

    static void answers_wrong_slices(Test& test) {
        auto& [simulator, client] = initialized(test);
        State* state = &benches[0].state;
        const std::uint64_t accesses = simulator.accesses();
        const auto expect_slice = [&](std::uint8_t* data, std::uint64_t length, Status status) {
            const auto sent = Binding::transmit(state, {data, length});
            EXPECT(sent.status == status && sent.value == 0);
            const auto sent_now = Binding::transmit_now(state, {data, length});
            EXPECT(sent_now.status == status && sent_now.value == 0);
            const auto received = Binding::receive(state, {data, length});
            EXPECT(received.status == status && received.value == 0);
        };
        auto* inside = reinterpret_cast<std::uint8_t*>(state);
        std::uint8_t byte = 0;
        // An empty slice is empty wherever it points.
        expect_slice(nullptr, 0, Status::ok);
        expect_slice(&byte, 0, Status::ok);
        expect_slice(inside, 0, Status::ok);
        expect_slice(reinterpret_cast<std::uint8_t*>(std::uintptr_t{1}), 0, Status::ok);
        expect_slice(nullptr, 1, Status::null_argument);
        expect_slice(nullptr, UINT64_MAX, Status::null_argument);
        expect_slice(&byte, UINT64_MAX, Status::length_overflow);
        expect_slice(&byte, std::uint64_t{1} << 63, Status::length_overflow);
        expect_slice(reinterpret_cast<std::uint8_t*>(UINTPTR_MAX), 1, Status::length_overflow);
        expect_slice(reinterpret_cast<std::uint8_t*>(UINTPTR_MAX - 9), 10, Status::length_overflow);
        expect_slice(inside, 1, Status::overlap);
        expect_slice(inside + sizeof *state - 1, 1, Status::overlap);
        expect_slice(inside - 1, 2, Status::overlap);
        expect_slice(inside - 8, sizeof *state + 16, Status::overlap);
        EXPECT_EQUAL(simulator.accesses(), accesses);

        EXPECT(Binding::statistics(state, nullptr) == Status::null_argument);
        EXPECT(Binding::statistics(state, reinterpret_cast<Statistics*>(inside + 16)) ==
               Status::overlap);
        alignas(8) std::array<unsigned char, sizeof(Statistics) + 8> place;
        EXPECT(Binding::statistics(state, reinterpret_cast<Statistics*>(place.data() + 4)) ==
               Status::misaligned);
        EXPECT(client.check().has_value());
    }

    static void finds_corruption(Test& test) {
        auto& [simulator, client] = initialized(test);
        simulator.reads_per_character = 0;
        REQUIRE(client.transmit(stream<40>(0)).value_or(0) == 40);
        State& state = benches[0].state;
        // Not on the stack, which is small in a kernel.
        static constinit State before{};
        static constinit State after{};
        before = state;
        REQUIRE(client.transmit(stream<1>(40)).value_or(0) == 1);
        // What that call changed are counters, ring positions and bytes: each is damaged in turn.
        std::size_t found = 0;
        after = state;
        for (std::size_t word = 1; word < std::size(state.words); ++word) {
            if (before.words[word] == after.words[word]) {
                continue;
            }
            state.words[word] = 0x7000'0000'7000'0000;
            const auto result = client.check();
            EXPECT(result.has_value() || result.error() == Status::corrupt);
            found += result.has_value() ? 0 : 1;
            state = after;
        }
        EXPECT(found >= 1);
        EXPECT(client.check().has_value());
    }

    static void knows_its_contract(Test& test) {
        EXPECT_EQUAL(Binding::contract(), std::uint64_t{SERIAL_CONTRACT});
        EXPECT_EQUAL(*Binding::contract_symbol, std::uint64_t{SERIAL_CONTRACT});
        EXPECT(Binding::state_size() <= SERIAL_STATE_SIZE);
        EXPECT(Binding::state_size() >= SERIAL_TRANSMIT_CAPACITY + SERIAL_RECEIVE_CAPACITY);
        EXPECT_EQUAL(Binding::state_alignment(), std::uint64_t{SERIAL_STATE_ALIGNMENT});
    }

    static void counts_calls(Test& test) {
        auto& [simulator, client] = initialized(test);
        const auto first = client.statistics();
        (void)client.poll();
        (void)client.check();
        (void)client.transmit("");
        const auto second = client.statistics();
        REQUIRE(first.has_value() && second.has_value());
        EXPECT_EQUAL(second->calls - first->calls, std::uint64_t{4});
    }

    /// Random operations: what is sent is what was taken, what is received is what the device got
    /// without an error, nothing is lost, doubled or reordered, and nothing is ever inconsistent.
    static void keeps_its_promises_under_random_use(Test& test) {
        auto& [simulator, client] = initialized(test);
        Random random = test.random();
        std::uint64_t taken = 0;
        std::uint64_t arrived = 0;
        std::uint64_t fetched = 0;
        std::uint64_t checked = 0;
        for (int step = 0; step < 20'000 && !test.failed(); ++step) {
            switch (random.below(8)) {
            case 0:
            case 1: {
                std::array<std::uint8_t, 300> bytes;
                const std::uint64_t length = random.below(random.once_in(4) ? 300 : 8);
                for (std::uint64_t index = 0; index < length; ++index) {
                    bytes[index] = stream_byte(taken + index);
                }
                const auto count = client.transmit(std::span(bytes).first(length));
                REQUIRE(count.has_value() && *count <= length);
                taken += *count;
                break;
            }
            case 2:
            case 3: {
                std::array<std::uint8_t, 64> bytes;
                const auto count = client.receive(std::span(bytes).first(random.below(64)));
                REQUIRE(count.has_value());
                for (std::uint64_t index = 0; index < *count; ++index) {
                    REQUIRE_EQUAL(bytes[index], stream_byte(fetched + index));
                }
                fetched += *count;
                break;
            }
            case 4:
                for (std::uint64_t count = random.below(20); count != 0; --count) {
                    if (random.once_in(32)) {
                        simulator.receive(0x55, UartSimulator::framing_error);
                    } else {
                        arrived += simulator.receive(stream_byte(arrived)) ? 1 : 0;
                    }
                }
                break;
            case 5:
                simulator.pass_time(static_cast<std::uint32_t>(random.below(20)));
                break;
            case 6:
                if (simulator.interrupts() || random.once_in(50)) {
                    REQUIRE(client.interrupt().has_value());
                    EXPECT(!simulator.interrupts());
                }
                break;
            default:
                if (random.once_in(8)) {
                    REQUIRE(client.poll().has_value());
                } else if (random.once_in(100)) {
                    REQUIRE(client.set_baud(random.once_in(2) ? 9'600 : 115'200).has_value());
                } else {
                    REQUIRE(client.check().has_value());
                }
                break;
            }
            for (; checked < simulator.sent_count(); ++checked) {
                REQUIRE_EQUAL(simulator.sent(checked), stream_byte(checked));
            }
        }
        drain(test, simulator, client);
        EXPECT_EQUAL(std::uint64_t{simulator.sent_count()}, taken);
        EXPECT_EQUAL(simulator.overwritten(), std::uint64_t{0});
        while (fetched < arrived && !test.failed()) {
            REQUIRE(client.poll().has_value());
            std::array<std::uint8_t, 64> bytes;
            const auto count = client.receive(bytes);
            REQUIRE(count.has_value() && *count != 0);
            for (std::uint64_t index = 0; index < *count; ++index) {
                REQUIRE_EQUAL(bytes[index], stream_byte(fetched + index));
            }
            fetched += *count;
        }
        EXPECT_EQUAL(fetched, arrived);
    }

  private:
    /// A simulator and a client for it.
    struct Pair {
        UartSimulator& simulator;
        Client<Binding> client;
    };

    static Pair& fresh() {
        static constinit Pair pair{benches[0].simulator, Client<Binding>(benches[0].state)};
        benches[0].reset();
        return pair;
    }

    static Pair& initialized(Test& test) {
        Pair& pair = fresh();
        EXPECT(pair.client.initialize(handle_of(pair.simulator), default_settings).has_value());
        return pair;
    }

    /// Calls interrupt() as long as the device interrupts.
    static void serve(Test& test, UartSimulator& simulator, Client<Binding>& client) {
        for (int round = 0; simulator.interrupts(); ++round) {
            REQUIRE(round < 4);
            REQUIRE(client.interrupt().has_value());
        }
    }

    /// Lets everything that was taken leave.
    static void drain(Test& test, UartSimulator& simulator, Client<Binding>& client) {
        for (int round = 0; round < 1'000; ++round) {
            simulator.pass_time(17);
            if (!simulator.interrupts() && simulator.idle()) {
                return;
            }
            serve(test, simulator, client);
        }
        EXPECT(simulator.idle());
    }

    /// Sends `count` bytes of the stream, as fast as they are taken.
    static void send_all(Test& test, UartSimulator& simulator, Client<Binding>& client,
                         std::uint64_t count) {
        const std::uint64_t first = simulator.sent_count();
        std::uint64_t taken = 0;
        for (std::uint64_t round = 0; taken < count; ++round) {
            REQUIRE(round <= count && !test.failed());
            std::array<std::uint8_t, 150> bytes;
            const std::uint64_t length = std::min<std::uint64_t>(count - taken, 1 + taken % 150);
            for (std::uint64_t index = 0; index < length; ++index) {
                bytes[index] = stream_byte(taken + index);
            }
            const auto accepted = client.transmit(std::span(bytes).first(length));
            REQUIRE(accepted.has_value() && *accepted <= length);
            taken += *accepted;
            simulator.pass_time(5);
            serve(test, simulator, client);
        }
        drain(test, simulator, client);
        expect_sent(test, simulator, first, count);
        EXPECT_EQUAL(simulator.overwritten(), std::uint64_t{0});
        EXPECT(client.check().has_value());
    }

    /// The line got exactly the stream since character `first`.
    static void expect_sent(Test& test, const UartSimulator& simulator, std::uint64_t first,
                            std::uint64_t count) {
        REQUIRE_EQUAL(std::uint64_t{simulator.sent_count()}, first + count);
        for (std::uint64_t index = 0; index < count; ++index) {
            REQUIRE_EQUAL(simulator.sent(first + index), stream_byte(index));
        }
    }

    static void expect_received(Test& test, Client<Binding>& client, std::uint64_t first,
                                std::uint64_t count) {
        std::array<std::uint8_t, 128> bytes;
        const auto received = client.receive(bytes);
        REQUIRE(received.has_value());
        REQUIRE_EQUAL(*received, count);
        for (std::uint64_t index = 0; index < count; ++index) {
            REQUIRE_EQUAL(bytes[index], stream_byte(first + index));
        }
    }

    /// Every function but initialize() answers `status` for that instance.
    static void expect_all(Test& test, void* memory, Status status) {
        auto* state = static_cast<State*>(memory);
        std::uint8_t byte = 0;
        Statistics statistics{};
        EXPECT(Binding::shutdown(state) == status);
        EXPECT(Binding::set_baud(state, 9'600) == status);
        EXPECT(Binding::self_test(state) == status);
        EXPECT(Binding::transmit(state, {&byte, 1}).status == status);
        EXPECT(Binding::transmit_now(state, {&byte, 1}).status == status);
        EXPECT(Binding::receive(state, {&byte, 1}).status == status);
        EXPECT(Binding::interrupt(state).status == status);
        EXPECT(Binding::poll(state).status == status);
        EXPECT(Binding::statistics(state, &statistics) == status);
        EXPECT(Binding::check(state) == status);
        if (status != Status::not_initialised) {
            EXPECT(Binding::initialize(state, handle_of(benches[0].simulator), default_settings) ==
                   status);
        }
    }
};

} // namespace bimetal::serial::conformance

#define SERIAL_CONFORMANCE_TEST_(label, Binding, name)                                             \
    SEAM_REGISTER_TEST(Binding##_##name, "serial." label, #name,                                   \
                       bimetal::serial::conformance::Suite<bimetal::serial::Binding>::name);

/// Registers the whole suite for a binding as `serial.LABEL`.
#define SERIAL_CONFORMANCE(label, Binding)                                                         \
    SERIAL_CONFORMANCE_TEST_(label, Binding, initialize_sets_up_the_device)                        \
    SERIAL_CONFORMANCE_TEST_(label, Binding, initialize_answers_wrong_settings)                    \
    SERIAL_CONFORMANCE_TEST_(label, Binding, finds_absent_and_stuck_devices)                       \
    SERIAL_CONFORMANCE_TEST_(label, Binding, waits_for_what_firmware_sends)                        \
    SERIAL_CONFORMANCE_TEST_(label, Binding, works_without_fifos)                                  \
    SERIAL_CONFORMANCE_TEST_(label, Binding, sends_in_order)                                       \
    SERIAL_CONFORMANCE_TEST_(label, Binding, takes_what_fits)                                      \
    SERIAL_CONFORMANCE_TEST_(label, Binding, receives_in_order)                                    \
    SERIAL_CONFORMANCE_TEST_(label, Binding, receives_into_any_length)                             \
    SERIAL_CONFORMANCE_TEST_(label, Binding, counts_line_errors)                                   \
    SERIAL_CONFORMANCE_TEST_(label, Binding, counts_overruns)                                      \
    SERIAL_CONFORMANCE_TEST_(label, Binding, keeps_errors_that_sending_saw)                        \
    SERIAL_CONFORMANCE_TEST_(label, Binding, stops_the_sender_when_full)                           \
    SERIAL_CONFORMANCE_TEST_(label, Binding, survives_spurious_interrupts)                         \
    SERIAL_CONFORMANCE_TEST_(label, Binding, recovers_lost_interrupts)                             \
    SERIAL_CONFORMANCE_TEST_(label, Binding, reports_modem_lines)                                  \
    SERIAL_CONFORMANCE_TEST_(label, Binding, silences_a_stuck_interrupt)                           \
    SERIAL_CONFORMANCE_TEST_(label, Binding, notices_a_device_that_goes)                           \
    SERIAL_CONFORMANCE_TEST_(label, Binding, does_not_mistake_a_break_for_absence)                 \
    SERIAL_CONFORMANCE_TEST_(label, Binding, sends_now_without_interrupts)                         \
    SERIAL_CONFORMANCE_TEST_(label, Binding, waits_are_bounded)                                    \
    SERIAL_CONFORMANCE_TEST_(label, Binding, changes_the_rate)                                     \
    SERIAL_CONFORMANCE_TEST_(label, Binding, tests_itself)                                         \
    SERIAL_CONFORMANCE_TEST_(label, Binding, shuts_down)                                           \
    SERIAL_CONFORMANCE_TEST_(label, Binding, answers_wrong_instances)                              \
    SERIAL_CONFORMANCE_TEST_(label, Binding, answers_wrong_slices)                                 \
    SERIAL_CONFORMANCE_TEST_(label, Binding, finds_corruption)                                     \
    SERIAL_CONFORMANCE_TEST_(label, Binding, knows_its_contract)                                   \
    SERIAL_CONFORMANCE_TEST_(label, Binding, counts_calls)                                         \
    SERIAL_CONFORMANCE_TEST_(label, Binding, keeps_its_promises_under_random_use)
