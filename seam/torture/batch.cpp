// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/torture/batch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace seam::torture {

namespace {

using Json = nlohmann::json;

/// The longest slice that is passed.
constexpr int slice_limit = 64;

bool is_slice(const Parameter& parameter) {
    return parameter.passing == Passing::bytes || parameter.passing == Passing::mutable_bytes;
}

std::string list(const std::vector<std::string>& items) {
    return fmt::format("{}", fmt::join(items, ", "));
}

/// A structure of the manifest and the numbers that it gives: size, alignment, then offset and size
/// of each field.
struct ManifestLayout {
    std::string type;
    std::vector<std::string> fields;
    std::vector<std::uint64_t> numbers;
};

std::vector<ManifestLayout> layouts_of(const Generated& generated) {
    std::vector<ManifestLayout> layouts;
    for (const Json& structure : Json::parse(generated.manifest)["structures"]) {
        if (structure["role"] != "plain") {
            continue;
        }
        ManifestLayout layout{.type = structure["name"],
                              .fields = {},
                              .numbers = {structure["size"], structure["alignment"]}};
        for (const Json& field : structure["fields"]) {
            layout.fields.push_back(field["name"]);
            layout.numbers.push_back(field["offset"]);
            layout.numbers.push_back(field["size"]);
        }
        layouts.push_back(std::move(layout));
    }
    return layouts;
}

// --- C++ -----------------------------------------------------------------------------------------

class CppWriter {
  public:
    explicit CppWriter(const Contract& contract)
        : contract_(contract), name_(contract.name), prefix_(contract.prefix()) {}

    std::string twins() const { return values() + twin(); }

    std::string callers() const {
        return values() +
               fmt::format("{0}_BINDING(CppOnCpp, cpp_on_cpp)\n"
                           "{0}_BINDING(RustOnCpp, rust_on_cpp)\n"
                           "{0}_SERVICES(CppServices, {1}_on_cpp)\n",
                           contract_.upper(), name_) +
               services() + functions() + table();
    }

  private:
    std::string type(const Type& type) const {
        return type.kind == Kind::integer ? "std::" + type.integer
                                          : contract_.type_name(type, true);
    }

    std::string values() const {
        std::string text;
        for (std::size_t index = 0; index < contract_.enumerations.size(); ++index) {
            const std::string name = fmt::format("{}Kind{}", prefix_, index);
            std::vector<std::string> values;
            for (std::size_t value = 0; value < contract_.enumerations[index].numbers.size();
                 ++value) {
                values.push_back(fmt::format("{}::value_{}", name, value));
            }
            text += fmt::format("[[gnu::noinline]] static void draw({0}& value) {{\n    constexpr "
                                "{0} values[] = {{{1}}};\n"
                                "    value = values[seam::torture::below(std::size(values))];\n}}\n"
                                "static void record_fields(Channel channel, {0} value) {{\n"
                                "    record_fields(channel, std::to_underlying(value));\n}}\n",
                                name, list(values));
        }
        for (std::size_t index = 0; index < contract_.structures.size(); ++index) {
            std::string drawn;
            std::string recorded;
            for (const Field& field : contract_.structures[index].fields) {
                drawn += fmt::format("    draw(value.{});\n", field.name);
                recorded += fmt::format("    record_fields(channel, value.{});\n", field.name);
            }
            text += fmt::format(
                "[[gnu::noinline]] static void draw({0}Shape{1}& value) {{\n{2}}}\n"
                "[[gnu::noinline]] static void record_fields(Channel channel, const {0}Shape{1}& "
                "value) {{\n{3}}}\n",
                prefix_, index, drawn, recorded);
        }
        return text;
    }

    std::string services() const {
        std::string text;
        for (const Service& service : contract_.services) {
            std::vector<std::string> parameters;
            std::string body;
            for (const std::string& integer : service.parameters) {
                const std::string name = fmt::format("argument_{}", parameters.size());
                parameters.push_back(fmt::format("std::{} {}", integer, name));
                body += fmt::format("    arrives(Channel::heard, {});\n", name);
            }
            if (service.result != "void") {
                body += fmt::format("    std::{} answer{{}};\n    draw(answer);\n"
                                    "    leaves(Channel::replied, answer);\n    return answer;\n",
                                    service.result);
            }
            text += fmt::format("{0} {1}_on_cpp_{2}({3}) noexcept {{\n{4}}}\n",
                                service.result == "void" ? "void" : "std::" + service.result, name_,
                                service.name, list(parameters), body);
        }
        return text;
    }

