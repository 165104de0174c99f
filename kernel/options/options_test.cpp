// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/options/options.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace bimetal::options {
namespace {

// Each word as key=value or key, each mistake as its position and sentence.
std::vector<std::string> parsed(std::string_view line) {
    std::vector<std::string> result;
    Parser parser(line);
    while (const auto word = parser.next()) {
        if (!*word) {
            result.push_back(std::to_string(word->error().position) + ": " +
                             std::string(describe(word->error().malformed)));
            continue;
        }
        std::array<char, 256> buffer;
        std::string text((*word)->key);
        if ((*word)->has_value) {
            text += "=" + std::string((*word)->value(buffer).value_or("?"));
        }
        result.push_back(text);
    }
    return result;
}

using List = std::vector<std::string>;

TEST(Options, Words) {
    EXPECT_EQ(parsed(""), List{});
    EXPECT_EQ(parsed("  \t "), List{});
    EXPECT_EQ(parsed("quiet"), (List{"quiet"}));
    EXPECT_EQ(parsed(" serial=rust  log=debug quiet "),
              (List{"serial=rust", "log=debug", "quiet"}));
    EXPECT_EQ(parsed("a= b=c=d"), (List{"a=", "b=c=d"}));
}

TEST(Options, QuotesAndEscapes) {
    EXPECT_EQ(parsed(R"(exec="components; memory" a=1)"), (List{"exec=components; memory", "a=1"}));
    EXPECT_EQ(parsed(R"(x="say \"hi\" \\ now")"), (List{R"(x=say "hi" \ now)"}));
    EXPECT_EQ(parsed(R"(x="")"), (List{"x="}));
    EXPECT_EQ(parsed(R"("exec=a b" "quiet" y=\'z\')"), (List{"exec=a b", "quiet", "y='z'"}));
    EXPECT_EQ(parsed(R"("exec=say \"hi\"")"), (List{R"(exec=say "hi")"}));
    EXPECT_EQ(parsed("x=\"a=b\" y"), (List{"x=a=b", "y"}));
}

TEST(Options, Mistakes) {
    EXPECT_EQ(parsed("a=1 =2 b"), (List{"a=1", "4: there is no key before \"=\"", "b"}));
    EXPECT_EQ(parsed(R"(a=1 b="open end)"), (List{"a=1", "6: a quote is not closed"}));
    EXPECT_EQ(parsed(R"("open)"), (List{"0: a quote is not closed"}));
    EXPECT_EQ(parsed(R"(a=b"c d)"), (List{"3: a quote stands inside a word", "d"}));
    EXPECT_EQ(parsed(R"(a="b"c d)"), (List{"5: a quote stands inside a word", "d"}));
    EXPECT_EQ(parsed(R"(a"b=c d)"), (List{"1: a quote stands inside a word", "d"}));
    const std::string escape = "a backslash stands before neither a quote nor a backslash";
    EXPECT_EQ(parsed(R"(a="b\n" c)"), (List{"4: " + escape, "c"}));
    EXPECT_EQ(parsed("a=b\\"), (List{"3: " + escape}));
    EXPECT_EQ(parsed("\"\" a"), (List{"1: there is no key before \"=\"", "a"}));
}

TEST(Options, SmallBuffers) {
    Parser parser(R"(a="x\\y" b=long)");
    const Word escaped = **parser.next();
    std::array<char, 3> enough;
    std::array<char, 2> small;
    EXPECT_EQ(escaped.value(enough), "x\\y");
    EXPECT_EQ(escaped.value(small), std::nullopt);
    EXPECT_TRUE(escaped.value_is("x\\y"));
    EXPECT_FALSE(escaped.value_is("x\\"));
    EXPECT_FALSE(escaped.value_is("x\\yz"));
    EXPECT_EQ((*parser.next())->value({}), "long") << "no escapes, no copy";
}

constexpr std::array<std::string_view, 2> twins = {"cpp", "rust"};
constexpr std::array descriptions = {
    Description{"serial", Kind::choice, "which twin serves", twins},
    Description{"exec", Kind::text, "commands to run"},
    Description{"cpus", Kind::number, "how many to start"},
    Description{"heap", Kind::size, "limit of the heap"},
    Description{"quiet", Kind::flag, "no log on the console"},
};

List complaints(std::string_view line) {
    List result;
    Complaints list(Options(line, descriptions));
    while (const auto complaint = list.next()) {
        std::array<char, 256> buffer;
        result.emplace_back(text::print_to(buffer, "{}", *complaint));
    }
    return result;
}

TEST(Options, TypedValues) {
    const Options options(R"(serial=rust exec="a \"b\"" cpus=0x10 heap=64M quiet)", descriptions);
    std::array<char, 64> buffer;
    EXPECT_EQ(options.choice("serial"), 1U);
    EXPECT_EQ(options.text("exec", buffer), "a \"b\"");
    EXPECT_EQ(options.number("cpus"), 16U);
    EXPECT_EQ(options.number("heap"), 64U << 20);
    EXPECT_TRUE(options.flag("quiet"));
    EXPECT_EQ(options.number("unknown"), std::nullopt);
    EXPECT_EQ(complaints(R"(serial=rust exec="a \"b\"" cpus=0x10 heap=64M quiet)"), List{});
}

TEST(Options, TheLastValidOneCounts) {
    const Options options("serial=cpp serial=rust serial=ada cpus=4 cpus=many quiet=1",
                          descriptions);
    EXPECT_EQ(options.choice("serial"), 1U);
    EXPECT_EQ(options.number("cpus"), 4U);
    EXPECT_FALSE(options.flag("quiet"));
}

TEST(Options, ComplaintsNameWhatIsValid) {
    EXPECT_EQ(complaints("seriel=rust"),
              (List{"option \"seriel\" is not known; valid are serial, exec, cpus, heap, quiet"}));
    EXPECT_EQ(complaints("serial=ada"),
              (List{"option \"serial\" cannot be \"ada\"; valid are cpp, rust"}));
    EXPECT_EQ(complaints("serial"), (List{"option \"serial\" needs a value; valid are cpp, rust"}));
    EXPECT_EQ(
        complaints("cpus=two exec heap=5X quiet=yes =x"),
        (List{"option \"cpus\" cannot be \"two\"; it is a number", "option \"exec\" needs a value",
              "option \"heap\" cannot be \"5X\"; it is a size such as 64M",
              "option \"quiet\" takes no value",
              "command line, character 33: there is no key before \"=\""}));
    EXPECT_EQ(complaints("\x1b[2J"),
              (List{"option \".[2J\" is not known; valid are serial, exec, cpus, heap, quiet"}));
}

TEST(Options, SurviveAnything) {
    testing::Random random;
    const std::string alphabet = "ab= \"\\'\t=\x80\xff;exec";
    for (int round = 0; round < 5000; ++round) {
        std::string line;
        for (std::uint64_t length = random.in(0, 40); length != 0; --length) {
            line += alphabet[random.in(0, alphabet.size() - 1)];
        }
        const std::vector<char> exact(line.begin(), line.end());
        const std::string_view view(exact.data(), exact.size());
        ASSERT_LE(parsed(view).size(), view.size());
        ASSERT_LE(complaints(view).size(), view.size());
        std::array<char, 4> buffer;
        std::ignore = Options(view, descriptions).text("exec", buffer);
    }
}

} // namespace
} // namespace bimetal::options
