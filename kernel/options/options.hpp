// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/format.hpp"
#include "kernel/text/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

// The kernel's command line: words parted by blanks, each `key=value` or a bare `key`. A value may
// stand in double quotes, or the whole word may (GRUB does that to words with blanks); a backslash
// takes a quote or a backslash literally. Where a key occurs more than once the last one counts.
//
// Everything is a view of the line; nothing is copied but a value with backslashes, into the
// caller's buffer.
namespace bimetal::options {

enum class Malformed : std::uint8_t {
    no_key, // `=value`
    unterminated_quote,
    stray_quote, // a quote inside a word, or text behind a closing quote
    bad_escape,  // a backslash before anything but \ " '
};

[[nodiscard]] std::string_view describe(Malformed malformed) noexcept;

// One word of the line. `raw` is the value as written, escapes included, without its quotes.
struct Word {
    std::string_view key;
    std::string_view raw;
    bool has_value = false;
    std::size_t position = 0; // of the word in the line, in bytes

    // The value without escapes: `raw` itself where it has none, else a copy in `buffer`. Nothing
    // if the buffer is too small (raw.size() always suffices).
    [[nodiscard]] std::optional<std::string_view> value(std::span<char> buffer) const noexcept;

    [[nodiscard]] bool value_is(std::string_view text) const noexcept;
};

struct MalformedWord {
    Malformed malformed = Malformed::no_key;
    std::size_t position = 0; // of what is wrong, in the line
};

// Takes a line apart. After a malformed word it goes on behind the next blank.
class Parser {
  public:
    constexpr explicit Parser(std::string_view line) noexcept : line_(line) {}

    // The next word or what is wrong with it; nothing at the end.
    [[nodiscard]] std::optional<std::expected<Word, MalformedWord>> next() noexcept;

  private:
    std::unexpected<MalformedWord> malformed(Malformed what, std::size_t position) noexcept;

    std::string_view line_;
    std::size_t at_ = 0;
};

enum class Kind : std::uint8_t {
    flag,   // no value
    text,   // any value
    number, // decimal or 0x
    size,   // a number with K, M, G or T
    choice, // one of a list
};

// What an option may be. Tables of these are constants of whoever owns the options.
struct Description {
    std::string_view key;
    Kind kind = Kind::text;
    std::string_view help;
    std::span<const std::string_view> choices = {};
};

// One thing wrong with a line; prints as a sentence that names the valid keys or values.
struct Complaint {
    enum class Reason : std::uint8_t {
        malformed,
        unknown_key,
        wants_value,
        wants_no_value,
        bad_value
    };

    Reason reason = Reason::malformed;
    Malformed malformed = Malformed::no_key; // for Reason::malformed
    std::size_t position = 0;
    Word word;
    const Description* description = nullptr;       // of the key, when known
    std::span<const Description> descriptions = {}; // all of them
};

void format_value(text::Sink& sink, const Complaint& complaint);

// A line together with the options that it may hold. What is malformed, unknown or out of range is
// reported by Complaints and counts as absent, so that start-up goes on with defaults.
class Options {
  public:
    constexpr Options(std::string_view line, std::span<const Description> descriptions) noexcept
        : line_(line), descriptions_(descriptions) {}

    // Whether a flag is given.
    [[nodiscard]] bool flag(std::string_view key) const noexcept;

    // The value of a text option, as Word::value.
    [[nodiscard]] std::optional<std::string_view> text(std::string_view key,
                                                       std::span<char> buffer) const noexcept;

    // The value of a number or size option.
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const noexcept;

    // The index of the chosen value in the description's choices.
    [[nodiscard]] std::optional<std::size_t> choice(std::string_view key) const noexcept;

  private:
    friend class Complaints;

    [[nodiscard]] const Description* describe_key(std::string_view key) const noexcept;
    [[nodiscard]] std::optional<Word> last_valid(std::string_view key) const noexcept;

    std::string_view line_;
    std::span<const Description> descriptions_;
};

// Everything wrong with a line, from left to right.
class Complaints {
  public:
    constexpr explicit Complaints(const Options& options) noexcept
        : options_(options), parser_(options.line_) {}

    [[nodiscard]] std::optional<Complaint> next() noexcept;

  private:
    Options options_;
    Parser parser_;
};

} // namespace bimetal::options
