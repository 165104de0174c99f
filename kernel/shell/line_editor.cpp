// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/line_editor.hpp"

#include "kernel/text/format.hpp"
#include "kernel/text/parse.hpp"

#include <algorithm>

namespace bimetal::shell {
namespace {

constexpr std::uint8_t with_control(char letter) noexcept {
    return static_cast<std::uint8_t>(letter & 0x1f);
}

constexpr std::uint8_t escape_byte = 0x1b;
constexpr std::uint8_t delete_byte = 0x7f;

constexpr bool is_continuation(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Columns of valid UTF-8.
std::size_t columns_of(std::string_view text) noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

// The first byte of the code point in that column, or the end.
std::size_t byte_at_column(std::string_view text, std::size_t column) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation(text[at]) && column-- == 0) {
            break;
        }
        ++at;
    }
    return at;
}

// How many bytes a code point has that starts with `lead`; 0 if none starts so.
constexpr std::size_t sequence_length(std::uint8_t lead) noexcept {
    return lead >= 0xc2 && lead <= 0xdf   ? 2
           : lead >= 0xe0 && lead <= 0xef ? 3
           : lead >= 0xf0 && lead <= 0xf4 ? 4
                                          : 0;
}

// Whether `second` may follow `lead`: no overlong forms, surrogates, or numbers above 0x10ffff
// (Unicode 15, table 3-7), and no C1 controls, which a terminal would obey.
constexpr bool second_byte_fits(std::uint8_t lead, std::uint8_t second) noexcept {
    const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : lead == 0xc2 ? 0xa0 : 0x80;
    const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

} // namespace

void Candidates::add(std::string_view candidate) noexcept {
    if (!candidate.starts_with(word_)) {
        return;
    }
    if (count_++ == 0) {
        common_ = candidate;
    } else {
        const auto differ = std::ranges::mismatch(common_, candidate).in1;
        common_ = common_.substr(0, static_cast<std::size_t>(differ - common_.begin()));
    }
    if (listing_ != nullptr) {
        text::print(*listing_, "{}  ", candidate);
    }
}

void History::add(std::string_view line) noexcept {
    if (line.empty() || line.size() > line_capacity || line == at(0)) {
        return;
    }
    Line& slot = lines_[next_];
    std::ranges::copy(line, slot.text.begin());
    slot.size = line.size();
    next_ = (next_ + 1) % capacity;
    count_ = std::min(count_ + 1, capacity);
}

std::string_view History::at(std::size_t age) const noexcept {
    if (age >= count_) {
        return {};
    }
    const Line& line = lines_[(next_ + capacity - 1 - age) % capacity];
    return {line.text.data(), line.size};
}

void LineEditor::begin(std::string_view prompt) noexcept {
    prompt_ = prompt;
    size_ = 0;
    cursor_ = 0;
    age_ = 0;
    scroll_ = 0;
    input_ = Input::ground;
    partial_size_ = 0;
    active_ = true;
    redraw();
}

void LineEditor::set_width(std::size_t columns) noexcept {
    width_ = std::max(columns, narrowest);
}

void LineEditor::hide() noexcept {
    if (active_) {
        output_->write("\r\x1b[K");
    }
}

void LineEditor::show() noexcept {
    if (active_) {
        redraw();
    }
}

LineEditor::Event LineEditor::feed(std::uint8_t byte) noexcept {
    const bool ends_pair = after_return_ && byte == '\n';
    after_return_ = byte == '\r';
    if (!active_ || ends_pair) {
        return Event::none;
    }
    // A control character ends whatever sequence it stands in, and counts.
    if (byte < 0x20 && byte != escape_byte) {
        input_ = Input::ground;
        partial_size_ = 0;
        return control(byte);
    }
    if (byte == escape_byte) {
        input_ = Input::escape;
        partial_size_ = 0;
        return Event::none;
    }
    switch (input_) {
    case Input::ground:
        return ground(byte);
    case Input::escape:
        escape(byte);
        break;
    case Input::control_sequence:
        control_sequence(byte);
        break;
    case Input::single_shift:
        single_shift(byte);
        break;
    }
    return Event::none;
}

