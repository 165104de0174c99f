// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <type_traits>
#include <utility>

namespace seam {

/// A number that holds values of an enumeration as bits.
template <class Enum>
    requires std::is_enum_v<Enum>
class Bits {
  public:
    using Number = std::underlying_type_t<Enum>;

    constexpr Bits() = default;

    constexpr explicit Bits(Number bits) : bits_(bits) {}

    [[nodiscard]] constexpr bool has(Enum value) const {
        return (bits_ & std::to_underlying(value)) != 0;
    }

    [[nodiscard]] constexpr Number bits() const { return bits_; }

    friend constexpr bool operator==(Bits, Bits) = default;

  private:
    Number bits_ = 0;
};

} // namespace seam
