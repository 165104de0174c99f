// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin. The algorithm is described in components/serial/README.md.
#pragma once

#include "components/serial/cpp/registers.hpp"
#include "components/serial/cpp/ring.hpp"
#include "components/serial/serial.seam.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <utility>

namespace bimetal::serial {

/// One UART. The contract of the public functions is in serial.seam.h.
template <Services Access>
class Serial {
  public:
    using Status = SerialStatus;
    template <class Value>
    using Result = std::expected<Value, Status>;

    Result<void> initialize(std::uint64_t device, SerialSettings settings) {
        ++statistics_.calls;
        device_ = Device<Access>(device);
        // Everything that can be wrong with the arguments is found before the device is touched.
        const auto trigger = trigger_of(settings.trigger);
        if (!trigger) {
            return std::unexpected(trigger.error());
        }
        const auto line = line_control_of(settings);
        if (!line) {
            return std::unexpected(line.error());
        }
        const auto divisor = divisor_of(settings.clock, settings.baud);
        if (!divisor) {
            return std::unexpected(divisor.error());
        }
        clock_ = settings.clock;
        line_control_ = *line;
        wait_limit_ = wait_limit_for(settings.baud);

        if (!present()) {
            return std::unexpected(Status::device_absent);
        }
        // What firmware still sends must leave at its own rate.
        if (const auto idle = wait_for(line_status::transmitter_idle); !idle) {
            return idle;
        }
        device_.write(offset::fifo_control,
                      static_cast<std::uint8_t>(fifo_control::enable_and_clear | *trigger));
        const std::uint8_t identification = device_.read(offset::interrupt_identification);
        if ((identification & interrupt_identification::fifos_work) ==
            interrupt_identification::fifos_work) {
            fifo_depth_ = deep_fifo;
        } else {
            device_.write(offset::fifo_control, fifo_control::disable);
            fifo_depth_ = 1;
        }
        if (const auto programmed = program_divisor(*divisor); !programmed) {
            return programmed;
        }
        discard_received();
        device_.read(offset::modem_status);
        latched_errors_ = 0;
        set_modem_control(modem_control::terminal_ready | modem_control::request_to_send |
                          modem_control::interrupt_gate);
        set_interrupt_enable(receive_interrupts);
        return {};
    }

    void shutdown() {
        ++statistics_.calls;
        set_interrupt_enable(0);
        set_modem_control(modem_control::terminal_ready | modem_control::request_to_send);
    }

    Result<void> set_baud(std::uint32_t baud) {
        ++statistics_.calls;
        const auto divisor = divisor_of(clock_, baud);
        if (!divisor) {
            return std::unexpected(divisor.error());
        }
        if (const auto idle = wait_for(line_status::transmitter_idle); !idle) {
            return idle;
        }
        if (const auto programmed = program_divisor(*divisor); !programmed) {
            return programmed;
        }
        wait_limit_ = wait_limit_for(baud);
        return {};
    }

    Result<void> self_test() {
        ++statistics_.calls;
        if (const auto idle = wait_for(line_status::transmitter_idle); !idle) {
            return idle;
        }
        // What came before the test is kept as far as the ring has room.
        if (const auto fetched = fetch_received(); !fetched) {
            return std::unexpected(fetched.error());
        }
        device_.write(offset::interrupt_enable, 0);
        device_.write(offset::modem_control, modem_control::loopback);
        discard_received();
        const auto tested = test_in_loopback();
        discard_received();
        latched_errors_ = 0;
        device_.write(offset::modem_control, modem_control_);
        device_.read(offset::modem_status);
        device_.write(offset::interrupt_enable, interrupt_enable_);
        return tested;
    }

    Result<std::uint64_t> transmit(std::span<const std::uint8_t> bytes) {
        ++statistics_.calls;
        if (failure_ != Status::ok) [[unlikely]] {
            return std::unexpected(failure_);
        }
        const std::uint32_t taken = transmit_ring_.push(bytes);
        // While the device is to say when it is empty, there is nothing to start.
        if ((interrupt_enable_ & interrupt_enable::transmitter_empty) == 0 &&
            !transmit_ring_.empty()) {
            const auto status = line_status_now();
            if (!status) [[unlikely]] {
                return std::unexpected(fail(status.error()));
            }
            if ((*status & line_status::transmitter_empty) != 0) {
                fill_transmitter();
            }
            update_transmit_interrupt();
        }
        return taken;
    }