    std::string twin() const {
        std::string asked;
        for (const Service& service : contract_.services) {
            std::string body;
            std::vector<std::string> arguments;
            for (const std::string& integer : service.parameters) {
                const std::string name = fmt::format("argument_{}", arguments.size());
                body += fmt::format("        std::{0} {1}{{}};\n        draw({1});\n"
                                    "        leaves(Channel::asked, {1});\n",
                                    integer, name);
                arguments.push_back(name);
            }
            const std::string call = fmt::format("services.{}({})", service.name, list(arguments));
            body += service.result == "void"
                        ? fmt::format("        {};\n", call)
                        : fmt::format("        arrives(Channel::returned, {});\n", call);
            asked += fmt::format("        {{\n{}        }}\n", body);
        }
        std::string functions;
        for (const Function& function : contract_.functions) {
            functions += twin_function(function);
        }
        return fmt::format("{4}_SERVICES(CppServices, {0}_on_cpp)\n"
                           "{4}_SERVICES(RustServices, {0}_on_rust)\n"
                           "template <{0}::Services Access>\nstruct {1}Twin {{\n{2}"
                           "    void ask() {{\n{3}    }}\n    Access services{{}};\n}};\n"
                           "{4}_EXPORT(cpp_on_cpp, {1}Twin<{0}::CppServices>)\n"
                           "{4}_EXPORT(cpp_on_rust, {1}Twin<{0}::RustServices>)\n",
                           name_, prefix_, functions, asked, contract_.upper());
    }

    /// What the twin answers when it succeeds.
    std::string answer_of(const Function& function) const {
        const Parameter* filled = function.filled();
        return filled != nullptr ? type(filled->type)
                                 : (function.has_value ? "std::uint64_t" : "void");
    }

    std::string twin_function(const Function& function) const {
        std::vector<std::string> parameters;
        std::string arrived;
        std::string written;
        for (const Parameter& parameter : function.parameters) {
            const std::string& name = parameter.name;
            switch (parameter.passing) {
            case Passing::filled:
                continue;
            case Passing::value:
                parameters.push_back(type(parameter.type) + " " + name);
                break;
            case Passing::pointer:
                parameters.push_back("const " + type(parameter.type) + "& " + name);
                break;
            case Passing::bytes:
                parameters.push_back("std::span<const std::uint8_t> " + name);
                break;
            case Passing::mutable_bytes:
                parameters.push_back("std::span<std::uint8_t> " + name);
                written += fmt::format("        seam::torture::draw_bytes({0});\n"
                                       "        record_bytes(Channel::answered, {0});\n",
                                       name);
                break;
            }
            arrived += fmt::format("        {}(Channel::received, {});\n",
                                   is_slice(parameter) ? "record_bytes" : "arrives", name);
        }
        const std::string answer = answer_of(function);
        std::string text = fmt::format(
            "    {} {}({}) {{\n{}        ask();\n{}",
            function.can_fail ? fmt::format("std::expected<{}, {}Status>", answer, prefix_)
                              : answer,
            function.name, list(parameters), arrived, written);
        if (function.can_fail) {
            text +=
                fmt::format("        if (torture_fails() != 0) {{\n"
                            "            const auto status = static_cast<{}Status>({} + "
                            "seam::torture::below({}));\n"
                            "            leaves(Channel::answered, std::to_underlying(status));\n"
                            "            return std::unexpected(status);\n        }}\n",
                            prefix_, first_own_failure, own_failures);
        }
        text += "        leaves(Channel::answered, std::uint32_t{0});\n";
        if (answer != "void") {
            text += fmt::format("        {} answer{{}};\n        draw(answer);\n"
                                "        leaves(Channel::answered, answer);\n"
                                "        return answer;\n",
                                answer);
        } else if (function.can_fail) {
            text += "        return {};\n";
        }
        return text + "    }\n";
    }

