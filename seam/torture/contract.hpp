// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Random contracts inside the subset that the generator takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seam::torture {

enum class Kind : std::uint8_t { integer, enumeration, structure };

/// What a field or an argument is.
struct Type {
    Kind kind = Kind::integer;
    std::string integer;                  ///< As in <stdint.h>, if it is one.
    std::size_t index = 0;                ///< Among the enumerations or structures.
    std::vector<std::uint64_t> extents{}; ///< Of an array, outermost first.
};

struct Enumeration {
    std::string integer;
    std::vector<std::int64_t> numbers;
};

struct Field {
    std::string name;
    Type type;
    std::uint64_t offset = 0;
};

struct Structure {
    std::vector<Field> fields;
    std::uint64_t size = 0;
    std::uint64_t alignment = 1;
    bool holds_enumeration = false;
};

/// How an argument crosses.
enum class Passing : std::uint8_t { value, pointer, filled, bytes, mutable_bytes };

struct Parameter {
    std::string name;
    Passing passing = Passing::value;
    Type type{};
};

struct Function {
    std::string name;
    std::vector<Parameter> parameters; ///< Behind the instance.
    bool has_value = false;            ///< It answers a status and a value.
    bool can_fail = false;             ///< The twin itself may answer a failure.
    std::string effect;
    std::string context;

    [[nodiscard]] const Parameter* filled() const;
};

struct Service {
    std::string name;
    std::vector<std::string> parameters; ///< Integers.
    std::string result;                  ///< An integer, or `void`.
};

struct Contract {
    std::string name; ///< `torture_7`
    std::uint64_t seed = 0;
    std::vector<Enumeration> enumerations;
    std::vector<Structure> structures;
    bool value_is_bits = false;
    std::vector<Function> functions; ///< `initialize` first.
    std::vector<Service> services;

    /// `Torture7Shape0`; without an argument the prefix of all types.
    [[nodiscard]] std::string prefix() const;
    [[nodiscard]] std::string upper() const;
    /// A type with the prefix for C and C++, or without it for Rust.
    [[nodiscard]] std::string type_name(const Type& type, bool with_prefix) const;
};

/// The failures that a twin answers by itself.
inline constexpr std::uint32_t first_own_failure = 20;
inline constexpr std::uint32_t own_failures = 3;

/// The contract of that number in a campaign. A planted one begins with a structure of two like
/// fields, and its first function takes it: what a planted mistake is made in.
[[nodiscard]] Contract random_contract(std::uint64_t campaign_seed, std::uint64_t number,
                                       bool planted);

/// NAME.seam.h
[[nodiscard]] std::string header_of(const Contract& contract);

/// The declaration of one function, as the header has it.
[[nodiscard]] std::string declaration_of(const Contract& contract, const Function& function);

} // namespace seam::torture
