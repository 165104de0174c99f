// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

namespace seam::generator {

namespace {

using Words = std::vector<std::string_view>;

const Words contexts = {"any", "interrupts_off", "thread"};
const Words effects = {"pure", "reads", "changes", "io"};

// What a function can promise to answer, and with which status.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> answers = {{
    {"null", "null_argument"},
    {"alignment", "misaligned"},
    {"state", "not_initialised"},
    {"length", "length_overflow"},
    {"overlap", "overlap"},
    {"enum", "invalid_enum"},
    {"range", "out_of_range"},
    {"generation", "stale_handle"},
}};

/// The most that the runtime has stubs for.
constexpr std::size_t function_limit = 32;
/// Two registers.
constexpr std::uint64_t register_limit = 16;

const std::set<std::string_view> rust_keywords = {
    "abstract", "as",     "async",   "await",  "become",  "box",   "const", "crate",
    "do",       "dyn",    "enum",    "extern", "final",   "fn",    "impl",  "in",
    "let",      "loop",   "macro",   "match",  "mod",     "move",  "mut",   "override",
    "priv",     "pub",    "ref",     "self",   "super",   "trait", "try",   "type",
    "typeof",   "unsafe", "unsized", "use",    "virtual", "where", "yield", "gen"};

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_snake_case(std::string_view name) {
    return !name.empty() && std::islower(static_cast<unsigned char>(name.front())) != 0 &&
           std::ranges::all_of(name, [](char letter) {
               return letter == '_' || std::islower(static_cast<unsigned char>(letter)) != 0 ||
                      std::isdigit(static_cast<unsigned char>(letter)) != 0;
           });
}

// Names that the bindings have already.
const std::set<std::string_view> binding_types = {
    "Binding", "Bytes",       "Client",       "Cpp",      "Entry",
    "Error",   "Export",      "Failure",      "Instance", "LinkedServices",
    "Live",    "MaybeUninit", "MutableBytes", "Option",   "PhantomData",
    "Result",  "Rust",        "Selected",     "Services", "Shared",
    "Twin"};
const std::set<std::string_view> binding_words = {"answer", "fault",   "instance", "self",
                                                  "memory", "binding", "shared"};

class Rules {
  public:
    explicit Rules(const Contract& contract) : contract_(contract) {}

    std::vector<Refusal> check() {
        if (!check_component()) {
            return std::move(refusals_);
        }
        check_types();
        if (check_state() && check_status()) {
            check_functions();
        }
        return std::move(refusals_);
    }

  private:
    void refuse(const Location& location, std::string sentence) {
        refusals_.push_back({location, std::move(sentence)});
    }

    bool check_component() {
        const Location& location = contract_.location;
        if (contract_.component.empty()) {
            refuse(location, "the contract has no name. Write SEAM_COMPONENT(NAME, 1); after the "
                             "includes.");
            return false;
        }
        if (!is_snake_case(contract_.component)) {
            refuse(location, fmt::format("component {} is not in snake_case, from which all other "
                                         "names are made. Write lower-case words with underscores.",
                                         contract_.component));
            return false;
        }
        return true;
    }

    void check_name(const Location& location, std::string_view what, std::string_view name) {
        if (!is_snake_case(name)) {
            refuse(location, fmt::format("{} {} is not in snake_case. Write lower-case words with "
                                         "underscores.",
                                         what, name));
        } else if (rust_keywords.contains(name)) {
            refuse(location,
                   fmt::format("{} {} is a keyword of Rust. Write another word.", what, name));
        }
    }

    void check_type_name(const Location& location, const std::string& name) {
        const std::string prefix = contract_.type_prefix();
        if (!name.starts_with(prefix) || name.size() == prefix.size()) {
            refuse(location, fmt::format("type {} does not begin with {}. Write the component "
                                         "first, so that types do not collide in C.",
                                         name, prefix));
        } else if (binding_types.contains(contract_.short_name(name))) {
            refuse(location, fmt::format("type {} would be {} in the bindings, which have that "
                                         "already. Write another name.",
                                         name, contract_.short_name(name)));
        }
    }

