// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of component `serial`: a 16550 UART. Valid C17 and C++23.
//
// Functions are declared here under their plain names, serial_NAME, which no object defines. Each
// twin defines serial_cpp_NAME or serial_rust_NAME, and serial_live_NAME is the stub that jumps to
// the one that serves. C clients choose with SEAM_SERIAL_SELECTION; C++ clients use
// bindings/serial.hpp.
//
// For every function: it never blocks and never allocates; calls on one instance never overlap (who
// also calls interrupt() from an interrupt masks that interrupt around all other calls); memory
// that is passed stays the caller's and is not kept. Where a wait is bounded, the bound is a number
// of register reads.
#ifndef SERIAL_SEAM_H
#define SERIAL_SEAM_H

#include "seam/annotations.h"
#include "seam/slice.h"

SEAM_COMPONENT(serial, 1);

#define SERIAL_STATE_SIZE 4096
#define SERIAL_STATE_ALIGNMENT 8
#define SERIAL_TRANSMIT_CAPACITY 2048
#define SERIAL_RECEIVE_CAPACITY 1024

/// How a call ended.
SEAM_ENUM(SerialStatus, uint32_t) {
    SEAM_VALUE(SerialStatus, ok) = 0,
    SEAM_VALUE(SerialStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(SerialStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(SerialStatus, out_of_range) = 3, ///< A number is outside its range.
    SEAM_VALUE(SerialStatus, length_overflow) = 4, ///< A slice would pass the end of memory.
    SEAM_VALUE(SerialStatus, invalid_enum) = 5, ///< An enumeration holds none of its values.
    SEAM_VALUE(SerialStatus, overlap) = 6, ///< A slice or structure overlaps the instance.
    SEAM_VALUE(SerialStatus, not_initialised) = 7, ///< Not an instance that this twin initialised.
    SEAM_VALUE(SerialStatus, device_absent) = 8, ///< Nothing that behaves like a UART answers.
    SEAM_VALUE(SerialStatus, device_stuck) = 9, ///< The device did not act within the bound.
    SEAM_VALUE(SerialStatus, baud_unreachable) = 10, ///< No divisor comes within 3 % of the rate.
    SEAM_VALUE(SerialStatus, self_test_failed) = 11, ///< Loopback returned something else.
    SEAM_VALUE(SerialStatus, corrupt) = 12, ///< check() found the instance inconsistent.
};

SEAM_ENUM(SerialParity, uint8_t) {
    SEAM_VALUE(SerialParity, none) = 0,
    SEAM_VALUE(SerialParity, odd) = 1,
    SEAM_VALUE(SerialParity, even) = 2,
    SEAM_VALUE(SerialParity, mark) = 3,
    SEAM_VALUE(SerialParity, space) = 4,
};

SEAM_ENUM(SerialStopBits, uint8_t) {
    SEAM_VALUE(SerialStopBits, one) = 1,
    SEAM_VALUE(SerialStopBits, two) = 2, ///< One and a half where a character has 5 bits.
};

/// Bytes in the receive FIFO that raise an interrupt.
SEAM_ENUM(SerialTrigger, uint8_t) {
    SEAM_VALUE(SerialTrigger, one) = 1,
    SEAM_VALUE(SerialTrigger, four) = 4,
    SEAM_VALUE(SerialTrigger, eight) = 8,
    SEAM_VALUE(SerialTrigger, fourteen) = 14,
};

/// What interrupt() and poll() report, as bits of their value.
SEAM_ENUM(SerialEvent, uint64_t) {
    SEAM_VALUE(SerialEvent, received) = 1, ///< Bytes were put into the receive ring.
    SEAM_VALUE(SerialEvent, transmitted) = 2, ///< Bytes left the transmit ring.
    SEAM_VALUE(SerialEvent, line_error) = 4, ///< Overrun, parity or framing error.
    SEAM_VALUE(SerialEvent, line_break) = 8, ///< A break was received.
    SEAM_VALUE(SerialEvent, throttled) = 16, ///< The receive ring is full: the sender was stopped.
    SEAM_VALUE(SerialEvent, modem) = 32, ///< A modem line changed.
    SEAM_VALUE(SerialEvent, spurious) = 64, ///< The device had no reason to interrupt.
};

/// Line settings. 8 data bits, no parity, one stop bit at 115200 baud from a 1843200 Hz clock is
/// what PCs use.
typedef struct SerialSettings {
    uint32_t clock;    ///< Input clock of the UART, in hertz; not 0.
    uint32_t baud;     ///< Symbols a second; not 0.
    uint8_t data_bits; ///< 5 to 8.
    SerialParity parity;
    SerialStopBits stop_bits;
    SerialTrigger trigger;
} SerialSettings;

/// Counters since initialize(); they wrap.
typedef struct SerialStatistics {
    uint64_t calls;               ///< Calls that reached the instance.
    uint64_t bytes_transmitted;   ///< Bytes given to the device.
    uint64_t bytes_received;      ///< Bytes put into the receive ring.
    uint64_t interrupts;          ///< Calls of interrupt() that found a reason.
    uint64_t spurious_interrupts; ///< Calls of interrupt() that found none.
    uint64_t overruns;            ///< The device dropped bytes since nobody fetched them in time.
    uint64_t parity_errors;       ///< Bytes dropped for their parity.
    uint64_t framing_errors;      ///< Bytes dropped for their stop bit.
    uint64_t breaks;              ///< Breaks received.
    uint64_t throttles;           ///< The receive ring filled up and the sender was stopped.
    uint64_t timeouts;            ///< Bounded waits that ran out.
} SerialStatistics;

/// Memory of one instance. It must hold some value when first passed; zeros will do.
typedef struct SEAM_STATE SerialState {
    uint64_t words[SERIAL_STATE_SIZE / 8];
} SerialState;

typedef struct SEAM_RESULT SerialCountResult {
    SerialStatus status;
    uint32_t reserved;
    uint64_t value; ///< Bytes.
} SerialCountResult;

typedef struct SEAM_RESULT SerialEventsResult {
    SerialStatus status;
    uint32_t reserved;
    uint64_t value SEAM_BITS(SerialEvent);
} SerialEventsResult;

SEAM_ASSERT(sizeof(SerialStatus) == 4, "SerialStatus");
SEAM_ASSERT(sizeof(SerialSettings) == 12, "SerialSettings");
SEAM_ASSERT(sizeof(SerialStatistics) == 88, "SerialStatistics");
SEAM_ASSERT(sizeof(SerialState) == SERIAL_STATE_SIZE, "SerialState");
SEAM_ASSERT(sizeof(SerialCountResult) == 16, "SerialCountResult");
SEAM_ASSERT(sizeof(SerialEventsResult) == 16, "SerialEventsResult");

#if defined(SEAM_SERIAL_SELECTION) && !defined(__cplusplus)
#define SERIAL_PASTE_(selection, function) serial_##selection##_##function
#define SERIAL_PASTE(selection, function) SERIAL_PASTE_(selection, function)
#define SERIAL_FUNCTION(function) SERIAL_PASTE(SEAM_SERIAL_SELECTION, function)
#else
#define SERIAL_FUNCTION(function) serial_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// Finds the device, sets it up and turns its receive interrupt on. `device` is passed to the
/// services as it is. An instance may be initialised again at any time; what it held is dropped.
SEAM_ERRORS(null_argument, misaligned, out_of_range, invalid_enum, baud_unreachable, device_absent,
            device_stuck)
SEAM_ANSWERS(null, alignment, range, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialStatus SERIAL_FUNCTION(initialize)(SerialState* state, uint64_t device,
                                         SerialSettings settings) SEAM_NOEXCEPT;

/// Turns the device's interrupts off and ends the instance; bytes still in its rings are dropped.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialStatus SERIAL_FUNCTION(shutdown)(SerialState* state) SEAM_NOEXCEPT;

/// Changes the symbol rate once the device has sent what it holds; waits for that, bounded.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, baud_unreachable,
            device_stuck)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialStatus SERIAL_FUNCTION(set_baud)(SerialState* state, uint32_t baud) SEAM_NOEXCEPT;

/// Sends a few bytes through the device's loopback, and its modem lines too. Waits, bounded. What
/// the rings hold is kept; bytes that arrive on the line meanwhile are lost.
SEAM_ERRORS(null_argument, misaligned, not_initialised, device_stuck, self_test_failed)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialStatus SERIAL_FUNCTION(self_test)(SerialState* state) SEAM_NOEXCEPT;

/// Takes as many bytes as the transmit ring has room for and starts the device. The value is how
/// many were taken, from the front.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap, device_absent,
            device_stuck)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialCountResult SERIAL_FUNCTION(transmit)(SerialState* state, SeamBytes bytes) SEAM_NOEXCEPT;

/// Sends all bytes, after what the transmit ring holds, without interrupts: for the way out of a
/// panic. Waits for each byte, bounded; bytes before a failure were sent.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap, device_absent,
            device_stuck)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialCountResult SERIAL_FUNCTION(transmit_now)(SerialState* state, SeamBytes bytes) SEAM_NOEXCEPT;

