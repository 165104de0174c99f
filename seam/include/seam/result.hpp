// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between results as they cross the boundary (a status and a value, in registers) and
// std::expected.
#pragma once

#include <concepts>
#include <expected>
#include <type_traits>

namespace seam {

/// A status enumeration of a contract: fixed width, `ok` is 0.
template <class Status>
concept StatusEnum =
    std::is_enum_v<Status> && sizeof(Status) == 4 && Status::ok == static_cast<Status>(0);

/// A result structure of a contract: at most two registers, by value.
template <class Result>
concept ResultStruct = std::is_trivially_copyable_v<Result> && std::is_standard_layout_v<Result> &&
                       sizeof(Result) <= 16 && requires(Result result) {
                           requires StatusEnum<decltype(result.status)>;
                           result.value;
                       };

/// A status alone, as the caller sees it.
template <StatusEnum Status>
[[nodiscard]] constexpr std::expected<void, Status> to_expected(Status status) noexcept {
    if (status != Status::ok) [[unlikely]] {
        return std::unexpected(status);
    }
    return {};
}

/// A status and a value, as the caller sees them. The value of a failed call is dropped.
template <ResultStruct Result>
[[nodiscard]] constexpr auto to_expected(Result result) noexcept
    -> std::expected<decltype(result.value), decltype(result.status)> {
    if (result.status != decltype(result.status)::ok) [[unlikely]] {
        return std::unexpected(result.status);
    }
    return result.value;
}

/// What a twin answered, as it crosses the boundary.
template <StatusEnum Status>
[[nodiscard]] constexpr Status from_expected(const std::expected<void, Status>& result) noexcept {
    return result.has_value() ? Status::ok : result.error();
}

/// What a twin answered, as it crosses the boundary; the value of a failure is zero.
template <ResultStruct Result>
[[nodiscard]] constexpr Result from_expected(
    const std::expected<decltype(Result::value), decltype(Result::status)>& result) noexcept {
    Result crossing{};
    if (result.has_value()) [[likely]] {
        crossing.value = *result;
    } else {
        crossing.status = result.error();
    }
    return crossing;
}

} // namespace seam
