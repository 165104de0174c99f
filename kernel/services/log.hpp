// SPDX-License-Identifier: MIT OR Apache-2.0
// The kernel's log: a ring that keeps the newest records, shown on the console from a level up.
// Writing works in any context; a record reaches the console when a thread can be woken.
#pragma once

#include "kernel/log/ring.hpp"
#include "kernel/text/format.hpp"

#include <array>
#include <optional>

namespace bimetal::log {

/// Appends a record. Any context but a panic, where the lock may never come free.
void write(Level level, std::string_view message);

template <typename... Arguments>
void print(Level level, text::FormatString<Arguments...> format, const Arguments&... arguments) {
    std::array<char, longest_message> buffer;
    write(level, text::print_to(buffer, format, arguments...));
}

/// Records below `level` stay off the console.
void set_console_level(Level level);

/// Shows what has not been shown. Thread context, or boot.
void flush();

/// Starts the thread that shows records from now on.
void start_flushing();

/// From the idle loop and at the end of interrupts: wakes that thread if a record is waiting.
void wake_if_pending();

/// Reads the next record; the message is copied to `buffer`. Thread context.
std::optional<Record> read(Cursor& cursor, std::span<char> buffer);

} // namespace bimetal::log
