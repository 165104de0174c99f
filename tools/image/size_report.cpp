// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/size_report.hpp"

#include "tools/image/function_name.hpp"

#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace bimetal::image {

namespace {

std::string part_of(const Origin& origin) {
    if (!origin.library.empty()) {
        return origin.library;
    }
    if (origin.component.empty()) {
        return "kernel";
    }
    return origin.twin == Twin::none ? origin.component
                                     : origin.component + "/" + std::string(describe(origin.twin));
}

std::uint64_t Sizes::* kind_of(const Section& section) {
    if (section.is_executable()) {
        return &Sizes::text;
    }
    if ((section.flags & llvm::ELF::SHF_WRITE) == 0) {
        return &Sizes::read_only;
    }
    return section.type == llvm::ELF::SHT_NOBITS ? &Sizes::bss : &Sizes::data;
}

class Measurement {
  public:
    Measurement(const ElfImage& image, const FunctionMap& map) : image_(image), map_(map) {}

    SizeReport run() {
        for (const Function& function : map_.functions) {
            attribute(function.begin, function.end - function.begin, function.origin);
        }
        attribute_data();
        for (const Section& section : image_.sections()) {
            if (!section.is_loaded()) {
                continue;
            }
            report_.total.*kind_of(section) += section.size;
            if (section.name == ".backtrace") {
                report_.backtrace_table = section.size;
                rows_[{"backtrace table", ""}].read_only += section.size;
                continue;
            }
            const std::uint64_t known = attributed_[section.index];
            rows_[{"-", ""}].*kind_of(section) += section.size - std::min(known, section.size);
        }
        for (const auto& segment : image_.segments()) {
            if (segment.p_type == llvm::ELF::PT_LOAD) {
                report_.loadable += segment.p_filesz;
            }
        }
        for (const auto& [key, sizes] : rows_) {
            report_.rows.push_back({.part = key.first, .language = key.second, .sizes = sizes});
        }
        std::ranges::sort(report_.rows, [](const SizeRow& left, const SizeRow& right) {
            return std::pair(left.part == "-", right.sizes.total()) <
                   std::pair(right.part == "-", left.sizes.total());
        });
        return std::move(report_);
    }

  private:
    void attribute(std::uint64_t address, std::uint64_t size, const Origin& origin) {
        const Section* section = image_.section_at(address);
        if (section == nullptr || section->name == ".backtrace") {
            return;
        }
        const std::string language =
            origin.language == Language::unknown ? "" : std::string(describe(origin.language));
        rows_[{part_of(origin), language}].*kind_of(*section) += size;
        attributed_[section->index] += size;
    }

    /// Variables have their size from the symbol and their origin from the debug information.
    void attribute_data() {
        std::map<std::uint64_t, const Symbol*> symbols;
        for (const Symbol& symbol : image_.symbols()) {
            if (symbol.type == llvm::ELF::STT_OBJECT && symbol.size != 0) {
                const Section* section = image_.section_at(symbol.address);
                if (section != nullptr && !section->is_executable()) {
                    const Symbol*& known = symbols[symbol.address];
                    known = known == nullptr || symbol.size > known->size ? &symbol : known;
                }
            }
        }
        std::uint64_t covered = 0;
        for (const auto& [address, symbol] : symbols) {
            if (address < covered) {
                continue;
            }
            covered = address + symbol->size;
            Origin origin;
            if (const auto variable = map_.variables.find(address);
                variable != map_.variables.end()) {
                origin = variable->second;
            } else if (symbol->name.starts_with("_R")) {
                origin.language = Language::rust;
            } else if (symbol->name.starts_with("_Z")) {
                origin.language = Language::cpp;
            }
            attribute(address, symbol->size, origin);
        }
    }

    const ElfImage& image_;
    const FunctionMap& map_;
    SizeReport report_;
    std::map<std::pair<std::string, std::string>, Sizes> rows_;
    std::map<std::uint32_t, std::uint64_t> attributed_;
};

} // namespace

std::vector<GenericCopies> generic_copies(const FunctionMap& functions) {
    struct Group {
        std::set<std::string> instances; // a function in two pieces is one
        std::uint64_t bytes = 0;
    };

    std::map<std::pair<std::string, Language>, Group> groups;
    for (const Function& function : functions.functions) {
        const std::string name = generic_function_name(function.linkage_name);
        if (!name.empty()) {
            Group& group = groups[{name, function.origin.language}];
            group.instances.insert(
                function.linkage_name.substr(0, function.linkage_name.find(".llvm.")));
            group.bytes += function.end - function.begin;
        }
    }
    std::vector<GenericCopies> copies;
    for (const auto& [key, group] : groups) {
        if (group.instances.size() > 1) {
            copies.push_back({.name = key.first,
                              .language = std::string(describe(key.second)),
                              .copies = group.instances.size(),
                              .bytes = group.bytes});
        }
    }
    std::ranges::sort(copies, [](const GenericCopies& one, const GenericCopies& other) {
        return std::tie(other.bytes, one.name) < std::tie(one.bytes, other.name);
    });
    return copies;
}

Result<SizeReport> measure(const ElfImage& image) {
    const auto map = read_functions(image);
    if (!map) {
        return std::unexpected(map.error());
    }
    const auto text = measure_panic_text(image, *map);
    if (!text) {
        return std::unexpected(text.error());
    }
    SizeReport report = Measurement(image, *map).run();
    report.panic_text = *text;
    report.generic_copies = generic_copies(*map);
    return report;
}

} // namespace bimetal::image