    std::string functions() const {
        std::string text;
        for (const Function& function : contract_.functions) {
            std::string prepared;
            std::string changed;
            std::vector<std::string> arguments;
            for (const Parameter& parameter : function.parameters) {
                const std::string& name = parameter.name;
                if (parameter.passing == Passing::filled) {
                    continue;
                }
                if (is_slice(parameter)) {
                    prepared += fmt::format(
                        "    std::uint8_t memory_of_{0}[{1}];\n"
                        "    const auto {0} = seam::torture::draw_slice(memory_of_{0});\n"
                        "    record_bytes(Channel::sent, {0});\n",
                        name, slice_limit);
                    if (parameter.passing == Passing::mutable_bytes) {
                        changed += fmt::format("    record_bytes(Channel::got, {});\n", name);
                    }
                } else {
                    prepared += fmt::format("    {0} {1}{{}};\n    draw({1});\n"
                                            "    leaves(Channel::sent, {1});\n",
                                            type(parameter.type), name);
                }
                arguments.push_back(name);
            }
            std::string got = "        arrives(Channel::got, std::uint32_t{0});\n";
            if (answer_of(function) != "void") {
                got += fmt::format("        arrives(Channel::got, {});\n",
                                   function.has_value && contract_.value_is_bits ? "result->bits()"
                                                                                 : "*result");
            }
            text += fmt::format(
                "template <class Binding>\nvoid {0}_{1}(void* state) {{\n"
                "    {0}::Client<Binding> client(*static_cast<{2}State*>(state));\n{3}"
                "    const auto result = client.{1}({4});\n{5}    if (result) {{\n{6}"
                "    }} else {{\n"
                "        arrives(Channel::got, std::to_underlying(result.error()));\n    }}\n}}\n",
                name_, function.name, prefix_, prepared, list(arguments), changed, got);
        }
        return text;
    }

    std::string table() const {
        std::string rows;
        std::string declared;
        for (const Function& function : contract_.functions) {
            declared += fmt::format("void {0}_{1}_from_rust_to_cpp(void* state) noexcept;\n"
                                    "void {0}_{1}_from_rust_to_rust(void* state) noexcept;\n",
                                    name_, function.name);
            rows += fmt::format("    {{\"{1}\",\n"
                                "     {{{{{0}_{1}<{0}::CppOnCpp>, {0}_{1}<{0}::RustOnCpp>}},\n"
                                "      {{{0}_{1}_from_rust_to_cpp, "
                                "{0}_{1}_from_rust_to_rust}}}}}},\n",
                                name_, function.name);
        }
        return fmt::format("extern \"C\" {{\n{}}}\n"
                           "const seam::torture::Function {}_functions[] = {{\n{}}};\n",
                           declared, name_, rows);
    }

    const Contract& contract_;
    const std::string& name_;
    std::string prefix_;
};

// --- Rust ----------------------------------------------------------------------------------------

std::string rust_integer(std::string_view integer) {
    const std::size_t digits = integer.find_first_of("1368");
    return (integer.front() == 'u' ? "u" : "i") +
           std::string(integer.substr(digits, integer.find('_') - digits));
}

std::string pascal(std::string_view snake) {
    std::string result;
    bool begins_word = true;
    for (const char letter : snake) {
        if (letter == '_') {
            begins_word = true;
            continue;
        }
        result += begins_word && letter >= 'a' ? static_cast<char>(letter - 'a' + 'A') : letter;
        begins_word = false;
    }
    return result;
}

class RustWriter {
  public:
    explicit RustWriter(const Generated& generated)
        : generated_(generated), contract_(generated.contract), name_(contract_.name) {}

    std::string twins() const {
        return module(fmt::format("use {}::Error;\n", name_) + values() + twin() + layouts());
    }

    std::string callers() const {
        return module(fmt::format("use {0}::{{Client, State}};\n"
                                  "{0}::binding!(CppOnRust, \"{0}_cpp_on_rust_\");\n"
                                  "{0}::binding!(RustOnRust, \"{0}_rust_on_rust_\");\n",
                                  name_) +
                      values() + services() + functions());
    }

  private:
    std::string module(const std::string& text) const {
        return fmt::format("mod contract_of_{} {{\nuse super::support::*;\n{}}}\n", name_, text);
    }

    std::string type(const Type& type) const {
        return type.kind == Kind::integer
                   ? rust_integer(type.integer)
                   : fmt::format("{}::{}", name_, contract_.type_name(type, false));
    }

