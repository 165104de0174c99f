// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/reader.hpp"

#include "seam/generator/rules.hpp"

#include <clang-c/Index.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace seam::generator {

namespace {

constexpr std::array<std::string_view, 8> integer_names = {
    "uint8_t", "uint16_t", "uint32_t", "uint64_t", "int8_t", "int16_t", "int32_t", "int64_t"};

std::string take(CXString text) {
    const char* characters = clang_getCString(text);
    std::string result = characters == nullptr ? "" : characters;
    clang_disposeString(text);
    return result;
}

template <class Visitor>
void visit(CXCursor parent, Visitor visitor) {
    clang_visitChildren(
        parent,
        [](CXCursor child, CXCursor, CXClientData data) {
            (*static_cast<Visitor*>(data))(child);
            return CXChildVisit_Continue;
        },
        &visitor);
}

Location location_of(CXSourceLocation source) {
    CXFile file = nullptr;
    Location location;
    clang_getExpansionLocation(source, &file, &location.line, nullptr, nullptr);
    location.file = take(clang_getFileName(file));
    return location;
}

Location location_of(CXCursor cursor) {
    return location_of(clang_getCursorLocation(cursor));
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        words.push_back(trimmed(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return words;
}

/// The texts behind `seam:` of the annotations on a declaration.
std::vector<std::string> annotations_of(CXCursor cursor) {
    constexpr std::string_view mark = "seam:";
    std::vector<std::string> annotations;
    visit(cursor, [&](CXCursor child) {
        if (clang_getCursorKind(child) == CXCursor_AnnotateAttr) {
            const std::string text = take(clang_getCursorSpelling(child));
            if (text.starts_with(mark)) {
                annotations.push_back(text.substr(mark.size()));
            }
        }
    });
    return annotations;
}

bool has_annotation(CXCursor cursor, std::string_view annotation) {
    const auto annotations = annotations_of(cursor);
    return std::ranges::find(annotations, annotation) != annotations.end();
}

/// The argument of `NAME:argument`, if the declaration is annotated so.
std::optional<std::string> annotation_argument(CXCursor cursor, std::string_view name) {
    for (const std::string& annotation : annotations_of(cursor)) {
        if (annotation.starts_with(name) && annotation.size() > name.size() &&
            annotation[name.size()] == ':') {
            return annotation.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

/// The header's own lines, for the comments that document a declaration. libclang does not attach
/// them where a macro stands between.
class Source {
  public:
    explicit Source(const std::string& path) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            lines_.push_back(trimmed(line));
        }
    }

    /// The `///` lines above a declaration that has its name on `line`, and the `///<` behind it.
    [[nodiscard]] Lines documentation(unsigned line) const {
        Lines result;
        for (unsigned above = line; above > 1; --above) {
            const std::string& text = lines_.at(above - 2);
            if (text.starts_with("///") && !text.starts_with("///<")) {
                result.insert(result.begin(), trimmed(std::string_view(text).substr(3)));
            } else if (!result.empty() || text.empty() || text.find("///<") != std::string::npos ||
                       text.ends_with(';') || text.ends_with('{') || text.ends_with('}')) {
                break;
            }
        }
        if (line <= lines_.size()) {
            const std::string& own = lines_[line - 1];
            if (const std::size_t mark = own.find("///<"); mark != std::string::npos) {
                result.push_back(trimmed(std::string_view(own).substr(mark + 4)));
            }
        }
        return result;
    }

  private:
    std::vector<std::string> lines_;
};

struct IndexDeleter {
    void operator()(void* index) const { clang_disposeIndex(index); }
};

struct UnitDeleter {
    void operator()(CXTranslationUnit unit) const { clang_disposeTranslationUnit(unit); }
};

using Index = std::unique_ptr<void, IndexDeleter>;
using Unit = std::unique_ptr<CXTranslationUnitImpl, UnitDeleter>;

/// Parses a header; every error diagnostic is a refusal.
Unit parse(const Index& index, const std::string& header, const std::vector<std::string>& language,
           const std::vector<std::string>& arguments, std::vector<Refusal>& refusals) {
    std::vector<const char*> command;
    for (const auto* list : {&language, &arguments}) {
        for (const std::string& argument : *list) {
            command.push_back(argument.c_str());
        }
    }
    command.push_back("-DSEAM_GENERATOR");
    command.push_back("-Wno-everything");
    CXTranslationUnit parsed = nullptr;
    const CXErrorCode error = clang_parseTranslationUnit2(
        index.get(), header.c_str(), command.data(), static_cast<int>(command.size()), nullptr, 0,
        CXTranslationUnit_DetailedPreprocessingRecord, &parsed);
    Unit unit(parsed);
    if (error != CXError_Success || unit == nullptr) {
        refusals.push_back({{header, 1}, "libclang cannot read this file."});
        return nullptr;
    }
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit.get()); ++i) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit.get(), i);
        if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
            refusals.push_back(
                {location_of(clang_getDiagnosticLocation(diagnostic)),
                 fmt::format("{} says: {}. A layout read in spite of it would be wrong.",
                             language.back().substr(sizeof("-std=") - 1),
                             take(clang_getDiagnosticSpelling(diagnostic)))});
        }
        clang_disposeDiagnostic(diagnostic);
    }
    return unit;
}

