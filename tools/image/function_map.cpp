// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/function_map.hpp"

#include <fmt/format.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/BinaryFormat/ELF.h>
#include <llvm/DebugInfo/DWARF/DWARFCompileUnit.h>
#include <llvm/Support/LEB128.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace bimetal::image {

namespace {

using llvm::DINameKind;
using llvm::DWARFDie;
namespace dwarf = llvm::dwarf;

Language language_of(const DWARFDie& unit) {
    const auto number = dwarf::toUnsigned(unit.find(dwarf::DW_AT_language));
    if (!number) {
        return Language::unknown;
    }
    const auto language = static_cast<dwarf::SourceLanguage>(*number);
    if (language == dwarf::DW_LANG_Rust) {
        return Language::rust;
    }
    if (language == dwarf::DW_LANG_Mips_Assembler || language == dwarf::DW_LANG_Assembly) {
        return Language::assembly;
    }
    if (dwarf::isCPlusPlus(language)) {
        return Language::cpp;
    }
    return dwarf::isC(language) ? Language::c : Language::unknown;
}

/// The full path of the unit's main source.
std::string path_of_unit(const DWARFDie& unit) {
    const char* name = unit.getName(DINameKind::ShortName);
    return name == nullptr ? std::string() : std::string(name);
}

/// A compiler's library says nothing about the component that uses it, but the unit it was
/// instantiated in does; a file of the project speaks for itself.
Origin origin_of(const DWARFDie& subprogram, bool inlined) {
    const DWARFDie unit = subprogram.getDwarfUnit()->getUnitDIE();
    const Language language = language_of(unit);
    const std::string declared =
        subprogram.getDeclFile(llvm::DILineInfoSpecifier::FileLineInfoKind::AbsoluteFilePath);
    Origin origin = origin_of_path(declared, language);
    if (origin.component.empty() && !inlined && (declared.empty() || !origin.library.empty())) {
        Origin outer = origin_of_path(path_of_unit(unit), language);
        if (!origin.library.empty()) {
            outer.library = origin.library;
        }
        return outer;
    }
    return origin;
}

std::string name_of(const DWARFDie& subprogram) {
    const char* name = subprogram.getSubroutineName(DINameKind::LinkageName);
    return name == nullptr ? std::string("(unnamed)") : std::string(name);
}

/// Paints the inlined calls of one function, the inner over the outer.
class InliningPainter {
  public:
    explicit InliningPainter(Function& function)
        : function_(function), paint_(function.end - function.begin, 0) {}

    void visit(const DWARFDie& parent, std::uint32_t node) {
        for (const DWARFDie& die : parent.children()) {
            if (die.getTag() == dwarf::DW_TAG_lexical_block) {
                visit(die, node);
            } else if (die.getTag() == dwarf::DW_TAG_inlined_subroutine) {
                visit(die, call(die, node));
            }
        }
    }

    void finish() {
        for (std::size_t i = 0; i < paint_.size(); ++i) {
            if (function_.runs.empty() || function_.runs.back().call != paint_[i]) {
                function_.runs.push_back({.end = 0, .call = paint_[i]});
            }
            function_.runs.back().end = function_.begin + i + 1;
        }
    }

  private:
    std::uint32_t call(const DWARFDie& die, std::uint32_t parent) {
        const DWARFDie callee = die.getAttributeValueAsReferencedDie(dwarf::DW_AT_abstract_origin);
        Origin origin = callee ? origin_of(callee, true) : Origin{};
        const Origin& outer = parent == 0 ? function_.origin : function_.calls[parent - 1].origin;
        if (!origin.library.empty() && !outer.library.empty()) {
            return parent; // a library's inner workings are no news
        }
        function_.calls.push_back(
            {.linkage_name = name_of(die), .origin = std::move(origin), .parent = parent});
        const auto node = static_cast<std::uint32_t>(function_.calls.size());
        if (auto ranges = die.getAddressRanges()) {
            for (const auto& range : *ranges) {
                const auto begin = std::clamp(range.LowPC, function_.begin, function_.end);
                const auto end = std::clamp(range.HighPC, begin, function_.end);
                std::fill(paint_.begin() + static_cast<std::ptrdiff_t>(begin - function_.begin),
                          paint_.begin() + static_cast<std::ptrdiff_t>(end - function_.begin),
                          node);
            }
        } else {
            llvm::consumeError(ranges.takeError());
        }
        return node;
    }

    Function& function_;
    std::vector<std::uint32_t> paint_;
};

class Reader {
  public:
    explicit Reader(const ElfImage& image)
        : image_(image), context_(llvm::DWARFContext::create(image.object())) {}

    FunctionMap read() {
        for (const auto& unit : context_->compile_units()) {
            const DWARFDie root = unit->getUnitDIE(false);
            if (root) {
                remember_unit(root);
                visit(root);
            }
        }
        sort();
        add_symbols();
        sort();
        drop_overlaps();
        join_numbered();
        return std::move(map_);
    }

