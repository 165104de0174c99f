// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The same calls to two bindings over two simulators that behave alike: every answer and every
// register access must be the same.
#pragma once

#include "components/serial/conformance/suite.hpp"

namespace bimetal::serial::conformance {

template <class First, class Second>
class Differential {
  public:
    static void agree_under_random_use(Test& test) {
        Random random = test.random();
        for (int run = 0; run < 20 && !test.failed(); ++run) {
            for (Bench& bench : benches) {
                bench.reset();
            }
            call(test, [](auto binding, Bench& bench) {
                return decltype(binding)::initialize(&bench.state, handle_of(bench.simulator),
                                                     default_settings);
            });
            for (int step = 0; step < 500 && !test.failed(); ++step) {
                one_step(test, random);
                agree(test);
            }
        }
    }

    /// An instance of one twin is none of the other's.
    static void refuse_each_others_instances(Test& test) {
        for (Bench& bench : benches) {
            bench.reset();
        }
        Client<First> first(benches[0].state);
        Client<Second> second(benches[1].state);
        REQUIRE(first.initialize(handle_of(benches[0].simulator), default_settings).has_value());
        REQUIRE(second.initialize(handle_of(benches[1].simulator), default_settings).has_value());
        EXPECT(Client<Second>(benches[0].state).check().error() == Status::not_initialised);
        EXPECT(Client<First>(benches[1].state).check().error() == Status::not_initialised);
        EXPECT(Client<Second>(benches[0].state).shutdown().error() == Status::not_initialised);
        EXPECT(first.check().has_value());
        EXPECT(second.check().has_value());
    }

  private:
    static bool same(Status left, Status right) { return left == right; }

    template <class Result>
    static bool same(const Result& left, const Result& right) {
        return left.status == right.status && left.value == right.value;
    }

    /// Makes one call to both, which must answer alike.
    template <class Call>
    static void call(Test& test, Call call) {
        EXPECT(same(call(First{}, benches[0]), call(Second{}, benches[1])));
    }

    static void agree(Test& test) {
        const UartSimulator& first = benches[0].simulator;
        const UartSimulator& second = benches[1].simulator;
        EXPECT_EQUAL(first.accesses(), second.accesses());
        EXPECT_EQUAL(first.trace_hash(), second.trace_hash());
        EXPECT_EQUAL(first.sent_count(), second.sent_count());
    }

