// SPDX-License-Identifier: MIT OR Apache-2.0
// A panic reads the table when memory may be damaged: whatever its bytes, nothing outside it is
// read and every answer comes. Sanitizers watch.
#include "tools/image/tests/record_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>

namespace bimetal::image {
namespace {

using debug::BacktraceTable;
using debug::Frame;

std::vector<std::byte> sample_table() {
    std::ifstream file(SAMPLE_TABLE, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(file)), {});
    std::vector<std::byte> bytes(content.size());
    std::memcpy(bytes.data(), content.data(), content.size());
    return bytes;
}

constexpr std::uint64_t text = 0xffffffff80100000;
constexpr std::uint64_t text_size = 0x2000;

/// In memory of exactly its size, so that a read behind it is seen.
void read_everything(const std::vector<std::byte>& bytes, std::mt19937_64& random) {
    const auto exact = std::make_unique<std::byte[]>(bytes.size());
    std::ranges::copy(bytes, exact.get());
    const std::span<const std::byte> span(exact.get(), bytes.size());
    const auto table = BacktraceTable::open(span);
    if (!table) {
        return;
    }
    for (int i = 0; i < 64; ++i) {
        std::array<Frame, 8> frames;
        std::array<char, debug::longest_name> buffer{};
        const std::uint64_t address = i == 0 ? random() : text + random() % text_size;
        const std::size_t count =
            table->lookup(address, std::span(frames).first(random() % (frames.size() + 1)));
        for (std::size_t frame = 0; frame < count; ++frame) {
            for (const char c : table->name(frames[frame], buffer)) {
                ASSERT_TRUE(c >= ' ' && c <= '~');
            }
            ASSERT_LE(frames[frame].component.size(), debug::table_format::longest_component);
        }
    }
    record_text(span, {}, {text + random() % text_size, text + random() % text_size}, true);
}

class DamagedTable : public testing::Test {
  protected:
    void SetUp() override {
        std::cout << "BIMETAL_SEED=" << seed << '\n';
        ASSERT_GT(whole.size(), sizeof(debug::table_format::Header));
    }

    const char* given = std::getenv("BIMETAL_SEED");
    const std::uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device{}();
    std::mt19937_64 random{seed};
    std::vector<std::byte> whole = sample_table();
};

TEST_F(DamagedTable, BitsFlipped) {
    for (int round = 0; round < 4000; ++round) {
        auto bytes = whole;
        for (std::uint64_t flips = 1 + random() % 32; flips > 0; --flips) {
            bytes[random() % bytes.size()] ^= std::byte{1} << (random() % 8);
        }
        read_everything(bytes, random);
    }
}

TEST_F(DamagedTable, HeaderWithEveryBitFlipped) {
    for (std::size_t bit = 0; bit < sizeof(debug::table_format::Header) * 8; ++bit) {
        auto bytes = whole;
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
        read_everything(bytes, random);
    }
}

TEST_F(DamagedTable, CutOff) {
    for (std::size_t size = 0; size < whole.size(); size += 1 + random() % 16) {
        read_everything({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}, random);
        // The header may also promise no more than there is.
        auto bytes = whole;
        bytes.resize(size);
        const auto claimed = static_cast<std::uint32_t>(size);
        if (size >= sizeof(debug::table_format::Header)) {
            std::memcpy(bytes.data() + offsetof(debug::table_format::Header, size), &claimed,
                        sizeof(claimed));
        }
        read_everything(bytes, random);
    }
}

TEST_F(DamagedTable, NothingButNoise) {
    for (int round = 0; round < 500; ++round) {
        auto bytes = whole;
        for (std::size_t at = sizeof(debug::table_format::Header); at < bytes.size(); ++at) {
            bytes[at] = static_cast<std::byte>(random());
        }
        read_everything(bytes, random);
    }
}

} // namespace
} // namespace bimetal::image
