// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/sink.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bimetal::shell {

// Receives what a word may be completed to. Only what begins with the word counts.
class Candidates {
  public:
    // `listing`: where to print each candidate, or null.
    constexpr Candidates(std::string_view word, text::Sink* listing) noexcept
        : word_(word), listing_(listing) {}

    // `candidate` stays valid until the completion is over: names of commands are constants.
    void add(std::string_view candidate) noexcept;

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    // What all candidates begin with; empty without any.
    [[nodiscard]] std::string_view common() const noexcept { return common_; }

  private:
    std::string_view word_;
    text::Sink* listing_;
    std::string_view common_;
    std::size_t count_ = 0;
};

// Knows what may stand in a line.
class Completer {
  public:
    // `before`: the line up to the word; `word`: what is being typed, up to the cursor. May be
    // called twice for one key, and gives the same answer both times.
    virtual void complete(std::string_view before, std::string_view word,
                          Candidates& candidates) noexcept = 0;

  protected:
    constexpr Completer() = default;
    ~Completer() = default;
    Completer(const Completer&) = default;
    Completer& operator=(const Completer&) = default;
};

// The last lines entered, in fixed storage; the oldest give way.
class History {
  public:
    static constexpr std::size_t capacity = 16;
    static constexpr std::size_t line_capacity = 256;

    // Empty lines and repetitions of the last line are not kept.
    void add(std::string_view line) noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    // The line that was added `age` lines ago, 0 being the last; empty beyond.
    [[nodiscard]] std::string_view at(std::size_t age) const noexcept;

  private:
    struct Line {
        std::array<char, line_capacity> text;
        std::size_t size;
    };

    std::array<Line, capacity> lines_{};
    std::size_t next_ = 0;
    std::size_t count_ = 0;
};

// Edits one line on a VT100-like terminal. A state machine: bytes go in, drawing goes to a sink as
// they come, and nothing waits.
//
// The line is always valid UTF-8 without control characters; bytes that would make it otherwise are
// dropped. Each code point counts as one column. A line wider than the terminal scrolls sideways in
// one row. Not locked; the sink's context.
//
// Keys: arrows, Home, End, Delete, Backspace, Tab, Control with A B C D E F H K L N P U W and
// arrows, Alt with B D F and Backspace.
class LineEditor {
  public:
    static constexpr std::size_t capacity = History::line_capacity;
    static constexpr std::size_t narrowest = 20;

    enum class Event : std::uint8_t {
        none,
        line,         // Enter: line() is what was typed
        interrupted,  // Control-C: the line is given up
        end_of_input, // Control-D in an empty line
    };

    // `completer` may be null. Sink and completer outlive the editor.
    constexpr LineEditor(text::Sink& output, Completer* completer) noexcept
        : output_(&output), completer_(completer) {}

    // Starts an empty line behind `prompt`, printable text that stays valid until the next begin.
    // The cursor is in the first column of a row.
    void begin(std::string_view prompt) noexcept;

    // Takes one byte from the terminal. After any event but none the line is over and bytes are
    // dropped until begin.
    Event feed(std::uint8_t byte) noexcept;

    // The text so far, or what was entered; valid until the next feed or begin.
    [[nodiscard]] std::string_view line() const noexcept { return {line_.data(), size_}; }

    // The terminal's width in columns; from `narrowest` on. Draws nothing.
    void set_width(std::size_t columns) noexcept;

    // Takes the line off the screen, so that something else can be printed from the first column
    // on, and puts it back behind that.
    void hide() noexcept;
    void show() noexcept;

    [[nodiscard]] const History& history() const noexcept { return history_; }

  private:
    enum class Input : std::uint8_t { ground, escape, control_sequence, single_shift };

    Event ground(std::uint8_t byte) noexcept;
    Event control(std::uint8_t byte) noexcept;
    void escape(std::uint8_t byte) noexcept;
    void control_sequence(std::uint8_t byte) noexcept;
    void single_shift(std::uint8_t byte) noexcept;
    void key(std::uint8_t final) noexcept;
    void code_point(std::uint8_t byte) noexcept;

    bool insert(std::string_view text) noexcept;
    void erase(std::size_t from, std::size_t to) noexcept;
    void replace(std::string_view text) noexcept;
    [[nodiscard]] std::size_t previous() const noexcept;
    [[nodiscard]] std::size_t next() const noexcept;
    [[nodiscard]] std::size_t word_start() const noexcept;
    [[nodiscard]] std::size_t word_end() const noexcept;
    void move_to(std::size_t position) noexcept;
    void older() noexcept;
    void newer() noexcept;
    void complete() noexcept;

    Event finish(Event event, std::string_view mark) noexcept;
    void bell() noexcept;
    void draw() noexcept;
    void redraw() noexcept;
    void move_column(std::size_t column) noexcept;
    [[nodiscard]] std::size_t prompt_columns() const noexcept;
    [[nodiscard]] std::size_t text_columns() const noexcept;

    text::Sink* output_;
    Completer* completer_;
    std::string_view prompt_;

    std::array<char, capacity> line_{};
    std::size_t size_ = 0;
    std::size_t cursor_ = 0; // in bytes
    bool active_ = false;

    Input input_ = Input::ground;
    bool after_return_ = false;     // a line feed now belongs to it
    std::array<char, 4> partial_{}; // bytes of an incomplete code point
    std::size_t partial_size_ = 0;
    std::size_t parameter_ = 0; // of a control sequence: the first,
    std::size_t modifier_ = 0;  // the second
    bool second_ = false;

    History history_;
    std::array<char, capacity> draft_{}; // the line that was left for the history
    std::size_t draft_size_ = 0;
    std::size_t age_ = 0; // 0: the line is no line of the history, else its age + 1

    std::size_t width_ = 80;
    std::size_t scroll_ = 0;             // the first column of the line that is visible
    std::size_t column_ = 0;             // where the terminal's cursor is
    std::array<char, capacity> shown_{}; // what stands behind the prompt
    std::size_t shown_size_ = 0;
};

} // namespace bimetal::shell
