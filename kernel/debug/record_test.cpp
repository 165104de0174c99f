// SPDX-License-Identifier: MIT OR Apache-2.0
// The parts of a record that need no table; tools/image tests it with a real one.
#include "kernel/debug/record.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace bimetal::debug {
namespace {

class StringSink final : public text::Sink {
  public:
    void write(std::string_view text) noexcept override { text_ += text; }

    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

std::array<std::uint64_t, 512> stack;

bool is_readable(std::uint64_t address) {
    const auto first = reinterpret_cast<std::uint64_t>(stack.data());
    return address >= first && address - first <= sizeof(stack) - 16;
}

ImageInformation image_without_table() {
    ImageInformation image{};
    image.magic = image_information_magic;
    for (std::uint8_t value = 0; std::uint8_t& byte : image.build_id) {
        byte = value++;
    }
    return image;
}

std::string printed(const Record& record) {
    StringSink sink;
    print_record(sink, record, image_without_table(), is_readable);
    return sink.text();
}

std::uint64_t at(std::size_t word) {
    return reinterpret_cast<std::uint64_t>(&stack[word]);
}

TEST(Record, WithoutATableNamesNothingButStillWalks) {
    stack = {};
    stack[0] = at(4);
    stack[1] = 0xffffffff80001000;
    stack[4] = 0;
    stack[5] = 0xffffffff80002000;
    const std::array registers{Register{"rip", 0xffffffff80000042}, Register{"rsp", 1},
                               Register{"rbp", 2}, Register{"r8", 3}};
    EXPECT_EQ(printed({.kind = "fault",
                       .message = "divide error",
                       .cpu = 1,
                       .thread = 3,
                       .thread_name = "shell",
                       .registers = registers,
                       .start = {.instruction_pointer = 0xffffffff80000042,
                                 .frame_pointer = at(0),
                                 .is_fault = true}}),
              "fault: divide error\n"
              "  cpu 1, thread 3 \"shell\"\n"
              "  build 000102030405060708090a0b0c0d0e0f10111213, without a backtrace table\n"
              "  rip 0xffffffff80000042  rsp 0x0000000000000001  rbp 0x0000000000000002\n"
              "  r8  0x0000000000000003\n"
              "  #0  0xffffffff80000042  ?  [unknown, interrupted]\n"
              "  #1  0xffffffff80001000  ?  [unknown]\n"
              "  #2  0xffffffff80002000  ?  [unknown]\n");
}

TEST(Record, ARecursionIsOneRow) {
    stack = {};
    for (std::size_t word = 0; word < 200; word += 2) {
        stack[word] = at(word + 2);
        stack[word + 1] = word < 180 ? 0xffffffff80001000 : 0xffffffff80002000 + word;
    }
    const std::string text =
        printed({.kind = "panic",
                 .message = "deep",
                 .start = {.instruction_pointer = 0xffffffff80001000, .frame_pointer = at(0)}});
    EXPECT_NE(text.find("  #0  0xffffffff80001000  ?  [unknown]\n"
                        "  (#0 repeats 90 times)\n"
                        "  #1  0xffffffff800020b4  ?  [unknown]\n"),
              std::string::npos)
        << text;
}

TEST(Record, ALongBacktraceSaysHowMuchIsMissing) {
    stack = {};
    for (std::size_t word = 0; word < 200; word += 2) {
        stack[word] = word < 198 ? at(word + 2) : 0;
        stack[word + 1] = 0xffffffff80002000 + word;
    }
    const std::string text =
        printed({.kind = "panic",
                 .message = "long",
                 .start = {.instruction_pointer = 0xffffffff80001000, .frame_pointer = at(0)}});
    EXPECT_NE(text.find("  #63 "), std::string::npos) << text;
    EXPECT_EQ(text.find("  #64 "), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("  (37 more)\n")) << text;
}

TEST(Record, AnImageWithoutRecordIsNoTable) {
    StringSink sink;
    print_record(sink, {.kind = "panic", .message = "x"}, {}, is_readable);
    EXPECT_NE(sink.text().find("without a backtrace table"), std::string::npos);
}

} // namespace
} // namespace bimetal::debug