    static void one_step(Test& test, Random& random) {
        const std::uint64_t choice = random.next();
        const std::uint64_t number = random.next();
        switch (choice % 12) {
        case 0:
        case 1:
            call(test, [number](auto binding, Bench& bench) {
                std::array<std::uint8_t, 200> bytes;
                for (std::size_t index = 0; index < bytes.size(); ++index) {
                    bytes[index] = stream_byte(number + index);
                }
                return decltype(binding)::transmit(&bench.state, {bytes.data(), number % 200});
            });
            break;
        case 2: {
            std::array<std::array<std::uint8_t, 64>, 2> bytes{};
            call(test, [number, &bytes](auto binding, Bench& bench) {
                auto& target = bytes[static_cast<std::size_t>(&bench - benches.data())];
                return decltype(binding)::receive(&bench.state, {target.data(), number % 64});
            });
            EXPECT(bytes[0] == bytes[1]);
            break;
        }
        case 3:
            for (Bench& bench : benches) {
                for (std::uint64_t index = 0; index < number % 24; ++index) {
                    const auto errors = stream_byte(number + index) < 16
                                            ? static_cast<std::uint8_t>(stream_byte(index) & 0x1c)
                                            : std::uint8_t{0};
                    bench.simulator.receive(stream_byte(number ^ index), errors);
                }
            }
            break;
        case 4:
            for (Bench& bench : benches) {
                bench.simulator.pass_time(static_cast<std::uint32_t>(number % 24));
            }
            break;
        case 5:
        case 6:
            call(test, [](auto binding, Bench& bench) {
                return decltype(binding)::interrupt(&bench.state);
            });
            break;
        case 7:
            call(test,
                 [](auto binding, Bench& bench) { return decltype(binding)::poll(&bench.state); });
            break;
        case 8:
            call(test,
                 [](auto binding, Bench& bench) { return decltype(binding)::check(&bench.state); });
            compare_statistics(test);
            break;
        case 9:
            call(test, [number](auto binding, Bench& bench) {
                constexpr std::array<std::uint32_t, 6> rates{115'200, 9'600, 0, 50, 100'000, 1};
                return decltype(binding)::set_baud(&bench.state, rates[number % rates.size()]);
            });
            break;
        case 10:
            call(test, [number](auto binding, Bench& bench) {
                return number % 4 == 0 ? decltype(binding)::self_test(&bench.state)
                                       : decltype(binding)::transmit_now(
                                             &bench.state, seam::to_slice("now and then"))
                                             .status;
            });
            break;
        default:
            misbehave(test, number);
            break;
        }
    }

    /// Now and then the devices break, heal or are set up again.
    static void misbehave(Test& test, std::uint64_t number) {
        const auto settings_byte = static_cast<std::uint8_t>(number >> 8);
        switch (number % 24) {
        case 0:
            for (Bench& bench : benches) {
                bench.simulator.faults.stuck_interrupt = true;
            }
            break;
        case 1:
            for (Bench& bench : benches) {
                bench.simulator.faults.vanish_after =
                    bench.simulator.accesses() + 1 + number / 24 % 32;
            }
            break;
        case 2:
            for (Bench& bench : benches) {
                bench.simulator.faults.damaged_loopback = true;
            }
            break;
        case 3:
        case 4:
        case 5:
            for (Bench& bench : benches) {
                bench.simulator.faults = {.no_fifo = number % 5 == 0};
            }
            call(test, [](auto binding, Bench& bench) {
                return decltype(binding)::initialize(&bench.state, handle_of(bench.simulator),
                                                     default_settings);
            });
            break;
        case 6:
            // Any settings, most of them wrong in more than one way.
            call(test, [settings_byte, number](auto binding, Bench& bench) {
                const Settings settings{.clock = 1'843'200,
                                        .baud = static_cast<std::uint32_t>(number >> 40),
                                        .data_bits =
                                            static_cast<std::uint8_t>(settings_byte & 0x0f),
                                        .parity = static_cast<Parity>(settings_byte % 7),
                                        .stop_bits = static_cast<StopBits>(settings_byte % 5),
                                        .trigger = static_cast<Trigger>(settings_byte % 16)};
                return decltype(binding)::initialize(&bench.state, handle_of(bench.simulator),
                                                     settings);
            });
            break;
        case 7:
            call(test, [](auto binding, Bench& bench) {
                return decltype(binding)::shutdown(&bench.state);
            });
            break;
        default:
            break;
        }
    }

    static void compare_statistics(Test& test) {
        std::array<Statistics, 2> statistics{};
        call(test, [&statistics](auto binding, Bench& bench) {
            return decltype(binding)::statistics(
                &bench.state, &statistics[static_cast<std::size_t>(&bench - benches.data())]);
        });
        EXPECT(std::memcmp(statistics.data(), statistics.data() + 1, sizeof(Statistics)) == 0);
    }
};

} // namespace bimetal::serial::conformance

/// Registers the comparison of two bindings as `serial.LABEL`.
#define SERIAL_DIFFERENTIAL(label, First, Second)                                                  \
    SEAM_REGISTER_TEST(                                                                            \
        First##_##Second##_agree, "serial." label, "agree_under_random_use",                       \
        bimetal::serial::conformance::Differential<                                                \
            bimetal::serial::First, bimetal::serial::Second>::agree_under_random_use);             \
    SEAM_REGISTER_TEST(                                                                            \
        First##_##Second##_refuse, "serial." label, "refuse_each_others_instances",                \
        bimetal::serial::conformance::Differential<                                                \
            bimetal::serial::First, bimetal::serial::Second>::refuse_each_others_instances);
