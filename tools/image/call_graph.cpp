// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/call_graph.hpp"

#include "tools/image/function_name.hpp"

#include <fmt/format.h>
#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>

namespace bimetal::image {

namespace {

constexpr std::size_t longest_name = 160;
constexpr std::string_view trap_finding = "a trap instruction";
constexpr std::uint64_t highest_boot_address = 0x1'0000'0000;

/// A row of NAME_stubs, as seam/runtime/selection.hpp lays it out.
struct StubRow {
    std::uint64_t name;
    std::uint64_t address;
    std::uint64_t targets[2];
};

class Reader {
  public:
    Reader(const ElfImage& image, const FunctionMap& functions, const Disassembler& disassembler)
        : image_(image), functions_(functions.functions), disassembler_(disassembler) {
        graph_.functions = &functions;
        graph_.sites.resize(functions_.size());
    }

    Result<CallGraph> read() {
        for (const Symbol& symbol : image_.symbols()) {
            if (symbol.type == llvm::ELF::STT_OBJECT && symbol.size != 0) {
                data_[symbol.address] = symbol.address + symbol.size;
            }
        }
        if (auto stubs = read_stubs(); !stubs) {
            return std::unexpected(stubs.error());
        }
        for (const Section& section : image_.sections()) {
            if (section.is_executable() && section.address >= highest_boot_address) {
                read_code(section);
            }
        }
        for (const Section& section : image_.sections()) {
            // The table for backtraces names functions by address; nobody calls through it.
            if (section.is_loaded() && !section.is_executable() && section.name != ".backtrace") {
                read_data(section);
            }
        }
        return std::move(graph_);
    }

  private:
    std::optional<std::size_t> at(std::uint64_t address) const {
        const auto after = std::ranges::upper_bound(functions_, address, {}, &Function::begin);
        if (after == functions_.begin() || address >= std::prev(after)->end) {
            return std::nullopt;
        }
        return static_cast<std::size_t>(std::prev(after) - functions_.begin());
    }

    std::uint64_t word(const Section& section, std::uint64_t offset) const {
        std::uint64_t value = 0;
        std::memcpy(&value, section.content.data() + offset, sizeof(value));
        return value;
    }

    /// The stubs lead to either twin, whatever they say at first.
    Result<void> read_stubs() {
        for (const Symbol& symbol : image_.symbols()) {
            if (!symbol.name.ends_with("_stubs") || symbol.name.starts_with("_Z") ||
                symbol.name.starts_with("_R")) {
                continue;
            }
            const Section* section = image_.section_at(symbol.address);
            if (section == nullptr || section->is_executable() || section->content.empty()) {
                continue;
            }
            // The assembler gives the table no size: a row is one as long as it names a stub.
            for (std::uint64_t offset = symbol.address - section->address;
                 offset + sizeof(StubRow) <= section->content.size(); offset += sizeof(StubRow)) {
                StubRow row;
                std::memcpy(&row, section->content.data() + offset, sizeof(row));
                const auto stub = at(row.address);
                const auto first = at(row.targets[0]);
                const auto second = at(row.targets[1]);
                if (!stub || !first || !second) {
                    break;
                }
                stubs_[row.address] = {*first, *second};
            }
        }
        const Symbol* start = image_.symbol("seam_stubs_start");
        const Symbol* end = image_.symbol("seam_stubs_end");
        if (start != nullptr && end != nullptr) {
            for (const Function& function : functions_) {
                if (function.begin >= start->address && function.begin < end->address &&
                    !stubs_.contains(function.begin)) {
                    return std::unexpected(
                        fmt::format("{} at {:#x} is a stub that no table NAME_stubs names.",
                                    function.linkage_name, function.begin));
                }
            }
        }
        return {};
    }

    void read_code(const Section& section) {
        std::uint64_t offset = 0;
        while (offset < section.content.size()) {
            const std::uint64_t address = section.address + offset;
            if (const auto data = data_.upper_bound(address); data != data_.begin()) {
                const std::uint64_t end = std::prev(data)->second;
                if (address < end) {
                    offset = end - section.address;
                    continue;
                }
            }
            const auto function = at(address);
            const auto instruction = disassembler_.decode(section.content.subspan(offset), address);
            if (!instruction) {
                if (function) {
                    add_finding(*function, address,
                                "code that cannot be followed: these bytes are no instruction");
                    offset = functions_[*function].end - section.address;
                } else {
                    ++offset;
                }
                continue;
            }
            if (function) {
                read_instruction(section, *function, *instruction, address);
            }
            offset += instruction->size;
        }
    }

    void read_instruction(const Section& section, std::size_t function,
                          const Instruction& instruction, std::uint64_t address) {
        const Function& holder = functions_[function];
        if (const auto stub = stubs_.find(holder.begin); stub != stubs_.end()) {
            if (address == holder.begin) {
                graph_.sites[function].push_back({.address = address,
                                                  .targets = stub->second,
                                                  .indirect = false,
                                                  .finding = {},
                                                  .jump = true});
            }
            return;
        }
        const Flow flow = disassembler_.flow(instruction);
        if (disassembler_.is_trap(instruction)) {
            add_finding(function, address, std::string(trap_finding));
        }
        const auto target = disassembler_.target(instruction, address);
        if (target) {
            add_direct(function, address, *target, flow != Flow::call);
        } else if (flow == Flow::call || flow == Flow::jump || flow == Flow::branch) {
            add_indirect(function, instruction, address);
        }
        for (const std::uint64_t value : disassembler_.addresses(instruction, address)) {
            if (const auto taken = at(value)) {
                graph_.address_taken.insert(*taken);
            }
        }
        const std::uint64_t next = address + instruction.size;
        if (next >= holder.end &&
            (flow == Flow::next || flow == Flow::branch ||
             // A compiler ends a function with a call only when that call does not return.
             (flow == Flow::call && holder.origin.language != Language::cpp &&
              holder.origin.language != Language::rust))) {
            fall_through(section, function, address, next);
        }
    }

