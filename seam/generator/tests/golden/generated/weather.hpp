// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// What a C++ caller of component `weather` uses. SEAM_WEATHER_SELECTION (cpp, rust or live) says
// which twin `golden::weather::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "seam/bits.hpp"
#include "seam/generator/tests/golden/generated/contract.h"
#include "seam/generator/tests/golden/generated/layout.hpp"
#include "seam/generator/tests/golden/weather.seam.h"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherStatus value) {
    switch (value) {
    case WeatherStatus::ok:
        return "ok";
    case WeatherStatus::null_argument:
        return "null_argument";
    case WeatherStatus::misaligned:
        return "misaligned";
    case WeatherStatus::out_of_range:
        return "out_of_range";
    case WeatherStatus::length_overflow:
        return "length_overflow";
    case WeatherStatus::overlap:
        return "overlap";
    case WeatherStatus::not_initialised:
        return "not_initialised";
    case WeatherStatus::invalid_enum:
        return "invalid_enum";
    case WeatherStatus::stale_handle:
        return "stale_handle";
    case WeatherStatus::clouded:
        return "clouded";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherStatus value) {
    switch (value) {
    case WeatherStatus::ok:
    case WeatherStatus::null_argument:
    case WeatherStatus::misaligned:
    case WeatherStatus::out_of_range:
    case WeatherStatus::length_overflow:
    case WeatherStatus::overlap:
    case WeatherStatus::not_initialised:
    case WeatherStatus::invalid_enum:
    case WeatherStatus::stale_handle:
    case WeatherStatus::clouded:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherWind value) {
    switch (value) {
    case WeatherWind::north:
        return "north";
    case WeatherWind::east:
        return "east";
    case WeatherWind::south:
        return "south";
    case WeatherWind::west:
        return "west";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherWind value) {
    switch (value) {
    case WeatherWind::north:
    case WeatherWind::east:
    case WeatherWind::south:
    case WeatherWind::west:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherCloud value) {
    switch (value) {
    case WeatherCloud::cirrus:
        return "cirrus";
    case WeatherCloud::cumulus:
        return "cumulus";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherCloud value) {
    switch (value) {
    case WeatherCloud::cirrus:
    case WeatherCloud::cumulus:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherSeason value) {
    switch (value) {
    case WeatherSeason::dry:
        return "dry";
    case WeatherSeason::wet:
        return "wet";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherSeason value) {
    switch (value) {
    case WeatherSeason::dry:
    case WeatherSeason::wet:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherReport value) {
    switch (value) {
    case WeatherReport::rain:
        return "rain";
    case WeatherReport::snow:
        return "snow";
    case WeatherReport::hail:
        return "hail";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherReport value) {
    switch (value) {
    case WeatherReport::rain:
    case WeatherReport::snow:
    case WeatherReport::hail:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherTrend value) {
    switch (value) {
    case WeatherTrend::falling:
        return "falling";
    case WeatherTrend::steady:
        return "steady";
    case WeatherTrend::rising:
        return "rising";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherTrend value) {
    switch (value) {
    case WeatherTrend::falling:
    case WeatherTrend::steady:
    case WeatherTrend::rising:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherHeight value) {
    switch (value) {
    case WeatherHeight::below_sea:
        return "below_sea";
    case WeatherHeight::above_sea:
        return "above_sea";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherHeight value) {
    switch (value) {
    case WeatherHeight::below_sea:
    case WeatherHeight::above_sea:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherEpoch value) {
    switch (value) {
    case WeatherEpoch::past:
        return "past";
    case WeatherEpoch::present:
        return "present";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherEpoch value) {
    switch (value) {
    case WeatherEpoch::past:
    case WeatherEpoch::present:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(WeatherMood value) {
    switch (value) {
    case WeatherMood::gloomy:
        return "gloomy";
    case WeatherMood::sunny:
        return "sunny";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(WeatherMood value) {
    switch (value) {
    case WeatherMood::gloomy:
    case WeatherMood::sunny:
        return true;
    }
    return false;
}

/// Whether the contract names every number in it that is an enumeration.
[[nodiscard]] constexpr bool is_valid(const WeatherGust& value) {
    return is_valid(value.wind) && is_valid(value.trend);
}

/// Whether the contract names every number in it that is an enumeration.
[[nodiscard]] constexpr bool is_valid(const WeatherPair& value) {
    return is_valid(value.mood);
}

/// Whether the contract names every number in it that is an enumeration.
[[nodiscard]] constexpr bool is_valid(const WeatherDay& value) {
    return is_valid(value.strongest) && is_valid(value.pair) && is_valid(value.season) &&
           is_valid(value.cloud) && is_valid(value.height) && is_valid(value.epoch);
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define WEATHER_DECLARE_FUNCTION_(function, twin)                                                  \
    extern decltype(weather_##function) weather_##twin##_##function;
#define WEATHER_DECLARE_TWIN(twin)                                                                 \
    extern "C" {                                                                                   \
    WEATHER_FUNCTIONS(WEATHER_DECLARE_FUNCTION_, twin)                                             \
    extern const std::uint64_t WEATHER_CONTRACT_SYMBOL(twin);                                      \
    }

// A type whose static members are one twin's functions.
#define WEATHER_BINDING_FUNCTION_(function, twin)                                                  \
    static constexpr auto* function = &weather_##twin##_##function;
#define WEATHER_BINDING(Binding, twin)                                                             \
    WEATHER_DECLARE_TWIN(twin)                                                                     \
    namespace golden::weather {                                                                    \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        WEATHER_FUNCTIONS(WEATHER_BINDING_FUNCTION_, twin)                                         \
        static constexpr const std::uint64_t* contract_symbol = &WEATHER_CONTRACT_SYMBOL(twin);    \
    };                                                                                             \
    }

WEATHER_BINDING(Cpp, cpp)
WEATHER_BINDING(Rust, rust)
WEATHER_BINDING(Live, live)

namespace golden::weather {

using Status = WeatherStatus;
using Wind = WeatherWind;
using Cloud = WeatherCloud;
using Season = WeatherSeason;
using Report = WeatherReport;
using Trend = WeatherTrend;
using Height = WeatherHeight;
using Epoch = WeatherEpoch;
using Mood = WeatherMood;
using Gust = WeatherGust;
using Pair = WeatherPair;
using Day = WeatherDay;
using Totals = WeatherTotals;
using Archive = WeatherArchive;
using State = WeatherState;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// Makes an instance. A documentation that is long enough to be wrapped by whoever
    /// writes it into a comment of another language, and that has a second line.
    [[nodiscard]] std::expected<void, Status> initialize(std::uint64_t station, Gust gust,
                                                         Pair pair) {
        return seam::to_expected(Binding::initialize(state_, station, gust, pair));
    }

    /// Ends it; may fail by itself.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Takes every integer, more than registers hold.
    [[nodiscard]] std::expected<std::uint64_t, Status>
    measure(std::uint8_t byte, std::uint16_t half, std::uint32_t word, std::uint64_t wide,
            std::int8_t signed_byte, std::int16_t signed_half, std::int32_t signed_word,
            std::int64_t signed_wide) {
        return seam::to_expected(Binding::measure(state_, byte, half, word, wide, signed_byte,
                                                  signed_half, signed_word, signed_wide));
    }

    /// Takes every enumeration.
    [[nodiscard]] std::expected<seam::Bits<Report>, Status> judge(Wind wind, Cloud cloud,
                                                                  Season season, Report report,
                                                                  Trend trend, Height height,
                                                                  Epoch epoch, Mood mood) const {
        const auto result =
            Binding::judge(state_, wind, cloud, season, report, trend, height, epoch, mood);
        if (result.status != Status::ok) [[unlikely]] {
            return std::unexpected(result.status);
        }
        return seam::Bits<Report>(result.value);
    }

    /// Reads two slices and writes two others.
    [[nodiscard]] std::expected<std::uint64_t, Status> send(seam::ByteView header,
                                                            std::span<std::uint8_t> echo,
                                                            seam::ByteView body,
                                                            std::span<std::uint8_t> trailer) {
        return seam::to_expected(Binding::send(state_, seam::to_slice(header),
                                               seam::to_mutable_slice(echo), seam::to_slice(body),
                                               seam::to_mutable_slice(trailer)));
    }

    /// Reads a structure of every kind of field, and fills one.
    [[nodiscard]] std::expected<Day, Status> exchange(const Day& yesterday) {
        Day answer{};
        if (const Status status = Binding::exchange(state_, &yesterday, &answer);
            status != Status::ok) [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Fills a structure without enumerations; the twin cannot fail.
    [[nodiscard]] std::expected<Archive, Status> archive() const {
        Archive answer{};
        if (const Status status = Binding::archive(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Reads two structures of which neither holds an enumeration, and answers nothing
    /// but a status.
    [[nodiscard]] std::expected<void, Status> restore(const Archive& archive,
                                                      const Totals& totals) {
        return seam::to_expected(Binding::restore(state_, &archive, &totals));
    }

  private:
    State* state_;
};

#if defined(SEAM_WEATHER_SELECTION)
#define WEATHER_SELECTED_cpp Cpp
#define WEATHER_SELECTED_rust Rust
#define WEATHER_SELECTED_live Live
#define WEATHER_SELECTED_(selection) WEATHER_SELECTED_##selection
#define WEATHER_SELECTED(selection) WEATHER_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = WEATHER_SELECTED(SEAM_WEATHER_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    WEATHER_CONTRACT_PASTE(needs_contract_, WEATHER_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace golden::weather
