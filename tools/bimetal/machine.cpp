// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/machine.hpp"

#include <fmt/format.h>

#include <charconv>

namespace bimetal::tool {
namespace {

/// A decimal number that `text` starts with, and what follows it.
std::optional<std::pair<std::uint64_t, std::string_view>> leading_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) {
        return std::nullopt;
    }
    return std::pair(value, text.substr(static_cast<std::size_t>(end - text.data())));
}

/// "socket,fd=5" as the character device `name`.
std::string chardev(std::string_view name, std::string_view back_end) {
    const std::size_t comma = back_end.find(',');
    const std::string_view rest =
        comma == std::string_view::npos ? std::string_view() : back_end.substr(comma);
    return fmt::format("{},id={}{}", back_end.substr(0, comma), name, rest);
}

void append(std::vector<std::string>& arguments, std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more);
}

} // namespace

std::vector<std::string> qemu_command(const Machine& machine, const Channels& channels) {
    const std::string memory = fmt::format("{}M", machine.memory_mebibytes);
    // The memory is not reserved on the host: a guest touches little of what it is given, and 8 GiB
    // must run on a host that has less.
    std::vector<std::string> arguments{
        "qemu-system-x86_64",
        "-machine",
        "q35,memory-backend=ram",
        "-object",
        fmt::format("memory-backend-ram,id=ram,size={},reserve=off", memory),
        "-m",
        memory,
        "-cpu",
        "max",
        "-accel",
        machine.accelerator,
        "-smp",
        std::to_string(machine.cpus),
        "-nodefaults",
        "-no-reboot",
        "-display",
        "none"};
    if (machine.is_disc) {
        append(arguments, {"-cdrom", machine.image.string(), "-boot", "d"});
    } else {
        append(arguments, {"-kernel", machine.image.string()});
        if (!machine.kernel_options.empty()) {
            append(arguments, {"-append", machine.kernel_options});
        }
    }
    if (machine.count_instructions) {
        append(arguments, {"-icount", "shift=0,sleep=off"});
    }
    append(arguments, {"-device", "isa-debug-exit,iobase=0xf4,iosize=4"});
    if (!channels.console.empty()) {
        append(arguments,
               {"-chardev", chardev("console", channels.console), "-serial", "chardev:console"});
    }
    if (!channels.results.empty()) {
        append(arguments, {"-chardev", chardev("results", channels.results), "-device",
                           "isa-debugcon,iobase=0xe9,chardev=results"});
    }
    if (!channels.control.empty()) {
        append(arguments, {"-chardev", chardev("control", channels.control), "-mon",
                           "chardev=control,mode=control"});
    }
    if (!channels.debugger.empty()) {
        append(arguments,
               {"-chardev", chardev("debugger", channels.debugger), "-gdb", "chardev:debugger"});
    }
    if (channels.halted) {
        append(arguments, {"-S"});
    }
    arguments.insert(arguments.end(), machine.extra.begin(), machine.extra.end());
    return arguments;
}

Result<std::uint64_t> parse_memory(const std::string& text) {
    const auto number = leading_number(text);
    const std::string_view unit = number ? number->second : "?";
    const bool gibibytes = unit == "G" || unit == "g" || unit == "GiB";
    if (!number || !(gibibytes || unit.empty() || unit == "M" || unit == "m" || unit == "MiB")) {
        return fail(fmt::format("'{}' is not a memory size: say 256M or 2G", text));
    }
    const std::uint64_t factor = gibibytes ? 1024 : 1;
    if (number->first < smallest_memory_mebibytes / factor ||
        number->first > largest_memory_mebibytes / factor ||
        number->first * factor < smallest_memory_mebibytes) {
        return fail(fmt::format("{} is no possible memory size: give the machine {}M to {}G", text,
                                smallest_memory_mebibytes, largest_memory_mebibytes / 1024));
    }
    return number->first * factor;
}

Result<unsigned> parse_cpus(const std::string& text) {
    const auto number = leading_number(text);
    if (!number || !number->second.empty() || number->first < 1 ||
        number->first > largest_cpu_count) {
        return fail(fmt::format("'{}' is no possible number of CPUs: give the machine 1 to {}",
                                text, largest_cpu_count));
    }
    return static_cast<unsigned>(number->first);
}

std::string kernel_option(std::string_view key, std::string_view value) {
    if (value.find_first_of(" \t\"\\") == std::string_view::npos) {
        return fmt::format("{}={}", key, value);
    }
    std::string quoted;
    for (const char byte : value) {
        if (byte == '"' || byte == '\\') {
            quoted += '\\';
        }
        quoted += byte;
    }
    return fmt::format("{}=\"{}\"", key, quoted);
}

std::string shell_line(const std::vector<std::string>& arguments) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
    std::string line;
    for (const std::string& argument : arguments) {
        if (!line.empty()) {
            line += ' ';
        }
        if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
            line += argument;
            continue;
        }
        line += '\'';
        for (const char byte : argument) {
            line += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
        }
        line += '\'';
    }
    return line;
}

Result<std::vector<std::string>> split_words(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char byte = line[i];
        if (byte == '\\' && quote != '\'' && i + 1 < line.size()) {
            word += line[++i];
            in_word = true;
        } else if (quote != '\0') {
            if (byte == quote) {
                quote = '\0';
            } else {
                word += byte;
            }
        } else if (byte == '\'' || byte == '"') {
            quote = byte;
            in_word = true;
        } else if (byte == ' ' || byte == '\t' || byte == '\n') {
            if (in_word) {
                words.push_back(std::exchange(word, {}));
                in_word = false;
            }
        } else {
            word += byte;
            in_word = true;
        }
    }
    if (quote != '\0') {
        return fail(fmt::format("a quote is not closed in: {}", line));
    }
    if (in_word) {
        words.push_back(word);
    }
    return words;
}

} // namespace bimetal::tool
