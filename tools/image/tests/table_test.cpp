// SPDX-License-Identifier: MIT OR Apache-2.0
// The table of the sample image, for each of its instructions, against llvm-symbolizer.
#include "tools/image/disassembler.hpp"
#include "tools/image/function_map.hpp"
#include "tools/image/function_name.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <llvm/Support/Program.h>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <memory>
#include <optional>

namespace bimetal::image {
namespace {

using debug::BacktraceTable;
using debug::Frame;

class SampleImage : public testing::Test {
  protected:
    void SetUp() override {
        auto opened = ElfImage::open(SAMPLE_IMAGE);
        ASSERT_TRUE(opened) << opened.error();
        image = std::make_unique<ElfImage>(std::move(*opened));
        const auto content = image->section(".backtrace")->content;
        auto read = BacktraceTable::open(std::as_bytes(content));
        ASSERT_TRUE(read);
        table = std::make_unique<BacktraceTable>(*read);
    }

    std::vector<std::string> names(std::uint64_t address) const {
        std::array<Frame, 32> frames;
        std::array<char, debug::longest_name> buffer{};
        std::vector<std::string> result;
        const std::size_t count = table->lookup(address, frames);
        for (std::size_t i = 0; i < count; ++i) {
            EXPECT_EQ(frames[i].inlined, i + 1 < count);
            result.emplace_back(table->name(frames[i], buffer));
        }
        return result;
    }

    std::vector<std::uint64_t> instructions() const {
        const auto disassembler = Disassembler::create(Mode::long_64);
        EXPECT_TRUE(disassembler);
        std::vector<std::uint64_t> result;
        const Section* text = image->section(".text");
        for (std::size_t at = 0; at < text->size;) {
            const auto decoded =
                disassembler->decode(text->content.subspan(at), text->address + at);
            result.push_back(text->address + at);
            at += decoded ? decoded->size : 1;
        }
        return result;
    }

    std::unique_ptr<ElfImage> image;
    std::unique_ptr<BacktraceTable> table;
};

bool is_library(const std::string& file) {
    return !origin_of_path(file, Language::rust).library.empty() ||
           !origin_of_path(file, Language::cpp).library.empty();
}

/// The names that llvm-symbolizer gives, but without what a library inlines into itself.
std::vector<std::string> expected_names(const nlohmann::json& symbols) {
    std::vector<std::string> names;
    bool outer_is_library = false;
    for (auto frame = symbols.rbegin(); frame != symbols.rend(); ++frame) {
        const std::string function = (*frame)["FunctionName"];
        const bool library = is_library((*frame)["StartFileName"]);
        const bool is_inner_working = library && outer_is_library && !names.empty();
        if (!is_inner_working && !function.empty()) {
            names.insert(names.begin(), short_function_name(function, debug::longest_name));
        }
        outer_is_library = library;
    }
    return names;
}

TEST_F(SampleImage, AgreesWithLlvmSymbolizerAtEveryInstruction) {
    const auto addresses = instructions();
    const std::string list = std::string(SAMPLE_IMAGE) + ".addresses";
    {
        std::ofstream file(list);
        for (const std::uint64_t address : addresses) {
            file << fmt::format("{:#x}\n", address);
        }
    }
    const std::string answers = std::string(SAMPLE_IMAGE) + ".answers";
    const std::string object = fmt::format("--obj={}", SAMPLE_IMAGE);
    const std::optional<llvm::StringRef> redirects[] = {list, answers, std::nullopt};
    ASSERT_EQ(llvm::sys::ExecuteAndWait(
                  LLVM_SYMBOLIZER,
                  {LLVM_SYMBOLIZER, object, "--output-style=JSON", "--inlines", "--no-demangle"},
                  std::nullopt, redirects),
              0);

    std::size_t compared = 0;
    std::size_t with_inlining = 0;
    std::ifstream lines(answers);
    for (std::string line; std::getline(lines, line); ++compared) {
        const auto answer = nlohmann::json::parse(line);
        const std::uint64_t address = std::stoull(std::string(answer["Address"]), nullptr, 0);
        ASSERT_EQ(address, addresses.at(compared));
        const auto expected = expected_names(answer["Symbol"]);
        ASSERT_EQ(names(address), expected) << fmt::format("{:#x}", address);
        with_inlining += expected.size() > 1 ? 1 : 0;
    }
    EXPECT_EQ(compared, addresses.size());
    EXPECT_GT(with_inlining, 100U);
    fmt::print("{} instructions compared, {} of them inlined\n", compared, with_inlining);
}

TEST_F(SampleImage, KnowsLanguageComponentTwinAndOffset) {
    struct Expected {
        const char* symbol;
        Language language;
        std::string component;
        Twin twin;
    };

    for (const Expected& expected :
         {Expected{"sample_main", Language::cpp, "", Twin::none},
          Expected{"wheel_rust_turn", Language::rust, "wheel", Twin::rust},
          Expected{"_ZNK5wheel5WheelImE4turnEv", Language::cpp, "wheel", Twin::cpp},
          Expected{"_start", Language::assembly, "", Twin::none},
          Expected{"sample_stub", Language::assembly, "", Twin::none}}) {
        const Symbol* symbol = image->symbol(expected.symbol);
        ASSERT_NE(symbol, nullptr) << expected.symbol;
        std::array<Frame, 32> frames;
        const std::size_t count = table->lookup(symbol->address, frames);
        ASSERT_GT(count, 0U) << expected.symbol;
        const Frame& frame = frames[count - 1];
        EXPECT_EQ(frame.offset, 0U);
        EXPECT_EQ(frame.language, expected.language) << expected.symbol;
        EXPECT_EQ(frame.component, expected.component) << expected.symbol;
        EXPECT_EQ(frame.twin, expected.twin) << expected.symbol;
    }
}

TEST_F(SampleImage, KnowsNothingOutsideTheText) {
    const Section* text = image->section(".text");
    for (const std::uint64_t address :
         {std::uint64_t{0}, text->address - 1, text->address + text->size, ~std::uint64_t{0},
          text->address & 0xffffffff, text->address ^ (std::uint64_t{1} << 63)}) {
        EXPECT_TRUE(names(address).empty()) << fmt::format("{:#x}", address);
    }
}

TEST_F(SampleImage, AShortListKeepsTheInnermostAndTheFunction) {
    for (const std::uint64_t address : instructions()) {
        std::array<Frame, 32> all;
        std::array<Frame, 2> few;
        const std::size_t count = table->lookup(address, all);
        const std::size_t kept = table->lookup(address, few);
        ASSERT_EQ(kept, std::min<std::size_t>(count, 2));
        if (count > 2) {
            EXPECT_EQ(few[0].symbol, all[0].symbol);
            EXPECT_EQ(few[1].symbol, all[count - 1].symbol);
            EXPECT_FALSE(few[1].inlined);
        }
    }
    EXPECT_EQ(table->lookup(instructions()[0], {}), 0U);
}

} // namespace
} // namespace bimetal::image