LineEditor::Event LineEditor::ground(std::uint8_t byte) noexcept {
    if (byte == delete_byte) {
        partial_size_ = 0;
        erase(previous(), cursor_);
        return Event::none;
    }
    code_point(byte);
    return Event::none;
}

// Collects the bytes of a code point and inserts it when it is whole.
void LineEditor::code_point(std::uint8_t byte) noexcept {
    const auto lead = static_cast<std::uint8_t>(partial_[0]);
    if (partial_size_ != 0) {
        const bool fits = partial_size_ == 1 ? second_byte_fits(lead, byte)
                                             : is_continuation(static_cast<char>(byte));
        if (fits) {
            partial_[partial_size_++] = static_cast<char>(byte);
            if (partial_size_ == sequence_length(lead)) {
                const std::string_view whole(partial_.data(), partial_size_);
                partial_size_ = 0;
                insert(whole);
            }
            return;
        }
        // What was begun is dropped; this byte may begin anew.
        partial_size_ = 0;
    }
    if (byte < 0x80) {
        const char c = static_cast<char>(byte);
        insert({&c, 1});
    } else if (sequence_length(byte) != 0) {
        partial_[partial_size_++] = static_cast<char>(byte);
    }
}

LineEditor::Event LineEditor::control(std::uint8_t byte) noexcept {
    switch (byte) {
    case '\r':
    case '\n':
        history_.add(line());
        return finish(Event::line, "");
    case '\t':
        complete();
        break;
    case with_control('A'):
        move_to(0);
        break;
    case with_control('B'):
        move_to(previous());
        break;
    case with_control('C'):
        return finish(Event::interrupted, "^C");
    case with_control('D'):
        if (size_ == 0) {
            return finish(Event::end_of_input, "");
        }
        erase(cursor_, next());
        break;
    case with_control('E'):
        move_to(size_);
        break;
    case with_control('F'):
        move_to(next());
        break;
    case with_control('H'):
        erase(previous(), cursor_);
        break;
    case with_control('K'):
        erase(cursor_, size_);
        break;
    case with_control('L'):
        output_->write("\x1b[H\x1b[2J");
        redraw();
        break;
    case with_control('N'):
        newer();
        break;
    case with_control('P'):
        older();
        break;
    case with_control('U'):
        erase(0, cursor_);
        break;
    case with_control('W'):
        erase(word_start(), cursor_);
        break;
    default:
        break;
    }
    return Event::none;
}

void LineEditor::escape(std::uint8_t byte) noexcept {
    input_ = Input::ground;
    switch (byte) {
    case '[':
        input_ = Input::control_sequence;
        parameter_ = 0;
        modifier_ = 0;
        second_ = false;
        break;
    case 'O':
        input_ = Input::single_shift;
        break;
    case 'b':
        move_to(word_start());
        break;
    case 'f':
        move_to(word_end());
        break;
    case 'd':
        erase(cursor_, word_end());
        break;
    case delete_byte:
        erase(word_start(), cursor_);
        break;
    default:
        break;
    }
}

// ECMA-48, 5.4: parameter bytes 0x30 to 0x3f, intermediate bytes 0x20 to 0x2f, a final byte.
void LineEditor::control_sequence(std::uint8_t byte) noexcept {
    if (byte >= '0' && byte <= '9') {
        std::size_t& value = second_ ? modifier_ : parameter_;
        value = std::min<std::size_t>(value * 10 + (byte - std::size_t{'0'}), 1000);
    } else if (byte == ';') {
        second_ = true;
    } else if (byte >= 0x40 && byte < delete_byte) {
        input_ = Input::ground;
        key(byte);
    } else if (byte >= delete_byte) {
        input_ = Input::ground;
    }
}

