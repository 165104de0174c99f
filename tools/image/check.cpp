// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/check.hpp"

#include "tools/image/debug_information.hpp"
#include "tools/image/disassembler.hpp"
#include "tools/image/function_map.hpp"
#include "tools/image/function_name.hpp"

#include <fmt/format.h>
#include <fnmatch.h>
#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Demangle/Demangle.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

namespace bimetal::image {

namespace {

constexpr std::size_t longest_name = 120;
/// As the compiler's own limit for C++ has it (-Wframe-larger-than), here for all code.
constexpr std::int64_t largest_frame = 2048;
constexpr std::uint64_t highest_boot_address = 0x1'0000'0000;

/// The symbol, and what it says when it is mangled.
std::string with_meaning(const std::string& symbol) {
    const std::string shown = llvm::demangle(symbol);
    return shown == symbol ? symbol : fmt::format("{} ({})", symbol, shown);
}

class Checker {
  public:
    Checker(const ElfImage& image, const CheckOptions& options, const FunctionMap& functions,
            const DebugInformation& lines)
        : image_(image), options_(options), functions_(functions), lines_(lines) {}

    Result<CheckReport> run() {
        check_symbols();
        check_sections();
        check_constructors();
        check_segments();
        check_memory_functions();
        if (auto checked = check_instructions(); !checked) {
            return std::unexpected(checked.error());
        }
        return std::move(report_);
    }