    void check_types() {
        for (const Enumeration& enumeration : contract_.enumerations) {
            check_type_name(enumeration.location, enumeration.name);
            for (const Value& value : enumeration.values) {
                check_name(enumeration.location, "value", value.name);
            }
        }
        for (const Structure& structure : contract_.structures) {
            check_type_name(structure.location, structure.name);
            for (const Field& field : structure.fields) {
                check_field(structure, field);
            }
            if (structure.role == Role::result) {
                check_result(structure);
            }
        }
    }

    void check_field(const Structure& structure, const Field& field) {
        check_name(field.location, "field", field.name);
        if (!field.type.extents.empty() && contract_.holds_enumeration(field.type)) {
            refuse(field.location,
                   fmt::format("{}.{} is an array of enumerations. Write an array of integers, and "
                               "let the twin check each.",
                               structure.name, field.name));
        }
        if (field.type.kind == Kind::structure) {
            const Structure* inner = contract_.find_structure(field.type.name);
            if (inner != nullptr && inner->role != Role::plain) {
                refuse(field.location, fmt::format("{}.{} is an instance or a result. Write the "
                                                   "fields themselves.",
                                                   structure.name, field.name));
            }
        }
        if (!field.table_of.empty() && !structure.shared) {
            refuse(field.location,
                   fmt::format("{}.{} is the length of a table, which only a shared state has "
                               "behind it. Write SEAM_SHARED_STATE, or leave SEAM_TABLE out.",
                               structure.name, field.name));
        }
        if (field.bits_of.empty()) {
            return;
        }
        const Enumeration* bits = contract_.find_enumeration(field.bits_of);
        if (bits == nullptr || bits->size != field.size || field.type.kind != Kind::integer ||
            bits->integer != field.type.name) {
            refuse(field.location,
                   fmt::format("{}.{} cannot hold bits of {}. Write an enumeration of this "
                               "contract that has the type of the field.",
                               structure.name, field.name, field.bits_of));
        }
    }

    void check_result(const Structure& structure) {
        if (structure.size > register_limit) {
            refuse(structure.location,
                   fmt::format("result {} has {} bytes, so it is returned through memory. Write a "
                               "status, uint32_t reserved and uint64_t value; for more, a pointer "
                               "to a structure that the function fills.",
                               structure.name, structure.size));
            return;
        }
        const auto& fields = structure.fields;
        const auto is = [&](std::size_t index, std::string_view name, Kind kind,
                            std::string_view type) {
            return index < fields.size() && fields[index].name == name &&
                   fields[index].type.kind == kind && fields[index].type.name == type &&
                   fields[index].type.extents.empty();
        };
        if (fields.size() != 3 ||
            !is(0, "status", Kind::enumeration, contract_.type_prefix() + "Status") ||
            !is(1, "reserved", Kind::integer, "uint32_t") ||
            !is(2, "value", Kind::integer, "uint64_t")) {
            refuse(structure.location,
                   fmt::format("result {} is not a status and a value. Write {}Status status; "
                               "uint32_t reserved; uint64_t value.",
                               structure.name, contract_.type_prefix()));
        }
    }

    bool check_state() {
        const std::string name = contract_.type_prefix() + "State";
        std::size_t count = 0;
        for (const Structure& structure : contract_.structures) {
            count += structure.role == Role::state ? 1 : 0;
        }
        const Structure* state = contract_.find_structure(name);
        if (count != 1 || state == nullptr || state->role != Role::state) {
            refuse(contract_.location,
                   fmt::format("no instance, or more than one: all state lives in memory that the "
                               "caller provides. Write one struct SEAM_STATE {}.",
                               name));
            return false;
        }
        if (state->shared) {
            return check_shared_state(*state);
        }
        const bool only_integers = std::ranges::all_of(
            state->fields, [](const Field& field) { return field.type.kind == Kind::integer; });
        if (!only_integers || state->fields.front().type.name != "uint64_t") {
            refuse(
                state->location,
                fmt::format("{} holds other things than integers, or does not begin with a "
                            "uint64_t, which says whose instance it is. Write uint64_t words[N].",
                            name));
            return false;
        }
        return true;
    }