bool is_class_member(CXCursorKind kind) {
    constexpr std::array members = {
        CXCursor_CXXMethod,          CXCursor_Constructor,      CXCursor_Destructor,
        CXCursor_ConversionFunction, CXCursor_FunctionTemplate, CXCursor_CXXBaseSpecifier,
        CXCursor_CXXAccessSpecifier, CXCursor_FriendDecl,       CXCursor_VarDecl,
        CXCursor_UsingDeclaration};
    return std::ranges::find(members, kind) != members.end();
}

class Reader {
  public:
    Reader(CXTranslationUnit unit, const std::string& header, std::vector<Refusal>& refusals)
        : unit_(unit), header_(header), source_(header), refusals_(&refusals) {}

    Contract read() {
        contract_.location = {header_, 1};
        visit_declarations(clang_getTranslationUnitCursor(unit_));
        return std::move(contract_);
    }

  private:
    void refuse(const Location& location, std::string sentence) {
        refusals_->push_back({location, std::move(sentence)});
    }

    bool is_own(CXCursor cursor) const { return location_of(cursor).file == header_; }

    void visit_declarations(CXCursor parent) {
        visit(parent, [this](CXCursor cursor) {
            if (is_own(cursor)) {
                read_declaration(cursor);
            }
        });
    }

    void read_declaration(CXCursor cursor) {
        switch (clang_getCursorKind(cursor)) {
        case CXCursor_LinkageSpec:
        case CXCursor_UnexposedDecl:
            visit_declarations(cursor);
            break;
        case CXCursor_MacroDefinition:
            read_constant(cursor);
            break;
        case CXCursor_VarDecl:
            read_component(cursor);
            break;
        case CXCursor_EnumDecl:
            read_enumeration(cursor);
            break;
        case CXCursor_StructDecl:
            if (clang_isCursorDefinition(cursor) != 0) {
                read_structure(cursor);
            }
            break;
        case CXCursor_FunctionDecl:
            read_function(cursor);
            break;
        case CXCursor_UnionDecl:
            refuse(location_of(cursor), "a union: neither language can tell which member holds. "
                                        "Write a structure for each case, or an array of bytes.");
            break;
        case CXCursor_ClassDecl:
        case CXCursor_ClassTemplate:
            refuse(location_of(cursor), "a C++ class does not cross. Write a structure of fields.");
            break;
        case CXCursor_MacroExpansion:
        case CXCursor_InclusionDirective:
        case CXCursor_StaticAssert:
        case CXCursor_TypedefDecl:
            break;
        default:
            refuse(location_of(cursor),
                   fmt::format("{} in a contract. It declares enumerations, structures and "
                               "functions, nothing else.",
                               take(clang_getCursorKindSpelling(clang_getCursorKind(cursor)))));
        }
    }

