// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// What a C++ twin of component `weather` is, and what it is given.
#pragma once

#include "seam/generator/tests/golden/generated/layout.hpp"
#include "seam/generator/tests/golden/weather.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace golden::weather {

/// What the twin is given. Every call takes effect in program order.
template <class Type>
concept Services = std::default_initializable<Type> && requires(Type services) {
    // Takes nothing and answers nothing.
    { services.wait() } -> std::same_as<void>;
    // Takes every integer.
    {
        services.record(std::uint8_t{}, std::uint16_t{}, std::uint32_t{}, std::uint64_t{},
                        std::int8_t{}, std::int16_t{}, std::int32_t{}, std::int64_t{})
    } -> std::same_as<std::int16_t>;
    // What o'clock it is.
    { services.time() } -> std::same_as<std::uint64_t>;
};

/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin =
    std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
    requires(Type twin) {
        {
            twin.initialize(std::uint64_t{}, WeatherGust{}, WeatherPair{})
        } -> std::same_as<std::expected<void, WeatherStatus>>;
        { twin.shutdown() } -> std::same_as<std::expected<void, WeatherStatus>>;
        {
            twin.measure(std::uint8_t{}, std::uint16_t{}, std::uint32_t{}, std::uint64_t{},
                         std::int8_t{}, std::int16_t{}, std::int32_t{}, std::int64_t{})
        } -> std::convertible_to<std::uint64_t>;
        {
            twin.judge(WeatherWind{}, WeatherCloud{}, WeatherSeason{}, WeatherReport{},
                       WeatherTrend{}, WeatherHeight{}, WeatherEpoch{}, WeatherMood{})
        } -> std::same_as<std::expected<std::uint64_t, WeatherStatus>>;
        {
            twin.send(std::span<const std::uint8_t>{}, std::span<std::uint8_t>{},
                      std::span<const std::uint8_t>{}, std::span<std::uint8_t>{})
        } -> std::same_as<std::expected<std::uint64_t, WeatherStatus>>;
        { twin.exchange(WeatherDay{}) } -> std::same_as<std::expected<WeatherDay, WeatherStatus>>;
        { twin.archive() } -> std::convertible_to<WeatherArchive>;
        { twin.restore(WeatherArchive{}, WeatherTotals{}) } -> std::same_as<void>;
    };

} // namespace golden::weather

/// Defines `Services`, whose functions are PREFIX_NAME, bound when the image is linked.
#define WEATHER_SERVICES(Services, prefix)                                                         \
    extern "C" {                                                                                   \
    extern decltype(weather_service_wait) prefix##_wait;                                           \
    extern decltype(weather_service_record) prefix##_record;                                       \
    extern decltype(weather_service_time) prefix##_time;                                           \
    }                                                                                              \
    namespace golden::weather {                                                                    \
    class Services {                                                                               \
      public:                                                                                      \
        void wait() { prefix##_wait(); }                                                           \
        std::int16_t record(std::uint8_t byte, std::uint16_t half, std::uint32_t word,             \
                            std::uint64_t wide, std::int8_t signed_byte, std::int16_t signed_half, \
                            std::int32_t signed_word, std::int64_t signed_wide) {                  \
            return prefix##_record(byte, half, word, wide, signed_byte, signed_half, signed_word,  \
                                   signed_wide);                                                   \
        }                                                                                          \
        std::uint64_t time() { return prefix##_time(); }                                           \
    };                                                                                             \
    }

WEATHER_SERVICES(LinkedServices, weather_service)
