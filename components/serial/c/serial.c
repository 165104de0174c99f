// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C twin. The algorithm is described in components/serial/README.md, the contract of the public
// functions is in serial.seam.h.
#ifndef SEAM_SERIAL_SELECTION
#define SEAM_SERIAL_SELECTION c
#endif

#include "components/serial/bindings/generated/contract.h"
#include "components/serial/serial.seam.h"
#include "seam/entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Registers of a 16550, after the PC16550D data sheet.
enum {
    offset_data = 0,
    offset_interrupt_enable = 1,
    offset_interrupt_identification = 2, // when read
    offset_fifo_control = 2,             // when written
    offset_line_control = 3,
    offset_modem_control = 4,
    offset_line_status = 5,
    offset_modem_status = 6,
    offset_scratch = 7,
    offset_divisor_low = 0,  // while line_divisor_access is set
    offset_divisor_high = 1, // while line_divisor_access is set
};

enum {
    enable_received = 0x01,
    enable_transmitter_empty = 0x02,
    enable_line_status = 0x04,
    enable_all = 0x0f,
    enable_receive = enable_received | enable_line_status,
};

enum {
    identified_none = 0x01,
    identified_reason = 0x0e,
    identified_modem = 0x00,
    identified_transmitter_empty = 0x02,
    identified_received = 0x04,
    identified_line_status = 0x06,
    identified_receive_timeout = 0x0c,
    identified_fifos_work = 0xc0,
};

enum {
    fifo_disable = 0x00,
    fifo_enable_and_clear = 0x07,
    fifo_trigger_one = 0x00,
    fifo_trigger_four = 0x40,
    fifo_trigger_eight = 0x80,
    fifo_trigger_fourteen = 0xc0,
};

enum {
    line_two_stop_bits = 0x04,
    line_parity_odd = 0x08,
    line_parity_even = 0x18,
    line_parity_mark = 0x28,
    line_parity_space = 0x38,
    line_divisor_access = 0x80,
};

enum {
    modem_terminal_ready = 0x01,
    modem_request_to_send = 0x02,
    modem_output_1 = 0x04,
    modem_interrupt_gate = 0x08, // output 2, which gates the interrupt on a PC
    modem_loopback = 0x10,
};

enum {
    status_data_ready = 0x01,
    status_overrun = 0x02,
    status_parity = 0x04,
    status_framing = 0x08,
    status_break = 0x10,
    status_transmitter_empty = 0x20, // the FIFO is
    status_transmitter_idle = 0x40,  // the shift register is, too
    status_errors = status_overrun | status_parity | status_framing | status_break,
};

enum {
    back_clear_to_send = 0x10,
    back_data_set_ready = 0x20,
    back_ring_indicator = 0x40,
    back_carrier_detect = 0x80,
    back_lines = 0xf0,
};

enum {
    floating_bus = 0xff, // what every register of a device that is not there reads as
    deep_fifo = 16,
    interrupt_rounds = 64,
    fetch_limit = 2 * SERIAL_RECEIVE_CAPACITY,
    // Firmware may have left up to 16 characters at a slower rate than ours.
    least_wait = 65536,
    // No wait takes longer than seconds, whatever the rate.
    greatest_wait = 10000000,
};

// An instance lies in memory that its owner declared as a SerialState: without this a compiler that
// sees both may take them for different objects.
#define OVER_STATE __attribute__((may_alias))

/// A queue of bytes. Positions run freely and wrap; their difference is the length.
typedef struct OVER_STATE Ring {
    uint32_t written;
    uint32_t read;
} Ring;

/// What this twin keeps in a SerialState.
typedef struct OVER_STATE Serial {
    uint64_t mark; // live_mark while the instance may be called
    uint64_t device;
    uint64_t wait_limit;
    uint32_t clock;
    uint32_t fifo_depth;
    SerialStatus failure;
    uint8_t line_control;
    uint8_t modem_control;
    uint8_t interrupt_enable;
    uint8_t latched_errors;
    SerialStatistics statistics;
    Ring transmit;
    Ring receive;
    uint8_t transmit_bytes[SERIAL_TRANSMIT_CAPACITY];
    uint8_t receive_bytes[SERIAL_RECEIVE_CAPACITY];
} Serial;

