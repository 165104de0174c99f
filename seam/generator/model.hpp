// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A contract as the generator knows it, free of libclang: everything that crosses, with the layout
// that the compiler gave it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seam::generator {

/// A line of a header.
struct Location {
    std::string file;
    unsigned line = 0;
};

/// Why a header is refused: what is wrong and what to write instead.
struct Refusal {
    Location location;
    std::string sentence;
};

/// FILE:LINE: error: SENTENCE
[[nodiscard]] std::string to_string(const Refusal& refusal);

using Lines = std::vector<std::string>;

enum class Kind : std::uint8_t {
    nothing,       ///< void
    integer,       ///< of fixed width, `name` as in <stdint.h>
    enumeration,   ///< `name` is that of the contract
    structure,     ///< by value
    pointer,       ///< to the structure `name`
    bytes,         ///< SeamBytes
    mutable_bytes, ///< SeamMutableBytes
};

struct Type {
    Kind kind = Kind::nothing;
    std::string name;
    bool to_const = false;              ///< Of a pointer.
    std::vector<std::uint64_t> extents; ///< Of an array, outermost first.
};

struct Value {
    std::string name;
    std::uint64_t number = 0; ///< As its bits.
    std::int64_t signed_number = 0;
    Lines documentation;
};

struct Enumeration {
    Location location;
    std::string name;
    std::string integer;
    std::uint64_t size = 0;
    std::vector<Value> values;
    Lines documentation;
};

struct Field {
    Location location;
    std::string name;
    Type type;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string bits_of;  ///< The enumeration whose values it holds as bits.
    std::string table_of; ///< The structure of which so many follow the state.
    Lines documentation;
};

enum class Role : std::uint8_t { plain, state, result };

struct Structure {
    Location location;
    std::string name;
    Role role = Role::plain;
    bool shared = false;     ///< Of a state: laid out alike for every twin.
    bool concurrent = false; ///< Of a shared state: several calls use it at once.
    std::uint64_t size = 0;
    std::uint64_t alignment = 0;
    std::vector<Field> fields;
    Lines documentation;
};

struct Parameter {
    std::string name;
    Type type;
    std::string owner;
};

struct Function {
    Location location;
    std::string name;   ///< Without the component.
    std::string symbol; ///< As declared.
    bool service = false;
    Type result;
    std::vector<Parameter> parameters;
    std::vector<std::string> errors;
    std::vector<std::string> answers;
    std::string context;
    std::string effect;
    bool may_allocate = false;
    std::string owner;
    Lines documentation;
};

struct Constant {
    Location location;
    std::string name; ///< Without the component.
    std::uint64_t number = 0;
};

struct Contract {
    Location location;
    std::string component;
    std::uint64_t version = 0;
    std::vector<Constant> constants;
    std::vector<Enumeration> enumerations;
    std::vector<Structure> structures;
    std::vector<Function> functions; ///< Services included, in the order of the header.

    [[nodiscard]] const Enumeration* find_enumeration(std::string_view name) const;
    [[nodiscard]] const Structure* find_structure(std::string_view name) const;
    [[nodiscard]] const Structure& state() const;
    /// The length of the table behind a shared state; null where the state is opaque.
    [[nodiscard]] const Field* table_length() const;
    /// Whether several calls use one instance at once.
    [[nodiscard]] bool is_concurrent() const;
    /// Whether it is the state of a concurrent contract, its table, or part of them.
    [[nodiscard]] bool is_used_at_once(const Structure& structure) const;
    [[nodiscard]] const Enumeration& status() const;
    /// Whether a value of this type can hold a number that an enumeration does not name.
    [[nodiscard]] bool holds_enumeration(const Type& type) const;
    /// The prefix of the types: `SerialPort` for `serial_port`.
    [[nodiscard]] std::string type_prefix() const;
    /// The name of a type without the prefix.
    [[nodiscard]] std::string short_name(std::string_view type) const;
};

/// What every twin has besides what the component does: how much memory it needs, which contract it
/// was built from.
[[nodiscard]] bool is_about_the_twin(const Function& function);

/// `serial_port` as `SerialPort`.
[[nodiscard]] std::string pascal_case(std::string_view snake);

/// `serial_port` as `SERIAL_PORT`.
[[nodiscard]] std::string upper_case(std::string_view snake);

} // namespace seam::generator
