// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A C++ twin that does as little as it may, under the names weather_cpp_FUNCTION, and the services.
#include "seam/generator/tests/golden/generated/export.hpp"

namespace golden::weather {

namespace {

template <Services Access>
class Weather {
  public:
    std::expected<void, Status> initialize(std::uint64_t station, Gust gust, Pair) {
        if (station >= WEATHER_STATIONS) {
            return std::unexpected(Status::out_of_range);
        }
        day_.strongest = gust;
        return {};
    }

    std::expected<void, Status> shutdown() { return {}; }

    std::uint64_t measure(std::uint8_t byte, std::uint16_t half, std::uint32_t word,
                          std::uint64_t wide, std::int8_t signed_byte, std::int16_t signed_half,
                          std::int32_t signed_word, std::int64_t signed_wide) {
        services_.wait();
        services_.record(byte, half, word, wide, signed_byte, signed_half, signed_word,
                         signed_wide);
        return services_.time();
    }

    std::expected<std::uint64_t, Status> judge(WeatherWind, WeatherCloud, WeatherSeason,
                                               WeatherReport report, WeatherTrend, WeatherHeight,
                                               WeatherEpoch, WeatherMood) {
        return static_cast<std::uint64_t>(report);
    }

    std::expected<std::uint64_t, Status> send(std::span<const std::uint8_t> header,
                                              std::span<std::uint8_t>,
                                              std::span<const std::uint8_t> body,
                                              std::span<std::uint8_t>) {
        return header.size() + body.size();
    }

    std::expected<Day, Status> exchange(const Day& yesterday) {
        const Day before = day_;
        day_ = yesterday;
        return before;
    }

    const Archive& archive() { return archive_; }

    void restore(const Archive&, const Totals& totals) { archive_.years[0].days = totals.days; }

  private:
    Access services_{};
    Day day_{};
    static Archive archive_;
};

template <Services Access>
Archive Weather<Access>::archive_{};

} // namespace

} // namespace golden::weather

WEATHER_EXPORT(cpp, golden::weather::Weather<golden::weather::LinkedServices>)

void weather_service_wait() noexcept {}

std::int16_t weather_service_record(std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t,
                                    std::int8_t, std::int16_t, std::int32_t,
                                    std::int64_t) noexcept {
    return 0;
}

std::uint64_t weather_service_time() noexcept {
    return 12;
}