_Static_assert(sizeof(Serial) <= sizeof(SerialState), "the twin does not fit into its state");
_Static_assert(_Alignof(Serial) <= _Alignof(SerialState), "the state is not aligned for the twin");
_Static_assert((SERIAL_TRANSMIT_CAPACITY & (SERIAL_TRANSMIT_CAPACITY - 1)) == 0 &&
                   (SERIAL_RECEIVE_CAPACITY & (SERIAL_RECEIVE_CAPACITY - 1)) == 0,
               "positions wrap with the integer");

/// The first word of a live instance: the contract, and `c` in ASCII.
static const uint64_t live_mark = SERIAL_CONTRACT ^ 0x63;

// --- Rings ---------------------------------------------------------------------------------------

static uint32_t ring_length(const Ring* ring) {
    return ring->written - ring->read;
}

static uint32_t least(uint64_t first, uint32_t second) {
    return first < second ? (uint32_t)first : second;
}

/// Appends from the front of `source` what fits, and says how many bytes that was.
static uint32_t ring_push(Ring* ring, uint8_t* bytes, uint32_t capacity, SeamBytes source) {
    const uint32_t count = least(source.length, capacity - ring_length(ring));
    const uint32_t start = ring->written % capacity;
    const uint32_t first = least(count, capacity - start);
    if (count != 0) {
        memcpy(bytes + start, source.data, first);
        memcpy(bytes, source.data + first, count - first);
    }
    ring->written += count;
    return count;
}

/// Moves the oldest bytes into the front of `target`, and says how many there were.
static uint32_t ring_pop(Ring* ring, const uint8_t* bytes, uint32_t capacity,
                         SeamMutableBytes target) {
    const uint32_t count = least(target.length, ring_length(ring));
    const uint32_t start = ring->read % capacity;
    const uint32_t first = least(count, capacity - start);
    if (count != 0) {
        memcpy(target.data, bytes + start, first);
        memcpy(target.data + first, bytes, count - first);
    }
    ring->read += count;
    return count;
}

// --- The device ----------------------------------------------------------------------------------

static uint8_t read_register(const Serial* serial, uint32_t offset) {
    return serial_service_read(serial->device, offset);
}

static void write_register(const Serial* serial, uint32_t offset, int value) {
    serial_service_write(serial->device, offset, (uint8_t)value);
}

static void set_interrupt_enable(Serial* serial, int sources) {
    serial->interrupt_enable = (uint8_t)sources;
    write_register(serial, offset_interrupt_enable, sources);
}

static void set_modem_control(Serial* serial, int lines) {
    serial->modem_control = (uint8_t)lines;
    write_register(serial, offset_modem_control, lines);
}

static bool throttled(const Serial* serial) {
    return (serial->interrupt_enable & enable_received) == 0;
}

/// Whether the device went away. The upper half of this register is always 0 on a UART.
static bool gone(const Serial* serial) {
    return read_register(serial, offset_interrupt_enable) == floating_bus;
}

/// Remembers why the device cannot be used and silences it.
static SerialStatus fail(Serial* serial, SerialStatus why) {
    serial->failure = why;
    set_interrupt_enable(serial, 0);
    return why;
}

/// Whether registers keep what is written to them, as a UART's do and a floating bus does not.
static bool present(Serial* serial) {
    static const uint8_t patterns[] = {0x5a, 0xa5};
    write_register(serial, offset_line_control, serial->line_control);
    set_interrupt_enable(serial, 0);
    if (read_register(serial, offset_interrupt_enable) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof patterns; ++i) {
        write_register(serial, offset_scratch, patterns[i]);
        if (read_register(serial, offset_scratch) != patterns[i]) {
            return false;
        }
    }
    return true;
}

