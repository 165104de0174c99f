// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A 16550 in software, after the PC16550D data sheet, that can misbehave. Nothing is allocated and
// nothing depends on time: a character moves when the line status was read often enough, or when
// the test lets time pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bimetal::serial::conformance {

/// First in, first out, in place; what does not fit is refused.
template <class Item, std::size_t capacity>
class Queue {
  public:
    constexpr bool push(Item item) {
        if (length_ == capacity) {
            return false;
        }
        items_[(first_ + length_) % capacity] = item;
        ++length_;
        return true;
    }

    constexpr Item pop() {
        const Item item = items_[first_];
        first_ = (first_ + 1) % capacity;
        --length_;
        return item;
    }

    constexpr Item& front() { return items_[first_]; }

    [[nodiscard]] constexpr const Item& at(std::size_t index) const {
        return items_[(first_ + index) % capacity];
    }

    [[nodiscard]] constexpr std::size_t length() const { return length_; }

    [[nodiscard]] constexpr bool empty() const { return length_ == 0; }

    constexpr void clear() { length_ = 0; }

  private:
    std::array<Item, capacity> items_{};
    std::size_t first_ = 0;
    std::size_t length_ = 0;
};

class UartSimulator {
  public:
    // Line status bits that a received character can bring along.
    static constexpr std::uint8_t parity_error = 0x04;
    static constexpr std::uint8_t framing_error = 0x08;
    static constexpr std::uint8_t line_break = 0x10;

    /// How the device misbehaves.
    struct Faults {
        bool absent = false;            ///< Every register reads as 0xff.
        bool stuck_transmitter = false; ///< No character ever leaves.
        bool stuck_interrupt = false;   ///< A received-data interrupt that nothing ends.
        bool unknown_interrupt = false; ///< A reason that no 16550 has, which nothing ends.
        bool no_fifo = false;           ///< A 16450: one byte each way.
        bool no_scratch = false;        ///< The scratch register keeps nothing.
        bool wired_enable = false;      ///< The interrupt enable register reads as 0x0f.
        bool stuck_divisor = false;     ///< The divisor latch keeps nothing.
        bool damaged_loopback = false;  ///< Loopback flips a bit.
        bool dead_modem_lines = false;  ///< Modem lines do not loop back.
        std::uint64_t vanish_after = 0; ///< From this access on absent; 0 for never.
    };

    /// One register access.
    struct Access {
        bool write;
        std::uint8_t offset;
        std::uint8_t value;

        friend constexpr bool operator==(const Access&, const Access&) = default;
    };

    Faults faults;
    /// Line status reads until a character has left.
    std::uint32_t reads_per_character = 4;

    /// A device that firmware has not touched.
    void reset() { *this = UartSimulator{}; }

    std::uint8_t read(std::uint32_t offset) {
        if (faults.vanish_after != 0 && accesses_ >= faults.vanish_after) {
            faults.absent = true;
        }
        const std::uint8_t value =
            faults.absent || offset > 7 ? std::uint8_t{0xff} : read_register(offset);
        record({false, static_cast<std::uint8_t>(offset), value});
        return value;
    }

    void write(std::uint32_t offset, std::uint8_t value) {
        record({true, static_cast<std::uint8_t>(offset), value});
        if (!faults.absent && offset <= 7) {
            write_register(offset, value);
        }
    }

    /// A character arrives on the line; false if there was no room for it.
    bool receive(std::uint8_t byte, std::uint8_t errors = 0) {
        if (loopback() || faults.absent) {
            return false;
        }
        return take(byte, errors);
    }

    /// Lets so many characters leave, and the receiver notice that the line is quiet.
    void pass_time(std::uint32_t characters) {
        for (std::uint32_t count = 0; count < characters; ++count) {
            shift();
        }
        receive_timeout_ = !received_.empty();
    }

    /// Modem lines as in the upper half of the modem status.
    void set_modem_lines(std::uint8_t lines) {
        modem_changes_ |= static_cast<std::uint8_t>(((lines ^ modem_lines_) >> 4) & 0x0f);
        modem_lines_ = lines & 0xf0;
    }

    /// Whether the device interrupts. On a PC output 2 gates the line.
    [[nodiscard]] bool interrupts() const {
        return (modem_control_ & 0x08) != 0 && (reason() & 1) == 0;
    }

