// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that
// its contract promises to answer. SERIAL_HOSTILE(label, Caller, Fixture) registers a test for each
// function. A Caller is FromCpp<Binding>, or what SERIAL_HOSTILE_FROM_RUST defines. A Fixture has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "components/serial/bindings/generated/serial.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::serial::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

struct InitializeArguments {
    SerialState* state;
    std::uint64_t device;
    SerialSettings settings;
};

struct ShutdownArguments {
    SerialState* state;
};

struct SetBaudArguments {
    SerialState* state;
    std::uint32_t baud;
};

struct SelfTestArguments {
    SerialState* state;
};

struct TransmitArguments {
    SerialState* state;
    SeamBytes bytes;
};

struct TransmitNowArguments {
    SerialState* state;
    SeamBytes bytes;
};

struct ReceiveArguments {
    SerialState* state;
    SeamMutableBytes bytes;
};

struct InterruptArguments {
    SerialState* state;
};

struct PollArguments {
    SerialState* state;
};

struct StatisticsArguments {
    SerialState* state;
    SerialStatistics* statistics;
};

struct CheckArguments {
    SerialState* state;
};

/// Calls in C++.
template <class Binding>
struct FromCpp {
    static SerialStatus initialize(const InitializeArguments& arguments) {
        return Binding::initialize(arguments.state, arguments.device, arguments.settings);
    }

    static SerialStatus shutdown(const ShutdownArguments& arguments) {
        return Binding::shutdown(arguments.state);
    }

    static SerialStatus set_baud(const SetBaudArguments& arguments) {
        return Binding::set_baud(arguments.state, arguments.baud);
    }

    static SerialStatus self_test(const SelfTestArguments& arguments) {
        return Binding::self_test(arguments.state);
    }

    static SerialCountResult transmit(const TransmitArguments& arguments) {
        return Binding::transmit(arguments.state, arguments.bytes);
    }

    static SerialCountResult transmit_now(const TransmitNowArguments& arguments) {
        return Binding::transmit_now(arguments.state, arguments.bytes);
    }

    static SerialCountResult receive(const ReceiveArguments& arguments) {
        return Binding::receive(arguments.state, arguments.bytes);
    }

    static SerialEventsResult interrupt(const InterruptArguments& arguments) {
        return Binding::interrupt(arguments.state);
    }

    static SerialEventsResult poll(const PollArguments& arguments) {
        return Binding::poll(arguments.state);
    }

    static SerialStatus statistics(const StatisticsArguments& arguments) {
        return Binding::statistics(arguments.state, arguments.statistics);
    }

    static SerialStatus check(const CheckArguments& arguments) {
        return Binding::check(arguments.state);
    }
};