/// Reads the line status into `status`. Reading it clears the error bits, which belong to the
/// oldest byte in the FIFO: they are kept until that byte is fetched.
static SerialStatus read_line_status(Serial* serial, uint8_t* status) {
    *status = read_register(serial, offset_line_status);
    if (*status == floating_bus && gone(serial)) {
        return SerialStatus_device_absent;
    }
    serial->latched_errors = (uint8_t)(serial->latched_errors | (*status & status_errors));
    return SerialStatus_ok;
}

/// Reads the line status until one of `bits` is set, at most `wait_limit` times.
static SerialStatus wait_for(Serial* serial, uint8_t bits) {
    for (uint64_t reads = 0; reads < serial->wait_limit; ++reads) {
        uint8_t line = 0;
        const SerialStatus status = read_line_status(serial, &line);
        if (status != SerialStatus_ok) {
            return status;
        }
        if ((line & bits) != 0) {
            return SerialStatus_ok;
        }
    }
    ++serial->statistics.timeouts;
    return SerialStatus_device_stuck;
}

static SerialStatus program_divisor(const Serial* serial, uint16_t divisor) {
    const uint8_t low = (uint8_t)divisor;
    const uint8_t high = (uint8_t)(divisor >> 8);
    write_register(serial, offset_line_control, serial->line_control | line_divisor_access);
    write_register(serial, offset_divisor_low, low);
    write_register(serial, offset_divisor_high, high);
    const uint8_t low_kept = read_register(serial, offset_divisor_low);
    const uint8_t high_kept = read_register(serial, offset_divisor_high);
    write_register(serial, offset_line_control, serial->line_control);
    return low_kept == low && high_kept == high ? SerialStatus_ok : SerialStatus_device_stuck;
}

/// Counts the errors of one byte, which is dropped. A break also shows as a framing error.
static uint64_t count_errors(Serial* serial, uint8_t errors) {
    if ((errors & status_break) != 0) {
        ++serial->statistics.breaks;
        return SerialEvent_line_break;
    }
    if ((errors & status_parity) != 0) {
        ++serial->statistics.parity_errors;
    }
    if ((errors & status_framing) != 0) {
        ++serial->statistics.framing_errors;
    }
    return SerialEvent_line_error;
}

/// Moves what the device received into the ring until one is empty or the other full, and adds to
/// the events. A full ring stops the sender and silences the interrupt.
static SerialStatus fetch_received(Serial* serial, uint64_t* events) {
    for (uint32_t count = 0; count < fetch_limit; ++count) {
        if (ring_length(&serial->receive) == SERIAL_RECEIVE_CAPACITY) {
            if (!throttled(serial)) {
                ++serial->statistics.throttles;
                set_modem_control(serial, serial->modem_control & ~modem_request_to_send);
                set_interrupt_enable(serial, serial->interrupt_enable & ~enable_receive);
            }
            *events |= SerialEvent_throttled;
            return SerialStatus_ok;
        }
        uint8_t line = 0;
        const SerialStatus status = read_line_status(serial, &line);
        if (status != SerialStatus_ok) {
            return status;
        }
        if ((serial->latched_errors & status_overrun) != 0) {
            serial->latched_errors = (uint8_t)(serial->latched_errors & ~status_overrun);
            ++serial->statistics.overruns;
            *events |= SerialEvent_line_error;
        }
        if ((line & status_data_ready) == 0) {
            return SerialStatus_ok;
        }
        const uint8_t byte = read_register(serial, offset_data);
        const uint8_t errors = serial->latched_errors;
        serial->latched_errors = 0;
        if (errors == 0) {
            ring_push(&serial->receive, serial->receive_bytes, SERIAL_RECEIVE_CAPACITY,
                      (SeamBytes){&byte, 1});
            ++serial->statistics.bytes_received;
            *events |= SerialEvent_received;
        } else {
            *events |= count_errors(serial, errors);
        }
    }
    return SerialStatus_ok;
}