    Result<std::uint64_t> transmit_now(std::span<const std::uint8_t> bytes) {
        ++statistics_.calls;
        // A device that failed before is tried again: nothing is lost by that.
        while (!transmit_ring_.empty()) {
            if (const auto ready = wait_for(line_status::transmitter_empty); !ready) {
                return std::unexpected(ready.error());
            }
            fill_transmitter();
        }
        update_transmit_interrupt();
        auto rest = bytes;
        while (!rest.empty()) {
            if (const auto ready = wait_for(line_status::transmitter_empty); !ready) {
                return std::unexpected(ready.error());
            }
            const auto burst = rest.first(std::min<std::size_t>(rest.size(), fifo_depth_));
            for (const std::uint8_t byte : burst) {
                device_.write(offset::data, byte);
            }
            statistics_.bytes_transmitted += burst.size();
            rest = rest.subspan(burst.size());
        }
        return bytes.size();
    }

    std::uint64_t receive(std::span<std::uint8_t> bytes) {
        ++statistics_.calls;
        const std::uint32_t moved = receive_ring_.pop(bytes);
        if (throttled() && failure_ == Status::ok &&
            receive_ring_.length() <= SERIAL_RECEIVE_CAPACITY / 2) {
            set_modem_control(modem_control_ | modem_control::request_to_send);
            set_interrupt_enable(interrupt_enable_ | receive_interrupts);
        }
        return moved;
    }

    Result<std::uint64_t> interrupt() {
        ++statistics_.calls;
        if (failure_ != Status::ok) [[unlikely]] {
            return std::unexpected(failure_);
        }
        std::uint64_t events = 0;
        // An edge is lost if the device is left with a reason pending: go on until it has none.
        std::uint32_t limit = interrupt_rounds;
        for (std::uint32_t round = 0; round < limit; ++round) {
            const std::uint8_t identification = device_.read(offset::interrupt_identification);
            if ((identification & interrupt_identification::none) != 0) {
                if (identification == floating_bus && gone()) [[unlikely]] {
                    return std::unexpected(fail(Status::device_absent));
                }
                if (round == 0) {
                    ++statistics_.spurious_interrupts;
                    return bit(SerialEvent::spurious);
                }
                ++statistics_.interrupts;
                return events;
            }
            switch (identification & interrupt_identification::reason) {
            case interrupt_identification::received:
            case interrupt_identification::receive_timeout:
            case interrupt_identification::line_status:
                if (const auto fetched = fetch_received()) {
                    events |= *fetched;
                } else {
                    return std::unexpected(fail(fetched.error()));
                }
                break;
            case interrupt_identification::transmitter_empty:
                // Rounds that send are bounded by the ring, which a fast device may empty now.
                if (const std::uint64_t sent = fill_transmitter(); sent != 0) {
                    events |= sent;
                    ++limit;
                }
                update_transmit_interrupt();
                break;
            case interrupt_identification::modem:
                device_.read(offset::modem_status);
                events |= bit(SerialEvent::modem);
                break;
            default:
                // Not a reason that a 16550 has; if it stays, the bound ends it.
                break;
            }
        }
        ++statistics_.timeouts;
        return std::unexpected(fail(Status::device_stuck));
    }

    Result<std::uint64_t> poll() {
        ++statistics_.calls;
        if (failure_ != Status::ok) [[unlikely]] {
            return std::unexpected(failure_);
        }
        const auto fetched = fetch_received();
        if (!fetched) [[unlikely]] {
            return std::unexpected(fail(fetched.error()));
        }
        std::uint64_t events = *fetched;
        const auto status = line_status_now();
        if (!status) [[unlikely]] {
            return std::unexpected(fail(status.error()));
        }
        if ((*status & line_status::transmitter_empty) != 0) {
            events |= fill_transmitter();
            update_transmit_interrupt();
        }
        return events;
    }

    const SerialStatistics& statistics() {
        ++statistics_.calls;
        return statistics_;
    }