void LineEditor::single_shift(std::uint8_t byte) noexcept {
    input_ = Input::ground;
    parameter_ = 0;
    modifier_ = 0;
    key(byte);
}

void LineEditor::key(std::uint8_t final) noexcept {
    // Modifiers are 1 plus 1 for Shift, 2 for Alt, 4 for Control.
    const bool by_word = modifier_ > 1 && ((modifier_ - 1) & 6) != 0;
    switch (final) {
    case 'A':
        older();
        break;
    case 'B':
        newer();
        break;
    case 'C':
        move_to(by_word ? word_end() : next());
        break;
    case 'D':
        move_to(by_word ? word_start() : previous());
        break;
    case 'F':
        move_to(size_);
        break;
    case 'H':
        move_to(0);
        break;
    case '~':
        if (parameter_ == 1 || parameter_ == 7) {
            move_to(0);
        } else if (parameter_ == 3) {
            erase(cursor_, next());
        } else if (parameter_ == 4 || parameter_ == 8) {
            move_to(size_);
        }
        break;
    default:
        break;
    }
}

std::size_t LineEditor::previous() const noexcept {
    std::size_t at = cursor_ == 0 ? 0 : cursor_ - 1;
    while (at != 0 && is_continuation(line_[at])) {
        --at;
    }
    return at;
}

std::size_t LineEditor::next() const noexcept {
    std::size_t at = cursor_;
    if (at < size_) {
        ++at;
    }
    while (at < size_ && is_continuation(line_[at])) {
        ++at;
    }
    return at;
}

std::size_t LineEditor::word_start() const noexcept {
    std::size_t at = cursor_;
    while (at != 0 && line_[at - 1] == ' ') {
        --at;
    }
    while (at != 0 && line_[at - 1] != ' ') {
        --at;
    }
    return at;
}

std::size_t LineEditor::word_end() const noexcept {
    std::size_t at = cursor_;
    while (at < size_ && line_[at] == ' ') {
        ++at;
    }
    while (at < size_ && line_[at] != ' ') {
        ++at;
    }
    return at;
}

void LineEditor::move_to(std::size_t position) noexcept {
    cursor_ = position;
    draw();
}

bool LineEditor::insert(std::string_view text) noexcept {
    if (text.size() > capacity - size_) {
        bell();
        return false;
    }
    const auto at = line_.begin() + static_cast<std::ptrdiff_t>(cursor_);
    const auto end = line_.begin() + static_cast<std::ptrdiff_t>(size_);
    std::copy_backward(at, end, end + static_cast<std::ptrdiff_t>(text.size()));
    std::ranges::copy(text, at);
    size_ += text.size();
    cursor_ += text.size();
    draw();
    return true;
}

void LineEditor::erase(std::size_t from, std::size_t to) noexcept {
    std::copy(line_.begin() + static_cast<std::ptrdiff_t>(to),
              line_.begin() + static_cast<std::ptrdiff_t>(size_),
              line_.begin() + static_cast<std::ptrdiff_t>(from));
    size_ -= to - from;
    cursor_ = from;
    draw();
}

void LineEditor::replace(std::string_view text) noexcept {
    std::ranges::copy(text, line_.begin());
    size_ = text.size();
    cursor_ = size_;
    draw();
}

void LineEditor::older() noexcept {
    if (age_ == history_.size()) {
        return;
    }
    if (age_ == 0) {
        std::ranges::copy(line(), draft_.begin());
        draft_size_ = size_;
    }
    replace(history_.at(age_++));
}

void LineEditor::newer() noexcept {
    if (age_ == 0) {
        return;
    }
    --age_;
    replace(age_ == 0 ? std::string_view(draft_.data(), draft_size_) : history_.at(age_ - 1));
}