    /// NAME_CONSTANT with a number is part of the contract; function-like macros and include guards
    /// are not.
    void read_constant(CXCursor cursor) {
        const std::string name = take(clang_getCursorSpelling(cursor));
        const std::string prefix = upper_case(component_of(header_)) + "_";
        if (!name.starts_with(prefix) || clang_Cursor_isMacroFunctionLike(cursor) != 0) {
            return;
        }
        CXToken* tokens = nullptr;
        unsigned count = 0;
        clang_tokenize(unit_, clang_getCursorExtent(cursor), &tokens, &count);
        std::vector<std::string> words;
        for (unsigned i = 1; i < count; ++i) {
            words.push_back(take(clang_getTokenSpelling(unit_, tokens[i])));
        }
        clang_disposeTokens(unit_, tokens, count);
        if (words.empty()) {
            return;
        }
        Constant constant{location_of(cursor), name.substr(prefix.size()), 0};
        std::string digits = words.front();
        std::erase(digits, '\'');
        while (!digits.empty() && std::string_view("uUlL").contains(digits.back())) {
            digits.pop_back();
        }
        const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
        const char* first = digits.data() + (hexadecimal ? 2 : 0);
        const char* last = digits.data() + digits.size();
        const auto [end, error] =
            std::from_chars(first, last, constant.number, hexadecimal ? 16 : 10);
        if (words.size() != 1 || error != std::errc() || end != last) {
            refuse(constant.location,
                   fmt::format("{} is no plain number, so Rust cannot have it. Write the number.",
                               name));
            return;
        }
        contract_.constants.push_back(std::move(constant));
    }

    void read_component(CXCursor cursor) {
        const auto argument = annotation_argument(cursor, "component");
        if (!argument) {
            refuse(location_of(cursor), "a variable: a seam has no global state. Put it into the "
                                        "instance.");
            return;
        }
        const std::size_t colon = argument->find(':');
        const std::string name = argument->substr(0, colon);
        const std::string version = argument->substr(colon + 1);
        if (!contract_.component.empty()) {
            refuse(location_of(cursor), "a second SEAM_COMPONENT. A header is one contract: write "
                                        "the other into a header of its own.");
            return;
        }
        contract_.location = location_of(cursor);
        contract_.component = name;
        const std::string file = header_.substr(header_.find_last_of('/') + 1);
        if (file != name + ".seam.h") {
            refuse(contract_.location, fmt::format("the contract of {} stands in {}. Call the "
                                                   "file {}.seam.h.",
                                                   name, file, name));
        }
        const auto [end, error] =
            std::from_chars(version.data(), version.data() + version.size(), contract_.version);
        if (error != std::errc() || end != version.data() + version.size() ||
            contract_.version == 0) {
            refuse(contract_.location, fmt::format("version {} of the contract. Write a number "
                                                   "from 1.",
                                                   version));
        }
    }

    void read_enumeration(CXCursor cursor) {
        Enumeration result;
        result.location = location_of(cursor);
        result.name = take(clang_getCursorSpelling(cursor));
        result.documentation = source_.documentation(result.location.line);
        const CXType integer = clang_getEnumDeclIntegerType(cursor);
        const auto name = fixed_integer(integer);
        if (!has_annotation(cursor, "enum") || clang_EnumDecl_isScoped(cursor) == 0 || !name) {
            refuse(result.location,
                   fmt::format("enumeration {} has no fixed width in both languages. Write "
                               "SEAM_ENUM({}, uint32_t) and SEAM_VALUE for each value.",
                               result.name, result.name));
            return;
        }
        result.integer = *name;
        result.size = static_cast<std::uint64_t>(clang_Type_getSizeOf(integer));
        visit(cursor, [&](CXCursor child) {
            if (clang_getCursorKind(child) != CXCursor_EnumConstantDecl) {
                return;
            }
            Value value;
            value.name = take(clang_getCursorSpelling(child));
            value.number = clang_getEnumConstantDeclUnsignedValue(child);
            value.signed_number = clang_getEnumConstantDeclValue(child);
            value.documentation = source_.documentation(location_of(child).line);
            for (const Value& other : result.values) {
                if (other.number == value.number) {
                    refuse(location_of(child),
                           fmt::format("{} has the number of {}. Rust's enumerations name a number "
                                       "once: give it another, or leave it out.",
                                       value.name, other.name));
                }
            }
            result.values.push_back(std::move(value));
        });
        if (result.values.empty()) {
            refuse(result.location, fmt::format("enumeration {} has no value. Leave it out, or "
                                                "name its values.",
                                                result.name));
        }
        contract_.enumerations.push_back(std::move(result));
    }

