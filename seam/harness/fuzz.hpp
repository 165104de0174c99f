// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins of a component under a fuzzer: bytes are decoded into calls of its functions, the list
// of which is the generated one, with arguments of the types that the contract gives them. Each
// call goes to both twins, on an instance each; every answer must be the same. A component says
// where its numbers lie and how an instance begins (components/NAME/conformance/fuzz.cpp). Host
// only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace seam::harness {

/// Makes the calls of one input; whoever links a fuzzer defines it.
void fuzz_one(std::span<const std::uint8_t> bytes);

/// Where most numbers of 64 bits lie that mean something: `base`, and so many units from there.
struct FuzzNumbers {
    std::uint64_t base;
    std::uint64_t unit;
    std::uint64_t count;
};

/// Decodes numbers out of bytes; zeros once they are used up.
class FuzzInput {
  public:
    FuzzInput(std::span<const std::uint8_t> bytes, FuzzNumbers numbers)
        : bytes_(bytes), numbers_(numbers) {}

    [[nodiscard]] bool is_empty() const { return bytes_.empty(); }

    std::uint8_t byte() {
        if (bytes_.empty()) {
            return 0;
        }
        const std::uint8_t first = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return first;
    }

    /// Small mostly: an index, an order, a kind; now and then anything.
    std::uint32_t number32() {
        const std::uint8_t kind = byte();
        if (kind < 0xf0) {
            return kind % 12;
        }
        return static_cast<std::uint32_t>(kind < 0xf8 ? word(1) : word(4));
    }

    /// What an earlier call answered, something beside it, a size, a place, or anything.
    std::uint64_t number64() {
        const std::uint8_t kind = byte();
        switch (kind % 8) {
        case 0:
            return byte();
        case 1:
            return word(2);
        case 2:
            return std::uint64_t{1} << byte() % 64;
        case 3:
        case 4:
        case 5:
            return answers_[kind / 8 % answers_.size()];
        case 6:
            return answers_[kind / 8 % answers_.size()] + byte() - 128;
        default:
            return kind < 0xc0 ? numbers_.base + word(3) % numbers_.count * numbers_.unit : word(8);
        }
    }

    /// Remembers what a call answered.
    void remember(std::uint64_t answer) { answers_[next_++ % answers_.size()] = answer; }

  private:
    std::uint64_t word(unsigned bytes) {
        std::uint64_t value = 0;
        for (unsigned index = 0; index < bytes; ++index) {
            value |= std::uint64_t{byte()} << 8 * index;
        }
        return value;
    }

    std::span<const std::uint8_t> bytes_;
    FuzzNumbers numbers_;
    std::array<std::uint64_t, 32> answers_{};
    std::size_t next_ = 0;
};

namespace detail {

/// An argument for two calls: a number as it is, a structure for each, where the callee may write.
template <class Type>
struct FuzzArgument {
    static_assert(std::is_integral_v<Type> || std::is_enum_v<Type>);

    explicit FuzzArgument(FuzzInput& input)
        : value(static_cast<Type>(sizeof(Type) == 8 ? input.number64() : input.number32())) {}

    Type first() { return value; }

    Type second() { return value; }

    [[nodiscard]] bool is_same() const { return true; }

    Type value;
};

template <class Structure>
struct FuzzArgument<Structure*> {
    using Value = std::remove_const_t<Structure>;
    static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) % 8 == 0);

    explicit FuzzArgument(FuzzInput& input) : one(decoded(input)), other(one) {}

    Structure* first() { return &one; }

    Structure* second() { return &other; }

    [[nodiscard]] bool is_same() const {
        return std::memcmp(static_cast<const void*>(&one), static_cast<const void*>(&other),
                           sizeof one) == 0;
    }

    Value one;
    Value other;

  private:
    /// The first words say how much there is, and what; the rest stays zero.
    static Value decoded(FuzzInput& input) {
        constexpr std::size_t words = sizeof(Value) / 8 < 6 ? sizeof(Value) / 8 : 6;
        std::array<std::uint64_t, words> numbers{};
        numbers[0] = input.byte() % 80;
        for (std::uint64_t& number : std::span(numbers).subspan(1)) {
            number = input.number64();
        }
        Value value{};
        std::memcpy(static_cast<void*>(&value), numbers.data(), sizeof numbers);
        return value;
    }
};

} // namespace detail

/// The calls of one input.
template <class State>
class Fuzzer {
  public:
    Fuzzer(FuzzInput& input, State& first, State& second)
        : input_(&input), first_(&first), second_(&second) {}

    /// A call of a function that takes an instance, to both twins.
    template <class Answer, class... Arguments>
    void call(std::string_view name, Answer (*one)(State*, Arguments...) noexcept,
              Answer (*other)(State*, Arguments...) noexcept) {
        // In braces, so that they are decoded from left to right.
        std::tuple<detail::FuzzArgument<Arguments>...> arguments{
            detail::FuzzArgument<Arguments>(*input_)...};
        std::apply(
            [&](auto&... argument) {
                const Answer here = one(first_, argument.first()...);
                Answer there = other(second_, argument.second()...);
                ++calls_;
#ifdef SEAM_FUZZ_PLANTED
                // A twin that answers wrongly once it was called often enough.
                if (calls_ == 12) {
                    reinterpret_cast<std::uint8_t&>(there) ^= 1;
                }
#endif
                if (std::memcmp(&here, &there, sizeof here) != 0 || !(argument.is_same() && ...)) {
                    stop(name);
                }
                if constexpr (requires { here.value; }) {
                    if (static_cast<std::uint32_t>(here.status) == 0) {
                        input_->remember(here.value);
                    }
                }
            },
            arguments);
    }

    /// One that takes none.
    template <class Answer>
    void call(std::string_view name, Answer (*one)() noexcept, Answer (*other)() noexcept) {
        if (one() != other()) {
            stop(name);
        }
    }

    /// Ends the program: what the twins said of `name` is not the same.
    [[noreturn]] void stop(std::string_view name) const {
        std::fprintf(stderr, "the twins differ: call %llu, %.*s\n",
                     static_cast<unsigned long long>(calls_), static_cast<int>(name.size()),
                     name.data());
        std::abort();
    }

  private:
    FuzzInput* input_;
    State* first_;
    State* second_;
    std::uint64_t calls_ = 0;
};

} // namespace seam::harness
