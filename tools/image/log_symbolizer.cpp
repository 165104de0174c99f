// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/log_symbolizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bimetal::image {

namespace {

constexpr std::size_t longest_line = 512;
constexpr std::size_t build_id_digits = 40;
constexpr std::size_t address_digits = 16;

bool is_hexadecimal(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Takes a number off the front of `text`.
std::optional<std::uint64_t> take_number(std::string_view& text, int base) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) {
        return false;
    }
    text.remove_prefix(expected.size());
    return true;
}

void take_spaces(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

} // namespace

LogSymbolizer::LogSymbolizer(std::filesystem::path images,
                             std::optional<std::filesystem::path> image)
    : images_(std::move(images)) {
    if (image) {
        if (auto opened = DebugInformation::open(*image)) {
            given_.emplace(std::move(*opened));
            current_ = &*given_;
        }
    }
}

std::string LogSymbolizer::feed(std::string_view bytes) {
    std::string result;
    result.reserve(bytes.size());
    for (const char c : bytes) {
        if (c == '\n' || c == '\r') {
            result += end_of_line();
            line_.clear();
            too_long_ = false;
        } else if (line_.size() == longest_line) {
            too_long_ = true;
        } else {
            line_ += c;
        }
        result += c;
    }
    return result;
}

std::string LogSymbolizer::end_of_line() {
    if (too_long_ || line_.empty()) {
        return {};
    }
    static constexpr std::string_view build = "  build ";
    if (const std::size_t at = line_.find(build); at != std::string::npos) {
        const auto id = std::string_view(line_).substr(at + build.size(), build_id_digits);
        if (id.size() == build_id_digits && is_hexadecimal(id)) {
            use_build(std::string(id));
        }
        return {};
    }
    const auto line = parse(line_);
    return line ? source_of(*line) : std::string();
}

std::optional<LogSymbolizer::Line> LogSymbolizer::parse(std::string_view text) {
    static constexpr std::string_view begin = "  #";
    const std::size_t at = text.find(begin);
    if (at == std::string_view::npos || !text.ends_with(']')) {
        return std::nullopt;
    }
    text.remove_prefix(at + begin.size());
    Line line{};
    const auto number = take_number(text, 10);
    if (!number || !take(text, " ")) {
        return std::nullopt;
    }
    line.number = *number;
    take_spaces(text);
    if (take(text, "0x")) {
        if (text.size() < address_digits || !is_hexadecimal(text.substr(0, address_digits))) {
            return std::nullopt;
        }
        std::string_view digits = text.substr(0, address_digits);
        line.address = take_number(digits, 16);
        text.remove_prefix(address_digits);
    } else if (!take(text, "in")) {
        return std::nullopt;
    }
    if (!take(text, "  ")) {
        return std::nullopt;
    }
    take_spaces(text);
    const std::size_t tags = text.rfind("  [");
    if (tags == std::string_view::npos) {
        return std::nullopt;
    }
    line.function = text.substr(0, tags);
    line.interrupted = text.substr(tags).find(", interrupted") != std::string_view::npos;
    return line;
}

std::string LogSymbolizer::source_of(const Line& line) {
    if (line.address) {
        number_ = line.number;
        next_frame_ = 0;
        frames_.clear();
        if (current_ != nullptr && *line.address != 0) {
            // A return address points behind its call.
            frames_ = current_->frames(*line.address - (line.interrupted ? 0 : 1));
        }
    } else if (line.number != number_) {
        return {}; // the line that began this frame was lost
    }
    std::string_view name = line.function;
    bool is_function_itself = false;
    if (const std::size_t plus = name.rfind("+0x"); plus != std::string_view::npos) {
        name = name.substr(0, plus);
        is_function_itself = true;
    }
    // The table leaves out what libraries inline into themselves, so the names decide.
    std::size_t found = next_frame_;
    while (found < frames_.size() && frames_[found].function != name) {
        ++found;
    }
    if (found >= frames_.size()) {
        if (!is_function_itself || frames_.empty()) {
            return {};
        }
        found = frames_.size() - 1;
    }
    next_frame_ = found + 1;
    const SourceFrame& frame = frames_[found];
    return frame.file.empty() ? std::string() : fmt::format(" at {}:{}", frame.file, frame.line);
}

void LogSymbolizer::use_build(const std::string& build_id) {
    auto [entry, is_new] = known_.try_emplace(build_id);
    if (is_new) {
        if (given_ && given_->build_id() == build_id) {
            current_ = &*given_;
            known_.erase(entry);
            return;
        }
        std::error_code error;
        for (const auto& file : std::filesystem::directory_iterator(images_, error)) {
            if (file.path().extension() != ".elf") {
                continue;
            }
            if (auto opened = DebugInformation::open(file.path());
                opened && opened->build_id() == build_id) {
                entry->second.emplace(std::move(*opened));
                break;
            }
        }
    }
    current_ = entry->second ? &*entry->second : nullptr;
}

} // namespace bimetal::image
