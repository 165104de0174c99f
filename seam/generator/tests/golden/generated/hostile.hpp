// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that
// its contract promises to answer. WEATHER_HOSTILE(label, Caller, Fixture) registers a test for
// each function. A Caller is FromCpp<Binding>, or what WEATHER_HOSTILE_FROM_RUST defines. A Fixture
// has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "seam/generator/tests/golden/generated/weather.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace golden::weather::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

struct InitializeArguments {
    WeatherState* state;
    std::uint64_t station;
    WeatherGust gust;
    WeatherPair pair;
};

struct ShutdownArguments {
    WeatherState* state;
};

struct MeasureArguments {
    WeatherState* state;
    std::uint8_t byte;
    std::uint16_t half;
    std::uint32_t word;
    std::uint64_t wide;
    std::int8_t signed_byte;
    std::int16_t signed_half;
    std::int32_t signed_word;
    std::int64_t signed_wide;
};

struct JudgeArguments {
    WeatherState* state;
    WeatherWind wind;
    WeatherCloud cloud;
    WeatherSeason season;
    WeatherReport report;
    WeatherTrend trend;
    WeatherHeight height;
    WeatherEpoch epoch;
    WeatherMood mood;
};

struct SendArguments {
    WeatherState* state;
    SeamBytes header;
    SeamMutableBytes echo;
    SeamBytes body;
    SeamMutableBytes trailer;
};

struct ExchangeArguments {
    WeatherState* state;
    const WeatherDay* yesterday;
    WeatherDay* today;
};

struct ArchiveArguments {
    WeatherState* state;
    WeatherArchive* archive;
};

struct RestoreArguments {
    WeatherState* state;
    const WeatherArchive* archive;
    const WeatherTotals* totals;
};

/// Calls in C++.
template <class Binding>
struct FromCpp {
    static WeatherStatus initialize(const InitializeArguments& arguments) {
        return Binding::initialize(arguments.state, arguments.station, arguments.gust,
                                   arguments.pair);
    }

    static WeatherStatus shutdown(const ShutdownArguments& arguments) {
        return Binding::shutdown(arguments.state);
    }

    static WeatherNumber measure(const MeasureArguments& arguments) {
        return Binding::measure(arguments.state, arguments.byte, arguments.half, arguments.word,
                                arguments.wide, arguments.signed_byte, arguments.signed_half,
                                arguments.signed_word, arguments.signed_wide);
    }

    static WeatherBits judge(const JudgeArguments& arguments) {
        return Binding::judge(arguments.state, arguments.wind, arguments.cloud, arguments.season,
                              arguments.report, arguments.trend, arguments.height, arguments.epoch,
                              arguments.mood);
    }

    static WeatherNumber send(const SendArguments& arguments) {
        return Binding::send(arguments.state, arguments.header, arguments.echo, arguments.body,
                             arguments.trailer);
    }

    static WeatherStatus exchange(const ExchangeArguments& arguments) {
        return Binding::exchange(arguments.state, arguments.yesterday, arguments.today);
    }

    static WeatherStatus archive(const ArchiveArguments& arguments) {
        return Binding::archive(arguments.state, arguments.archive);
    }

