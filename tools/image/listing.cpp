// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/listing.hpp"

#include "tools/image/call_graph.hpp"
#include "tools/image/disassembler.hpp"
#include "tools/image/function_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace bimetal::image {

namespace {

constexpr std::size_t longest_name = 120;

std::string name_of(const Function& function) {
    return short_function_name(function.linkage_name, longest_name);
}

/// The name behind the last `::` that is not within brackets.
std::string last_part(const std::string& name) {
    std::size_t depth = 0;
    for (std::size_t at = name.size(); at > 1; --at) {
        const char c = name[at - 1];
        if (c == '>') {
            ++depth;
        } else if (c == '<' && depth > 0) {
            --depth;
        } else if (c == ':' && depth == 0) {
            return name.substr(at);
        }
    }
    return name;
}

std::vector<const Function*> those(const FunctionMap& map,
                                   const std::function<bool(const Function&)>& fits) {
    std::vector<const Function*> found;
    for (const Function& function : map.functions) {
        if (fits(function)) {
            found.push_back(&function);
        }
    }
    return found;
}

/// The twin's entry for a seam function, NAME_cpp_FUNCTION; where that was inlined away or is not
/// there, the only function of the twin with that name.
const Function* twin_of(const FunctionMap& map, const std::string& component,
                        const std::string& function, Twin twin) {
    const std::string symbol = fmt::format("{}_{}_{}", component, describe(twin), function);
    const auto entries =
        those(map, [&](const Function& candidate) { return candidate.linkage_name == symbol; });
    if (entries.size() == 1) {
        return entries[0];
    }
    const auto bodies = those(map, [&](const Function& candidate) {
        return candidate.origin.component == component && candidate.origin.twin == twin &&
               last_part(name_of(candidate)) == function;
    });
    return bodies.size() == 1 ? bodies[0] : nullptr;
}

/// Every way to read the request as a component and one of its functions.
std::vector<std::pair<std::string, std::string>> seam_functions(std::string_view request) {
    std::string joined(request);
    std::ranges::replace(joined, ' ', '_');
    std::vector<std::pair<std::string, std::string>> result;
    for (std::size_t at = joined.find('_'); at != std::string::npos;
         at = joined.find('_', at + 1)) {
        result.emplace_back(joined.substr(0, at), joined.substr(at + 1));
    }
    return result;
}

class Lister {
  public:
    Lister(const ElfImage& image, const FunctionMap& map, const Disassembler& disassembler)
        : image_(image), map_(map), disassembler_(disassembler) {}

    FunctionListing list(const Function& function) const {
        std::string origin(describe(function.origin.language));
        if (!function.origin.component.empty()) {
            origin += ", " + function.origin.component;
        }
        if (function.origin.twin != Twin::none) {
            origin += fmt::format("/{}", describe(function.origin.twin));
        }
        std::vector<std::string> result{name_of(function)};
        const std::size_t summary = result.size();
        result.emplace_back();
        std::size_t count = 0;
        const Section* section = image_.section_at(function.begin);
        for (std::uint64_t address = function.begin; address < function.end;) {
            const auto bytes =
                section->content.subspan(address - section->address, function.end - address);
            const auto instruction = disassembler_.decode(bytes, address);
            const std::string offset = fmt::format("+{:#x}", address - function.begin);
            if (!instruction) {
                result.push_back(fmt::format("{:>7}  .byte {:#04x}", offset, bytes[0]));
                ++address;
                continue;
            }
            result.push_back(
                fmt::format("{:>7}  {}", offset, text(*instruction, address, function)));
            address += instruction->size;
            ++count;
        }
        result[summary] = fmt::format("[{}] {:#x}, {} bytes, {} instructions", origin,
                                      function.begin, function.end - function.begin, count);
        return {.function = &function, .instructions = count, .lines = std::move(result)};
    }

  private:
    /// The instruction, with the name of a call's or jump's target in place of its address.
    std::string text(const Instruction& instruction, std::uint64_t address,
                     const Function& function) const {
        std::string text = disassembler_.text(instruction, address);
        const auto target = disassembler_.target(instruction, address);
        if (!target) {
            return text;
        }
        const std::string mnemonic = text.substr(0, text.find(' '));
        if (*target >= function.begin && *target < function.end) {
            return fmt::format("{} +{:#x}", mnemonic, *target - function.begin);
        }
        const Function* callee = map_.at(*target);
        if (callee == nullptr) {
            return fmt::format("{} {:#x}", mnemonic, *target);
        }
        const std::uint64_t offset = *target - callee->begin;
        return fmt::format("{} {}{}", mnemonic, name_of(*callee),
                           offset == 0 ? "" : fmt::format("+{:#x}", offset));
    }