    void read_structure(CXCursor cursor) {
        Structure result;
        result.location = location_of(cursor);
        result.name = take(clang_getCursorSpelling(cursor));
        result.documentation = source_.documentation(result.location.line);
        const CXType type = clang_getCursorType(cursor);
        bool is_plain = true;
        visit(cursor, [&](CXCursor child) {
            const CXCursorKind kind = clang_getCursorKind(child);
            if (is_class_member(kind)) {
                is_plain = false;
            } else if (kind == CXCursor_PackedAttr || kind == CXCursor_AlignedAttr) {
                refuse(result.location,
                       fmt::format("structure {} changes its alignment. Order the fields so that "
                                   "they are aligned by themselves.",
                                   result.name));
            } else if (kind == CXCursor_UnionDecl || kind == CXCursor_StructDecl) {
                refuse(location_of(child), kind == CXCursor_UnionDecl
                                               ? "a union: neither language can tell which member "
                                                 "holds. Write a structure for each case, or an "
                                                 "array of bytes."
                                               : "a structure inside another. Declare it outside "
                                                 "and give it a name.");
            } else if (kind == CXCursor_FieldDecl) {
                read_field(child, result);
            }
        });
        if (!is_plain || clang_isPODType(type) == 0) {
            refuse(result.location,
                   fmt::format("structure {} is a C++ class, with constructors, functions, bases "
                               "or access rules. Write fields only: it is copied byte by byte.",
                               result.name));
            return;
        }
        if (result.fields.empty()) {
            refuse(result.location,
                   fmt::format("structure {} is empty: its size is 1 in C++ and 0 in Rust. Leave "
                               "it out, or give it a field.",
                               result.name));
            return;
        }
        result.concurrent = has_annotation(cursor, "concurrent_state");
        result.shared = result.concurrent || has_annotation(cursor, "shared_state");
        result.role = result.shared || has_annotation(cursor, "state") ? Role::state
                      : has_annotation(cursor, "result")               ? Role::result
                                                                       : Role::plain;
        result.size = static_cast<std::uint64_t>(clang_Type_getSizeOf(type));
        result.alignment = static_cast<std::uint64_t>(clang_Type_getAlignOf(type));
        refuse_padding(result);
        contract_.structures.push_back(std::move(result));
    }

    void read_field(CXCursor cursor, Structure& structure) {
        Field field;
        field.location = location_of(cursor);
        field.name = take(clang_getCursorSpelling(cursor));
        if (clang_Cursor_isBitField(cursor) != 0) {
            refuse(field.location,
                   fmt::format("{}.{} is a bit-field, whose place is up to the compiler. Write an "
                               "integer and constants for its bits.",
                               structure.name, field.name));
            return;
        }
        bool is_aligned = false;
        visit(cursor, [&](CXCursor child) {
            is_aligned |= clang_getCursorKind(child) == CXCursor_AlignedAttr;
        });
        if (is_aligned) {
            refuse(field.location,
                   fmt::format("{}.{} changes its alignment. Order the fields so that they are "
                               "aligned by themselves.",
                               structure.name, field.name));
            return;
        }
        const CXType type = clang_getCursorType(cursor);
        const std::string what = structure.name + "." + field.name;
        auto resolved = resolve(type, what, field.location);
        if (!resolved) {
            return;
        }
        if (resolved->kind == Kind::pointer || resolved->kind == Kind::bytes ||
            resolved->kind == Kind::mutable_bytes) {
            refuse(field.location,
                   fmt::format("{} is a pointer inside a structure, where no edge can judge it. "
                               "Pass it as a parameter, or as an address in a uint64_t.",
                               what));
            return;
        }
        field.type = std::move(*resolved);
        field.offset = static_cast<std::uint64_t>(clang_Cursor_getOffsetOfField(cursor)) / 8;
        field.size = static_cast<std::uint64_t>(clang_Type_getSizeOf(type));
        field.bits_of = annotation_argument(cursor, "bits").value_or("");
        field.table_of = annotation_argument(cursor, "table").value_or("");
        field.documentation = source_.documentation(field.location.line);
        structure.fields.push_back(std::move(field));
    }

    /// Bytes that belong to no field have no value: copied across they are a leak, compared they
    /// differ.
    void refuse_padding(const Structure& structure) {
        std::uint64_t end = 0;
        for (const Field& field : structure.fields) {
            if (field.offset > end) {
                refuse(field.location,
                       fmt::format("{} bytes of padding before {}.{}. Write a field for them: "
                                   "uint8_t reserved[{}].",
                                   field.offset - end, structure.name, field.name,
                                   field.offset - end));
            }
            end = field.offset + field.size;
        }
        if (structure.size > end) {
            refuse(structure.location,
                   fmt::format("{} bytes of padding at the end of {}. Write a field for them: "
                               "uint8_t reserved[{}].",
                               structure.size - end, structure.name, structure.size - end));
        }
    }

