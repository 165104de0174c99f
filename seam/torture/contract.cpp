// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/torture/contract.hpp"

#include "seam/harness/harness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace seam::torture {

namespace {

using harness::Random;

constexpr std::array<std::string_view, 8> integers = {"uint8_t", "uint16_t", "uint32_t", "uint64_t",
                                                      "int8_t",  "int16_t",  "int32_t",  "int64_t"};
/// Two registers: what is larger is passed by pointer.
constexpr std::uint64_t register_limit = 16;
constexpr std::uint64_t size_limit = 256;

std::uint64_t size_of(std::string_view integer) {
    return std::stoull(std::string(integer.substr(integer.find_first_of("1368")))) / 8;
}

std::string_view any_integer(Random& random) {
    return integers[random.below(integers.size())];
}

class Maker {
  public:
    Maker(std::uint64_t seed, std::uint64_t number, bool planted)
        : random_(seed), planted_(planted) {
        contract_.name = fmt::format("torture_{}", number);
        contract_.seed = seed;
    }

    Contract make() {
        for (std::uint64_t count = 1 + random_.below(4); count != 0; --count) {
            contract_.enumerations.push_back(enumeration());
        }
        if (planted_) {
            Structure pair;
            add(pair, {.kind = Kind::integer, .integer = "uint32_t"});
            add(pair, {.kind = Kind::integer, .integer = "uint32_t"});
            contract_.structures.push_back(std::move(pair));
        }
        for (std::uint64_t count = 2 + random_.below(5); count != 0; --count) {
            contract_.structures.push_back(structure());
        }
        contract_.value_is_bits = random_.once_in(3);
        contract_.functions.push_back(function("initialize"));
        for (std::uint64_t count = 3 + random_.below(4), index = 0; index < count; ++index) {
            contract_.functions.push_back(function(fmt::format("call_{}", index)));
        }
        for (std::uint64_t count = 1 + random_.below(3), index = 0; index < count; ++index) {
            contract_.services.push_back(service(fmt::format("ask_{}", index)));
        }
        if (planted_) {
            const Type pair{.kind = Kind::structure, .integer = {}, .index = 0};
            contract_.functions[1].parameters.insert(
                contract_.functions[1].parameters.begin(),
                {.name = "planted", .passing = Passing::value, .type = pair});
            contract_.services.front().parameters = {"uint32_t", "uint32_t"};
        }
        return std::move(contract_);
    }

  private:
    Enumeration enumeration() {
        Enumeration result{.integer = std::string(any_integer(random_)), .numbers = {}};
        const std::uint64_t bits = 8 * size_of(result.integer);
        const bool is_signed = result.integer.front() == 'i';
        // Numbers that C's enumeration constants hold, which are of type int.
        const std::uint64_t span = std::uint64_t{1} << std::min<std::uint64_t>(bits, 31);
        for (std::uint64_t count = 2 + random_.below(5); count != 0; --count) {
            const std::uint64_t place = random_.below(random_.once_in(2) ? 8 : span);
            auto number = static_cast<std::int64_t>(place);
            if (is_signed) {
                number -= static_cast<std::int64_t>(std::min(span / 2, place));
                number = random_.once_in(2) ? number : -1 - number;
            }
            if (std::ranges::find(result.numbers, number) == result.numbers.end()) {
                result.numbers.push_back(number);
            }
        }
        return result;
    }

    std::uint64_t alignment_of(const Type& type) const {
        switch (type.kind) {
        case Kind::integer:
            return size_of(type.integer);
        case Kind::enumeration:
            return size_of(contract_.enumerations[type.index].integer);
        case Kind::structure:
            return contract_.structures[type.index].alignment;
        }
        return 1;
    }

    std::uint64_t size_of_type(const Type& type) const {
        std::uint64_t size = type.kind == Kind::structure ? contract_.structures[type.index].size
                                                          : alignment_of(type);
        for (const std::uint64_t extent : type.extents) {
            size *= extent;
        }
        return size;
    }

    bool holds_enumeration(const Type& type) const {
        return type.kind == Kind::enumeration ||
               (type.kind == Kind::structure && contract_.structures[type.index].holds_enumeration);
    }

