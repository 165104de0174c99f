// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/cpp_writer.hpp"

#include "seam/generator/manifest.hpp"
#include "seam/generator/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

namespace seam::generator {

namespace {

constexpr std::string_view contract_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// The hash of the contract and the names of its functions, for C, C++ and assembly.
#ifndef @NAME@_CONTRACT_H
#define @NAME@_CONTRACT_H

#define @NAME@_CONTRACT_DIGITS @digits@

#define @NAME@_CONTRACT_PASTE_(prefix, digits) prefix##digits
#define @NAME@_CONTRACT_PASTE(prefix, digits) @NAME@_CONTRACT_PASTE_(prefix, digits)

/// The hash as a number.
#define @NAME@_CONTRACT @NAME@_CONTRACT_PASTE(@NAME@_CONTRACT_PASTE(0x, @NAME@_CONTRACT_DIGITS), u)

/// The symbol that a twin defines and its callers need, so that objects which were built from
/// different contracts do not link.
#define @NAME@_CONTRACT_SYMBOL(twin) \
    @NAME@_CONTRACT_PASTE(@name@_##twin##_contract_, @NAME@_CONTRACT_DIGITS)

/// The functions that a twin defines, once, for whatever is made for each of them.
#define @NAME@_FUNCTIONS(function, argument) \
@function_list@

#endif
)";

constexpr std::string_view layout_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// What @name@.manifest.json says of the types, asserted. Rust asserts the same numbers.
#pragma once

#include "@header@"

#include <cstddef>
#include <cstdint>
#include <type_traits>

@asserts@
)";

constexpr std::string_view client_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// What a C++ caller of component `@name@` uses. SEAM_@NAME@_SELECTION (cpp, rust or live) says which
// twin `@namespace@::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "@folder@contract.h"
#include "@folder@layout.hpp"
#include "@header@"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/slice.hpp"
@shared_include@
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

@describe@
// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define @NAME@_DECLARE_FUNCTION_(function, twin) extern decltype(@name@_##function) @name@_##twin##_##function;
#define @NAME@_DECLARE_TWIN(twin) \
    extern "C" { \
    @NAME@_FUNCTIONS(@NAME@_DECLARE_FUNCTION_, twin) \
    extern const std::uint64_t @NAME@_CONTRACT_SYMBOL(twin); \
    }

// A type whose static members are one twin's functions.
#define @NAME@_BINDING_FUNCTION_(function, twin) static constexpr auto* function = &@name@_##twin##_##function;
#define @NAME@_BINDING(Binding, twin) \
    @NAME@_DECLARE_TWIN(twin) \
    namespace @namespace@ { \
    struct Binding { \
        static constexpr const char* name = #twin; \
        @NAME@_FUNCTIONS(@NAME@_BINDING_FUNCTION_, twin) \
        static constexpr const std::uint64_t* contract_symbol = &@NAME@_CONTRACT_SYMBOL(twin); \
    }; \
    }

@NAME@_BINDING(Cpp, cpp)
@NAME@_BINDING(Rust, rust)
@NAME@_BINDING(Live, live)

namespace @namespace@ {

@aliases@
/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

@client_memory_size@@client_functions@
  private:
    State* state_;
};

#if defined(SEAM_@NAME@_SELECTION)
#define @NAME@_SELECTED_cpp Cpp
#define @NAME@_SELECTED_rust Rust
#define @NAME@_SELECTED_live Live
#define @NAME@_SELECTED_(selection) @NAME@_SELECTED_##selection
#define @NAME@_SELECTED(selection) @NAME@_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = @NAME@_SELECTED(SEAM_@NAME@_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t* @NAME@_CONTRACT_PASTE(needs_contract_, @NAME@_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace @namespace@
)";

constexpr std::string_view twin_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// What a C++ twin of component `@name@` is, and what it is given.
#pragma once

#include "@folder@layout.hpp"
#include "@header@"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace @namespace@ {

