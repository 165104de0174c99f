// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/log/ring.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <string>
#include <vector>

namespace bimetal::log {
namespace {

std::vector<std::string> messages(const Ring& ring, Cursor cursor = {}) {
    std::vector<std::string> result;
    std::array<char, longest_message> buffer;
    while (const auto record = ring.read(cursor, buffer)) {
        result.emplace_back(record->message);
    }
    return result;
}

using List = std::vector<std::string>;

TEST(LogRing, KeepsOrderAndFields) {
    std::array<std::byte, 1024> storage{};
    Ring ring(storage);
    EXPECT_EQ(messages(ring), List{});
    ring.write(Level::info, 1'234'567'890, "first");
    ring.write(Level::error, 65'000'000'000'000, "");
    Cursor cursor;
    std::array<char, 64> buffer;
    auto record = ring.read(cursor, buffer);
    ASSERT_TRUE(record);
    std::array<char, 128> line;
    EXPECT_EQ(text::print_to(line, "{}", *record), "[   1.234567] info    first");
    record = ring.read(cursor, buffer);
    EXPECT_EQ(record->sequence, 1U);
    EXPECT_EQ(text::print_to(line, "{}", *record), "[65000.000000] error   ");
    EXPECT_FALSE(ring.read(cursor, buffer));
    ring.write(Level::debug, 0, "later");
    record = ring.read(cursor, buffer);
    EXPECT_EQ(record->message, "later");
    EXPECT_EQ(record->missed, 0U);
}

TEST(LogRing, DropsTheOldestAndTellsReaders) {
    std::array<std::byte, Ring::minimum_storage> storage{};
    Ring ring(storage);
    Cursor behind;
    std::array<char, longest_message> buffer;
    ring.write(Level::info, 0, "0");
    EXPECT_EQ(ring.read(behind, buffer)->message, "0");
    for (int i = 1; i < 100; ++i) {
        ring.write(Level::info, 0, std::to_string(i));
    }
    const auto record = ring.read(behind, buffer);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->sequence, ring.overwritten());
    EXPECT_EQ(record->missed, ring.overwritten() - 1);
    EXPECT_EQ(record->message, std::to_string(ring.overwritten()));
    EXPECT_EQ(ring.written(), 100U);
    EXPECT_EQ(messages(ring).back(), "99");
}

TEST(LogRing, CutsWhatIsTooLong) {
    std::array<std::byte, Ring::minimum_storage> storage{};
    Ring ring(storage);
    ring.write(Level::info, 0, std::string(1000, 'x'));
    EXPECT_EQ(messages(ring), List{std::string(longest_message, 'x')});
    std::array<char, 3> small;
    Cursor cursor;
    EXPECT_EQ(ring.read(cursor, small)->message, "xxx");
    EXPECT_FALSE(ring.read(cursor, small));
}

TEST(LogRing, TooLittleStorageHoldsNothing) {
    std::array<std::byte, Ring::minimum_storage - 1> storage{};
    for (const std::size_t size : {std::size_t{0}, storage.size()}) {
        Ring ring(std::span(storage).first(size));
        ring.write(Level::info, 0, "lost");
        EXPECT_EQ(messages(ring), List{});
        EXPECT_EQ(ring.overwritten(), 1U);
    }
}

// A write that stopped half way leaves bytes behind, which never reach a reader; and bytes that
// something else overwrote lead no reader astray.
TEST(LogRing, BelievesNothingThatDoesNotFit) {
    testing::Random random;
    for (int round = 0; round < 300; ++round) {
        std::array<std::byte, 600> storage{};
        Ring ring(storage);
        for (int i = 0; i < 40; ++i) {
            ring.write(Level::info, 0, std::string(random.in(0, 80), 'a'));
        }
        for (std::uint64_t i = random.in(1, 200); i != 0; --i) {
            random.pick(storage) = static_cast<std::byte>(random.in(0, 255));
        }
        std::ignore = messages(ring);
        for (int i = 0; i < 40; ++i) {
            ring.write(Level::info, 0, std::string(random.in(0, 80), 'b'));
        }
        ring.write(Level::info, 0, "last");
        EXPECT_EQ(messages(ring).back(), "last");
    }
}

TEST(LogRing, AgreesWithAModel) {
    testing::Random random;
    for (int round = 0; round < 30; ++round) {
        std::vector<std::byte> storage(random.in(Ring::minimum_storage, 3000));
        Ring ring(storage);
        std::deque<std::string> model;
        std::size_t bytes = 0;
        Cursor cursor;
        std::uint64_t seen = 0;
        for (int step = 0; step < 500; ++step) {
            std::string message(random.in(0, 300), '.');
            for (char& c : message) {
                c = static_cast<char>(random.in('a', 'z'));
            }
            ring.write(Level::info, 0, message);
            model.push_back(message.substr(0, longest_message));
            bytes += Ring::header_size + model.back().size();
            while (bytes > storage.size()) {
                bytes -= Ring::header_size + model.front().size();
                model.pop_front();
            }
            ASSERT_EQ(ring.overwritten() + model.size(), ring.written());
            if (random.chance(10)) {
                ASSERT_EQ(messages(ring), List(model.begin(), model.end()));
            }
            std::array<char, longest_message> buffer;
            if (random.chance(2)) {
                while (const auto record = ring.read(cursor, buffer)) {
                    ASSERT_EQ(record->sequence, seen + record->missed);
                    seen = record->sequence + 1;
                }
                ASSERT_EQ(seen, ring.written());
            }
        }
    }
}

TEST(Log, LevelNames) {
    EXPECT_EQ(level_of("warning"), Level::warning);
    EXPECT_EQ(level_of("Warning"), std::nullopt);
    EXPECT_EQ(level_of(""), std::nullopt);
}

} // namespace
} // namespace bimetal::log
