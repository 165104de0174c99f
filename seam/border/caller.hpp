// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The loops in C++.
#pragma once

#include "seam/border/bindings/caller-generated/twin.hpp"
#include "seam/border/bindings/generated/border.hpp"
#include "seam/border/cpp/border.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <span>

BORDER_BINDING(StubCpp, stub_cpp)
BORDER_BINDING(StubRust, stub_rust)

namespace bimetal::border {

/// Hides from the optimiser what the number is, at the price of a store and a load, as
/// `core::hint::black_box` does. It touches nothing but the number, so that the total may stay in a
/// register, as it does in the Rust loops, where nobody else can reach it.
inline std::uint64_t hide(std::uint64_t number) {
    asm volatile("" : "+m"(number));
    return number;
}

/// What a loop calls through a binding.
template <class Binding>
class ThroughBinding {
  public:
    bool initialize() { return client().initialize().has_value(); }

    bool value(std::uint64_t number) { return client().value(number).has_value(); }

    auto result(std::uint64_t number) { return client().result(number); }

    auto slice(std::span<const std::uint8_t> bytes) { return client().slice(bytes); }

    auto callback(std::uint64_t number) { return client().callback(number); }

  private:
    Client<Binding> client() { return Client<Binding>(state_); }

    State state_{};
};

/// What a loop calls in its own unit.
class WithinUnit {
  public:
    bool initialize() {
        twin_.initialize();
        return true;
    }

    bool value(std::uint64_t number) {
        twin_.value(number);
        return true;
    }

    auto result(std::uint64_t number) { return twin_.result(number); }

    auto slice(std::span<const std::uint8_t> bytes) {
        return std::expected<std::uint64_t, Status>(twin_.slice(bytes));
    }

    auto callback(std::uint64_t number) {
        return std::expected<std::uint64_t, Status>(twin_.callback(number));
    }

  private:
    Border<LinkedServices> twin_;
};

/// The loops. The contract of the public functions is in caller.seam.h.
template <class Target>
class Caller {
  public:
    using Sum = std::expected<std::uint64_t, CallerStatus>;

    std::expected<void, CallerStatus> initialize() {
        if (!target_.initialize()) {
            return std::unexpected(CallerStatus::refused);
        }
        return {};
    }

    void shutdown() {}

    Sum value(std::uint64_t rounds) {
        for (std::uint64_t round = 0; round < rounds; ++round) {
            if (!target_.value(hide(round))) {
                return std::unexpected(CallerStatus::refused);
            }
        }
        return rounds;
    }

    Sum result(std::uint64_t rounds) {
        return sum(rounds, [this](std::uint64_t round) { return target_.result(hide(round) * 2); });
    }

    Sum slice(std::uint64_t rounds) {
        const std::array<std::uint8_t, 8> bytes{1, 2, 3, 4, 5, 6, 7, 8};
        return sum(rounds, [this, &bytes](std::uint64_t round) {
            return target_.slice(std::span(bytes).first(hide(round) % bytes.size()));
        });
    }

    Sum callback(std::uint64_t rounds) {
        return sum(rounds, [this](std::uint64_t round) { return target_.callback(hide(round)); });
    }

  private:
    template <class Call>
    static Sum sum(std::uint64_t rounds, Call call) {
        std::uint64_t total = 0;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const auto answer = call(round);
            if (!answer) {
                return std::unexpected(CallerStatus::refused);
            }
            total += *answer;
        }
        return total;
    }

    Target target_;
};

} // namespace bimetal::border
