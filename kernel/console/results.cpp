// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/console/results.hpp"

#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sync/spinlock.hpp"
#include "kernel/text/format.hpp"
#include "kernel/trap/panic.hpp"

#include <algorithm>

namespace bimetal::results {
namespace {

// The emulator's debug console answers with its own port number.
constexpr std::uint16_t port = 0xe9;
constexpr std::uint8_t present = 0xe9;

struct Channel {
    static void write(std::string_view line) {
        const char* from = line.data();
        std::size_t count = line.size();
        asm volatile("rep outsb" : "+S"(from), "+c"(count) : "d"(port) : "memory");
    }
};

constinit bool listening = false;
constinit sync::Guarded<Channel, sync::Spinlock<sync::Rank::results, sync::Interrupts::disabled>>
    channel;

} // namespace

void initialise() {
    listening = arch::port_read8(port) == present;
}

bool available() {
    return listening;
}

void report_state_told(std::uint32_t cpu) {
    if (listening) {
        std::array<char, 48> storage;
        channel.value_without_lock().write(
            text::print_to(storage, "{}{}{}", "\n{\"event\":\"nmi\",\"cpu\":", cpu, "}\n"));
    }
}

Event::Event(std::string_view event) {
    append("{\"event\":");
    append_escaped(event);
}

Event::~Event() {
    if (truncated_) {
        // There is room: append() keeps it back.
        constexpr std::string_view mark = ",\"truncated\":true";
        std::ranges::copy(mark, buffer_.data() + used_);
        used_ += mark.size();
    }
    buffer_[used_++] = '}';
    buffer_[used_++] = '\n';
    if (!listening) {
        return;
    }
    const std::string_view line(buffer_.data(), used_);
    if (panicking()) {
        channel.value_without_lock().write(line);
    } else {
        channel.with([&](Channel& out) { out.write(line); });
    }
}

bool Event::append(std::string_view part) {
    if (overflow_ || part.size() > buffer_.size() - reserve - used_) {
        overflow_ = true;
        return false;
    }
    std::ranges::copy(part, buffer_.data() + used_);
    used_ += part.size();
    return true;
}

void Event::append_escaped(std::string_view part) {
    append("\"");
    for (const char character : part) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            const std::array<char, 2> escaped{'\\', character};
            append({escaped.data(), escaped.size()});
        } else if (byte < 0x20 || byte >= 0x7f) {
            // Bytes above ASCII are shown as Latin-1: tools get valid JSON whatever came in.
            std::array<char, 8> storage;
            append(text::print_to(storage, "\\u{:04x}", static_cast<unsigned>(byte)));
        } else {
            append({&character, 1});
        }
    }
    append("\"");
}

void Event::begin_field(std::string_view key) {
    append(",");
    append_escaped(key);
    append(":");
}

// A field that did not fit as a whole is taken back.
void Event::end_field(std::size_t start) {
    if (overflow_) {
        used_ = start;
        overflow_ = false;
        truncated_ = true;
    }
}

Event& Event::text(std::string_view key, std::string_view value) {
    const std::size_t start = used_;
    begin_field(key);
    append_escaped(value);
    end_field(start);
    return *this;
}

Event& Event::number(std::string_view key, std::uint64_t value) {
    const std::size_t start = used_;
    begin_field(key);
    std::array<char, 24> storage;
    append(text::print_to(storage, "{}", value));
    end_field(start);
    return *this;
}

Event& Event::boolean(std::string_view key, bool value) {
    const std::size_t start = used_;
    begin_field(key);
    append(value ? "true" : "false");
    end_field(start);
    return *this;
}

} // namespace bimetal::results
