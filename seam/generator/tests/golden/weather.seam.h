// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A contract with one of everything that the generator takes: a weather station.
#ifndef WEATHER_SEAM_H
#define WEATHER_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(weather, 12);

#define WEATHER_STATIONS 7
#define WEATHER_MASK 0xfedcba9876543210

/// How a call ended.
SEAM_ENUM(WeatherStatus, uint32_t) {
    SEAM_VALUE(WeatherStatus, ok) = 0,
    SEAM_VALUE(WeatherStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(WeatherStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(WeatherStatus, out_of_range) = 3, ///< A number is outside its range.
    SEAM_VALUE(WeatherStatus, length_overflow) = 4, ///< A slice would pass the end of memory.
    SEAM_VALUE(WeatherStatus, overlap) = 5, ///< Two that must be apart are not.
    SEAM_VALUE(WeatherStatus, not_initialised) = 6, ///< Not an instance that this twin made.
    SEAM_VALUE(WeatherStatus, invalid_enum) = 7, ///< An enumeration holds none of its values.
    SEAM_VALUE(WeatherStatus, stale_handle) = 8, ///< The sensor was replaced.
    SEAM_VALUE(WeatherStatus, clouded) = 2000000000, ///< Nothing can be seen.
};

/// Where the wind comes from.
SEAM_ENUM(WeatherWind, uint8_t) {
    SEAM_VALUE(WeatherWind, north) = 0,
    SEAM_VALUE(WeatherWind, east) = 127,
    SEAM_VALUE(WeatherWind, south) = 128,
    SEAM_VALUE(WeatherWind, west) = 255, ///< The highest number of the width.
};

SEAM_ENUM(WeatherCloud, uint16_t) {
    SEAM_VALUE(WeatherCloud, cirrus) = 1,
    SEAM_VALUE(WeatherCloud, cumulus) = 0xffff,
};

SEAM_ENUM(WeatherSeason, uint32_t) {
    SEAM_VALUE(WeatherSeason, dry) = 3,
    SEAM_VALUE(WeatherSeason, wet) = 0x7fffffff,
};

/// What is reported, as bits.
SEAM_ENUM(WeatherReport, uint64_t) {
    SEAM_VALUE(WeatherReport, rain) = 1,
    SEAM_VALUE(WeatherReport, snow) = 2,
    SEAM_VALUE(WeatherReport, hail) = 0x40000000,
};

SEAM_ENUM(WeatherTrend, int8_t) {
    SEAM_VALUE(WeatherTrend, falling) = -128,
    SEAM_VALUE(WeatherTrend, steady) = 0,
    SEAM_VALUE(WeatherTrend, rising) = 127,
};

SEAM_ENUM(WeatherHeight, int16_t) {
    SEAM_VALUE(WeatherHeight, below_sea) = -32768,
    SEAM_VALUE(WeatherHeight, above_sea) = 32767,
};

SEAM_ENUM(WeatherEpoch, int32_t) {
    SEAM_VALUE(WeatherEpoch, past) = -2147483647,
    SEAM_VALUE(WeatherEpoch, present) = 5,
};

SEAM_ENUM(WeatherMood, int64_t) {
    SEAM_VALUE(WeatherMood, gloomy) = -1,
    SEAM_VALUE(WeatherMood, sunny) = 1,
};

/// Eight bytes, by value.
typedef struct WeatherGust {
    uint32_t speed; ///< In millimetres a second.
    uint16_t angle;
    WeatherWind wind; ///< Where it comes from.
    WeatherTrend trend;
} WeatherGust;

/// As much as two registers hold.
typedef struct WeatherPair {
    int64_t first;
    WeatherMood mood;
} WeatherPair;

/// Every kind of field.
typedef struct WeatherDay {
    uint64_t report SEAM_BITS(WeatherReport); ///< What happened.
    WeatherGust strongest;                    ///< A structure inside another.
    WeatherPair pair;
    int16_t hours[24]; ///< In tenths of a degree.
    uint8_t grid[3][4];
    WeatherSeason season;
    WeatherCloud cloud;
    WeatherHeight height;
    WeatherEpoch epoch;
    int8_t small;
    uint8_t reserved[7];
} WeatherDay;

/// Numbers only.
typedef struct WeatherTotals {
    uint64_t days;
    int32_t lowest;
    uint32_t highest;
    uint64_t monthly[12];
    uint32_t large[40]; ///< More than Rust gives a default.
} WeatherTotals;

/// An array of structures.
typedef struct WeatherArchive {
    WeatherTotals years[2];
} WeatherArchive;

/// Memory of one instance.
typedef struct SEAM_STATE WeatherState {
    uint64_t words[64];
} WeatherState;

typedef struct SEAM_RESULT WeatherNumber {
    WeatherStatus status;
    uint32_t reserved;
    uint64_t value; ///< How many.
} WeatherNumber;

/// A result that holds bits.
typedef struct SEAM_RESULT WeatherBits {
    WeatherStatus status;
    uint32_t reserved;
    uint64_t value SEAM_BITS(WeatherReport);
} WeatherBits;

SEAM_DECLARATIONS_BEGIN

/// Makes an instance. A documentation that is long enough to be wrapped by whoever writes it into a
/// comment of another language, and that has a second line.
SEAM_ERRORS(null_argument, misaligned, invalid_enum, out_of_range, clouded)
SEAM_ANSWERS(null, alignment, enum, range)
SEAM_CONTEXT(thread)
SEAM_EFFECT(io)
SEAM_MAY_ALLOCATE
WeatherStatus weather_initialize(WeatherState* state, uint64_t station, WeatherGust gust,
                                 WeatherPair pair) SEAM_NOEXCEPT;

/// Ends it; may fail by itself.
SEAM_ERRORS(null_argument, misaligned, not_initialised, clouded)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
WeatherStatus weather_shutdown(WeatherState* state) SEAM_NOEXCEPT;

/// Takes every integer, more than registers hold.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(interrupts_off)
SEAM_EFFECT(changes)
WeatherNumber weather_measure(WeatherState* state, uint8_t byte, uint16_t half, uint32_t word,
                              uint64_t wide, int8_t signed_byte, int16_t signed_half,
                              int32_t signed_word, int64_t signed_wide) SEAM_NOEXCEPT;

/// Takes every enumeration.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, clouded)
SEAM_ANSWERS(null, alignment, state, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
WeatherBits weather_judge(WeatherState* state, WeatherWind wind, WeatherCloud cloud,
                          WeatherSeason season, WeatherReport report, WeatherTrend trend,
                          WeatherHeight height, WeatherEpoch epoch, WeatherMood mood) SEAM_NOEXCEPT;

/// Reads two slices and writes two others.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap, clouded)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
WeatherNumber weather_send(WeatherState* state, SeamBytes header, SeamMutableBytes echo,
                           SeamBytes body, SeamMutableBytes trailer) SEAM_NOEXCEPT;

/// Reads a structure of every kind of field, and fills one.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap, invalid_enum, stale_handle)
SEAM_ANSWERS(null, alignment, state, overlap, enum, generation)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
WeatherStatus weather_exchange(WeatherState* state, SEAM_OWNER(caller) const WeatherDay* yesterday,
                               WeatherDay* today) SEAM_NOEXCEPT;

/// Fills a structure without enumerations; the twin cannot fail.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
WeatherStatus weather_archive(WeatherState* state, WeatherArchive* archive) SEAM_NOEXCEPT;

/// Reads two structures of which neither holds an enumeration, and answers nothing but a status.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
WeatherStatus weather_restore(WeatherState* state, const WeatherArchive* archive,
                              const WeatherTotals* totals) SEAM_NOEXCEPT;

/// How many bytes of a WeatherState the twin uses.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t weather_state_size(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t weather_state_alignment(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t weather_contract(void) SEAM_NOEXCEPT;

/// Takes nothing and answers nothing.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
void weather_service_wait(void) SEAM_NOEXCEPT;

/// Takes every integer.
SEAM_SERVICE
SEAM_CONTEXT(thread)
SEAM_EFFECT(changes)
int16_t weather_service_record(uint8_t byte, uint16_t half, uint32_t word, uint64_t wide,
                               int8_t signed_byte, int16_t signed_half, int32_t signed_word,
                               int64_t signed_wide) SEAM_NOEXCEPT;

/// What o'clock it is.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
uint64_t weather_service_time(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
