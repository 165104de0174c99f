// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "seam/border/bindings/generated/twin.hpp"

#include <cstdint>
#include <expected>
#include <span>

namespace bimetal::border {

/// One instance. The contract of the public functions is in border.seam.h.
template <Services Given>
class Border {
  public:
    using Status = BorderStatus;

    void initialize() { total_ = 0; }

    void shutdown() {}

    void value(std::uint64_t number) { total_ += number; }

    std::expected<std::uint64_t, Status> result(std::uint64_t number) {
        if (number % 2 != 0) {
            return std::unexpected(Status::odd);
        }
        total_ += number;
        return total_;
    }

    std::uint64_t slice(std::span<const std::uint8_t> bytes) {
        total_ += bytes.size() + (bytes.empty() ? 0 : bytes.front());
        return total_;
    }

    std::uint64_t callback(std::uint64_t number) {
        total_ += given_.next(number);
        return total_;
    }

  private:
    std::uint64_t total_ = 0;
    [[no_unique_address]] Given given_;
};

} // namespace bimetal::border