@services_concept@@twin_concept@@twin_requirements@
               };

} // namespace @namespace@
@services_macro@)";

constexpr std::string_view export_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and calls
// the twin. @NAME@_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "@folder@@name@.hpp"
#include "@folder@twin.hpp"
#include "seam/@entry_header@.hpp"

#include <cstdint>

namespace @namespace@ {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
@export_functions@
@instance@};

} // namespace @namespace@

/// Defines @name@_BINDING_FUNCTION for a twin.
#define @NAME@_EXPORT(binding, Type) \
    extern "C" { \
    extern const std::uint64_t @NAME@_CONTRACT_SYMBOL(binding) = @NAME@_CONTRACT; \
@exported_functions@    std::uint64_t @name@_##binding##_state_size() noexcept { \
        return @namespace@::Export<Type>::state_size(); \
    } \
    std::uint64_t @name@_##binding##_state_alignment() noexcept { \
        return @namespace@::Export<Type>::state_alignment(); \
    } \
    std::uint64_t @name@_##binding##_contract() noexcept { \
        return @NAME@_CONTRACT; \
    } \
    }
)";

constexpr std::string_view component_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// What the selection knows about the component. Compiled once for each selection: a fixed image
// names one twin only, so that the other need not be there.
#include "@folder@@name@.hpp"
#include "seam/runtime/selection.hpp"

#include <type_traits>

namespace @namespace@ {

namespace {

template <class Binding>
constexpr seam::TwinFunctions functions_of{Binding::contract, Binding::state_size};

} // namespace

} // namespace @namespace@

#define @NAME@_FIXED_cpp 1
#define @NAME@_FIXED_rust 2
#define @NAME@_FIXED_live 0
#define @NAME@_FIXED_(selection) @NAME@_FIXED_##selection
#define @NAME@_FIXED(selection) @NAME@_FIXED_(selection)

#if @NAME@_FIXED(SEAM_@NAME@_SELECTION) == 0

#define @NAME@_COUNT_(function, unused) +1
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::Stub @name@_stubs[0 @NAME@_FUNCTIONS(@NAME@_COUNT_, )];
// Stands for the contract towards callers of the stubs, and needs it from both twins.
extern const std::uint64_t @NAME@_CONTRACT_SYMBOL(live) = @NAME@_CONTRACT;
}

namespace @namespace@ {

namespace {

[[gnu::used, gnu::retain]] constexpr const std::uint64_t* twin_contracts[] = {Cpp::contract_symbol, Rust::contract_symbol};

constexpr seam::Component component{.name = "@name@",
                                    .contract = @NAME@_CONTRACT,
                                    .twins = {{functions_of<Cpp>, functions_of<Rust>}},
                                    .stubs = @name@_stubs,
                                    .fixed = std::nullopt};
static_assert(component.stubs.size() <= seam::stub_limit);

} // namespace

} // namespace @namespace@

#else

namespace @namespace@ {

namespace {

constexpr bool is_cpp = std::is_same_v<Selected, Cpp>;
constexpr seam::Component component{
    .name = "@name@",
    .contract = @NAME@_CONTRACT,
    .twins = {{is_cpp ? functions_of<Selected> : seam::TwinFunctions{},
               is_cpp ? seam::TwinFunctions{} : functions_of<Selected>}},
    .stubs = {},
    .fixed = is_cpp ? seam::Twin::cpp : seam::Twin::rust};

} // namespace

} // namespace @namespace@

#endif

namespace @namespace@ {

namespace {

SEAM_REGISTER_COMPONENT(@name@, component);

} // namespace

} // namespace @namespace@
)";

constexpr std::string_view stubs_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from @name@.seam.h; do not edit
//
// @name@_live_FUNCTION: the stubs of a live image.
#include "@folder@contract.h"
#include "seam/runtime/stub.h"

