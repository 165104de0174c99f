// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as serial_cpp_NAME.
#include "components/serial/bindings/export.hpp"

#include <cstddef>

SERIAL_EXPORT(cpp, bimetal::serial::LinkedDevice)

// The layout that both languages assert; bindings/rust/src/types.rs has the same numbers.
static_assert(offsetof(SerialSettings, clock) == 0 && offsetof(SerialSettings, baud) == 4 &&
              offsetof(SerialSettings, data_bits) == 8 && offsetof(SerialSettings, parity) == 9 &&
              offsetof(SerialSettings, stop_bits) == 10 && offsetof(SerialSettings, trigger) == 11);
static_assert(
    offsetof(SerialStatistics, calls) == 0 && offsetof(SerialStatistics, bytes_transmitted) == 8 &&
    offsetof(SerialStatistics, bytes_received) == 16 &&
    offsetof(SerialStatistics, interrupts) == 24 &&
    offsetof(SerialStatistics, spurious_interrupts) == 32 &&
    offsetof(SerialStatistics, overruns) == 40 && offsetof(SerialStatistics, parity_errors) == 48 &&
    offsetof(SerialStatistics, framing_errors) == 56 && offsetof(SerialStatistics, breaks) == 64 &&
    offsetof(SerialStatistics, throttles) == 72 && offsetof(SerialStatistics, timeouts) == 80);
static_assert(offsetof(SerialCountResult, status) == 0 && offsetof(SerialCountResult, value) == 8);
static_assert(offsetof(SerialEventsResult, status) == 0 &&
              offsetof(SerialEventsResult, value) == 8);
static_assert(alignof(SerialSettings) == 4 && alignof(SerialStatistics) == 8 &&
              alignof(SerialState) == SERIAL_STATE_ALIGNMENT);

// The hash is kept by hand: a header that changed without it does not compile.
#if defined(__has_embed)
#pragma clang diagnostic ignored "-Wc23-extensions"

namespace {

consteval std::uint64_t hash_of_header() {
    constexpr unsigned char text[] = {
#embed "../serial.seam.h"
    };
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const unsigned char byte : text) {
        hash = (hash ^ byte) * 0x100000001b3;
    }
    return hash;
}

static_assert(hash_of_header() == SERIAL_CONTRACT,
              "serial.seam.h changed: bring the bindings into line, then SERIAL_CONTRACT_DIGITS in "
              "contract.h and contract_digits in rust/src/contract.rs");

} // namespace
#endif