/// Empties the device's receive FIFO, bounded.
static void discard_received(const Serial* serial) {
    for (uint32_t count = 0; count < 2 * deep_fifo; ++count) {
        if ((read_register(serial, offset_line_status) & status_data_ready) == 0) {
            return;
        }
        read_register(serial, offset_data);
    }
}

/// Gives the device, whose transmitter is empty, what its FIFO holds; returns the events.
static uint64_t fill_transmitter(Serial* serial) {
    uint8_t bytes[deep_fifo];
    const uint32_t count =
        ring_pop(&serial->transmit, serial->transmit_bytes, SERIAL_TRANSMIT_CAPACITY,
                 (SeamMutableBytes){bytes, serial->fifo_depth});
    for (uint32_t i = 0; i < count; ++i) {
        write_register(serial, offset_data, bytes[i]);
    }
    serial->statistics.bytes_transmitted += count;
    return count == 0 ? 0 : SerialEvent_transmitted;
}

/// The device is to interrupt when its transmitter is empty as long as there is more to send.
static void update_transmit_interrupt(Serial* serial) {
    const int sources = ring_length(&serial->transmit) == 0
                            ? serial->interrupt_enable & ~enable_transmitter_empty
                            : serial->interrupt_enable | enable_transmitter_empty;
    if (sources != serial->interrupt_enable) {
        set_interrupt_enable(serial, sources);
    }
}

/// Data and modem lines, each of which comes back on another.
static SerialStatus test_in_loopback(Serial* serial) {
    static const uint8_t lines[][2] = {
        {0, 0},
        {modem_terminal_ready, back_data_set_ready},
        {modem_request_to_send, back_clear_to_send},
        {modem_output_1, back_ring_indicator},
        {modem_interrupt_gate, back_carrier_detect},
    };
    // Characters have at least 5 bits.
    static const uint8_t patterns[] = {0x00, 0x15, 0x0a, 0x1f};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; ++i) {
        write_register(serial, offset_modem_control, modem_loopback | lines[i][0]);
        if ((read_register(serial, offset_modem_status) & back_lines) != lines[i][1]) {
            return SerialStatus_self_test_failed;
        }
    }
    for (size_t i = 0; i < sizeof patterns; ++i) {
        write_register(serial, offset_data, patterns[i]);
        const SerialStatus ready = wait_for(serial, status_data_ready);
        if (ready != SerialStatus_ok) {
            return ready;
        }
        if (read_register(serial, offset_data) != patterns[i]) {
            return SerialStatus_self_test_failed;
        }
    }
    return SerialStatus_ok;
}

// --- Settings ------------------------------------------------------------------------------------

/// Register reads in which a full FIFO and shift register leave at `baud`: 17 characters of at most
/// 12 bits, when a read takes 100 ns or longer.
static uint64_t wait_limit_for(uint32_t baud) {
    const uint64_t reads_a_second = 10000000;
    const uint64_t limit = least_wait + 17 * 12 * reads_a_second / baud;
    return limit < greatest_wait ? limit : greatest_wait;
}

static SerialStatus trigger_of(SerialTrigger trigger, uint8_t* bits) {
    switch (trigger) {
    case SerialTrigger_one:
        *bits = fifo_trigger_one;
        return SerialStatus_ok;
    case SerialTrigger_four:
        *bits = fifo_trigger_four;
        return SerialStatus_ok;
    case SerialTrigger_eight:
        *bits = fifo_trigger_eight;
        return SerialStatus_ok;
    case SerialTrigger_fourteen:
        *bits = fifo_trigger_fourteen;
        return SerialStatus_ok;
    default:
        return SerialStatus_invalid_enum;
    }
}

