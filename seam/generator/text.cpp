// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/text.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace seam::generator {

namespace {

constexpr std::size_t comment_width = 80;

// What the bindings judge before the twin is called.
constexpr std::array<std::string_view, 6> judged = {
    "null_argument", "misaligned", "not_initialised", "length_overflow", "overlap", "invalid_enum"};

template <class Predicate>
std::vector<Function> functions_where(const Contract& contract, Predicate predicate) {
    std::vector<Function> result;
    std::ranges::copy_if(contract.functions, std::back_inserter(result), predicate);
    return result;
}

} // namespace

std::string fill(std::string_view text, const Names& names) {
    std::string result;
    while (true) {
        const std::size_t begin = text.find('@');
        result += text.substr(0, begin);
        if (begin == std::string_view::npos) {
            return result;
        }
        const std::size_t end = text.find('@', begin + 1);
        const auto found = names.find(text.substr(begin + 1, end - begin - 1));
        if (end == std::string_view::npos || found == names.end()) {
            throw std::logic_error("a template names what is not there: " +
                                   std::string(text.substr(begin, 40)));
        }
        result += found->second;
        text.remove_prefix(end + 1);
    }
}

std::string comment(const Lines& documentation, std::string_view mark, std::string_view otherwise) {
    std::string result;
    std::string line;
    std::istringstream words(documentation.empty() ? std::string(otherwise)
                                                   : join(documentation, " "));
    for (std::string word; words >> word;) {
        if (!line.empty() && line.size() + 1 + word.size() > comment_width) {
            result += std::string(mark) + line + "\n";
            line.clear();
        }
        line += " " + word;
    }
    if (!line.empty()) {
        result += std::string(mark) + line + "\n";
    }
    return result;
}

std::string join(const std::vector<std::string>& pieces, std::string_view separator) {
    std::string result;
    for (const std::string& piece : pieces) {
        if (!result.empty()) {
            result += separator;
        }
        result += piece;
    }
    return result;
}

std::string width_of(const std::string& integer) {
    const std::size_t digits = integer.find_first_of("0123456789");
    return integer.substr(digits, integer.find('_') - digits);
}

std::vector<Function> twin_functions(const Contract& contract) {
    return functions_where(contract, [](const Function& function) {
        return !function.service && !is_about_the_twin(function);
    });
}

std::vector<Function> services(const Contract& contract) {
    return functions_where(contract, [](const Function& function) { return function.service; });
}

std::vector<Function> seam_functions(const Contract& contract) {
    return functions_where(contract, [](const Function& function) { return !function.service; });
}

bool can_twin_fail(const Function& function) {
    return std::ranges::any_of(function.errors, [](const std::string& error) {
        return std::ranges::find(judged, error) == judged.end();
    });
}

std::vector<Parameter> arguments_of(const Function& function) {
    return {function.parameters.begin() + 1, function.parameters.end()};
}

const Parameter* filled_by(const Function& function) {
    const auto found = std::ranges::find_if(
        function.parameters.begin() + 1, function.parameters.end(), [](const Parameter& each) {
            return each.type.kind == Kind::pointer && !each.type.to_const;
        });
    return found == function.parameters.end() ? nullptr : &*found;
}

bool is_slice(const Type& type) {
    return type.kind == Kind::bytes || type.kind == Kind::mutable_bytes;
}

} // namespace seam::generator
