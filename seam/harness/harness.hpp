// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Tests that run on the host and in a kernel: no allocation, no exceptions, no constructors at
// start. A test is registered where it is written, through linker section `seam_tests`, which the
// linker script of a kernel keeps between __start_seam_tests and __stop_seam_tests.
//
//     SEAM_TEST(ring, keeps_order) {
//         REQUIRE(ring.push(1));
//         EXPECT_EQUAL(ring.pop(), 1);
//     }
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace seam::harness {

/// How a test ended.
enum class Outcome : std::uint8_t { passed, failed, skipped };

/// A line of text in place; what does not fit is cut off.
class Line {
  public:
    Line& operator<<(std::string_view text);

    Line& operator<<(const char* text) { return *this << std::string_view(text); }

    Line& operator<<(bool value) { return *this << (value ? "true" : "false"); }

    template <std::integral Value>
        requires(!std::same_as<Value, bool>)
    Line& operator<<(Value value) {
        if constexpr (std::signed_integral<Value>) {
            if (value < 0) {
                return *this << "-" << std::uint64_t{0} - static_cast<std::uint64_t>(value);
            }
        }
        return decimal(static_cast<std::uint64_t>(value));
    }

    template <class Value>
        requires std::is_enum_v<Value>
    Line& operator<<(Value value) {
        return *this << static_cast<std::underlying_type_t<Value>>(value);
    }

    Line& operator<<(const void* pointer) {
        return hexadecimal(reinterpret_cast<std::uintptr_t>(pointer));
    }

    Line& hexadecimal(std::uint64_t value);

    [[nodiscard]] std::string_view text() const { return {characters_, length_}; }

  private:
    Line& decimal(std::uint64_t value);

    char characters_[224];
    std::size_t length_ = 0;
};

/// Where the results go.
class Report {
  public:
    /// One line of KTAP, without its end.
    virtual void line(std::string_view text) = 0;

    /// A test ended; for reports of another form. Called after the test's lines.
    virtual void ended(std::string_view /*suite*/, std::string_view /*name*/, Outcome) {}

  protected:
    ~Report() = default;
};

/// Numbers that a seed repeats: splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
class Random {
  public:
    constexpr explicit Random(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// 0 to `limit` - 1; `limit` is not 0. The bias of the remainder does not matter here.
    constexpr std::uint64_t below(std::uint64_t limit) { return next() % limit; }

    /// True once in `times`.
    constexpr bool once_in(std::uint64_t times) { return below(times) == 0; }

  private:
    std::uint64_t state_;
};

/// The test that runs: what it found so far.
class Test {
  public:
    Test(Report& report, std::uint64_t seed) : report_(&report), seed_(seed) {}

    Test(const Test&) = delete;
    Test& operator=(const Test&) = delete;

    /// Repeats the random choices of this test; of its own for each test of a run.
    [[nodiscard]] std::uint64_t seed() const { return seed_; }

    [[nodiscard]] Random random() const { return Random(seed_); }

    /// Records what a condition came to, and returns it.
    bool expect(bool holds, const char* file, int line, const char* condition) {
        if (!holds) [[unlikely]] {
            Line text;
            text << condition;
            fail(file, line, text);
        }
        return holds;
    }

    /// Records whether two values are equal, with both if not.
    template <class Left, class Right>
    bool expect_equal(const Left& left, const Right& right, const char* file, int line,
                      const char* condition) {
        const bool holds = left == right;
        if (!holds) [[unlikely]] {
            Line text;
            text << condition << ": " << left << " and " << right;
            fail(file, line, text);
        }
        return holds;
    }

    /// Says why the test cannot run here; it then counts as neither passed nor failed.
    void skip(std::string_view reason) {
        reason_ = reason;
        skipped_ = true;
    }

    /// A line about what the test does, for the report.
    void note(std::string_view text);

    [[nodiscard]] bool failed() const { return failures_ != 0; }

    [[nodiscard]] Outcome outcome() const {
        return failures_ != 0 ? Outcome::failed : skipped_ ? Outcome::skipped : Outcome::passed;
    }

    [[nodiscard]] std::string_view reason() const { return reason_; }

  private:
    void fail(const char* file, int line, const Line& text);

    Report* report_;
    std::uint64_t seed_;
    std::string_view reason_;
    std::uint32_t failures_ = 0;
    bool skipped_ = false;
};

/// A registered test.
struct Case {
    const char* suite;
    const char* name;
    void (*body)(Test& test);
};

struct Totals {
    std::uint32_t passed = 0;
    std::uint32_t failed = 0;
    std::uint32_t skipped = 0;
};

/// All tests that were linked, in no order that means anything.
[[nodiscard]] std::span<const Case* const> cases();

/// Whether `pattern` means the test `suite.name`: an empty one means all, one with `*` must match
/// as a whole, any other must occur.
[[nodiscard]] bool matches(std::string_view pattern, const Case& test_case);

/// Runs one test and reports it as the `number`-th.
Outcome run_case(const Case& test_case, Report& report, std::uint64_t seed, std::uint32_t number);

/// Runs one test without a report: for those that plant a mistake and see a test fail.
Outcome run_silently(const Case& test_case, std::uint64_t seed);

/// Runs the linked tests that `pattern` means. `seed` decides all random choices.
Totals run(std::string_view pattern, Report& report, std::uint64_t seed);

} // namespace seam::harness

/// Registers a function of `seam::harness::Test&` as test `suite.name`, both string literals.
#define SEAM_REGISTER_TEST(identifier, suite, name, ...)                                           \
    static constexpr seam::harness::Case seam_case_##identifier{suite, name, __VA_ARGS__};         \
    [[gnu::used, gnu::retain,                                                                      \
      gnu::section(                                                                                \
          "seam_tests")]] static constexpr const seam::harness::Case* seam_entry_##identifier =    \
        &seam_case_##identifier

/// Begins a test; its body has the running test as `test`.
#define SEAM_TEST(suite, name)                                                                     \
    static void seam_test_##suite##_##name([[maybe_unused]] seam::harness::Test& test);            \
    SEAM_REGISTER_TEST(suite##_##name, #suite, #name, seam_test_##suite##_##name);                 \
    static void seam_test_##suite##_##name([[maybe_unused]] seam::harness::Test& test)

/// Records a failure if the condition is false, and goes on.
#define EXPECT(...) (void)test.expect((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)

/// Records a failure with both values if they differ, and goes on.
#define EXPECT_EQUAL(left, right)                                                                  \
    (void)test.expect_equal((left), (right), __FILE__, __LINE__, #left " == " #right)

/// As EXPECT, but ends the function.
#define REQUIRE(...)                                                                               \
    do {                                                                                           \
        if (!test.expect((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)) {                       \
            return;                                                                                \
        }                                                                                          \
    } while (false)

/// As EXPECT_EQUAL, but ends the function.
#define REQUIRE_EQUAL(left, right)                                                                 \
    do {                                                                                           \
        if (!test.expect_equal((left), (right), __FILE__, __LINE__, #left " == " #right)) {        \
            return;                                                                                \
        }                                                                                          \
    } while (false)