static SerialStatus line_control_of(const SerialSettings* settings, uint8_t* control) {
    int bits = 0;
    switch (settings->parity) {
    case SerialParity_none:
        break;
    case SerialParity_odd:
        bits = line_parity_odd;
        break;
    case SerialParity_even:
        bits = line_parity_even;
        break;
    case SerialParity_mark:
        bits = line_parity_mark;
        break;
    case SerialParity_space:
        bits = line_parity_space;
        break;
    default:
        return SerialStatus_invalid_enum;
    }
    switch (settings->stop_bits) {
    case SerialStopBits_one:
        break;
    case SerialStopBits_two:
        bits |= line_two_stop_bits;
        break;
    default:
        return SerialStatus_invalid_enum;
    }
    if (settings->data_bits < 5 || settings->data_bits > 8) {
        return SerialStatus_out_of_range;
    }
    *control = (uint8_t)(bits | (settings->data_bits - 5));
    return SerialStatus_ok;
}

/// The divisor nearest to `baud`, if the rate it gives is within 3 %.
static SerialStatus divisor_of(uint32_t clock, uint32_t baud, uint16_t* result) {
    if (clock == 0 || baud == 0) {
        return SerialStatus_out_of_range;
    }
    const uint64_t sampling = (uint64_t)16 * baud;
    const uint64_t divisor = (clock + sampling / 2) / sampling;
    if (divisor == 0 || divisor > UINT16_MAX) {
        return SerialStatus_baud_unreachable;
    }
    const uint64_t exact = sampling * divisor;
    const uint64_t difference = clock > exact ? clock - exact : exact - clock;
    if (difference * 100 > exact * 3) {
        return SerialStatus_baud_unreachable;
    }
    *result = (uint16_t)divisor;
    return SerialStatus_ok;
}

// --- Entries -------------------------------------------------------------------------------------

static SerialStatus status_of(SeamFault fault) {
    switch (fault) {
    case SeamFault_none:
        return SerialStatus_ok;
    case SeamFault_null:
        return SerialStatus_null_argument;
    case SeamFault_misaligned:
        return SerialStatus_misaligned;
    case SeamFault_overflow:
        return SerialStatus_length_overflow;
    default:
        return SerialStatus_overlap;
    }
}

static SerialStatus judge_state(const SerialState* state) {
    return status_of(seam_judge_memory(state, _Alignof(SerialState)));
}

/// The live instance in that memory.
static SerialStatus find(SerialState* state, Serial** serial) {
    const SerialStatus status = judge_state(state);
    if (status != SerialStatus_ok) {
        return status;
    }
    *serial = (Serial*)state;
    return (*serial)->mark == live_mark ? SerialStatus_ok : SerialStatus_not_initialised;
}

static SerialStatus judge_slice(const SerialState* state, const uint8_t* data, uint64_t length) {
    return status_of(
        seam_judge_slice((SeamExtent){data, length}, (SeamExtent){state, sizeof *state}));
}

static SerialCountResult counted(SerialStatus status, uint64_t count) {
    return (SerialCountResult){status, 0, status == SerialStatus_ok ? count : 0};
}

static SerialEventsResult happened(SerialStatus status, uint64_t events) {
    return (SerialEventsResult){status, 0, status == SerialStatus_ok ? events : 0};
}

// The selection is a macro too: replaced before the name is pasted.
#define CONTRACT_SYMBOL(twin) SERIAL_CONTRACT_SYMBOL(twin)
extern const uint64_t CONTRACT_SYMBOL(SEAM_SERIAL_SELECTION);
const uint64_t CONTRACT_SYMBOL(SEAM_SERIAL_SELECTION) = SERIAL_CONTRACT;

