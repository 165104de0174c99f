// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/panic_text.hpp"

#include "tools/image/call_graph.hpp"
#include "tools/image/disassembler.hpp"

#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace bimetal::image {

namespace {

constexpr std::string_view hardening_mark = ": libc++ Hardening assertion ";
constexpr std::uint64_t highest_boot_address = 0x1'0000'0000;
constexpr std::uint64_t longest_text = 4096;

/// core::panic::Location as rustc lays it out: a file's name, a line and a column, both from 1.
struct Location {
    std::uint64_t name;
    std::uint64_t length;
    std::uint32_t line;
    std::uint32_t column;
};

/// Places in memory, each counted once.
class Ranges {
  public:
    void add(std::uint64_t begin, std::uint64_t end) {
        auto& known = ends_[begin];
        known = std::max(known, end);
    }

    std::uint64_t bytes() const {
        std::uint64_t sum = 0;
        std::uint64_t covered = 0;
        for (const auto& [begin, end] : ends_) {
            const std::uint64_t from = std::max(begin, covered);
            sum += end > from ? end - from : 0;
            covered = std::max(covered, end);
        }
        return sum;
    }

    bool holds(std::uint64_t address) const {
        const auto after = ends_.upper_bound(address);
        return after != ends_.begin() && address < std::prev(after)->second;
    }

  private:
    std::map<std::uint64_t, std::uint64_t> ends_;
};

bool is_text(std::uint8_t byte) {
    return byte >= ' ' && byte != 0x7f;
}

/// Where the Rust library's failed checks end: everything in core::panicking, and what the rest of
/// core and alloc name for a failure.
bool is_rust_panic(std::string_view name) {
    if (name.starts_with("core::panicking::")) {
        return true;
    }
    const bool is_library =
        name.find("core::") != std::string_view::npos || name.starts_with("alloc::");
    const std::string_view last = name.substr(std::min(name.rfind(':'), name.size() - 1) + 1);
    return is_library && (last.ends_with("_fail") || last.ends_with("_failed") || last == "fail" ||
                          last.starts_with("panic_"));
}

class Finder {
  public:
    Finder(const ElfImage& image, const FunctionMap& map, const Disassembler& disassembler)
        : image_(image), map_(map), disassembler_(disassembler) {}

    PanicText run() {
        for (const Section& section : image_.sections()) {
            if (is_constant(section)) {
                read_constants(section);
            }
        }
        for (const Section& section : image_.sections()) {
            if (section.is_executable() && section.address >= highest_boot_address) {
                read_code(section);
            }
        }
        Ranges messages;
        for (const std::uint64_t address : texts_) {
            if (const auto end = end_of_text(address)) {
                messages.add(address, *end);
            }
        }
        return {.messages = messages.bytes(),
                .file_names = file_names_.bytes(),
                .locations = locations_.bytes(),
                .hardening = hardening_.bytes()};
    }

  private:
    static bool is_constant(const Section& section) {
        return section.is_loaded() && !section.is_executable() &&
               (section.flags & llvm::ELF::SHF_WRITE) == 0 && section.name != ".backtrace" &&
               !section.content.empty();
    }

    const Section* constant_at(std::uint64_t address) const {
        const Section* section = image_.section_at(address);
        return section != nullptr && is_constant(*section) ? section : nullptr;
    }

    void read_constants(const Section& section) {
        for (std::uint64_t offset = 0; offset + sizeof(std::uint64_t) <= section.content.size();
             offset += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, section.content.data() + offset, sizeof(word));
            if (constant_at(word) != nullptr) {
                referenced_.insert(word);
            }
            if (offset + sizeof(Location) <= section.content.size()) {
                read_location(section, offset);
            }
        }
        const std::string_view text(reinterpret_cast<const char*>(section.content.data()),
                                    section.content.size());
        for (std::size_t at = text.find(hardening_mark); at != std::string_view::npos;
             at = text.find(hardening_mark, at + 1)) {
            const std::size_t before = text.rfind('\0', at);
            const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
            const std::size_t end = std::min(text.find('\0', at), text.size() - 1) + 1;
            hardening_.add(section.address + begin, section.address + end);
        }
    }