    Result<void> check() {
        ++statistics_.calls;
        const bool transmit_interrupt =
            (interrupt_enable_ & interrupt_enable::transmitter_empty) != 0;
        const bool consistent =
            transmit_ring_.consistent() && receive_ring_.consistent() && clock_ != 0 &&
            (fifo_depth_ == 1 || fifo_depth_ == deep_fifo) && wait_limit_ >= least_wait &&
            (interrupt_enable_ & ~interrupt_enable::all) == 0 &&
            (latched_errors_ & ~line_status::errors) == 0 &&
            (line_control_ & line_control::divisor_access) == 0 &&
            // Without a failure, the device is told to say when more can be sent or received.
            (failure_ != Status::ok ||
             (transmit_interrupt == !transmit_ring_.empty() &&
              (!throttled() || receive_ring_.length() > SERIAL_RECEIVE_CAPACITY / 2)));
        if (!consistent) {
            return std::unexpected(Status::corrupt);
        }
        return {};
    }

  private:
    static constexpr std::uint32_t deep_fifo = 16;
    static constexpr std::uint32_t interrupt_rounds = 64;
    static constexpr std::uint32_t fetch_limit = 2 * SERIAL_RECEIVE_CAPACITY;
    static constexpr std::uint8_t receive_interrupts =
        interrupt_enable::received | interrupt_enable::line_status;
    // Firmware may have left up to 16 characters at a slower rate than ours.
    static constexpr std::uint64_t least_wait = 65'536;
    // No wait takes longer than seconds, whatever the rate.
    static constexpr std::uint64_t greatest_wait = 10'000'000;

    static constexpr std::uint64_t bit(SerialEvent event) {
        return static_cast<std::uint64_t>(event);
    }

    /// Register reads in which a full FIFO and shift register leave at `baud`: 17 characters of at
    /// most 12 bits, when a read takes 100 ns or longer.
    static constexpr std::uint64_t wait_limit_for(std::uint32_t baud) {
        constexpr std::uint64_t reads_a_second = 10'000'000;
        return std::min(least_wait + 17 * 12 * reads_a_second / baud, greatest_wait);
    }

    static Result<std::uint8_t> line_control_of(const SerialSettings& settings) {
        std::uint8_t control = 0;
        switch (settings.parity) {
        case SerialParity::none:
            break;
        case SerialParity::odd:
            control = line_control::parity_odd;
            break;
        case SerialParity::even:
            control = line_control::parity_even;
            break;
        case SerialParity::mark:
            control = line_control::parity_mark;
            break;
        case SerialParity::space:
            control = line_control::parity_space;
            break;
        default:
            return std::unexpected(Status::invalid_enum);
        }
        switch (settings.stop_bits) {
        case SerialStopBits::one:
            break;
        case SerialStopBits::two:
            control |= line_control::two_stop_bits;
            break;
        default:
            return std::unexpected(Status::invalid_enum);
        }
        if (settings.data_bits < 5 || settings.data_bits > 8) {
            return std::unexpected(Status::out_of_range);
        }
        return static_cast<std::uint8_t>(control | (settings.data_bits - 5));
    }

    static Result<std::uint8_t> trigger_of(SerialTrigger trigger) {
        switch (trigger) {
        case SerialTrigger::one:
            return fifo_control::trigger_one;
        case SerialTrigger::four:
            return fifo_control::trigger_four;
        case SerialTrigger::eight:
            return fifo_control::trigger_eight;
        case SerialTrigger::fourteen:
            return fifo_control::trigger_fourteen;
        default:
            return std::unexpected(Status::invalid_enum);
        }
    }

    /// The divisor nearest to `baud`, if the rate it gives is within 3 %.
    static Result<std::uint16_t> divisor_of(std::uint32_t clock, std::uint32_t baud) {
        if (clock == 0 || baud == 0) {
            return std::unexpected(Status::out_of_range);
        }
        const std::uint64_t wide_clock = clock;
        const std::uint64_t sampling = std::uint64_t{16} * baud;
        const std::uint64_t divisor = (wide_clock + sampling / 2) / sampling;
        if (divisor == 0 || divisor > UINT16_MAX) {
            return std::unexpected(Status::baud_unreachable);
        }
        const std::uint64_t exact = sampling * divisor;
        const std::uint64_t difference =
            wide_clock > exact ? wide_clock - exact : exact - wide_clock;
        if (difference * 100 > exact * 3) {
            return std::unexpected(Status::baud_unreachable);
        }
        return static_cast<std::uint16_t>(divisor);
    }