SerialStatus SERIAL_FUNCTION(initialize)(SerialState* state, uint64_t device,
                                         SerialSettings settings) {
    SerialStatus status = judge_state(state);
    if (status != SerialStatus_ok) {
        return status;
    }
    // What was here ends. Everything that can be wrong with the arguments is found before the
    // device is touched.
    Serial* serial = (Serial*)state;
    memset(serial, 0, sizeof *serial);
    uint8_t trigger = 0;
    uint16_t divisor = 0;
    status = trigger_of(settings.trigger, &trigger);
    if (status == SerialStatus_ok) {
        status = line_control_of(&settings, &serial->line_control);
    }
    if (status == SerialStatus_ok) {
        status = divisor_of(settings.clock, settings.baud, &divisor);
    }
    if (status != SerialStatus_ok) {
        return status;
    }
    serial->statistics.calls = 1;
    serial->device = device;
    serial->clock = settings.clock;
    serial->wait_limit = wait_limit_for(settings.baud);
    if (!present(serial)) {
        return SerialStatus_device_absent;
    }
    // What firmware still sends must leave at its own rate.
    status = wait_for(serial, status_transmitter_idle);
    if (status != SerialStatus_ok) {
        return status;
    }
    write_register(serial, offset_fifo_control, fifo_enable_and_clear | trigger);
    const uint8_t identified = read_register(serial, offset_interrupt_identification);
    serial->fifo_depth = deep_fifo;
    if ((identified & identified_fifos_work) != identified_fifos_work) {
        write_register(serial, offset_fifo_control, fifo_disable);
        serial->fifo_depth = 1;
    }
    status = program_divisor(serial, divisor);
    if (status != SerialStatus_ok) {
        return status;
    }
    discard_received(serial);
    read_register(serial, offset_modem_status);
    serial->latched_errors = 0;
    set_modem_control(serial, modem_terminal_ready | modem_request_to_send | modem_interrupt_gate);
    set_interrupt_enable(serial, enable_receive);
    serial->mark = live_mark;
    return SerialStatus_ok;
}

SerialStatus SERIAL_FUNCTION(shutdown)(SerialState* state) {
    Serial* serial = NULL;
    const SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return status;
    }
    ++serial->statistics.calls;
    set_interrupt_enable(serial, 0);
    set_modem_control(serial, modem_terminal_ready | modem_request_to_send);
    serial->mark = 0;
    return SerialStatus_ok;
}

SerialStatus SERIAL_FUNCTION(set_baud)(SerialState* state, uint32_t baud) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return status;
    }
    ++serial->statistics.calls;
    uint16_t divisor = 0;
    status = divisor_of(serial->clock, baud, &divisor);
    if (status == SerialStatus_ok) {
        status = wait_for(serial, status_transmitter_idle);
    }
    if (status == SerialStatus_ok) {
        status = program_divisor(serial, divisor);
    }
    if (status == SerialStatus_ok) {
        serial->wait_limit = wait_limit_for(baud);
    }
    return status;
}

SerialStatus SERIAL_FUNCTION(self_test)(SerialState* state) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return status;
    }
    ++serial->statistics.calls;
    status = wait_for(serial, status_transmitter_idle);
    // What came before the test is kept as far as the ring has room.
    uint64_t events = 0;
    if (status == SerialStatus_ok) {
        status = fetch_received(serial, &events);
    }
    if (status != SerialStatus_ok) {
        return status;
    }
    write_register(serial, offset_interrupt_enable, 0);
    write_register(serial, offset_modem_control, modem_loopback);
    discard_received(serial);
    status = test_in_loopback(serial);
    discard_received(serial);
    serial->latched_errors = 0;
    write_register(serial, offset_modem_control, serial->modem_control);
    read_register(serial, offset_modem_status);
    write_register(serial, offset_interrupt_enable, serial->interrupt_enable);
    return status;
}

/// What transmit() does once its arguments were judged.
static SerialStatus start_transmission(Serial* serial) {
    // While the device is to say when it is empty, there is nothing to start.
    if ((serial->interrupt_enable & enable_transmitter_empty) != 0 ||
        ring_length(&serial->transmit) == 0) {
        return SerialStatus_ok;
    }
    uint8_t line = 0;
    const SerialStatus status = read_line_status(serial, &line);
    if (status != SerialStatus_ok) {
        return fail(serial, status);
    }
    if ((line & status_transmitter_empty) != 0) {
        fill_transmitter(serial);
    }
    update_transmit_interrupt(serial);
    return SerialStatus_ok;
}