    void read_function(CXCursor cursor) {
        Function function;
        function.location = location_of(cursor);
        function.symbol = take(clang_getCursorSpelling(cursor));
        const CXType type = clang_getCursorType(cursor);
        if (clang_isCursorDefinition(cursor) != 0) {
            refuse(function.location, fmt::format("{} has a body. A contract declares: define it "
                                                  "in a twin.",
                                                  function.symbol));
            return;
        }
        if (clang_isFunctionTypeVariadic(type) != 0) {
            refuse(function.location,
                   fmt::format("{} takes a variable number of arguments. Write one parameter for "
                               "each, or a slice.",
                               function.symbol));
            return;
        }
        if (take(clang_Cursor_getMangling(cursor)) != function.symbol) {
            refuse(function.location,
                   fmt::format("{} has C++ linkage. Write it between SEAM_DECLARATIONS_BEGIN and "
                               "SEAM_DECLARATIONS_END.",
                               function.symbol));
        }
        if (clang_getCursorExceptionSpecificationType(cursor) !=
            CXCursor_ExceptionSpecificationKind_BasicNoexcept) {
            refuse(function.location,
                   fmt::format("{} may throw, as its declaration says. Write SEAM_NOEXCEPT after "
                               "the parameters.",
                               function.symbol));
        }
        function.documentation = source_.documentation(function.location.line);
        read_annotations(cursor, function);
        function.name = function.symbol;
        if (!contract_.component.empty()) {
            const std::string prefix = contract_.component + (function.service ? "_service_" : "_");
            if (!function.symbol.starts_with(prefix) || function.symbol.size() == prefix.size()) {
                refuse(function.location, fmt::format("{} is not called {}NAME. Write the "
                                                      "component first, so that names do not "
                                                      "collide.",
                                                      function.symbol, prefix));
                return;
            }
            function.name = function.symbol.substr(prefix.size());
        }
        auto result = resolve(clang_getResultType(type), "the result of " + function.symbol,
                              function.location);
        if (!result) {
            return;
        }
        function.result = std::move(*result);
        const int count = clang_Cursor_getNumArguments(cursor);
        for (int i = 0; i < count; ++i) {
            const CXCursor argument = clang_Cursor_getArgument(cursor, static_cast<unsigned>(i));
            Parameter parameter;
            parameter.name = take(clang_getCursorSpelling(argument));
            if (parameter.name.empty()) {
                refuse(location_of(argument),
                       fmt::format("parameter {} of {} has no name. Name it: the bindings and the "
                                   "book use it.",
                                   i + 1, function.symbol));
                return;
            }
            auto resolved =
                resolve(clang_getCursorType(argument),
                        fmt::format("parameter {} of {}", parameter.name, function.symbol),
                        location_of(argument));
            if (!resolved) {
                return;
            }
            parameter.type = std::move(*resolved);
            parameter.owner = annotation_argument(argument, "owner").value_or("");
            function.parameters.push_back(std::move(parameter));
        }
        contract_.functions.push_back(std::move(function));
    }

    void read_annotations(CXCursor cursor, Function& function) {
        function.service = has_annotation(cursor, "service");
        function.may_allocate = has_annotation(cursor, "may_allocate");
        function.errors = words_of(annotation_argument(cursor, "errors").value_or(""));
        function.answers = words_of(annotation_argument(cursor, "answers").value_or(""));
        function.context = annotation_argument(cursor, "context").value_or("");
        function.effect = annotation_argument(cursor, "effect").value_or("");
        function.owner = annotation_argument(cursor, "owner").value_or("");
    }

    /// The name of a fixed-width integer, through any typedefs of it.
    static std::optional<std::string> fixed_integer(CXType type) {
        while (type.kind == CXType_Elaborated || type.kind == CXType_Typedef) {
            if (type.kind == CXType_Elaborated) {
                type = clang_Type_getNamedType(type);
                continue;
            }
            const CXCursor declaration = clang_getTypeDeclaration(type);
            std::string name = take(clang_getCursorSpelling(declaration));
            if (std::ranges::find(integer_names, name) != integer_names.end()) {
                return name;
            }
            type = clang_getTypedefDeclUnderlyingType(declaration);
        }
        return std::nullopt;
    }

