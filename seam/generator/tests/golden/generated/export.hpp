// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from weather.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. WEATHER_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "seam/entry.hpp"
#include "seam/generator/tests/golden/generated/twin.hpp"
#include "seam/generator/tests/golden/generated/weather.hpp"

#include <cstdint>

namespace golden::weather {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static WeatherStatus initialize(WeatherState* state, std::uint64_t station, WeatherGust gust,
                                    WeatherPair pair) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        if (!is_valid(gust)) [[unlikely]] {
            return seam::failed<WeatherStatus>(Status::invalid_enum);
        }
        if (!is_valid(pair)) [[unlikely]] {
            return seam::failed<WeatherStatus>(Status::invalid_enum);
        }
        auto* const instance = Instance::make(state);
        const Status status =
            seam::from_expected<Status>(instance->twin.initialize(station, gust, pair));
        instance->set_live(status == Status::ok);
        return status;
    }

    static WeatherStatus shutdown(WeatherState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherStatus>(instance.error());
        }
        const auto answer = (*instance)->twin.shutdown();
        (*instance)->set_live(false);
        return seam::from_expected<WeatherStatus>(answer);
    }

    static WeatherNumber measure(WeatherState* state, std::uint8_t byte, std::uint16_t half,
                                 std::uint32_t word, std::uint64_t wide, std::int8_t signed_byte,
                                 std::int16_t signed_half, std::int32_t signed_word,
                                 std::int64_t signed_wide) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherNumber>(instance.error());
        }
        return seam::from_expected<WeatherNumber>((*instance)->twin.measure(
            byte, half, word, wide, signed_byte, signed_half, signed_word, signed_wide));
    }

    static WeatherBits judge(WeatherState* state, WeatherWind wind, WeatherCloud cloud,
                             WeatherSeason season, WeatherReport report, WeatherTrend trend,
                             WeatherHeight height, WeatherEpoch epoch, WeatherMood mood) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherBits>(instance.error());
        }
        if (!is_valid(wind)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(cloud)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(season)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(report)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(trend)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(height)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(epoch)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        if (!is_valid(mood)) [[unlikely]] {
            return seam::failed<WeatherBits>(Status::invalid_enum);
        }
        return seam::from_expected<WeatherBits>(
            (*instance)->twin.judge(wind, cloud, season, report, trend, height, epoch, mood));
    }

    static WeatherNumber send(WeatherState* state, SeamBytes header, SeamMutableBytes echo,
                              SeamBytes body, SeamMutableBytes trailer) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherNumber>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(header, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_slice<Status>(echo, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_slice<Status>(body, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_slice<Status>(trailer, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_apart<Status>(header, echo); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_apart<Status>(header, trailer); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_apart<Status>(echo, body); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_apart<Status>(echo, trailer); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        if (const Status fault = seam::judge_apart<Status>(body, trailer); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherNumber>(fault);
        }
        return seam::from_expected<WeatherNumber>(
            (*instance)->twin.send(seam::to_span(header), seam::to_span(echo), seam::to_span(body),
                                   seam::to_span(trailer)));
    }

    static WeatherStatus exchange(WeatherState* state, const WeatherDay* yesterday,
                                  WeatherDay* today) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(yesterday, state);
            fault != Status::ok) [[unlikely]] {
            return seam::failed<WeatherStatus>(fault);
        }
        const WeatherDay yesterday_copy = *yesterday;
        if (!is_valid(yesterday_copy)) [[unlikely]] {
            return seam::failed<WeatherStatus>(Status::invalid_enum);
        }
        if (const Status fault = seam::judge_structure<Status>(today, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherStatus>(fault);
        }
        const auto answer = (*instance)->twin.exchange(yesterday_copy);
        if (!answer) [[unlikely]] {
            return answer.error();
        }
        *today = *answer;
        return Status::ok;
    }

    static WeatherStatus archive(WeatherState* state, WeatherArchive* archive) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(archive, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherStatus>(fault);
        }
        *archive = (*instance)->twin.archive();
        return Status::ok;
    }

    static WeatherStatus restore(WeatherState* state, const WeatherArchive* archive,
                                 const WeatherTotals* totals) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<WeatherStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(archive, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherStatus>(fault);
        }
        const WeatherArchive archive_copy = *archive;
        if (const Status fault = seam::judge_structure<Status>(totals, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<WeatherStatus>(fault);
        }
        const WeatherTotals totals_copy = *totals;
        (*instance)->twin.restore(archive_copy, totals_copy);
        return Status::ok;
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, WEATHER_CONTRACT ^ 0x63'70'70>;
};

} // namespace golden::weather

