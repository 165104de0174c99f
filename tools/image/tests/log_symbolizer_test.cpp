// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/disassembler.hpp"
#include "tools/image/log_symbolizer.hpp"
#include "tools/image/tests/record_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <regex>

namespace bimetal::image {
namespace {

const std::filesystem::path folder = std::filesystem::path(SAMPLE_IMAGE).parent_path();

/// A record as the kernel prints it, with calls in both languages.
std::string recorded_log(bool is_fault = true) {
    const auto image = ElfImage::open(SAMPLE_IMAGE);
    const auto disassembler = Disassembler::create(Mode::long_64);
    std::vector<std::uint64_t> calls;
    for (const char* name : {"wheel_rust_turn", "sample_main", "_start"}) {
        const Symbol* symbol = image->symbol(name);
        const Section* text = image->section(".text");
        // The first call in the function: what follows it is a return address.
        for (std::uint64_t at = symbol->address; at < symbol->address + symbol->size;) {
            const auto decoded =
                disassembler->decode(text->content.subspan(at - text->address), at);
            if (!decoded) {
                break;
            }
            at += decoded->size;
            if (disassembler->text(*decoded, at).starts_with("call")) {
                calls.push_back(at);
                break;
            }
        }
    }
    return record_text(std::as_bytes(image->section(".backtrace")->content), image->build_id(),
                       calls, is_fault);
}

std::string symbolized(std::string_view log) {
    LogSymbolizer symbolizer(folder, std::nullopt);
    return symbolizer.feed(log);
}

std::string without_sources(const std::string& text) {
    static const std::regex source(R"(\] at [^ \r\n]+:\d+)");
    return std::regex_replace(text, source, "]");
}

TEST(LogSymbolizer, AddsTheSourceAndNothingElse) {
    const std::string log = recorded_log();
    const std::string text = symbolized(log);
    EXPECT_EQ(without_sources(text), log);
    for (
        const char* expected :
        {R"(#0 .*wheel_rust_turn\+0x[0-9a-f]+  \[Rust, wheel/rust, interrupted\] at components/wheel/rust/wheel\.rs:\d+\n)",
         R"(#1 .*sample_main\+0x[0-9a-f]+  \[C\+\+\] at tools/image/tests/sample_main\.cpp:\d+\n)",
         R"(#2 .*_start\+0x5  \[assembly\] at tools/image/tests/sample_start\.S:6\n)"}) {
        EXPECT_TRUE(std::regex_search(text, std::regex(expected))) << expected << "\n" << text;
    }
    std::cout << text;
}

TEST(LogSymbolizer, KnowsInlinedCalls) {
    const auto image = ElfImage::open(SAMPLE_IMAGE);
    std::size_t inlined = 0;
    const Symbol* symbol = image->symbol("sample_main");
    for (std::uint64_t at = symbol->address + 1; at < symbol->address + symbol->size; at += 7) {
        const std::string log = record_text(std::as_bytes(image->section(".backtrace")->content),
                                            image->build_id(), {at}, false);
        const std::string text = symbolized(log);
        EXPECT_EQ(without_sources(text), log);
        static const std::regex inlined_line("#0[^\n]*inlined[^\n]*");
        for (std::sregex_iterator line(text.begin(), text.end(), inlined_line), end; line != end;
             ++line) {
            ++inlined;
            EXPECT_NE(line->str().find("] at "), std::string::npos) << line->str();
        }
    }
    EXPECT_GT(inlined, 10U);
}

TEST(LogSymbolizer, KeepsCarriageReturnsAndPrefixes) {
    std::string log = recorded_log();
    for (std::size_t at = 0; (at = log.find('\n', at)) != std::string::npos; at += 2) {
        log.replace(at, 1, "\r\n");
    }
    log = "\x1b[0mbimetal> panic\r\n" + log;
    const std::string text = symbolized(log);
    EXPECT_EQ(without_sources(text), log);
    EXPECT_TRUE(std::regex_search(text, std::regex(R"(\] at [^\r\n]+:\d+\r\n)")));
}

TEST(LogSymbolizer, HoldsNothingBackInAnyPieces) {
    const std::string log = "bimetal> " + recorded_log() + "bimetal> ";
    const std::string whole = symbolized(log);
    LogSymbolizer symbolizer(folder, std::nullopt);
    std::string text;
    for (const char c : log) {
        const std::string piece = symbolizer.feed({&c, 1});
        ASSERT_TRUE(piece.ends_with(c));
        if (c != '\n') {
            ASSERT_EQ(piece.size(), 1U);
        }
        text += piece;
    }
    EXPECT_EQ(text, whole);
}

TEST(LogSymbolizer, WithoutTheImageChangesNothing) {
    const std::string log = recorded_log();
    LogSymbolizer nowhere("/nonexistent", std::nullopt);
    EXPECT_EQ(nowhere.feed(log), log);

    std::string unknown = log;
    const std::size_t build = unknown.find("  build ");
    unknown.replace(build + 8, 4, "0000");
    EXPECT_EQ(symbolized(unknown), unknown);
}

TEST(LogSymbolizer, AssumesTheGivenImageUntilABuildIsNamed) {
    const std::string log = recorded_log();
    const std::string lines = log.substr(log.find("  #0"));
    EXPECT_EQ(symbolized(lines), lines);
    LogSymbolizer symbolizer("/nonexistent", SAMPLE_IMAGE);
    EXPECT_NE(symbolizer.feed(lines).find("] at "), std::string::npos);
    EXPECT_NE(symbolizer.feed(log).find("] at "), std::string::npos);
}

TEST(LogSymbolizer, RandomBytesComeOutAsTheyWent) {
    const char* given = std::getenv("BIMETAL_SEED");
    const std::uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device{}();
    std::cout << "BIMETAL_SEED=" << seed << '\n';
    std::mt19937_64 random(seed);
    const std::string log = recorded_log();
    LogSymbolizer symbolizer(folder, std::nullopt);
    for (int round = 0; round < 300; ++round) {
        std::string noisy;
        for (int part = 0; part < 8; ++part) {
            std::string piece = log.substr(random() % log.size(), random() % 200);
            for (std::uint64_t damage = random() % 6; damage > 0 && !piece.empty(); --damage) {
                piece[random() % piece.size()] = static_cast<char>(random());
            }
            noisy += piece;
        }
        std::string text;
        for (std::size_t at = 0; at < noisy.size();) {
            const std::size_t size = 1 + random() % 40;
            text += symbolizer.feed(std::string_view(noisy).substr(at, size));
            at += size;
        }
        // Only sources may have been added: the input is the output with parts left out.
        std::size_t matched = 0;
        for (const char c : text) {
            matched += matched < noisy.size() && noisy[matched] == c ? 1 : 0;
        }
        ASSERT_EQ(matched, noisy.size());
    }
}

} // namespace
} // namespace bimetal::image