    /// Appends a field, and before it whatever the compiler would have padded with.
    void add(Structure& structure, Type type) const {
        pad(structure, alignment_of(type));
        structure.holds_enumeration = structure.holds_enumeration || holds_enumeration(type);
        structure.alignment = std::max(structure.alignment, alignment_of(type));
        const std::uint64_t size = size_of_type(type);
        structure.fields.push_back({.name = fmt::format("field_{}", structure.fields.size()),
                                    .type = std::move(type),
                                    .offset = structure.size});
        structure.size += size;
    }

    static void pad(Structure& structure, std::uint64_t alignment) {
        const std::uint64_t gap = (alignment - structure.size % alignment) % alignment;
        if (gap != 0) {
            structure.fields.push_back(
                {.name = fmt::format("reserved_{}", structure.fields.size()),
                 .type = {.kind = Kind::integer, .integer = "uint8_t", .extents = {gap}},
                 .offset = structure.size});
            structure.size += gap;
        }
    }

    Type any_type(std::uint64_t room) {
        Type type;
        for (int attempt = 0; attempt < 16; ++attempt) {
            const std::uint64_t choice = random_.below(8);
            if (choice < 2) {
                type = {.kind = Kind::enumeration,
                        .integer = {},
                        .index = random_.below(contract_.enumerations.size())};
            } else if (choice < 4 && !contract_.structures.empty()) {
                type = {.kind = Kind::structure,
                        .integer = {},
                        .index = random_.below(contract_.structures.size())};
            } else {
                type = {.kind = Kind::integer, .integer = std::string(any_integer(random_))};
            }
            if (!holds_enumeration(type) && random_.once_in(4)) {
                type.extents.push_back(1 + random_.below(random_.once_in(8) ? 40 : 5));
                if (random_.once_in(3)) {
                    type.extents.push_back(1 + random_.below(3));
                }
            }
            if (size_of_type(type) <= room) {
                return type;
            }
        }
        return {.kind = Kind::integer, .integer = "uint8_t"};
    }

    Structure structure() {
        const std::uint64_t limit = random_.once_in(2) ? register_limit : size_limit;
        for (;;) {
            Structure result;
            for (std::uint64_t count = 1 + random_.below(6); count != 0; --count) {
                if (result.size < limit) {
                    add(result, any_type(limit - result.size));
                }
            }
            pad(result, result.alignment);
            if (result.size <= limit) {
                return result;
            }
        }
    }

    Parameter parameter(bool may_fill) {
        Parameter result;
        const std::uint64_t choice = random_.below(10);
        const Type any_structure{.kind = Kind::structure,
                                 .integer = {},
                                 .index = random_.below(contract_.structures.size())};
        if (choice == 0) {
            result.passing = Passing::bytes;
        } else if (choice == 1) {
            result.passing = Passing::mutable_bytes;
        } else if (choice == 2 && may_fill) {
            result.passing = Passing::filled;
            result.type = any_structure;
        } else if (choice < 6) {
            const bool fits = contract_.structures[any_structure.index].size <= register_limit;
            result.passing = fits && !random_.once_in(4) ? Passing::value : Passing::pointer;
            result.type = any_structure;
        } else if (choice < 8) {
            result.type = {.kind = Kind::enumeration,
                           .integer = {},
                           .index = random_.below(contract_.enumerations.size())};
        } else {
            result.type = {.kind = Kind::integer, .integer = std::string(any_integer(random_))};
        }
        return result;
    }

    Function function(std::string name) {
        Function result{.name = std::move(name),
                        .parameters = {},
                        .effect = std::array{"reads", "changes", "io"}[random_.below(3)],
                        .context = std::array{"any", "interrupts_off", "thread"}[random_.below(3)]};
        result.has_value = result.name != "initialize" && random_.once_in(2);
        result.can_fail = random_.once_in(2);
        // More than the registers hold, now and then.
        for (std::uint64_t count = random_.below(9); count != 0; --count) {
            Parameter next = parameter(result.name != "initialize" && !result.has_value &&
                                       result.filled() == nullptr);
            next.name = fmt::format("argument_{}", result.parameters.size());
            result.parameters.push_back(std::move(next));
        }
        return result;
    }