    // What left on the line, from the first character on.
    [[nodiscard]] std::size_t sent_count() const { return sent_count_; }

    [[nodiscard]] std::uint8_t sent(std::size_t index) const { return sent_[index % sent_.size()]; }

    [[nodiscard]] bool idle() const { return transmitting_.empty() && !shifting_; }

    /// Characters written while there was no room: a mistake of the driver.
    [[nodiscard]] std::uint64_t overwritten() const { return overwritten_; }

    [[nodiscard]] std::size_t waiting_to_be_read() const { return received_.length(); }

    [[nodiscard]] std::uint16_t divisor() const { return divisor_; }

    [[nodiscard]] std::uint8_t line_control() const { return line_control_; }

    [[nodiscard]] std::uint8_t modem_control() const { return modem_control_; }

    [[nodiscard]] std::uint8_t interrupt_enable() const { return interrupt_enable_; }

    [[nodiscard]] std::uint8_t fifo_control() const { return fifo_control_; }

    /// Register accesses since reset(), and a hash over all of them.
    [[nodiscard]] std::uint64_t accesses() const { return accesses_; }

    [[nodiscard]] std::uint64_t trace_hash() const { return trace_hash_; }

  private:
    struct Character {
        std::uint8_t byte;
        std::uint8_t errors;
    };

    [[nodiscard]] bool loopback() const { return (modem_control_ & 0x10) != 0; }

    [[nodiscard]] bool divisor_access() const { return (line_control_ & 0x80) != 0; }

    [[nodiscard]] bool fifo_enabled() const { return (fifo_control_ & 1) != 0 && !faults.no_fifo; }

    [[nodiscard]] std::size_t depth() const { return fifo_enabled() ? 16 : 1; }

    [[nodiscard]] std::size_t trigger() const {
        constexpr std::array<std::size_t, 4> levels{1, 4, 8, 14};
        return fifo_enabled() ? levels[fifo_control_ >> 6] : 1;
    }

    void record(Access access) {
        ++accesses_;
        for (const std::uint8_t part :
             {static_cast<std::uint8_t>(access.write ? 1 : 0), access.offset, access.value}) {
            trace_hash_ = (trace_hash_ ^ part) * 0x100000001b3;
        }
    }

    bool take(std::uint8_t byte, std::uint8_t errors) {
        if (received_.length() == depth()) {
            overrun_ = true;
            return false;
        }
        const auto mask = static_cast<std::uint8_t>(0xff >> (3 - (line_control_ & 3)));
        return received_.push({static_cast<std::uint8_t>(byte & mask), errors});
    }

    void shift() {
        if (faults.stuck_transmitter) {
            return;
        }
        if (shifting_) {
            shifting_ = false;
            if (loopback()) {
                take(faults.damaged_loopback ? shifted_ ^ 1 : shifted_, 0);
            } else {
                sent_[sent_count_++ % sent_.size()] = shifted_;
            }
        }
        if (!transmitting_.empty()) {
            shifted_ = transmitting_.pop();
            shifting_ = true;
            if (transmitting_.empty()) {
                transmitter_emptied_ = true;
            }
        }
    }

    [[nodiscard]] bool line_interrupts() const {
        return overrun_ || (!received_.empty() && received_.at(0).errors != 0);
    }

    [[nodiscard]] std::uint8_t reason() const {
        if (faults.stuck_interrupt) {
            return 0x04;
        }
        if (faults.unknown_interrupt) {
            return 0x0a;
        }
        if ((interrupt_enable_ & 0x04) != 0 && line_interrupts()) {
            return 0x06;
        }
        if ((interrupt_enable_ & 0x01) != 0 && received_.length() >= trigger()) {
            return 0x04;
        }
        if ((interrupt_enable_ & 0x01) != 0 && receive_timeout_ && !received_.empty()) {
            return 0x0c;
        }
        if ((interrupt_enable_ & 0x02) != 0 && transmitter_emptied_) {
            return 0x02;
        }
        if ((interrupt_enable_ & 0x08) != 0 && modem_changes_ != 0) {
            return 0x00;
        }
        return 0x01;
    }

