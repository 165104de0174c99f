// SPDX-License-Identifier: MIT OR Apache-2.0
// What a panic or fault says about itself, for people and for `bimetal-image symbolize`:
//
//   panic: index 7 out of range
//     cpu 0, thread 3 "shell", component serial (rust)
//     build 55d7fe8a7781d6fb8d692866a2f714accf90bd63
//     rip 0xffffffff80012345  rsp 0xffff800000104f00  rbp 0xffff800000104f40
//     #0  0xffffffff80012345  core::ptr::write_volatile  [Rust, inlined, interrupted]
//     #0  in                  serial::Serial<R>::transmit+0x1c  [Rust, serial/rust, interrupted]
//     #1  0xffffffff8000a0c4  bimetal::shell::Shell::run+0x84  [C++]
//     (#1 repeats 12 times)
//
// One number is one frame on the stack; where functions were inlined it has several lines,
// innermost first. The address is the return address, or where it says "interrupted" the
// instruction itself.
#pragma once

#include "kernel/debug/backtrace_table.hpp"
#include "kernel/debug/image_information.hpp"
#include "kernel/debug/unwinder.hpp"
#include "kernel/text/sink.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace bimetal::debug {

struct Register {
    std::string_view name = {};
    std::uint64_t value = 0;
};

struct Record {
    /// "panic", "fault" or what else it is.
    std::string_view kind = {};
    std::string_view message = {};
    std::uint32_t cpu = 0;
    std::uint64_t thread = 0;
    /// Empty when no thread was running.
    std::string_view thread_name = {};
    /// Printed three a line, in this order; may be empty.
    std::span<const Register> registers = {};
    UnwindStart start = {};
};

/// Whether [address, address + 16) is mapped stack memory.
using IsReadable = bool (*)(std::uint64_t address);

/// The component that the innermost frame with one belongs to.
struct Place {
    /// Empty when there is none. Points into the image's table.
    std::string_view component = {};
    Twin twin = Twin::none;
};

/// Lines of a backtrace at most; a recursion counts as one.
inline constexpr std::size_t longest_backtrace = 64;

/// Inlined functions shown for one address at most.
inline constexpr std::size_t deepest_inlining = 16;

/// Finds the component to name for a record. Any context, as print_record.
Place find_place(const ImageInformation& image, const UnwindStart& start, IsReadable is_readable);

/// Prints the record. Any context that the sink allows: takes no lock, allocates nothing, reads the
/// image's table and the stack with all checks, and needs less than 2 KiB of stack beside the sink.
void print_record(text::Sink& sink, const Record& record, const ImageInformation& image,
                  IsReadable is_readable);

} // namespace bimetal::debug