SerialCountResult SERIAL_FUNCTION(transmit)(SerialState* state, SeamBytes bytes) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status == SerialStatus_ok) {
        status = judge_slice(state, bytes.data, bytes.length);
    }
    if (status != SerialStatus_ok) {
        return counted(status, 0);
    }
    ++serial->statistics.calls;
    if (serial->failure != SerialStatus_ok) {
        return counted(serial->failure, 0);
    }
    const uint32_t taken =
        ring_push(&serial->transmit, serial->transmit_bytes, SERIAL_TRANSMIT_CAPACITY, bytes);
    return counted(start_transmission(serial), taken);
}

SerialCountResult SERIAL_FUNCTION(transmit_now)(SerialState* state, SeamBytes bytes) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status == SerialStatus_ok) {
        status = judge_slice(state, bytes.data, bytes.length);
    }
    if (status != SerialStatus_ok) {
        return counted(status, 0);
    }
    ++serial->statistics.calls;
    // A device that failed before is tried again: nothing is lost by that.
    while (ring_length(&serial->transmit) != 0) {
        status = wait_for(serial, status_transmitter_empty);
        if (status != SerialStatus_ok) {
            return counted(status, 0);
        }
        fill_transmitter(serial);
    }
    update_transmit_interrupt(serial);
    for (uint64_t sent = 0; sent < bytes.length;) {
        status = wait_for(serial, status_transmitter_empty);
        if (status != SerialStatus_ok) {
            return counted(status, 0);
        }
        const uint32_t burst = least(bytes.length - sent, serial->fifo_depth);
        for (uint32_t i = 0; i < burst; ++i) {
            write_register(serial, offset_data, bytes.data[sent + i]);
        }
        serial->statistics.bytes_transmitted += burst;
        sent += burst;
    }
    return counted(SerialStatus_ok, bytes.length);
}

SerialCountResult SERIAL_FUNCTION(receive)(SerialState* state, SeamMutableBytes bytes) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status == SerialStatus_ok) {
        status = judge_slice(state, bytes.data, bytes.length);
    }
    if (status != SerialStatus_ok) {
        return counted(status, 0);
    }
    ++serial->statistics.calls;
    const uint32_t moved =
        ring_pop(&serial->receive, serial->receive_bytes, SERIAL_RECEIVE_CAPACITY, bytes);
    if (throttled(serial) && serial->failure == SerialStatus_ok &&
        ring_length(&serial->receive) <= SERIAL_RECEIVE_CAPACITY / 2) {
        set_modem_control(serial, serial->modem_control | modem_request_to_send);
        set_interrupt_enable(serial, serial->interrupt_enable | enable_receive);
    }
    return counted(SerialStatus_ok, moved);
}