    /// Whether registers keep what is written to them, as a UART's do and a floating bus does not.
    bool present() {
        device_.write(offset::line_control, line_control_);
        set_interrupt_enable(0);
        if (device_.read(offset::interrupt_enable) != 0) {
            return false;
        }
        for (const std::uint8_t pattern : {std::uint8_t{0x5a}, std::uint8_t{0xa5}}) {
            device_.write(offset::scratch, pattern);
            if (device_.read(offset::scratch) != pattern) {
                return false;
            }
        }
        return true;
    }

    /// Whether the device went away. The upper half of this register is always 0 on a UART.
    bool gone() { return device_.read(offset::interrupt_enable) == floating_bus; }

    /// Remembers why the device cannot be used and silences it.
    Status fail(Status why) {
        failure_ = why;
        set_interrupt_enable(0);
        return why;
    }

    Result<void> program_divisor(std::uint16_t divisor) {
        const auto low = static_cast<std::uint8_t>(divisor);
        const auto high = static_cast<std::uint8_t>(divisor >> 8);
        device_.write(offset::line_control,
                      static_cast<std::uint8_t>(line_control_ | line_control::divisor_access));
        device_.write(offset::divisor_low, low);
        device_.write(offset::divisor_high, high);
        const std::uint8_t low_kept = device_.read(offset::divisor_low);
        const std::uint8_t high_kept = device_.read(offset::divisor_high);
        device_.write(offset::line_control, line_control_);
        if (low_kept != low || high_kept != high) {
            return std::unexpected(Status::device_stuck);
        }
        return {};
    }

    // Operators on bytes give int: these two take it back.
    void set_interrupt_enable(int sources) {
        interrupt_enable_ = static_cast<std::uint8_t>(sources);
        device_.write(offset::interrupt_enable, interrupt_enable_);
    }

    void set_modem_control(int lines) {
        modem_control_ = static_cast<std::uint8_t>(lines);
        device_.write(offset::modem_control, modem_control_);
    }

    [[nodiscard]] bool throttled() const {
        return (interrupt_enable_ & interrupt_enable::received) == 0;
    }

    /// The line status. Reading it clears the error bits, which belong to the oldest byte in the
    /// FIFO: they are kept until that byte is fetched.
    Result<std::uint8_t> line_status_now() {
        const std::uint8_t status = device_.read(offset::line_status);
        if (status == floating_bus && gone()) [[unlikely]] {
            return std::unexpected(Status::device_absent);
        }
        latched_errors_ |= status & line_status::errors;
        return status;
    }

    /// Reads the line status until `bits` is set, at most `wait_limit_` times.
    Result<void> wait_for(std::uint8_t bits) {
        for (std::uint64_t reads = 0; reads < wait_limit_; ++reads) {
            const auto status = line_status_now();
            if (!status) [[unlikely]] {
                return std::unexpected(status.error());
            }
            if ((*status & bits) != 0) {
                return {};
            }
        }
        ++statistics_.timeouts;
        return std::unexpected(Status::device_stuck);
    }

    /// Moves what the device received into the ring until one is empty or the other full, and
    /// returns the events. A full ring stops the sender and silences the interrupt.
    Result<std::uint64_t> fetch_received() {
        std::uint64_t events = 0;
        for (std::uint32_t count = 0; count < fetch_limit; ++count) {
            if (receive_ring_.full()) {
                if (!throttled()) {
                    ++statistics_.throttles;
                    set_modem_control(modem_control_ & ~modem_control::request_to_send);
                    set_interrupt_enable(interrupt_enable_ & ~receive_interrupts);
                }
                return events | bit(SerialEvent::throttled);
            }
            const auto status = line_status_now();
            if (!status) [[unlikely]] {
                return std::unexpected(status.error());
            }
            if ((latched_errors_ & line_status::overrun) != 0) [[unlikely]] {
                latched_errors_ &= ~line_status::overrun;
                ++statistics_.overruns;
                events |= bit(SerialEvent::line_error);
            }
            if ((*status & line_status::data_ready) == 0) {
                return events;
            }
            const std::uint8_t byte = device_.read(offset::data);
            const std::uint8_t errors = std::exchange(latched_errors_, std::uint8_t{0});
            if (errors == 0) [[likely]] {
                receive_ring_.push(byte);
                ++statistics_.bytes_received;
                events |= bit(SerialEvent::received);
            } else {
                events |= count_errors(errors);
            }
        }
        return events;
    }

