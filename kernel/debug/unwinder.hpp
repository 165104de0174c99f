// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace bimetal::debug {

/// One call in a backtrace, before names are looked up.
struct Call {
    std::uint64_t address = 0;
    /// The address is that of the instruction itself, as a fault reports it, and not the one behind
    /// a call.
    bool exact = false;

    /// The address that lies within the calling instruction, for a table lookup.
    std::uint64_t lookup_address() const { return exact ? address : address - 1; }
};

/// Where a walk begins: the registers at a fault, or those of the caller that wants a backtrace.
struct UnwindStart {
    std::uint64_t instruction_pointer = 0;
    std::uint64_t frame_pointer = 0;
    /// The instruction pointer is that of a fault or interrupt, not a return address.
    bool is_fault = false;
    /// Where the trap entry's call of its handler returns to; 0 when the walk passes no trap entry.
    /// The address behind it in the chain is that of an interrupted instruction, so it is exact.
    std::uint64_t trap_return_address = 0;
};

/// Longest chain that is followed; a recursion that overflows a stack stays below it.
inline constexpr std::size_t longest_walk = 4096;

/// Walks the chain of frame pointers (System V x86-64 with -fno-omit-frame-pointer: the saved frame
/// pointer at [rbp], the return address at [rbp + 8]) and hands each call to `visit(const Call&)`,
/// innermost first. Returns how many it visited.
///
/// `is_readable(address)` tells whether [address, address + 16) is mapped stack memory; nothing
/// else is read, and only at addresses that are a multiple of 8. The walk ends at a frame pointer
/// that is zero, misaligned, not readable or not above the one before, at a return address of zero,
/// or after `limit` calls. So it needs no sound stack: it may run in a double fault, after a stack
/// overflow, on registers that hold anything. Takes no lock, allocates nothing.
///
/// A chain that goes on to another stack (an interrupt stack below the interrupted one, say) ends
/// where the addresses stop rising; start a second walk there.
template <typename IsReadable, typename Visit>
std::size_t unwind(const UnwindStart& start, std::size_t limit, IsReadable&& is_readable,
                   Visit&& visit) {
    if (limit == 0 || start.instruction_pointer == 0) {
        return 0;
    }
    visit(Call{start.instruction_pointer, start.is_fault});
    std::size_t count = 1;
    std::uint64_t frame = start.frame_pointer;
    bool behind_trap = start.instruction_pointer == start.trap_return_address;
    while (count < limit && frame != 0 && frame % 8 == 0 && is_readable(frame)) {
        const auto* words = reinterpret_cast<const volatile std::uint64_t*>(frame);
        const std::uint64_t next = words[0];
        const std::uint64_t return_address = words[1];
        if (return_address == 0) {
            break;
        }
        visit(Call{return_address, behind_trap});
        behind_trap = return_address == start.trap_return_address;
        ++count;
        if (next <= frame) {
            break;
        }
        frame = next;
    }
    return count;
}

} // namespace bimetal::debug
