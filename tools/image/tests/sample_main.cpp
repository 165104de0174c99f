// SPDX-License-Identifier: MIT OR Apache-2.0
// Code with much inlining, templates, lambdas and library calls, for the tests of the table.
#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>

extern "C" std::uint64_t wheel_rust_turn(const std::uint64_t* teeth, std::size_t count);
extern "C" std::uint64_t wheel_cpp_turn(const std::uint64_t* teeth, std::size_t count);
extern "C" std::uint64_t sample_main(std::uint64_t seed);

extern "C" [[noreturn]] void seam_hardening_trap(const char*) noexcept {
    for (;;) {
        asm volatile("hlt");
    }
}

namespace sample {
namespace {

template <typename Value, std::size_t Size>
class Ring {
  public:
    constexpr bool push(Value value) {
        if (used_ == Size) {
            return false;
        }
        values_[(first_ + used_++) % Size] = value;
        return true;
    }

    constexpr std::optional<Value> pop() {
        if (used_ == 0) {
            return std::nullopt;
        }
        const Value value = values_[first_];
        first_ = (first_ + 1) % Size;
        --used_;
        return value;
    }

    friend bool operator<(const Ring& left, const Ring& right) { return left.used_ < right.used_; }

  private:
    std::array<Value, Size> values_{};
    std::size_t first_ = 0;
    std::size_t used_ = 0;
};

enum class Error : std::uint8_t { empty };

[[gnu::noinline]] std::expected<std::uint64_t, Error> sum(std::span<const std::uint64_t> values) {
    if (values.empty()) {
        return std::unexpected(Error::empty);
    }
    std::uint64_t total = 0;
    std::ranges::for_each(values, [&total](std::uint64_t value) { total += value * value; });
    return total;
}

Ring<std::uint64_t, 16> ring;
Ring<std::uint64_t, 16> other;

} // namespace
} // namespace sample

std::uint64_t sample_main(std::uint64_t seed) {
    std::array<std::uint64_t, 16> drained{};
    for (std::uint64_t i = 0; i < 16 && sample::ring.push(seed ^ i); ++i) {
        asm volatile("" ::: "memory");
    }
    std::size_t count = 0;
    while (const auto value = sample::ring.pop()) {
        drained[count++] = *value;
    }
    std::ranges::sort(drained, [](auto left, auto right) { return left > right; });
    const auto total = sample::sum(drained).value_or(0);
    return total + wheel_cpp_turn(drained.data(), count) + wheel_rust_turn(drained.data(), count) +
           (sample::ring < sample::other ? 1 : 0);
}
