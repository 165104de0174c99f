// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/hostile_writer.hpp"

#include "seam/generator/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace seam::generator {

namespace {

constexpr std::string_view cpp_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that its
// contract promises to answer. @NAME@_HOSTILE(label, Caller, Fixture) registers a test for each
// function. A Caller is FromCpp<Binding>, or what @NAME@_HOSTILE_FROM_RUST defines. A Fixture has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "@folder@@name@.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace @namespace@::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

@arguments@
/// Calls in C++.
template <class Binding>
struct FromCpp {
@cpp_calls@};

template <class Caller, class Fixture>
class Suite {
  public:
@suite@};

} // namespace @namespace@::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define @NAME@_HOSTILE_FROM_RUST(Caller, twin) \
    extern "C" { \
@rust_declarations@    } \
    namespace @namespace@::hostile { \
    struct Caller { \
@rust_calls@    }; \
    }

/// Registers the tests of one caller and twin as `@name@.hostile.LABEL`.
#define @NAME@_HOSTILE(label, Caller, Fixture) \
@registrations@
)";

constexpr std::string_view rust_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from @name@.seam.h; do not edit
//! Calls of every function with whatever arguments hostile.hpp passes, made in Rust. This is module
//! `hostile` of a crate: `callers!("@name@_hostile_cpp_", Cpp);` exports those of a binding.

pub(crate) use @name@_contract::{@uses@};

@arguments@/// Exports the calls of one binding under a prefix.
macro_rules! callers {
    ($prefix:literal, $binding:ty) => {
        const _: () = {
@calls@        };
    };
}
)";

std::string rust_integer(const std::string& integer) {
    return (integer.starts_with("u") ? "u" : "i") + width_of(integer);
}

/// A place in an argument where an enumeration stands.
struct EnumerationPath {
    std::string path;
    std::string type;
};

class Writer {
  public:
    Writer(const Contract& contract, const Places& places) : contract_(contract), places_(places) {
        const std::string folder = places.folder.empty() ? "" : places.folder + "/";
        names_ = {{"name", contract.component},
                  {"NAME", upper_case(contract.component)},
                  {"namespace", places.name_space},
                  {"folder", folder}};
    }

    std::vector<Output> write() {
        Names cpp = names_;
        Names rust = names_;
        cpp["arguments"] = cpp_arguments();
        cpp["cpp_calls"] = cpp_calls();
        cpp["suite"] = suite();
        cpp["rust_declarations"] = rust_declarations();
        cpp["rust_calls"] = rust_calls_of_cpp();
        cpp["registrations"] = registrations();
        rust["uses"] = uses();
        rust["arguments"] = rust_arguments();
        rust["calls"] = rust_calls();
        return {{places_.hostile / "hostile.hpp", fill(cpp_template, cpp)},
                {places_.hostile / "hostile.rs", fill(rust_template, rust)}};
    }

  private:
    static std::string arguments_name(const Function& function) {
        return pascal_case(function.name) + "Arguments";
    }

    static std::string crossing(const Type& type) {
        switch (type.kind) {
        case Kind::integer:
            return "std::" + type.name;
        case Kind::pointer:
            return (type.to_const ? "const " : "") + type.name + "*";
        default:
            return type.name;
        }
    }

    std::string rust_structure(const std::string& name) const {
        const Structure& structure = *contract_.find_structure(name);
        const bool is_raw =
            structure.role == Role::plain &&
            contract_.holds_enumeration({.kind = Kind::structure, .name = name, .extents = {}});
        return (is_raw ? "raw::" : "") + contract_.short_name(name);
    }

    std::string rust_crossing(const Type& type) const {
        switch (type.kind) {
        case Kind::integer:
            return rust_integer(type.name);
        case Kind::enumeration:
            return type.name == contract_.status().name
                       ? "Status"
                       : rust_integer(contract_.find_enumeration(type.name)->integer);
        case Kind::pointer:
            return (type.to_const ? "*const " : "*mut ") + rust_structure(type.name);
        case Kind::bytes:
            return "Bytes";
        case Kind::mutable_bytes:
            return "MutableBytes";
        default:
            return rust_structure(type.name);
        }
    }