SerialEventsResult SERIAL_FUNCTION(interrupt)(SerialState* state) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return happened(status, 0);
    }
    ++serial->statistics.calls;
    if (serial->failure != SerialStatus_ok) {
        return happened(serial->failure, 0);
    }
    uint64_t events = 0;
    // An edge is lost if the device is left with a reason pending: go on until it has none.
    uint32_t limit = interrupt_rounds;
    for (uint32_t round = 0; round < limit; ++round) {
        const uint8_t identified = read_register(serial, offset_interrupt_identification);
        if ((identified & identified_none) != 0) {
            if (identified == floating_bus && gone(serial)) {
                return happened(fail(serial, SerialStatus_device_absent), 0);
            }
            if (round == 0) {
                ++serial->statistics.spurious_interrupts;
                return happened(SerialStatus_ok, SerialEvent_spurious);
            }
            ++serial->statistics.interrupts;
            return happened(SerialStatus_ok, events);
        }
        switch (identified & identified_reason) {
        case identified_received:
        case identified_receive_timeout:
        case identified_line_status:
            status = fetch_received(serial, &events);
            if (status != SerialStatus_ok) {
                return happened(fail(serial, status), 0);
            }
            break;
        case identified_transmitter_empty: {
            // Rounds that send are bounded by the ring, which a fast device may empty now.
            const uint64_t sent = fill_transmitter(serial);
            events |= sent;
            limit += sent != 0 ? 1 : 0;
            update_transmit_interrupt(serial);
            break;
        }
        case identified_modem:
            read_register(serial, offset_modem_status);
            events |= SerialEvent_modem;
            break;
        default:
            // Not a reason that a 16550 has; if it stays, the bound ends it.
            break;
        }
    }
    ++serial->statistics.timeouts;
    return happened(fail(serial, SerialStatus_device_stuck), 0);
}

SerialEventsResult SERIAL_FUNCTION(poll)(SerialState* state) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return happened(status, 0);
    }
    ++serial->statistics.calls;
    if (serial->failure != SerialStatus_ok) {
        return happened(serial->failure, 0);
    }
    uint64_t events = 0;
    uint8_t line = 0;
    status = fetch_received(serial, &events);
    if (status == SerialStatus_ok) {
        status = read_line_status(serial, &line);
    }
    if (status != SerialStatus_ok) {
        return happened(fail(serial, status), 0);
    }
    if ((line & status_transmitter_empty) != 0) {
        events |= fill_transmitter(serial);
        update_transmit_interrupt(serial);
    }
    return happened(SerialStatus_ok, events);
}

SerialStatus SERIAL_FUNCTION(statistics)(SerialState* state, SerialStatistics* statistics) {
    Serial* serial = NULL;
    SerialStatus status = find(state, &serial);
    if (status == SerialStatus_ok) {
        status = status_of(seam_judge_structure((SeamExtent){statistics, sizeof *statistics},
                                                _Alignof(SerialStatistics),
                                                (SeamExtent){state, sizeof *state}));
    }
    if (status != SerialStatus_ok) {
        return status;
    }
    ++serial->statistics.calls;
    *statistics = serial->statistics;
    return SerialStatus_ok;
}

SerialStatus SERIAL_FUNCTION(check)(SerialState* state) {
    Serial* serial = NULL;
    const SerialStatus status = find(state, &serial);
    if (status != SerialStatus_ok) {
        return status;
    }
    ++serial->statistics.calls;
    const uint32_t waiting = ring_length(&serial->transmit);
    const uint32_t received = ring_length(&serial->receive);
    const bool transmit_interrupt = (serial->interrupt_enable & enable_transmitter_empty) != 0;
    const bool consistent =
        waiting <= SERIAL_TRANSMIT_CAPACITY && received <= SERIAL_RECEIVE_CAPACITY &&
        serial->clock != 0 && (serial->fifo_depth == 1 || serial->fifo_depth == deep_fifo) &&
        serial->wait_limit >= least_wait && (serial->interrupt_enable & ~enable_all) == 0 &&
        (serial->latched_errors & ~status_errors) == 0 &&
        (serial->line_control & line_divisor_access) == 0 &&
        // Without a failure, the device is told to say when more can be sent or received.
        (serial->failure != SerialStatus_ok ||
         (transmit_interrupt == (waiting != 0) &&
          (!throttled(serial) || received > SERIAL_RECEIVE_CAPACITY / 2)));
    return consistent ? SerialStatus_ok : SerialStatus_corrupt;
}

uint64_t SERIAL_FUNCTION(state_size)(void) {
    return sizeof(Serial);
}

uint64_t SERIAL_FUNCTION(state_alignment)(void) {
    return _Alignof(Serial);
}

uint64_t SERIAL_FUNCTION(contract)(void) {
    return SERIAL_CONTRACT;
}