/// Moves received bytes out of the receive ring. The value is how many there were, 0 if none. A
/// sender that was stopped when the ring was full goes on once half of it is free.
SEAM_ERRORS(null_argument, misaligned, not_initialised, length_overflow, overlap)
SEAM_ANSWERS(null, alignment, state, length, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialCountResult SERIAL_FUNCTION(receive)(SerialState* state,
                                           SeamMutableBytes bytes) SEAM_NOEXCEPT;

/// Serves the device's interrupt until the device has none left: fetches what was received, sends
/// more of the transmit ring. A device that never stops is silenced: device_stuck, from then on
/// also from transmit() and poll(), until it is initialised again.
SEAM_ERRORS(null_argument, misaligned, not_initialised, device_absent, device_stuck)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(interrupts_off)
SEAM_EFFECT(io)
SerialEventsResult SERIAL_FUNCTION(interrupt)(SerialState* state) SEAM_NOEXCEPT;

/// As interrupt(), but looks at the line whether or not the device says that it interrupts: for
/// lost interrupts, and where there are none.
SEAM_ERRORS(null_argument, misaligned, not_initialised, device_absent, device_stuck)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
SerialEventsResult SERIAL_FUNCTION(poll)(SerialState* state) SEAM_NOEXCEPT;

/// Copies the counters.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
SerialStatus SERIAL_FUNCTION(statistics)(SerialState* state,
                                         SerialStatistics* statistics) SEAM_NOEXCEPT;

/// Says whether the instance is consistent; touches memory only.
SEAM_ERRORS(null_argument, misaligned, not_initialised, corrupt)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
SerialStatus SERIAL_FUNCTION(check)(SerialState* state) SEAM_NOEXCEPT;

/// How many bytes of a SerialState the twin uses.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t SERIAL_FUNCTION(state_size)(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t SERIAL_FUNCTION(state_alignment)(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t SERIAL_FUNCTION(contract)(void) SEAM_NOEXCEPT;

/// Reads the register at `offset` (0 to 7) of `device`.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
uint8_t serial_service_read(uint64_t device, uint32_t offset) SEAM_NOEXCEPT;

/// Writes the register at `offset` (0 to 7) of `device`.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(io)
void serial_service_write(uint64_t device, uint32_t offset, uint8_t value) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
