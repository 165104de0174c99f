// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What generated hostile callers judge with: a call with one wrong argument answers what its
// contract promises, and changes nothing. On the host only, since it copies what must stay.
#pragma once

#include "seam/harness/harness.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace seam::harness {

/// Memory for what is passed by pointer or slice, with room on both sides in which nothing may
/// change.
template <class Passed>
struct alignas(64) Place {
    std::uint8_t before[64];
    Passed passed;
    std::uint8_t behind[64];
};

/// Bytes as they were.
class Snapshot {
  public:
    explicit Snapshot(std::span<const std::uint8_t> memory)
        : memory_(memory), before_(memory.begin(), memory.end()) {}

    [[nodiscard]] bool unchanged() const { return std::ranges::equal(memory_, before_); }

  private:
    std::span<const std::uint8_t> memory_;
    std::vector<std::uint8_t> before_;
};

/// The bytes of an object that has no padding, or of which the padding was written too.
template <class Object>
[[nodiscard]] std::span<std::uint8_t> bytes_of(Object& object) {
    return {reinterpret_cast<std::uint8_t*>(&object), sizeof object};
}

/// A pointer of that type to any address.
template <class Pointer>
[[nodiscard]] Pointer address_as(std::uintptr_t address) {
    return reinterpret_cast<Pointer>(address);
}

[[nodiscard]] inline std::uintptr_t address_of(const void* memory) {
    return reinterpret_cast<std::uintptr_t>(memory);
}

/// Calls `spoil` with numbers that `is_valid` of the contract does not know: every one of 8 bits,
/// of more the small ones, the greatest, and those with only the highest bit set.
template <class Enum, class Spoil>
void for_each_unnamed(Spoil spoil) {
    using Number = std::underlying_type_t<Enum>;
    using Unsigned = std::make_unsigned_t<Number>;
    const auto offer = [&](Unsigned number) {
        const auto value = std::bit_cast<Enum>(number);
        if (!is_valid(value)) {
            spoil(value);
        }
    };
    for (unsigned number = 0; number < 256; ++number) {
        offer(static_cast<Unsigned>(number));
    }
    if constexpr (sizeof(Number) > 1) {
        constexpr auto greatest = static_cast<Unsigned>(~Unsigned{0});
        offer(greatest);
        offer(static_cast<Unsigned>(greatest - (greatest >> 1)));
        offer(static_cast<Unsigned>(greatest >> 1));
        offer(256);
    }
}

/// Judges the answer to one wrong call of `function`; `wrong` says what was.
template <class Status>
void judge_status(Test& test, std::string_view function, std::string_view wrong, Status promised,
                  Status answered) {
    if (answered == promised) {
        return;
    }
    const std::string text = std::string(wrong) + ": promises " + std::string(describe(promised)) +
                             ", answers " + std::string(describe(answered));
    (void)test.expect(false, std::string(function).c_str(), 0, text.c_str());
}

template <class Status, class Answer>
void judge_answer(Test& test, std::string_view function, std::string_view wrong, Status promised,
                  const Answer& answer) {
    if constexpr (std::is_same_v<Answer, Status>) {
        judge_status(test, function, wrong, promised, answer);
    } else {
        judge_status(test, function, wrong, promised, answer.status);
        if (answer.value != 0 || answer.reserved != 0) {
            const std::string text = std::string(wrong) + ": answers a value beside the failure";
            (void)test.expect(false, std::string(function).c_str(), 0, text.c_str());
        }
    }
}

inline void judge_unchanged(Test& test, std::string_view function, std::string_view wrong,
                            std::string_view what, bool unchanged) {
    if (!unchanged) {
        const std::string text = std::string(wrong) + ": changes " + std::string(what);
        (void)test.expect(false, std::string(function).c_str(), 0, text.c_str());
    }
}

} // namespace seam::harness