    /// Both languages look at it, so that everything in it must be a number whatever is there, and
    /// the bindings must know how long the table is.
    bool check_shared_state(const Structure& state) {
        const std::size_t before = refusals_.size();
        const auto is_number = [](const Field& field) {
            return field.type.kind == Kind::integer && field.type.name == "uint64_t" &&
                   field.type.extents.empty();
        };
        if (state.fields.front().name != "mark" || !is_number(state.fields.front())) {
            refuse(state.fields.front().location,
                   fmt::format("{} does not begin with what says whether an instance is live. "
                               "Write uint64_t mark first; the bindings keep it.",
                               state.name));
        }
        const Field* length = nullptr;
        for (const Field& field : state.fields) {
            if (contract_.holds_enumeration(field.type)) {
                refuse(field.location,
                       fmt::format("{}.{} holds an enumeration, which nobody checks where memory "
                                   "is shared. Write its integer.",
                                   state.name, field.name));
            }
            if (field.table_of.empty()) {
                continue;
            }
            if (length != nullptr) {
                refuse(field.location, fmt::format("{} has a second table. Write one structure "
                                                   "for the entries of both.",
                                                   state.name));
            }
            length = &field;
            check_table(state, field, is_number(field));
        }
        if (length == nullptr) {
            refuse(state.location,
                   fmt::format("{} says of no table how long it is. Write SEAM_TABLE(TYPE) behind "
                               "a uint64_t, or SEAM_STATE for a state that each twin lays out.",
                               state.name));
        }
        return refusals_.size() == before;
    }

    void check_table(const Structure& state, const Field& length, bool is_number) {
        const Structure* entry = contract_.find_structure(length.table_of);
        if (!is_number) {
            refuse(length.location, fmt::format("{}.{} cannot hold the length of a table. Write "
                                                "uint64_t.",
                                                state.name, length.name));
        }
        const Type type{.kind = Kind::structure, .name = length.table_of, .extents = {}};
        if (entry == nullptr || entry->role != Role::plain || contract_.holds_enumeration(type)) {
            refuse(length.location,
                   fmt::format("the table of {} holds {}, which is no structure of integers of "
                               "this contract. Write one.",
                               state.name, length.table_of));
        }
    }

    bool check_status() {
        const std::string name = contract_.type_prefix() + "Status";
        const Enumeration* status = contract_.find_enumeration(name);
        if (status == nullptr) {
            refuse(contract_.location, fmt::format("no status. Write SEAM_ENUM({}, uint32_t) with "
                                                   "ok as 0.",
                                                   name));
            return false;
        }
        const bool has_ok = std::ranges::any_of(status->values, [](const Value& value) {
            return value.name == "ok" && value.number == 0;
        });
        if (!has_ok || status->integer != "uint32_t") {
            refuse(status->location, fmt::format("{} must have 32 bits, and ok as 0, which a "
                                                 "result is compared with. Write SEAM_ENUM({}, "
                                                 "uint32_t) and ok = 0.",
                                                 name, name));
            return false;
        }
        return true;
    }

    void check_functions() {
        std::size_t count = 0;
        std::set<std::string> names;
        for (const Function& function : contract_.functions) {
            check_function(function);
            if (!function.service) {
                ++count;
                names.insert(function.name);
            }
        }
        for (const std::string_view needed :
             {"initialize", "state_size", "state_alignment", "contract"}) {
            if (!names.contains(std::string(needed))) {
                const std::string declaration =
                    needed == "initialize"
                        ? fmt::format("{0}Status {1}_initialize({0}State* state, …)",
                                      contract_.type_prefix(), contract_.component)
                        : fmt::format("uint64_t {}_{}(void)", contract_.component, needed);
                refuse(contract_.location, fmt::format("function {}_{} is missing. Write {}.",
                                                       contract_.component, needed, declaration));
            }
        }
        if (count > function_limit) {
            refuse(contract_.location, fmt::format("{} functions, more than the {} that a "
                                                   "component may have. Make it two components.",
                                                   count, function_limit));
        }
    }

    void check_function(const Function& function) {
        check_name(function.location, "function", function.name);
        for (const Parameter& parameter : function.parameters) {
            check_name(function.location, "parameter", parameter.name);
            if (binding_words.contains(parameter.name)) {
                refuse(function.location, fmt::format("parameter {} of {} has a name that the "
                                                      "bindings use. Write another.",
                                                      parameter.name, function.symbol));
            }
        }
        check_word(function, "SEAM_CONTEXT", function.context, contexts);
        check_word(function, "SEAM_EFFECT", function.effect, effects);
        if (function.service) {
            check_service(function);
        } else if (is_about_the_twin(function)) {
            if (!function.parameters.empty() || function.result.kind != Kind::integer ||
                function.result.name != "uint64_t" || function.effect != "pure") {
                refuse(function.location,
                       fmt::format("{} says something about the twin, whatever the instance. Write "
                                   "SEAM_EFFECT(pure) uint64_t {}(void).",
                                   function.symbol, function.symbol));
            }
        } else {
            check_instance(function);
            check_parameters(function);
            check_answer(function);
            check_promises(function);
        }
    }