/// Defines weather_BINDING_FUNCTION for a twin.
#define WEATHER_EXPORT(binding, Type)                                                              \
    extern "C" {                                                                                   \
    extern const std::uint64_t WEATHER_CONTRACT_SYMBOL(binding) = WEATHER_CONTRACT;                \
    WeatherStatus weather_##binding##_initialize(WeatherState* state, std::uint64_t station,       \
                                                 WeatherGust gust, WeatherPair pair) noexcept {    \
        return golden::weather::Export<Type>::initialize(state, station, gust, pair);              \
    }                                                                                              \
    WeatherStatus weather_##binding##_shutdown(WeatherState* state) noexcept {                     \
        return golden::weather::Export<Type>::shutdown(state);                                     \
    }                                                                                              \
    WeatherNumber weather_##binding##_measure(WeatherState* state, std::uint8_t byte,              \
                                              std::uint16_t half, std::uint32_t word,              \
                                              std::uint64_t wide, std::int8_t signed_byte,         \
                                              std::int16_t signed_half, std::int32_t signed_word,  \
                                              std::int64_t signed_wide) noexcept {                 \
        return golden::weather::Export<Type>::measure(state, byte, half, word, wide, signed_byte,  \
                                                      signed_half, signed_word, signed_wide);      \
    }                                                                                              \
    WeatherBits weather_##binding##_judge(WeatherState* state, WeatherWind wind,                   \
                                          WeatherCloud cloud, WeatherSeason season,                \
                                          WeatherReport report, WeatherTrend trend,                \
                                          WeatherHeight height, WeatherEpoch epoch,                \
                                          WeatherMood mood) noexcept {                             \
        return golden::weather::Export<Type>::judge(state, wind, cloud, season, report, trend,     \
                                                    height, epoch, mood);                          \
    }                                                                                              \
    WeatherNumber weather_##binding##_send(WeatherState* state, SeamBytes header,                  \
                                           SeamMutableBytes echo, SeamBytes body,                  \
                                           SeamMutableBytes trailer) noexcept {                    \
        return golden::weather::Export<Type>::send(state, header, echo, body, trailer);            \
    }                                                                                              \
    WeatherStatus weather_##binding##_exchange(WeatherState* state, const WeatherDay* yesterday,   \
                                               WeatherDay* today) noexcept {                       \
        return golden::weather::Export<Type>::exchange(state, yesterday, today);                   \
    }                                                                                              \
    WeatherStatus weather_##binding##_archive(WeatherState* state,                                 \
                                              WeatherArchive* archive) noexcept {                  \
        return golden::weather::Export<Type>::archive(state, archive);                             \
    }                                                                                              \
    WeatherStatus weather_##binding##_restore(WeatherState* state, const WeatherArchive* archive,  \
                                              const WeatherTotals* totals) noexcept {              \
        return golden::weather::Export<Type>::restore(state, archive, totals);                     \
    }                                                                                              \
    std::uint64_t weather_##binding##_state_size() noexcept {                                      \
        return golden::weather::Export<Type>::state_size();                                        \
    }                                                                                              \
    std::uint64_t weather_##binding##_state_alignment() noexcept {                                 \
        return golden::weather::Export<Type>::state_alignment();                                   \
    }                                                                                              \
    std::uint64_t weather_##binding##_contract() noexcept {                                        \
        return WEATHER_CONTRACT;                                                                   \
    }                                                                                              \
    }