    void read_location(const Section& section, std::uint64_t offset) {
        Location location;
        std::memcpy(&location, section.content.data() + offset, sizeof(location));
        const Section* holder = constant_at(location.name);
        if (holder == nullptr || location.length < 4 || location.length > longest_text ||
            location.line == 0 || location.column == 0) {
            return;
        }
        const std::uint64_t at = location.name - holder->address;
        if (at + location.length > holder->content.size()) {
            return;
        }
        const auto name = holder->content.subspan(at, location.length);
        const std::string_view text(reinterpret_cast<const char*>(name.data()), name.size());
        if (!text.ends_with(".rs") || !std::ranges::all_of(name, is_text)) {
            return;
        }
        locations_.add(section.address + offset, section.address + offset + sizeof(Location));
        // rustc ends the name with a zero for C's sake.
        const bool is_ended = at + location.length < holder->content.size() &&
                              holder->content[at + location.length] == 0;
        file_names_.add(location.name, location.name + location.length + (is_ended ? 1 : 0));
    }

    /// Whether the code there, in any function that was inlined there, is where a check fails.
    bool is_in_panic(std::uint64_t address) const {
        const Function* function = map_.at(address);
        if (function == nullptr || function->origin.language != Language::rust) {
            return false;
        }
        return std::ranges::any_of(functions_at(*function, address), is_rust_panic);
    }

    /// What the straight-line code before a call of a panic names is for the panic.
    void read_code(const Section& section) {
        std::vector<std::uint64_t> pending;
        for (std::uint64_t offset = 0; offset < section.content.size();) {
            const std::uint64_t address = section.address + offset;
            const auto instruction = disassembler_.decode(section.content.subspan(offset), address);
            if (!instruction) {
                ++offset;
                continue;
            }
            offset += instruction->size;
            for (const std::uint64_t value : disassembler_.addresses(*instruction, address)) {
                if (constant_at(value) != nullptr) {
                    referenced_.insert(value);
                    pending.push_back(value);
                }
            }
            const Flow flow = disassembler_.flow(*instruction);
            if (flow == Flow::next) {
                if (!pending.empty() && is_in_panic(address)) {
                    texts_.insert(pending.begin(), pending.end());
                    pending.clear();
                }
                continue;
            }
            const auto target = disassembler_.target(*instruction, address);
            const Function* called = map_.at(target.value_or(0)); // nothing is at 0
            const bool fails = called != nullptr && called->begin == target &&
                               is_rust_panic(report_name(called->linkage_name));
            if (fails || is_in_panic(address)) {
                texts_.insert(pending.begin(), pending.end());
            }
            pending.clear();
        }
    }

    /// A text ends at a zero, at what is no text, or where something else is named.
    std::optional<std::uint64_t> end_of_text(std::uint64_t address) const {
        if (locations_.holds(address) || file_names_.holds(address) || hardening_.holds(address)) {
            return std::nullopt;
        }
        const Section* section = constant_at(address);
        std::uint64_t end = section->address + section->content.size();
        if (const auto next = referenced_.upper_bound(address); next != referenced_.end()) {
            end = std::min(end, *next);
        }
        const auto bytes = section->content.subspan(address - section->address,
                                                    std::min(end - address, longest_text));
        const auto zero = std::ranges::find(bytes, 0);
        const auto length = static_cast<std::uint64_t>(zero - bytes.begin());
        if (length == 0) {
            return std::nullopt;
        }
        return address + length + (zero == bytes.end() ? 0 : 1);
    }

    const ElfImage& image_;
    const FunctionMap& map_;
    const Disassembler& disassembler_;
    Ranges locations_;
    Ranges file_names_;
    Ranges hardening_;
    std::set<std::uint64_t> referenced_;
    std::set<std::uint64_t> texts_;
};

} // namespace

Result<PanicText> measure_panic_text(const ElfImage& image, const FunctionMap& functions) {
    const auto disassembler = Disassembler::create(Mode::long_64);
    if (!disassembler) {
        return std::unexpected(disassembler.error());
    }
    return Finder(image, functions, *disassembler).run();
}

} // namespace bimetal::image
