// SPDX-License-Identifier: MIT OR Apache-2.0
// The end of the kernel: one record with backtrace on the console, one object for tools, and out.
#pragma once

#include "kernel/arch/x86_64/trap_frame.hpp"
#include "kernel/text/format.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace bimetal {

/// Stops all processors, prints the record and leaves the emulator, or halts. Any context.
[[noreturn]] void panic_with_message(std::string_view message);

/// The same for a processor exception that nobody expected.
[[noreturn]] void panic_with_frame(std::string_view message, const arch::TrapFrame& frame);

/// Formats into a buffer on the stack, cut where it is full.
template <typename... Arguments>
[[noreturn, gnu::noinline]] void panic(text::FormatString<Arguments...> format,
                                       const Arguments&... arguments) {
    std::array<char, 256> storage;
    text::BufferSink message(storage);
    text::print(message, format, arguments...);
    panic_with_message(message.view());
}

/// True from the first panic on.
bool panicking();

/// Called for a non-maskable interrupt: stops for a panic, or prints this processor's state because
/// a person or the host asked for it.
void handle_non_maskable(const arch::TrapFrame& frame);

} // namespace bimetal
