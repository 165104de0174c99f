// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/disassembler.hpp"
#include "tools/image/function_map.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace bimetal::image {

/// A place where control leaves a function.
struct CallSite {
    std::uint64_t address = 0;
    /// Indices into the function map: one for a direct call or jump, both twins for a stub.
    std::vector<std::size_t> targets;
    /// Through a register or memory: it may reach any function whose address is taken.
    bool indirect = false;
    /// What else is found here: a trap, or code that cannot be followed. Empty for a call.
    std::string finding;
    /// It does not come back: a jump, or running on past the function's end.
    bool jump = false;
};

/// Whether it is where the program is stopped on purpose.
bool is_trap(const CallSite& site);

/// Who may call whom in an image, by whole functions: more than what runs, never less, as long as
/// code is what the linker put there, stubs of live components lead to their twins, and nobody
/// computes an address of code that stands nowhere as a whole.
struct CallGraph {
    const FunctionMap* functions = nullptr;
    /// For each function of the map.
    std::vector<std::vector<CallSite>> sites;
    /// Functions whose address is in the data or in an instruction's operand.
    std::set<std::size_t> address_taken;
};

/// Reads all 64-bit code of the image. `functions` must outlive the graph.
Result<CallGraph> read_calls(const ElfImage& image, const FunctionMap& functions);

/// What a call site stands for, innermost first: the inlined functions and the one that holds them.
std::vector<std::string> functions_at(const Function& function, std::uint64_t address);

/// A function as reports name it.
std::string report_name(const std::string& linkage_name);

} // namespace bimetal::image