    /// Counts the errors of one byte, which is dropped. A break also shows as a framing error.
    std::uint64_t count_errors(std::uint8_t errors) {
        if ((errors & line_status::line_break) != 0) {
            ++statistics_.breaks;
            return bit(SerialEvent::line_break);
        }
        if ((errors & line_status::parity) != 0) {
            ++statistics_.parity_errors;
        }
        if ((errors & line_status::framing) != 0) {
            ++statistics_.framing_errors;
        }
        return bit(SerialEvent::line_error);
    }

    /// Empties the device's receive FIFO, bounded.
    void discard_received() {
        for (std::uint32_t count = 0; count < 2 * deep_fifo; ++count) {
            if ((device_.read(offset::line_status) & line_status::data_ready) == 0) {
                return;
            }
            device_.read(offset::data);
        }
    }

    /// Gives the device, whose transmitter is empty, what its FIFO holds; returns the events.
    std::uint64_t fill_transmitter() {
        std::uint32_t count = 0;
        while (count < fifo_depth_) {
            const auto byte = transmit_ring_.pop();
            if (!byte) {
                break;
            }
            device_.write(offset::data, *byte);
            ++count;
        }
        statistics_.bytes_transmitted += count;
        return count == 0 ? 0 : bit(SerialEvent::transmitted);
    }

    /// The device is to interrupt when its transmitter is empty as long as there is more to send.
    void update_transmit_interrupt() {
        const int sources = transmit_ring_.empty()
                                ? interrupt_enable_ & ~interrupt_enable::transmitter_empty
                                : interrupt_enable_ | interrupt_enable::transmitter_empty;
        if (sources != interrupt_enable_) {
            set_interrupt_enable(sources);
        }
    }

    /// Data and modem lines, each of which comes back on another.
    Result<void> test_in_loopback() {
        struct Lines {
            std::uint8_t out;
            std::uint8_t back;
        };

        constexpr Lines crossed[] = {
            {0, 0},
            {modem_control::terminal_ready, modem_status::data_set_ready},
            {modem_control::request_to_send, modem_status::clear_to_send},
            {modem_control::output_1, modem_status::ring_indicator},
            {modem_control::interrupt_gate, modem_status::carrier_detect},
        };
        for (const Lines& lines : crossed) {
            device_.write(offset::modem_control,
                          static_cast<std::uint8_t>(modem_control::loopback | lines.out));
            if ((device_.read(offset::modem_status) & modem_status::lines) != lines.back) {
                return std::unexpected(Status::self_test_failed);
            }
        }
        // Characters have at least 5 bits.
        for (const std::uint8_t pattern :
             {std::uint8_t{0x00}, std::uint8_t{0x15}, std::uint8_t{0x0a}, std::uint8_t{0x1f}}) {
            device_.write(offset::data, pattern);
            if (const auto ready = wait_for(line_status::data_ready); !ready) {
                return ready;
            }
            if (device_.read(offset::data) != pattern) {
                return std::unexpected(Status::self_test_failed);
            }
        }
        return {};
    }

    Device<Access> device_;
    std::uint64_t wait_limit_ = least_wait;
    std::uint32_t clock_ = 0;
    std::uint32_t fifo_depth_ = 1;
    Status failure_ = Status::ok;
    std::uint8_t line_control_ = 0;
    std::uint8_t modem_control_ = 0;
    std::uint8_t interrupt_enable_ = 0;
    std::uint8_t latched_errors_ = 0;
    SerialStatistics statistics_{};
    Ring<SERIAL_TRANSMIT_CAPACITY> transmit_ring_;
    Ring<SERIAL_RECEIVE_CAPACITY> receive_ring_;
};

} // namespace bimetal::serial
