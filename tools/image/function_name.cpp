// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/function_name.hpp"

#include <cxxabi.h>
#include <llvm/Demangle/Demangle.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>

namespace bimetal::image {

namespace {

/// Longest argument list that is shown, in bytes between its brackets.
constexpr std::size_t longest_arguments = 24;

/// What becomes of argument lists.
enum class Arguments { shorten, drop, keep };

struct Free {
    void operator()(char* text) const { std::free(text); }
};

using OwnedText = std::unique_ptr<char, Free>;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
        text.erase(at, part.size());
    }
}

void erase_between(std::string& text, std::string_view begin, char end) {
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        const std::size_t last = text.find(end, at);
        text.erase(at, last == std::string::npos ? last : last - at + 1);
    }
}

/// `$_1::operator()` and `'lambda'(int)::operator()` become `{lambda#1}` and `{lambda}`.
void name_lambdas(std::string& name) {
    for (const std::string_view mark : {"$_", "'lambda"}) {
        for (std::size_t at = name.find(mark); at != std::string::npos; at = name.find(mark, at)) {
            std::size_t end = at + mark.size();
            std::string number;
            for (; end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])) != 0;
                 ++end) {
                number += name[end];
            }
            if (end < name.size() && name[end] == '\'') {
                ++end;
            }
            const std::string call = "::operator()";
            if (name.substr(end).starts_with(call)) {
                end += call.size();
            }
            name.replace(at, end - at, number.empty() ? "{lambda}" : "{lambda#" + number + "}");
        }
    }
}

/// The place behind the bracket that closes the one at `open`; npos when there is none. The arrows
/// of function types and comparison operators are no brackets.
std::size_t behind_bracket(std::string_view text, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        switch (text[at]) {
        case '<':
        case '(':
        case '[':
            ++depth;
            break;
        case '>':
            if (at > 0 && text[at - 1] == '-') {
                break;
            }
            [[fallthrough]];
        case ')':
        case ']':
            if (--depth == 0) {
                return at + 1;
            }
            break;
        default:
            break;
        }
    }
    return std::string_view::npos;
}

/// The length of a C++ operator's symbol at `text`, which follows the word "operator".
std::size_t operator_symbol_length(std::string_view text) {
    static constexpr std::array symbols{
        std::string_view("<=>"), std::string_view("<<="), std::string_view(">>="),
        std::string_view("->*"), std::string_view("<<"),  std::string_view(">>"),
        std::string_view("<="),  std::string_view(">="),  std::string_view("->"),
        std::string_view("()"),  std::string_view("[]"),  std::string_view("<"),
        std::string_view(">"),
    };
    for (const auto symbol : symbols) {
        if (text.starts_with(symbol)) {
            // `operator<<a>` is the operator < with an argument list.
            const bool opens_arguments =
                symbol == "<<" && text.size() > 2 && (is_word(text[2]) || text[2] == ':');
            return opens_arguments ? 1 : symbol.size();
        }
    }
    return 0;
}

/// Shortens argument lists; in C++ also removes parameter lists. A `<` that does not follow a word,
/// as in Rust's `<Type as Trait>::method`, opens no arguments: what it holds is shortened by
/// itself.
std::string without_noise(std::string_view name, bool remove_parameters, Arguments arguments) {
    // Whoever knows the library knows the function; the arguments are the caller's types again.
    const bool is_library = name.starts_with("std::") || name.starts_with("core::") ||
                            name.starts_with("alloc::") || name.starts_with("<core::");
    const bool vanish =
        arguments == Arguments::drop || (is_library && arguments == Arguments::shorten);
    std::size_t longest = vanish ? 0 : longest_arguments;
    if (arguments == Arguments::keep) {
        longest = name.size();
    }
    static constexpr std::string_view operator_word = "operator";
    std::string result;
    std::size_t behind_operator = std::string_view::npos;
    for (std::size_t at = 0; at < name.size();) {
        if (name.substr(at).starts_with(operator_word) && (at == 0 || !is_word(name[at - 1]))) {
            const std::size_t symbol =
                operator_symbol_length(name.substr(at + operator_word.size()));
            const std::size_t length = operator_word.size() + symbol;
            result += name.substr(at, length);
            at += length;
            behind_operator = at;
            continue;
        }
        const char c = name[at];
        if (c == '<' && at > 0 &&
            (is_word(name[at - 1]) || at == behind_operator || result.ends_with("::"))) {
            const std::size_t behind = behind_bracket(name, at);
            if (behind != std::string_view::npos) {
                if (result.ends_with("::")) { // Rust's turbofish
                    result.resize(result.size() - 2);
                }
                const std::string inner =
                    without_noise(name.substr(at + 1, behind - at - 2), false, arguments);
                if (inner.size() <= longest && arguments != Arguments::drop) {
                    result += "<" + inner + ">";
                } else if (!vanish) {
                    result += "<..>";
                }
                at = behind;
                continue;
            }
        }
        if (c == '(' && remove_parameters) {
            const std::size_t behind = behind_bracket(name, at);
            if (behind != std::string_view::npos) {
                at = behind;
                while (name.substr(at).starts_with(" const")) {
                    at += 6;
                }
                continue;
            }
        }
        result += c;
        ++at;
    }
    return result;
}