template <class Caller, class Fixture>
class Suite {
  public:
    static void initialize(Test& test) {
        std::span<std::uint8_t> instance;
        InitializeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            arguments.settings.parity = SerialParity::none;
            arguments.settings.stop_bits = SerialStopBits::one;
            arguments.settings.trigger = SerialTrigger::one;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::initialize(arguments);
            seam::harness::judge_answer(test, "serial_initialize", wrong, promised, answer);
            const bool is_good = address_of(arguments.state) == address_of(instance.data());
            seam::harness::judge_unchanged(test, "serial_initialize", wrong, "the instance",
                                           is_good || instance_before.unchanged());
            if (is_good) {
                seam::harness::judge_answer(
                    test, "serial_shutdown", "after a wrong initialize", Status::not_initialised,
                    Caller::shutdown({address_as<SerialState*>(address_of(instance.data()))}));
            }
            seam::harness::judge_unchanged(test, "serial_initialize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        Fixture::initialize_answers_range(test);
        for_each_unnamed<SerialParity>([&](auto value) {
            call("settings.parity holds none of its values", Status::invalid_enum,
                 [&] { arguments.settings.parity = value; });
        });
        for_each_unnamed<SerialStopBits>([&](auto value) {
            call("settings.stop_bits holds none of its values", Status::invalid_enum,
                 [&] { arguments.settings.stop_bits = value; });
        });
        for_each_unnamed<SerialTrigger>([&](auto value) {
            call("settings.trigger holds none of its values", Status::invalid_enum,
                 [&] { arguments.settings.trigger = value; });
        });
    }

    static void shutdown(Test& test) {
        std::span<std::uint8_t> instance;
        ShutdownArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::shutdown(arguments);
            seam::harness::judge_answer(test, "serial_shutdown", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_shutdown", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_shutdown", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void set_baud(Test& test) {
        std::span<std::uint8_t> instance;
        SetBaudArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::set_baud(arguments);
            seam::harness::judge_answer(test, "serial_set_baud", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_set_baud", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_set_baud", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        Fixture::set_baud_answers_range(test);
    }

    static void self_test(Test& test) {
        std::span<std::uint8_t> instance;
        SelfTestArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::self_test(arguments);
            seam::harness::judge_answer(test, "serial_self_test", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_self_test", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_self_test", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void transmit(Test& test) {
        std::span<std::uint8_t> instance;
        TransmitArguments arguments;

        struct {
            Place<std::uint8_t[64]> bytes;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            arguments.bytes = {places.bytes.passed, sizeof places.bytes.passed};
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::transmit(arguments);
            seam::harness::judge_answer(test, "serial_transmit", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_transmit", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_transmit", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_transmit", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("bytes is null with a length", Status::null_argument,
             [&] { arguments.bytes = {nullptr, 1}; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = UINT64_MAX; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = std::uint64_t{1} << 63; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<const std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<const std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data(), 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() + instance.size() - 1, 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, 2}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, instance.size() + 2}; });
    }

    static void transmit_now(Test& test) {
        std::span<std::uint8_t> instance;
        TransmitNowArguments arguments;

        struct {
            Place<std::uint8_t[64]> bytes;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            arguments.bytes = {places.bytes.passed, sizeof places.bytes.passed};
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::transmit_now(arguments);
            seam::harness::judge_answer(test, "serial_transmit_now", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_transmit_now", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_transmit_now", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_transmit_now", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("bytes is null with a length", Status::null_argument,
             [&] { arguments.bytes = {nullptr, 1}; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = UINT64_MAX; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = std::uint64_t{1} << 63; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<const std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<const std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data(), 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() + instance.size() - 1, 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, 2}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, instance.size() + 2}; });
    }

    static void receive(Test& test) {
        std::span<std::uint8_t> instance;
        ReceiveArguments arguments;

        struct {
            Place<std::uint8_t[64]> bytes;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            arguments.bytes = {places.bytes.passed, sizeof places.bytes.passed};
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::receive(arguments);
            seam::harness::judge_answer(test, "serial_receive", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_receive", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_receive", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_receive", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("bytes is null with a length", Status::null_argument,
             [&] { arguments.bytes = {nullptr, 1}; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = UINT64_MAX; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes.length = std::uint64_t{1} << 63; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("bytes passes the end of memory", Status::length_overflow,
             [&] { arguments.bytes = {address_as<std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data(), 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() + instance.size() - 1, 1}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, 2}; });
        call("bytes overlaps the instance", Status::overlap,
             [&] { arguments.bytes = {instance.data() - 1, instance.size() + 2}; });
    }

    static void interrupt(Test& test) {
        std::span<std::uint8_t> instance;
        InterruptArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::interrupt(arguments);
            seam::harness::judge_answer(test, "serial_interrupt", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_interrupt", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_interrupt", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void poll(Test& test) {
        std::span<std::uint8_t> instance;
        PollArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::poll(arguments);
            seam::harness::judge_answer(test, "serial_poll", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_poll", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_poll", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void statistics(Test& test) {
        std::span<std::uint8_t> instance;
        StatisticsArguments arguments;

        struct {
            Place<SerialStatistics> statistics;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            arguments.statistics = &places.statistics.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::statistics(arguments);
            seam::harness::judge_answer(test, "serial_statistics", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_statistics", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_statistics", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_statistics", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("statistics is null", Status::null_argument, [&] { arguments.statistics = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(SerialStatistics); ++offset) {
            call("statistics is misaligned", Status::misaligned, [&] {
                arguments.statistics =
                    address_as<SerialStatistics*>(address_of(arguments.statistics) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<SerialStatistics*>(address_of(instance.data()));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<SerialStatistics*>(
                (address_of(instance.data()) + instance.size() - 1) / alignof(SerialStatistics) *
                alignof(SerialStatistics));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<SerialStatistics*>(
                (address_of(instance.data()) - sizeof(SerialStatistics) +
                 alignof(SerialStatistics)) /
                alignof(SerialStatistics) * alignof(SerialStatistics));
        });
    }

    static void check(Test& test) {
        std::span<std::uint8_t> instance;
        CheckArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<SerialState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::check(arguments);
            seam::harness::judge_answer(test, "serial_check", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "serial_check", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "serial_check", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(SerialState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<SerialState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }
};

} // namespace bimetal::serial::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define SERIAL_HOSTILE_FROM_RUST(Caller, twin)                                                     \
    extern "C" {                                                                                   \
    SerialStatus serial_hostile_##twin##_initialize(                                               \
        const bimetal::serial::hostile::InitializeArguments*) noexcept;                            \
    SerialStatus                                                                                   \
    serial_hostile_##twin##_shutdown(const bimetal::serial::hostile::ShutdownArguments*) noexcept; \
    SerialStatus                                                                                   \
    serial_hostile_##twin##_set_baud(const bimetal::serial::hostile::SetBaudArguments*) noexcept;  \
    SerialStatus serial_hostile_##twin##_self_test(                                                \
        const bimetal::serial::hostile::SelfTestArguments*) noexcept;                              \
    SerialCountResult                                                                              \
    serial_hostile_##twin##_transmit(const bimetal::serial::hostile::TransmitArguments*) noexcept; \
    SerialCountResult serial_hostile_##twin##_transmit_now(                                        \
        const bimetal::serial::hostile::TransmitNowArguments*) noexcept;                           \
    SerialCountResult                                                                              \
    serial_hostile_##twin##_receive(const bimetal::serial::hostile::ReceiveArguments*) noexcept;   \
    SerialEventsResult serial_hostile_##twin##_interrupt(                                          \
        const bimetal::serial::hostile::InterruptArguments*) noexcept;                             \
    SerialEventsResult                                                                             \
    serial_hostile_##twin##_poll(const bimetal::serial::hostile::PollArguments*) noexcept;         \
    SerialStatus serial_hostile_##twin##_statistics(                                               \
        const bimetal::serial::hostile::StatisticsArguments*) noexcept;                            \
    SerialStatus                                                                                   \
    serial_hostile_##twin##_check(const bimetal::serial::hostile::CheckArguments*) noexcept;       \
    }                                                                                              \
    namespace bimetal::serial::hostile {                                                           \
    struct Caller {                                                                                \
        static SerialStatus initialize(const InitializeArguments& arguments) {                     \
            return serial_hostile_##twin##_initialize(&arguments);                                 \
        }                                                                                          \
        static SerialStatus shutdown(const ShutdownArguments& arguments) {                         \
            return serial_hostile_##twin##_shutdown(&arguments);                                   \
        }                                                                                          \
        static SerialStatus set_baud(const SetBaudArguments& arguments) {                          \
            return serial_hostile_##twin##_set_baud(&arguments);                                   \
        }                                                                                          \
        static SerialStatus self_test(const SelfTestArguments& arguments) {                        \
            return serial_hostile_##twin##_self_test(&arguments);                                  \
        }                                                                                          \
        static SerialCountResult transmit(const TransmitArguments& arguments) {                    \
            return serial_hostile_##twin##_transmit(&arguments);                                   \
        }                                                                                          \
        static SerialCountResult transmit_now(const TransmitNowArguments& arguments) {             \
            return serial_hostile_##twin##_transmit_now(&arguments);                               \
        }                                                                                          \
        static SerialCountResult receive(const ReceiveArguments& arguments) {                      \
            return serial_hostile_##twin##_receive(&arguments);                                    \
        }                                                                                          \
        static SerialEventsResult interrupt(const InterruptArguments& arguments) {                 \
            return serial_hostile_##twin##_interrupt(&arguments);                                  \
        }                                                                                          \
        static SerialEventsResult poll(const PollArguments& arguments) {                           \
            return serial_hostile_##twin##_poll(&arguments);                                       \
        }                                                                                          \
        static SerialStatus statistics(const StatisticsArguments& arguments) {                     \
            return serial_hostile_##twin##_statistics(&arguments);                                 \
        }                                                                                          \
        static SerialStatus check(const CheckArguments& arguments) {                               \
            return serial_hostile_##twin##_check(&arguments);                                      \
        }                                                                                          \
    };                                                                                             \
    }

/// Registers the tests of one caller and twin as `serial.hostile.LABEL`.
#define SERIAL_HOSTILE(label, Caller, Fixture)                                                     \
    SEAM_REGISTER_TEST(Caller##_initialize, "serial.hostile." label, "initialize",                 \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::initialize);              \
    SEAM_REGISTER_TEST(Caller##_shutdown, "serial.hostile." label, "shutdown",                     \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::shutdown);                \
    SEAM_REGISTER_TEST(Caller##_set_baud, "serial.hostile." label, "set_baud",                     \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::set_baud);                \
    SEAM_REGISTER_TEST(Caller##_self_test, "serial.hostile." label, "self_test",                   \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::self_test);               \
    SEAM_REGISTER_TEST(Caller##_transmit, "serial.hostile." label, "transmit",                     \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::transmit);                \
    SEAM_REGISTER_TEST(Caller##_transmit_now, "serial.hostile." label, "transmit_now",             \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::transmit_now);            \
    SEAM_REGISTER_TEST(Caller##_receive, "serial.hostile." label, "receive",                       \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::receive);                 \
    SEAM_REGISTER_TEST(Caller##_interrupt, "serial.hostile." label, "interrupt",                   \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::interrupt);               \
    SEAM_REGISTER_TEST(Caller##_poll, "serial.hostile." label, "poll",                             \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::poll);                    \
    SEAM_REGISTER_TEST(Caller##_statistics, "serial.hostile." label, "statistics",                 \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::statistics);              \
    SEAM_REGISTER_TEST(Caller##_check, "serial.hostile." label, "check",                           \
                       bimetal::serial::hostile::Suite<Caller, Fixture>::check);