    void add_direct(std::size_t function, std::uint64_t address, std::uint64_t target, bool jump) {
        const auto called = at(target);
        if (!called) {
            add_finding(
                function, address,
                fmt::format(
                    "code that cannot be followed: it goes to {:#x}, which is in no function",
                    target));
        } else if (*called != function || !jump) { // jumps within a function are no way out of it
            graph_.sites[function].push_back({.address = address,
                                              .targets = {*called},
                                              .indirect = false,
                                              .finding = {},
                                              .jump = jump});
        }
    }

    void add_indirect(std::size_t function, const Instruction& instruction, std::uint64_t address) {
        if (const auto table = disassembler_.jump_table(instruction);
            table && is_own_table(function, *table)) {
            return;
        }
        graph_.sites[function].push_back({.address = address,
                                          .targets = {},
                                          .indirect = true,
                                          .finding = {},
                                          .jump = disassembler_.flow(instruction) != Flow::call});
    }

    void add_finding(std::size_t function, std::uint64_t address, std::string what) {
        graph_.sites[function].push_back({.address = address,
                                          .targets = {},
                                          .indirect = false,
                                          .finding = std::move(what),
                                          .jump = false});
    }

    /// Whether the table is a switch's: it begins with a place inside the function, which only the
    /// compiler can name. What follows, as far as it leads there too, is taken for more of it.
    bool is_own_table(std::size_t function, std::uint64_t table) {
        const Section* section = image_.section_at(table);
        if (section == nullptr || section->is_executable() ||
            (section->flags & llvm::ELF::SHF_WRITE) != 0 || section->content.empty()) {
            return false;
        }
        const Function& holder = functions_[function];
        std::uint64_t entries = 0;
        for (std::uint64_t offset = table - section->address;
             offset + sizeof(std::uint64_t) <= section->content.size();
             offset += sizeof(std::uint64_t)) {
            const std::uint64_t entry = word(*section, offset);
            if (entry <= holder.begin || entry >= holder.end) {
                break;
            }
            ++entries;
        }
        if (entries == 0) {
            return false;
        }
        auto& end = tables_[table];
        end = std::max(end, table + entries * sizeof(std::uint64_t));
        return true;
    }

    /// The function's last instruction leads on to what stands behind it.
    void fall_through(const Section& section, std::size_t function, std::uint64_t address,
                      std::uint64_t next) {
        while (next - section.address < section.content.size()) {
            if (at(next)) {
                add_direct(function, address, next, true);
                return;
            }
            const auto instruction =
                disassembler_.decode(section.content.subspan(next - section.address), next);
            if (!instruction || !disassembler_.is_padding(*instruction)) {
                break;
            }
            next += instruction->size;
        }
        add_finding(function, address,
                    "code that cannot be followed: it runs on past its end, where no function is");
    }

    void take_begin(std::uint64_t address) {
        const auto function = at(address);
        if (function && functions_[*function].begin == address) {
            graph_.address_taken.insert(*function);
        }
    }

    void read_data(const Section& section) {
        constexpr std::uint64_t text_half = 0xffffffff'00000000;
        for (std::uint64_t offset = 0; offset + sizeof(std::uint32_t) <= section.content.size();
             ++offset) {
            std::uint32_t low = 0;
            std::memcpy(&low, section.content.data() + offset, sizeof(low));
            take_begin(text_half | low);
            if (offset % sizeof(std::uint64_t) != 0 ||
                offset + sizeof(std::uint64_t) > section.content.size()) {
                continue;
            }
            // A place inside a function, as assembly may keep one; a switch's table stands for
            // none.
            const std::uint64_t address = section.address + offset;
            const auto table = tables_.upper_bound(address);
            if (table != tables_.begin() && address < std::prev(table)->second) {
                continue;
            }
            if (const auto function = at(word(section, offset))) {
                graph_.address_taken.insert(*function);
            }
        }
    }

    const ElfImage& image_;
    const std::vector<Function>& functions_;
    const Disassembler& disassembler_;
    CallGraph graph_;
    std::map<std::uint64_t, std::uint64_t> data_;
    std::map<std::uint64_t, std::vector<std::size_t>> stubs_;
    std::map<std::uint64_t, std::uint64_t> tables_;
};

} // namespace

Result<CallGraph> read_calls(const ElfImage& image, const FunctionMap& functions) {
    const auto disassembler = Disassembler::create(Mode::long_64);
    if (!disassembler) {
        return std::unexpected(disassembler.error());
    }
    return Reader(image, functions, *disassembler).read();
}

bool is_trap(const CallSite& site) {
    return site.finding == trap_finding;
}

std::vector<std::string> functions_at(const Function& function, std::uint64_t address) {
    std::vector<std::string> names;
    const auto run = std::ranges::upper_bound(function.runs, address, {}, &Run::end);
    for (std::uint32_t call = run == function.runs.end() ? 0 : run->call; call != 0;
         call = function.calls[call - 1].parent) {
        names.push_back(report_name(function.calls[call - 1].linkage_name));
    }
    names.push_back(report_name(function.linkage_name));
    return names;
}

std::string report_name(const std::string& linkage_name) {
    return short_function_name(linkage_name, longest_name);
}

} // namespace bimetal::image