    static WeatherStatus restore(const RestoreArguments& arguments) {
        return Binding::restore(arguments.state, arguments.archive, arguments.totals);
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
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.gust.wind = WeatherWind::north;
            arguments.gust.trend = WeatherTrend::falling;
            arguments.pair.mood = WeatherMood::gloomy;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::initialize(arguments);
            seam::harness::judge_answer(test, "weather_initialize", wrong, promised, answer);
            const bool is_good = address_of(arguments.state) == address_of(instance.data());
            seam::harness::judge_unchanged(test, "weather_initialize", wrong, "the instance",
                                           is_good || instance_before.unchanged());
            if (is_good) {
                seam::harness::judge_answer(
                    test, "weather_shutdown", "after a wrong initialize", Status::not_initialised,
                    Caller::shutdown({address_as<WeatherState*>(address_of(instance.data()))}));
            }
            seam::harness::judge_unchanged(test, "weather_initialize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
            });
        }
        for_each_unnamed<WeatherWind>([&](auto value) {
            call("gust.wind holds none of its values", Status::invalid_enum,
                 [&] { arguments.gust.wind = value; });
        });
        for_each_unnamed<WeatherTrend>([&](auto value) {
            call("gust.trend holds none of its values", Status::invalid_enum,
                 [&] { arguments.gust.trend = value; });
        });
        for_each_unnamed<WeatherMood>([&](auto value) {
            call("pair.mood holds none of its values", Status::invalid_enum,
                 [&] { arguments.pair.mood = value; });
        });
        Fixture::initialize_answers_range(test);
    }

    static void shutdown(Test& test) {
        std::span<std::uint8_t> instance;
        ShutdownArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::shutdown(arguments);
            seam::harness::judge_answer(test, "weather_shutdown", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_shutdown", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_shutdown", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
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

    static void measure(Test& test) {
        std::span<std::uint8_t> instance;
        MeasureArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::measure(arguments);
            seam::harness::judge_answer(test, "weather_measure", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_measure", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_measure", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
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

    static void judge(Test& test) {
        std::span<std::uint8_t> instance;
        JudgeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.wind = WeatherWind::north;
            arguments.cloud = WeatherCloud::cirrus;
            arguments.season = WeatherSeason::dry;
            arguments.report = WeatherReport::rain;
            arguments.trend = WeatherTrend::falling;
            arguments.height = WeatherHeight::below_sea;
            arguments.epoch = WeatherEpoch::past;
            arguments.mood = WeatherMood::gloomy;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::judge(arguments);
            seam::harness::judge_answer(test, "weather_judge", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_judge", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_judge", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
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
        for_each_unnamed<WeatherWind>([&](auto value) {
            call("wind holds none of its values", Status::invalid_enum,
                 [&] { arguments.wind = value; });
        });
        for_each_unnamed<WeatherCloud>([&](auto value) {
            call("cloud holds none of its values", Status::invalid_enum,
                 [&] { arguments.cloud = value; });
        });
        for_each_unnamed<WeatherSeason>([&](auto value) {
            call("season holds none of its values", Status::invalid_enum,
                 [&] { arguments.season = value; });
        });
        for_each_unnamed<WeatherReport>([&](auto value) {
            call("report holds none of its values", Status::invalid_enum,
                 [&] { arguments.report = value; });
        });
        for_each_unnamed<WeatherTrend>([&](auto value) {
            call("trend holds none of its values", Status::invalid_enum,
                 [&] { arguments.trend = value; });
        });
        for_each_unnamed<WeatherHeight>([&](auto value) {
            call("height holds none of its values", Status::invalid_enum,
                 [&] { arguments.height = value; });
        });
        for_each_unnamed<WeatherEpoch>([&](auto value) {
            call("epoch holds none of its values", Status::invalid_enum,
                 [&] { arguments.epoch = value; });
        });
        for_each_unnamed<WeatherMood>([&](auto value) {
            call("mood holds none of its values", Status::invalid_enum,
                 [&] { arguments.mood = value; });
        });
    }

    static void send(Test& test) {
        std::span<std::uint8_t> instance;
        SendArguments arguments;

        struct {
            Place<std::uint8_t[64]> header;
            Place<std::uint8_t[64]> echo;
            Place<std::uint8_t[64]> body;
            Place<std::uint8_t[64]> trailer;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.header = {places.header.passed, sizeof places.header.passed};
            arguments.echo = {places.echo.passed, sizeof places.echo.passed};
            arguments.body = {places.body.passed, sizeof places.body.passed};
            arguments.trailer = {places.trailer.passed, sizeof places.trailer.passed};
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::send(arguments);
            seam::harness::judge_answer(test, "weather_send", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_send", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_send", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_send", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("header is null with a length", Status::null_argument,
             [&] { arguments.header = {nullptr, 1}; });
        call("echo is null with a length", Status::null_argument,
             [&] { arguments.echo = {nullptr, 1}; });
        call("body is null with a length", Status::null_argument,
             [&] { arguments.body = {nullptr, 1}; });
        call("trailer is null with a length", Status::null_argument,
             [&] { arguments.trailer = {nullptr, 1}; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
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
        call("header passes the end of memory", Status::length_overflow,
             [&] { arguments.header.length = UINT64_MAX; });
        call("header passes the end of memory", Status::length_overflow,
             [&] { arguments.header.length = std::uint64_t{1} << 63; });
        call("header passes the end of memory", Status::length_overflow,
             [&] { arguments.header = {address_as<const std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("header passes the end of memory", Status::length_overflow,
             [&] { arguments.header = {address_as<const std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("echo passes the end of memory", Status::length_overflow,
             [&] { arguments.echo.length = UINT64_MAX; });
        call("echo passes the end of memory", Status::length_overflow,
             [&] { arguments.echo.length = std::uint64_t{1} << 63; });
        call("echo passes the end of memory", Status::length_overflow,
             [&] { arguments.echo = {address_as<std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("echo passes the end of memory", Status::length_overflow,
             [&] { arguments.echo = {address_as<std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("body passes the end of memory", Status::length_overflow,
             [&] { arguments.body.length = UINT64_MAX; });
        call("body passes the end of memory", Status::length_overflow,
             [&] { arguments.body.length = std::uint64_t{1} << 63; });
        call("body passes the end of memory", Status::length_overflow,
             [&] { arguments.body = {address_as<const std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("body passes the end of memory", Status::length_overflow,
             [&] { arguments.body = {address_as<const std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("trailer passes the end of memory", Status::length_overflow,
             [&] { arguments.trailer.length = UINT64_MAX; });
        call("trailer passes the end of memory", Status::length_overflow,
             [&] { arguments.trailer.length = std::uint64_t{1} << 63; });
        call("trailer passes the end of memory", Status::length_overflow,
             [&] { arguments.trailer = {address_as<std::uint8_t*>(UINTPTR_MAX), 1}; });
        call("trailer passes the end of memory", Status::length_overflow,
             [&] { arguments.trailer = {address_as<std::uint8_t*>(UINTPTR_MAX - 9), 10}; });
        call("header overlaps the instance", Status::overlap,
             [&] { arguments.header = {instance.data(), 1}; });
        call("header overlaps the instance", Status::overlap,
             [&] { arguments.header = {instance.data() + instance.size() - 1, 1}; });
        call("header overlaps the instance", Status::overlap,
             [&] { arguments.header = {instance.data() - 1, 2}; });
        call("header overlaps the instance", Status::overlap,
             [&] { arguments.header = {instance.data() - 1, instance.size() + 2}; });
        call("header and echo overlap", Status::overlap,
             [&] { arguments.header = {arguments.echo.data + arguments.echo.length - 1, 2}; });
        call("header and trailer overlap", Status::overlap, [&] {
            arguments.header = {arguments.trailer.data + arguments.trailer.length - 1, 2};
        });
        call("echo overlaps the instance", Status::overlap,
             [&] { arguments.echo = {instance.data(), 1}; });
        call("echo overlaps the instance", Status::overlap,
             [&] { arguments.echo = {instance.data() + instance.size() - 1, 1}; });
        call("echo overlaps the instance", Status::overlap,
             [&] { arguments.echo = {instance.data() - 1, 2}; });
        call("echo overlaps the instance", Status::overlap,
             [&] { arguments.echo = {instance.data() - 1, instance.size() + 2}; });
        call("echo and body overlap", Status::overlap,
             [&] { arguments.body = {arguments.echo.data + arguments.echo.length - 1, 2}; });
        call("echo and trailer overlap", Status::overlap,
             [&] { arguments.trailer = {arguments.echo.data + arguments.echo.length - 1, 2}; });
        call("body overlaps the instance", Status::overlap,
             [&] { arguments.body = {instance.data(), 1}; });
        call("body overlaps the instance", Status::overlap,
             [&] { arguments.body = {instance.data() + instance.size() - 1, 1}; });
        call("body overlaps the instance", Status::overlap,
             [&] { arguments.body = {instance.data() - 1, 2}; });
        call("body overlaps the instance", Status::overlap,
             [&] { arguments.body = {instance.data() - 1, instance.size() + 2}; });
        call("body and trailer overlap", Status::overlap,
             [&] { arguments.body = {arguments.trailer.data + arguments.trailer.length - 1, 2}; });
        call("trailer overlaps the instance", Status::overlap,
             [&] { arguments.trailer = {instance.data(), 1}; });
        call("trailer overlaps the instance", Status::overlap,
             [&] { arguments.trailer = {instance.data() + instance.size() - 1, 1}; });
        call("trailer overlaps the instance", Status::overlap,
             [&] { arguments.trailer = {instance.data() - 1, 2}; });
        call("trailer overlaps the instance", Status::overlap,
             [&] { arguments.trailer = {instance.data() - 1, instance.size() + 2}; });
    }

    static void exchange(Test& test) {
        std::span<std::uint8_t> instance;
        ExchangeArguments arguments;

        struct {
            Place<WeatherDay> yesterday;
            Place<WeatherDay> today;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.yesterday = &places.yesterday.passed;
            places.yesterday.passed.strongest.wind = WeatherWind::north;
            places.yesterday.passed.strongest.trend = WeatherTrend::falling;
            places.yesterday.passed.pair.mood = WeatherMood::gloomy;
            places.yesterday.passed.season = WeatherSeason::dry;
            places.yesterday.passed.cloud = WeatherCloud::cirrus;
            places.yesterday.passed.height = WeatherHeight::below_sea;
            places.yesterday.passed.epoch = WeatherEpoch::past;
            arguments.today = &places.today.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::exchange(arguments);
            seam::harness::judge_answer(test, "weather_exchange", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_exchange", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_exchange", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_exchange", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("yesterday is null", Status::null_argument, [&] { arguments.yesterday = nullptr; });
        call("today is null", Status::null_argument, [&] { arguments.today = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(WeatherDay); ++offset) {
            call("yesterday is misaligned", Status::misaligned, [&] {
                arguments.yesterday =
                    address_as<const WeatherDay*>(address_of(arguments.yesterday) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(WeatherDay); ++offset) {
            call("today is misaligned", Status::misaligned, [&] {
                arguments.today = address_as<WeatherDay*>(address_of(arguments.today) + offset);
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
        call("yesterday overlaps the instance", Status::overlap, [&] {
            arguments.yesterday = address_as<const WeatherDay*>(address_of(instance.data()));
        });
        call("yesterday overlaps the instance", Status::overlap, [&] {
            arguments.yesterday =
                address_as<const WeatherDay*>((address_of(instance.data()) + instance.size() - 1) /
                                              alignof(WeatherDay) * alignof(WeatherDay));
        });
        call("yesterday overlaps the instance", Status::overlap, [&] {
            arguments.yesterday = address_as<const WeatherDay*>(
                (address_of(instance.data()) - sizeof(WeatherDay) + alignof(WeatherDay)) /
                alignof(WeatherDay) * alignof(WeatherDay));
        });
        call("today overlaps the instance", Status::overlap,
             [&] { arguments.today = address_as<WeatherDay*>(address_of(instance.data())); });
        call("today overlaps the instance", Status::overlap, [&] {
            arguments.today =
                address_as<WeatherDay*>((address_of(instance.data()) + instance.size() - 1) /
                                        alignof(WeatherDay) * alignof(WeatherDay));
        });
        call("today overlaps the instance", Status::overlap, [&] {
            arguments.today = address_as<WeatherDay*>(
                (address_of(instance.data()) - sizeof(WeatherDay) + alignof(WeatherDay)) /
                alignof(WeatherDay) * alignof(WeatherDay));
        });
        for_each_unnamed<WeatherWind>([&](auto value) {
            call("yesterday.passed.strongest.wind holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.strongest.wind = value; });
        });
        for_each_unnamed<WeatherTrend>([&](auto value) {
            call("yesterday.passed.strongest.trend holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.strongest.trend = value; });
        });
        for_each_unnamed<WeatherMood>([&](auto value) {
            call("yesterday.passed.pair.mood holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.pair.mood = value; });
        });
        for_each_unnamed<WeatherSeason>([&](auto value) {
            call("yesterday.passed.season holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.season = value; });
        });
        for_each_unnamed<WeatherCloud>([&](auto value) {
            call("yesterday.passed.cloud holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.cloud = value; });
        });
        for_each_unnamed<WeatherHeight>([&](auto value) {
            call("yesterday.passed.height holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.height = value; });
        });
        for_each_unnamed<WeatherEpoch>([&](auto value) {
            call("yesterday.passed.epoch holds none of its values", Status::invalid_enum,
                 [&] { places.yesterday.passed.epoch = value; });
        });
        Fixture::exchange_answers_generation(test);
    }

    static void archive(Test& test) {
        std::span<std::uint8_t> instance;
        ArchiveArguments arguments;

        struct {
            Place<WeatherArchive> archive;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.archive = &places.archive.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::archive(arguments);
            seam::harness::judge_answer(test, "weather_archive", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_archive", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_archive", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_archive", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("archive is null", Status::null_argument, [&] { arguments.archive = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(WeatherArchive); ++offset) {
            call("archive is misaligned", Status::misaligned, [&] {
                arguments.archive =
                    address_as<WeatherArchive*>(address_of(arguments.archive) + offset);
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
        call("archive overlaps the instance", Status::overlap,
             [&] { arguments.archive = address_as<WeatherArchive*>(address_of(instance.data())); });
        call("archive overlaps the instance", Status::overlap, [&] {
            arguments.archive =
                address_as<WeatherArchive*>((address_of(instance.data()) + instance.size() - 1) /
                                            alignof(WeatherArchive) * alignof(WeatherArchive));
        });
        call("archive overlaps the instance", Status::overlap, [&] {
            arguments.archive = address_as<WeatherArchive*>(
                (address_of(instance.data()) - sizeof(WeatherArchive) + alignof(WeatherArchive)) /
                alignof(WeatherArchive) * alignof(WeatherArchive));
        });
    }

    static void restore(Test& test) {
        std::span<std::uint8_t> instance;
        RestoreArguments arguments;

        struct {
            Place<WeatherArchive> archive;
            Place<WeatherTotals> totals;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<WeatherState*>(address_of(instance.data()));
            arguments.archive = &places.archive.passed;
            arguments.totals = &places.totals.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::restore(arguments);
            seam::harness::judge_answer(test, "weather_restore", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "weather_restore", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_restore", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "weather_restore", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("archive is null", Status::null_argument, [&] { arguments.archive = nullptr; });
        call("totals is null", Status::null_argument, [&] { arguments.totals = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(WeatherState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<WeatherState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(WeatherArchive); ++offset) {
            call("archive is misaligned", Status::misaligned, [&] {
                arguments.archive =
                    address_as<const WeatherArchive*>(address_of(arguments.archive) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(WeatherTotals); ++offset) {
            call("totals is misaligned", Status::misaligned, [&] {
                arguments.totals =
                    address_as<const WeatherTotals*>(address_of(arguments.totals) + offset);
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
        call("archive overlaps the instance", Status::overlap, [&] {
            arguments.archive = address_as<const WeatherArchive*>(address_of(instance.data()));
        });
        call("archive overlaps the instance", Status::overlap, [&] {
            arguments.archive = address_as<const WeatherArchive*>(
                (address_of(instance.data()) + instance.size() - 1) / alignof(WeatherArchive) *
                alignof(WeatherArchive));
        });
        call("archive overlaps the instance", Status::overlap, [&] {
            arguments.archive = address_as<const WeatherArchive*>(
                (address_of(instance.data()) - sizeof(WeatherArchive) + alignof(WeatherArchive)) /
                alignof(WeatherArchive) * alignof(WeatherArchive));
        });
        call("totals overlaps the instance", Status::overlap, [&] {
            arguments.totals = address_as<const WeatherTotals*>(address_of(instance.data()));
        });
        call("totals overlaps the instance", Status::overlap, [&] {
            arguments.totals = address_as<const WeatherTotals*>(
                (address_of(instance.data()) + instance.size() - 1) / alignof(WeatherTotals) *
                alignof(WeatherTotals));
        });
        call("totals overlaps the instance", Status::overlap, [&] {
            arguments.totals = address_as<const WeatherTotals*>(
                (address_of(instance.data()) - sizeof(WeatherTotals) + alignof(WeatherTotals)) /
                alignof(WeatherTotals) * alignof(WeatherTotals));
        });
    }
};

} // namespace golden::weather::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define WEATHER_HOSTILE_FROM_RUST(Caller, twin)                                                    \
    extern "C" {                                                                                   \
    WeatherStatus weather_hostile_##twin##_initialize(                                             \
        const golden::weather::hostile::InitializeArguments*) noexcept;                            \
    WeatherStatus weather_hostile_##twin##_shutdown(                                               \
        const golden::weather::hostile::ShutdownArguments*) noexcept;                              \
    WeatherNumber                                                                                  \
    weather_hostile_##twin##_measure(const golden::weather::hostile::MeasureArguments*) noexcept;  \
    WeatherBits                                                                                    \
    weather_hostile_##twin##_judge(const golden::weather::hostile::JudgeArguments*) noexcept;      \
    WeatherNumber                                                                                  \
    weather_hostile_##twin##_send(const golden::weather::hostile::SendArguments*) noexcept;        \
    WeatherStatus weather_hostile_##twin##_exchange(                                               \
        const golden::weather::hostile::ExchangeArguments*) noexcept;                              \
    WeatherStatus                                                                                  \
    weather_hostile_##twin##_archive(const golden::weather::hostile::ArchiveArguments*) noexcept;  \
    WeatherStatus                                                                                  \
    weather_hostile_##twin##_restore(const golden::weather::hostile::RestoreArguments*) noexcept;  \
    }                                                                                              \
    namespace golden::weather::hostile {                                                           \
    struct Caller {                                                                                \
        static WeatherStatus initialize(const InitializeArguments& arguments) {                    \
            return weather_hostile_##twin##_initialize(&arguments);                                \
        }                                                                                          \
        static WeatherStatus shutdown(const ShutdownArguments& arguments) {                        \
            return weather_hostile_##twin##_shutdown(&arguments);                                  \
        }                                                                                          \
        static WeatherNumber measure(const MeasureArguments& arguments) {                          \
            return weather_hostile_##twin##_measure(&arguments);                                   \
        }                                                                                          \
        static WeatherBits judge(const JudgeArguments& arguments) {                                \
            return weather_hostile_##twin##_judge(&arguments);                                     \
        }                                                                                          \
        static WeatherNumber send(const SendArguments& arguments) {                                \
            return weather_hostile_##twin##_send(&arguments);                                      \
        }                                                                                          \
        static WeatherStatus exchange(const ExchangeArguments& arguments) {                        \
            return weather_hostile_##twin##_exchange(&arguments);                                  \
        }                                                                                          \
        static WeatherStatus archive(const ArchiveArguments& arguments) {                          \
            return weather_hostile_##twin##_archive(&arguments);                                   \
        }                                                                                          \
        static WeatherStatus restore(const RestoreArguments& arguments) {                          \
            return weather_hostile_##twin##_restore(&arguments);                                   \
        }                                                                                          \
    };                                                                                             \
    }

/// Registers the tests of one caller and twin as `weather.hostile.LABEL`.
#define WEATHER_HOSTILE(label, Caller, Fixture)                                                    \
    SEAM_REGISTER_TEST(Caller##_initialize, "weather.hostile." label, "initialize",                \
                       golden::weather::hostile::Suite<Caller, Fixture>::initialize);              \
    SEAM_REGISTER_TEST(Caller##_shutdown, "weather.hostile." label, "shutdown",                    \
                       golden::weather::hostile::Suite<Caller, Fixture>::shutdown);                \
    SEAM_REGISTER_TEST(Caller##_measure, "weather.hostile." label, "measure",                      \
                       golden::weather::hostile::Suite<Caller, Fixture>::measure);                 \
    SEAM_REGISTER_TEST(Caller##_judge, "weather.hostile." label, "judge",                          \
                       golden::weather::hostile::Suite<Caller, Fixture>::judge);                   \
    SEAM_REGISTER_TEST(Caller##_send, "weather.hostile." label, "send",                            \
                       golden::weather::hostile::Suite<Caller, Fixture>::send);                    \
    SEAM_REGISTER_TEST(Caller##_exchange, "weather.hostile." label, "exchange",                    \
                       golden::weather::hostile::Suite<Caller, Fixture>::exchange);                \
    SEAM_REGISTER_TEST(Caller##_archive, "weather.hostile." label, "archive",                      \
                       golden::weather::hostile::Suite<Caller, Fixture>::archive);                 \
    SEAM_REGISTER_TEST(Caller##_restore, "weather.hostile." label, "restore",                      \
                       golden::weather::hostile::Suite<Caller, Fixture>::restore);