    std::string values() const {
        std::string text;
        for (std::size_t index = 0; index < contract_.enumerations.size(); ++index) {
            const std::string name = fmt::format("{}::Kind{}", name_, index);
            std::vector<std::string> values;
            for (std::size_t value = 0; value < contract_.enumerations[index].numbers.size();
                 ++value) {
                values.push_back(
                    fmt::format("{}::{}", name, pascal(fmt::format("value_{}", value))));
            }
            text += fmt::format("impl Value for {0} {{\n    fn draw() -> Self {{\n"
                                "        [{1}][below({2}) as usize]\n    }}\n"
                                "    fn record_fields(&self, channel: Channel) {{\n"
                                "        self.number().record_fields(channel);\n    }}\n}}\n",
                                name, list(values), values.size());
        }
        for (std::size_t index = 0; index < contract_.structures.size(); ++index) {
            std::string drawn;
            std::string recorded;
            for (const Field& field : contract_.structures[index].fields) {
                drawn += fmt::format("            {}: Value::draw(),\n", field.name);
                recorded += fmt::format("        self.{}.record_fields(channel);\n", field.name);
            }
            text += fmt::format(
                "impl Value for {0}::Shape{1} {{\n    #[inline(never)]\n    fn draw() -> Self {{\n"
                "        Self {{\n{2}        }}\n    }}\n"
                "    #[inline(never)]\n    fn record_fields(&self, channel: Channel) {{\n{3}    "
                "}}\n}}\n",
                name_, index, drawn, recorded);
        }
        return text;
    }

    std::string services() const {
        std::string text;
        for (const Service& service : contract_.services) {
            std::vector<std::string> parameters;
            std::string body;
            for (const std::string& integer : service.parameters) {
                const std::string name = fmt::format("argument_{}", parameters.size());
                parameters.push_back(name + ": " + rust_integer(integer));
                body += fmt::format("    arrives(Channel::Heard, &{});\n", name);
            }
            std::string result;
            if (service.result != "void") {
                result = " -> " + rust_integer(service.result);
                body += fmt::format("    let answer: {} = Value::draw();\n"
                                    "    leaves(Channel::Replied, &answer);\n    answer\n",
                                    rust_integer(service.result));
            }
            text += fmt::format("#[unsafe(export_name = \"{0}_on_rust_{1}\")]\n"
                                "extern \"C\" fn on_rust_{1}({2}){3} {{\n{4}}}\n",
                                name_, service.name, list(parameters), result, body);
        }
        return text;
    }

    std::string twin() const {
        std::string asked;
        for (const Service& service : contract_.services) {
            std::vector<std::string> arguments;
            std::string body;
            for (const std::string& integer : service.parameters) {
                const std::string name = fmt::format("argument_{}", arguments.size());
                body += fmt::format("            let {0}: {1} = Value::draw();\n"
                                    "            leaves(Channel::Asked, &{0});\n",
                                    name, rust_integer(integer));
                arguments.push_back(name);
            }
            const std::string call =
                fmt::format("self.services.{}({})", service.name, list(arguments));
            body += service.result == "void"
                        ? fmt::format("            {};\n", call)
                        : fmt::format("            arrives(Channel::Returned, &{});\n", call);
            asked += fmt::format("        {{\n{}        }}\n", body);
        }
        std::string functions;
        for (const Function& function : contract_.functions) {
            functions += twin_function(function);
        }
        return fmt::format(
            "{0}::services!(CppServices, \"{0}_on_cpp_\");\n"
            "{0}::services!(RustServices, \"{0}_on_rust_\");\n"
            "{0}::export!(\"{0}_rust_on_cpp_\", Answering<CppServices>);\n"
            "{0}::export!(\"{0}_rust_on_rust_\", Answering<RustServices>);\n"
            "struct Answering<S> {{\n    services: S,\n}}\n"
            "impl<S: {0}::Services> Answering<S> {{\n    fn ask(&mut self) {{\n{1}    }}\n}}\n"
            "impl<S: {0}::Services> {0}::Twin for Answering<S> {{\n"
            "    fn new() -> Self {{\n        Self {{ services: S::default() }}\n    }}\n{2}}}\n"
            "fn failure() -> Error {{\n"
            "    [{3}][below({4}) as usize]\n}}\n",
            name_, asked, functions, list(failures()), own_failures);
    }

    static std::vector<std::string> failures() {
        std::vector<std::string> names;
        for (std::uint32_t failure = 0; failure < own_failures; ++failure) {
            names.push_back("Error::" + pascal(fmt::format("failure_{}", failure)));
        }
        return names;
    }

    std::string answer_of(const Function& function) const {
        const Parameter* filled = function.filled();
        return filled != nullptr ? type(filled->type) : (function.has_value ? "u64" : "()");
    }

