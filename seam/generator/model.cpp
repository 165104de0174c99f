// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace seam::generator {

namespace {

char upper(char letter) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

template <class Item>
const Item* find(const std::vector<Item>& items, std::string_view name) {
    const auto found = std::ranges::find(items, name, &Item::name);
    return found == items.end() ? nullptr : &*found;
}

} // namespace

std::string to_string(const Refusal& refusal) {
    return fmt::format("{}:{}: error: {}", refusal.location.file, refusal.location.line,
                       refusal.sentence);
}

const Enumeration* Contract::find_enumeration(std::string_view name) const {
    return find(enumerations, name);
}

const Structure* Contract::find_structure(std::string_view name) const {
    return find(structures, name);
}

const Structure& Contract::state() const {
    return *std::ranges::find(structures, Role::state, &Structure::role);
}

const Field* Contract::table_length() const {
    const Structure& structure = state();
    const auto found = std::ranges::find_if(
        structure.fields, [](const Field& field) { return !field.table_of.empty(); });
    return structure.shared && found != structure.fields.end() ? &*found : nullptr;
}

bool Contract::is_concurrent() const {
    return state().concurrent;
}

bool Contract::is_used_at_once(const Structure& structure) const {
    if (!is_concurrent() || structure.role == Role::result) {
        return false;
    }
    return structure.role == Role::state ||
           std::ranges::any_of(structures, [&](const Structure& outer) {
               return std::ranges::any_of(outer.fields, [&](const Field& field) {
                   return (field.type.name == structure.name || field.table_of == structure.name) &&
                          is_used_at_once(outer);
               });
           });
}

const Enumeration& Contract::status() const {
    return *find_enumeration(type_prefix() + "Status");
}

bool Contract::holds_enumeration(const Type& type) const {
    if (type.kind == Kind::enumeration) {
        return true;
    }
    if (type.kind != Kind::structure && type.kind != Kind::pointer) {
        return false;
    }
    const Structure* structure = find_structure(type.name);
    return structure != nullptr &&
           std::ranges::any_of(structure->fields, [this](const Field& field) {
               return holds_enumeration(field.type);
           });
}

std::string Contract::type_prefix() const {
    return pascal_case(component);
}

std::string Contract::short_name(std::string_view type) const {
    const std::string prefix = type_prefix();
    return std::string(type.starts_with(prefix) ? type.substr(prefix.size()) : type);
}

bool is_about_the_twin(const Function& function) {
    return function.name == "state_size" || function.name == "state_alignment" ||
           function.name == "contract";
}

std::string pascal_case(std::string_view snake) {
    std::string result;
    bool begins_word = true;
    for (const char letter : snake) {
        if (letter == '_') {
            begins_word = true;
        } else {
            result += begins_word ? upper(letter) : letter;
            begins_word = false;
        }
    }
    return result;
}

std::string upper_case(std::string_view snake) {
    std::string result(snake);
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

} // namespace seam::generator
