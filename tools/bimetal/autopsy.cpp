// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/autopsy.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>

namespace bimetal::tool {
namespace {

constexpr unsigned deepest_backtrace = 32;

/// The hexadecimal number that follows `mark` in `text`.
std::optional<std::uint64_t> number_after(std::string_view text, std::string_view mark) {
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos) {
        return std::nullopt;
    }
    text.remove_prefix(found + mark.size());
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

struct Frame {
    std::uint64_t caller_frame;
    std::uint64_t return_address;
};

/// What a frame pointer points at, read through `cpu`'s page tables.
std::optional<Frame> read_frame(Control& control, unsigned cpu, std::uint64_t address) {
    const Result<std::string> dump = control.monitor(fmt::format("x /2gx {:#x}", address), cpu);
    if (!dump) {
        return std::nullopt;
    }
    // "ffff800000001000: 0xffff800000001040 0xffffffff80101234"
    const auto caller = number_after(*dump, ": 0x");
    const std::size_t second = dump->rfind(" 0x");
    const auto address_back =
        second == std::string::npos ? std::nullopt : number_after(dump->substr(second), " 0x");
    if (!caller || !address_back) {
        return std::nullopt;
    }
    return Frame{*caller, *address_back};
}

std::string backtrace(Control& control, unsigned cpu, std::string_view registers) {
    std::string text = fmt::format("cpu {} backtrace (by the emulator, following rbp):\n", cpu);
    const auto instruction = number_after(registers, "IP=");
    auto frame = number_after(registers, "BP=");
    if (!instruction || !frame) {
        return text;
    }
    text += fmt::format("  #0  0x{:016x}  ?+0x0  [interrupted]\n", *instruction);
    if (!registers.contains("RIP=")) {
        return text; // not in 64-bit mode: nothing of the kernel is on the stack yet
    }
    for (unsigned depth = 1; depth < deepest_backtrace && *frame != 0 && *frame % 8 == 0; ++depth) {
        const std::optional<Frame> read = read_frame(control, cpu, *frame);
        if (!read || read->return_address == 0) {
            break;
        }
        text += fmt::format("  #{:<2} 0x{:016x}  ?+0x0  [caller]\n", depth, read->return_address);
        // Stacks grow down: a caller's frame lies above.
        if (read->caller_frame <= *frame) {
            break;
        }
        frame = read->caller_frame;
    }
    return text;
}

/// QEMU's dump without the floating-point and vector registers, which the kernel does not use.
std::string general_registers(const std::string& dump) {
    std::string text;
    std::istringstream stream(dump);
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        const bool is_shown = !line.empty() && !line.starts_with("CPU#") &&
                              !line.starts_with("FCW=") && !line.starts_with("FPR") &&
                              !line.starts_with("XMM") && !line.starts_with("YMM");
        if (is_shown) {
            text += line + '\n';
        }
    }
    return text;
}

} // namespace

std::string describe_cpus(Control& control, unsigned cpus) {
    std::string text;
    for (unsigned cpu = 0; cpu < cpus; ++cpu) {
        const Result<std::string> registers = control.monitor("info registers", cpu);
        if (!registers) {
            return text + fmt::format("{}\n", registers.error().sentence);
        }
        text += fmt::format("\ncpu {} registers:\n", cpu);
        text += general_registers(*registers);
        text += backtrace(control, cpu, *registers);
    }
    return text;
}

} // namespace bimetal::tool