#define @NAME@_STUB(function, component) seam_stub component, function;

    seam_stubs @name@
    @NAME@_FUNCTIONS(@NAME@_STUB, @name@)

    .section .note.GNU-stack, "", @progbits@
)";

constexpr std::string_view services_macro_template =
    R"(
/// Defines `Services`, whose functions are PREFIX_NAME, bound when the image is linked.
#define @NAME@_SERVICES(Services, prefix) \
    extern "C" { \
@service_declarations@    } \
    namespace @namespace@ { \
    class Services { \
      public: \
@service_functions@    }; \
    }

@NAME@_SERVICES(LinkedServices, @name@_service)
)";

constexpr std::string_view twin_concept =
    R"(/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
               requires(Type twin) {
)";

constexpr std::string_view shared_twin_concept =
    R"(/// The memory of one instance, which every twin lays out alike. A twin leaves `mark` and `@length@`
/// alone.@shared_note@
struct Shared {
    @state@& state;
    std::span<@Entry@> table; ///< As many as `@length@` says.
};

/// A twin: static functions over the memory of an instance; the bindings have filled `state` with
/// zeros before `initialize`, and the entries of the table hold anything. They get what was judged
/// already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = requires(Shared shared) {
)";

constexpr std::string_view instance =
    R"(    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, @NAME@_CONTRACT ^ 0x63'70'70>;
)";

constexpr std::string_view shared_instance =
    R"(    static std::uint64_t state_size() { return sizeof(State); }

    static std::uint64_t state_alignment() { return alignof(State); }

  private:
    // The contract, and `shared` in ASCII: whichever twin made the instance.
    using Instance = seam::SharedInstance<State, @Entry@, Status, &State::@length@,
                                          @NAME@_CONTRACT ^ 0x73'68'61'72'65'64>;

    static Shared shared_of(State& state) { return {state, Instance::table(state)}; }
)";

constexpr std::string_view client_memory_size =
    R"(    /// The bytes of an instance: the state and the table behind it. Where there is no such memory,
    /// the greatest number.
    [[nodiscard]] static constexpr std::uint64_t memory_size(std::uint64_t @length@) {
        return seam::memory_size<State, @Entry@>(@length@);
    }

)";

/// Includes in the order of their names, which only then are known.
std::string with_sorted_includes(const std::string& text) {
    std::string result;
    std::vector<std::string> includes;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("#include \"")) {
            includes.push_back(line);
            continue;
        }
        std::ranges::sort(includes);
        for (const std::string& include : includes) {
            result += include + "\n";
        }
        includes.clear();
        result += line + "\n";
    }
    return result;
}

class Writer {
  public:
    Writer(const Contract& contract, const Places& places)
        : contract_(contract), places_(places), length_(contract.table_length()) {
        const std::string folder = places.folder.empty() ? "" : places.folder + "/";
        names_ = {{"name", contract.component},     {"NAME", upper_case(contract.component)},
                  {"namespace", places.name_space}, {"folder", folder},
                  {"header", places.header},        {"digits", digits_of(contract)},
                  {"progbits", "@progbits"}};
        if (length_ != nullptr) {
            names_["length"] = length_->name;
            names_["state"] = contract.state().name;
            names_["Entry"] = length_->table_of;
            names_["shared_note"] = contract.is_concurrent()
                                        ? " Several calls use it at once: what may change "
                                          "meanwhile is reached through\n"
                                          "/// std::atomic_ref."
                                        : "";
        }
    }

