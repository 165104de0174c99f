// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/manifest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace seam::generator {

namespace {

// Members in the order of insertion, for readers.
using Json = nlohmann::ordered_json;

std::string_view describe(Role role) {
    switch (role) {
    case Role::plain:
        return "plain";
    case Role::state:
        return "state";
    case Role::result:
        return "result";
    }
    return "";
}

std::string_view describe(Kind kind) {
    switch (kind) {
    case Kind::nothing:
        return "void";
    case Kind::integer:
        return "integer";
    case Kind::enumeration:
        return "enum";
    case Kind::structure:
        return "struct";
    case Kind::pointer:
        return "pointer";
    case Kind::bytes:
    case Kind::mutable_bytes:
        return "slice";
    }
    return "";
}

Json to_json(const Type& type) {
    Json json{{"kind", describe(type.kind)}};
    if (!type.name.empty()) {
        json["name"] = type.name;
    }
    if (type.kind == Kind::pointer) {
        json["const"] = type.to_const;
    }
    if (!type.extents.empty()) {
        json["extents"] = type.extents;
    }
    return json;
}

Json to_json(const Enumeration& enumeration) {
    Json values = Json::array();
    for (const Value& value : enumeration.values) {
        values.push_back({{"name", value.name}});
        if (enumeration.integer.starts_with("u")) {
            values.back()["number"] = value.number;
        } else {
            values.back()["number"] = value.signed_number;
        }
    }
    return {{"name", enumeration.name},
            {"integer", enumeration.integer},
            {"size", enumeration.size},
            {"values", std::move(values)}};
}

Json to_json(const Structure& structure) {
    Json fields = Json::array();
    for (const Field& field : structure.fields) {
        fields.push_back({{"name", field.name},
                          {"type", to_json(field.type)},
                          {"offset", field.offset},
                          {"size", field.size}});
        if (!field.bits_of.empty()) {
            fields.back()["bits"] = field.bits_of;
        }
        if (!field.table_of.empty()) {
            fields.back()["table"] = field.table_of;
        }
    }
    Json json{{"name", structure.name},
              {"role", describe(structure.role)},
              {"size", structure.size},
              {"alignment", structure.alignment},
              {"fields", std::move(fields)}};
    if (structure.shared) {
        json["shared"] = true;
    }
    if (structure.concurrent) {
        json["concurrent"] = true;
    }
    return json;
}

Json to_json(const Function& function) {
    Json parameters = Json::array();
    for (const Parameter& parameter : function.parameters) {
        parameters.push_back({{"name", parameter.name}, {"type", to_json(parameter.type)}});
        if (!parameter.owner.empty()) {
            parameters.back()["owner"] = parameter.owner;
        }
    }
    Json json{{"name", function.name},
              {"symbol", function.symbol},
              {"service", function.service},
              {"result", to_json(function.result)},
              {"parameters", std::move(parameters)},
              {"errors", function.errors},
              {"answers", function.answers},
              {"context", function.context},
              {"effect", function.effect},
              {"may_allocate", function.may_allocate}};
    if (!function.owner.empty()) {
        json["owner"] = function.owner;
    }
    return json;
}

Json to_json(const Constant& constant) {
    return {{"name", constant.name}, {"number", constant.number}};
}

template <class Item>
Json list(const std::vector<Item>& items) {
    Json json = Json::array();
    for (const Item& item : items) {
        json.push_back(to_json(item));
    }
    return json;
}

Json to_json(const Contract& contract) {
    return {
        {"component", contract.component},         {"version", contract.version},
        {"constants", list(contract.constants)},   {"enumerations", list(contract.enumerations)},
        {"structures", list(contract.structures)}, {"functions", list(contract.functions)}};
}

/// The contract with everything sorted whose order says nothing. The order of fields does: it is
/// their offsets.
Contract canonical(Contract contract) {
    std::ranges::sort(contract.constants, {}, &Constant::name);
    std::ranges::sort(contract.enumerations, {}, &Enumeration::name);
    std::ranges::sort(contract.structures, {}, &Structure::name);
    std::ranges::sort(contract.functions, {}, &Function::symbol);
    for (Enumeration& enumeration : contract.enumerations) {
        std::ranges::sort(enumeration.values, {}, &Value::name);
    }
    for (Function& function : contract.functions) {
        std::ranges::sort(function.errors);
        std::ranges::sort(function.answers);
    }
    return contract;
}

} // namespace

std::uint64_t hash_of(const Contract& contract) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : to_json(canonical(contract)).dump()) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    return hash;
}

std::string digits_of(const Contract& contract) {
    return fmt::format("{:016x}", hash_of(contract));
}

std::string write_manifest(const Contract& contract) {
    const Json json = to_json(contract);
    Json result{{"generated", fmt::format("from {}.seam.h; do not edit", contract.component)},
                {"hash", digits_of(contract)}};
    result.update(json);
    return result.dump(2) + "\n";
}

} // namespace seam::generator
