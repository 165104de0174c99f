// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/serial.hpp"

#include "components/serial/bindings/serial.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/sync/spinlock.hpp"

#include <atomic>

namespace bimetal::services {
namespace {

constexpr std::uint64_t first_port = 0x3f8;

using Port = serial::Client<serial::Selected>;

constinit serial::State state{};
constinit sync::Guarded<Port, sync::Spinlock<sync::Rank::serial, sync::Interrupts::disabled>>
    port(std::in_place, state);

std::string_view describe_status(serial::Status status) {
    switch (status) {
    case serial::Status::device_absent:
        return "no device answers at the first serial port";
    case serial::Status::device_stuck:
        return "the device is stuck";
    default:
        return "the device could not be set up";
    }
}

constinit bool present = false;
constinit std::atomic<bool> interrupt_driven = false;
// They rise with every interrupt that brought bytes, or made room: what waiting threads look at.
constinit std::atomic<std::uint32_t> received = 0;
constinit std::atomic<std::uint32_t> transmitted = 0;
constinit sched::WaitQueue readers;
constinit sched::WaitQueue writers;

void announce(seam::Bits<serial::Event> events) {
    if (events.has(serial::Event::received)) {
        received.fetch_add(1, std::memory_order_release);
        readers.wake_all();
    }
    if (events.has(serial::Event::transmitted)) {
        transmitted.fetch_add(1, std::memory_order_release);
        writers.wake_all();
    }
}

// The device failed, and no further interrupt comes: who waits for one must look again.
void announce_failure() {
    transmitted.fetch_add(1, std::memory_order_release);
    writers.wake_all();
}

void poll() {
    const auto events = port.with([](Port& uart) { return uart.poll(); });
    if (events && sched::started()) {
        announce(*events);
    }
}

bool may_block() {
    return sched::started() && arch::interrupts_enabled();
}

} // namespace

std::expected<void, std::string_view> initialise_serial() {
    const auto ready =
        port.with([](Port& uart) { return uart.initialize(first_port, serial::default_settings); });
    present = ready.has_value();
    if (!ready) {
        return std::unexpected(describe_status(ready.error()));
    }
    return {};
}

void use_serial_interrupt() {
    interrupt_driven.store(true, std::memory_order_release);
    // What came before the line was routed raised an edge that nobody saw; while its reason stands,
    // there is no other.
    poll();
}

void on_serial_interrupt() {
    const auto events = port.with([](Port& uart) { return uart.interrupt(); });
    if (events) {
        announce(*events);
    } else {
        announce_failure();
    }
}

void serial_write(std::string_view text) {
    if (!present) {
        return;
    }
    while (!text.empty()) {
        const std::uint32_t seen = transmitted.load(std::memory_order_acquire);
        const auto taken = port.with([&](Port& uart) { return uart.transmit(text); });
        if (!taken) {
            announce_failure(); // gone or stuck; its own counters say so
            return;
        }
        text.remove_prefix(*taken);
        if (text.empty()) {
            return;
        }
        if (interrupt_driven.load(std::memory_order_acquire) && may_block()) {
            writers.wait_until(
                [seen] { return transmitted.load(std::memory_order_acquire) != seen; });
        } else {
            poll();
        }
    }
}

std::size_t serial_read(std::span<std::uint8_t> bytes) {
    constexpr std::uint64_t poll_interval = 10'000'000;
    for (;;) {
        const std::uint32_t seen = received.load(std::memory_order_acquire);
        const auto count = port.with([&](Port& uart) { return uart.receive(bytes); });
        if (count && *count != 0) {
            return *count;
        }
        if (interrupt_driven.load(std::memory_order_acquire)) {
            readers.wait_until([seen] { return received.load(std::memory_order_acquire) != seen; });
        } else {
            sched::sleep_for(poll_interval);
            poll();
        }
    }
}

void serial_drain() {
    if (present) {
        // Nothing more to send: what the ring holds goes out first, and that is all.
        static_cast<void>(port.with([](Port& uart) { return uart.transmit_now({}); }));
    }
}

void serial_drain_in_panic() {
    if (present && !port.is_locked()) {
        static_cast<void>(port.value_without_lock().transmit_now({}));
    }
}

SerialState serial_state() {
    const auto counters = port.with([](Port& uart) { return uart.statistics(); });
    SerialState result{
        .selection = std::string_view(serial::Selected::name) == "live" ? "live" : "fixed",
        .state_bytes = serial::Selected::state_size(),
        .calls = 0,
        .bytes_transmitted = 0,
        .bytes_received = 0,
        .interrupts = 0,
        .present = present,
    };
    if (counters) {
        result.calls = counters->calls;
        result.bytes_transmitted = counters->bytes_transmitted;
        result.bytes_received = counters->bytes_received;
        result.interrupts = counters->interrupts;
    }
    return result;
}

} // namespace bimetal::services

// What the twin needs of the core: register access. Devices below 64 Ki are ports.
std::uint8_t serial_service_read(std::uint64_t device, std::uint32_t offset) noexcept {
    return bimetal::arch::port_read8(static_cast<std::uint16_t>(device + offset));
}

void serial_service_write(std::uint64_t device, std::uint32_t offset, std::uint8_t value) noexcept {
    bimetal::arch::port_write8(static_cast<std::uint16_t>(device + offset), value);
}
