// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A caller in plain C17 that knows nothing but the contract: sends over a line that echoes, and
// reads back what it sent. SEAM_SERIAL_SELECTION says which twin it talks to.
#include "components/serial/serial.seam.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static SerialState state;

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

int main(void) {
    static const char text[] = "what is sent comes back, byte by byte";
    const SerialSettings settings = {
        1843200, 115200, 8, SerialParity_none, SerialStopBits_one, SerialTrigger_eight};
    SerialSettings unknown_parity = settings;
    unknown_parity.parity = 77;
    const SeamBytes sent = {(const uint8_t*)text, sizeof text};

    // Wrong arguments are answered.
    EXPECT(SERIAL_FUNCTION(initialize)(NULL, 0, settings) == SerialStatus_null_argument);
    EXPECT(SERIAL_FUNCTION(initialize)(&state, 0, unknown_parity) == SerialStatus_invalid_enum);
    EXPECT(SERIAL_FUNCTION(initialize)(&state, 1, settings) == SerialStatus_device_absent);
    EXPECT(SERIAL_FUNCTION(transmit)(&state, sent).status == SerialStatus_not_initialised);

    EXPECT(SERIAL_FUNCTION(initialize)(&state, 0, settings) == SerialStatus_ok);
    EXPECT(SERIAL_FUNCTION(self_test)(&state) == SerialStatus_ok);
    SeamMutableBytes within = {(uint8_t*)&state + 8, 8};
    EXPECT(SERIAL_FUNCTION(receive)(&state, within).status == SerialStatus_overlap);
    EXPECT(SERIAL_FUNCTION(statistics)(&state, NULL) == SerialStatus_null_argument);

    SerialCountResult count = SERIAL_FUNCTION(transmit)(&state, sent);
    EXPECT(count.status == SerialStatus_ok && count.value == sizeof text);
    uint8_t received[sizeof text] = {0};
    uint64_t length = 0;
    for (int round = 0; round < 10000 && length < sizeof received; ++round) {
        const SerialEventsResult events = SERIAL_FUNCTION(poll)(&state);
        EXPECT(events.status == SerialStatus_ok);
        if ((events.value & SerialEvent_received) != 0) {
            const SeamMutableBytes rest = {received + length, sizeof received - length};
            count = SERIAL_FUNCTION(receive)(&state, rest);
            EXPECT(count.status == SerialStatus_ok);
            length += count.value;
        }
    }
    EXPECT(memcmp(received, text, sizeof text) == 0);

    SerialStatistics statistics;
    EXPECT(SERIAL_FUNCTION(statistics)(&state, &statistics) == SerialStatus_ok);
    EXPECT(statistics.bytes_transmitted == sizeof text);
    EXPECT(statistics.bytes_received == sizeof text);
    EXPECT(SERIAL_FUNCTION(check)(&state) == SerialStatus_ok);
    EXPECT(SERIAL_FUNCTION(shutdown)(&state) == SerialStatus_ok);
    EXPECT(SERIAL_FUNCTION(check)(&state) == SerialStatus_not_initialised);
    return 0;
}