    std::string cpp_arguments() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("struct {} {{\n", arguments_name(function));
            for (const Parameter& parameter : function.parameters) {
                text += fmt::format("    {} {};\n", crossing(parameter.type), parameter.name);
            }
            text += "};\n\n";
        }
        return text;
    }

    static std::string passed(const Function& function) {
        std::vector<std::string> names;
        for (const Parameter& parameter : function.parameters) {
            names.push_back("arguments." + parameter.name);
        }
        return join(names, ", ");
    }

    std::string cpp_calls() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("    static {} {}(const {}& arguments) {{\n"
                                "        return Binding::{}({});\n    }}\n\n",
                                crossing(function.result), function.name, arguments_name(function),
                                function.name, passed(function));
        }
        text.pop_back();
        return text;
    }

    std::string rust_declarations() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("    {} {}_hostile_##twin##_{}(const {}::hostile::{}*) noexcept; "
                                "\\\n",
                                crossing(function.result), contract_.component, function.name,
                                places_.name_space, arguments_name(function));
        }
        return text;
    }

    std::string rust_calls_of_cpp() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("        static {} {}(const {}& arguments) {{ \\\n"
                                "            return {}_hostile_##twin##_{}(&arguments); \\\n"
                                "        }} \\\n",
                                crossing(function.result), function.name, arguments_name(function),
                                contract_.component, function.name);
        }
        return text;
    }

    std::string registrations() const {
        std::vector<std::string> lines;
        for (const Function& function : twin_functions(contract_)) {
            lines.push_back(
                fmt::format("    SEAM_REGISTER_TEST(Caller##_{0}, \"{1}.hostile.\" label, \"{0}\", "
                            "{2}::hostile::Suite<Caller, Fixture>::{0});",
                            function.name, contract_.component, places_.name_space));
        }
        return join(lines, " \\\n");
    }

    // --- The suite -------------------------------------------------------------------------------

    void collect(const Type& type, const std::string& path,
                 std::vector<EnumerationPath>& paths) const {
        if (type.kind == Kind::enumeration) {
            paths.push_back({path, type.name});
        } else if (const Structure* structure = contract_.find_structure(type.name);
                   structure != nullptr && contract_.holds_enumeration(type)) {
            for (const Field& field : structure->fields) {
                collect(field.type, path + "." + field.name, paths);
            }
        }
    }

    /// Enumerations in what a parameter passes in, as a caller reaches them.
    std::vector<EnumerationPath> enumerations_of(const Parameter& parameter) const {
        std::vector<EnumerationPath> paths;
        if (parameter.type.kind == Kind::pointer) {
            if (parameter.type.to_const) {
                collect({.kind = Kind::structure, .name = parameter.type.name, .extents = {}},
                        "places." + parameter.name + ".passed", paths);
            }
        } else {
            collect(parameter.type, "arguments." + parameter.name, paths);
        }
        return paths;
    }

    static bool has(const std::vector<std::string>& words, std::string_view word) {
        return std::ranges::find(words, word) != words.end();
    }

    static std::string indented(std::string_view text, std::string_view by) {
        std::string result;
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
            result += std::string(by) + std::string(text.substr(at, end - at));
            at = end;
        }
        return result;
    }

    /// One wrong call: what is wrong, the status that is promised, and how it is made wrong.
    static std::string wrong_call(const std::string& wrong, std::string_view status,
                                  const std::string& spoil) {
        return fmt::format("        call(\"{}\", Status::{}, [&] {{ {} }});\n", wrong, status,
                           spoil);
    }

    std::string null_calls(const Function& function) const {
        std::string text;
        for (const Parameter& parameter : function.parameters) {
            const std::string& name = parameter.name;
            if (parameter.type.kind == Kind::pointer) {
                text += wrong_call(name + " is null", "null_argument",
                                   fmt::format("arguments.{} = nullptr;", name));
            } else if (is_slice(parameter.type)) {
                text += wrong_call(name + " is null with a length", "null_argument",
                                   fmt::format("arguments.{} = {{nullptr, 1}};", name));
            }
        }
        return text;
    }

    std::string alignment_calls(const Function& function) const {
        std::string text;
        for (const Parameter& parameter : function.parameters) {
            if (parameter.type.kind == Kind::pointer) {
                text += fmt::format(
                    "        for (std::uintptr_t offset = 1; offset < alignof({0}); ++offset) {{\n"
                    "    {1}        }}\n",
                    parameter.type.name,
                    wrong_call(parameter.name + " is misaligned", "misaligned",
                               fmt::format("arguments.{0} = address_as<{1}>(address_of(arguments."
                                           "{0}) + offset);",
                                           parameter.name, crossing(parameter.type))));
            }
        }
        return text;
    }

    static std::string state_calls() {
        return wrong_call("the instance is zeros", "not_initialised",
                          "std::memset(instance.data(), 0, instance.size());") +
               wrong_call("the instance is no instance", "not_initialised",
                          "std::memset(instance.data(), 0xff, instance.size());") +
               "        for (unsigned bit = 0; bit < 64; ++bit) {\n    " +
               wrong_call("the mark of the instance is another", "not_initialised",
                          "instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);") +
               "        }\n";
    }

    std::string length_calls(const Function& function) const {
        std::string text;
        for (const Parameter& parameter : function.parameters) {
            if (!is_slice(parameter.type)) {
                continue;
            }
            const std::string& name = parameter.name;
            const std::string pointer =
                parameter.type.kind == Kind::bytes ? "const std::uint8_t*" : "std::uint8_t*";
            const auto add = [&](const std::string& spoil) {
                text += wrong_call(name + " passes the end of memory", "length_overflow", spoil);
            };
            add(fmt::format("arguments.{}.length = UINT64_MAX;", name));
            add(fmt::format("arguments.{}.length = std::uint64_t{{1}} << 63;", name));
            add(fmt::format("arguments.{} = {{address_as<{}>(UINTPTR_MAX), 1}};", name, pointer));
            add(fmt::format("arguments.{} = {{address_as<{}>(UINTPTR_MAX - 9), 10}};", name,
                            pointer));
        }
        if (const Field* length = contract_.table_length();
            length != nullptr && function.name == "initialize") {
            const auto add = [&](const std::string& number) {
                text += wrong_call("the table passes the end of memory", "length_overflow",
                                   fmt::format("arguments.{} = {};", length->name, number));
            };
            add("UINT64_MAX");
            add(fmt::format("UINT64_MAX / sizeof({})", length->table_of));
        }
        return text;
    }

    std::string overlap_calls(const Function& function) const {
        std::string text;
        const auto add = [&](const std::string& wrong, const std::string& spoil) {
            text += wrong_call(wrong, "overlap", spoil);
        };
        const auto arguments = arguments_of(function);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const Parameter& parameter = arguments[i];
            const std::string& name = parameter.name;
            const std::string wrong = name + " overlaps the instance";
            if (parameter.type.kind == Kind::pointer) {
                const std::string type = crossing(parameter.type);
                add(wrong, fmt::format("arguments.{} = address_as<{}>(address_of("
                                       "instance.data()));",
                                       name, type));
                // The last that still shares a byte, and the first.
                add(wrong, fmt::format("arguments.{0} = address_as<{1}>((address_of("
                                       "instance.data()) + instance.size() - 1) / alignof({2}) * "
                                       "alignof({2}));",
                                       name, type, parameter.type.name));
                add(wrong,
                    fmt::format("arguments.{0} = address_as<{1}>((address_of(instance.data()) - "
                                "sizeof({2}) + alignof({2})) / alignof({2}) * alignof({2}));",
                                name, type, parameter.type.name));
            } else if (is_slice(parameter.type)) {
                add(wrong, fmt::format("arguments.{} = {{instance.data(), 1}};", name));
                add(wrong, fmt::format("arguments.{} = {{instance.data() + instance.size() - 1, "
                                       "1}};",
                                       name));
                add(wrong, fmt::format("arguments.{} = {{instance.data() - 1, 2}};", name));
                add(wrong, fmt::format("arguments.{} = {{instance.data() - 1, instance.size() + "
                                       "2}};",
                                       name));
            }
            for (std::size_t k = i + 1; k < arguments.size(); ++k) {
                const Parameter& other = arguments[k];
                if (is_slice(parameter.type) && is_slice(other.type) &&
                    (parameter.type.kind == Kind::mutable_bytes ||
                     other.type.kind == Kind::mutable_bytes)) {
                    const bool first_is_written = parameter.type.kind == Kind::mutable_bytes;
                    const std::string& from = first_is_written ? name : other.name;
                    const std::string& to = first_is_written ? other.name : name;
                    add(name + " and " + other.name + " overlap",
                        fmt::format("arguments.{0} = {{arguments.{1}.data + "
                                    "arguments.{1}.length - 1, 2}};",
                                    to, from));
                }
            }
        }
        return text;
    }

    std::string enumeration_calls(const Function& function) const {
        std::string text;
        for (const Parameter& parameter : arguments_of(function)) {
            for (const EnumerationPath& place : enumerations_of(parameter)) {
                const std::string shown = place.path.substr(place.path.find('.') + 1);
                text += fmt::format(
                    "        for_each_unnamed<{}>([&](auto value) {{\n    {}        }});\n",
                    place.type,
                    wrong_call(shown + " holds none of its values", "invalid_enum",
                               place.path + " = value;"));
            }
        }
        return text;
    }

    std::string suite() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += suite_function(function);
        }
        text.pop_back();
        return text;
    }

    std::string suite_function(const Function& function) const {
        std::string places;
        std::string good;
        for (const Parameter& parameter : arguments_of(function)) {
            const Type& type = parameter.type;
            const std::string& name = parameter.name;
            if (type.kind == Kind::pointer) {
                places += fmt::format("            Place<{}> {};\n", type.name, name);
                good += fmt::format("            arguments.{0} = &places.{0}.passed;\n", name);
            } else if (is_slice(type)) {
                places += fmt::format("            Place<std::uint8_t[64]> {};\n", name);
                good += fmt::format("            arguments.{0} = {{places.{0}.passed, "
                                    "sizeof places.{0}.passed}};\n",
                                    name);
            }
            for (const EnumerationPath& place : enumerations_of(parameter)) {
                const Enumeration& enumeration = *contract_.find_enumeration(place.type);
                good += fmt::format("            {} = {}::{};\n", place.path, place.type,
                                    enumeration.values.front().name);
            }
        }
        std::string calls;
        const std::array<std::pair<std::string_view, std::string>, 6> judged = {{
            {"null", null_calls(function)},
            {"alignment", alignment_calls(function)},
            {"state", state_calls()},
            {"length", length_calls(function)},
            {"overlap", overlap_calls(function)},
            {"enum", enumeration_calls(function)},
        }};
        for (const std::string& word : function.answers) {
            const auto generated =
                std::ranges::find_if(judged, [&](const auto& pair) { return pair.first == word; });
            // Where nothing can be derived from the contract, somebody who knows must test it.
            calls +=
                generated != judged.end() && !generated->second.empty()
                    ? generated->second
                    : fmt::format("        Fixture::{}_answers_{}(test);\n", function.name, word);
        }
        const std::string compared = changes_nothing(function);
        const bool has_places = !places.empty();
        return fmt::format(
            "    static void {0}(Test& test) {{\n"
            "        std::span<std::uint8_t> instance;\n"
            "        {1} arguments;\n{2}"
            "        const auto call = [&](const char* wrong, Status promised, auto spoil) {{\n"
            "            instance = Fixture::instance();\n"
            "            std::memset(&arguments, 0, sizeof arguments);\n{3}"
            "            arguments.{4} = address_as<{5}>(address_of(instance.data()));\n{6}"
            "            Fixture::prepare(arguments);\n"
            "            spoil();\n{7}"
            "            const Snapshot instance_before(instance);\n"
            "            const std::uint64_t world = Fixture::world();\n"
            "            const auto answer = Caller::{0}(arguments);\n"
            "            seam::harness::judge_answer(test, \"{8}\", wrong, promised, answer);\n"
            "{9}{10}"
            "            seam::harness::judge_unchanged(test, \"{8}\", wrong, \"the world\",\n"
            "                                           world == Fixture::world());\n"
            "        }};\n{11}    }}\n\n",
            function.name, arguments_name(function),
            has_places ? fmt::format("        struct {{\n{}        }} places;\n", places) : "",
            has_places ? "            std::memset(&places, 0xa5, sizeof places);\n" : "",
            function.parameters.front().name, crossing(function.parameters.front().type), good,
            has_places ? "            const Snapshot places_before(bytes_of(places));\n" : "",
            function.symbol, compared,
            has_places ? fmt::format("            seam::harness::judge_unchanged(test, \"{}\", "
                                     "wrong, \"what was passed\", places_before.unchanged());\n",
                                     function.symbol)
                       : "",
            calls);
    }

    /// After a wrong call the instance is as it was. Only initialize() ends what good memory held,
    /// so that there is none afterwards.
    std::string changes_nothing(const Function& function) const {
        if (function.name != "initialize") {
            return fmt::format("            seam::harness::judge_unchanged(test, \"{}\", wrong, "
                               "\"the instance\", instance_before.unchanged());\n",
                               function.symbol);
        }
        std::string text = fmt::format(
            "            const bool is_good = address_of(arguments.{}) == "
            "address_of(instance.data());\n"
            "            seam::harness::judge_unchanged(test, \"{}\", wrong, \"the instance\", "
            "is_good || instance_before.unchanged());\n",
            function.parameters.front().name, function.symbol);
        const auto functions = twin_functions(contract_);
        const auto probe = std::ranges::find_if(functions, [](const Function& each) {
            return each.parameters.size() == 1 && has(each.answers, "state");
        });
        if (probe != functions.end()) {
            text += fmt::format(
                "            if (is_good) {{\n"
                "                seam::harness::judge_answer(test, \"{0}\", \"after a wrong "
                "initialize\", Status::not_initialised, "
                "Caller::{1}({{address_as<{2}>(address_of(instance.data()))}}));\n"
                "            }}\n",
                probe->symbol, probe->name, crossing(probe->parameters.front().type));
        }
        return text;
    }

    // --- Rust ------------------------------------------------------------------------------------

    std::string uses() const {
        std::string all;
        for (const Function& function : twin_functions(contract_)) {
            all += rust_crossing(function.result) + ",";
            for (const Parameter& parameter : function.parameters) {
                std::string type = rust_crossing(parameter.type);
                if (const std::size_t space = type.find(' '); space != std::string::npos) {
                    type = type.substr(space + 1);
                }
                all += type + ",";
            }
        }
        std::vector<std::string> names = {"Binding"};
        std::size_t at = 0;
        while (at < all.size()) {
            const std::size_t end = all.find(',', at);
            std::string name = all.substr(at, end - at);
            at = end + 1;
            name = name.starts_with("raw::") ? "raw" : name;
            const bool is_primitive = name.front() == 'u' || name.front() == 'i';
            if (!is_primitive && !has(names, name)) {
                names.push_back(name);
            }
        }
        // As rustfmt sorts them: modules last.
        std::ranges::sort(names);
        return join(names, ", ");
    }

    std::string rust_arguments() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("#[repr(C)]\npub(crate) struct {} {{\n", arguments_name(function));
            for (const Parameter& parameter : function.parameters) {
                text += fmt::format("    pub(crate) {}: {},\n", parameter.name,
                                    rust_crossing(parameter.type));
            }
            text += "}\n\n";
        }
        return text;
    }

    std::string rust_calls() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format(
                "            #[unsafe(export_name = concat!($prefix, \"{0}\"))]\n"
                "            unsafe extern \"C\" fn {0}(\n"
                "                arguments: *const $crate::hostile::{1},\n"
                "            ) -> $crate::hostile::{2} {{\n"
                "                // SAFETY: the caller passes a whole structure.\n"
                "                let arguments = unsafe {{ arguments.read() }};\n"
                "                // SAFETY: what is wrong with the arguments, the twin promises to "
                "answer.\n"
                "                unsafe {{ <$binding as $crate::hostile::Binding>::{0}({3}) }}\n"
                "            }}\n",
                function.name, arguments_name(function), rust_crossing(function.result),
                passed(function));
        }
        return text;
    }

    const Contract& contract_;
    const Places& places_;
    Names names_;
};

} // namespace

std::vector<Output> write_hostile(const Contract& contract, const Places& places) {
    return Writer(contract, places).write();
}

} // namespace seam::generator