    std::string twin_function(const Function& function) const {
        std::string parameters;
        std::string arrived;
        std::string written;
        for (const Parameter& parameter : function.parameters) {
            const std::string& name = parameter.name;
            switch (parameter.passing) {
            case Passing::filled:
                continue;
            case Passing::value:
            case Passing::pointer:
                parameters += fmt::format(", {}: {}", name, type(parameter.type));
                break;
            case Passing::bytes:
                parameters += fmt::format(", {}: &[u8]", name);
                break;
            case Passing::mutable_bytes:
                parameters += fmt::format(", {}: &mut [u8]", name);
                written += fmt::format("        draw_bytes({0});\n"
                                       "        record_bytes(Channel::Answered, {0});\n",
                                       name);
                break;
            }
            arrived += is_slice(parameter)
                           ? fmt::format("        record_bytes(Channel::Received, {});\n", name)
                           : fmt::format("        arrives(Channel::Received, &{});\n", name);
        }
        const std::string answer = answer_of(function);
        std::string result = function.can_fail ? fmt::format(" -> Result<{}, Error>", answer)
                             : answer == "()"  ? ""
                                               : " -> " + answer;
        std::string text = fmt::format("    fn {}(&mut self{}){} {{\n{}        self.ask();\n{}",
                                       function.name, parameters, result, arrived, written);
        if (function.can_fail) {
            text += "        if fails() {\n            let error = failure();\n"
                    "            leaves(Channel::Answered, &error.number());\n"
                    "            return Err(error);\n        }\n";
        }
        text += "        leaves(Channel::Answered, &0u32);\n";
        if (answer != "()") {
            text += fmt::format("        let answer: {} = Value::draw();\n"
                                "        leaves(Channel::Answered, &answer);\n        {}\n",
                                answer, function.can_fail ? "Ok(answer)" : "answer");
        } else if (function.can_fail) {
            text += "        Ok(())\n";
        }
        return text + "    }\n";
    }

    std::string functions() const {
        std::string text;
        for (const Function& function : contract_.functions) {
            std::string prepared;
            std::string changed;
            std::vector<std::string> arguments;
            for (const Parameter& parameter : function.parameters) {
                const std::string& name = parameter.name;
                if (parameter.passing == Passing::filled) {
                    continue;
                }
                if (is_slice(parameter)) {
                    prepared += fmt::format("    let mut memory_of_{0} = [0u8; {1}];\n"
                                            "    let {0} = draw_slice(&mut memory_of_{0});\n"
                                            "    record_bytes(Channel::Sent, {0});\n",
                                            name, slice_limit);
                    if (parameter.passing == Passing::mutable_bytes) {
                        changed += fmt::format("    record_bytes(Channel::Got, {});\n", name);
                    }
                } else {
                    prepared += fmt::format("    let {0}: {1} = Value::draw();\n"
                                            "    leaves(Channel::Sent, &{0});\n",
                                            name, type(parameter.type));
                }
                arguments.push_back(name);
            }
            const bool has_answer = answer_of(function) != "()";
            text += fmt::format(
                "fn {1}<B: {0}::Binding>(state: &mut State) {{\n"
                "    let mut client = Client::<B>::new(state);\n{2}"
                "    let result = client.{1}({3});\n{4}    match result {{\n"
                "        Ok({5}) => {{\n            arrives(Channel::Got, &0u32);\n{6}        }}\n"
                "        Err(seam::Failure::Answered(error)) => "
                "arrives(Channel::Got, &error.number()),\n"
                "        Err(seam::Failure::Unknown(number)) => "
                "arrives(Channel::Got, &number),\n    }}\n}}\n",
                name_, function.name, prepared, list(arguments), changed,
                has_answer ? "answer" : "()",
                has_answer ? "            arrives(Channel::Got, &answer);\n" : "");
            for (const auto& [twin, binding] :
                 {std::pair{"cpp", "CppOnRust"}, std::pair{"rust", "RustOnRust"}}) {
                text += fmt::format("#[unsafe(export_name = \"{0}_{1}_from_rust_to_{2}\")]\n"
                                    "unsafe extern \"C\" fn {1}_to_{2}(state: *mut State) {{\n"
                                    "    // SAFETY: the program passes memory for an instance.\n"
                                    "    {1}::<{3}>(unsafe {{ &mut *state }});\n}}\n",
                                    name_, function.name, twin, binding);
            }
        }
        return text;
    }