    std::vector<Output> write() {
        names_["function_list"] = function_list();
        names_["asserts"] = asserts();
        names_["describe"] = describe();
        names_["aliases"] = aliases();
        names_["client_functions"] = client_functions();
        names_["services_concept"] = services_concept();
        names_["twin_concept"] =
            fill(length_ != nullptr ? shared_twin_concept : twin_concept, names_);
        names_["twin_requirements"] = twin_requirements();
        names_["instance"] = fill(length_ != nullptr ? shared_instance : instance, names_);
        names_["entry_header"] = length_ != nullptr ? "shared" : "entry";
        names_["shared_include"] = length_ != nullptr ? "#include \"seam/shared.hpp\"\n" : "";
        names_["client_memory_size"] =
            length_ != nullptr ? fill(client_memory_size, names_) : std::string();
        names_["services_macro"] = services_macro();
        names_["export_functions"] = export_functions();
        names_["exported_functions"] = exported_functions();
        return {
            output("contract.h", contract_template),
            output("layout.hpp", layout_template),
            output(contract_.component + ".hpp", client_template),
            output("twin.hpp", twin_template),
            output("export.hpp", export_template),
            output("component.cpp", component_template),
            output("stubs.S", stubs_template),
        };
    }

  private:
    Output output(const std::string& file, std::string_view text) const {
        return {places_.output / file, with_sorted_includes(fill(text, names_))};
    }

    std::string in_namespace(const std::string& type) const { return contract_.short_name(type); }

    /// A type as it crosses.
    static std::string crossing(const Type& type) {
        switch (type.kind) {
        case Kind::nothing:
            return "void";
        case Kind::integer:
            return "std::" + type.name;
        case Kind::pointer:
            return (type.to_const ? "const " : "") + type.name + "*";
        default:
            return type.name;
        }
    }

    /// A parameter as a caller or a twin sees it.
    std::string seen(const Type& type, bool by_caller) const {
        switch (type.kind) {
        case Kind::bytes:
            return by_caller ? "seam::ByteView" : "std::span<const std::uint8_t>";
        case Kind::mutable_bytes:
            return "std::span<std::uint8_t>";
        case Kind::pointer:
            return "const " + in_namespace(type.name) + "&";
        case Kind::integer:
            return "std::" + type.name;
        default:
            return by_caller ? in_namespace(type.name) : type.name;
        }
    }

    std::string function_list() const {
        std::vector<std::string> lines;
        for (const Function& function : seam_functions(contract_)) {
            lines.push_back(fmt::format("    function({}, argument)", function.name));
        }
        return join(lines, " \\\n");
    }

    std::string asserts() const {
        std::string text;
        for (const Enumeration& enumeration : contract_.enumerations) {
            text += fmt::format("static_assert(std::is_same_v<std::underlying_type_t<{}>, "
                                "std::{}>);\n",
                                enumeration.name, enumeration.integer);
            for (const Value& value : enumeration.values) {
                text += fmt::format("static_assert(static_cast<std::{}>({}::{}) == {});\n",
                                    enumeration.integer, enumeration.name, value.name,
                                    number_of(enumeration, value));
            }
            text += "\n";
        }
        for (const Structure& structure : contract_.structures) {
            text += fmt::format("static_assert(std::is_trivially_copyable_v<{0}> && "
                                "std::is_standard_layout_v<{0}>);\n"
                                "static_assert(sizeof({0}) == {1} && alignof({0}) == {2});\n",
                                structure.name, structure.size, structure.alignment);
            for (const Field& field : structure.fields) {
                text += fmt::format(
                    "static_assert(offsetof({0}, {1}) == {2} && sizeof({0}::{1}) == {3});\n",
                    structure.name, field.name, field.offset, field.size);
            }
            text += "\n";
        }
        for (const Constant& constant : contract_.constants) {
            // A decimal literal is signed unless it says otherwise.
            const bool is_signed =
                constant.number <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
            text += fmt::format("static_assert({}_{} == {}{});\n", names_.at("NAME"), constant.name,
                                constant.number, is_signed ? "" : "u");
        }
        text.erase(text.find_last_not_of('\n') + 1);
        return text;
    }

    static std::string number_of(const Enumeration& enumeration, const Value& value) {
        return enumeration.integer.starts_with("u") ? fmt::format("{}u", value.number)
                                                    : fmt::format("{}", value.signed_number);
    }

