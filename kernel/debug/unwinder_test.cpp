// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/debug/unwinder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

namespace bimetal::debug {
namespace {

/// A stack of our own, in which frame pointers can be laid by hand.
class Stack {
  public:
    std::uint64_t address(std::size_t word) const {
        return reinterpret_cast<std::uint64_t>(words_.data()) + word * 8;
    }

    void frame(std::size_t word, std::uint64_t next, std::uint64_t return_address) {
        words_[word] = next;
        words_[word + 1] = return_address;
    }

    bool is_readable(std::uint64_t at) const {
        const std::uint64_t first = address(0);
        return at >= first && at - first <= sizeof(words_) - 16;
    }

    std::vector<Call> walk(const UnwindStart& start, std::size_t limit = 100) const {
        std::vector<Call> calls;
        const std::size_t count = unwind(
            start, limit, [this](std::uint64_t at) { return is_readable(at); },
            [&](const Call& call) { calls.push_back(call); });
        EXPECT_EQ(count, calls.size());
        return calls;
    }

    std::uint64_t& operator[](std::size_t word) { return words_[word]; }

    static constexpr std::size_t size = 64;

  private:
    std::array<std::uint64_t, size> words_{};
};

std::vector<std::uint64_t> addresses(const std::vector<Call>& calls) {
    std::vector<std::uint64_t> result;
    for (const Call& call : calls) {
        result.push_back(call.address);
    }
    return result;
}

using Addresses = std::vector<std::uint64_t>;

TEST(Unwinder, FollowsTheChainToItsEnd) {
    Stack stack;
    stack.frame(2, stack.address(6), 0x2000);
    stack.frame(6, stack.address(10), 0x3000);
    stack.frame(10, 0, 0x4000);
    const auto calls =
        stack.walk({.instruction_pointer = 0x1000, .frame_pointer = stack.address(2)});
    EXPECT_EQ(addresses(calls), (Addresses{0x1000, 0x2000, 0x3000, 0x4000}));
    EXPECT_EQ(calls[0].lookup_address(), 0xfffU);
    EXPECT_EQ(calls[1].lookup_address(), 0x1fffU);
}

TEST(Unwinder, AFaultIsExactAndItsCallersAreNot) {
    Stack stack;
    stack.frame(2, 0, 0x2000);
    const auto calls = stack.walk(
        {.instruction_pointer = 0x1000, .frame_pointer = stack.address(2), .is_fault = true});
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(calls[0].lookup_address(), 0x1000U);
    EXPECT_EQ(calls[1].lookup_address(), 0x1fffU);
}

TEST(Unwinder, WhatATrapInterruptedIsExact) {
    Stack stack;
    stack.frame(2, stack.address(6), 0x2000);
    stack.frame(6, stack.address(10), 0x3000);
    stack.frame(10, 0, 0x4000);
    const auto calls = stack.walk({.instruction_pointer = 0x1000,
                                   .frame_pointer = stack.address(2),
                                   .trap_return_address = 0x2000});
    ASSERT_EQ(calls.size(), 4U);
    EXPECT_FALSE(calls[1].exact);
    EXPECT_TRUE(calls[2].exact);
    EXPECT_FALSE(calls[3].exact);
}

TEST(Unwinder, EndsAtAFramePointerThatCannotBe) {
    Stack stack;
    stack.frame(4, stack.address(8), 0x2000);
    const UnwindStart start{.instruction_pointer = 0x1000, .frame_pointer = stack.address(4)};
    const Addresses two{0x1000, 0x2000};
    for (const std::uint64_t next :
         {std::uint64_t{0}, stack.address(4), stack.address(2), stack.address(8) + 1,
          stack.address(8) + 4, stack.address(Stack::size - 1), stack.address(Stack::size),
          ~std::uint64_t{0}, ~std::uint64_t{7}, std::uint64_t{8}, std::uint64_t{1} << 63}) {
        stack.frame(4, next, 0x2000);
        stack.frame(8, 0, 0);
        EXPECT_EQ(addresses(stack.walk(start)), two) << std::hex << next;
    }
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0},
                                      stack.address(0) - 8, stack.address(Stack::size - 1)}) {
        EXPECT_EQ(addresses(stack.walk({.instruction_pointer = 0x1000, .frame_pointer = first})),
                  Addresses{0x1000});
    }
}

TEST(Unwinder, EndsInACircle) {
    Stack stack;
    stack.frame(2, stack.address(6), 0x2000);
    stack.frame(6, stack.address(2), 0x3000);
    EXPECT_EQ(
        addresses(stack.walk({.instruction_pointer = 0x1000, .frame_pointer = stack.address(2)})),
        (Addresses{0x1000, 0x2000, 0x3000}));
}

TEST(Unwinder, EndsAtItsLimitAndWithoutAnInstruction) {
    Stack stack;
    for (std::size_t word = 0; word + 2 < Stack::size; word += 2) {
        stack.frame(word, stack.address(word + 2), 0x2000 + word);
    }
    const UnwindStart start{.instruction_pointer = 0x1000, .frame_pointer = stack.address(0)};
    EXPECT_EQ(stack.walk(start, 5).size(), 5U);
    EXPECT_EQ(stack.walk(start, 0).size(), 0U);
    EXPECT_EQ(stack.walk({.instruction_pointer = 0, .frame_pointer = stack.address(0)}).size(), 0U);
}

TEST(Unwinder, ReadsNothingElseOnRandomStacks) {
    const char* given = std::getenv("BIMETAL_SEED");
    const std::uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device{}();
    std::cout << "BIMETAL_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    Stack stack;
    for (int round = 0; round < 20000; ++round) {
        for (std::size_t word = 0; word < Stack::size; ++word) {
            switch (random() % 4) {
            case 0:
                stack[word] = random();
                break;
            case 1:
                stack[word] = stack.address(0) + random() % (Stack::size * 8 + 32);
                break;
            default:
                stack[word] = stack.address(random() % Stack::size);
                break;
            }
        }
        // The sanitizer reports any access outside; rising addresses bound the number.
        const auto calls = stack.walk({.instruction_pointer = random() | 1,
                                       .frame_pointer = stack.address(random() % Stack::size)},
                                      1000);
        EXPECT_LE(calls.size(), Stack::size);
    }
}

} // namespace
} // namespace bimetal::debug