  private:
    void remember_unit(const DWARFDie& root) {
        if (auto ranges = root.getAddressRanges()) {
            for (const auto& range : *ranges) {
                units_[range.LowPC] = {range.HighPC,
                                       origin_of_path(path_of_unit(root), language_of(root))};
            }
        } else {
            llvm::consumeError(ranges.takeError());
        }
    }

    void visit(const DWARFDie& parent) {
        for (const DWARFDie& die : parent.children()) {
            switch (die.getTag()) {
            case dwarf::DW_TAG_subprogram:
                subprogram(die);
                visit(die);
                break;
            case dwarf::DW_TAG_variable:
                variable(die);
                break;
            case dwarf::DW_TAG_namespace:
            case dwarf::DW_TAG_class_type:
            case dwarf::DW_TAG_structure_type:
            case dwarf::DW_TAG_union_type:
            case dwarf::DW_TAG_enumeration_type:
            case dwarf::DW_TAG_lexical_block:
                visit(die);
                break;
            default:
                break;
            }
        }
    }

    void subprogram(const DWARFDie& die) {
        auto ranges = die.getAddressRanges();
        if (!ranges) {
            llvm::consumeError(ranges.takeError());
            return;
        }
        for (const auto& range : *ranges) {
            // What the linker discarded keeps its debug information, at an address of nothing.
            const Section* section = image_.section_at(range.LowPC);
            if (range.LowPC >= range.HighPC || section == nullptr || !section->is_executable() ||
                range.HighPC - section->address > section->size) {
                continue;
            }
            Function function{.begin = range.LowPC,
                              .end = range.HighPC,
                              .linkage_name = name_of(die),
                              .origin = origin_of(die, false),
                              .calls = {},
                              .runs = {}};
            InliningPainter painter(function);
            painter.visit(die, 0);
            painter.finish();
            map_.functions.push_back(std::move(function));
        }
    }

    /// A variable with one fixed address.
    void variable(const DWARFDie& die) {
        auto locations = die.getLocations(dwarf::DW_AT_location);
        if (!locations) {
            llvm::consumeError(locations.takeError());
            return;
        }
        for (const auto& location : *locations) {
            const auto& code = location.Expr;
            std::uint64_t address = 0;
            if (code.size() == 1 + sizeof(address) && code[0] == dwarf::DW_OP_addr) {
                std::memcpy(&address, code.data() + 1, sizeof(address));
            } else if (code.size() > 1 && code[0] == dwarf::DW_OP_addrx) {
                const auto index = llvm::decodeULEB128(code.data() + 1);
                const auto found =
                    die.getDwarfUnit()->getAddrOffsetSectionItem(static_cast<std::uint32_t>(index));
                address = found ? found->Address : 0;
            }
            if (image_.section_at(address) != nullptr) {
                const DWARFDie declared =
                    die.getAttributeValueAsReferencedDie(dwarf::DW_AT_specification);
                map_.variables[address] = origin_of(declared ? declared : die, false);
            }
        }
    }

    /// What has a symbol and no debug information: assembly above all.
    void add_symbols() {
        std::vector<const Symbol*> symbols;
        for (const Symbol& symbol : image_.symbols()) {
            if ((symbol.type != llvm::ELF::STT_FUNC && symbol.type != llvm::ELF::STT_NOTYPE) ||
                symbol.name.empty()) {
                continue;
            }
            const Section* section = image_.section_at(symbol.address);
            if (section != nullptr && section->is_executable()) {
                symbols.push_back(&symbol);
            }
        }
        // Of several names at one place, take the one with a size.
        std::ranges::sort(symbols, {}, [](const Symbol* symbol) {
            return std::tuple(symbol->address, ~symbol->size, std::string_view(symbol->name));
        });
        std::vector<Function> added;
        std::uint64_t covered = 0;
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            const Symbol& symbol = *symbols[i];
            if (symbol.address < covered || map_.at(symbol.address) != nullptr) {
                continue;
            }
            const Section& section = *image_.section_at(symbol.address);
            std::uint64_t end = section.address + section.size;
            const auto next =
                std::ranges::upper_bound(map_.functions, symbol.address, {}, &Function::begin);
            if (next != map_.functions.end()) {
                end = std::min(end, next->begin);
            }
            if (symbol.size != 0) {
                end = std::min(end, symbol.address + symbol.size);
            } else if (const auto later = std::find_if(
                           symbols.begin() + static_cast<std::ptrdiff_t>(i), symbols.end(),
                           [&](const Symbol* other) { return other->address > symbol.address; });
                       later != symbols.end()) {
                end = std::min(end, (*later)->address);
            }
            covered = end;
            added.push_back({.begin = symbol.address,
                             .end = end,
                             .linkage_name = symbol.name,
                             .origin = origin_of_symbol(symbol),
                             .calls = {},
                             .runs = {{.end = end, .call = 0}}});
        }
        map_.functions.insert(map_.functions.end(), std::make_move_iterator(added.begin()),
                              std::make_move_iterator(added.end()));
    }