    std::string describe() const {
        std::string text;
        for (const Enumeration& enumeration : contract_.enumerations) {
            std::string names;
            std::string cases;
            for (const Value& value : enumeration.values) {
                names += fmt::format("    case {0}::{1}:\n        return \"{1}\";\n",
                                     enumeration.name, value.name);
                cases += fmt::format("    case {}::{}:\n", enumeration.name, value.name);
            }
            text += fmt::format("/// The name of a value; of a number that is none, `unknown`.\n"
                                "[[nodiscard]] constexpr std::string_view describe({} value) {{\n"
                                "    switch (value) {{\n{}    }}\n    return \"unknown\";\n}}\n\n"
                                "/// Whether the contract names the number.\n"
                                "[[nodiscard]] constexpr bool is_valid({} value) {{\n"
                                "    switch (value) {{\n{}        return true;\n    }}\n"
                                "    return false;\n}}\n\n",
                                enumeration.name, names, enumeration.name, cases);
        }
        for (const Structure& structure : contract_.structures) {
            std::vector<std::string> conditions;
            for (const Field& field : structure.fields) {
                if (contract_.holds_enumeration(field.type)) {
                    conditions.push_back(fmt::format("is_valid(value.{})", field.name));
                }
            }
            if (!conditions.empty() && structure.role == Role::plain) {
                text += fmt::format("/// Whether the contract names every number in it that is an "
                                    "enumeration.\n"
                                    "[[nodiscard]] constexpr bool is_valid(const {}& value) {{\n"
                                    "    return {};\n}}\n\n",
                                    structure.name, join(conditions, " && "));
            }
        }
        return text;
    }

    std::string aliases() const {
        std::string text;
        for (const Enumeration& enumeration : contract_.enumerations) {
            text +=
                fmt::format("using {} = {};\n", in_namespace(enumeration.name), enumeration.name);
        }
        for (const Structure& structure : contract_.structures) {
            if (structure.role != Role::result) {
                text +=
                    fmt::format("using {} = {};\n", in_namespace(structure.name), structure.name);
            }
        }
        return text;
    }

    /// The enumeration whose bits a result holds; empty if none.
    std::string bits_of(const Function& function) const {
        const Structure* result = contract_.find_structure(function.result.name);
        return result == nullptr ? "" : result->fields.back().bits_of;
    }

    /// What a call answers when it succeeds.
    std::string answer_of(const Function& function) const {
        if (const Parameter* filled = filled_by(function)) {
            return in_namespace(filled->type.name);
        }
        return function.result.kind == Kind::structure ? "std::uint64_t" : "void";
    }

