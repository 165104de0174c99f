// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/line_editor.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bimetal::shell {
namespace {

// A terminal that knows what the editor uses, and fails on anything else. A cell is one code point.
class Terminal final : public text::Sink {
  public:
    explicit Terminal(std::size_t columns) : width(columns) {}

    void write(std::string_view text) noexcept override {
        bytes += text.size();
        for (const char c : text) {
            put(c);
        }
    }

    [[nodiscard]] std::string row() const {
        std::string result;
        for (const std::string& cell : rows.back()) {
            result += cell;
        }
        return result;
    }

    std::size_t width;
    std::size_t column = 0;
    std::vector<std::vector<std::string>> rows{1};
    std::size_t bytes = 0;
    unsigned bells = 0;

  private:
    void put(char c) {
        const auto byte = static_cast<unsigned char>(c);
        if (!sequence_.empty()) {
            sequence_ += c;
            if (sequence_.size() > 2 && byte >= 0x40) {
                obey();
                sequence_.clear();
            }
        } else if (c == '\x1b') {
            sequence_ = c;
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\n') {
            rows.emplace_back();
        } else if (c == '\b') {
            ASSERT_GT(column, 0U);
            --column;
        } else if (c == '\a') {
            ++bells;
        } else if ((byte & 0xc0) == 0x80) {
            ASSERT_GT(column, 0U);
            rows.back()[column - 1] += c;
        } else {
            ASSERT_GE(byte, 0x20);
            ASSERT_LT(column + 1, width) << "wrote to the last column";
            rows.back().resize(std::max(rows.back().size(), column + 1), " ");
            rows.back()[column++] = std::string(1, c);
        }
    }

    void obey() {
        const std::string number = sequence_.substr(2, sequence_.size() - 3);
        const std::size_t count = number.empty() ? 1 : std::stoul(number);
        switch (sequence_.back()) {
        case 'C':
            column += count;
            ASSERT_LT(column, width);
            break;
        case 'D':
            ASSERT_GE(column, count);
            column -= count;
            break;
        case 'K':
            if (rows.back().size() > column) {
                rows.back().resize(column);
            }
            break;
        case 'H':
            rows.assign(1, {});
            column = 0;
            break;
        case 'J':
            ASSERT_EQ(number, "2");
            break;
        default:
            FAIL() << "unknown sequence " << sequence_.substr(1);
        }
    }

    std::string sequence_;
};

class Commands final : public Completer {
  public:
    void complete(std::string_view before, std::string_view,
                  Candidates& candidates) noexcept override {
        if (before.empty() || before.ends_with("; ") || before.ends_with(";")) {
            for (const std::string_view name : {"help", "test", "threads", "time", "memory"}) {
                candidates.add(name);
            }
        } else if (before == "test ") {
            candidates.add("buddy");
        }
    }
};

// Few enough to be listed in the narrowest terminal.
class FewCommands final : public Completer {
  public:
    void complete(std::string_view, std::string_view, Candidates& candidates) noexcept override {
        for (const std::string_view name : {"test", "tests", "time"}) {
            candidates.add(name);
        }
    }
};

class Editor : public ::testing::Test {
  protected:
    LineEditor::Event type(std::string_view bytes) {
        LineEditor::Event event = LineEditor::Event::none;
        for (const char c : bytes) {
            event = editor.feed(static_cast<std::uint8_t>(c));
        }
        return event;
    }

    // Starts anew, types, and gives the line with the cursor shown as |.
    std::string after(std::string_view bytes) {
        editor.begin("> ");
        type(bytes);
        EXPECT_EQ(terminal.row(), "> " + std::string(editor.line()));
        std::string shown(editor.line());
        std::size_t at = 0;
        for (std::size_t columns = terminal.column - 2; at < shown.size(); ++at) {
            if ((static_cast<unsigned char>(shown[at]) & 0xc0) != 0x80 && columns-- == 0) {
                break;
            }
        }
        shown.insert(at, "|");
        type("\x03");
        return shown;
    }