    void check_word(const Function& function, std::string_view macro, const std::string& word,
                    const Words& words) {
        if (word.empty()) {
            refuse(function.location,
                   fmt::format("{} has no {}. Write {}(WORD) before it: {}.", function.symbol,
                               macro, macro, fmt::join(words, ", ")));
        } else if (std::ranges::find(words, word) == words.end()) {
            refuse(function.location,
                   fmt::format("{}({}) of {} is unknown. Write one of: {}.", macro, word,
                               function.symbol, fmt::join(words, ", ")));
        }
    }

    void check_service(const Function& function) {
        bool integers =
            function.result.kind == Kind::nothing || function.result.kind == Kind::integer;
        for (const Parameter& parameter : function.parameters) {
            integers = integers && parameter.type.kind == Kind::integer;
        }
        if (!integers) {
            refuse(function.location,
                   fmt::format("service {} takes or returns something else than integers, which "
                               "safe Rust could not be given. Write integers of fixed width.",
                               function.symbol));
        }
    }

    void check_instance(const Function& function) {
        const auto is_state = [&](const Parameter& parameter) {
            return parameter.type.kind == Kind::pointer &&
                   parameter.type.name == contract_.state().name;
        };
        if (function.parameters.empty() || !is_state(function.parameters.front()) ||
            function.parameters.front().type.to_const) {
            refuse(function.location, fmt::format("{} does not take the instance first. Write {}* "
                                                  "state as its first parameter.",
                                                  function.symbol, contract_.state().name));
            return;
        }
        if (const Field* length = contract_.table_length();
            length != nullptr && function.name == "initialize" &&
            std::ranges::none_of(function.parameters, [&](const Parameter& parameter) {
                return parameter.name == length->name && parameter.type.kind == Kind::integer &&
                       parameter.type.name == "uint64_t";
            })) {
            refuse(function.location,
                   fmt::format("{} does not say how long the table is. Write a parameter uint64_t "
                               "{}.",
                               function.symbol, length->name));
        }
        if (std::ranges::count_if(function.parameters, is_state) > 1) {
            refuse(function.location, fmt::format("{} takes a second instance. Write one instance; "
                                                  "what it needs of another is a parameter.",
                                                  function.symbol));
        }
    }

    /// A structure that several calls use at once, inside of one that is none. Null if there is
    /// none.
    const Structure* part_of_instance_in(const Structure& structure) const {
        if (structure.role != Role::plain) {
            return nullptr;
        }
        for (const Field& field : structure.fields) {
            const Structure* const inner = contract_.find_structure(field.type.name);
            if (inner == nullptr) {
                continue;
            }
            const Structure* const part =
                contract_.is_used_at_once(*inner) ? inner : part_of_instance_in(*inner);
            if (part != nullptr) {
                return part;
            }
        }
        return nullptr;
    }

    void check_parameters(const Function& function) {
        std::size_t filled = 0;
        for (std::size_t i = 1; i < function.parameters.size(); ++i) {
            const Parameter& parameter = function.parameters[i];
            const Structure* structure = contract_.find_structure(parameter.type.name);
            if (structure != nullptr && structure->role == Role::plain &&
                contract_.is_used_at_once(*structure)) {
                refuse(function.location,
                       fmt::format("parameter {} of {} is a part of the instance, which several "
                                   "calls use at once. Write a structure of its own.",
                                   parameter.name, function.symbol));
            } else if (const Structure* part =
                           structure == nullptr ? nullptr : part_of_instance_in(*structure)) {
                refuse(function.location,
                       fmt::format("parameter {} of {} holds {}, a part of the instance, which "
                                   "several calls use at once. Write a structure of its own.",
                                   parameter.name, function.symbol, part->name));
            } else if (structure != nullptr && structure->role == Role::result) {
                refuse(function.location, fmt::format("parameter {} of {} is a result. Write its "
                                                      "value.",
                                                      parameter.name, function.symbol));
            } else if (parameter.type.kind == Kind::structure && structure != nullptr &&
                       structure->size > register_limit) {
                refuse(function.location,
                       fmt::format("parameter {} of {} has {} bytes and is passed in memory that "
                                   "nobody judges. Write a pointer to const {}.",
                                   parameter.name, function.symbol, structure->size,
                                   structure->name));
            } else if (parameter.type.kind == Kind::pointer && !parameter.type.to_const) {
                ++filled;
            }
        }
        if (filled > 1 || (filled == 1 && function.result.kind != Kind::enumeration)) {
            refuse(function.location, fmt::format("{} answers more than one value. Put them into "
                                                  "one structure, and return the status.",
                                                  function.symbol));
        }
    }