    Service service(std::string name) {
        Service result{.name = std::move(name), .parameters = {}, .result = "void"};
        for (std::uint64_t count = random_.below(9); count != 0; --count) {
            result.parameters.emplace_back(any_integer(random_));
        }
        if (!random_.once_in(4)) {
            result.result = any_integer(random_);
        }
        return result;
    }

    Random random_;
    bool planted_;
    Contract contract_;
};

std::string extents_of(const Type& type) {
    std::string text;
    for (const std::uint64_t extent : type.extents) {
        text += fmt::format("[{}]", extent);
    }
    return text;
}

/// What a function can be called wrongly with: words of SEAM_ANSWERS and the status of each.
std::map<std::string, std::string> answers_of(const Contract& contract, const Function& function) {
    std::map<std::string, std::string> answers = {{"null", "null_argument"},
                                                  {"alignment", "misaligned"}};
    if (function.name != "initialize") {
        answers["state"] = "not_initialised";
    }
    for (const Parameter& parameter : function.parameters) {
        if (parameter.passing == Passing::bytes || parameter.passing == Passing::mutable_bytes) {
            answers["length"] = "length_overflow";
        }
        if (parameter.passing != Passing::value) {
            answers["overlap"] = "overlap";
        }
        const bool is_judged =
            parameter.passing == Passing::value || parameter.passing == Passing::pointer;
        if (is_judged && (parameter.type.kind == Kind::enumeration ||
                          (parameter.type.kind == Kind::structure &&
                           contract.structures[parameter.type.index].holds_enumeration))) {
            answers["enum"] = "invalid_enum";
        }
    }
    return answers;
}

} // namespace

const Parameter* Function::filled() const {
    const auto found = std::ranges::find(parameters, Passing::filled, &Parameter::passing);
    return found == parameters.end() ? nullptr : &*found;
}

std::string Contract::prefix() const {
    return "Torture" + name.substr(name.find('_') + 1);
}

std::string Contract::upper() const {
    return "TORTURE" + name.substr(name.find('_'));
}

std::string Contract::type_name(const Type& type, bool with_prefix) const {
    const std::string start = with_prefix ? prefix() : "";
    switch (type.kind) {
    case Kind::integer:
        return type.integer;
    case Kind::enumeration:
        return fmt::format("{}Kind{}", start, type.index);
    case Kind::structure:
        return fmt::format("{}Shape{}", start, type.index);
    }
    return {};
}

Contract random_contract(std::uint64_t campaign_seed, std::uint64_t number, bool planted) {
    // The seeds of two contracts have nothing in common.
    Random mix(campaign_seed ^ (number * 0x9e3779b97f4a7c15));
    return Maker(mix.next(), number, planted).make();
}

std::string declaration_of(const Contract& contract, const Function& function) {
    const std::string prefix = contract.prefix();
    std::vector<std::string> parameters = {prefix + "State* state"};
    for (const Parameter& parameter : function.parameters) {
        const std::string type = contract.type_name(parameter.type, true);
        switch (parameter.passing) {
        case Passing::value:
            parameters.push_back(type + " " + parameter.name);
            break;
        case Passing::pointer:
            parameters.push_back("const " + type + "* " + parameter.name);
            break;
        case Passing::filled:
            parameters.push_back(type + "* " + parameter.name);
            break;
        case Passing::bytes:
            parameters.push_back("SeamBytes " + parameter.name);
            break;
        case Passing::mutable_bytes:
            parameters.push_back("SeamMutableBytes " + parameter.name);
            break;
        }
    }
    return fmt::format("{}{} {}_{}({}) SEAM_NOEXCEPT;", prefix,
                       function.has_value ? "Outcome" : "Status", contract.name, function.name,
                       fmt::join(parameters, ", "));
}