  private:
    template <typename... Arguments>
    void violation(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        report_.violations.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    /// What retpolines, return thunks and indirect-call checks call or prefix.
    static bool is_mitigation(std::string_view name) {
        return name.starts_with("__x86_indirect_thunk") || name.starts_with("__x86_return_thunk") ||
               name.starts_with("__llvm_retpoline") || name.starts_with("__cfi_") ||
               name.starts_with("__kcfi_");
    }

    static bool is_defined(const Symbol& symbol) { return symbol.section != llvm::ELF::SHN_UNDEF; }

    void check_symbols() {
        for (const Symbol& symbol : image_.symbols()) {
            const std::string_view name = symbol.name;
            if (name.empty() || symbol.type == llvm::ELF::STT_FILE) {
                continue;
            }
            const std::string shown = with_meaning(symbol.name);
            if (name.starts_with("_ZGV") || name.starts_with("__cxa_guard_")) {
                violation("{} guards a static that is initialised when first used: make the static "
                          "constinit, or give it an owner that constructs it.",
                          shown);
            } else if (name.starts_with("_Unwind_") ||
                       name.find("_personality") != std::string_view::npos) {
                violation("{} belongs to stack unwinding, which a kernel does not do: compile with "
                          "-fno-exceptions or panic=abort, and drop what refers to it.",
                          name);
            } else if (is_mitigation(name)) {
                violation("{} belongs to a mitigation that the image does not have throughout: "
                          "state it for both compilers in cmake/flags.cmake, or for none.",
                          name);
            } else if (!is_defined(symbol)) {
                violation("{} ({}) is undefined: define it or drop what refers to it.", name,
                          shown);
            } else if (symbol.binding != llvm::ELF::STB_LOCAL &&
                       (symbol.visibility == llvm::ELF::STV_DEFAULT ||
                        symbol.visibility == llvm::ELF::STV_PROTECTED) &&
                       !options_.exports.contains(symbol.name)) {
                violation("{} at {:#x} is exported but is not on the export list: make it hidden, "
                          "or add it to the list.",
                          name, symbol.address);
            }
            if (symbol.type == llvm::ELF::STT_TLS) {
                violation("{} is thread-local, and the kernel sets up no thread-local storage: put "
                          "it into the per-CPU or per-thread data.",
                          name);
            }
        }
    }

    void check_sections() {
        for (const Section& section : image_.sections()) {
            if (section.size == 0) {
                continue;
            }
            if (section.name.starts_with(".eh_frame") ||
                section.name.starts_with(".gcc_except_table")) {
                violation("{} at {:#x} holds {} bytes of unwind tables: compile with "
                          "-fno-unwind-tables and -Cforce-unwind-tables=no, or discard them in the "
                          "linker script.",
                          section.name, section.address, section.size);
            }
            if (section.name == ".got" || section.name == ".got.plt" || section.name == ".plt") {
                violation("{} at {:#x} holds {} bytes of addresses to go through: compile both "
                          "languages for one code model, without position independence.",
                          section.name, section.address, section.size);
            }
            constexpr auto both = llvm::ELF::SHF_WRITE | llvm::ELF::SHF_EXECINSTR;
            if (section.is_loaded() && (section.flags & both) == both) {
                violation("section {} at {:#x} is both writable and executable: split it.",
                          section.name, section.address);
            }
        }
    }

    void check_constructors() {
        for (const Section& section : image_.sections()) {
            if (!section.name.starts_with(".init_array") &&
                !section.name.starts_with(".preinit_array") &&
                !section.name.starts_with(".ctors")) {
                continue;
            }
            for (std::size_t at = 0; at + sizeof(std::uint64_t) <= section.content.size();
                 at += sizeof(std::uint64_t)) {
                std::uint64_t address = 0;
                std::memcpy(&address, section.content.data() + at, sizeof(address));
                const Function* function = functions_.at(address);
                const std::string name =
                    function == nullptr ? fmt::format("{:#x}", address) : function->linkage_name;
                if (!options_.constructors.contains(name)) {
                    violation(
                        "{} holds {}, a constructor to run before the kernel: make the object "
                        "constinit, or construct it where it is needed.",
                        section.name, with_meaning(name));
                }
            }
        }
        // A linker script may have put the array into another section: the functions show it.
        for (const Function& function : functions_.functions) {
            const std::string& name = function.linkage_name;
            if ((name.starts_with("_GLOBAL__") || name.starts_with("__cxx_global_var_init")) &&
                !options_.constructors.contains(name)) {
                violation("{} at {:#x} constructs a static object at run time: make the object "
                          "constinit, or construct it where it is needed.",
                          name, function.begin);
            }
        }
    }

    void check_segments() {
        for (const auto& segment : image_.segments()) {
            constexpr std::uint32_t both = llvm::ELF::PF_W | llvm::ELF::PF_X;
            if (segment.p_type == llvm::ELF::PT_TLS) {
                violation(
                    "a segment at {:#x} is for thread-local storage, which the kernel does not "
                    "set up: put the data into the per-CPU or per-thread data.",
                    segment.p_vaddr.value());
            } else if (segment.p_type == llvm::ELF::PT_LOAD && (segment.p_flags & both) == both) {
                violation("the segment at {:#x} is both writable and executable: split it in the "
                          "linker script.",
                          segment.p_vaddr.value());
            }
        }
    }

    void check_memory_functions() {
        for (const char* name : {"memcpy", "memmove", "memset", "memcmp", "bcmp"}) {
            std::set<std::uint64_t> addresses;
            for (const Symbol& symbol : image_.symbols()) {
                if (symbol.name == name && is_defined(symbol)) {
                    addresses.insert(symbol.address);
                }
            }
            if (addresses.size() > 1) {
                violation("{} is defined {} times, at {:#x}: keep the core's and make the others "
                          "undefined or discarded.",
                          name, addresses.size(), fmt::join(addresses, " and "));
            }
            for (const std::uint64_t address : addresses) {
                check_memory_function(name, address);
            }
        }
    }

    void check_memory_function(const char* name, std::uint64_t address) {
        const Function* function = functions_.at(address);
        if (function != nullptr && !function->origin.library.empty()) {
            violation("{} at {:#x} comes from {}, but the core owns it: leave out the "
                      "library's copy.",
                      name, address, function->origin.library);
        } else if (!options_.memory_functions.empty()) {
            const auto frames = lines_.frames(address);
            if (frames.empty() || !frames.back().file.ends_with(options_.memory_functions)) {
                violation("{} at {:#x} is not the one of {}: leave out what brings it.", name,
                          address, options_.memory_functions);
            }
        }
        if (function != nullptr) {
            memory_functions_[function->begin] = name;
        }
    }

    /// What code takes of the stack. Gathered from one function's first instruction to its last.
    struct StackUse {
        const Function* function = nullptr;
        bool has_frame = false;
        bool unknown = false;
        /// Below the frame pointer: how far the stack pointer goes at least, and what is used.
        std::int64_t depth = 0;
        std::int64_t lowest = 0;
        std::uint64_t lowest_at = 0;
    };

    void finish_stack(const StackUse& use) {
        if (use.function != nullptr && use.has_frame && !use.unknown && use.lowest > use.depth) {
            red_zone(*use.function, use.lowest_at);
        }
    }

    void red_zone(const Function& function, std::uint64_t address) {
        violation("{} at {:#x} keeps data below the stack pointer, where an interrupt writes: "
                  "compile it without the red zone.",
                  short_function_name(function.linkage_name, longest_name), address);
    }

    void check_stack(const Disassembler& disassembler, const Instruction& instruction,
                     std::uint64_t address) {
        const Function* function = functions_.at(address);
        if (function != stack_.function) {
            finish_stack(stack_);
            stack_ = {.function = function};
        }
        if (function == nullptr) {
            return;
        }
        if (disassembler.starts_frame(instruction)) {
            stack_.has_frame = true;
        }
        const StackChange change = disassembler.stack_change(instruction);
        stack_.unknown |= change.unknown;
        stack_.depth += stack_.has_frame ? change.bytes : 0;
        if (change.bytes > largest_frame) {
            violation("{} at {:#x} takes {} bytes of the stack at once, more than {}: a kernel "
                      "stack has little more than that to spare.",
                      short_function_name(function->linkage_name, longest_name), address,
                      change.bytes, largest_frame);
        }
        const auto memory = disassembler.memory(instruction);
        if (!memory) {
            return;
        }
        if (memory->segment == "FS") {
            violation("{} at {:#x} goes through FS, where the kernel has no thread-local storage.",
                      short_function_name(function->linkage_name, longest_name), address);
        }
        if (memory->displacement < 0 && memory->index.empty()) {
            if (memory->base == "RSP") {
                red_zone(*function, address);
            } else if (memory->base == "RBP" && -memory->displacement > stack_.lowest) {
                stack_.lowest = -memory->displacement;
                stack_.lowest_at = address;
            }
        }
    }

    void check_mitigation(const Disassembler& disassembler, const Instruction& instruction,
                          std::uint64_t address) {
        const Function* function = functions_.at(address);
        if (disassembler.name(instruction) != "ENDBR64" || function == nullptr) {
            return;
        }
        violation("{} at {:#x} is marked for indirect branch tracking, which the image does not "
                  "have throughout: state it for both compilers in cmake/flags.cmake, or for none.",
                  short_function_name(function->linkage_name, longest_name), address);
    }

    /// A compiler that knows memcpy may write one as a call of memcpy.
    void check_recursion(const Disassembler& disassembler, const Instruction& instruction,
                         std::uint64_t address) {
        const auto target = disassembler.target(instruction, address);
        if (!target || !memory_functions_.contains(*target)) {
            return;
        }
        const Function* function = functions_.at(address);
        if (function != nullptr && function->begin == *target) {
            violation("{} at {:#x} calls itself at {:#x}: compile it with -fno-builtin, or write "
                      "it in assembly.",
                      memory_functions_.at(*target), *target, address);
        }
    }

    Result<void> check_instructions() {
        const auto long_mode = Disassembler::create(Mode::long_64);
        const auto protected_mode = Disassembler::create(Mode::protected_32);
        if (!long_mode || !protected_mode) {
            return std::unexpected(long_mode ? protected_mode.error() : long_mode.error());
        }
        // Data among the code, which assembly declares with `.type NAME, @object` and a size.
        for (const Symbol& symbol : image_.symbols()) {
            if (symbol.type == llvm::ELF::STT_OBJECT && symbol.size != 0) {
                data_[symbol.address] = symbol.address + symbol.size;
            }
        }
        for (const Section& section : image_.sections()) {
            if (!section.is_executable()) {
                continue;
            }
            // What is linked where the boot loader puts it runs before paging, in 32-bit mode.
            const auto& disassembler =
                section.address < highest_boot_address ? protected_mode : long_mode;
            const Function* reported = nullptr;
            for (std::size_t at = 0; at < section.content.size();) {
                const std::uint64_t address = section.address + at;
                if (const auto data = data_.upper_bound(address); data != data_.begin()) {
                    const std::uint64_t end = std::prev(data)->second;
                    if (address < end) {
                        at = end - section.address;
                        continue;
                    }
                }
                const auto instruction = disassembler->decode(section.content.subspan(at), address);
                if (!instruction) {
                    ++report_.undecoded_bytes;
                    ++at;
                    continue;
                }
                ++report_.instructions;
                if (&disassembler == &long_mode) {
                    check_recursion(*disassembler, *instruction, address);
                    check_stack(*disassembler, *instruction, address);
                    check_mitigation(*disassembler, *instruction, address);
                }
                at += instruction->size;
                const std::string reg = disassembler->vector_register(*instruction);
                if (reg.empty()) {
                    continue;
                }
                const Function* function = functions_.at(address);
                if (function != nullptr && function == reported) {
                    continue; // one sentence a function is enough
                }
                reported = function;
                violation(
                    "{} at {:#x} uses {} (`{}`): the kernel saves no floating-point or vector "
                    "state, so compile it with the flags of cmake/flags.cmake.",
                    function == nullptr ? fmt::format("section {}", section.name)
                                        : short_function_name(function->linkage_name, longest_name),
                    address, reg, disassembler->text(*instruction, address));
            }
        }
        finish_stack(stack_);
        return {};
    }

    const ElfImage& image_;
    const CheckOptions& options_;
    const FunctionMap& functions_;
    const DebugInformation& lines_;
    CheckReport report_;
    StackUse stack_;
    /// Names by address.
    std::map<std::uint64_t, const char*> memory_functions_;
    std::map<std::uint64_t, std::uint64_t> data_;
};

/// The script without comments of either kind.
std::string without_comments(std::string_view script) {
    std::string result;
    for (std::size_t at = 0; at < script.size();) {
        if (script.substr(at).starts_with("/*")) {
            const std::size_t end = script.find("*/", at + 2);
            at = end == std::string_view::npos ? script.size() : end + 2;
            result += ' ';
        } else if (script[at] == '#') {
            at = std::min(script.find('\n', at), script.size());
        } else {
            result += script[at++];
        }
    }
    return result;
}

} // namespace

ExportList ExportList::parse(std::string_view script) {
    ExportList list;
    bool global = false;
    std::string word;
    for (const char c : without_comments(script)) {
        if (c == ':') {
            global = word == "global";
            word.clear();
        } else if (c == ';' || c == '{' || c == '}') {
            if (c == ';' && global && !word.empty()) {
                list.patterns_.push_back(word);
            }
            word.clear();
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0 && c != '"') {
            word += c;
        }
    }
    return list;
}

Result<ExportList> ExportList::read(const std::filesystem::path& path) {
    const std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) {
        return std::unexpected(fmt::format("{}: cannot be read.", path.string()));
    }
    return parse(text.str());
}

bool ExportList::contains(const std::string& name) const {
    return std::ranges::any_of(patterns_, [&](const std::string& pattern) {
        return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    });
}

Result<CheckReport> check_image(const ElfImage& image, const CheckOptions& options) {
    auto functions = read_functions(image);
    if (!functions) {
        return std::unexpected(functions.error());
    }
    const auto lines = DebugInformation::open(image.path());
    if (!lines) {
        return std::unexpected(lines.error());
    }
    return Checker(image, options, *functions, *lines).run();
}

} // namespace bimetal::image