    Terminal terminal{80};
    Commands commands;
    LineEditor editor{terminal, &commands};
};

using Event = LineEditor::Event;

TEST_F(Editor, TypesALine) {
    editor.begin("> ");
    EXPECT_EQ(type("help"), Event::none);
    EXPECT_EQ(terminal.row(), "> help");
    EXPECT_EQ(type("\r"), Event::line);
    EXPECT_EQ(editor.line(), "help");
    EXPECT_EQ(terminal.row(), "");
    EXPECT_EQ(type("dropped"), Event::none);
    EXPECT_EQ(terminal.row(), "");
}

TEST_F(Editor, ReturnWithLineFeedIsOneEnd) {
    editor.begin("> ");
    EXPECT_EQ(type("a\r"), Event::line);
    editor.begin("> ");
    EXPECT_EQ(type("\n"), Event::none);
    EXPECT_EQ(type("b\n"), Event::line);
    EXPECT_EQ(editor.line(), "b");
    editor.begin("> ");
    EXPECT_EQ(type("\n"), Event::line);
}

TEST_F(Editor, MovesAndEdits) {
    EXPECT_EQ(after("abc\x1b[D\x1b[DX"), "aX|bc");
    EXPECT_EQ(after("abc\x02\x02\x06Y"), "abY|c");
    EXPECT_EQ(after("abc\x1b[HX"), "X|abc");
    EXPECT_EQ(after("abc\x01X\x05Y"), "XabcY|");
    EXPECT_EQ(after("abc\x1bOHX\x1bOFY"), "XabcY|");
    EXPECT_EQ(after("abc\x1b[1~X\x1b[4~Y\x1b[7~Z\x1b[8~"), "ZXabcY|");
    EXPECT_EQ(after("abc\x7f"), "ab|");
    EXPECT_EQ(after("abc\x08"), "ab|");
    EXPECT_EQ(after("\x7f\x1b[D\x1b[C\x1b[3~"), "|");
    EXPECT_EQ(after("abc\x01\x1b[3~"), "|bc");
    EXPECT_EQ(after("abc\x01\x04"), "|bc");
    EXPECT_EQ(after("one two three\x1b[1;5D\x1b[1;5DX"), "one X|two three");
    EXPECT_EQ(after("one two\x01\x1b[1;3C"), "one| two");
    EXPECT_EQ(after("one two\x1b"
                    "bX\x1b"
                    "f"),
              "one Xtwo|");
    EXPECT_EQ(after("one two  \x17"), "one |");
    EXPECT_EQ(after("one two\x1b\x7f"), "one |");
    EXPECT_EQ(after("one two\x01\x1b"
                    "d"),
              "| two");
    EXPECT_EQ(after("one two\x1b"
                    "b\x15"),
              "|two");
    EXPECT_EQ(after("one two\x1b"
                    "b\x0b"),
              "one |");
}

TEST_F(Editor, EventsOfControlKeys) {
    editor.begin("> ");
    EXPECT_EQ(type("half\x03"), Event::interrupted);
    EXPECT_EQ(editor.history().size(), 0U);
    editor.begin("> ");
    EXPECT_EQ(type("\x04"), Event::end_of_input);
    editor.begin("> ");
    EXPECT_EQ(type("a\x04"), Event::none);
}

TEST_F(Editor, InterruptingAFullRowDoesNotWrap) {
    editor.begin("> ");
    type(std::string(77, 'x') + "\x03");
    EXPECT_EQ(terminal.rows.size(), 2U);
    EXPECT_EQ(terminal.rows.front().size(), 79U);
    editor.begin("> ");
    type(std::string(75, 'x') + "\x03");
    EXPECT_EQ(terminal.rows[1].back(), "C");
}

TEST_F(Editor, ClearsTheScreen) {
    editor.begin("> ");
    type("abc\x02\x0c");
    EXPECT_EQ(terminal.rows.size(), 1U);
    EXPECT_EQ(terminal.row(), "> abc");
    EXPECT_EQ(terminal.column, 4U);
}

TEST_F(Editor, History) {
    for (const char* line : {"first\r", "second\r", "second\r", "\r", "third\r"}) {
        editor.begin("> ");
        type(line);
    }
    EXPECT_EQ(editor.history().size(), 3U);
    EXPECT_EQ(after("\x1b[A"), "third|");
    EXPECT_EQ(after("\x1b[A\x1b[A\x10\x10\x10"), "first|");
    EXPECT_EQ(after("draft\x1b[A\x1b[A\x1b[B"), "third|");
    EXPECT_EQ(after("draft\x10\x0e\x0e"), "draft|");
    EXPECT_EQ(after("\x1b[A edited\x1b[A\x1b[B"), "third|");
    for (int i = 0; i < 40; ++i) {
        editor.begin("> ");
        type("line " + std::to_string(i) + "\r");
    }
    EXPECT_EQ(editor.history().size(), History::capacity);
    EXPECT_EQ(editor.history().at(0), "line 39");
    EXPECT_EQ(editor.history().at(15), "line 24");
    EXPECT_EQ(editor.history().at(16), "");
}

TEST_F(Editor, Completion) {
    EXPECT_EQ(after("h\t"), "help |");
    EXPECT_EQ(after("t\t"), "t|");
    EXPECT_EQ(terminal.rows[terminal.rows.size() - 3].size(),
              std::string("test  threads  time  ").size());
    EXPECT_EQ(after("th\t"), "threads |");
    EXPECT_EQ(after("test b\t"), "test buddy |");
    EXPECT_EQ(after("x\t"), "x|");
    EXPECT_EQ(terminal.bells, 1U);
    EXPECT_EQ(after("memory;m\t"), "memory;memory |");
    EXPECT_EQ(after("hlp\x02\x02\t"), "help |lp");
}

TEST_F(Editor, SplitAndForeignSequences) {
    EXPECT_EQ(after("ab\x1b[99;99;99zc"), "abc|");
    EXPECT_EQ(after("ab\x1b[<0;1;2Mc"), "abc|");
    EXPECT_EQ(after("ab\x1b[ !~c"), "abc|");
    EXPECT_EQ(after("ab\x1b\x1b[Dc"), "ac|b");
    EXPECT_EQ(after("ab\x1b[12\x7f"
                    "c"),
              "abc|");
    EXPECT_EQ(after("ab\x1bzc"), "abc|");
    EXPECT_EQ(after("ab\x1bOzc"), "abc|");
    EXPECT_EQ(after("ab\x1b[1\x01x"), "x|ab") << "a control character ends a sequence and counts";
    EXPECT_EQ(after(std::string("a\0b", 3)), "ab|");
}

TEST_F(Editor, Utf8) {
    EXPECT_EQ(after("\xc3\xa9t\xc3\xa9\x1b[D\x7f"), "\xc3\xa9|\xc3\xa9");
    EXPECT_EQ(after("a\xe2\x82\xac\xf0\x9f\xa6\x80\x02\x02\x04"), "a|\xf0\x9f\xa6\x80");
    EXPECT_EQ(after("a\x80\xffz"), "az|") << "bytes that begin nothing";
    EXPECT_EQ(after("a\xc3z"), "az|") << "a code point that was begun";
    EXPECT_EQ(after("a\xc0\xafz"), "az|") << "overlong";
    EXPECT_EQ(after("a\xe0\x80\x80z"), "az|") << "overlong";
    EXPECT_EQ(after("a\xed\xa0\x80z"), "az|") << "a surrogate";
    EXPECT_EQ(after("a\xf4\x90\x80\x80z"), "az|") << "above 0x10ffff";
    EXPECT_EQ(after("a\xc2\x9b"
                    "2Jz"),
              "a2Jz|")
        << "a control sequence in one byte";
    // Equal first bytes, so that the difference lies inside a code point.
    EXPECT_EQ(after("\xc3\xa9\x7f\xc3\xa8"), "\xc3\xa8|");
    EXPECT_EQ(after("\xc3\xa9\xc3\xa8\x01\x04"), "|\xc3\xa8");
}

TEST_F(Editor, FullLine) {
    editor.begin("> ");
    type(std::string(LineEditor::capacity + 10, 'x'));
    EXPECT_EQ(editor.line().size(), LineEditor::capacity);
    EXPECT_EQ(terminal.bells, 10U);
    type("\x7f\xe2\x82\xac");
    EXPECT_EQ(editor.line().size(), LineEditor::capacity - 1);
    EXPECT_EQ(type("\r"), Event::line);
}

TEST_F(Editor, ScrollsALongLine) {
    terminal.width = 24;
    editor.set_width(24);
    editor.begin("> ");
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += static_cast<char>('a' + i % 26);
    }
    type(text);
    EXPECT_EQ(terminal.rows.size(), 1U);
    EXPECT_TRUE(text.ends_with(terminal.row().substr(2)));
    type("\x01");
    EXPECT_EQ(terminal.row(), "> " + text.substr(0, 21));
    EXPECT_EQ(terminal.column, 2U);
    type("\x0b");
    EXPECT_EQ(terminal.row(), "> ");
}