    std::optional<Type> resolve(CXType type, const std::string& what, const Location& location) {
        if (clang_isVolatileQualifiedType(type) != 0) {
            refuse(location, what + " is volatile, which orders nothing between processors, and is "
                                    "copied all the same. Write a service for a device, or a "
                                    "function that returns the value.");
            return std::nullopt;
        }
        if (auto name = fixed_integer(type)) {
            return Type{.kind = Kind::integer, .name = std::move(*name), .extents = {}};
        }
        const CXType canonical = clang_getCanonicalType(type);
        switch (canonical.kind) {
        case CXType_Void:
            return Type{};
        case CXType_Enum:
            return Type{.kind = Kind::enumeration, .name = declared_name(canonical), .extents = {}};
        case CXType_Record:
            return resolve_record(canonical, what, location);
        case CXType_Pointer:
            return resolve_pointer(canonical, what, location);
        case CXType_ConstantArray: {
            auto element = resolve(
                clang_getArrayElementType(type.kind == CXType_ConstantArray ? type : canonical),
                what, location);
            if (element) {
                element->extents.insert(element->extents.begin(),
                                        static_cast<std::uint64_t>(clang_getArraySize(canonical)));
            }
            return element;
        }
        default:
            refuse(location, what + " " + why_not(canonical));
            return std::nullopt;
        }
    }

    static std::string declared_name(CXType canonical) {
        return take(clang_getCursorSpelling(clang_getTypeDeclaration(canonical)));
    }

    std::optional<Type> resolve_record(CXType canonical, const std::string& what,
                                       const Location& location) {
        const CXCursor declaration = clang_getTypeDeclaration(canonical);
        std::string name = declared_name(canonical);
        if (name == "SeamBytes") {
            return Type{.kind = Kind::bytes, .name = std::move(name), .extents = {}};
        }
        if (name == "SeamMutableBytes") {
            return Type{.kind = Kind::mutable_bytes, .name = std::move(name), .extents = {}};
        }
        if (clang_getCursorKind(declaration) == CXCursor_UnionDecl) {
            refuse(location, what + " is a union: neither language can tell which member holds. "
                                    "Write a structure for each case, or an array of bytes.");
            return std::nullopt;
        }
        if (!is_own(declaration)) {
            refuse(location, fmt::format("{} has type {} from another header, which the hash would "
                                         "not cover. Declare the structure here.",
                                         what, name));
            return std::nullopt;
        }
        return Type{.kind = Kind::structure, .name = std::move(name), .extents = {}};
    }

    std::optional<Type> resolve_pointer(CXType canonical, const std::string& what,
                                        const Location& location) {
        const CXType target = clang_getPointeeType(canonical);
        if (clang_isVolatileQualifiedType(target) != 0) {
            refuse(location, what + " leads to something volatile, which Rust has no reference to. "
                                    "Write a service for a device.");
            return std::nullopt;
        }
        if (target.kind == CXType_Record) {
            auto record = resolve_record(target, what, location);
            if (!record) {
                return std::nullopt;
            }
            if (record->kind == Kind::structure) {
                record->kind = Kind::pointer;
                record->to_const = clang_isConstQualifiedType(target) != 0;
                return record;
            }
        }
        if (target.kind == CXType_FunctionProto) {
            refuse(location, what + " is a pointer to a function, which neither inlines nor says "
                                    "which language is called. Write a service: SEAM_SERVICE.");
        } else {
            refuse(location, what + " is a pointer to no structure, so it says no length. Write "
                                    "SeamBytes or SeamMutableBytes, a structure, or return a "
                                    "SEAM_RESULT.");
        }
        return std::nullopt;
    }

    static std::string why_not(CXType type) {
        switch (type.kind) {
        case CXType_Bool:
            return "is a bool, of which other numbers than 0 and 1 are undefined. Write uint8_t or "
                   "a SEAM_ENUM.";
        case CXType_Float:
        case CXType_Double:
        case CXType_LongDouble:
        case CXType_Float128:
        case CXType_Float16:
        case CXType_Half:
            return "is a floating-point number, which kernels do not pass. Write a scaled integer.";
        case CXType_Int128:
        case CXType_UInt128:
            return "is a 128-bit integer, on whose alignment compilers differ. Write two uint64_t.";
        case CXType_LValueReference:
        case CXType_RValueReference:
            return "is a C++ reference, which C does not know. Write a pointer: it is judged.";
        case CXType_IncompleteArray:
            return "is an array without a length. Write SeamBytes, or the length.";
        case CXType_Char_S:
        case CXType_Char_U:
            return "is a char, signed on one machine and not on the other. Write uint8_t.";
        default:
            return fmt::format("has type {}, whose width is up to the compiler. Write one of "
                               "<stdint.h>, such as uint32_t.",
                               take(clang_getTypeSpelling(type)));
        }
    }