    std::string layouts() const {
        std::string text;
        for (const ManifestLayout& layout : layouts_of(generated_)) {
            const std::string short_name = layout.type.substr(contract_.prefix().size());
            const std::string path = name_ + "::" + short_name;
            std::vector<std::string> numbers = {fmt::format("size_of::<{}>() as u64", path),
                                                fmt::format("align_of::<{}>() as u64", path)};
            for (const std::string& field : layout.fields) {
                numbers.push_back(fmt::format("core::mem::offset_of!({}, {}) as u64", path, field));
                numbers.push_back(
                    fmt::format("size_of_field(|value: &{}| &value.{})", path, field));
            }
            text += fmt::format("#[unsafe(export_name = \"{0}_layout_of_{1}\")]\n"
                                "static LAYOUT_OF_{2}: [u64; {3}] = [{4}];\n",
                                name_, layout.type, "SHAPE" + short_name.substr(5), numbers.size(),
                                list(numbers));
        }
        return text;
    }

    const Generated& generated_;
    const Contract& contract_;
    const std::string& name_;
};

} // namespace

std::vector<Source> write_batch(const std::vector<Generated>& batch,
                                const std::string& rust_support) {
    const std::string mark = "// Written by seam-torture.\n";
    std::string cpp_twins = mark;
    std::string rust_twins = fmt::format("{}#[path = \"{}\"]\nmod support;\n", mark, rust_support);
    std::string rust_callers = rust_twins + "use twins as _;\n";
    for (const Generated& generated : batch) {
        cpp_twins += fmt::format("#include \"{0}/export.hpp\"\n", generated.contract.name);
    }
    cpp_twins += "#include \"seam/torture/support/torture.hpp\"\n\n#include <cstddef>\n"
                 "#include <expected>\n#include <iterator>\n#include <span>\n#include <utility>\n\n"
                 "using seam::torture::arrives;\nusing seam::torture::Channel;\n"
                 "using seam::torture::draw;\nusing seam::torture::leaves;\n"
                 "using seam::torture::record_bytes;\nusing seam::torture::record_fields;\n\n";
    std::string cpp_callers = cpp_twins;
    std::string contracts;
    std::string layouts;
    for (const Generated& generated : batch) {
        const Contract& contract = generated.contract;
        cpp_twins += CppWriter(contract).twins();
        cpp_callers += CppWriter(contract).callers();
        rust_twins += RustWriter(generated).twins();
        rust_callers += RustWriter(generated).callers();
        contracts += fmt::format("    {{\"{0}\", {1}u, sizeof({2}State), {0}_functions}},\n",
                                 contract.name, contract.seed, contract.prefix());
        for (const ManifestLayout& layout : layouts_of(generated)) {
            const std::string name = contract.name + "_layout_of_" + layout.type;
            std::vector<std::string> found = {fmt::format("sizeof({})", layout.type),
                                              fmt::format("alignof({})", layout.type)};
            for (const std::string& field : layout.fields) {
                found.push_back(fmt::format("offsetof({}, {})", layout.type, field));
                found.push_back(fmt::format("sizeof({}::{})", layout.type, field));
            }
            cpp_callers +=
                fmt::format("extern \"C\" const std::uint64_t {0}[{1}];\n"
                            "const std::uint64_t {0}_of_cpp[] = {{{2}}};\n"
                            "const std::uint64_t {0}_of_manifest[] = {{{3}}};\n",
                            name, found.size(), list(found), fmt::join(layout.numbers, ", "));
            for (const auto& [language, suffix] :
                 {std::pair{"C++", "_of_cpp"}, std::pair{"Rust", ""}}) {
                layouts +=
                    fmt::format("    {{\"{0}\", \"{1}\", \"{2}\", {3}_of_manifest, {3}{4}}},\n",
                                contract.name, layout.type, language, name, suffix);
            }
        }
    }
    cpp_callers += fmt::format("const seam::torture::Contract contracts[] = {{\n{}}};\n"
                               "const seam::torture::Layout layouts[] = {{\n{}}};\n"
                               "int main() {{\n"
                               "    return seam::torture::run(contracts, layouts) == 0 ? 0 : 1;\n"
                               "}}\n",
                               contracts, layouts);
    return {{"twins.cpp", cpp_twins},
            {"callers.cpp", cpp_callers},
            {"twins.rs", rust_twins},
            {"callers.rs", rust_callers}};
}

} // namespace seam::torture