void LineEditor::complete() noexcept {
    if (completer_ == nullptr) {
        bell();
        return;
    }
    std::size_t start = cursor_;
    while (start != 0 && line_[start - 1] != ' ' && line_[start - 1] != ';') {
        --start;
    }
    const std::string_view before = line().substr(0, start);
    const std::string_view word = line().substr(start, cursor_ - start);
    Candidates candidates(word, nullptr);
    completer_->complete(before, word, candidates);
    if (candidates.count() == 0) {
        bell();
        return;
    }
    const std::string_view missing = candidates.common().substr(word.size());
    if (candidates.count() == 1) {
        // Both or nothing, so that a full line does not end in half a completion.
        if (missing.size() + 1 > capacity - size_) {
            bell();
        } else {
            insert(missing);
            insert(" ");
        }
    } else if (!missing.empty()) {
        insert(missing);
    } else {
        output_->write("\r\n");
        Candidates listed(word, output_);
        completer_->complete(before, word, listed);
        output_->write("\r\n");
        redraw();
    }
}

LineEditor::Event LineEditor::finish(Event event, std::string_view mark) noexcept {
    cursor_ = size_;
    draw();
    // In a full row the mark would wrap.
    if (column_ + mark.size() < width_) {
        output_->write(mark);
    }
    output_->write("\r\n");
    active_ = false;
    return event;
}

void LineEditor::bell() noexcept {
    output_->write("\a");
}

std::size_t LineEditor::prompt_columns() const noexcept {
    // A prompt that leaves no room to type in is left out.
    const std::size_t columns = columns_of(prompt_);
    return columns + narrowest / 2 <= width_ ? columns : 0;
}

std::size_t LineEditor::text_columns() const noexcept {
    // Nothing is written to the last column: terminals differ in what happens then.
    return width_ - 1 - prompt_columns();
}

void LineEditor::redraw() noexcept {
    output_->write("\r\x1b[K");
    column_ = prompt_columns();
    if (column_ != 0) {
        output_->write(prompt_);
    }
    shown_size_ = 0;
    draw();
}

void LineEditor::move_column(std::size_t column) noexcept {
    if (column < column_ && column_ - column <= 3) {
        output_->write(std::string_view("\b\b\b").substr(0, column_ - column));
    } else if (column < column_) {
        text::print(*output_, "\x1b[{}D", column_ - column);
    } else if (column > column_) {
        text::print(*output_, "\x1b[{}C", column - column_);
    }
    column_ = column;
}

// Brings the terminal up to date, from the first column that differs.
void LineEditor::draw() noexcept {
    const std::size_t room = text_columns();
    const std::size_t cursor_column = columns_of(line().substr(0, cursor_));
    if (columns_of(line()) <= room) {
        scroll_ = 0;
    } else if (cursor_column < scroll_ || cursor_column > scroll_ + room) {
        scroll_ = cursor_column - std::min(cursor_column, room / 2);
    }
    const std::size_t first = byte_at_column(line(), scroll_);
    const std::string_view rest = line().substr(first);
    const std::string_view wanted = rest.substr(0, byte_at_column(rest, room));
    const std::string_view shown(shown_.data(), shown_size_);

    const auto differ = std::ranges::mismatch(wanted, shown);
    auto same = static_cast<std::size_t>(differ.in1 - wanted.begin());
    // Back to the start of a code point in both.
    while (same != 0 && ((same < wanted.size() && is_continuation(wanted[same])) ||
                         (same < shown.size() && is_continuation(shown[same])))) {
        --same;
    }
    if (same < wanted.size() || same < shown.size()) {
        const std::size_t shown_columns = columns_of(shown);
        move_column(prompt_columns() + columns_of(wanted.substr(0, same)));
        if (same < wanted.size()) {
            output_->write(wanted.substr(same));
            column_ = prompt_columns() + columns_of(wanted);
        }
        if (columns_of(wanted) < shown_columns) {
            output_->write("\x1b[K");
        }
        std::ranges::copy(wanted, shown_.begin());
        shown_size_ = wanted.size();
    }
    move_column(prompt_columns() + cursor_column - scroll_);
}

} // namespace bimetal::shell
