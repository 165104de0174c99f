// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/page_writer.hpp"

#include "seam/generator/manifest.hpp"
#include "seam/generator/text.hpp"

#include <fmt/format.h>

#include <string_view>

namespace seam::generator {

namespace {

/// Text for the cell of a table.
std::string cell(const Lines& documentation) {
    std::string text = join(documentation, " ");
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
        text.insert(at, "\\");
    }
    return text;
}

std::string spelled(const Type& type) {
    std::string text = type.kind == Kind::nothing ? "void" : type.name;
    if (type.kind == Kind::pointer) {
        text = (type.to_const ? "const " : "") + text + "*";
    }
    for (const std::uint64_t extent : type.extents) {
        text += fmt::format("[{}]", extent);
    }
    return text;
}

std::string paragraph(const Lines& documentation) {
    return documentation.empty() ? "" : join(documentation, "\n") + "\n\n";
}

std::string of(const Enumeration& enumeration) {
    std::string text =
        fmt::format("### {}\n\n{}`{}`\n\n| number | value | |\n| --- | --- | --- |\n",
                    enumeration.name, paragraph(enumeration.documentation), enumeration.integer);
    for (const Value& value : enumeration.values) {
        text += fmt::format("| {} | `{}` | {} |\n", value.signed_number, value.name,
                            cell(value.documentation));
    }
    return text + "\n";
}

std::string of(const Structure& structure) {
    const std::string_view role =
        structure.concurrent ? ", one instance, alike for every twin, for several calls at once"
        : structure.shared   ? ", one instance, alike for every twin"
        : structure.role == Role::state  ? ", one instance"
        : structure.role == Role::result ? ", returned in registers"
                                         : "";
    std::string text =
        fmt::format("### {}\n\n{}{} bytes, aligned to {}{}.\n\n| offset | field | type | |\n"
                    "| --- | --- | --- | --- |\n",
                    structure.name, paragraph(structure.documentation), structure.size,
                    structure.alignment, role);
    for (const Field& field : structure.fields) {
        const std::string bits =
            field.bits_of.empty() ? "" : fmt::format("Bits of `{}`. ", field.bits_of);
        const std::string table =
            field.table_of.empty()
                ? ""
                : fmt::format("So many `{}` follow the state in memory. ", field.table_of);
        text += fmt::format("| {} | `{}` | `{}` | {}{}{} |\n", field.offset, field.name,
                            spelled(field.type), bits, table, cell(field.documentation));
    }
    return text + "\n";
}

std::string of(const Function& function) {
    std::vector<std::string> parameters;
    for (const Parameter& parameter : function.parameters) {
        parameters.push_back(spelled(parameter.type) + " " + parameter.name);
    }
    std::string text = fmt::format("### {}\n\n```c\n{} {}({});\n```\n\n{}", function.symbol,
                                   spelled(function.result), function.symbol,
                                   parameters.empty() ? "void" : join(parameters, ", "),
                                   paragraph(function.documentation));
    text += fmt::format("- context: {}\n- effect: {}\n- allocates: {}\n", function.context,
                        function.effect, function.may_allocate ? "maybe" : "never");
    if (!function.answers.empty()) {
        text += fmt::format("- answers wrong arguments: {}\n", join(function.answers, ", "));
    }
    if (!function.errors.empty()) {
        text += fmt::format("- may fail with: {}\n", join(function.errors, ", "));
    }
    return text + "\n";
}

} // namespace

std::string write_page(const Contract& contract) {
    std::string text =
        fmt::format("<!-- generated from {0}.seam.h; do not edit -->\n\n# Contract: {0}\n\n"
                    "Version {1}, hash `{2}`.\n\n",
                    contract.component, contract.version, digits_of(contract));
    text += "## Functions\n\n";
    for (const Function& function : seam_functions(contract)) {
        text += of(function);
    }
    const auto given = services(contract);
    if (!given.empty()) {
        text += "## Services\n\nWhat a twin is given.\n\n";
    }
    for (const Function& function : given) {
        text += of(function);
    }
    text += "## Types\n\n";
    for (const Enumeration& enumeration : contract.enumerations) {
        text += of(enumeration);
    }
    for (const Structure& structure : contract.structures) {
        text += of(structure);
    }
    if (!contract.constants.empty()) {
        text += "## Constants\n\n| | |\n| --- | --- |\n";
        for (const Constant& constant : contract.constants) {
            text += fmt::format("| `{}_{}` | {} |\n", upper_case(contract.component), constant.name,
                                constant.number);
        }
    }
    text.erase(text.find_last_not_of('\n') + 1);
    return text + "\n";
}

} // namespace seam::generator