    Origin origin_of_symbol(const Symbol& symbol) const {
        if (const auto after = units_.upper_bound(symbol.address); after != units_.begin()) {
            const auto& [end, origin] = std::prev(after)->second;
            if (symbol.address < end) {
                return origin;
            }
        }
        if (symbol.name.starts_with("_R")) {
            return {.language = Language::rust, .twin = {}, .component = {}, .library = {}};
        }
        if (symbol.name.starts_with("_Z")) {
            return {.language = Language::cpp, .twin = {}, .component = {}, .library = {}};
        }
        return {};
    }

    void sort() {
        std::ranges::sort(map_.functions, {}, [](const Function& function) {
            return std::tuple(function.begin, function.end,
                              std::string_view(function.linkage_name));
        });
    }

    /// Two subprograms at one address are two names of one body: the first stays.
    void drop_overlaps() {
        std::vector<Function> kept;
        for (Function& function : map_.functions) {
            if (kept.empty() || function.begin >= kept.back().end) {
                kept.push_back(std::move(function));
            }
        }
        map_.functions = std::move(kept);
    }

    /// Generated stubs (`vector_0`, `vector_1`, ...) are one function to whoever reads a backtrace.
    void join_numbered() {
        const auto stem = [](const Function& function) {
            const std::string& name = function.linkage_name;
            return name.substr(0, name.find_last_not_of("0123456789") + 1);
        };
        std::vector<Function> kept;
        for (Function& function : map_.functions) {
            if (!kept.empty() && function.origin.language == Language::assembly &&
                kept.back().origin == function.origin && kept.back().end == function.begin) {
                const std::string name = stem(function);
                if (name != function.linkage_name &&
                    (name + "*" == kept.back().linkage_name || name == stem(kept.back()))) {
                    kept.back().linkage_name = name + "*";
                    kept.back().end = function.end;
                    kept.back().runs.back().end = function.end;
                    continue;
                }
            }
            kept.push_back(std::move(function));
        }
        map_.functions = std::move(kept);
    }

    const ElfImage& image_;
    std::unique_ptr<llvm::DWARFContext> context_;
    FunctionMap map_;
    std::map<std::uint64_t, std::pair<std::uint64_t, Origin>> units_;
};

/// The project's own bindings name a twin in the symbol: NAME_cpp_function, NAME_rust_function.
void name_components(FunctionMap& map) {
    std::set<std::string> components;
    for (const Function& function : map.functions) {
        components.insert(function.origin.component);
        for (const InlinedCall& call : function.calls) {
            components.insert(call.origin.component);
        }
    }
    components.erase("");
    const auto name = [&](const std::string& symbol, Origin& origin) {
        if (origin.twin != Twin::none || symbol.starts_with("_Z") || symbol.starts_with("_R")) {
            return;
        }
        for (const std::string& component : components) {
            if (symbol.starts_with(component + "_cpp_")) {
                origin.component = component;
                origin.twin = Twin::cpp;
            } else if (symbol.starts_with(component + "_rust_")) {
                origin.component = component;
                origin.twin = Twin::rust;
            }
        }
    };
    for (Function& function : map.functions) {
        name(function.linkage_name, function.origin);
        for (InlinedCall& call : function.calls) {
            name(call.linkage_name, call.origin);
        }
    }
}

} // namespace

Origin origin_of_path(std::string_view path, Language language) {
    Origin origin{.language = language, .twin = Twin::none, .component = {}, .library = {}};
    static constexpr std::string_view components = "components/";
    for (std::size_t at = path.find(components); at != std::string_view::npos;
         at = path.find(components, at + 1)) {
        if (at != 0 && path[at - 1] != '/') {
            continue;
        }
        const std::string_view rest = path.substr(at + components.size());
        const std::size_t slash = rest.find('/');
        if (slash == std::string_view::npos) {
            continue;
        }
        origin.component = rest.substr(0, slash);
        const std::string_view below = rest.substr(slash + 1);
        if (below.starts_with("cpp/")) {
            origin.twin = Twin::cpp;
        } else if (below.starts_with("rust/")) {
            origin.twin = Twin::rust;
        }
        return origin;
    }
    if (language == Language::rust) {
        for (const std::string_view library : {"core", "alloc", "compiler_builtins"}) {
            if (path.find(fmt::format("/library/{}/", library)) != std::string_view::npos ||
                path.find(fmt::format("/library/compiler-builtins/{}/", library)) !=
                    std::string_view::npos ||
                path.starts_with(fmt::format("library/{}/", library))) {
                origin.library = library;
            }
        }
        if (path.find("/library/vendor/") != std::string_view::npos) {
            origin.library = "compiler_builtins";
        }
    } else if (path.find("/c++/v1/") != std::string_view::npos) {
        origin.library = "libc++";
    }
    return origin;
}

const Function* FunctionMap::at(std::uint64_t address) const {
    const auto after = std::ranges::upper_bound(functions, address, {}, &Function::begin);
    if (after == functions.begin()) {
        return nullptr;
    }
    const Function& function = *std::prev(after);
    return address < function.end ? &function : nullptr;
}

Result<FunctionMap> read_functions(const ElfImage& image) {
    FunctionMap map = Reader(image).read();
    name_components(map);
    return map;
}

} // namespace bimetal::image
