// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bimetal::log {

enum class Level : std::uint8_t { debug, info, warning, error };

[[nodiscard]] std::string_view describe(Level level) noexcept;

// The level of that name, as describe spells it.
[[nodiscard]] std::optional<Level> level_of(std::string_view name) noexcept;

// The longest message; more is cut, and ends with "...".
inline constexpr std::size_t longest_message = 256;

// One message. Prints as `[   1.234567] warning message`, without a line end.
struct Record {
    std::uint64_t sequence = 0;
    std::uint64_t nanoseconds = 0; // since start-up
    Level level = Level::info;
    std::uint64_t missed = 0; // records between the last one read and this that were overwritten
    std::string_view message;
};

void format_value(text::Sink& sink, const Record& record);

// Where a reader is. A new one starts at the oldest record.
struct Cursor {
    std::uint64_t sequence = 0;
    std::uint64_t position = 0;
};

// Records of different length in a ring of bytes; the oldest give way. Not locked.
//
// A record counts only once its last store is done, and reading checks what it finds: a write in
// the middle of another that will never go on (a panic inside write) loses at most that other
// record.
class Ring {
  public:
    // `storage` outlives the ring; fewer than minimum_storage bytes hold nothing.
    constexpr explicit Ring(std::span<std::byte> storage) noexcept : storage_(storage) {}

    static constexpr std::size_t header_size = 24;
    static constexpr std::size_t minimum_storage = header_size + longest_message;

    // Appends a record; `message` is cut to longest_message. Any context.
    void write(Level level, std::uint64_t nanoseconds, std::string_view message) noexcept;

    // The record at the cursor, which then moves on; its message is copied to `buffer` (cut to it).
    // Nothing when the reader has seen all. Records that were overwritten are skipped and counted.
    [[nodiscard]] std::optional<Record> read(Cursor& cursor, std::span<char> buffer) const noexcept;

    // Records written so far, and how many of them were overwritten.
    [[nodiscard]] std::uint64_t written() const noexcept { return next_sequence_; }

    [[nodiscard]] std::uint64_t overwritten() const noexcept { return first_sequence_; }

  private:
    struct Header {
        std::uint64_t sequence;
        std::uint64_t nanoseconds;
        std::uint16_t length;
        Level level;
        std::array<std::uint8_t, 5> unused;
    };

    void copy_in(std::uint64_t position, std::span<const std::byte> bytes) noexcept;
    void copy_out(std::uint64_t position, std::span<std::byte> bytes) const noexcept;
    [[nodiscard]] std::optional<Header> header_at(std::uint64_t position) const noexcept;
    void drop_oldest() noexcept;

    std::span<std::byte> storage_;
    // Positions count bytes ever written; the place in the storage is their remainder.
    std::uint64_t begin_ = 0;
    std::uint64_t end_ = 0;
    std::uint64_t first_sequence_ = 0;
    std::uint64_t next_sequence_ = 0;
};

} // namespace bimetal::log
