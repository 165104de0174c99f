// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace bimetal::evaluation::report {
namespace {

/// A whole number with a comma before each group of three digits.
std::string grouped(double value) {
    std::string digits = fmt::format("{:.0f}", std::abs(value));
    for (std::size_t place = digits.size(); place > 3; place -= 3) {
        digits.insert(place - 3, ",");
    }
    return value < 0 && digits != "0" ? "-" + digits : digits;
}

} // namespace

std::string number(double value) {
    const double size = std::abs(value);
    if (!std::isfinite(value)) {
        return "not a number";
    }
    if (size >= 1000 || value == std::floor(value)) {
        return grouped(value);
    }
    return size >= 100  ? fmt::format("{:.0f}", value)
           : size >= 10 ? fmt::format("{:.1f}", value)
                        : fmt::format("{:.2f}", value);
}

std::string change(double ratio) {
    const double percent = (ratio - 1) * 100;
    if (std::abs(percent) < 0.05) {
        return "the same";
    }
    return fmt::format("{:.1f} % {}", std::abs(percent), percent > 0 ? "more" : "less");
}

std::string signed_percent(double ratio) {
    return fmt::format("{:+.1f} %", (ratio - 1) * 100);
}

std::string bytes(double count) {
    return grouped(count) + " B";
}

std::string seconds(double count) {
    return count < 10 ? fmt::format("{:.1f} s", count) : fmt::format("{:.0f} s", count);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", grouped(static_cast<double>(count)), count == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        text += index == 0 ? "" : index + 1 == parts.size() ? " and " : ", ";
        text += parts[index];
    }
    return text;
}

std::string language(std::string_view name) {
    return name == "cpp" ? "C++" : name == "rust" ? "Rust" : std::string(name);
}

std::string row_title(const PairRow& row) {
    return fmt::format("{}, {}, {}{}", row.workload, row.way, row.place,
                       row.threads > 1 ? fmt::format(", {} threads", row.threads) : "");
}

std::string escape(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char character : text) {
        switch (character) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += character;
        }
    }
    return escaped;
}

} // namespace bimetal::evaluation::report