    std::uint8_t read_register(std::uint32_t offset) {
        switch (offset) {
        case 0:
            if (divisor_access()) {
                return static_cast<std::uint8_t>(divisor_);
            }
            receive_timeout_ = false;
            return received_.empty() ? std::uint8_t{0} : received_.pop().byte;
        case 1:
            if (divisor_access()) {
                return static_cast<std::uint8_t>(divisor_ >> 8);
            }
            return faults.wired_enable ? std::uint8_t{0x0f} : interrupt_enable_;
        case 2: {
            const std::uint8_t why = reason();
            if (why == 0x02) {
                transmitter_emptied_ = false;
            }
            return static_cast<std::uint8_t>(why | (fifo_enabled() ? 0xc0 : 0));
        }
        case 3:
            return line_control_;
        case 4:
            return modem_control_;
        case 5:
            return read_line_status();
        case 6: {
            const auto status = static_cast<std::uint8_t>(modem_lines_now() | modem_changes_);
            modem_changes_ = 0;
            return status;
        }
        default:
            return faults.no_scratch ? std::uint8_t{0} : scratch_;
        }
    }

    std::uint8_t read_line_status() {
        if (reads_per_character != 0 && ++reads_ >= reads_per_character) {
            reads_ = 0;
            shift();
        }
        std::uint8_t status = 0;
        if (!received_.empty()) {
            status |= 0x01;
            for (std::size_t index = 0; index < received_.length(); ++index) {
                if (fifo_enabled() && received_.at(index).errors != 0) {
                    status |= 0x80;
                }
            }
            status |= received_.front().errors;
            received_.front().errors = 0;
        }
        if (overrun_) {
            status |= 0x02;
            overrun_ = false;
        }
        if (!faults.stuck_transmitter && transmitting_.empty()) {
            status |= 0x20;
            if (!shifting_) {
                status |= 0x40;
            }
        }
        return status;
    }

    [[nodiscard]] std::uint8_t modem_lines_now() const {
        if (!loopback() || faults.dead_modem_lines) {
            return modem_lines_;
        }
        return static_cast<std::uint8_t>(
            ((modem_control_ & 0x02) << 3) | ((modem_control_ & 0x01) << 5) |
            ((modem_control_ & 0x04) << 4) | ((modem_control_ & 0x08) << 4));
    }

    void write_register(std::uint32_t offset, std::uint8_t value) {
        switch (offset) {
        case 0:
            if (divisor_access()) {
                set_divisor((divisor_ & 0xff00) | value);
                return;
            }
            transmitter_emptied_ = false;
            if (transmitting_.length() == depth()) {
                ++overwritten_;
            } else {
                transmitting_.push(value);
            }
            return;
        case 1:
            if (divisor_access()) {
                set_divisor((divisor_ & 0x00ff) | (value << 8));
                return;
            }
            if ((value & 0x02) != 0 && (interrupt_enable_ & 0x02) == 0 && transmitting_.empty()) {
                transmitter_emptied_ = true;
            }
            interrupt_enable_ = value & 0x0f;
            return;
        case 2:
            fifo_control_ = value;
            if ((value & 0x02) != 0) {
                received_.clear();
            }
            if ((value & 0x04) != 0) {
                transmitting_.clear();
            }
            return;
        case 3:
            line_control_ = value;
            return;
        case 4:
            modem_control_ = value & 0x1f;
            return;
        case 7:
            scratch_ = value;
            return;
        default:
            return;
        }
    }

    void set_divisor(int divisor) {
        if (!faults.stuck_divisor) {
            divisor_ = static_cast<std::uint16_t>(divisor);
        }
    }

    Queue<Character, 16> received_;
    Queue<std::uint8_t, 16> transmitting_;
    std::array<std::uint8_t, 16384> sent_{};
    std::size_t sent_count_ = 0;
    std::uint64_t accesses_ = 0;
    std::uint64_t trace_hash_ = 0xcbf29ce484222325;
    std::uint64_t overwritten_ = 0;
    std::uint32_t reads_ = 0;
    std::uint16_t divisor_ = 0x000c;
    std::uint8_t shifted_ = 0;
    std::uint8_t interrupt_enable_ = 0;
    std::uint8_t fifo_control_ = 0;
    std::uint8_t line_control_ = 0;
    std::uint8_t modem_control_ = 0;
    std::uint8_t modem_lines_ = 0;
    std::uint8_t modem_changes_ = 0;
    std::uint8_t scratch_ = 0;
    bool shifting_ = false;
    bool overrun_ = false;
    bool receive_timeout_ = false;
    bool transmitter_emptied_ = false;
};

} // namespace bimetal::serial::conformance