    const ElfImage& image_;
    const FunctionMap& map_;
    const Disassembler& disassembler_;
};

} // namespace

FunctionChoice choose_function(const FunctionMap& map, std::string_view request) {
    for (const auto& [component, function] : seam_functions(request)) {
        const Function* cpp = twin_of(map, component, function, Twin::cpp);
        const Function* rust = twin_of(map, component, function, Twin::rust);
        if (cpp != nullptr || rust != nullptr) {
            FunctionChoice choice;
            for (const Function* twin : {cpp, rust}) {
                if (twin != nullptr) { // an image may hold one twin alone
                    choice.functions.push_back(twin);
                }
            }
            return choice;
        }
    }
    const std::string wanted(request);
    const std::function<bool(const Function&)> ways[] = {
        [&](const Function& function) { return function.linkage_name == wanted; },
        [&](const Function& function) { return name_of(function) == wanted; },
        [&](const Function& function) { return last_part(name_of(function)) == wanted; },
        [&](const Function& function) {
            return name_of(function).find(wanted) != std::string::npos;
        },
    };
    for (const auto& way : ways) {
        const auto found = those(map, way);
        if (found.size() == 1) {
            return {.functions = found, .candidates = {}};
        }
        if (!found.empty()) {
            FunctionChoice choice;
            for (const Function* function : found) {
                // Instances of one template share a name; their symbols tell them apart.
                choice.candidates.push_back(
                    fmt::format("{}  ({})", name_of(*function), function->linkage_name));
            }
            return choice;
        }
    }
    return {};
}

Result<std::vector<FunctionListing>>
listings_with_calls(const ElfImage& image, const FunctionMap& map, const Function& function) {
    const auto graph = read_calls(image, map);
    if (!graph) {
        return std::unexpected(graph.error());
    }
    const auto disassembler = Disassembler::create(Mode::long_64);
    if (!disassembler) {
        return std::unexpected(disassembler.error());
    }
    const Lister lister(image, map, *disassembler);
    std::vector<const Function*> chosen{&function};
    std::vector<FunctionListing> result;
    for (std::size_t next = 0; next < chosen.size(); ++next) {
        result.push_back(lister.list(*chosen[next]));
        const auto index = static_cast<std::size_t>(chosen[next] - map.functions.data());
        for (const CallSite& site : graph->sites[index]) {
            for (const std::size_t target : site.targets) {
                const Function* called = &map.functions[target];
                // What belongs to neither twin is the bindings', between an entry and its twin.
                if ((called->origin.twin == Twin::none ||
                     called->origin.twin == function.origin.twin) &&
                    !called->origin.component.empty() &&
                    called->origin.component == function.origin.component &&
                    std::ranges::find(chosen, called) == chosen.end()) {
                    chosen.push_back(called);
                }
            }
        }
    }
    return result;
}

Result<std::string> listing(const ElfImage& image, const FunctionMap& map,
                            const std::vector<const Function*>& functions, std::size_t width) {
    const auto disassembler = Disassembler::create(Mode::long_64);
    if (!disassembler) {
        return std::unexpected(disassembler.error());
    }
    const Lister lister(image, map, *disassembler);
    std::vector<std::vector<std::string>> columns;
    std::size_t height = 0;
    for (const Function* function : functions) {
        columns.push_back(lister.list(*function).lines);
        height = std::max(height, columns.back().size());
    }
    std::string result;
    for (std::size_t row = 0; row < height; ++row) {
        std::string line;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            std::string cell = row < columns[column].size() ? columns[column][row] : "";
            const bool is_last = column + 1 == columns.size();
            if (columns.size() > 1 && cell.size() > width) {
                cell = cell.substr(0, width - 2) + "..";
            }
            line += is_last ? cell : fmt::format("{:<{}} | ", cell, width);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + "\n";
    }
    return result;
}

} // namespace bimetal::image