/// Drops the return type that stands before the name of a function template's instance.
void drop_return_type(std::string& name) {
    const std::size_t end = std::min(name.find("operator"), name.size());
    std::size_t depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < end; ++at) {
        if (name[at] == '<' || name[at] == '(') {
            ++depth;
        } else if ((name[at] == '>' || name[at] == ')') && depth > 0) {
            --depth;
        } else if (name[at] == ' ' && depth == 0) {
            begin = at + 1;
        }
    }
    name.erase(0, begin);
}

/// What a name that no demangler reads spells out of its scopes: `std::optional::..`; the name
/// itself when it spells nothing.
std::string spelled_names(std::string_view linkage_name) {
    std::string_view rest = linkage_name.substr(2);
    std::string name;
    while (!rest.empty()) {
        std::size_t length = 0;
        if (rest.starts_with("St")) {
            name += "std::";
            rest.remove_prefix(2);
        } else if (std::isdigit(static_cast<unsigned char>(rest[0])) != 0) {
            while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest[0])) != 0) {
                length = length * 10 + static_cast<std::size_t>(rest[0] - '0');
                rest.remove_prefix(1);
            }
            const std::string_view scope = rest.substr(0, length);
            if (!scope.starts_with("_")) {
                name += std::string(scope) + "::";
            }
            rest.remove_prefix(scope.size());
        } else if (name.empty() && (rest[0] == 'N' || rest[0] == 'K' || rest[0] == 'Z')) {
            rest.remove_prefix(1);
        } else {
            break;
        }
    }
    return name.empty() ? std::string(linkage_name) : name + "..";
}

std::string cpp_name(const std::string& linkage_name, Arguments arguments) {
    llvm::ItaniumPartialDemangler demangler;
    std::string name;
    if (!demangler.partialDemangle(linkage_name.c_str()) && demangler.isFunction()) {
        if (const OwnedText text{demangler.getFunctionName(nullptr, nullptr)}) {
            name = text.get();
        }
    }
    if (name.empty()) {
        // Some lambdas and constrained templates are beyond LLVM's demangler but not the library's.
        int status = 0;
        const OwnedText text{abi::__cxa_demangle(linkage_name.c_str(), nullptr, nullptr, &status)};
        if (!text) {
            return spelled_names(linkage_name);
        }
        name = text.get();
    }
    erase_all(name, "(anonymous namespace)::");
    erase_all(name, "__1::"); // libc++'s versioning namespace
    erase_between(name, "[abi:", ']');
    name = without_noise(name, true, arguments);
    name_lambdas(name);
    drop_return_type(name);
    return name;
}

std::string rust_name(const std::string& linkage_name, Arguments arguments) {
    const OwnedText text{llvm::rustDemangle(linkage_name)};
    if (!text) {
        return linkage_name;
    }
    std::string name = text.get();
    // An inherent method reads `<Type>::method`; the brackets only matter around `Type as Trait`.
    if (name.starts_with('<')) {
        const std::size_t behind = behind_bracket(name, 0);
        if (behind != std::string::npos && name.substr(behind).starts_with("::")) {
            const std::string type = name.substr(1, behind - 2);
            if (type.find(" as ") == std::string::npos && !type.empty() && is_word(type[0])) {
                name = type + name.substr(behind);
            }
        }
    }
    return without_noise(name, false, arguments);
}

std::string name_with(std::string_view linkage_name, Arguments arguments) {
    // What the optimiser appends to a copy of a function is not part of its name.
    const std::string mangled(linkage_name.substr(0, linkage_name.find(".llvm.")));
    if (mangled.starts_with("_Z")) {
        return cpp_name(mangled, arguments);
    }
    return mangled.starts_with("_R") ? rust_name(mangled, arguments) : mangled;
}

} // namespace

std::string generic_function_name(std::string_view linkage_name) {
    std::string name = name_with(linkage_name, Arguments::drop);
    return name == name_with(linkage_name, Arguments::keep) ? std::string() : name;
}

std::string short_function_name(std::string_view linkage_name, std::size_t limit) {
    std::string name = name_with(linkage_name, Arguments::shorten);
    std::ranges::replace_if(name, [](char c) { return c < ' ' || c > '~'; }, '?');
    if (name.size() > limit) {
        name.resize(limit - 2);
        name += "..";
    }
    return name;
}

} // namespace bimetal::image