TEST_F(Editor, AWidePromptLeavesRoom) {
    terminal.width = 20;
    editor.set_width(5);
    editor.begin("a prompt of 15> ");
    type("abc");
    EXPECT_EQ(terminal.row(), "abc");
}

TEST_F(Editor, MakesRoomForOtherOutput) {
    editor.begin("> ");
    type("abc\x02");
    editor.hide();
    EXPECT_EQ(terminal.row(), "");
    terminal.write("log line\r\n");
    editor.show();
    EXPECT_EQ(terminal.row(), "> abc");
    EXPECT_EQ(terminal.column, 4U);
}

TEST_F(Editor, WritesLittle) {
    editor.begin("> ");
    type("memor");
    const std::size_t before = terminal.bytes;
    type("y");
    EXPECT_EQ(terminal.bytes, before + 1);
}

// After every byte, whatever it was, the row is the prompt and a part of the line, and the cursor
// stands where the line's is.
TEST_F(Editor, RandomBytesKeepTheScreenRight) {
    testing::Random random;
    const std::vector<std::string> keys = {"\x1b[A",
                                           "\x1b[B",
                                           "\x1b[C",
                                           "\x1b[D",
                                           "\x1b[H",
                                           "\x1b[F",
                                           "\x1b[3~",
                                           "\x1b[1;5C",
                                           "\x1b[1;5D",
                                           "\x1b"
                                           "d",
                                           "\x7f",
                                           "\x17",
                                           "\x15",
                                           "\x0b",
                                           "\x01",
                                           "\x05",
                                           "\t",
                                           "\x0c",
                                           "\xc3\xa9",
                                           "\xe2\x82\xac",
                                           "\xf0\x9f\xa6\x80",
                                           " ",
                                           "test",
                                           "\r",
                                           "\r\n",
                                           "\x1b[",
                                           "\x1b",
                                           "\xe2",
                                           ";"};
    for (int round = 0; round < 60; ++round) {
        Terminal screen(random.in(LineEditor::narrowest, 100));
        FewCommands few;
        LineEditor subject(screen, &few);
        subject.set_width(screen.width);
        const std::string prompt(random.in(0, LineEditor::narrowest / 2), '#');
        subject.begin(prompt);
        for (int step = 0; step < 1500; ++step) {
            std::string bytes;
            if (random.chance(3)) {
                bytes = keys[random.in(0, keys.size() - 1)];
            } else if (random.chance(8)) {
                bytes = std::string(1, static_cast<char>(random.in(0, 255)));
            } else {
                bytes = std::string(1, static_cast<char>(random.in('a', 'z')));
            }
            for (const char c : bytes) {
                if (subject.feed(static_cast<std::uint8_t>(c)) != Event::none) {
                    ASSERT_EQ(screen.row(), "");
                    subject.begin(prompt);
                }
                const std::string line(subject.line());
                const std::string row = screen.row();
                ASSERT_EQ(row.substr(0, prompt.size()), prompt);
                const std::string text = row.substr(prompt.size());
                ASSERT_NE(line.find(text), std::string::npos);
                std::size_t columns = 0;
                for (const char of : line) {
                    columns += (static_cast<unsigned char>(of) & 0xc0) != 0x80 ? 1 : 0;
                }
                if (columns < screen.width - prompt.size()) {
                    ASSERT_EQ(text, line);
                }
                if (!random.chance(20)) {
                    continue;
                }
                // A drawing from nothing agrees with the one step by step.
                const std::size_t column = screen.column;
                subject.hide();
                subject.show();
                ASSERT_EQ(screen.row(), row);
                ASSERT_EQ(screen.column, column);
            }
        }
    }
}

} // namespace
} // namespace bimetal::shell