    /// `serial` for folder/serial.seam.h.
    static std::string component_of(const std::string& header) {
        const std::string file = header.substr(header.find_last_of('/') + 1);
        return file.substr(0, file.find('.'));
    }

    CXTranslationUnit unit_;
    std::string header_;
    Source source_;
    std::vector<Refusal>* refusals_;
    Contract contract_;
};

/// In C the header must mean the same.
void compare_with_c(CXTranslationUnit unit, const Contract& contract,
                    std::vector<Refusal>& refusals) {
    const auto refuse = [&](const Location& location, const std::string& what) {
        refusals.push_back({location, what + " differs between C17 and C++23. Write it once, for "
                                             "both."});
    };
    std::vector<std::string> seen;
    visit(clang_getTranslationUnitCursor(unit), [&](CXCursor cursor) {
        if (const auto name = annotation_argument(cursor, "enum")) {
            const Enumeration* known = contract.find_enumeration(*name);
            std::size_t count = 0;
            visit(cursor, [&](CXCursor child) {
                if (known == nullptr || clang_getCursorKind(child) != CXCursor_EnumConstantDecl) {
                    return;
                }
                // In C a constant is an int, or wider: of an unsigned enumeration it has no sign.
                const long long number = clang_getEnumConstantDeclValue(child);
                const bool is_signed = !known->integer.starts_with("u");
                const auto same = [&](const Value& value) {
                    return *name + "_" + value.name == take(clang_getCursorSpelling(child)) &&
                           (is_signed ? value.signed_number == number
                                      : value.number == static_cast<std::uint64_t>(number));
                };
                if (std::ranges::none_of(known->values, same)) {
                    refuse(location_of(child), "this value of " + *name);
                }
                ++count;
            });
            if (known != nullptr && count == known->values.size()) {
                seen.push_back(*name);
            }
        }
        const Structure* known = contract.find_structure(take(clang_getCursorSpelling(cursor)));
        if (clang_getCursorKind(cursor) != CXCursor_StructDecl || known == nullptr ||
            clang_isCursorDefinition(cursor) == 0) {
            return;
        }
        seen.push_back(known->name);
        const CXType type = clang_getCursorType(cursor);
        bool same = clang_Type_getSizeOf(type) == static_cast<long long>(known->size) &&
                    clang_Type_getAlignOf(type) == static_cast<long long>(known->alignment);
        for (const Field& field : known->fields) {
            same = same && clang_Type_getOffsetOf(type, field.name.c_str()) ==
                               8 * static_cast<long long>(field.offset);
        }
        if (!same) {
            refuse(known->location, "the layout of " + known->name);
        }
    });
    const auto expect = [&](const auto& items) {
        for (const auto& item : items) {
            if (std::ranges::find(seen, item.name) == seen.end()) {
                refuse(item.location, item.name);
            }
        }
    };
    expect(contract.enumerations);
    expect(contract.structures);
}

} // namespace

std::expected<Contract, std::vector<Refusal>>
read_contract(const std::string& header, const std::vector<std::string>& arguments) {
    std::vector<Refusal> refusals;
    const Index index(clang_createIndex(0, 0));
    const Unit cpp = parse(index, header, {"-x", "c++", "-std=c++23"}, arguments, refusals);
    if (!refusals.empty()) {
        return std::unexpected(std::move(refusals));
    }
    Contract contract = Reader(cpp.get(), header, refusals).read();
    // What the language itself finds in C is said after what the boundary forbids.
    if (refusals.empty()) {
        const Unit c = parse(index, header, {"-x", "c", "-std=c17"}, arguments, refusals);
        if (refusals.empty()) {
            compare_with_c(c.get(), contract, refusals);
        }
    }
    if (refusals.empty()) {
        refusals = check_rules(contract);
    }
    if (!refusals.empty()) {
        return std::unexpected(std::move(refusals));
    }
    return contract;
}

} // namespace seam::generator
