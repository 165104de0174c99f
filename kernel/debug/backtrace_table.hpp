// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace bimetal::debug {

/// What a function was written in, as its compile unit says.
enum class Language : std::uint8_t { unknown, cpp, rust, assembly, c };

/// Which twin of its component a function belongs to; `none` where the component is not twinned
/// code.
enum class Twin : std::uint8_t { none, cpp, rust };

/// The language's usual name: "C++", "Rust", "assembly", "C" or "unknown".
constexpr std::string_view describe(Language language) {
    switch (language) {
    case Language::cpp:
        return "C++";
    case Language::rust:
        return "Rust";
    case Language::assembly:
        return "assembly";
    case Language::c:
        return "C";
    case Language::unknown:
        break;
    }
    return "unknown";
}

/// "cpp", "rust" or "" for none.
constexpr std::string_view describe(Twin twin) {
    switch (twin) {
    case Twin::cpp:
        return "cpp";
    case Twin::rust:
        return "rust";
    case Twin::none:
        break;
    }
    return "";
}

/// One function at an address. Where the compiler inlined, one address has several.
struct Frame {
    /// Key of the function's name, for BacktraceTable::name.
    std::uint32_t symbol = 0;
    /// Bytes from the function's start; 0 for an inlined function, which has no single start.
    std::uint32_t offset = 0;
    Language language = Language::unknown;
    Twin twin = Twin::none;
    bool inlined = false;
    /// Empty for code of no component. Points into the table.
    std::string_view component = {};
};

enum class TableError : std::uint8_t {
    /// Fewer bytes than the header says, or than a header.
    truncated,
    /// Not a table, or one of another version.
    not_a_table,
    /// A part of it lies outside it.
    inconsistent,
};

/// Longest name in a table, in bytes.
inline constexpr std::size_t longest_name = 120;

/// Reads the table that `bimetal-image attach-backtrace` makes.
///
/// Every offset and length is checked where it is used: a damaged table yields no or wrong names,
/// never an access outside the table and never a loop without end, so a panic may rely on it.
/// Nothing is allocated, no lock is taken; usable in any context.
class BacktraceTable {
  public:
    /// Checks the header and the extent of every part; `bytes` must outlive the table.
    static std::expected<BacktraceTable, TableError> open(std::span<const std::byte> bytes);

    /// Writes the functions at `address` to `frames`, innermost first, and returns how many; 0 when
    /// the table has none there. The last is the function itself, the others were inlined into it;
    /// when `frames` is too short, the outermost inlined ones are left out.
    ///
    /// A return address points behind its call, perhaps into another line or even the next
    /// function: look up the address before it. Only a frame that a fault or interrupt cut off is
    /// exact.
    std::size_t lookup(std::uint64_t address, std::span<Frame> frames) const;

    /// Writes the frame's function name to `buffer` and returns it; cut off when the buffer is too
    /// short (`longest_name` always suffices), empty when the table is damaged there.
    std::string_view name(const Frame& frame, std::span<char> buffer) const;

    /// Number of function ranges in the table.
    std::uint32_t function_count() const { return function_count_; }

  private:
    BacktraceTable() = default;

    std::size_t inlined_frames(std::span<const std::byte> data, std::uint32_t offset,
                               std::span<Frame> frames) const;
    Frame frame_of(std::uint32_t symbol) const;
    std::span<const std::byte> symbol_record(std::uint32_t symbol) const;

    std::span<const std::byte> blocks_;
    std::span<const std::byte> functions_;
    std::span<const std::byte> symbol_index_;
    std::span<const std::byte> symbols_;
    std::span<const std::byte> token_index_;
    std::span<const std::byte> tokens_;
    std::span<const std::byte> origins_;
    std::uint32_t function_count_ = 0;
};

/// The table's layout, shared with the tool that writes it. Numbers in the streams are unsigned
/// LEB128 of at most 32 bits; everything else is little-endian.
///
/// - A *key* stands for an address: its low 32 bits. A kernel is linked within the lowest and
/// highest
///   2 GiB, so sign extension gives the address back.
/// - *Blocks* are an index for binary search: { u32 key, u32 offset into functions } for every
///   `functions_in_block` functions, ascending by key.
/// - *Functions*, ascending: gap from the end of the previous one (in a block's first: from the
///   block's key), size, symbol, number of bytes of inlining data, inlining data.
/// - *Inlining data*: the number of nodes, one for each inlined call; then for each, counted from
/// 1,
///   its parent and its symbol; then, to the end, the runs that part the function's range:
///   `length << 2 | step`, where the step tells the run's node. Node 0 is the function itself; it
///   has what the runs do not cover. Nodes are numbered as they first appear in a run. A parent is
///   0 for the function, or the zigzag code of node - parent.
/// - *Symbols*, the most used first: u8 origin, u8 length, name. The symbol index holds the u32
///   offset of every `symbols_in_block`th.
/// - A *name* is a string of tokens, one byte each; token index: u16[257], offsets into the tokens'
///   text. (Repeated substitution of the most frequent pair; Gage, "A New Algorithm for Data
///   Compression", 1994.)
/// - *Origins*: what symbols share, `Origin` records.
namespace table_format {

inline constexpr std::uint64_t magic = 0x3145'4341'5254'4d42; // "BMTRACE1"
inline constexpr std::uint32_t functions_in_block = 8;
inline constexpr std::uint32_t symbols_in_block = 16;
inline constexpr std::uint32_t token_count = 256;
inline constexpr std::size_t longest_component = 29;

/// The address that a key stands for.
constexpr std::uint64_t address_of(std::uint32_t key) {
    constexpr std::uint64_t sign = 0x8000'0000;
    return (std::uint64_t{key} ^ sign) - sign;
}

struct Part {
    std::uint32_t offset; // from the table's start
    std::uint32_t size;   // in bytes
};

struct Header {
    std::uint64_t magic;
    std::uint32_t size; // of the whole table
    std::uint32_t function_count;
    Part blocks;
    Part functions;
    Part symbol_index;
    Part symbols;
    Part token_index;
    Part tokens;
    Part origins;
};

static_assert(sizeof(Header) == 72);

struct Origin {
    Language language;
    Twin twin;
    std::uint8_t component_length;
    char component[longest_component];
};

static_assert(sizeof(Origin) == 32);

/// How a run of inlining data names its node.
enum class Step : std::uint8_t {
    next,     // the lowest-numbered node that no run had yet
    back,     // the node of the run before the previous one
    named,    // a number follows: the highest-numbered node that a run had, less this
    function, // node 0
};

} // namespace table_format

} // namespace bimetal::debug