std::string header_of(const Contract& contract) {
    const std::string prefix = contract.prefix();
    std::string text = fmt::format(
        "// A random contract; seed {0:#018x}.\n#ifndef {1}_SEAM_H\n#define {1}_SEAM_H\n\n"
        "#include \"seam/annotations.h\"\n#include \"seam/slice.h\"\n\n"
        "SEAM_COMPONENT({2}, 1);\n\n"
        "SEAM_ENUM({3}Status, uint32_t) {{\n"
        "    SEAM_VALUE({3}Status, ok) = 0,\n    SEAM_VALUE({3}Status, null_argument) = 1,\n"
        "    SEAM_VALUE({3}Status, misaligned) = 2,\n"
        "    SEAM_VALUE({3}Status, length_overflow) = 3,\n"
        "    SEAM_VALUE({3}Status, overlap) = 4,\n"
        "    SEAM_VALUE({3}Status, not_initialised) = 5,\n"
        "    SEAM_VALUE({3}Status, invalid_enum) = 6,\n",
        contract.seed, contract.upper(), contract.name, prefix);
    for (std::uint32_t failure = 0; failure < own_failures; ++failure) {
        text += fmt::format("    SEAM_VALUE({}Status, failure_{}) = {},\n", prefix, failure,
                            first_own_failure + failure);
    }
    text += "};\n\n";
    for (std::size_t index = 0; index < contract.enumerations.size(); ++index) {
        const Enumeration& enumeration = contract.enumerations[index];
        text += fmt::format("SEAM_ENUM({}Kind{}, {}) {{\n", prefix, index, enumeration.integer);
        for (std::size_t value = 0; value < enumeration.numbers.size(); ++value) {
            text += fmt::format("    SEAM_VALUE({}Kind{}, value_{}) = {},\n", prefix, index, value,
                                enumeration.numbers[value]);
        }
        text += "};\n\n";
    }
    text += fmt::format("SEAM_ENUM({0}Flag, uint64_t) {{\n    SEAM_VALUE({0}Flag, first) = 1,\n"
                        "    SEAM_VALUE({0}Flag, second) = 2,\n}};\n\n",
                        prefix);
    for (std::size_t index = 0; index < contract.structures.size(); ++index) {
        text += fmt::format("typedef struct {}Shape{} {{\n", prefix, index);
        for (const Field& field : contract.structures[index].fields) {
            text += fmt::format("    {} {}{};\n", contract.type_name(field.type, true), field.name,
                                extents_of(field.type));
        }
        text += fmt::format("}} {}Shape{};\n\n", prefix, index);
    }
    text += fmt::format(
        "typedef struct SEAM_STATE {0}State {{\n    uint64_t words[4];\n}} {0}State;\n\n"
        "typedef struct SEAM_RESULT {0}Outcome {{\n    {0}Status status;\n"
        "    uint32_t reserved;\n    uint64_t value{1};\n}} {0}Outcome;\n\n"
        "SEAM_DECLARATIONS_BEGIN\n\n",
        prefix, contract.value_is_bits ? " SEAM_BITS(" + prefix + "Flag)" : "");
    for (const Function& function : contract.functions) {
        std::vector<std::string> words;
        std::vector<std::string> errors;
        for (const auto& [word, status] : answers_of(contract, function)) {
            words.push_back(word);
            errors.push_back(status);
        }
        for (std::uint32_t failure = 0; function.can_fail && failure < own_failures; ++failure) {
            errors.push_back(fmt::format("failure_{}", failure));
        }
        text += fmt::format("SEAM_ERRORS({})\nSEAM_ANSWERS({})\nSEAM_CONTEXT({})\n"
                            "SEAM_EFFECT({})\n{}\n\n",
                            fmt::join(errors, ", "), fmt::join(words, ", "), function.context,
                            function.effect, declaration_of(contract, function));
    }
    for (const std::string_view name : {"state_size", "state_alignment", "contract"}) {
        text += fmt::format("SEAM_CONTEXT(any)\nSEAM_EFFECT(pure)\nuint64_t {}_{}(void) "
                            "SEAM_NOEXCEPT;\n\n",
                            contract.name, name);
    }
    for (const Service& service : contract.services) {
        std::vector<std::string> parameters;
        for (const std::string& integer : service.parameters) {
            parameters.push_back(fmt::format("{} argument_{}", integer, parameters.size()));
        }
        text += fmt::format("SEAM_SERVICE\nSEAM_CONTEXT(any)\nSEAM_EFFECT(io)\n"
                            "{} {}_service_{}({}) SEAM_NOEXCEPT;\n\n",
                            service.result, contract.name, service.name,
                            parameters.empty() ? "void"
                                               : fmt::format("{}", fmt::join(parameters, ", ")));
    }
    return text + "SEAM_DECLARATIONS_END\n\n#endif\n";
}

} // namespace seam::torture