    std::string client_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            std::vector<std::string> parameters;
            std::vector<std::string> arguments = {"state_"};
            for (const Parameter& parameter : arguments_of(function)) {
                const Type& type = parameter.type;
                if (type.kind == Kind::pointer && !type.to_const) {
                    arguments.emplace_back("&answer");
                    continue;
                }
                parameters.push_back(seen(type, true) + " " + parameter.name);
                arguments.push_back(type.kind == Kind::bytes
                                        ? fmt::format("seam::to_slice({})", parameter.name)
                                    : type.kind == Kind::mutable_bytes
                                        ? fmt::format("seam::to_mutable_slice({})", parameter.name)
                                    : type.kind == Kind::pointer ? "&" + parameter.name
                                                                 : parameter.name);
            }
            const std::string bits = bits_of(function);
            const std::string answer =
                bits.empty() ? answer_of(function) : "seam::Bits<" + in_namespace(bits) + ">";
            const std::string call =
                fmt::format("Binding::{}({})", function.name, join(arguments, ", "));
            const bool reads = function.effect == "reads" || function.effect == "pure";
            text += comment(function.documentation, "    ///", "As the contract says.");
            text += fmt::format("    [[nodiscard]] std::expected<{}, Status> {}({}){} {{\n", answer,
                                function.name, join(parameters, ", "), reads ? " const" : "");
            if (filled_by(function) != nullptr) {
                text += fmt::format("        {} answer{{}};\n"
                                    "        if (const Status status = {}; status != Status::ok) "
                                    "[[unlikely]] {{\n"
                                    "            return std::unexpected(status);\n        }}\n"
                                    "        return answer;\n    }}\n\n",
                                    answer, call);
            } else if (!bits.empty()) {
                text += fmt::format("        const auto result = {};\n"
                                    "        if (result.status != Status::ok) [[unlikely]] {{\n"
                                    "            return std::unexpected(result.status);\n"
                                    "        }}\n        return {}(result.value);\n    }}\n\n",
                                    call, answer);
            } else {
                text += fmt::format("        return seam::to_expected({});\n    }}\n\n", call);
            }
        }
        text.pop_back();
        return text;
    }

    std::string services_concept() const {
        std::string text;
        for (const Function& service : services(contract_)) {
            std::vector<std::string> arguments;
            for (const Parameter& parameter : service.parameters) {
                arguments.push_back(crossing(parameter.type) + "{}");
            }
            text += comment(service.documentation, "    //");
            text += fmt::format("    {{ services.{}({}) }} -> std::same_as<{}>;\n", service.name,
                                join(arguments, ", "), crossing(service.result));
        }
        if (text.empty()) {
            return text;
        }
        return "/// What the twin is given. Every call takes effect in program order.\n"
               "template <class Type>\nconcept Services = std::default_initializable<Type> && "
               "requires(Type services) {\n" +
               text + "};\n\n";
    }

    std::string twin_requirements() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            std::vector<std::string> arguments;
            if (length_ != nullptr) {
                arguments.emplace_back("shared");
            }
            for (const Parameter& parameter : arguments_of(function)) {
                if (is_table_length(function, parameter)) {
                    continue;
                }
                if (parameter.type.kind == Kind::pointer) {
                    if (parameter.type.to_const) {
                        arguments.push_back(parameter.type.name + "{}");
                    }
                } else {
                    arguments.push_back(seen(parameter.type, false) + "{}");
                }
            }
            const Parameter* filled = filled_by(function);
            const std::string answer = filled != nullptr ? filled->type.name : answer_of(function);
            const std::string constraint =
                can_twin_fail(function) ? fmt::format("std::same_as<std::expected<{}, {}>>", answer,
                                                      contract_.status().name)
                : answer == "void"      ? std::string("std::same_as<void>")
                                        : fmt::format("std::convertible_to<{}>", answer);
            text +=
                fmt::format("    {{ {}{}({}) }} -> {};\n", length_ != nullptr ? "Type::" : "twin.",
                            function.name, join(arguments, ", "), constraint);
        }
        return text;
    }

    std::string services_macro() const {
        std::string declarations;
        std::string functions;
        for (const Function& service : services(contract_)) {
            std::vector<std::string> parameters;
            std::vector<std::string> arguments;
            for (const Parameter& parameter : service.parameters) {
                parameters.push_back(crossing(parameter.type) + " " + parameter.name);
                arguments.push_back(parameter.name);
            }
            declarations += fmt::format("    extern decltype({0}) prefix##_{1}; \\\n",
                                        service.symbol, service.name);
            functions += fmt::format("        {} {}({}) {{ {}prefix##_{}({}); }} \\\n",
                                     crossing(service.result), service.name, join(parameters, ", "),
                                     service.result.kind == Kind::nothing ? "" : "return ",
                                     service.name, join(arguments, ", "));
        }
        if (declarations.empty()) {
            return {};
        }
        Names names = names_;
        names["service_declarations"] = declarations;
        names["service_functions"] = functions;
        return fill(services_macro_template, names);
    }

    static std::string crossing_parameters(const Function& function) {
        std::vector<std::string> parameters;
        for (const Parameter& parameter : function.parameters) {
            parameters.push_back(crossing(parameter.type) + " " + parameter.name);
        }
        return join(parameters, ", ");
    }

    /// Judges one argument after the other, and slices against each other.
    std::string judge(const Function& function) const {
        const std::string& state = function.parameters.front().name;
        const std::string result = crossing(function.result);
        // How much memory what is passed must not overlap, where that depends on a table.
        const std::string size = length_ == nullptr ? ""
                                 : function.name == "initialize"
                                     ? fmt::format(", seam::memory_size<State, {}>({})",
                                                   length_->table_of, length_->name)
                                     : std::string(", Instance::size(**instance)");
        std::string text;
        const auto judge_with = [&](const std::string& call) {
            text += fmt::format("        if (const Status fault = {}; fault != Status::ok) "
                                "[[unlikely]] {{\n            return seam::failed<{}>(fault);\n"
                                "        }}\n",
                                call, result);
        };
        const auto require_valid = [&](const std::string& value) {
            text += fmt::format("        if (!is_valid({})) [[unlikely]] {{\n"
                                "            return seam::failed<{}>(Status::invalid_enum);\n"
                                "        }}\n",
                                value, result);
        };
        const auto arguments = arguments_of(function);
        for (const Parameter& parameter : arguments) {
            const Type& type = parameter.type;
            if (is_slice(type)) {
                judge_with(fmt::format("seam::judge_slice<Status>({}, {}{})", parameter.name, state,
                                       size));
            } else if (type.kind == Kind::pointer) {
                judge_with(fmt::format("seam::judge_structure<Status>({}, {}{})", parameter.name,
                                       state, size));
                if (type.to_const) {
                    text += fmt::format("        const {0} {1}_copy = *{1};\n", type.name,
                                        parameter.name);
                    if (contract_.holds_enumeration(type)) {
                        require_valid(parameter.name + "_copy");
                    }
                }
            } else if (contract_.holds_enumeration(type)) {
                require_valid(parameter.name);
            }
        }
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            for (std::size_t k = i + 1; k < arguments.size(); ++k) {
                const Type& first = arguments[i].type;
                const Type& second = arguments[k].type;
                if (is_slice(first) && is_slice(second) &&
                    (first.kind == Kind::mutable_bytes || second.kind == Kind::mutable_bytes)) {
                    judge_with(fmt::format("seam::judge_apart<Status>({}, {})", arguments[i].name,
                                           arguments[k].name));
                }
            }
        }
        return text;
    }

    /// The parameter of `initialize` that the bindings keep for themselves.
    bool is_table_length(const Function& function, const Parameter& parameter) const {
        return length_ != nullptr && function.name == "initialize" &&
               parameter.name == length_->name;
    }

    std::string call_of(const Function& function) const {
        std::vector<std::string> arguments;
        if (length_ != nullptr) {
            arguments.push_back(function.name == "initialize"
                                    ? fmt::format("shared_of(*{})", function.parameters[0].name)
                                    : "shared_of(**instance)");
        }
        for (const Parameter& parameter : arguments_of(function)) {
            const Type& type = parameter.type;
            if (is_table_length(function, parameter)) {
                continue;
            }
            if (is_slice(type)) {
                arguments.push_back(fmt::format("seam::to_span({})", parameter.name));
            } else if (type.kind != Kind::pointer) {
                arguments.push_back(parameter.name);
            } else if (type.to_const) {
                arguments.push_back(parameter.name + "_copy");
            }
        }
        return fmt::format("{}({})", function.name, join(arguments, ", "));
    }

    std::string export_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("    static {} {}({}) {{\n", crossing(function.result),
                                function.name, crossing_parameters(function));
            text += function.name == "initialize" ? initialize_body(function) : body(function);
            text += "    }\n\n";
        }
        return text;
    }

    std::string initialize_body(const Function& function) const {
        const std::string& state = function.parameters.front().name;
        std::string text =
            fmt::format("        if (const Status fault = Instance::clear({}); fault != "
                        "Status::ok) [[unlikely]] {{\n            return fault;\n        }}\n",
                        state);
        if (length_ != nullptr) {
            text += fmt::format("        if (const Status fault = Instance::judge_table({}, {}); "
                                "fault != Status::ok) [[unlikely]] {{\n"
                                "            return fault;\n        }}\n",
                                state, length_->name);
        }
        text += judge(function);
        text += length_ != nullptr
                    ? fmt::format("        Instance::make(*{}, {});\n", state, length_->name)
                    : fmt::format("        auto* const instance = Instance::make({});\n", state);
        const std::string twin = length_ != nullptr ? "Type::" : "instance->twin.";
        const auto set_live = [&](std::string_view live) {
            return length_ != nullptr
                       ? fmt::format("        Instance::set_live(*{}, {});\n", state, live)
                       : fmt::format("        instance->set_live({});\n", live);
        };
        if (can_twin_fail(function)) {
            text += fmt::format("        const Status status = "
                                "seam::from_expected<Status>({}{});\n{}        return status;\n",
                                twin, call_of(function), set_live("status == Status::ok"));
        } else {
            text += fmt::format("        {}{};\n{}        return Status::ok;\n", twin,
                                call_of(function), set_live("true"));
        }
        return text;
    }

    std::string body(const Function& function) const {
        const std::string result = crossing(function.result);
        const std::string call =
            (length_ != nullptr ? "Type::" : "(*instance)->twin.") + call_of(function);
        const Parameter* filled = filled_by(function);
        std::string text = fmt::format("        const auto instance = Instance::find({});\n"
                                       "        if (!instance) [[unlikely]] {{\n"
                                       "            return seam::failed<{}>(instance.error());\n"
                                       "        }}\n",
                                       function.parameters.front().name, result);
        text += judge(function);
        const std::string end = function.name != "shutdown" ? ""
                                : length_ != nullptr
                                    ? "        Instance::set_live(**instance, false);\n"
                                    : "        (*instance)->set_live(false);\n";
        if (filled != nullptr && can_twin_fail(function)) {
            text += fmt::format("        const auto answer = {};\n"
                                "        if (!answer) [[unlikely]] {{\n"
                                "            return answer.error();\n        }}\n"
                                "        *{} = *answer;\n        return Status::ok;\n",
                                call, filled->name);
        } else if (filled != nullptr) {
            text +=
                fmt::format("        *{} = {};\n        return Status::ok;\n", filled->name, call);
        } else if (!can_twin_fail(function) && function.result.kind == Kind::enumeration) {
            text += fmt::format("        {};\n{}        return Status::ok;\n", call, end);
        } else if (!end.empty()) {
            text += fmt::format("        const auto answer = {};\n{}        return "
                                "seam::from_expected<{}>(answer);\n",
                                call, end, result);
        } else {
            text += fmt::format("        return seam::from_expected<{}>({});\n", result, call);
        }
        return text;
    }

    std::string exported_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            std::vector<std::string> arguments;
            for (const Parameter& parameter : function.parameters) {
                arguments.push_back(parameter.name);
            }
            text += fmt::format("    {} {}_##binding##_{}({}) noexcept {{ \\\n"
                                "        return {}::Export<Type>::{}({}); \\\n    }} \\\n",
                                crossing(function.result), contract_.component, function.name,
                                crossing_parameters(function), places_.name_space, function.name,
                                join(arguments, ", "));
        }
        return text;
    }

    const Contract& contract_;
    const Places& places_;
    const Field* length_ = nullptr; ///< Of the table behind a shared state.
    Names names_;
};

} // namespace

std::vector<Output> write_cpp(const Contract& contract, const Places& places) {
    return Writer(contract, places).write();
}

} // namespace seam::generator