    void check_answer(const Function& function) {
        const Type& result = function.result;
        const Structure* structure = contract_.find_structure(result.name);
        if (result.kind == Kind::enumeration && result.name == contract_.status().name) {
            return;
        }
        if (result.kind == Kind::structure && structure != nullptr) {
            if (structure->role == Role::result) {
                return;
            }
            if (structure->size > register_limit) {
                refuse(function.location,
                       fmt::format("the result of {} has {} bytes, so it is returned through "
                                   "memory. Return the status, and write a pointer to {} that it "
                                   "fills.",
                                   function.symbol, structure->size, structure->name));
                return;
            }
        }
        refuse(function.location, fmt::format("{} answers no status, so no wrong argument could be "
                                              "answered. Return {}, or a struct SEAM_RESULT.",
                                              function.symbol, contract_.status().name));
    }

    void check_promises(const Function& function) {
        for (const std::string& error : function.errors) {
            const bool known = error != "ok" && std::ranges::any_of(contract_.status().values,
                                                                    [&](const Value& value) {
                                                                        return value.name == error;
                                                                    });
            if (!known) {
                refuse(function.location,
                       fmt::format("{} may fail with {}, which is no failure of "
                                   "{}. Write one of its values.",
                                   function.symbol, error, contract_.status().name));
            }
        }
        for (const std::string& word : function.answers) {
            if (std::ranges::find(answers, word, [](const auto& pair) { return pair.first; }) ==
                answers.end()) {
                refuse(function.location, fmt::format("SEAM_ANSWERS({}) of {} is unknown. Write "
                                                      "null, alignment, state, length, overlap, "
                                                      "enum, range or generation.",
                                                      word, function.symbol));
            }
        }
        for (const std::string_view word : judged_arguments(function)) {
            if (!has(function.answers, word)) {
                refuse(function.location, fmt::format("{} takes what can be wrong and does not say "
                                                      "that it answers it. Write SEAM_ANSWERS({}).",
                                                      function.symbol, word));
            }
        }
        for (const auto& [word, status] : answers) {
            if (has(function.answers, word) && !has(function.errors, status)) {
                refuse(function.location, fmt::format("{} answers {} and has no status for it. "
                                                      "Write SEAM_ERRORS({}).",
                                                      function.symbol, word, status));
            }
        }
    }

    /// What the bindings judge in a call, as words of SEAM_ANSWERS.
    Words judged_arguments(const Function& function) const {
        Words words = {"null", "alignment"};
        if (function.name != "initialize") {
            words.emplace_back("state");
        } else if (contract_.table_length() != nullptr) {
            words.emplace_back("length");
        }
        const auto add = [&](std::string_view word) {
            if (std::ranges::find(words, word) == words.end()) {
                words.push_back(word);
            }
        };
        for (std::size_t i = 1; i < function.parameters.size(); ++i) {
            const Type& type = function.parameters[i].type;
            if (type.kind == Kind::bytes || type.kind == Kind::mutable_bytes) {
                add("length");
                add("overlap");
            }
            if (type.kind == Kind::pointer) {
                add("overlap");
            }
            if ((type.kind != Kind::pointer || type.to_const) &&
                contract_.holds_enumeration(type)) {
                add("enum");
            }
        }
        return words;
    }

    const Contract& contract_;
    std::vector<Refusal> refusals_;
};

} // namespace

std::vector<Refusal> check_rules(const Contract& contract) {
    return Rules(contract).check();
}

} // namespace seam::generator
